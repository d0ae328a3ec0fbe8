package io.daybreak.sql.exec;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.types.SqlMode;
import io.daybreak.sql.types.StoreContext;
import java.time.ZoneId;

/**
 * One DML statement's writing of rows: the row's number, and whether what does not fit is an error
 * or a warning. Owned by the execution.
 */
final class RowStoring implements StoreContext {
    private final ExecutionContext context;
    private final boolean ignore;
    private final boolean strict;
    private long row = 1;

    RowStoring(ExecutionContext context, boolean ignore) {
        this.context = context;
        this.ignore = ignore;
        this.strict = SqlMode.isStrict(context.sqlMode()) && !ignore;
    }

    ExecutionContext context() {
        return context;
    }

    boolean ignore() {
        return ignore;
    }

    void row(long number) {
        row = number;
    }

    @Override
    public boolean isStrict() {
        return strict;
    }

    @Override
    public long row() {
        return row;
    }

    @Override
    public ZoneId timeZone() {
        return context.timeZone();
    }

    @Override
    public long sqlMode() {
        return context.sqlMode();
    }

    @Override
    public long nowMicros() {
        return context.nowMicros();
    }

    @Override
    public void warn(MySqlError error, Object... arguments) {
        context.warn(error, arguments);
    }

    @Override
    public void note(MySqlError error, Object... arguments) {
        context.note(error, arguments);
    }

    /** The row is refused: an error, or with IGNORE a warning after which it is passed over. */
    void refuse(MySqlError error, Object... arguments) {
        if (!ignore) {
            throw new SqlException(error, arguments);
        }
        context.warn(error, arguments);
    }

    /** An error under strict mode, else a warning. */
    void complain(MySqlError error, Object... arguments) {
        if (strict) {
            throw new SqlException(error, arguments);
        }
        context.warn(error, arguments);
    }
}
