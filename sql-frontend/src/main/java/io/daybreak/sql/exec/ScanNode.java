package io.daybreak.sql.exec;

import io.daybreak.engine.api.Cursor;
import io.daybreak.engine.api.Index;
import io.daybreak.engine.api.KeyRange;
import io.daybreak.engine.api.LockMode;
import io.daybreak.engine.api.WaitPolicy;
import io.daybreak.sql.catalog.CatalogTable;
import io.daybreak.sql.expr.Expr;
import io.daybreak.sql.types.Temporal;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a table through one of its indexes: all of it, or ranges whose bounds may come from the
 * frame (so it is also the inner side of an index join).
 *
 * @param ranges null for the whole index
 * @param columns table columns to read; into {@code targets}
 * @param timestamps which of the columns are TIMESTAMP: UTC in the row, local time in the frame
 * @param early conditions that the first {@code earlyColumns} columns suffice for
 * @param scanned estimated rows that are read, of which {@code rows} remain
 * @param possibleKeys indexes that were considered, for EXPLAIN
 * @param rowIdSlot where the row's id goes, for DML; -1 for nowhere
 */
public record ScanNode(
        CatalogTable table,
        String alias,
        Index index,
        @Nullable KeyRanges ranges,
        boolean backward,
        int[] columns,
        int[] targets,
        boolean[] timestamps,
        int earlyColumns,
        Expr[] early,
        LockMode lock,
        WaitPolicy onLocked,
        int rowIdSlot,
        double rows,
        double scanned,
        List<String> possibleKeys,
        String text)
        implements PlanNode {
    @Override
    public Operator operator(Execution execution) {
        return new Scan(this, execution);
    }

    @Override
    public int[] slots() {
        return rowIdSlot < 0 ? targets : Slots.union(targets, new int[] {rowIdSlot});
    }

    @Override
    public List<PlanNode> inputs() {
        return List.of();
    }

    @Override
    public String describe() {
        return text;
    }

    /** The cursor's position gives the values; the frame gets the columns the statement reads. */
    static final class Scan implements Operator {
        private final ScanNode node;
        private final Execution execution;
        private @Nullable Cursor cursor;

        /** Reads that lock nothing and change nothing leave the columns where they are. */
        private final LateColumn @Nullable [] late;

        private @Nullable ScanBatch batch;

        /** The current row is one of the batch. */
        private boolean inBatch;

        private long rowNumber;
        private KeyRange[] pending = {};
        private int range;

        Scan(ScanNode node, Execution execution) {
            this.node = node;
            this.execution = execution;
            this.late = node.rowIdSlot < 0 ? lateColumns() : null;
        }

        private LateColumn[] lateColumns() {
            LateColumn[] columns = new LateColumn[node.columns.length];
            for (int i = 0; i < columns.length; i++) {
                columns[i] = new LateColumn(this, node.columns[i], node.timestamps[i]);
            }
            return columns;
        }

        @Override
        public void open() {
            if (node.ranges == null) {
                pending = KeyRanges.EVERYTHING;
            } else {
                pending = node.ranges.evaluate(execution.context());
            }
            range = 0;
            inBatch = false;
            if (late != null) {
                for (int i = 0; i < late.length; i++) {
                    execution.frame()[node.targets[i]] = late[i];
                }
            }
            if (pending.length > 0) {
                if (cursor == null) {
                    cursor =
                            execution
                                    .transaction()
                                    .open(node.index, execution.readLock(node.lock), node.onLocked);
                }
                seek(cursor);
            }
        }

        private void seek(Cursor at) {
            execution.tick();
            int next = node.backward ? pending.length - 1 - range : range;
            at.seek(pending[next], node.backward);
            range++;
        }

        @Override
        public boolean next() {
            inBatch = false;
            if (!advance()) {
                return false;
            }
            load(java.util.Objects.requireNonNull(cursor));
            return true;
        }

        /** Moves the cursor to the next row that the conditions let pass, and reads no more. */
        boolean advance() {
            Cursor at = cursor;
            if (at == null || pending.length == 0) {
                return false;
            }
            while (true) {
                while (at.next()) {
                    rowNumber++;
                    execution.tick();
                    if (passes(at)) {
                        return true;
                    }
                    at.releaseRow();
                }
                if (range >= pending.length) {
                    return false;
                }
                seek(at);
            }
        }

        /**
         * Moves to more of the rows that the conditions let pass; false if there are none. Only of
         * a scan that leaves the columns where they are.
         */
        boolean nextBatch() {
            Cursor at = cursor;
            if (at == null || pending.length == 0) {
                return false;
            }
            ScanBatch rows = batch(at);
            inBatch = true;
            while (true) {
                int found;
                while ((found = at.nextBatch()) > 0) {
                    if (!hasConditions()) {
                        execution.tick(found);
                    }
                    rows.select(found);
                    if (rows.count() > 0) {
                        return true;
                    }
                }
                if (range >= pending.length) {
                    return false;
                }
                seek(at);
            }
        }

        private ScanBatch batch(Cursor at) {
            ScanBatch rows = batch;
            if (rows == null || rows.cursor() != at) {
                rows = new ScanBatch(this, at);
                batch = rows;
            }
            return rows;
        }

        /** What {@link #nextBatch} found. */
        ScanBatch batch() {
            return java.util.Objects.requireNonNull(batch);
        }

        /** Null while rows come one by one. */
        @Nullable ScanBatch shownBatch() {
            return inBatch ? batch : null;
        }

        boolean isLate() {
            return late != null;
        }

        boolean hasConditions() {
            return node.early.length > 0;
        }

        void tick() {
            execution.tick();
        }

        /** The cursor stands on another row. */
        void moved() {
            rowNumber++;
        }

        boolean passes(Cursor at) {
            if (node.early.length == 0) {
                return true;
            }
            if (late == null) {
                for (int i = 0; i < node.earlyColumns; i++) {
                    put(at, i);
                }
            }
            return execution.test(node.early);
        }

        private void put(Cursor at, int i) {
            execution.frame()[node.targets[i]] = read(at, node.columns[i], node.timestamps[i]);
        }

        @Nullable Object read(Cursor at, int column, boolean timestamp) {
            Object value = at.get(column);
            return value != null && timestamp
                    ? (Object) Temporal.timestampToLocal((Long) value, timeZone())
                    : value;
        }

        ZoneId timeZone() {
            return execution.context().timeZone();
        }

        /** Differs for every row that the cursor is on. */
        long rowNumber() {
            return rowNumber;
        }

        private void load(Cursor at) {
            if (late != null) {
                return;
            }
            for (int i = node.early.length == 0 ? 0 : node.earlyColumns;
                    i < node.columns.length;
                    i++) {
                put(at, i);
            }
            if (node.rowIdSlot >= 0) {
                execution.frame()[node.rowIdSlot] = at.rowId();
            }
        }

        /** Whether there is at most one row. */
        boolean isPoint() {
            return node.ranges != null && node.ranges.isPoint();
        }

        @Nullable Cursor cursor() {
            return cursor;
        }

        @Override
        public void close() {
            if (cursor != null) {
                cursor.close();
                cursor = null;
            }
        }
    }
}
