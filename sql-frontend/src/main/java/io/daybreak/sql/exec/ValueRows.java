package io.daybreak.sql.exec;

import io.daybreak.sql.types.SqlType;
import org.jspecify.annotations.Nullable;

/** Rows of values, one after the other, in the order of the columns that an INSERT names. */
public interface ValueRows {
    /** How many rows there are. */
    long count();

    /** Moves to the next row; false at the end. */
    boolean next();

    @Nullable Object value(int column);

    SqlType type(int column);
}
