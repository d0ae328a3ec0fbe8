package io.daybreak.sql.exec;

import io.daybreak.sql.types.ByteHash;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Rows that did not fit in memory, in temporary files by the hash of their keys: rows with equal
 * keys are in the same file. A file that still does not fit is divided again by other bits of the
 * hash ({@code level}). Owned by one operator.
 */
final class SpillPartitions implements AutoCloseable {
    static final int COUNT = 16;
    private static final int BITS = 4;

    /** Here all bits of the hash are used: what is still together has equal hashes. */
    static final int LEVEL_MAX = Integer.SIZE / BITS - 1;

    private final Execution execution;
    private final int level;
    private final @Nullable SpillFile[] files = new SpillFile[COUNT];

    SpillPartitions(Execution execution, int level) {
        this.execution = execution;
        this.level = level;
    }

    static int partition(byte[] key, int level) {
        return ByteHash.of(key) >>> level * BITS & COUNT - 1;
    }

    void add(byte[] key, @Nullable Object[] row) {
        int partition = partition(key, level);
        SpillFile file = files[partition];
        if (file == null) {
            file = execution.spillFile();
            files[partition] = file;
        }
        file.write(key, row);
    }

    /** The file of a partition, ready to be read, and its caller's from now on; null if empty. */
    @Nullable SpillFile take(int partition) {
        SpillFile file = files[partition];
        if (file != null) {
            // Fails if the disk is full; then it is still ours to be closed.
            file.rewind();
            files[partition] = null;
        }
        return file;
    }

    /** All files, ready to be read; they belong to the queue from now on. */
    void moveTo(Deque<Pending> queue) {
        for (int i = 0; i < COUNT; i++) {
            SpillFile file = take(i);
            if (file != null) {
                queue.add(new Pending(file, level + 1));
            }
        }
    }

    @Override
    public void close() {
        for (int i = 0; i < COUNT; i++) {
            SpillFile file = files[i];
            files[i] = null;
            if (file != null) {
                file.close();
            }
        }
    }

    /**
     * A file still to be worked on.
     *
     * @param level at which its rows are divided if they do not fit
     */
    record Pending(SpillFile file, int level) {}

    static void close(ArrayDeque<Pending> queue) {
        queue.forEach(pending -> pending.file.close());
        queue.clear();
    }
}
