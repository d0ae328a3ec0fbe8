package io.daybreak.sql.catalog;

import io.daybreak.engine.api.KeyPart;
import io.daybreak.engine.collation.Collation;
import io.daybreak.engine.collation.Collations;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.TypeKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A table's definition as bytes in the dictionary. Big-endian.
 *
 * <pre>
 * offset  length  field
 *      0       4  magic "DBTD"
 *      4       1  version, 1
 *      5       4  length of the body
 *      9       4  CRC32C of version and body
 *     13          body: columns, indexes, foreign keys, checks, charset, collation, comment,
 *                 options, created; lists start with their count (4 bytes), texts are UTF-8 with
 *                 their length (4 bytes)
 * </pre>
 *
 * Types are written by the name of their kind, so that the order of the enum may change; column
 * positions take 4 bytes. Schema and table name are not part of it: the engine renames tables.
 */
final class TableDefinitionCodec {
    private static final int MAGIC = 0x44425444;
    private static final int VERSION = 1;
    private static final int HEADER_BYTES = 13;

    private TableDefinitionCodec() {}

    static byte[] encode(TableDefinition table) {
        try {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            Writer writer = new Writer(new DataOutputStream(body));
            writer.table(table);
            byte[] bytes = body.toByteArray();
            return ByteBuffer.allocate(HEADER_BYTES + bytes.length)
                    .putInt(MAGIC)
                    .put((byte) VERSION)
                    .putInt(bytes.length)
                    .putInt(checksum(bytes, 0))
                    .put(bytes)
                    .array();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static TableDefinition decode(String schema, String name, byte[] bytes) {
        String where = schema + "." + name;
        if (bytes.length < HEADER_BYTES || ByteBuffer.wrap(bytes).getInt() != MAGIC) {
            throw new IllegalStateException("definition of " + where + " is not one");
        }
        ByteBuffer header = ByteBuffer.wrap(bytes, 4, HEADER_BYTES - 4);
        int version = header.get();
        if (version != VERSION) {
            throw new IllegalStateException("definition of " + where + " has version " + version);
        }
        if (header.getInt() != bytes.length - HEADER_BYTES
                || header.getInt() != checksum(bytes, HEADER_BYTES)) {
            throw new IllegalStateException("definition of " + where + " is damaged");
        }
        try {
            return new Reader(
                            new DataInputStream(
                                    new ByteArrayInputStream(
                                            bytes, HEADER_BYTES, bytes.length - HEADER_BYTES)))
                    .table(schema, name);
        } catch (IOException e) {
            throw new UncheckedIOException("definition of " + where, e);
        }
    }

    private static int checksum(byte[] bytes, int offset) {
        CRC32C crc = new CRC32C();
        crc.update(VERSION);
        crc.update(bytes, offset, bytes.length - offset);
        return (int) crc.getValue();
    }

    private record Writer(DataOutputStream out) {
        void table(TableDefinition table) throws IOException {
            out.writeInt(table.columns().size());
            for (ColumnDefinition column : table.columns()) {
                column(column);
            }
            out.writeInt(table.indexes().size());
            for (IndexDefinition index : table.indexes()) {
                index(index);
            }
            out.writeInt(table.foreignKeys().size());
            for (ForeignKey key : table.foreignKeys()) {
                foreignKey(key);
            }
            out.writeInt(table.checks().size());
            for (CheckConstraint check : table.checks()) {
                text(check.name());
                text(check.sql());
                out.writeBoolean(check.enforced());
            }
            text(table.charset());
            text(table.collation());
            text(table.comment());
            out.writeInt(table.options().size());
            for (Map.Entry<String, String> option : table.options().entrySet()) {
                text(option.getKey());
                text(option.getValue());
            }
            out.writeLong(table.createdMillis());
        }

        private void column(ColumnDefinition column) throws IOException {
            text(column.name());
            type(column.type());
            out.writeBoolean(column.nullable());
            switch (column.defaultValue()) {
                case ColumnDefault.None _ -> out.writeByte(0);
                case ColumnDefault.Constant constant -> {
                    out.writeByte(1);
                    value(constant.value());
                }
                case ColumnDefault.Expression expression -> {
                    out.writeByte(2);
                    text(expression.sql());
                }
            }
            out.writeBoolean(column.onUpdateNow());
            out.writeBoolean(column.autoIncrement());
            GeneratedColumn generated = column.generated();
            out.writeBoolean(generated != null);
            if (generated != null) {
                text(generated.sql());
                out.writeBoolean(generated.stored());
            }
            out.writeBoolean(column.visible());
            text(column.comment());
        }

        private void type(SqlType type) throws IOException {
            text(type.kind().name());
            out.writeLong(type.length());
            out.writeInt(type.scale());
            out.writeBoolean(type.unsigned());
            out.writeBoolean(type.zerofill());
            out.writeInt(type.collation().id());
            out.writeInt(type.members().size());
            for (String member : type.members()) {
                text(member);
            }
        }

        private void value(@Nullable Object value) throws IOException {
            switch (value) {
                case null -> out.writeByte(0);
                case Long number -> {
                    out.writeByte(1);
                    out.writeLong(number);
                }
                case Double number -> {
                    out.writeByte(2);
                    out.writeDouble(number);
                }
                case BigDecimal decimal -> {
                    out.writeByte(3);
                    out.writeInt(decimal.scale());
                    bytes(decimal.unscaledValue().toByteArray());
                }
                case byte[] bytes -> {
                    out.writeByte(4);
                    bytes(bytes);
                }
                default -> throw new IllegalArgumentException("default " + value.getClass());
            }
        }

        private void index(IndexDefinition index) throws IOException {
            text(index.name());
            text(index.kind().name());
            out.writeInt(index.parts().size());
            for (KeyPart part : index.parts()) {
                out.writeInt(part.column());
                out.writeInt(part.prefixLength());
                out.writeBoolean(part.descending());
            }
            out.writeBoolean(index.visible());
            text(index.comment());
        }

        private void foreignKey(ForeignKey key) throws IOException {
            text(key.name());
            out.writeInt(key.columns().size());
            for (int i = 0; i < key.columns().size(); i++) {
                out.writeInt(key.columns().get(i));
                text(key.parentColumns().get(i));
            }
            text(key.parentSchema());
            text(key.parentTable());
            text(key.onDelete().name());
            text(key.onUpdate().name());
        }

        private void text(String text) throws IOException {
            bytes(text.getBytes(StandardCharsets.UTF_8));
        }

        private void bytes(byte[] bytes) throws IOException {
            out.writeInt(bytes.length);
            out.write(bytes);
        }
    }

    private record Reader(DataInputStream in) {
        TableDefinition table(String schema, String name) throws IOException {
            List<ColumnDefinition> columns = new ArrayList<>();
            for (int count = in.readInt(); count > 0; count--) {
                columns.add(column());
            }
            List<IndexDefinition> indexes = new ArrayList<>();
            for (int count = in.readInt(); count > 0; count--) {
                indexes.add(index());
            }
            List<ForeignKey> keys = new ArrayList<>();
            for (int count = in.readInt(); count > 0; count--) {
                keys.add(foreignKey());
            }
            List<CheckConstraint> checks = new ArrayList<>();
            for (int count = in.readInt(); count > 0; count--) {
                checks.add(new CheckConstraint(text(), text(), in.readBoolean()));
            }
            String charset = text();
            String collation = text();
            String comment = text();
            Map<String, String> options = new LinkedHashMap<>();
            for (int count = in.readInt(); count > 0; count--) {
                options.put(text(), text());
            }
            return new TableDefinition(
                    schema,
                    name,
                    columns,
                    indexes,
                    keys,
                    checks,
                    charset,
                    collation,
                    comment,
                    options,
                    in.readLong());
        }

        private ColumnDefinition column() throws IOException {
            String name = text();
            SqlType type = type();
            boolean nullable = in.readBoolean();
            ColumnDefault defaultValue =
                    switch (in.readByte()) {
                        case 0 -> ColumnDefault.NONE;
                        case 1 -> new ColumnDefault.Constant(value());
                        case 2 -> new ColumnDefault.Expression(text());
                        default -> throw new IOException("unknown default of column " + name);
                    };
            boolean onUpdateNow = in.readBoolean();
            boolean autoIncrement = in.readBoolean();
            GeneratedColumn generated =
                    in.readBoolean() ? new GeneratedColumn(text(), in.readBoolean()) : null;
            return new ColumnDefinition(
                    name,
                    type,
                    nullable,
                    defaultValue,
                    onUpdateNow,
                    autoIncrement,
                    generated,
                    in.readBoolean(),
                    text());
        }

        private SqlType type() throws IOException {
            TypeKind kind = TypeKind.valueOf(text());
            long length = in.readLong();
            int scale = in.readInt();
            boolean unsigned = in.readBoolean();
            boolean zerofill = in.readBoolean();
            int id = in.readInt();
            Collation collation = Collations.byId(id);
            if (collation == null) {
                throw new IOException("unknown collation " + id);
            }
            List<String> members = new ArrayList<>();
            for (int count = in.readInt(); count > 0; count--) {
                members.add(text());
            }
            return new SqlType(kind, length, scale, unsigned, zerofill, collation, members);
        }

        private @Nullable Object value() throws IOException {
            return switch (in.readByte()) {
                case 0 -> null;
                case 1 -> in.readLong();
                case 2 -> in.readDouble();
                case 3 -> {
                    int scale = in.readInt();
                    yield new BigDecimal(new BigInteger(bytes()), scale);
                }
                case 4 -> bytes();
                default -> throw new IOException("unknown class of a default");
            };
        }

        private IndexDefinition index() throws IOException {
            String name = text();
            IndexDefinition.Kind kind = IndexDefinition.Kind.valueOf(text());
            List<KeyPart> parts = new ArrayList<>();
            for (int count = in.readInt(); count > 0; count--) {
                parts.add(new KeyPart(in.readInt(), in.readInt(), in.readBoolean()));
            }
            return new IndexDefinition(name, kind, parts, in.readBoolean(), text());
        }

        private ForeignKey foreignKey() throws IOException {
            String name = text();
            List<Integer> columns = new ArrayList<>();
            List<String> parentColumns = new ArrayList<>();
            for (int count = in.readInt(); count > 0; count--) {
                columns.add(in.readInt());
                parentColumns.add(text());
            }
            return new ForeignKey(
                    name,
                    columns,
                    text(),
                    text(),
                    parentColumns,
                    ForeignKey.Action.valueOf(text()),
                    ForeignKey.Action.valueOf(text()));
        }

        private String text() throws IOException {
            return new String(bytes(), StandardCharsets.UTF_8);
        }

        private byte[] bytes() throws IOException {
            int length = in.readInt();
            if (length < 0 || length > in.available()) {
                throw new IOException("text of " + length + " bytes");
            }
            return in.readNBytes(length);
        }
    }
}
