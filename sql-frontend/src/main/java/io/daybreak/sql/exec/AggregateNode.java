package io.daybreak.sql.exec;

import io.daybreak.sql.expr.AggregateFunction;
import io.daybreak.sql.expr.Aggregator;
import io.daybreak.sql.expr.DistinctAggregator;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Groups by hash. Groups come in the order of their first rows; with ROLLUP, in key order with the
 * super-aggregates after their groups. When no more groups fit in memory, rows of new groups go to
 * temporary files, which are grouped after the input's end; when no more values of DISTINCT fit,
 * see {@link DistinctSpill}.
 *
 * @param targets where the key's parts go
 * @param kept input slots that are read above: each group keeps its first row's values
 * @param grouped false: one group, even of no rows
 * @param levelSlot where the number of leading keys goes that a row is grouped by, for GROUPING();
 *     -1 for nowhere
 */
public record AggregateNode(
        PlanNode input,
        RowKeys keys,
        int[] targets,
        int[] kept,
        AggregateFunction[] functions,
        int[] results,
        boolean grouped,
        boolean rollup,
        int levelSlot)
        implements PlanNode {
    @Override
    public Operator operator(Execution execution) {
        return new Aggregate(this, execution);
    }

    @Override
    public int[] slots() {
        int[] slots = Slots.union(Slots.union(targets, kept), results);
        return levelSlot < 0 ? slots : Slots.union(slots, new int[] {levelSlot});
    }

    @Override
    public double rows() {
        return grouped ? Math.max(1, input.rows() / 3) : 1;
    }

    @Override
    public List<PlanNode> inputs() {
        return List.of(input);
    }

    @Override
    public String describe() {
        return grouped ? "Group aggregate" : "Aggregate";
    }

    private record Group(
            byte[] encoded,
            @Nullable Object[] key,
            int keyParts,
            @Nullable Object[] first,
            Aggregator[] aggregators) {}

    private static final class Aggregate implements Operator {
        private static final int GROUP_BYTES = 200;

        /** The key of the one group of an aggregate without GROUP BY. */
        private static final byte[] EVERYTHING = {};

        private final AggregateNode node;
        private final Execution execution;
        private final Operator source;
        private final GroupKey key;
        private final int[] saved;
        private final boolean[] growing;
        private final boolean anyGrows;

        /** No matter whether an aggregate takes rows before or after another. */
        private final boolean byColumn;

        private final ArrayDeque<SpillPartitions.Pending> pending = new ArrayDeque<>();
        private @Nullable SpillPartitions spilled;
        private @Nullable DistinctSpill spilledValues;
        private int level;
        private Iterator<Group> groups = java.util.Collections.emptyIterator();
        private long bytes;

        Aggregate(AggregateNode node, Execution execution) {
            this.node = node;
            this.execution = execution;
            this.source = execution.operator(node.input);
            this.key = new GroupKey(execution, node.keys);
            this.saved = node.input.slots();
            this.growing = new boolean[node.functions.length];
            boolean any = false;
            for (int i = 0; i < growing.length; i++) {
                growing[i] = node.functions[i].grows();
                any |= growing[i];
            }
            this.anyGrows = any;
            this.byColumn =
                    !node.grouped
                            && Arrays.stream(node.functions)
                                    .allMatch(AggregateFunction::takesBatches);
        }

        @Override
        public void open() {
            free();
            KeyTable<Group> table = new KeyTable<>();
            Group single = node.grouped ? null : newGroup(EVERYTHING, new Object[0], 0);
            source.open();
            boolean any =
                    single == null
                            ? addGrouped(table)
                            : source instanceof ScanNode.Scan scan && byColumn && scan.isLate()
                                    ? addBatches(scan, single)
                                    : addRows(single);
            source.close();
            keepSpilled();
            if (single != null) {
                table.add(EVERYTHING, single);
            }
            addSpilledValues(table);
            if (single != null) {
                groups = List.of(single).iterator();
            } else if (node.rollup && !any) {
                // The sum over everything is there for no rows, too.
                groups =
                        List.of(newGroup(EVERYTHING, new Object[node.targets.length], 0))
                                .iterator();
            } else if (node.rollup) {
                groups = Rollup.order(table).iterator();
            } else {
                groups = table.values().iterator();
            }
        }

        /** Adds the input's rows one by one; false if there are none. */
        private boolean addRows(Group group) {
            boolean any = false;
            while (source.next()) {
                if (!any) {
                    keepFirst(group);
                    any = true;
                }
                add(group);
            }
            return any;
        }

        /** Adds the input's rows together, one aggregate after the other. */
        private boolean addBatches(ScanNode.Scan scan, Group group) {
            boolean any = false;
            while (scan.nextBatch()) {
                ScanBatch batch = scan.batch();
                if (!any) {
                    batch.stand(0);
                    keepFirst(group);
                    any = true;
                }
                for (Aggregator aggregator : group.aggregators) {
                    aggregator.addAll(execution.context(), batch);
                }
            }
            return any;
        }

        private boolean addGrouped(KeyTable<Group> table) {
            if (source instanceof ScanNode.Scan scan && scan.isLate() && !scan.hasConditions()) {
                return addGroupedBatches(scan, table);
            }
            boolean any = false;
            while (source.next()) {
                addRow(table);
                any = true;
            }
            return any;
        }

        private boolean addGroupedBatches(ScanNode.Scan scan, KeyTable<Group> table) {
            boolean any = false;
            while (scan.nextBatch()) {
                ScanBatch batch = scan.batch();
                for (int i = 0; i < batch.count(); i++) {
                    batch.stand(i);
                    addRow(table);
                }
                any = true;
            }
            return any;
        }

        private void addRow(KeyTable<Group> table) {
            key.load();
            int parts = node.targets.length;
            if (!node.rollup) {
                KeyBytes encoded = key.encode();
                addTo(table, encoded.array(), encoded.length(), parts);
                return;
            }
            for (; parts >= 0; parts--) {
                KeyBytes encoded = key.encodeLevel(parts);
                addTo(table, encoded.array(), encoded.length(), parts);
            }
        }

        private void addTo(KeyTable<Group> table, byte[] encoded, int length, int keyParts) {
            Group group = table.find(encoded, length);
            if (group == null) {
                group = addGroup(table, Arrays.copyOf(encoded, length), keyParts);
                if (group == null) {
                    return;
                }
            }
            add(group);
        }

        /** Null if there is no room for another group: the row went to a file. */
        private @Nullable Group addGroup(KeyTable<Group> table, byte[] encoded, int keyParts) {
            if (spilled != null) {
                spilled.add(encoded, SavedRows.save(execution.frame(), saved));
                return null;
            }
            Group group = newGroup(encoded, key.values(keyParts), keyParts);
            keepFirst(group);
            long size =
                    GROUP_BYTES
                            + encoded.length
                            + SavedRows.sizeOf(group.key)
                            + SavedRows.sizeOf(group.first)
                            + 64L * group.aggregators.length;
            if (node.rollup) {
                execution.memory().reserve(size);
            } else if (table.isEmpty() || level > SpillPartitions.LEVEL_MAX) {
                execution.memory().force(size);
            } else if (!hasRoom(size)) {
                spilled = new SpillPartitions(execution, level);
                spilled.add(encoded, SavedRows.save(execution.frame(), saved));
                return null;
            }
            bytes += size;
            table.add(encoded, group);
            return group;
        }

        /** States that grow need room, too, for the rows of the groups that are kept. */
        private boolean hasRoom(long size) {
            return anyGrows
                    ? execution.memory().tryReserveHalf(size, bytes)
                    : execution.memory().tryReserve(size, bytes);
        }

        private void keepSpilled() {
            if (spilled != null) {
                spilled.moveTo(pending);
                spilled = null;
            }
        }

        /** Groups the rows of the next file; false if there is none. */
        private boolean nextFile() {
            execution.memory().release(bytes);
            bytes = 0;
            SpillPartitions.Pending next = pending.poll();
            if (next == null) {
                return false;
            }
            level = next.level();
            KeyTable<Group> table = new KeyTable<>();
            try (SpillFile file = next.file()) {
                byte[] encoded;
                while ((encoded = file.readKey()) != null) {
                    execution.tick();
                    SavedRows.restore(file.readRow(), execution.frame(), saved);
                    key.load();
                    addTo(table, encoded, encoded.length, node.targets.length);
                }
            }
            keepSpilled();
            addSpilledValues(table);
            groups = table.values().iterator();
            return true;
        }

        private Group newGroup(byte[] encoded, @Nullable Object[] values, int keyParts) {
            Aggregator[] aggregators = new Aggregator[node.functions.length];
            for (int i = 0; i < aggregators.length; i++) {
                aggregators[i] = node.functions[i].newAggregator();
            }
            return new Group(encoded, values, keyParts, new Object[node.kept.length], aggregators);
        }

        private void keepFirst(Group group) {
            for (int i = 0; i < node.kept.length; i++) {
                group.first[i] = LateColumn.resolve(execution.frame()[node.kept[i]]);
            }
        }

        private void add(Group group) {
            Aggregator[] aggregators = group.aggregators;
            for (int i = 0; i < aggregators.length; i++) {
                if (!growing[i]) {
                    aggregators[i].add(execution.context());
                } else if (aggregators[i] instanceof DistinctAggregator distinct) {
                    addDistinct(distinct, i, group);
                } else {
                    addCounted(aggregators[i]);
                }
            }
        }

        private void addDistinct(DistinctAggregator aggregator, int position, Group group) {
            byte[] value = aggregator.key(execution.context());
            if (value == null || aggregator.hasSeen(value)) {
                return;
            }
            long size = value.length + DistinctSpill.VALUE_BYTES;
            // The other half is for what is made of the values.
            if (spilledValues == null && !execution.memory().tryReserveHalf(size, bytes)) {
                spilledValues = new DistinctSpill(execution, saved);
            }
            if (spilledValues != null) {
                spilledValues.add(position, group.encoded, value);
                return;
            }
            bytes += size;
            aggregator.remember(value);
            addNew(aggregator);
        }

        private void addNew(DistinctAggregator aggregator) {
            long before = aggregator.memoryBytes();
            aggregator.addNew(execution.context());
            reserve(aggregator.memoryBytes() - before);
        }

        private void addSpilledValues(KeyTable<Group> table) {
            DistinctSpill values = spilledValues;
            if (values == null) {
                return;
            }
            long freed = 0;
            for (Group group : table.values()) {
                for (Aggregator aggregator : group.aggregators) {
                    freed += aggregator instanceof DistinctAggregator d ? d.forgetSeen() : 0;
                }
            }
            execution.memory().release(freed);
            bytes -= freed;
            values.finish((aggregate, key) -> {
                Group group = Objects.requireNonNull(table.find(key.bytes(), key.bytes().length));
                addNew((DistinctAggregator) group.aggregators[aggregate]);
            });
            values.close();
            spilledValues = null;
        }

        private void addCounted(Aggregator aggregator) {
            long before = aggregator.memoryBytes();
            aggregator.add(execution.context());
            reserve(aggregator.memoryBytes() - before);
        }

        private void reserve(long grown) {
            if (grown > 0) {
                execution.memory().reserve(grown, bytes);
            } else {
                execution.memory().release(-grown);
            }
            bytes += grown;
        }

        @Override
        public boolean next() {
            while (!groups.hasNext()) {
                if (!nextFile()) {
                    return false;
                }
            }
            Group group = groups.next();
            SavedRows.restore(group.first, execution.frame(), node.kept);
            for (int i = 0; i < node.targets.length; i++) {
                execution.frame()[node.targets[i]] = group.key[i];
            }
            if (node.levelSlot >= 0) {
                execution.frame()[node.levelSlot] = (long) group.keyParts;
            }
            for (int i = 0; i < group.aggregators.length; i++) {
                execution.frame()[node.results[i]] =
                        group.aggregators[i].result(execution.context());
            }
            return true;
        }

        @Override
        public void close() {
            source.close();
            free();
        }

        private void free() {
            groups = java.util.Collections.emptyIterator();
            execution.memory().release(bytes);
            bytes = 0;
            level = 0;
            if (spilled != null) {
                spilled.close();
                spilled = null;
            }
            if (spilledValues != null) {
                spilledValues.close();
                spilledValues = null;
            }
            SpillPartitions.close(pending);
        }
    }

    /** Key order, where a super-aggregate's key sorts behind the groups it sums up. */
    private static final class Rollup {
        private Rollup() {}

        static List<Group> order(KeyTable<Group> table) {
            List<Group> groups = new ArrayList<>(table.values());
            groups.sort((a, b) -> Arrays.compareUnsigned(a.encoded, b.encoded));
            return groups;
        }
    }
}
