package io.daybreak.sql.expr;

/**
 * Rows that an operator shows together, for expressions that are evaluated for many rows at once.
 * Owned by one execution.
 */
public interface RowBatch {
    int count();

    /** Makes one of them the current row; counted from 0. */
    void stand(int row);
}
