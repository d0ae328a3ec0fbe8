package io.daybreak.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.engine.Engines;
import io.daybreak.engine.api.EngineConfig;
import io.daybreak.engine.api.StorageEngine;
import io.daybreak.server.api.RunningServer;
import io.daybreak.server.api.ServerConfig;
import io.daybreak.sql.api.SqlConfig;
import io.daybreak.sql.api.SqlDatabase;
import io.daybreak.sql.session.Database;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: an answer that waits for a commit reaches its client, whichever thread finds the commit
 * durable. Method: real sessions on a volume that becomes durable when, and on the thread that, the
 * test says.
 */
class LateAnswersTest {
    private static final byte OK = 0;

    @TempDir Path directory;

    private final HeldVolume volume = new HeldVolume();
    private final List<RawClient> clients = new ArrayList<>();
    private StorageEngine engine;
    private SqlDatabase database;
    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        engine = Engines.open(volume, new EngineConfig(16L << 20, 0));
        database = Database.open(engine, new SqlConfig("8.4.0", 0, directory, "test"));
        server =
                Servers.start(
                        new ServerConfig("127.0.0.1", 0, -1, directory, "8.4.0", "nio"),
                        database,
                        null);
        // One more than there are loops: they are dealt in turn, so the first and the last share.
        int loops = Math.max(2, Runtime.getRuntime().availableProcessors());
        for (int i = 0; i <= loops; i++) {
            clients.add(RawClient.loggedIn(server.port()));
        }
        RawClient first = clients.getFirst();
        ok(first, "CREATE DATABASE d");
        ok(first, "CREATE TABLE d.t (a INT PRIMARY KEY, b INT)");
        // The plans, so that the loop runs the statements itself from now on.
        for (int i = 0; i < 3; i++) {
            ok(first, "INSERT INTO d.t VALUES (" + i + ", 0)");
            first.send(0, RawClient.query("SELECT b FROM d.t WHERE a = " + i));
            assertThat(rows(first)).containsExactly("0");
        }
        volume.waiters.clear();
    }

    @AfterEach
    void stop() throws Exception {
        for (RawClient client : clients) {
            client.close();
        }
        server.close();
        database.close();
        engine.close();
    }

    private static void ok(RawClient client, String sql) throws IOException {
        client.send(0, RawClient.query(sql));
        byte[] answer = client.read();
        assertThat(answer[0]).as(RawClient.error(answer)).isEqualTo(OK);
    }

    /** The values of a result of one column, up to its end. */
    private static List<String> rows(RawClient client) throws IOException {
        List<String> rows = new ArrayList<>();
        byte[] count = client.read();
        assertThat(count).as(RawClient.error(count)).containsExactly(1);
        client.read();
        assertThat(client.read()[0]).isEqualTo((byte) 0xfe);
        for (byte[] packet = client.read(); packet[0] != (byte) 0xfe; packet = client.read()) {
            rows.add(new String(packet, 1, packet.length - 1, StandardCharsets.UTF_8));
        }
        return rows;
    }

    @Test
    void theLoopCompletesTheCommitOfAnotherOfItsConnections() throws Exception {
        RawClient first = clients.getFirst();
        RawClient last = clients.getLast();
        volume.hold();
        first.send(0, RawClient.query("INSERT INTO d.t VALUES (10, 1)"));
        awaitWaiters(1);
        volume.releaseByNextWaiter();
        ok(last, "INSERT INTO d.t VALUES (11, 1)");
        byte[] answer = first.read();
        assertThat(answer[0]).as(RawClient.error(answer)).isEqualTo(OK);
        // The connection is ready for more, and the answers are its own.
        ok(first, "INSERT INTO d.t VALUES (12, 1)");
        assertThat(volume.waiters.get(0)).startsWith("daybreak-loop");
        assertThat(volume.waiters.get(1)).isEqualTo(volume.waiters.get(0));
    }

    @Test
    void rowsOfACommitThatIsNotDurableEndWhenItIs() throws Exception {
        RawClient first = clients.getFirst();
        RawClient last = clients.getLast();
        volume.hold();
        first.send(0, RawClient.query("INSERT INTO d.t VALUES (20, 7)"));
        awaitWaiters(1);
        last.send(0, RawClient.query("SELECT b FROM d.t WHERE a = 20"));
        assertThat(rows(last)).as("who only reads waits for nobody").isEmpty();
        last.send(0, RawClient.query("SELECT b FROM d.t WHERE a = 20 FOR SHARE"));
        awaitWaiters(2);
        volume.release();
        assertThat(rows(last)).containsExactly("7");
        byte[] answer = first.read();
        assertThat(answer[0]).as(RawClient.error(answer)).isEqualTo(OK);
        last.send(0, RawClient.query("SELECT b FROM d.t WHERE a = 20"));
        assertThat(rows(last)).containsExactly("7");
    }

    private void awaitWaiters(int count) throws InterruptedException {
        for (int i = 0; volume.waiters.size() < count; i++) {
            assertThat(i).as("nobody waits for the commit").isLessThan(4000);
            Thread.sleep(5);
        }
    }
}
