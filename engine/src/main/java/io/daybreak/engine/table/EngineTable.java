package io.daybreak.engine.table;

import io.daybreak.engine.api.Index;
import io.daybreak.engine.api.IndexSpec;
import io.daybreak.engine.api.KeyPart;
import io.daybreak.engine.api.Table;
import io.daybreak.engine.api.TableSpec;
import io.daybreak.engine.btree.BTree;
import io.daybreak.engine.row.RowLayout;
import io.daybreak.engine.space.Space;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One version of a table. Immutable; the counters that all versions share are in its state. */
public final class EngineTable implements Table {
    private final long id;
    private final long version;
    private final TableSpec spec;
    private final TableState state;
    private final RowLayout layout;
    private final EngineIndex clustered;
    private final EngineIndex[] all;
    private final EngineIndex[] secondary;
    private final boolean hiddenRowId;

    /**
     * @param trees one per index, the clustered one first, then as in the specification
     */
    public EngineTable(
            long id,
            long version,
            TableSpec spec,
            List<TreeRef> trees,
            TableState state,
            Space space) {
        if (trees.size() != 1 + spec.secondary().size()) {
            throw new IllegalArgumentException(spec.name() + " has " + trees.size() + " trees");
        }
        this.id = id;
        this.version = version;
        this.spec = spec;
        this.state = state;
        this.layout = new RowLayout(spec.columns());
        IndexSpec primary = spec.primaryKey();
        hiddenRowId = primary == null;
        TreeRef first = trees.getFirst();
        clustered =
                new EngineIndex(
                        this,
                        first.indexId(),
                        BTree.open(space, first.root()),
                        primary == null ? hiddenIndex() : primary,
                        state.ranges(first.indexId()),
                        null,
                        spec);
        List<EngineIndex> list = new ArrayList<>();
        list.add(clustered);
        for (int i = 0; i < spec.secondary().size(); i++) {
            TreeRef tree = trees.get(i + 1);
            list.add(
                    new EngineIndex(
                            this,
                            tree.indexId(),
                            BTree.open(space, tree.root()),
                            spec.secondary().get(i),
                            state.ranges(tree.indexId()),
                            clustered,
                            spec));
        }
        all = list.toArray(EngineIndex[]::new);
        secondary = Arrays.copyOfRange(all, 1, all.length);
    }

    private static IndexSpec hiddenIndex() {
        return new IndexSpec(
                EngineIndex.HIDDEN,
                true,
                List.of(new KeyPart(EngineIndex.ROW_ID_COLUMN, 0, false)));
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public long version() {
        return version;
    }

    @Override
    public TableSpec spec() {
        return spec;
    }

    public TableState state() {
        return state;
    }

    public RowLayout layout() {
        return layout;
    }

    public boolean hasHiddenRowId() {
        return hiddenRowId;
    }

    @Override
    public EngineIndex clustered() {
        return clustered;
    }

    @Override
    public List<Index> indexes() {
        return List.of(all);
    }

    /** The secondary indexes; not to be changed. */
    @SuppressWarnings("EI_EXPOSE_REP")
    public EngineIndex[] secondary() {
        return secondary;
    }

    public @Nullable EngineIndex indexById(long indexId) {
        for (EngineIndex index : all) {
            if (index.id() == indexId) {
                return index;
            }
        }
        return null;
    }

    /** The trees, in the order of the constructor. */
    public List<TreeRef> trees() {
        return Arrays.stream(all).map(i -> new TreeRef(i.id(), i.tree().rootPage())).toList();
    }

    @Override
    public String toString() {
        return spec.schema() + "." + spec.name() + " v" + version;
    }
}
