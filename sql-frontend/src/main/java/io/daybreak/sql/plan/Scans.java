package io.daybreak.sql.plan;

import io.daybreak.sql.exec.PlanNode;
import io.daybreak.sql.exec.ScanNode;
import io.daybreak.sql.types.TypeKind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Turns a chosen access into a scan: which columns it reads, and which conditions it checks. */
final class Scans {
    private final PlanningRun run;

    Scans(PlanningRun run) {
        this.run = run;
    }

    PlanNode scan(
            ScopeTable table,
            LeafSource.Base source,
            Access access,
            List<Bound> conditions,
            boolean backward) {
        List<Bound> checked = new ArrayList<>();
        BitSet early = new BitSet();
        for (Bound condition : conditions) {
            if (!access.consumed().contains(condition)) {
                checked.add(condition);
                early.or(condition.slots());
            }
        }
        List<ScopeColumn> first = new ArrayList<>();
        List<ScopeColumn> rest = new ArrayList<>();
        for (ScopeColumn column : table.columns) {
            if (column.isUsed()) {
                (early.get(column.usedSlot()) ? first : rest).add(column);
            }
        }
        List<ScopeColumn> all = new ArrayList<>(first);
        all.addAll(rest);
        return new ScanNode(
                source.table(),
                table.alias,
                access.index(),
                access.ranges(),
                backward,
                all.stream().mapToInt(c -> c.position).toArray(),
                all.stream().mapToInt(ScopeColumn::usedSlot).toArray(),
                timestamps(all),
                first.size(),
                Conditions.compile(checked),
                source.lock(),
                source.onLocked(),
                source.rowIdSlot(),
                Math.max(access.unique() ? 0 : 1, access.rows()),
                access.scanned(),
                access.possibleKeys(),
                describe(table, access, checked, backward));
    }

    private static boolean[] timestamps(List<ScopeColumn> columns) {
        boolean[] result = new boolean[columns.size()];
        for (int i = 0; i < result.length; i++) {
            result[i] = columns.get(i).type.kind() == TypeKind.TIMESTAMP;
        }
        return result;
    }

    private String describe(
            ScopeTable table, Access access, List<Bound> checked, boolean backward) {
        String index = access.index().spec().name();
        String how;
        if (access.ranges() == null) {
            how =
                    access.index().isClustered()
                            ? "Table scan on " + table.alias
                            : "Index scan on " + table.alias + " using " + index;
        } else if (access.unique()) {
            how = "Single-row index lookup on " + table.alias + " using " + index;
        } else if (access.equalParts() == access.usedParts()) {
            how = "Index lookup on " + table.alias + " using " + index;
        } else {
            how = "Index range scan on " + table.alias + " using " + index;
        }
        return (checked.isEmpty() ? "" : "Filter: (" + run.describe(checked) + ") on ")
                + how
                + (backward ? " (reverse)" : "");
    }
}
