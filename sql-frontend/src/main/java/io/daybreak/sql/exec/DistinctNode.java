package io.daybreak.sql.exec;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The first row of each distinct key. */
public record DistinctNode(PlanNode input, RowKeys keys) implements PlanNode {
    @Override
    public Operator operator(Execution execution) {
        return new Distinct(this, execution);
    }

    @Override
    public int[] slots() {
        return input.slots();
    }

    @Override
    public double rows() {
        return Math.max(1, input.rows() / 2);
    }

    @Override
    public List<PlanNode> inputs() {
        return List.of(input);
    }

    @Override
    public String describe() {
        return "Remove duplicates";
    }

    /**
     * New keys are passed on at once. When no more fit in memory, rows with keys not met yet go to
     * files, each of which is then worked on like the input.
     */
    private static final class Distinct implements Operator {
        private static final int KEY_BYTES = 80;

        private final DistinctNode node;
        private final Execution execution;
        private final Operator source;
        private final int[] saved;
        private final KeyBytes buffer = new KeyBytes();
        private final ArrayDeque<SpillPartitions.Pending> pending = new ArrayDeque<>();
        private Set<Key> seen = new HashSet<>();
        private @Nullable SpillPartitions spilled;
        private SpillPartitions.@Nullable Pending reading;
        private long bytes;

        Distinct(DistinctNode node, Execution execution) {
            this.node = node;
            this.execution = execution;
            this.source = execution.operator(node.input);
            this.saved = node.input.slots();
        }

        @Override
        public void open() {
            free();
            source.open();
        }

        @Override
        public boolean next() {
            while (true) {
                SpillPartitions.Pending from = reading;
                Key key = from == null ? nextOfSource() : nextOf(from);
                if (key == null) {
                    if (!nextFile()) {
                        return false;
                    }
                } else if (!seen.contains(key) && isKept(key)) {
                    return true;
                }
            }
        }

        private @Nullable Key nextOfSource() {
            return source.next() ? node.keys.groupKey(execution, buffer) : null;
        }

        private @Nullable Key nextOf(SpillPartitions.Pending from) {
            byte[] key = from.file().readKey();
            if (key == null) {
                return null;
            }
            execution.tick();
            SavedRows.restore(from.file().readRow(), execution.frame(), saved);
            return new Key(key);
        }

        /** Whether the key is remembered; else its row is put by. */
        private boolean isKept(Key key) {
            long size = key.bytes().length + (long) KEY_BYTES;
            int level = reading == null ? 0 : reading.level();
            SpillPartitions files = spilled;
            if (files == null) {
                if (level > SpillPartitions.LEVEL_MAX || seen.isEmpty()) {
                    execution.memory().force(size);
                    return remember(key, size);
                }
                if (execution.memory().tryReserve(size, bytes)) {
                    return remember(key, size);
                }
                files = new SpillPartitions(execution, level);
                spilled = files;
            }
            files.add(key.bytes(), SavedRows.save(execution.frame(), saved));
            return false;
        }

        private boolean remember(Key key, long size) {
            bytes += size;
            return seen.add(key);
        }

        /** Starts on the next file; false if there is none. */
        private boolean nextFile() {
            if (reading != null) {
                reading.file().close();
                reading = null;
            }
            if (spilled != null) {
                spilled.moveTo(pending);
                spilled = null;
            }
            forget();
            reading = pending.poll();
            return reading != null;
        }

        private void forget() {
            seen = new HashSet<>();
            execution.memory().release(bytes);
            bytes = 0;
        }

        @Override
        public void close() {
            source.close();
            free();
        }

        private void free() {
            forget();
            if (spilled != null) {
                spilled.close();
                spilled = null;
            }
            if (reading != null) {
                reading.file().close();
                reading = null;
            }
            SpillPartitions.close(pending);
        }
    }
}
