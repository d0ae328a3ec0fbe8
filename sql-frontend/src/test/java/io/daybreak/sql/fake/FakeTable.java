package io.daybreak.sql.fake;

import io.daybreak.engine.api.DuplicateKeyException;
import io.daybreak.engine.api.Index;
import io.daybreak.engine.api.IndexSpec;
import io.daybreak.engine.api.KeyPart;
import io.daybreak.engine.api.PhysicalType;
import io.daybreak.engine.api.Table;
import io.daybreak.engine.api.TableSpec;
import io.daybreak.engine.api.Transaction.OnDuplicate;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Rows by clustered key, and keys by secondary key. */
final class FakeTable implements Table {
    private final long id;
    private final TableSpec spec;
    private final List<Index> indexes = new ArrayList<>();
    private long nextRowId = 1;
    long nextAuto = 1;

    FakeTable(long id, TableSpec spec) {
        this.id = id;
        this.spec = spec;
        indexes.add(new FakeIndex(spec.primaryKey()));
        for (IndexSpec secondary : spec.secondary()) {
            indexes.add(new FakeIndex(secondary));
        }
    }

    List<@Nullable Object[]> rows() {
        return new ArrayList<>(tree(clustered()).values());
    }

    long size() {
        return tree(clustered()).size();
    }

    @SuppressWarnings("NonApiType") // callers use its sub-maps
    static TreeMap<byte[], @Nullable Object[]> tree(Index index) {
        return ((FakeIndex) index).rows;
    }

    @Nullable Index put(@Nullable Object[] row, @Nullable OnDuplicate mode) {
        for (Index index : indexes) {
            Index duplicate = conflict(index, row, mode, null);
            if (duplicate != null) {
                return duplicate;
            }
        }
        byte[] hidden = ByteBuffer.allocate(8).putLong(nextRowId++).array();
        byte[] key = spec.primaryKey() == null ? hidden : fullKey(clustered(), row);
        @Nullable Object[] stored = Arrays.copyOf(row, row.length + 1);
        stored[row.length] = key;
        for (Index index : indexes) {
            tree(index).put(entryKey(index, row, key), stored);
        }
        return null;
    }

    private static byte[] fullKey(Index index, @Nullable Object[] row) {
        @Nullable Object[] values = new Object[index.spec().parts().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = row[index.spec().parts().get(i).column()];
        }
        return index.encodeKey(values);
    }

    private static byte[] entryKey(Index index, @Nullable Object[] row, byte[] clusteredKey) {
        if (index.isClustered()) {
            return clusteredKey;
        }
        byte[] parts = fullKey(index, row);
        byte[] key = Arrays.copyOf(parts, parts.length + clusteredKey.length);
        System.arraycopy(clusteredKey, 0, key, parts.length, clusteredKey.length);
        return key;
    }

    private @Nullable Index conflict(
            Index index,
            @Nullable Object[] row,
            @Nullable OnDuplicate mode,
            byte @Nullable [] self) {
        if (!index.spec().unique() || (index.isClustered() && spec.primaryKey() == null)) {
            return null;
        }
        for (KeyPart part : index.spec().parts()) {
            if (row[part.column()] == null) {
                return null;
            }
        }
        byte[] key = fullKey(index, row);
        for (var entry : tree(index).tailMap(key, true).entrySet()) {
            if (!startsWith(entry.getKey(), key)) {
                return null;
            }
            byte[] owner = clusteredKey(entry.getValue());
            if (self != null && Arrays.equals(owner, self)) {
                continue;
            }
            if (mode == OnDuplicate.FAIL) {
                @Nullable Object[] values =
                        index.spec().parts().stream().map(p -> row[p.column()]).toArray();
                throw new DuplicateKeyException(index, values);
            }
            return index;
        }
        return null;
    }

    static byte[] clusteredKey(@Nullable Object[] stored) {
        return (byte[]) java.util.Objects.requireNonNull(stored[stored.length - 1]);
    }

    static boolean startsWith(byte[] key, byte[] prefix) {
        return key.length >= prefix.length
                && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

    @Nullable Index replace(byte[] key, @Nullable Object[] row, OnDuplicate mode) {
        for (Index index : indexes) {
            Index duplicate = conflict(index, row, mode, key);
            if (duplicate != null) {
                return duplicate;
            }
        }
        remove(key);
        byte[] newKey = spec.primaryKey() == null ? key : fullKey(clustered(), row);
        @Nullable Object[] stored = Arrays.copyOf(row, row.length + 1);
        stored[row.length] = newKey;
        for (Index index : indexes) {
            tree(index).put(entryKey(index, row, newKey), stored);
        }
        return null;
    }

    void remove(byte[] key) {
        @Nullable Object[] stored = tree(clustered()).get(key);
        if (stored == null) {
            throw new IllegalStateException("no such row");
        }
        for (Index index : indexes) {
            tree(index).remove(entryKey(index, stored, key));
        }
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public long version() {
        return 1;
    }

    @Override
    public TableSpec spec() {
        return spec;
    }

    @Override
    public Index clustered() {
        return indexes.get(0);
    }

    @Override
    public List<Index> indexes() {
        return indexes;
    }

    private final class FakeIndex implements Index {
        private final @Nullable IndexSpec indexSpec;
        final TreeMap<byte[], @Nullable Object[]> rows = new TreeMap<>(Arrays::compareUnsigned);

        FakeIndex(@Nullable IndexSpec indexSpec) {
            this.indexSpec = indexSpec;
        }

        @Override
        public long id() {
            return indexes.indexOf(this);
        }

        @Override
        public IndexSpec spec() {
            return indexSpec == null
                    ? new IndexSpec("GEN_CLUST_INDEX", false, List.of(new KeyPart(0, 0, false)))
                    : indexSpec;
        }

        @Override
        public Table table() {
            return FakeTable.this;
        }

        @Override
        public boolean isClustered() {
            return indexes.get(0) == this;
        }

        @Override
        public boolean isStrictlyUnique() {
            return spec().unique();
        }

        @Override
        public byte[] encodeKey(@Nullable Object... prefix) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            for (int i = 0; i < prefix.length; i++) {
                KeyPart part = spec().parts().get(i);
                byte[] bytes = encode(prefix[i], spec_().columns().get(part.column()).type(), part);
                if (part.descending()) {
                    for (int b = 0; b < bytes.length; b++) {
                        bytes[b] = (byte) ~bytes[b];
                    }
                }
                out.writeBytes(bytes);
            }
            return out.toByteArray();
        }

        private TableSpec spec_() {
            return FakeTable.this.spec;
        }

        private byte[] encode(@Nullable Object value, PhysicalType type, KeyPart part) {
            if (value == null) {
                return new byte[] {0};
            }
            return switch (type) {
                case PhysicalType.Int integer ->
                        number((Long) value ^ (integer.unsigned() ? 0 : Long.MIN_VALUE));
                case PhysicalType.Float32 _, PhysicalType.Float64 _ -> {
                    long bits = Double.doubleToLongBits((Double) value);
                    yield number(bits < 0 ? ~bits : bits ^ Long.MIN_VALUE);
                }
                case PhysicalType.Decimal _ -> decimal((BigDecimal) value);
                case PhysicalType.Bytes bytes -> {
                    byte[] text = (byte[]) value;
                    int length =
                            part.prefixLength() == 0
                                    ? text.length
                                    : bytes.collation()
                                            .prefixBytes(text, 0, text.length, part.prefixLength());
                    yield escaped(bytes.collation().sortKey(text, 0, length));
                }
            };
        }

        private byte[] number(long bits) {
            return ByteBuffer.allocate(9).put((byte) 1).putLong(bits).array();
        }

        private byte[] decimal(BigDecimal value) {
            BigDecimal shifted = value.add(BigDecimal.TEN.pow(40));
            return ("\1" + shifted.setScale(30, java.math.RoundingMode.HALF_UP))
                    .getBytes(StandardCharsets.ISO_8859_1);
        }

        private byte[] escaped(byte[] weights) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(1);
            for (byte weight : weights) {
                out.write(weight);
                if (weight == 0) {
                    out.write(0xFF);
                }
            }
            out.write(0);
            out.write(0);
            return out.toByteArray();
        }

        @Override
        public boolean covers(int column) {
            return isClustered() || spec().parts().stream().anyMatch(p -> p.column() == column);
        }
    }
}
