package io.daybreak.it;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.Deflater;

/**
 * One connection that misbehaves in one way, chosen at random. Used by one thread.
 *
 * <p>Whatever it does, the server may answer, refuse or hang up; the client never waits for long.
 */
final class HostileClient implements AutoCloseable {
    private static final int PLAIN = 0xa200;
    private static final int COMPRESS = 0x20;
    private static final int TLS = 0x800;

    private static final String[] STATEMENTS = {
        "SELECT 1",
        "SELECT SLEEP(0.01)",
        "SELECT REPEAT('x', 1000000)",
        "BEGIN",
        "COMMIT",
        "ROLLBACK",
        "SELECT * FROM information_schema.columns",
        "SELECT 1; SELECT 2",
        "SET @a = 1",
        "nonsense",
        "SHOW PROCESSLIST",
        "INSERT INTO fuzz.t (v) VALUES (REPEAT('y', 1000))",
        "UPDATE fuzz.t SET v = 'z' ORDER BY id LIMIT 3",
        "SELECT * FROM fuzz.t LIMIT 100 FOR UPDATE",
        "DELETE FROM fuzz.t ORDER BY id DESC LIMIT 2",
        "SELECT a.v, b.v FROM fuzz.t a, fuzz.t b LIMIT 2000",
        "LOAD DATA LOCAL INFILE 'x' INTO TABLE fuzz.t (v)",
        "SELECT COUNT(*) FROM fuzz.t",
        "KILL QUERY CONNECTION_ID()",
        "DO GET_LOCK('l', 0)",
        "CREATE TABLE IF NOT EXISTS fuzz.u (a INT)",
    };

    private final Random random;
    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    HostileClient(int port, Random random) throws IOException {
        this.random = random;
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(300);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /** One visit. An exception only says that the server hung up or did not answer in time. */
    void misbehave() throws IOException {
        switch (random.nextInt(16)) {
            case 0 -> {} // Connects and goes.
            case 1 -> raw(noise(random.nextInt(2000)));
            case 2 -> {
                read();
                raw(noise(random.nextInt(5000)));
                readSome();
            }
            case 3 -> damagedLogin();
            case 4 -> tlsGarbage();
            case 5 -> compressedGarbage();
            case 6 -> {
                logIn(PLAIN);
                raw(damaged(packet(random.nextInt(4) == 0 ? random.nextInt(256) : 0, command())));
                readSome();
            }
            case 7 -> pipelined();
            case 8 -> neverReads();
            case 9 -> halfPacket();
            case 10 -> prepared();
            case 11 -> storm();
            case 12 -> halfClosed();
            case 13 -> changesUser();
            case 14 -> longData();
            default -> commands();
        }
        if (random.nextInt(3) == 0) {
            socket.setSoLinger(true, 0);
        }
    }

    private void logIn(int capabilities) throws IOException {
        read();
        send(1, login("root", capabilities));
        byte[] answer = read();
        if (answer.length > 0 && answer[0] == (byte) 0xfe) {
            send(3, new byte[0]);
            read();
        }
    }

    private static byte[] login(String user, int capabilities) {
        byte[] name = user.getBytes(StandardCharsets.UTF_8);
        byte[] payload = new byte[32 + name.length + 2];
        for (int i = 0; i < 4; i++) {
            payload[i] = (byte) (capabilities >>> 8 * i);
        }
        payload[8] = (byte) 255;
        System.arraycopy(name, 0, payload, 32, name.length);
        return payload;
    }

    private void damagedLogin() throws IOException {
        read();
        int capabilities = random.nextBoolean() ? PLAIN : random.nextInt();
        byte[] login =
                login(
                        random.nextBoolean() ? "root" : "nobody" + random.nextInt(50),
                        capabilities & ~TLS);
        raw(damaged(packet(1, login)));
        readSome();
        raw(damaged(packet(3, noise(random.nextInt(40)))));
        readSome();
    }

    private void tlsGarbage() throws IOException {
        read();
        byte[] request = java.util.Arrays.copyOf(login("", PLAIN | TLS), 32);
        send(1, request);
        byte[] hello = noise(1 + random.nextInt(3000));
        if (random.nextBoolean()) {
            hello[0] = 22;
        }
        raw(hello);
        readSome();
    }

    private void compressedGarbage() throws IOException {
        logIn(PLAIN | COMPRESS);
        for (int i = random.nextInt(5); i >= 0; i--) {
            byte[] plain = packet(0, command());
            byte[] packed = new byte[plain.length + 64];
            Deflater deflater = new Deflater();
            deflater.setInput(plain);
            deflater.finish();
            int length = deflater.deflate(packed);
            deflater.end();
            int told = random.nextInt(3) == 0 ? random.nextInt(1 << 24) : plain.length;
            byte[] header = {
                (byte) length,
                (byte) (length >> 8),
                0,
                (byte) i,
                (byte) told,
                (byte) (told >> 8),
                (byte) (told >> 16)
            };
            raw(random.nextBoolean() ? header : damaged(header));
            raw(random.nextBoolean() ? java.util.Arrays.copyOf(packed, length) : noise(length));
        }
        readSome();
    }

    private byte[] command() {
        if (random.nextInt(4) == 0) {
            byte[] any = noise(1 + random.nextInt(30));
            // Not COM_SHUTDOWN's or KILL's victim: the others.
            any[0] = any[0] == 0x0c ? 0x0e : any[0];
            return any;
        }
        byte[] text =
                STATEMENTS[random.nextInt(STATEMENTS.length)].getBytes(StandardCharsets.UTF_8);
        byte[] payload = new byte[1 + text.length];
        payload[0] = (byte) (random.nextInt(5) == 0 ? 0x16 : 3);
        System.arraycopy(text, 0, payload, 1, text.length);
        return payload;
    }

    private void pipelined() throws IOException {
        logIn(PLAIN);
        for (int i = random.nextInt(100); i >= 0; i--) {
            send(0, command());
        }
        readSome();
    }

    private void commands() throws IOException {
        logIn(PLAIN);
        for (int i = random.nextInt(8); i >= 0; i--) {
            send(0, command());
            readSome();
        }
    }

    private void neverReads() throws IOException {
        logIn(PLAIN);
        send(0, query("SELECT a.v, b.v, c.v, d.v FROM fuzz.t a, fuzz.t b, fuzz.t c, fuzz.t d"));
        pause(random.nextInt(500));
    }

    private void halfPacket() throws IOException {
        logIn(PLAIN);
        byte[] packet = packet(0, command());
        raw(java.util.Arrays.copyOf(packet, random.nextInt(packet.length)));
        if (random.nextBoolean()) {
            raw(new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff, 0});
            raw(noise(random.nextInt(100_000)));
        }
        pause(random.nextInt(200));
    }

    private void prepared() throws IOException {
        logIn(PLAIN);
        byte[] text = query("SELECT ?, v FROM fuzz.t WHERE id > ?");
        text[0] = 0x16;
        send(0, text);
        readSome();
        byte[] execute = {
            0x17,
            1,
            0,
            0,
            0,
            (byte) random.nextInt(10),
            1,
            0,
            0,
            0,
            0,
            1,
            8,
            0,
            (byte) random.nextInt(256),
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
        for (int i = random.nextInt(20); i >= 0; i--) {
            byte[] sent = random.nextBoolean() ? execute : damaged(execute);
            if (sent.length == 0) {
                continue;
            }
            sent[0] = (byte) (0x17 + (random.nextInt(3) == 0 ? random.nextInt(6) : 0));
            send(0, sent);
            if (random.nextInt(4) == 0) {
                readSome();
            }
        }
        readSome();
    }

    private void longData() throws IOException {
        logIn(PLAIN);
        byte[] text = query("SELECT LENGTH(?), LENGTH(?)");
        text[0] = 0x16;
        send(0, text);
        readSome();
        for (int i = random.nextInt(60); i >= 0; i--) {
            byte[] piece = noise(7 + random.nextInt(100_000));
            System.arraycopy(
                    new byte[] {0x18, 1, 0, 0, 0, (byte) random.nextInt(3), 0}, 0, piece, 0, 7);
            send(0, piece);
        }
        send(0, new byte[] {0x17, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, (byte) 252, 0, (byte) 252, 0});
        readSome();
    }

    private void storm() throws IOException {
        logIn(PLAIN);
        for (int i = random.nextInt(60); i >= 0; i--) {
            send(
                    0,
                    random.nextBoolean()
                            ? new byte[] {0x1f}
                            : new byte[] {0x11, 'r', 'o', 'o', 't', 0, 0, 0, 33, 0});
            if (random.nextInt(3) == 0) {
                readSome();
            }
        }
    }

    private void changesUser() throws IOException {
        logIn(PLAIN);
        send(0, query("BEGIN"));
        read();
        byte[] change = {0x11, 'r', 'o', 'o', 't', 0, 0, 0, 33, 0};
        raw(random.nextBoolean() ? packet(0, change) : damaged(packet(0, change)));
        readSome();
        if (random.nextBoolean()) {
            send(2, new byte[0]);
            readSome();
            send(0, command());
            readSome();
        }
    }

    private void halfClosed() throws IOException {
        logIn(PLAIN);
        send(0, query("SELECT SLEEP(0.2)"));
        socket.shutdownOutput();
        readSome();
    }

    // ---- bytes

    private static byte[] query(String sql) {
        return ("\3" + sql).getBytes(StandardCharsets.UTF_8);
    }

    private byte[] noise(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] damaged(byte[] original) {
        byte[] bytes = original.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return random.nextInt(4) == 0
                ? java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 1))
                : bytes;
    }

    private static byte[] packet(int sequence, byte[] payload) {
        byte[] packet = new byte[4 + payload.length];
        packet[0] = (byte) payload.length;
        packet[1] = (byte) (payload.length >>> 8);
        packet[2] = (byte) (payload.length >>> 16);
        packet[3] = (byte) sequence;
        System.arraycopy(payload, 0, packet, 4, payload.length);
        return packet;
    }

    private void send(int sequence, byte[] payload) throws IOException {
        raw(packet(sequence, payload));
    }

    private void raw(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    private byte[] read() throws IOException {
        int header = Integer.reverseBytes(in.readInt());
        byte[] payload = new byte[header & 0xffffff];
        in.readFully(payload);
        return payload;
    }

    private void readSome() throws IOException {
        byte[] buffer = new byte[1 << 16];
        for (int i = random.nextInt(4); i >= 0; i--) {
            if (in.read(buffer) < 0) {
                return;
            }
        }
    }

    private static void pause(int millis) throws IOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
