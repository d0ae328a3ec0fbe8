package io.daybreak.sql.plan;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.expr.EvalContext;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** The values of a statement's literals and parameters while it is planned; warns nobody. */
final class KnownValues extends EvalContext {
    private final EvalContext session;

    KnownValues(EvalContext session) {
        this.session = session;
    }

    @Override
    public @Nullable Object parameter(int ordinal) {
        return session.parameter(ordinal);
    }

    @Override
    public long nowMicros() {
        return session.nowMicros();
    }

    @Override
    public ZoneId timeZone() {
        return session.timeZone();
    }

    @Override
    public long sqlMode() {
        return session.sqlMode();
    }

    @Override
    public void warn(MySqlError error, Object... arguments) {
        // The statement itself will warn when it runs.
    }
}
