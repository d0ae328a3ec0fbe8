package io.daybreak.engine.table;

import io.daybreak.engine.api.ColumnSpec;
import io.daybreak.engine.api.Index;
import io.daybreak.engine.api.IndexSpec;
import io.daybreak.engine.api.KeyPart;
import io.daybreak.engine.api.PhysicalType;
import io.daybreak.engine.api.TableSpec;
import io.daybreak.engine.btree.BTree;
import io.daybreak.engine.key.ByteWriter;
import io.daybreak.engine.key.KeyCodec;
import io.daybreak.engine.lock.RangeTable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One index of one version of a table. Immutable but for the range locks.
 *
 * <p>The key of an entry is the index's own parts and, in a secondary index, the clustered key
 * behind them: so every entry is different.
 */
public final class EngineIndex implements Index {
    /** The name of a clustered index without a primary key. */
    static final String HIDDEN = "GEN_CLUST_INDEX";

    /** The column number of the hidden row id. */
    static final int ROW_ID_COLUMN = -1;

    private final EngineTable table;
    private final long id;
    private final BTree tree;
    private final IndexSpec spec;
    private final boolean clustered;
    private final boolean strictlyUnique;
    private final RangeTable ranges;
    private final KeyCodec ownParts;
    private final KeyCodec entryParts;
    private final int[] decodable;

    /**
     * @param clusteredIndex null if this is the clustered one
     */
    EngineIndex(
            EngineTable table,
            long id,
            BTree tree,
            IndexSpec spec,
            RangeTable ranges,
            @Nullable EngineIndex clusteredIndex,
            TableSpec tableSpec) {
        this.table = table;
        this.id = id;
        this.tree = tree;
        this.spec = spec;
        this.ranges = ranges;
        this.clustered = clusteredIndex == null;
        List<KeyCodec.Part> own = new ArrayList<>();
        boolean nullable = false;
        for (KeyPart part : spec.parts()) {
            if (part.column() == ROW_ID_COLUMN) {
                own.add(
                        new KeyCodec.Part(
                                ROW_ID_COLUMN, new PhysicalType.Int(8, true), false, 0, false));
                continue;
            }
            ColumnSpec column = tableSpec.columns().get(part.column());
            nullable |= column.nullable();
            own.add(
                    new KeyCodec.Part(
                            part.column(),
                            column.type(),
                            column.nullable() && clusteredIndex != null,
                            part.prefixLength(),
                            part.descending()));
        }
        ownParts = new KeyCodec(own);
        List<KeyCodec.Part> all = new ArrayList<>(own);
        if (clusteredIndex != null) {
            for (int i = 0; i < clusteredIndex.ownParts.partCount(); i++) {
                all.add(clusteredIndex.ownParts.part(i));
            }
        }
        entryParts = new KeyCodec(all);
        strictlyUnique = clustered || spec.unique() && !nullable;
        decodable = new int[tableSpec.columns().size()];
        for (int column = 0; column < decodable.length; column++) {
            decodable[column] = entryParts.decodablePartOf(column);
        }
    }

    @Override
    public long id() {
        return id;
    }

    public BTree tree() {
        return tree;
    }

    @Override
    public IndexSpec spec() {
        return spec;
    }

    @Override
    public EngineTable table() {
        return table;
    }

    @Override
    public boolean isClustered() {
        return clustered;
    }

    @Override
    public boolean isStrictlyUnique() {
        return strictlyUnique;
    }

    public boolean isUnique() {
        return clustered || spec.unique();
    }

    public RangeTable ranges() {
        return ranges;
    }

    /** The parts that the definition names. */
    public KeyCodec ownParts() {
        return ownParts;
    }

    /** All parts of an entry's key. */
    public KeyCodec entryParts() {
        return entryParts;
    }

    /** Which part of an entry's key gives the column's value; -1 if none. */
    public int decodablePart(int column) {
        return decodable[column];
    }

    @Override
    public byte[] encodeKey(@Nullable Object... prefix) {
        ByteWriter writer = new ByteWriter(64);
        ownParts.encode(prefix, prefix.length, writer);
        return writer.toArray();
    }

    @Override
    public boolean covers(int column) {
        return clustered || decodable[column] >= 0;
    }

    /** Whether the index has the column. */
    public boolean uses(int column) {
        for (KeyPart part : spec.parts()) {
            if (part.column() == column) {
                return true;
            }
        }
        return false;
    }

    /** Where the clustered key starts in an entry's key. */
    public int clusteredKeyOffset(byte[] entry, int at) {
        return ownParts.skipParts(ownParts.partCount(), entry, at);
    }

    @Override
    public String toString() {
        return table.spec().name() + "." + spec.name();
    }
}
