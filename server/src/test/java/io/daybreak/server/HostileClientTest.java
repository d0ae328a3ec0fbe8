package io.daybreak.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.server.api.RunningServer;
import io.daybreak.server.api.ServerConfig;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: whatever a client sends or fails to send, it gets MySQL's error or a closed connection, the
 * server lives, and nothing of the client remains. Method: raw sockets against canned answers.
 */
class HostileClientTest {
    @TempDir Path directory;

    private final FakeDatabase database = new FakeDatabase();
    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        start("auto");
    }

    private void start(String transport) throws IOException {
        server =
                Servers.start(
                        new ServerConfig("127.0.0.1", 0, -1, directory, "8.4.0", transport),
                        database,
                        null);
    }

    @AfterEach
    void stop() throws Exception {
        try (RawClient client = RawClient.loggedIn(server.port())) {
            client.send(0, new byte[] {0x0e});
            assertThat(client.read()[0]).isZero();
        }
        await(() -> database.openSessions.get() == 0);
        server.close();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    @Test
    void greetsAsMySqlDoes() throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            byte[] greeting = client.read();
            assertThat(client.lastSequence).isZero();
            assertThat(greeting[0]).isEqualTo((byte) 10);
            assertThat(new String(greeting, 1, 5, StandardCharsets.US_ASCII)).isEqualTo("8.4.0");
            assertThat(new String(greeting, StandardCharsets.ISO_8859_1))
                    .endsWith("caching_sha2_password\0");
        }
    }

    @Test
    void answersABadHandshakeWith1043() throws Exception {
        byte[][] bad = {
            {}, {1, 2, 3}, new byte[31], new byte[40], new byte[300], {0, 2, 0, 0, 0, 0, 0, 0, 8},
        };
        for (byte[] payload : bad) {
            try (RawClient client = new RawClient(server.port())) {
                client.read();
                client.send(1, payload);
                assertThat(RawClient.error(client.read())).isEqualTo("1043 08S01 Bad handshake");
                assertThat(client.isAtEnd()).isTrue();
            }
        }
    }

    @Test
    void answersALoginPacketOfManyMegabytesWith1043() throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            client.read();
            client.raw(new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff, 1});
            assertThat(RawClient.error(client.read())).startsWith("1043");
            assertThat(client.isAtEnd()).isTrue();
        }
    }

    @Test
    void answersPacketsOutOfOrderWith1156() throws Exception {
        try (RawClient client = RawClient.loggedIn(server.port())) {
            client.send(5, new byte[] {0x0e});
            assertThat(RawClient.error(client.read()))
                    .isEqualTo("1156 08S01 Got packets out of order");
            assertThat(client.isAtEnd()).isTrue();
        }
    }

    @Test
    void answersAPacketOverTheMaximumWith1153AndThrowsTheRestAway() throws Exception {
        database.setGlobal("max_allowed_packet", "1000000");
        try (RawClient client = RawClient.loggedIn(server.port())) {
            client.send(0, new byte[999_999]);
            assertThat(RawClient.error(client.read())).startsWith("1047");
            client.send(0, new byte[5_000_000]);
            assertThat(RawClient.error(client.read()))
                    .isEqualTo("1153 08S01 Got a packet bigger than 'max_allowed_packet' bytes");
            assertThat(client.isAtEnd()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x05, 0x06, 0x07, 0x09, 0x0a, 0x0f, 0x12, 0x15, 0x1d, 0x20, 0xfe})
    void answersCommandsThatItDoesNotKnowWith1047(int command) throws Exception {
        try (RawClient client = RawClient.loggedIn(server.port())) {
            client.send(0, new byte[] {(byte) command, 1, 2});
            assertThat(RawClient.error(client.read())).isEqualTo("1047 08S01 Unknown command");
            client.send(0, new byte[0]);
            assertThat(RawClient.error(client.read())).startsWith("1047");
            client.send(0, new byte[] {0x0e});
            assertThat(client.read()[0]).isZero();
        }
    }

    @Test
    void answersATruncatedCommandWith1835AndGoesOn() throws Exception {
        byte[] prepare = RawClient.query("select ?, ?");
        prepare[0] = 0x16;
        try (RawClient client = RawClient.loggedIn(server.port())) {
            client.send(0, prepare);
            for (int i = 0; i < 1 + 2 * 3; i++) {
                client.read();
            }
            byte[] execute = {
                0x17,
                1,
                0,
                0,
                0,
                0,
                1,
                0,
                0,
                0,
                0,
                1,
                8,
                0,
                (byte) 253,
                0,
                9,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                3,
                'a',
                'b',
                'c'
            };
            for (int length = 1; length < execute.length; length++) {
                client.send(0, java.util.Arrays.copyOf(execute, length));
                assertThat(RawClient.error(client.read()))
                        .as("%d bytes", length)
                        .isEqualTo("1835 HY000 Malformed communication packet.");
            }
            client.send(0, execute);
            assertThat(client.read()).containsExactly(2);
        }
    }

    @Test
    void answersUnknownStatementsAndCursors() throws Exception {
        try (RawClient client = RawClient.loggedIn(server.port())) {
            client.send(0, new byte[] {0x17, 99, 0, 0, 0, 0, 1, 0, 0, 0});
            assertThat(RawClient.error(client.read()))
                    .isEqualTo(
                            "1243 HY000 Unknown prepared statement handler (99) given to"
                                    + " mysqld_stmt_execute");
            client.send(0, new byte[] {0x1c, 99, 0, 0, 0, 1, 0, 0, 0});
            assertThat(RawClient.error(client.read())).startsWith("1243");
            // Neither has an answer, right or wrong.
            client.send(0, new byte[] {0x19, 99, 0, 0, 0});
            client.send(0, new byte[] {0x18, 99, 0, 0, 0, 0, 0, 1});
            client.send(0, new byte[] {0x0e});
            assertThat(client.read()[0]).isZero();
        }
    }

    @Test
    void answersPipelinedCommandsInOrder() throws Exception {
        try (RawClient client = RawClient.loggedIn(server.port())) {
            var bytes = new java.io.ByteArrayOutputStream();
            int rounds = 500;
            for (int i = 0; i < rounds; i++) {
                bytes.writeBytes(RawClient.packet(0, RawClient.query("whatever")));
                bytes.writeBytes(RawClient.packet(0, RawClient.query("block")));
                bytes.writeBytes(RawClient.packet(0, RawClient.query("commit")));
                bytes.writeBytes(RawClient.packet(0, RawClient.query("fail")));
            }
            client.raw(bytes.toByteArray());
            for (int i = 0; i < rounds; i++) {
                assertThat(client.read()).startsWith(0, 0, 0);
                assertThat(client.read()).startsWith(0, 1, 0);
                assertThat(client.read()).startsWith(0, 7, 8);
                assertThat(RawClient.error(client.read())).startsWith("1105");
                assertThat(client.lastSequence).isEqualTo(1);
            }
        }
    }

    @Test
    void takesBytesOneByOne() throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            client.read();
            for (byte b : RawClient.packet(1, RawClient.login("root", RawClient.PLAIN))) {
                client.raw(new byte[] {b});
            }
            assertThat(client.read()[0]).isEqualTo((byte) 0xfe);
            client.send(3, new byte[0]);
            assertThat(client.read()[0]).isZero();
            for (byte b : RawClient.packet(0, RawClient.query("select rows 1"))) {
                client.raw(new byte[] {b});
            }
            assertThat(client.read()).containsExactly(3);
        }
    }

    @Test
    void endsTheStatementOfAClientThatVanishes() throws Exception {
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            RawClient client = RawClient.loggedIn(server.port());
            client.send(0, RawClient.query("sleep"));
            clients.add(client);
        }
        await(() -> database.sleeping.get() == 20);
        for (RawClient client : clients) {
            client.socket.setSoLinger(true, 0);
            client.close();
        }
        await(() -> database.sleeping.get() == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"io_uring", "epoll", "nio"})
    void stopsTheQueryOfAClientThatNeverReads(String transport) throws Exception {
        server.close();
        database.setGlobal("net_write_timeout", "1");
        start(transport);
        try (RawClient client = RawClient.loggedIn(server.port())) {
            client.send(0, RawClient.query("select rows 100000000"));
            await(() -> database.openSessions.get() == 0);
        }
        database.resetGlobals();
    }

    @Test
    void closesIdleAndSilentConnections() throws Exception {
        database.setGlobal("session.wait_timeout", "1");
        database.setGlobal("connect_timeout", "1");
        try (RawClient idle = RawClient.loggedIn(server.port());
                RawClient silent = new RawClient(server.port())) {
            assertThat(RawClient.error(idle.read())).startsWith("4031 HY000");
            assertThat(idle.isAtEnd()).isTrue();
            silent.read();
            assertThat(silent.isAtEnd()).isTrue();
        }
        database.resetGlobals();
    }

    private RawClient greeted() throws IOException {
        RawClient client = new RawClient(server.port());
        client.read();
        return client;
    }

    @Test
    void refusesConnectionsOverTheLimitWith1040() throws Exception {
        database.setGlobal("max_connections", "2");
        TimeUnit.MILLISECONDS.sleep(1100);
        try (RawClient one = RawClient.loggedIn(server.port());
                RawClient two = RawClient.loggedIn(server.port());
                RawClient three = greeted();
                RawClient four = new RawClient(server.port())) {
            assertThat(RawClient.error(four.read())).isEqualTo("1040 08004 Too many connections");
            assertThat(four.isAtEnd()).isTrue();
            three.send(1, RawClient.login("root", RawClient.PLAIN));
            three.read();
            three.send(3, new byte[0]);
            assertThat(RawClient.error(three.read())).startsWith("1040");
            one.send(0, new byte[] {0x0e});
            assertThat(one.read()[0]).isZero();
            two.send(0, new byte[] {1});
            assertThat(two.isAtEnd()).isTrue();
        }
        database.resetGlobals();
    }

    @Test
    void survivesNoise() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[][] samples = {
            RawClient.packet(0, RawClient.query("select rows 5")),
            RawClient.packet(0, RawClient.query("commit")),
            RawClient.packet(0, new byte[] {0x17, 1, 0, 0, 0, 0, 1, 0, 0, 0}),
            RawClient.packet(0, new byte[] {0x11, 'r', 0, 0, 0, 33, 0}),
            RawClient.packet(0, RawClient.query("block")),
        };
        for (int round = 0; round < 300; round++) {
            try (RawClient client =
                    random.nextBoolean()
                            ? RawClient.loggedIn(server.port())
                            : new RawClient(server.port())) {
                byte[] bytes = samples[random.nextInt(samples.length)].clone();
                for (int i = random.nextInt(4); i >= 0; i--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                }
                client.raw(bytes);
            } catch (IOException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }
}
