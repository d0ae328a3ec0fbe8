package io.daybreak.sql.plan;

import io.daybreak.engine.api.Index;
import io.daybreak.engine.api.KeyPart;
import io.daybreak.engine.api.LockMode;
import io.daybreak.sql.catalog.IndexDefinition;
import io.daybreak.sql.exec.IndexExtremesNode;
import io.daybreak.sql.exec.KeyConverter;
import io.daybreak.sql.exec.KeyRanges;
import io.daybreak.sql.exec.PlanNode;
import io.daybreak.sql.exec.ScanNode;
import io.daybreak.sql.expr.Exprs;
import io.daybreak.sql.types.TypeKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query of nothing but MIN and MAX over all rows of one table reads the ends of indexes. No
 * state.
 */
final class IndexExtremes {
    private IndexExtremes() {}

    /** Null if the query is another, or an index is missing. */
    static @Nullable PlanNode tryPlan(PlanningRun run, BoundSelect select) {
        if (!(select.from() instanceof FromTree.Leaf(ScopeTable table, LeafSource.Base base))
                || !select.where().isEmpty()
                || !select.existences().isEmpty()
                || !select.grouped().isEmpty()
                || !select.windows().isEmpty()
                || !base.hints().isEmpty()
                || base.lock() != LockMode.NONE
                || base.rowIdSlot() >= 0
                || select.aggregation().calls().isEmpty()) {
            return null;
        }
        List<Aggregation.Call> calls = select.aggregation().calls();
        ScanNode[] scans = new ScanNode[calls.size()];
        int[] sources = new int[scans.length];
        int[] results = new int[scans.length];
        for (int i = 0; i < scans.length; i++) {
            Aggregation.Call call = calls.get(i);
            ScopeColumn column = columnOf(table, call);
            ScanNode scan = column == null ? null : end(run, table, base, column, call);
            if (scan == null) {
                return null;
            }
            scans[i] = scan;
            sources[i] = java.util.Objects.requireNonNull(column).usedSlot();
            results[i] = call.result().slot();
        }
        return new IndexExtremesNode(scans, sources, results);
    }

    /** The column of MIN(column) or MAX(column), whose type its result has. */
    private static @Nullable ScopeColumn columnOf(ScopeTable table, Aggregation.Call call) {
        String name = call.function().name();
        if ((!name.equals("MIN") && !name.equals("MAX"))
                || !(call.function().arguments().get(0)
                        instanceof io.daybreak.sql.exec.SlotValue value)) {
            return null;
        }
        for (ScopeColumn column : table.columns) {
            if (column.isUsed() && column.usedSlot() == value.slot()) {
                TypeKind kind = column.type.kind();
                boolean ordered =
                        column.type.isInteger()
                                || column.type.isFloating()
                                || kind == TypeKind.DECIMAL
                                || kind == TypeKind.DATE
                                || kind == TypeKind.DATETIME
                                || kind == TypeKind.TIME
                                || kind == TypeKind.YEAR;
                return ordered ? column : null;
            }
        }
        return null;
    }

    private static @Nullable ScanNode end(
            PlanningRun run,
            ScopeTable table,
            LeafSource.Base base,
            ScopeColumn column,
            Aggregation.Call call) {
        for (Index index : base.table().table().indexes()) {
            KeyPart first = index.spec().parts().get(0);
            IndexDefinition definition = base.table().definition().index(index.spec().name());
            boolean hidden = index.isClustered() && base.table().definition().primaryKey() == null;
            if (hidden
                    || first.column() != column.position
                    || first.prefixLength() > 0
                    || (definition != null && !definition.visible())) {
                continue;
            }
            boolean backward = call.function().name().equals("MAX") != first.descending();
            double rows = Math.max(1, run.statistics(base.table()).rows());
            return new ScanNode(
                    base.table(),
                    table.alias,
                    index,
                    notNull(index),
                    backward,
                    new int[] {column.position},
                    new int[] {column.usedSlot()},
                    new boolean[] {false},
                    0,
                    Conditions.compile(List.of()),
                    LockMode.NONE,
                    base.onLocked(),
                    -1,
                    1,
                    rows,
                    List.of(),
                    "First entry of " + table.alias + " in " + index.spec().name());
        }
        return null;
    }

    /** All keys but those that start with null. */
    private static KeyRanges notNull(Index index) {
        KeyRanges.Part any =
                new KeyRanges.Part(Exprs.integer(0, false), KeyConverter.NOT_NULL, false);
        return new KeyRanges(
                index,
                List.of(
                        new KeyRanges.Template(
                                new KeyRanges.Part[0], any, false, null, false, false)));
    }
}
