package io.daybreak.sql.exec;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.types.SqlMode;

/** Makes expressions strict while a DML statement runs, if its mode is. */
final class StrictWrites implements AutoCloseable {
    private final ExecutionContext context;
    private final boolean before;

    StrictWrites(ExecutionContext context, boolean ignore) {
        this.context = context;
        this.before = context.strictWrite;
        context.strictWrite = SqlMode.isStrict(context.sqlMode()) && !ignore;
    }

    /** Whether strict DML ends with what is a warning elsewhere, wherever it comes up. */
    static boolean isError(MySqlError error) {
        return switch (error) {
            case ER_TRUNCATED_WRONG_VALUE,
                    ER_WRONG_VALUE_FOR_TYPE,
                    ER_WARN_DATA_OUT_OF_RANGE,
                    ER_DIVISION_BY_ZERO,
                    ER_TRUNCATED_WRONG_VALUE_FOR_FIELD,
                    WARN_DATA_TRUNCATED,
                    ER_DATA_TOO_LONG,
                    ER_CUT_VALUE_GROUP_CONCAT,
                    ER_DATETIME_FUNCTION_OVERFLOW,
                    ER_INVALID_JSON_VALUE_FOR_CAST,
                    ER_INVALID_ARGUMENT_FOR_LOGARITHM ->
                    true;
            default -> false;
        };
    }

    @Override
    public void close() {
        context.strictWrite = before;
    }
}
