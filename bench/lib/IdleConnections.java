import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Logs in many connections, sends one query on each, waits, and prints the server's resident KiB. Arguments: port, count, seconds, pid. */
final class IdleConnections {
    public static void main(String[] args) throws Exception {
        int port = Integer.parseInt(args[0]);
        int count = Integer.parseInt(args[1]);
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sockets.add(login(port));
        }
        Thread.sleep(1000L * Integer.parseInt(args[2]));
        System.out.println(residentKib(args[3]));
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private static Socket login(int port) throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(60_000);
        DataInputStream in = new DataInputStream(socket.getInputStream());
        packet(in);
        // PROTOCOL_41, SECURE_CONNECTION, PLUGIN_AUTH; root without a password.
        ByteBuffer hello = ByteBuffer.allocate(128).order(ByteOrder.LITTLE_ENDIAN);
        hello.putInt(0x0008_8200).putInt(1 << 24).put((byte) 45).put(new byte[23]);
        hello.put("root\0".getBytes(StandardCharsets.US_ASCII)).put((byte) 0);
        hello.put("mysql_native_password\0".getBytes(StandardCharsets.US_ASCII));
        send(socket, 1, hello);
        byte[] answer = packet(in);
        if (answer[0] == (byte) 0xfe) {
            // Another plugin: the empty password is an empty answer to each.
            send(socket, 3, ByteBuffer.allocate(0).limit(0));
            answer = packet(in);
        }
        if (answer[0] != 0) {
            throw new IOException("login refused: " + new String(answer, StandardCharsets.UTF_8));
        }
        ByteBuffer query = ByteBuffer.allocate(32);
        query.put((byte) 3).put("DO 1".getBytes(StandardCharsets.US_ASCII));
        send(socket, 0, query);
        packet(in);
        return socket;
    }

    private static void send(Socket socket, int sequence, ByteBuffer payload) throws IOException {
        payload.flip();
        int length = payload.remaining();
        byte[] bytes = new byte[4 + length];
        bytes[0] = (byte) length;
        bytes[1] = (byte) (length >> 8);
        bytes[3] = (byte) sequence;
        payload.get(bytes, 4, length);
        socket.getOutputStream().write(bytes);
    }

    private static byte[] packet(DataInputStream in) throws IOException {
        int length = in.readUnsignedByte() | in.readUnsignedByte() << 8 | in.readUnsignedByte() << 16;
        in.readUnsignedByte();
        byte[] payload = new byte[length];
        in.readFully(payload);
        return payload;
    }

    private static long residentKib(String pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow();
    }
}
