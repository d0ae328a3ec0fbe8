package io.daybreak.engine.dictionary;

import io.daybreak.engine.api.ColumnSpec;
import io.daybreak.engine.api.IndexSpec;
import io.daybreak.engine.api.KeyPart;
import io.daybreak.engine.api.PhysicalType;
import io.daybreak.engine.api.TableSpec;
import io.daybreak.engine.collation.Collation;
import io.daybreak.engine.collation.Collations;
import io.daybreak.engine.key.ByteReader;
import io.daybreak.engine.key.ByteWriter;
import io.daybreak.engine.table.TreeRef;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table in the dictionary, as bytes. Big-endian; text and block = length (4), bytes. No state.
 *
 * <pre>
 * u8   format version, {@link #VERSION}
 * i64  table version
 * text schema, text name
 * u16  columns: each text name, type, u8 nullable, value initial
 * u8   whether there is a primary key; index
 * u16  secondary indexes: each an index
 * u16  trees: each i64 index id, i64 root page
 * block definition
 *
 * type   u8 1 Int: u8 bytes, u8 unsigned | 2 Float32 | 3 Float64 | 4 Decimal: u8 precision, u8 scale | 5 Bytes: i32 collation id, i64 maximum
 * value  u8 0 null | 1 i64 | 2 double bits | 3 text of a decimal | 4 block
 * index  text name, u8 unique, u16 parts: each u16 column, i32 prefix length, u8 descending
 * </pre>
 */
final class DefinitionCodec {
    static final int VERSION = 1;

    /** A table as it is stored. */
    record Stored(long version, TableSpec spec, List<TreeRef> trees) {
        Stored {
            trees = List.copyOf(trees);
        }
    }

    private DefinitionCodec() {}

    static byte[] encode(Stored table) {
        ByteWriter to = new ByteWriter();
        TableSpec spec = table.spec();
        to.u8(VERSION);
        to.i64(table.version());
        to.text(spec.schema());
        to.text(spec.name());
        to.u16(spec.columns().size());
        for (ColumnSpec column : spec.columns()) {
            to.text(column.name());
            type(column.type(), to);
            to.u8(column.nullable() ? 1 : 0);
            value(column.initial(), to);
        }
        IndexSpec primary = spec.primaryKey();
        to.u8(primary == null ? 0 : 1);
        if (primary != null) {
            index(primary, to);
        }
        to.u16(spec.secondary().size());
        spec.secondary().forEach(i -> index(i, to));
        to.u16(table.trees().size());
        for (TreeRef tree : table.trees()) {
            to.i64(tree.indexId());
            to.i64(tree.root());
        }
        to.block(spec.definition());
        return to.toArray();
    }

    static Stored decode(byte[] bytes) {
        ByteReader from = new ByteReader(bytes);
        int format = from.u8();
        if (format != VERSION) {
            throw new IllegalStateException("table definition of unknown version " + format);
        }
        long version = from.i64();
        String schema = from.text();
        String name = from.text();
        List<ColumnSpec> columns = new ArrayList<>();
        for (int i = from.u16(); i > 0; i--) {
            columns.add(new ColumnSpec(from.text(), type(from), from.u8() == 1, value(from)));
        }
        IndexSpec primary = from.u8() == 1 ? index(from) : null;
        List<IndexSpec> secondary = new ArrayList<>();
        for (int i = from.u16(); i > 0; i--) {
            secondary.add(index(from));
        }
        List<TreeRef> trees = new ArrayList<>();
        for (int i = from.u16(); i > 0; i--) {
            trees.add(new TreeRef(from.i64(), from.i64()));
        }
        TableSpec spec = new TableSpec(schema, name, columns, primary, secondary, from.block());
        return new Stored(version, spec, trees);
    }

    private static void type(PhysicalType type, ByteWriter to) {
        switch (type) {
            case PhysicalType.Int i -> {
                to.u8(1);
                to.u8(i.bytes());
                to.u8(i.unsigned() ? 1 : 0);
            }
            case PhysicalType.Float32 _ -> to.u8(2);
            case PhysicalType.Float64 _ -> to.u8(3);
            case PhysicalType.Decimal d -> {
                to.u8(4);
                to.u8(d.precision());
                to.u8(d.scale());
            }
            case PhysicalType.Bytes b -> {
                to.u8(5);
                to.i32(b.collation().id());
                to.i64(b.maxBytes());
            }
        }
    }

    private static PhysicalType type(ByteReader from) {
        int tag = from.u8();
        return switch (tag) {
            case 1 -> new PhysicalType.Int(from.u8(), from.u8() == 1);
            case 2 -> new PhysicalType.Float32();
            case 3 -> new PhysicalType.Float64();
            case 4 -> new PhysicalType.Decimal(from.u8(), from.u8());
            case 5 -> new PhysicalType.Bytes(collation(from.i32()), from.i64());
            default -> throw new IllegalStateException("unknown type " + tag);
        };
    }

    private static Collation collation(int id) {
        Collation collation = Collations.byId(id);
        if (collation == null) {
            throw new IllegalStateException("unknown collation " + id);
        }
        return collation;
    }

    private static void value(@Nullable Object value, ByteWriter to) {
        switch (value) {
            case null -> to.u8(0);
            case Long l -> {
                to.u8(1);
                to.i64(l);
            }
            case Double d -> {
                to.u8(2);
                to.i64(Double.doubleToRawLongBits(d));
            }
            case BigDecimal d -> {
                to.u8(3);
                to.text(d.toPlainString());
            }
            case byte[] b -> {
                to.u8(4);
                to.block(b);
            }
            default -> throw new IllegalArgumentException("a value of " + value.getClass());
        }
    }

    private static @Nullable Object value(ByteReader from) {
        int tag = from.u8();
        return switch (tag) {
            case 0 -> null;
            case 1 -> (Object) from.i64();
            case 2 -> (Object) Double.longBitsToDouble(from.i64());
            case 3 -> new BigDecimal(new String(from.block(), StandardCharsets.UTF_8));
            case 4 -> from.block();
            default -> throw new IllegalStateException("unknown value " + tag);
        };
    }

    private static void index(IndexSpec index, ByteWriter to) {
        to.text(index.name());
        to.u8(index.unique() ? 1 : 0);
        to.u16(index.parts().size());
        for (KeyPart part : index.parts()) {
            to.u16(part.column());
            to.i32(part.prefixLength());
            to.u8(part.descending() ? 1 : 0);
        }
    }

    private static IndexSpec index(ByteReader from) {
        String name = from.text();
        boolean unique = from.u8() == 1;
        List<KeyPart> parts = new ArrayList<>();
        for (int i = from.u16(); i > 0; i--) {
            parts.add(new KeyPart(from.u16(), from.i32(), from.u8() == 1));
        }
        return new IndexSpec(name, unique, parts);
    }
}
