package io.daybreak.server.net;

import io.daybreak.sql.api.SqlException;
import org.jspecify.annotations.Nullable;

/**
 * The end of an answer that waits for a commit to be durable. Written by the thread that completes
 * the commit, read by the event loop after the hop to it; one a connection, because a client waits
 * for one answer at a time, and nothing is allocated for a commit.
 */
final class LateAnswer {
    private boolean endsRows;
    private long affectedRows;
    private long lastInsertId;
    private int warnings;
    private int statusFlags;
    private String info = "";
    private @Nullable SqlException error;

    void ok(long rows, long insertId, int warningCount, int status, String message) {
        endsRows = false;
        affectedRows = rows;
        lastInsertId = insertId;
        warnings = warningCount;
        statusFlags = status;
        info = message;
        error = null;
    }

    /** The end of rows that show a commit which was not durable when they were read. */
    void end(int warningCount, int status) {
        endsRows = true;
        warnings = warningCount;
        statusFlags = status;
        error = null;
    }

    void error(SqlException failure) {
        error = failure;
    }

    void writeTo(CommandSink sink) {
        SqlException failure = error;
        if (failure != null) {
            error = null;
            sink.writeError(failure);
        } else if (endsRows) {
            sink.writeEnd(warnings, statusFlags, false);
        } else {
            sink.writeOk(affectedRows, lastInsertId, warnings, statusFlags, info, false);
        }
    }
}
