package io.daybreak.cli;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * What an AOT cache is recorded from: a client's statements, sent over the wire by the smallest of
 * clients, so that the classes of protocol, parser and planner are in the cache. The everyday ones
 * are repeated, so that their methods' profiles are in it too, from which a fresh server compiles
 * at once what an old one has learnt.
 */
final class Training {
    private static final String[] STATEMENTS = {
        "SELECT @@version, @@max_allowed_packet",
        "SHOW VARIABLES LIKE 'sql_mode'",
        "CREATE DATABASE training",
        "CREATE TABLE training.book (id INT PRIMARY KEY AUTO_INCREMENT, title VARCHAR(100) NOT NULL,"
                + " price DECIMAL(10,2), sold DATETIME, KEY (title))",
        "INSERT INTO training.book (title, price, sold) VALUES ('a', 1.5, NOW()), ('b', 2, NULL)",
        "SELECT * FROM training.book WHERE id = 1",
        "SELECT title, COUNT(*), SUM(price) FROM training.book WHERE price > 1 GROUP BY title"
                + " ORDER BY 2 DESC LIMIT 5",
        "SELECT a.title FROM training.book a JOIN training.book b ON a.id = b.id WHERE b.title LIKE"
                + " 'a%' AND a.id IN (SELECT id FROM training.book)",
        "SELECT a.id FROM training.book a JOIN training.book b ON a.id = b.id"
                + " JOIN training.book c ON b.title = c.title"
                + " LEFT JOIN training.book d ON c.id = d.id"
                + " WHERE a.price > 1 AND c.sold IS NULL ORDER BY a.id",
        "UPDATE training.book SET price = price + 1 WHERE id = 2",
        "BEGIN",
        "DELETE FROM training.book WHERE title = 'b'",
        "COMMIT",
        "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'training'",
    };

    /** Each with numbers for %d, again and again. */
    private static final String[] EVERYDAY = {
        "SELECT title, price FROM training.book WHERE id = %d",
        "SELECT title FROM training.book WHERE id BETWEEN %d AND %<d + 20 ORDER BY title",
        "SELECT SUM(price) FROM training.book WHERE id BETWEEN %d AND %<d + 20",
        "INSERT INTO training.book (title, price) VALUES ('title %d', %<d)",
        "UPDATE training.book SET price = %d WHERE id = %<d",
        "BEGIN",
        "UPDATE training.book SET title = 'new %d' WHERE id = %<d",
        "DELETE FROM training.book WHERE id = 1000000 + %d",
        "COMMIT",
    };

    private static final int TRANSACTIONS_41_SECURE = 0x0200 | 0x2000 | 0x8000;
    private static final int SSL = 0x0800;
    private static final byte UTF8MB4 = (byte) 255;

    private static final int REPEATED = 3_000;

    /** A slow machine records less. */
    private static final long REPEAT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private Training() {}

    /** Logs in as root and runs the statements; an error packet is as good as an answer. */
    static void run(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(60_000);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            DataOutputStream out =
                    new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
            packet(in);
            login(in, out, 1, TRANSACTIONS_41_SECURE);
            for (String statement : STATEMENTS) {
                query(in, out, statement);
            }
            long deadline = System.nanoTime() + REPEAT_NANOS;
            for (int i = 0; i < REPEATED && System.nanoTime() < deadline; i++) {
                for (String statement : EVERYDAY) {
                    query(in, out, String.format(Locale.ROOT, statement, 1 + i % 500));
                }
            }
            execute(in, out, "SELECT title, price FROM training.book WHERE id = ?");
        }
    }

    /**
     * What the first client does after a start that found a volume: logs in through TLS, as most
     * clients do, and reads.
     */
    static void runAgain(int port) throws IOException {
        try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), port)) {
            plain.setSoTimeout(60_000);
            packet(new DataInputStream(plain.getInputStream()));
            DataOutputStream open = new DataOutputStream(plain.getOutputStream());
            byte[] request = new byte[32];
            capabilities(request, TRANSACTIONS_41_SECURE | SSL);
            send(open, 1, request);
            try (Socket encrypted =
                    anyCertificate()
                            .getSocketFactory()
                            .createSocket(plain, "localhost", port, true)) {
                DataInputStream in = new DataInputStream(encrypted.getInputStream());
                DataOutputStream out =
                        new DataOutputStream(new BufferedOutputStream(encrypted.getOutputStream()));
                login(in, out, 2, TRANSACTIONS_41_SECURE | SSL);
                query(in, out, "SELECT title FROM training.book WHERE id = 1");
                query(in, out, "DROP DATABASE training");
            }
        }
    }

    /** The server is this process: there is nobody to be deceived by. */
    private static SSLContext anyCertificate() throws IOException {
        X509TrustManager trusting =
                new X509TrustManager() {
                    @Override
                    public void checkClientTrusted(X509Certificate[] chain, String type) {}

                    @Override
                    public void checkServerTrusted(X509Certificate[] chain, String type) {}

                    @Override
                    public X509Certificate[] getAcceptedIssuers() {
                        return new X509Certificate[0];
                    }
                };
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trusting}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("no TLS", e);
        }
    }

    /** As root without a password. */
    private static void login(
            DataInputStream in, DataOutputStream out, int sequence, int capabilities)
            throws IOException {
        byte[] login = new byte[32 + 5 + 1];
        capabilities(login, capabilities);
        System.arraycopy("root".getBytes(StandardCharsets.US_ASCII), 0, login, 32, 4);
        send(out, sequence, login);
        byte[] answer = packet(in);
        if (answer.length > 0 && answer[0] == (byte) 0xfe) {
            send(out, sequence + 2, new byte[0]);
            answer = packet(in);
        }
        if (answer.length == 0 || answer[0] != 0) {
            throw new IOException("the training client could not log in");
        }
    }

    private static void capabilities(byte[] packet, int capabilities) {
        ByteBuffer buffer = ByteBuffer.wrap(packet).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(0, capabilities).put(8, UTF8MB4);
    }

    private static void query(DataInputStream in, DataOutputStream out, String sql)
            throws IOException {
        send(out, 0, command(3, sql));
        answer(in);
    }

    /** Prepares a statement with one parameter and runs it again and again. */
    private static void execute(DataInputStream in, DataOutputStream out, String sql)
            throws IOException {
        send(out, 0, command(0x16, sql));
        byte[] prepared = packet(in);
        if (prepared[0] != 0) {
            return;
        }
        // Definitions of the parameter and of two columns, and the ends of both.
        for (int i = 0; i < 5; i++) {
            packet(in);
        }
        for (int i = 0; i < REPEATED; i++) {
            ByteBuffer run = ByteBuffer.allocate(18).order(ByteOrder.LITTLE_ENDIAN);
            run.put((byte) 0x17).put(prepared, 1, 4).put((byte) 0).putInt(1);
            // No nulls; types are sent: one INT.
            run.put((byte) 0).put((byte) 1).putShort((short) 3).putInt(1 + i % 500);
            send(out, 0, run.array());
            answer(in);
        }
    }

    private static byte[] command(int code, String sql) {
        byte[] text = sql.getBytes(StandardCharsets.UTF_8);
        byte[] command = new byte[1 + text.length];
        command[0] = (byte) code;
        System.arraycopy(text, 0, command, 1, text.length);
        return command;
    }

    private static void answer(DataInputStream in) throws IOException {
        byte[] first = packet(in);
        if (first[0] == 0 || first[0] == (byte) 0xff) {
            return;
        }
        for (int ends = 0; ends < 2; ) {
            byte[] next = packet(in);
            if (next[0] == (byte) 0xff) {
                return;
            }
            if (next[0] == (byte) 0xfe && next.length < 9) {
                ends++;
            }
        }
    }

    private static void send(DataOutputStream out, int sequence, byte[] payload)
            throws IOException {
        out.writeInt(Integer.reverseBytes(payload.length | sequence << 24));
        out.write(payload);
        out.flush();
    }

    private static byte[] packet(DataInputStream in) throws IOException {
        int header = Integer.reverseBytes(in.readInt());
        byte[] payload = new byte[header & 0xffffff];
        in.readFully(payload);
        return payload;
    }
}
