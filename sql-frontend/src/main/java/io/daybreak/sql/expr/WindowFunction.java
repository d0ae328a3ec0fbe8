package io.daybreak.sql.expr;

import io.daybreak.engine.api.RowReader;
import io.daybreak.sql.types.SqlType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A window function with its arguments. Immutable and thread-safe. */
public interface WindowFunction {
    String name();

    SqlType type();

    boolean nullable();

    List<Expr> arguments();

    /**
     * The value for one row of a partition.
     *
     * @param row from 0
     * @param frameStart first row of the frame
     * @param frameEnd behind the last row of the frame; not above frameStart if it is empty
     */
    @Nullable Object value(
            WindowPartition partition, EvalContext ctx, int row, int frameStart, int frameEnd);

    /** The rows of one partition in the window's order. */
    interface WindowPartition {
        int size();

        /** Valid until the next call. */
        RowReader row(int index);

        /** First row equal to this one in the window's order. */
        int peerStart(int index);

        /** Behind the last row equal to this one in the window's order. */
        int peerEnd(int index);

        /** How many different positions in the order come before this row's, from 0. */
        int peerGroup(int index);
    }
}
