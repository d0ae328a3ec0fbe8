package io.daybreak.sql.exec;

import io.daybreak.engine.api.StorageEngine;
import io.daybreak.engine.api.Transaction;
import io.daybreak.engine.api.WouldBlockException;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
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

    /** What a statement may read on an event loop, and between two looks at being killed. */
    private static final int INLINE_ROWS_MAX = 1024;

    private static final int TICKS_PER_LOOK = 16;

    /** The slots of the running execution; set by the plan. */
    @Nullable Object[] frame = NO_FRAME;

    /** Where the parts of the running plan count what they do; null but for EXPLAIN ANALYZE. */
    @Nullable Actuals actuals;

    /** The running execution; set by the plan. */
    @Nullable Execution execution;

    /** Set while DML runs. */
    boolean strictWrite;

    /** Rows until somebody looks whether the statement should go on; see {@link #ticksRanOut}. */
    private int ticksLeft;

    private boolean manyRows;

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

    /** Adds to the session's list. */
    protected abstract void addWarning(MySqlError error, Object... arguments);

    @Override
    public final void warn(MySqlError error, Object... arguments) {
        if (strictWrite && StrictWrites.isError(error)) {
            throw new SqlException(error, arguments);
        }
        addWarning(error, arguments);
    }

    /**
     * Whether the statement may wait and take its time. Otherwise it runs on an event loop, gives
     * up with WouldBlockException, and what it wrote to its sink is void.
     */
    public boolean mayBlock() {
        return true;
    }

    /** A statement starts. */
    protected final void startTicking() {
        ticksLeft = INLINE_ROWS_MAX;
        manyRows = false;
    }

    /** Counts a row that was read or made, or a key that was looked up. */
    final void tick() {
        if (--ticksLeft <= 0) {
            ticksRanOut();
        } else if (manyRows && ticksLeft % TICKS_PER_LOOK == 0) {
            // One row may take long; but to look at the clock for each would, too.
            checkInterrupted();
        }
    }

    /** Counts rows that were read together and over which nothing was computed yet. */
    final void tick(int rows) {
        ticksLeft -= rows;
        if (ticksLeft <= 0) {
            ticksRanOut();
        }
    }

    /** Whether the statement that ran read few enough rows to run on an event loop. */
    public final boolean readFewRows() {
        return !manyRows;
    }

    private void ticksRanOut() {
        if (!mayBlock()) {
            throw WouldBlockException.INSTANCE;
        }
        manyRows = true;
        ticksLeft = INLINE_ROWS_MAX;
        checkInterrupted();
        letOthersRun();
    }
}
