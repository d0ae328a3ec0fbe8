package io.daybreak.sql.exec;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rows for DISTINCT aggregates that had no more room to remember values. They go to temporary files
 * by the hash of the group and the value, so that equal values meet again, and are told apart file
 * by file after the input's end. A file's key:
 *
 * <pre>
 *   position of the aggregate  2 bytes
 *   length of the group's key  4 bytes
 *   the group's key
 *   the value's key            the rest
 * </pre>
 *
 * Owned by one operator.
 */
final class DistinctSpill implements AutoCloseable {
    private static final int HEADER = 6;

    /** What a value takes in memory besides its key. */
    static final long VALUE_BYTES = 80;

    private final Execution execution;
    private final int[] saved;
    private final ArrayDeque<SpillPartitions.Pending> pending = new ArrayDeque<>();
    private @Nullable SpillPartitions partitions;

    /**
     * @param saved the slots that the aggregates' arguments read
     */
    DistinctSpill(Execution execution, int[] saved) {
        this.execution = execution;
        this.saved = saved;
        this.partitions = new SpillPartitions(execution, 0);
    }

    void add(int aggregate, byte[] group, byte[] value) {
        byte[] key =
                ByteBuffer.allocate(HEADER + group.length + value.length)
                        .putShort((short) aggregate)
                        .putInt(group.length)
                        .put(group)
                        .put(value)
                        .array();
        java.util.Objects.requireNonNull(partitions)
                .add(key, SavedRows.save(execution.frame(), saved));
    }

    /** Takes the row in the frame for an aggregate of a group. */
    interface Target {
        void add(int aggregate, Key group);
    }

    /**
     * Gives every aggregate its values, each once. What the aggregates had remembered is forgotten
     * by now: none of it is in the files.
     */
    void finish(Target target) {
        keep(java.util.Objects.requireNonNull(partitions));
        SpillPartitions.Pending next;
        while ((next = pending.poll()) != null) {
            try (SpillFile file = next.file()) {
                readFile(file, next.level(), target);
            }
        }
    }

    private void readFile(SpillFile file, int level, Target target) {
        Set<Key> seen = new HashSet<>();
        long held = 0;
        byte[] key;
        while ((key = file.readKey()) != null) {
            execution.tick();
            @Nullable Object[] row = file.readRow();
            Key value = new Key(key);
            if (seen.contains(value)) {
                continue;
            }
            long size = key.length + VALUE_BYTES;
            if (seen.isEmpty() || level > SpillPartitions.LEVEL_MAX) {
                execution.memory().force(size);
            } else if (partitions != null || !execution.memory().tryReserveHalf(size, held)) {
                if (partitions == null) {
                    partitions = new SpillPartitions(execution, level);
                }
                partitions.add(key, row);
                continue;
            }
            held += size;
            seen.add(value);
            SavedRows.restore(row, execution.frame(), saved);
            give(key, target);
        }
        execution.memory().release(held);
        if (partitions != null) {
            keep(partitions);
        }
    }

    private static void give(byte[] key, Target target) {
        ByteBuffer header = ByteBuffer.wrap(key);
        int aggregate = header.getShort() & 0xffff;
        int length = header.getInt();
        target.add(aggregate, new Key(Arrays.copyOfRange(key, HEADER, HEADER + length)));
    }

    private void keep(SpillPartitions full) {
        full.moveTo(pending);
        partitions = null;
    }

    @Override
    public void close() {
        if (partitions != null) {
            partitions.close();
            partitions = null;
        }
        SpillPartitions.close(pending);
    }
}
