package io.daybreak.sql.catalog;

import io.daybreak.engine.collation.Collation;
import io.daybreak.engine.collation.Collations;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * What a schema gives to the tables made in it. In the dictionary it is kept as bytes, big-endian;
 * no bytes at all stand for {@link #DEFAULT}.
 *
 * <pre>
 * offset  length  field
 *      0       4  magic "DBSC"
 *      4       1  version, 1
 *      5       4  length of the body
 *      9       4  CRC32C of version and body
 *     13          body: charset, collation; texts are UTF-8 with their length (4 bytes)
 * </pre>
 *
 * @param collation a name of that charset
 */
public record SchemaDefinition(String charset, String collation) {
    public static final SchemaDefinition DEFAULT = of(Collations.UTF8MB4_0900_AI_CI);

    private static final int MAGIC = 0x44425343;
    private static final int VERSION = 1;
    private static final int HEADER_BYTES = 13;

    public static SchemaDefinition of(Collation collation) {
        return new SchemaDefinition(collation.charset(), collation.name());
    }

    public byte[] toBytes() {
        try {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(body);
            text(out, charset);
            text(out, collation);
            byte[] bytes = body.toByteArray();
            return ByteBuffer.allocate(HEADER_BYTES + bytes.length)
                    .putInt(MAGIC)
                    .put((byte) VERSION)
                    .putInt(bytes.length)
                    .putInt(checksum(bytes))
                    .put(bytes)
                    .array();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    public static SchemaDefinition of(byte[] bytes) {
        if (bytes.length == 0) {
            return DEFAULT;
        }
        if (bytes.length < HEADER_BYTES) {
            throw new IllegalStateException("definition of a schema is not one");
        }
        ByteBuffer header = ByteBuffer.wrap(bytes);
        byte[] body = Arrays.copyOfRange(bytes, HEADER_BYTES, bytes.length);
        if (header.getInt() != MAGIC
                || header.get() != VERSION
                || header.getInt() != body.length
                || header.getInt() != checksum(body)) {
            throw new IllegalStateException("definition of a schema is damaged");
        }
        try {
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(body));
            return new SchemaDefinition(text(in), text(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }

    private static int checksum(byte[] body) {
        CRC32C crc = new CRC32C();
        crc.update(VERSION);
        crc.update(body, 0, body.length);
        return (int) crc.getValue();
    }
}
