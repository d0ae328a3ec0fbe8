package io.daybreak.sql.ddl;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.exec.ExecutionContext;
import io.daybreak.sql.types.StoreContext;
import java.time.ZoneId;

/** Conversions into columns while a table is made or copied. Owned by the statement. */
final class Storing implements StoreContext {
    private final ExecutionContext context;
    private final boolean quiet;
    private final boolean strict;
    private boolean complained;
    private long row = 1;

    /**
     * @param quiet for a default: complaints are only remembered
     */
    Storing(ExecutionContext context, boolean quiet) {
        this.context = context;
        this.quiet = quiet;
        this.strict = quiet || io.daybreak.sql.types.SqlMode.isStrict(context.sqlMode());
    }

    boolean complained() {
        return complained;
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
        complained = true;
        if (!quiet) {
            context.warn(error, arguments);
        }
    }

    @Override
    public void note(MySqlError error, Object... arguments) {
        if (!quiet) {
            context.note(error, arguments);
        }
    }
}
