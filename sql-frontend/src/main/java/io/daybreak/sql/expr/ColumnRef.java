package io.daybreak.sql.expr;

/** What an expression is that only reads a column; for planners. */
public interface ColumnRef {
    /** Index into {@link EvalContext#rows}. */
    int input();

    int column();

    /** Whether it reads a TIMESTAMP of a stored row, which is UTC there. */
    boolean isStored();
}
