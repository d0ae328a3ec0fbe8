package io.daybreak.sql.session;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.parse.Deprecation;
import java.util.ArrayList;
import java.util.List;

/**
 * The diagnostics of the running statement and of the one before. Bounded by {@code
 * max_error_count}. Owned by the session's thread.
 */
final class Warnings {
    private static final int KEPT_MAX = 1024;

    private List<StatementContext.Warning> current = new ArrayList<>();
    private List<StatementContext.Warning> previous = new ArrayList<>();
    private int count;

    /** A statement begins that makes diagnostics of its own. */
    void begin() {
        if (!current.isEmpty() || !previous.isEmpty()) {
            List<StatementContext.Warning> old = previous;
            previous = current;
            old.clear();
            current = old;
        }
        count = 0;
    }

    /** SHOW WARNINGS: the diagnostics stay those of the statement before. */
    void keepPrevious() {
        current.clear();
        current.addAll(previous);
        count = current.size();
    }

    void add(String level, MySqlError error, Object... arguments) {
        count++;
        if (current.size() < KEPT_MAX) {
            current.add(
                    new StatementContext.Warning(
                            level,
                            error,
                            String.valueOf(new SqlException(error, arguments).getMessage())));
        }
    }

    /** What the parser found; the same for every run of a statement. */
    void addAll(List<Deprecation> deprecations) {
        for (Deprecation deprecation : deprecations) {
            count++;
            if (current.size() < KEPT_MAX) {
                current.add(
                        new StatementContext.Warning(
                                "Warning", deprecation.error(), deprecation.message()));
            }
        }
    }

    void add(SqlException error) {
        count++;
        if (current.size() < KEPT_MAX) {
            current.add(
                    new StatementContext.Warning(
                            "Error", error.error(), String.valueOf(error.getMessage())));
        }
    }

    /** Forgets what a statement added that is run again. */
    void clearCurrent() {
        current.clear();
        count = 0;
    }

    int count() {
        return count;
    }

    List<StatementContext.Warning> previous() {
        return List.copyOf(previous);
    }

    void clear() {
        current.clear();
        previous.clear();
        count = 0;
    }
}
