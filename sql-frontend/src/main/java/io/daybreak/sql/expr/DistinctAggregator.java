package io.daybreak.sql.expr;

import org.jspecify.annotations.Nullable;

/**
 * An aggregator that takes each value once. What it has seen is apart from what it makes of it, so
 * that values can be told apart elsewhere when there are too many to remember.
 */
public interface DistinctAggregator extends Aggregator {
    /** What makes the current row's values differ from others; null if they are passed over. */
    byte @Nullable [] key(EvalContext ctx);

    boolean hasSeen(byte[] key);

    void remember(byte[] key);

    /** Takes the current row, whose values have not come before. */
    void addNew(EvalContext ctx);

    /**
     * Forgets the keys, not what was made of the values.
     *
     * @return by how much {@link #memoryBytes} fell
     */
    long forgetSeen();

    @Override
    default void add(EvalContext ctx) {
        byte[] key = key(ctx);
        if (key != null && !hasSeen(key)) {
            remember(key);
            addNew(ctx);
        }
    }
}
