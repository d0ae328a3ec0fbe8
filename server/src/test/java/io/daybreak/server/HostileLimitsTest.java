package io.daybreak.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.server.api.RunningServer;
import io.daybreak.server.api.ServerConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Limits and timeouts that MySQL has, at their edge. */
@Timeout(60)
class HostileLimitsTest {
    @TempDir Path directory;

    private final FakeDatabase database = new FakeDatabase();
    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        server =
                Servers.start(
                        new ServerConfig("127.0.0.1", 0, -1, directory, "8.4.0", "auto"),
                        database,
                        null);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        // A login that was under way ends on a thread of its own.
        for (int i = 0; i < 500 && database.openSessions.get() > 0; i++) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(database.openSessions.get()).isZero();
    }

    @Test
    void statementsThatComputeForLongLockNobodyOut() throws Exception {
        AtomicBoolean computing = new AtomicBoolean(true);
        int carriers =
                Integer.getInteger(
                        "jdk.virtualThreadScheduler.parallelism",
                        Runtime.getRuntime().availableProcessors());
        List<Thread> statements = new ArrayList<>();
        try {
            for (int i = 0; i < carriers; i++) {
                statements.add(
                        Thread.startVirtualThread(() -> {
                            while (computing.get()) {
                                Thread.onSpinWait();
                            }
                        }));
            }
            RawClient.loggedIn(server.port()).close();
        } finally {
            computing.set(false);
            for (Thread statement : statements) {
                statement.join();
            }
        }
    }

    @Test
    void refusedConnectionsTakeNobodysPlace() throws Exception {
        database.setGlobal("max_connections", "2");
        List<RawClient> refused = new ArrayList<>();
        try (RawClient one = RawClient.loggedIn(server.port());
                RawClient two = RawClient.loggedIn(server.port());
                RawClient spare = new RawClient(server.port())) {
            spare.read();
            for (int i = 0; i < 20; i++) {
                RawClient client = new RawClient(server.port());
                refused.add(client);
                assertThat(RawClient.error(client.read())).startsWith("1040");
            }
            two.send(0, new byte[] {1});
            assertThat(two.isAtEnd()).isTrue();
            spare.socket.close();
            // The refused are still there and have not hung up.
            awaitLogin();
            one.send(0, new byte[] {0x0e});
            assertThat(one.read()[0]).isZero();
        } finally {
            for (RawClient client : refused) {
                assertThat(client.isAtEnd()).isTrue();
                client.close();
            }
        }
    }

    @Test
    void failedLoginsLeaveTheirPlacesThoughTheirClientsDoNotHangUp() throws Exception {
        database.setGlobal("max_connections", "2");
        List<RawClient> failed = new ArrayList<>();
        try {
            // A user each: who fails again is answered later and later.
            for (int i = 0; i < 150; i++) {
                RawClient client = new RawClient(server.port());
                failed.add(client);
                client.read();
                client.send(1, RawClient.login("nobody" + i, RawClient.PLAIN));
                byte[] answer = client.read();
                if (answer[0] == (byte) 0xfe) {
                    client.send(3, new byte[0]);
                    answer = client.read();
                }
                assertThat(RawClient.error(answer)).startsWith("1045");
            }
            try (RawClient one = RawClient.loggedIn(server.port());
                    RawClient two = RawClient.loggedIn(server.port())) {
                for (RawClient client : List.of(one, two)) {
                    client.send(0, new byte[] {0x0e});
                    assertThat(client.read()[0]).isZero();
                }
            }
        } finally {
            for (RawClient client : failed) {
                client.close();
            }
        }
        awaitLogin();
    }

    /** The server notices an ended connection a moment later. */
    private void awaitLogin() throws Exception {
        for (int i = 0; ; i++) {
            try (RawClient _ = RawClient.loggedIn(server.port())) {
                return;
            } catch (IOException e) {
                if (i == 250) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
    }

    @Test
    void refusesMoreConnectionsOfAUserThanAllowedWith1203() throws Exception {
        database.setGlobal("max_user_connections", "2");
        try (RawClient one = RawClient.loggedIn(server.port());
                RawClient _ = RawClient.loggedIn(server.port());
                RawClient three = new RawClient(server.port())) {
            three.read();
            three.send(1, RawClient.login("root", RawClient.PLAIN));
            byte[] answer = three.read();
            if (answer[0] == (byte) 0xfe) {
                three.send(3, new byte[0]);
                answer = three.read();
            }
            assertThat(RawClient.error(answer))
                    .isEqualTo(
                            "1203 42000 User root already has more than 'max_user_connections'"
                                    + " active connections");
            // Becoming the same user again is no connection more.
            one.send(0, new byte[] {0x11, 'r', 'o', 'o', 't', 0, 0, 0, 33, 0});
            assertThat(one.read()[0]).isEqualTo((byte) 0xfe);
            one.send(2, new byte[0]);
            assertThat(one.read()[0]).isZero();
        }
        awaitLogin();
    }

    @Test
    void aLongPacketAfterALongPauseIsNotTakenForASilentClient() throws Exception {
        database.setGlobal("net_read_timeout", "2");
        try (RawClient client = RawClient.loggedIn(server.port())) {
            TimeUnit.MILLISECONDS.sleep(3200);
            byte[] packet = RawClient.packet(0, RawClient.query("select rows 1"));
            client.raw(java.util.Arrays.copyOf(packet, 6));
            // Long enough for the check that runs once a second.
            TimeUnit.MILLISECONDS.sleep(1300);
            client.raw(java.util.Arrays.copyOfRange(packet, 6, packet.length));
            assertThat(client.read()).containsExactly(3);
        }
    }

    @Test
    void aPacketThatNeverEndsIsAnsweredWith1159() throws Exception {
        database.setGlobal("net_read_timeout", "1");
        try (RawClient client = RawClient.loggedIn(server.port())) {
            client.raw(new byte[] {100, 0, 0, 0, 3, 'S'});
            assertThat(RawClient.error(client.read())).startsWith("1159");
            assertThat(client.isAtEnd()).isTrue();
        }
    }

    @Test
    void changingTheUserMustBeFinishedInTime() throws Exception {
        database.setGlobal("connect_timeout", "1");
        try (RawClient client = RawClient.loggedIn(server.port())) {
            client.send(0, new byte[] {0x11, 'r', 'o', 'o', 't', 0, 0, 0, 33, 0});
            assertThat(client.read()[0]).isEqualTo((byte) 0xfe);
            assertThat(client.isAtEnd()).isTrue();
        }
    }

    @Test
    void streamedParametersAreBounded() throws Exception {
        database.setGlobal("max_allowed_packet", "100000");
        byte[] prepare = RawClient.query("select ?, ?");
        prepare[0] = 0x16;
        try (RawClient client = RawClient.loggedIn(server.port())) {
            client.send(0, prepare);
            for (int i = 0; i < 1 + 2 * 3; i++) {
                client.read();
            }
            byte[] piece = new byte[7 + 90_000];
            piece[0] = 0x18;
            piece[1] = 1;
            client.send(0, piece);
            client.send(0, piece);
            client.send(
                    0,
                    new byte[] {
                        0x17, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, (byte) 252, 0, (byte) 252, 0
                    });
            assertThat(RawClient.error(client.read())).contains("max_allowed_packet");
        }
    }
}
