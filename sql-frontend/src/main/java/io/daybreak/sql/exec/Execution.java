package io.daybreak.sql.exec;

import io.daybreak.engine.api.LockMode;
import io.daybreak.engine.api.Transaction;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.expr.Expr;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One run of a plan: the frame, memory, and what its operators and subqueries share. Owned by the
 * thread that runs the statement.
 */
public final class Execution implements AutoCloseable {
    private final ExecutionContext context;
    private final @Nullable Object[] frame;
    private final MemoryBudget memory;
    private final @Nullable Object[] outerFrame;
    private final @Nullable Execution outerExecution;
    private @Nullable IdentityHashMap<Object, Object> shared;

    /** Negative unless SQL_CALC_FOUND_ROWS was asked for. */
    private long found = -1;

    /** Those that are there. An error leaves operators of queries within that nobody closes. */
    private final Set<SpillFile> files = new HashSet<>();

    /** Makes this the context's running execution until it is closed. */
    public Execution(ExecutionContext context, int slots) {
        this.context = context;
        this.frame = new Object[slots];
        this.memory = new MemoryBudget(context.memoryLimitBytes());
        this.outerFrame = context.frame;
        this.outerExecution = context.execution;
        context.frame = frame;
        context.execution = this;
    }

    @Nullable Object[] frame() {
        return frame;
    }

    public ExecutionContext context() {
        return context;
    }

    Transaction transaction() {
        return context.transaction();
    }

    MemoryBudget memory() {
        return memory;
    }

    /** A new temporary file; the end of this run closes it at the latest. */
    SpillFile spillFile() {
        SpillFile file = new SpillFile(context.temporaryDirectory(), files::remove);
        files.add(file);
        return file;
    }

    long recursionDepthMax() {
        return context.recursionDepthMax();
    }

    /** The operator of a node, watched if the statement is EXPLAIN ANALYZE. */
    Operator operator(PlanNode node) {
        Operator operator = node.operator(this);
        Actuals actuals = context.actuals;
        return actuals == null ? operator : actuals.watch(node, operator);
    }

    /** So many rows there would be without the LIMIT. */
    void found(long rows) {
        found = rows;
    }

    /** What FOUND_ROWS() answers after this, if so many rows were sent. */
    long foundOr(long sent) {
        return found < 0 ? sent : found;
    }

    @Nullable Object eval(Expr expr) {
        return expr.eval(context);
    }

    /** Whether all are true. */
    boolean test(Expr[] conditions) {
        for (Expr condition : conditions) {
            if (!condition.evalTrue(context)) {
                return false;
            }
        }
        return true;
    }

    /** The value of LIMIT or OFFSET. */
    long count(Expr expr) {
        long count = expr.evalLong(context);
        if (context.wasNull || (count < 0 && !expr.type().unsigned())) {
            throw new SqlException(MySqlError.ER_WRONG_ARGUMENTS, "LIMIT");
        }
        return count < 0 ? Long.MAX_VALUE : count;
    }

    /** The lock of a read that the statement itself does not lock. */
    LockMode readLock(LockMode wanted) {
        return wanted == LockMode.NONE && context.readsLockShared() ? LockMode.SHARE : wanted;
    }

    /**
     * Counts a row; now and then looks whether the statement was killed, or has read too much for
     * an event loop.
     */
    void tick() {
        context.tick();
    }

    /** {@link #tick} for many rows. */
    void tick(int rows) {
        context.tick(rows);
    }

    void checkCancelled() {
        context.checkInterrupted();
    }

    /** State of a node or expression in this execution, made when first asked for. */
    @SuppressWarnings("unchecked")
    <T> T state(Object key, Supplier<T> initial) {
        IdentityHashMap<Object, Object> map = shared;
        if (map == null) {
            map = new IdentityHashMap<>();
            shared = map;
        }
        Object value = map.get(key);
        if (value == null) {
            value = initial.get();
            map.put(key, value);
        }
        return (T) value;
    }

    List<@Nullable Object[]> rowsOf(CteSource source) {
        CteRows known = state(source, CteRows::new);
        List<Object> key = OuterValues.of(this, source.outer());
        if (!key.equals(known.key)) {
            known.all.forEach(row -> memory().release(SavedRows.sizeOf(row)));
            known.all = List.of();
            known.key = null;
            known.all = source.compute(this);
            known.key = key;
        }
        return known.all;
    }

    /** The rows of a recursive table's last round. */
    List<@Nullable Object[]> workTable(CteSource source) {
        return state(source.workKey(), WorkTable::new).rows;
    }

    void workTable(CteSource source, List<@Nullable Object[]> rows) {
        state(source.workKey(), WorkTable::new).rows = rows;
    }

    @Override
    public void close() {
        context.frame = outerFrame;
        context.execution = outerExecution;
        List.copyOf(files).forEach(SpillFile::close);
    }

    /** The rows of a common table expression for the values that it last read of queries around. */
    private static final class CteRows {
        @Nullable List<Object> key;
        List<@Nullable Object[]> all = List.of();
    }

    private static final class WorkTable {
        List<@Nullable Object[]> rows = List.of();
    }
}
