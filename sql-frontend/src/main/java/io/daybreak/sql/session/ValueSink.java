package io.daybreak.sql.session;

import io.daybreak.engine.api.RowReader;
import io.daybreak.sql.exec.InnerSink;
import org.jspecify.annotations.Nullable;

/** Takes the one value of a query that a statement needs for itself. */
final class ValueSink implements InnerSink {
    @Nullable Object value;

    @Override
    public void row(RowReader row) {
        value = row.get(0);
    }
}
