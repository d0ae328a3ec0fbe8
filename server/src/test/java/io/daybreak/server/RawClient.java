package io.daybreak.server;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that can say anything, wrong things too. */
final class RawClient implements AutoCloseable {
    /** PROTOCOL_41, TRANSACTIONS, SECURE_CONNECTION. */
    static final int PLAIN = 0xa200;

    final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    int lastSequence;

    RawClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    static RawClient loggedIn(int port) throws IOException {
        RawClient client = new RawClient(port);
        try {
            client.logIn();
            return client;
        } catch (IOException e) {
            // Refused, it would hold its place until the server has waited for its end.
            client.close();
            throw e;
        }
    }

    private void logIn() throws IOException {
        read();
        send(1, login("root", PLAIN));
        byte[] answer = read();
        if (answer[0] == (byte) 0xfe) {
            send(3, new byte[0]);
            answer = read();
        }
        if (answer[0] != 0) {
            throw new IOException("login failed: " + error(answer));
        }
    }

    static byte[] login(String user, int capabilities) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < 4; i++) {
            bytes.write(capabilities >>> 8 * i);
        }
        bytes.writeBytes(new byte[] {0, 0, 0, 1, (byte) 255});
        bytes.writeBytes(new byte[23]);
        bytes.writeBytes(user.getBytes(StandardCharsets.UTF_8));
        bytes.write(0);
        bytes.write(0);
        return bytes.toByteArray();
    }

    static byte[] packet(int sequence, byte[] payload) {
        byte[] packet = new byte[4 + payload.length];
        packet[0] = (byte) payload.length;
        packet[1] = (byte) (payload.length >>> 8);
        packet[2] = (byte) (payload.length >>> 16);
        packet[3] = (byte) sequence;
        System.arraycopy(payload, 0, packet, 4, payload.length);
        return packet;
    }

    static byte[] query(String sql) {
        byte[] text = sql.getBytes(StandardCharsets.UTF_8);
        byte[] payload = new byte[1 + text.length];
        payload[0] = 3;
        System.arraycopy(text, 0, payload, 1, text.length);
        return payload;
    }

    void send(int sequence, byte[] payload) throws IOException {
        raw(packet(sequence, payload));
    }

    void raw(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** The next payload. */
    byte[] read() throws IOException {
        int header = Integer.reverseBytes(in.readInt());
        lastSequence = header >>> 24;
        byte[] payload = new byte[header & 0xffffff];
        in.readFully(payload);
        return payload;
    }

    /** {@code code SQLSTATE text} of an error packet. */
    static String error(byte[] payload) {
        if (payload.length < 9 || payload[0] != (byte) 0xff) {
            return "no error packet";
        }
        int code = payload[1] & 0xff | (payload[2] & 0xff) << 8;
        return code
                + " "
                + new String(payload, 4, 5, StandardCharsets.US_ASCII)
                + " "
                + new String(payload, 9, payload.length - 9, StandardCharsets.UTF_8);
    }

    boolean isAtEnd() throws IOException {
        try {
            return in.read() < 0;
        } catch (EOFException | java.net.SocketException _) {
            return true; // Reset is an end, too.
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
