package io.daybreak.sql.exec;

/**
 * A running part of a plan. {@link #next} moves to the next row: its values are in the frame then.
 * {@link #open} may be called again to start over (the inner side of a nested loop, a correlated
 * subquery). Owned by one execution.
 */
public interface Operator {
    void open();

    boolean next();

    /** Frees cursors and memory; harmless when not open. */
    void close();
}
