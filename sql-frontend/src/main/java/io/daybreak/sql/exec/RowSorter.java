package io.daybreak.sql.exec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Sorts rows by key bytes. If only the first few are wanted, a heap keeps just those; else runs
 * that do not fit the memory budget are written to temporary files and merged. Equal keys keep
 * their order of arrival. Owned by one operator.
 */
final class RowSorter implements AutoCloseable {
    /** Above this a heap is no better than sorting. */
    private static final long HEAP_ROWS_MAX = 100_000;

    private static final Comparator<Entry> ORDER =
            (a, b) -> {
                int order = a.key.compareTo(b.key);
                return order != 0 ? order : Long.compare(a.sequence, b.sequence);
            };

    private final Execution execution;
    private final long wanted;
    private @Nullable PriorityQueue<Entry> heap;
    private List<Entry> entries = new ArrayList<>();
    private final List<SpillFile> runs = new ArrayList<>();
    private @Nullable PriorityQueue<RunHead> merge;
    private long bytes;
    private long sequence;
    private int position;
    private final boolean distinct;
    private byte @Nullable [] mergedKey;

    /**
     * @param distinct of equal keys only the first row is wanted
     */
    RowSorter(Execution execution, long wanted, boolean distinct) {
        this.execution = execution;
        this.wanted = wanted;
        this.distinct = distinct;
        this.heap = wanted <= HEAP_ROWS_MAX ? new PriorityQueue<>(ORDER.reversed()) : null;
    }

    /** Whether a row with this key can still be among the wanted ones. */
    boolean wants(SortKey key) {
        PriorityQueue<Entry> best = heap;
        if (best == null || best.size() < wanted) {
            return true;
        }
        Entry last = best.peek();
        return last != null && key.compareTo(last.key) < 0;
    }

    void add(SortKey key, @Nullable Object[] row) {
        Entry entry = new Entry(key, row, sequence++);
        long size = entry.memoryBytes();
        PriorityQueue<Entry> best = heap;
        if (best != null && execution.memory().tryReserve(size, bytes)) {
            bytes += size;
            best.add(entry);
            if (best.size() > wanted) {
                dropLast(best);
            }
            return;
        }
        if (best != null) {
            // The wanted rows alone do not fit: sort them all by way of files.
            entries.addAll(best);
            heap = null;
        }
        if (!execution.memory().tryReserve(size, bytes)) {
            spill();
            execution.memory().force(size);
        }
        bytes += size;
        entries.add(entry);
    }

    private void dropLast(PriorityQueue<Entry> best) {
        Entry dropped = best.poll();
        if (dropped != null) {
            long freed = dropped.memoryBytes();
            execution.memory().release(freed);
            bytes -= freed;
        }
    }

    private void spill() {
        if (entries.isEmpty()) {
            return;
        }
        entries.sort(new CancellableOrder<>(execution, ORDER));
        SpillFile run = execution.spillFile();
        runs.add(run);
        for (Entry entry : entries) {
            run.write(entry.key.bytes(), entry.row);
        }
        run.rewind();
        entries = new ArrayList<>();
        execution.memory().release(bytes);
        bytes = 0;
    }

    void sort() {
        PriorityQueue<Entry> best = heap;
        if (best != null) {
            entries.addAll(best);
            best.clear();
        }
        if (runs.isEmpty()) {
            entries.sort(new CancellableOrder<>(execution, ORDER));
            return;
        }
        spill();
        PriorityQueue<RunHead> heads = new PriorityQueue<>();
        for (int i = 0; i < runs.size(); i++) {
            RunHead head = new RunHead(runs.get(i), i);
            if (head.advance()) {
                heads.add(head);
            }
        }
        merge = heads;
    }

    @Nullable Object @Nullable [] next() {
        if (merge == null) {
            return nextInMemory();
        }
        while (true) {
            RunHead head = merge.poll();
            if (head == null) {
                return null;
            }
            @Nullable Object[] row = head.row;
            byte[] key = head.key;
            if (head.advance()) {
                merge.add(head);
            }
            if (!distinct) {
                return row;
            }
            if (mergedKey == null || !Arrays.equals(key, mergedKey)) {
                mergedKey = key;
                return row;
            }
        }
    }

    private @Nullable Object @Nullable [] nextInMemory() {
        while (position < entries.size()) {
            Entry entry = entries.get(position++);
            if (!distinct
                    || position == 1
                    || entry.key.compareTo(entries.get(position - 2).key) != 0) {
                return entry.row;
            }
        }
        return null;
    }

    @Override
    public void close() {
        execution.memory().release(bytes);
        bytes = 0;
        entries = new ArrayList<>();
        for (SpillFile run : runs) {
            run.close();
        }
        runs.clear();
    }

    private record Entry(SortKey key, @Nullable Object[] row, long sequence) {
        long memoryBytes() {
            return SavedRows.sizeOf(row) + key.memoryBytes() + 80;
        }
    }

    private static final class RunHead implements Comparable<RunHead> {
        private static final @Nullable Object[] NO_ROW = {};

        private final SpillFile run;
        private final int number;
        private byte[] key = {};
        private @Nullable Object[] row = NO_ROW;

        RunHead(SpillFile run, int number) {
            this.run = run;
            this.number = number;
        }

        boolean advance() {
            byte[] nextKey = run.readKey();
            if (nextKey == null) {
                return false;
            }
            key = nextKey;
            row = run.readRow();
            return true;
        }

        @Override
        public int compareTo(RunHead other) {
            int order = Arrays.compareUnsigned(key, other.key);
            return order != 0 ? order : Integer.compare(number, other.number);
        }
    }
}
