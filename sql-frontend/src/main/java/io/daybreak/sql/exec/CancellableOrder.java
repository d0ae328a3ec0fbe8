package io.daybreak.sql.exec;

import java.util.Comparator;

/**
 * An order for sorting many values, which now and then looks whether the statement was killed. Used
 * by the statement's thread.
 */
final class CancellableOrder<T> implements Comparator<T> {
    private static final int COMPARISONS_PER_LOOK = 1 << 14;

    private final Execution execution;
    private final Comparator<T> order;
    private int left = COMPARISONS_PER_LOOK;

    CancellableOrder(Execution execution, Comparator<T> order) {
        this.execution = execution;
        this.order = order;
    }

    @Override
    public int compare(T a, T b) {
        if (--left == 0) {
            left = COMPARISONS_PER_LOOK;
            execution.checkCancelled();
        }
        return order.compare(a, b);
    }
}
