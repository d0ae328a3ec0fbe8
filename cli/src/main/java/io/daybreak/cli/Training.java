package io.daybreak.cli;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * What an AOT cache is recorded from: a client's first statements, sent over the wire by the
 * smallest of clients, so that the classes of protocol, parser and planner are in the cache.
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
        "UPDATE training.book SET price = price + 1 WHERE id = 2",
        "BEGIN",
        "DELETE FROM training.book WHERE title = 'b'",
        "COMMIT",
        "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'training'",
        "DROP DATABASE training",
    };

    private Training() {}

    /** Logs in as root and runs the statements; an error packet is as good as an answer. */
    static void run(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(60_000);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            packet(in);
            byte[] login = new byte[4 + 4 + 1 + 23 + 5 + 1];
            // PROTOCOL_41, SECURE_CONNECTION, TRANSACTIONS; utf8mb4; "root"; no password.
            login[1] = (byte) 0xa2;
            login[3] = 0;
            login[8] = (byte) 255;
            System.arraycopy("root".getBytes(StandardCharsets.US_ASCII), 0, login, 32, 4);
            send(out, 1, login);
            byte[] answer = packet(in);
            if (answer.length > 0 && answer[0] == (byte) 0xfe) {
                send(out, 3, new byte[0]);
                answer = packet(in);
            }
            if (answer.length == 0 || answer[0] != 0) {
                throw new IOException("the training client could not log in");
            }
            for (String statement : STATEMENTS) {
                byte[] text = statement.getBytes(StandardCharsets.UTF_8);
                byte[] command = new byte[1 + text.length];
                command[0] = 3;
                System.arraycopy(text, 0, command, 1, text.length);
                send(out, 0, command);
                answer(in);
            }
        }
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
