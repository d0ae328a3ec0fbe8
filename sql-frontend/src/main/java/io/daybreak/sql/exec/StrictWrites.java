package io.daybreak.sql.exec;

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

    @Override
    public void close() {
        context.strictWrite = before;
    }
}
