package io.daybreak.sql.plan;

import io.daybreak.sql.api.ResultColumn;
import io.daybreak.sql.api.ResultSink;
import io.daybreak.sql.exec.ExecutionContext;
import io.daybreak.sql.exec.ExecutionResult;
import java.util.List;

/** A statement ready to run. Immutable, shared by sessions and threads. */
public interface Plan {
    /** Empty for a statement without a result set. */
    ResultColumn[] columns();

    /**
     * Whether it reads a row or a small range by a unique key, or changes one row: runs on an event
     * loop.
     */
    boolean isShort();

    /**
     * Whether it is simple enough to run on an event loop if it turns out to read few rows; it
     * gives up when it reads more.
     */
    default boolean mayBeShort() {
        return isShort();
    }

    /** Whether it only reads and takes no locks (but under SERIALIZABLE). */
    boolean isReadOnly();

    /**
     * The tables it was made for, to lock and check before each run: the plan is stale if the
     * dictionary has another id or version under a name.
     */
    List<Dependency> dependencies();

    /**
     * Ordinals of literals, ascending, whose values shaped the plan: it serves only statements in
     * which these are the same.
     */
    int[] structuralLiterals();

    /** What is to be so for the plan to be a good one. */
    default List<Sensitivity> sensitivities() {
        return List.of();
    }

    /** Whether it is as good for the values of this run. */
    default boolean isStillGood(io.daybreak.sql.exec.ExecutionContext context) {
        for (Sensitivity sensitivity : sensitivities()) {
            if (!sensitivity.holds(context.engine(), context)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Runs it: rows go to the sink ({@code columns} and {@code row}; the caller ends the result),
     * changes are counted. The caller has begun the engine's statement, and ends it or rolls it
     * back.
     */
    ExecutionResult execute(ExecutionContext context, ResultSink sink);

    /** The physical plan as text, as EXPLAIN FORMAT=TREE prints it. */
    String explainTree();

    /** A table of a statement; id and version 0 for tables without storage. */
    record Dependency(String schema, String table, long id, long version) {}
}
