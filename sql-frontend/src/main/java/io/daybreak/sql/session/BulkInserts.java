package io.daybreak.sql.session;

import io.daybreak.sql.api.ResultSink;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.api.SqlSession.Progress;
import io.daybreak.sql.parse.Digest;
import io.daybreak.sql.parse.LiteralRows;
import io.daybreak.sql.parse.Statements;
import io.daybreak.sql.plan.BulkInsertPlan;
import io.daybreak.sql.plan.Plan;
import org.jspecify.annotations.Nullable;

/**
 * INSERTs with many rows of literals: the statement with its first row alone is planned, or found
 * in the cache; then all rows are read off the text and inserted as they are read. Owned by the
 * session's thread.
 */
final class BulkInserts {
    /** Shorter texts are digested whole, and their plans are kept. */
    private static final int BYTES_MIN = 4 * 1024;

    private static final int ATTEMPTS_MAX = 10;

    private final SessionContext context;
    private final StatementRunner runner;

    BulkInserts(SessionContext context, StatementRunner runner) {
        this.context = context;
        this.runner = runner;
    }

    /** Whether a text is long and begins as such a statement does. */
    boolean mayTake(byte[] text, int from, int to) {
        if (to - from < BYTES_MIN) {
            return false;
        }
        String word = Statements.firstKeyword(text, from, to, context.variables.parseOptions());
        return "INSERT".equals(word) || "REPLACE".equals(word);
    }

    /** The rows of such a text; null for any other text. */
    @Nullable LiteralRows rows(byte[] text, int from, int to) {
        if (to - from < BYTES_MIN) {
            return null;
        }
        LiteralRows rows = LiteralRows.of(text, from, to, context.variables.parseOptions());
        return rows != null && rows.count() > 1 ? rows : null;
    }

    /**
     * @return null if the statement wants the ordinary way after all
     */
    @Nullable Progress run(
            LiteralRows rows, byte[] text, int from, Digest digest, ResultSink sink, boolean more) {
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            if (!digest.read(text, from, rows.firstRowEnd(), context.variables.parseOptions())) {
                return null;
            }
            CachedPlan head = context.database.plans().find(digest, context.environment());
            if (head == null) {
                try {
                    head = runner.planFirst(text, from, rows.firstRowEnd(), digest);
                } catch (SqlException | StackOverflowError e) {
                    // The whole statement has the error, and tells it with its own text.
                    return null;
                }
            }
            rows.rewind();
            if (!BulkInsertPlan.takes(head.plan())) {
                return null;
            }
            TypedRows typed =
                    new TypedRows(
                            rows,
                            context.environment().connection(),
                            BulkInsertPlan.numericColumns(head.plan()));
            Plan plan = BulkInsertPlan.of(head.plan(), typed);
            Progress progress = runner.runOnce(head.with(plan), sink, more);
            if (progress != null) {
                return progress;
            }
            context.database.plans().removeStale(digest, context.environment());
        }
        return null;
    }
}
