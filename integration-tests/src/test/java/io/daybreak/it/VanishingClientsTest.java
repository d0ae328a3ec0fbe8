package io.daybreak.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Clients that send nonsense or leave in the middle, and what remains of them: nothing. */
class VanishingClientsTest {
    @Test
    void rollsBackAndFreesTheLocksOfAClientThatVanishes() throws Exception {
        DaybreakServer server = SharedServer.withSchema("vanish");
        try (Connection c = server.connect("vanish");
                Statement s = c.createStatement()) {
            s.execute("CREATE TABLE t (id INT PRIMARY KEY, v INT)");
            s.execute("INSERT INTO t VALUES (1, 0)");
            try (Socket socket = login(server)) {
                query(socket, "BEGIN");
                query(socket, "UPDATE vanish.t SET v = 1 WHERE id = 1");
                socket.setSoLinger(true, 0);
            }
            s.execute("SET innodb_lock_wait_timeout = 10");
            assertThat(s.executeUpdate("UPDATE t SET v = v + 10 WHERE id = 1")).isEqualTo(1);
            try (ResultSet r = s.executeQuery("SELECT v FROM t")) {
                assertThat(r.next()).isTrue();
                assertThat(r.getInt(1)).isEqualTo(10);
            }
        }
    }

    @Test
    void killsTheStatementThatWaitsForItsVanishedClient() throws Exception {
        DaybreakServer server = SharedServer.withSchema("vanish");
        try (Connection c = server.connect("vanish");
                Statement s = c.createStatement()) {
            try (Socket socket = login(server)) {
                send(socket, "SELECT SLEEP(100)");
                await(s, true);
                socket.setSoLinger(true, 0);
            }
            await(s, false);
        }
    }

    private static void await(Statement s, boolean sleeping) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (true) {
            boolean found = false;
            try (ResultSet r = s.executeQuery("SHOW FULL PROCESSLIST")) {
                while (r.next()) {
                    found |= "SELECT SLEEP(100)".equals(r.getString("Info"));
                }
            }
            if (found == sleeping) {
                return;
            }
            assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    @Test
    void answersNonsenseWithErrorsAndServesTheOthers() throws Exception {
        DaybreakServer server = SharedServer.withSchema("nonsense");
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String[] words = {
            "SELECT", "FROM", "(", ")", ",", "*", "'", "\"", "`", "1", "x", ";", "/*", "*/", "--",
            "WHERE", "@", "@@", "?", "0x", "JOIN", "\u0000", "ü", "INSERT", "VALUES", "-", "UNION"
        };
        try (Socket socket = login(server)) {
            for (int i = 0; i < 500; i++) {
                StringBuilder sql = new StringBuilder();
                for (int n = random.nextInt(12); n >= 0; n--) {
                    sql.append(words[random.nextInt(words.length)]).append(' ');
                }
                send(socket, sql.toString());
                assertThat(firstByte(socket)).as("seed %d: %s", seed, sql).isNotEqualTo(-1);
            }
        }
        String deep = "SELECT " + "(".repeat(100_000) + "1" + ")".repeat(100_000);
        String list = "SELECT 1 IN (0" + ",1".repeat(10_000) + ")";
        try (Socket socket = login(server)) {
            send(socket, deep);
            assertThat(firstByte(socket)).isEqualTo(0xff);
            send(socket, list);
            assertThat(firstByte(socket)).isEqualTo(1);
            send(
                    socket,
                    new byte[] {3, 'S', 'E', 'L', 'E', 'C', 'T', ' ', '\'', (byte) 0xff, '\''});
            assertThat(firstByte(socket)).isNotEqualTo(-1);
        }
        try (Connection c = server.connect("nonsense")) {
            assertThat(c.isValid(5)).isTrue();
        }
        assertThat(server.output()).as("seed " + seed).doesNotContain("failed inside the server");
    }

    private static Socket login(DaybreakServer server) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(30_000);
        read(socket);
        byte[] login = new byte[38];
        login[1] = (byte) 0xa2;
        login[8] = (byte) 255;
        System.arraycopy("root".getBytes(StandardCharsets.US_ASCII), 0, login, 32, 4);
        write(socket, 1, login);
        byte[] answer = read(socket);
        if (answer[0] == (byte) 0xfe) {
            write(socket, 3, new byte[0]);
            answer = read(socket);
        }
        assertThat(answer[0]).isZero();
        return socket;
    }

    private static void query(Socket socket, String sql) throws IOException {
        send(socket, sql);
        assertThat(read(socket)[0]).as(sql).isZero();
    }

    private static void send(Socket socket, String sql) throws IOException {
        byte[] text = sql.getBytes(StandardCharsets.UTF_8);
        byte[] payload = new byte[1 + text.length];
        payload[0] = 3;
        System.arraycopy(text, 0, payload, 1, text.length);
        send(socket, payload);
    }

    private static void send(Socket socket, byte[] payload) throws IOException {
        write(socket, 0, payload);
    }

    /** The first byte of an answer, all of which is read; a result set has two EOF packets. */
    private static int firstByte(Socket socket) throws IOException {
        byte[] first = read(socket);
        if (first.length == 0 || first[0] == 0 || first[0] == (byte) 0xff) {
            return first.length == 0 ? -1 : first[0] & 0xff;
        }
        for (int ends = 0; ends < 2; ) {
            byte[] next = read(socket);
            if (next[0] == (byte) 0xff) {
                break;
            }
            if (next[0] == (byte) 0xfe && next.length < 9) {
                ends++;
            }
        }
        return first[0] & 0xff;
    }

    private static byte[] read(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        int header = Integer.reverseBytes(in.readInt());
        byte[] payload = new byte[header & 0xffffff];
        in.readFully(payload);
        return payload;
    }

    private static void write(Socket socket, int sequence, byte[] payload) throws IOException {
        OutputStream out = socket.getOutputStream();
        byte[] packet = new byte[4 + payload.length];
        packet[0] = (byte) payload.length;
        packet[1] = (byte) (payload.length >>> 8);
        packet[2] = (byte) (payload.length >>> 16);
        packet[3] = (byte) sequence;
        System.arraycopy(payload, 0, packet, 4, payload.length);
        out.write(packet);
        out.flush();
    }
}
