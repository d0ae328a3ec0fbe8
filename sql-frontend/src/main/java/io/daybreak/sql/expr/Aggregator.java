package io.daybreak.sql.expr;

import org.jspecify.annotations.Nullable;

/** The running state of an aggregate over one group. Owned by one thread. */
public interface Aggregator {
    /** Takes the current row of the context. */
    void add(EvalContext ctx);

    /**
     * Takes all rows of a batch, which may leave any of them the current one. Only with quiet
     * arguments.
     */
    default void addAll(EvalContext ctx, RowBatch batch) {
        for (int i = 0; i < batch.count(); i++) {
            batch.stand(i);
            add(ctx);
        }
    }

    /** The value for the rows so far; more may follow. */
    @Nullable Object result(EvalContext ctx);

    /** Forgets all rows. */
    void reset();

    /** An estimate of the memory that grew with the rows; 0 for those of a fixed size. */
    default long memoryBytes() {
        return 0;
    }

    /**
     * Takes a row away again that was added, for moving window frames; false if the aggregate
     * cannot, and nothing was done.
     */
    default boolean remove(EvalContext ctx) {
        return false;
    }
}
