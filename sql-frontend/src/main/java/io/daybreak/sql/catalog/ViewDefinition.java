package io.daybreak.sql.catalog;

import io.daybreak.engine.api.ColumnSpec;
import io.daybreak.engine.api.PhysicalType;
import io.daybreak.engine.api.TableSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * A view: a query under a name. The engine's dictionary keeps it as a table without rows whose
 * definition starts with another magic. Big-endian.
 *
 * <pre>
 * offset  length  field
 *      0       4  magic "DBVW"
 *      4       1  version, 2
 *      5       4  length of the body
 *      9       4  CRC32C of version and body
 *     13          body: column names (count, texts), query, definer, INVOKER (1 byte), algorithm,
 *                 check option, since version 2 its creator's character set and collation; texts
 *                 are UTF-8 with their length (4 bytes)
 * </pre>
 *
 * @param columns names; empty if the query's are used
 * @param sql the query's text
 * @param algorithm UNDEFINED, MERGE or TEMPTABLE
 * @param checkOption NONE, LOCAL or CASCADED
 * @param characterSetClient the creator's, as {@code collationConnection}
 */
public record ViewDefinition(
        String schema,
        String name,
        List<String> columns,
        String sql,
        String definer,
        boolean invokerSecurity,
        String algorithm,
        String checkOption,
        String characterSetClient,
        String collationConnection) {
    private static final int MAGIC = 0x44425657;
    private static final int VERSION = 2;
    private static final int HEADER_BYTES = 13;

    public ViewDefinition {
        columns = List.copyOf(columns);
    }

    /** Whether an engine table stands for a view. */
    public static boolean is(TableSpec spec) {
        return spec.definition().length >= HEADER_BYTES
                && ByteBuffer.wrap(spec.definition()).getInt() == MAGIC;
    }

    public TableSpec toSpec() {
        return new TableSpec(
                schema,
                name,
                List.of(new ColumnSpec("view", new PhysicalType.Int(1, false), true, null)),
                null,
                List.of(),
                toBytes());
    }

    private byte[] toBytes() {
        try {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(body);
            out.writeInt(columns.size());
            for (String column : columns) {
                text(out, column);
            }
            text(out, sql);
            text(out, definer);
            out.writeBoolean(invokerSecurity);
            text(out, algorithm);
            text(out, checkOption);
            text(out, characterSetClient);
            text(out, collationConnection);
            byte[] bytes = body.toByteArray();
            return ByteBuffer.allocate(HEADER_BYTES + bytes.length)
                    .putInt(MAGIC)
                    .put((byte) VERSION)
                    .putInt(bytes.length)
                    .putInt(checksum(VERSION, bytes, 0))
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

    private static int checksum(int version, byte[] bytes, int offset) {
        CRC32C crc = new CRC32C();
        crc.update(version);
        crc.update(bytes, offset, bytes.length - offset);
        return (int) crc.getValue();
    }

    public static ViewDefinition of(TableSpec spec) {
        byte[] bytes = spec.definition();
        ByteBuffer header = ByteBuffer.wrap(bytes, 4, HEADER_BYTES - 4);
        int version = header.get();
        if (version < 1
                || version > VERSION
                || header.getInt() != bytes.length - HEADER_BYTES
                || header.getInt() != checksum(version, bytes, HEADER_BYTES)) {
            throw new IllegalStateException(
                    "definition of view " + spec.schema() + "." + spec.name() + " is damaged");
        }
        try {
            DataInputStream in =
                    new DataInputStream(
                            new ByteArrayInputStream(
                                    bytes, HEADER_BYTES, bytes.length - HEADER_BYTES));
            List<String> columns = new ArrayList<>();
            for (int count = in.readInt(); count > 0; count--) {
                columns.add(text(in));
            }
            return new ViewDefinition(
                    spec.schema(),
                    spec.name(),
                    columns,
                    text(in),
                    text(in),
                    in.readBoolean(),
                    text(in),
                    text(in),
                    version == 1 ? "utf8mb4" : text(in),
                    version == 1 ? "utf8mb4_0900_ai_ci" : text(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }
}
