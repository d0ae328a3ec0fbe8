package io.daybreak.sql.exec;

import io.daybreak.sql.expr.Expr;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the inner side in a hash table by the join key and looks each outer row up; by way of
 * temporary files where the table is larger than the execution's memory budget.
 *
 * @param reusable whether the inner side gives the same rows each time it is opened (it reads no
 *     slots of the queries around it)
 */
public record HashJoinNode(
        JoinKind kind,
        PlanNode outer,
        PlanNode inner,
        RowKeys outerKeys,
        RowKeys innerKeys,
        Expr[] conditions,
        boolean reusable,
        double rows)
        implements PlanNode {
    @Override
    public Operator operator(Execution execution) {
        return new HashJoin(this, execution);
    }

    @Override
    public int[] slots() {
        return kind.keepsInner() ? Slots.union(outer.slots(), inner.slots()) : outer.slots();
    }

    @Override
    public List<PlanNode> inputs() {
        return List.of(outer, inner);
    }

    @Override
    public String describe() {
        return "Hash " + kind.text();
    }

    /**
     * If the inner rows do not fit in memory, both sides go to files by the hash of their keys, and
     * the pairs of files are joined one after the other; of an inner file that is still too large,
     * as many rows at a time as fit, with a pass over the outer file for each lot.
     */
    private static final class HashJoin implements Operator {
        private static final byte[] NULL_KEY = {};

        private final HashJoinNode node;
        private final Execution execution;
        private final Operator outer;
        private final Operator inner;
        private final int[] innerSlots;
        private final int[] outerSlots;
        private final KeyBytes buffer = new KeyBytes();
        private final HashTable table;
        private boolean built;
        private List<@Nullable Object[]> matches = List.of();
        private int position;
        private boolean matched;
        private boolean onRow;

        // Of a join by way of files only.
        private @Nullable SpillPartitions innerFiles;
        private @Nullable SpillPartitions outerFiles;
        private int partition;
        private @Nullable SpillFile innerFile;
        private @Nullable SpillFile outerFile;
        private boolean lastLot;
        private int outerRow;

        /** Outer rows of the partition that an earlier lot matched. */
        private final BitSet matchedBefore = new BitSet();

        HashJoin(HashJoinNode node, Execution execution) {
            this.node = node;
            this.execution = execution;
            this.outer = execution.operator(node.outer);
            this.inner = execution.operator(node.inner);
            this.innerSlots = node.inner.slots();
            this.outerSlots = node.outer.slots();
            this.table = new HashTable(execution);
        }

        @Override
        public void open() {
            if (!built || !node.reusable) {
                build();
            }
            onRow = false;
            outer.open();
            if (innerFiles != null) {
                divideOuter();
            }
        }

        private void build() {
            free();
            inner.open();
            while (inner.next()) {
                Key key = node.innerKeys.joinKey(execution, buffer);
                if (key == null) {
                    continue;
                }
                @Nullable Object[] row = SavedRows.save(execution.frame(), innerSlots);
                SpillPartitions files = innerFiles;
                if (files != null) {
                    files.add(key.bytes(), row);
                } else if (!table.tryAdd(key, row)) {
                    files = new SpillPartitions(execution, 0);
                    innerFiles = files;
                    table.moveTo(files);
                    files.add(key.bytes(), row);
                }
            }
            inner.close();
            built = innerFiles == null;
        }

        private void divideOuter() {
            SpillPartitions files = new SpillPartitions(execution, 0);
            outerFiles = files;
            while (outer.next()) {
                Key key = node.outerKeys.joinKey(execution, buffer);
                if (key != null || node.kind == JoinKind.LEFT || node.kind == JoinKind.ANTI) {
                    files.add(
                            key == null ? NULL_KEY : key.bytes(),
                            SavedRows.save(execution.frame(), outerSlots));
                }
            }
            outer.close();
            partition = -1;
            lastLot = true;
        }

        @Override
        public boolean next() {
            while (true) {
                if (!onRow) {
                    boolean found = innerFiles == null ? nextOuter() : nextSpilled();
                    if (!found) {
                        return false;
                    }
                    position = 0;
                    onRow = true;
                }
                if (advance()) {
                    return true;
                }
            }
        }

        private boolean nextOuter() {
            if (!outer.next()) {
                return false;
            }
            matches = table.matches(node.outerKeys.joinKey(execution, buffer));
            matched = false;
            return true;
        }

        /** The next outer row from the files, with its matches of the lot in memory. */
        private boolean nextSpilled() {
            while (true) {
                SpillFile rows = outerFile;
                byte[] key = rows == null ? null : rows.readKey();
                if (rows != null && key != null) {
                    execution.tick();
                    SavedRows.restore(rows.readRow(), execution.frame(), outerSlots);
                    outerRow++;
                    matched = matchedBefore.get(outerRow);
                    boolean settled =
                            matched && (node.kind == JoinKind.SEMI || node.kind == JoinKind.ANTI);
                    if (!settled) {
                        matches = table.matches(key.length == 0 ? null : new Key(key));
                        return true;
                    }
                } else if (!nextLot()) {
                    return false;
                }
            }
        }

        /**
         * Loads inner rows: the rest of the partition, or the next partition's; false at the end.
         */
        private boolean nextLot() {
            table.clear();
            if (lastLot) {
                matchedBefore.clear();
                do {
                    closeFiles();
                    if (++partition >= SpillPartitions.COUNT) {
                        return false;
                    }
                    outerFile = java.util.Objects.requireNonNull(outerFiles).take(partition);
                    innerFile = java.util.Objects.requireNonNull(innerFiles).take(partition);
                } while (outerFile == null);
            } else {
                java.util.Objects.requireNonNull(outerFile).rewind();
            }
            outerRow = -1;
            lastLot = innerFile == null || loadLot(innerFile);
            return true;
        }

        private byte @Nullable [] carriedKey;
        private @Nullable Object @Nullable [] carriedRow;

        /** False if there is more in the file than fits. */
        private boolean loadLot(SpillFile file) {
            byte[] key = carriedKey;
            @Nullable Object[] row = carriedRow;
            carriedKey = null;
            carriedRow = null;
            if (key == null || row == null) {
                key = file.readKey();
                if (key == null) {
                    return true;
                }
                row = file.readRow();
            }
            // A single row has to fit.
            table.add(new Key(key), row);
            while ((key = file.readKey()) != null) {
                row = file.readRow();
                if (!table.tryAdd(new Key(key), row)) {
                    carriedKey = key;
                    carriedRow = row;
                    return false;
                }
            }
            return true;
        }

        private boolean advance() {
            while (position < matches.size()) {
                execution.tick();
                SavedRows.restore(matches.get(position++), execution.frame(), innerSlots);
                if (!execution.test(node.conditions)) {
                    continue;
                }
                matched = true;
                if (innerFiles != null) {
                    matchedBefore.set(outerRow);
                }
                switch (node.kind) {
                    case INNER, LEFT -> {
                        return true;
                    }
                    case SEMI -> {
                        onRow = false;
                        return true;
                    }
                    case ANTI -> {
                        onRow = false;
                        return false;
                    }
                }
            }
            onRow = false;
            boolean mayMatchLater = innerFiles != null && !lastLot;
            if (matched || mayMatchLater) {
                return false;
            }
            if (node.kind == JoinKind.LEFT) {
                SavedRows.clear(execution.frame(), innerSlots);
                return true;
            }
            return node.kind == JoinKind.ANTI;
        }

        @Override
        public void close() {
            outer.close();
            inner.close();
            free();
        }

        private void closeFiles() {
            if (innerFile != null) {
                innerFile.close();
                innerFile = null;
            }
            if (outerFile != null) {
                outerFile.close();
                outerFile = null;
            }
        }

        private void free() {
            built = false;
            table.clear();
            closeFiles();
            matchedBefore.clear();
            carriedKey = null;
            carriedRow = null;
            if (innerFiles != null) {
                innerFiles.close();
                innerFiles = null;
            }
            if (outerFiles != null) {
                outerFiles.close();
                outerFiles = null;
            }
        }
    }
}
