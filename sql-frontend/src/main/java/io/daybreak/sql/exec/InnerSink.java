package io.daybreak.sql.exec;

import io.daybreak.sql.api.ResultColumn;
import io.daybreak.sql.api.ResultSink;
import io.daybreak.sql.api.SqlException;

/**
 * Takes the rows of a plan that a statement runs for itself: there is no client that has to keep up
 * or wants an answer.
 */
public interface InnerSink extends ResultSink {
    @Override
    default void columns(ResultColumn[] columns) {
        // Who runs the plan knows them.
    }

    @Override
    default boolean isWritable() {
        return true;
    }

    @Override
    default void awaitWritable() {
        // Always is.
    }

    @Override
    default void end(int warnings, int statusFlags, boolean more) {
        throw new IllegalStateException("a plan does not end its result");
    }

    @Override
    default void ok(
            long affectedRows,
            long lastInsertId,
            int warnings,
            int statusFlags,
            String info,
            boolean more) {
        throw new IllegalStateException("a plan does not answer");
    }

    @Override
    default void error(SqlException error) {
        throw error;
    }

    @Override
    default void requestLocalFile(String name, LocalFileReader reader) {
        throw new IllegalStateException("a plan asks for no file");
    }
}
