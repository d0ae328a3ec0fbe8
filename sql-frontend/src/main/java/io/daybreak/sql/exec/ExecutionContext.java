package io.daybreak.sql.exec;

import io.daybreak.engine.api.StorageEngine;
import io.daybreak.engine.api.Transaction;
import io.daybreak.sql.catalog.Catalog;
import io.daybreak.sql.expr.EvalContext;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a plan needs of the session that runs it, besides what expressions need. Owned by the thread
 * that runs the statement.
 */
public abstract class ExecutionContext extends EvalContext {
    private static final @Nullable Object[] NO_FRAME = {};

    /** The slots of the running execution; set by the plan. */
    @Nullable Object[] frame = NO_FRAME;

    /** The running execution; set by the plan. */
    @Nullable Execution execution;

    /** Set while DML runs. */
    boolean strictWrite;

    /** The transaction the statement runs in, between its beginStatement and endStatement. */
    public abstract Transaction transaction();

    public abstract Catalog catalog();

    public final StorageEngine engine() {
        return catalog().engine();
    }

    /** What sorts, hash tables and temporary results of one statement may take together. */
    public abstract long memoryLimitBytes();

    /** Where sorts put what does not fit. */
    public abstract Path temporaryDirectory();

    /**
     * Whether plain reads lock shared: SERIALIZABLE and the transaction was not begun for this
     * statement alone.
     */
    public abstract boolean readsLockShared();

    /** CLIENT_FOUND_ROWS: UPDATE answers matched instead of changed rows. */
    public abstract boolean answersFoundRows();

    public abstract boolean foreignKeyChecks();

    public abstract long autoIncrementIncrement();

    public abstract long autoIncrementOffset();

    /** {@code cte_max_recursion_depth}. */
    public abstract long recursionDepthMax();

    /** {@code lock_wait_timeout} for metadata locks, in milliseconds. */
    public abstract long metadataLockTimeoutMillis();

    /** {@code sql_select_limit}; Long.MAX_VALUE for none. */
    public abstract long selectLimit();

    /** {@code sql_safe_updates}. */
    public abstract boolean safeUpdates();

    /** Warnings of the statement so far, for info texts. */
    public int warningCount() {
        return 0;
    }

    /** Whether a value that cannot be computed is an error: DML in strict mode without IGNORE. */
    @Override
    public final boolean isStrictWrite() {
        return strictWrite;
    }

    /**
     * Whether rows may be written to a sink as they are read, even if the statement may still give
     * up with WouldBlockException; otherwise a short plan buffers its rows.
     */
    public boolean mayBlock() {
        return true;
    }
}
