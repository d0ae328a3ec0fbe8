package io.daybreak.sql.plan;

import io.daybreak.engine.collation.Collation;
import io.daybreak.sql.catalog.Catalog;
import io.daybreak.sql.expr.BindContext;
import io.daybreak.sql.types.SqlType;
import org.jspecify.annotations.Nullable;

/** What planning needs of the session. Used during the call only. */
public interface PlanningContext {
    Catalog catalog();

    /** The session's default schema; null if there is none (error 1046). */
    @Nullable String currentSchema();

    /** Collation of literals, sql_mode, ... */
    BindContext bindContext();

    /** The collation of {@code character_set_results}: column definitions depend on it. */
    Collation resultCollation();

    /**
     * Whether literals become parameters with their ordinal as index (a text statement that goes to
     * the plan cache), or stay constants (a prepared statement, whose markers are the parameters).
     */
    boolean liftsLiterals();

    /**
     * The type of the value that will be bound to a marker; null if not yet known
     * (COM_STMT_PREPARE): the place decides.
     */
    @Nullable SqlType parameterType(int ordinal);

    /**
     * A table without storage, such as {@code information_schema.tables}; null if there is none.
     */
    @Nullable VirtualTable virtualTable(String schema, String name);

    /**
     * The type of {@code @@name}'s value and the expression that reads it; error 1193 if unknown.
     */
    io.daybreak.sql.expr.Expr systemVariable(
            io.daybreak.sql.ast.Expression.SystemVariable variable);

    /** The type of {@code @name} as of now; null for one that was never set. */
    @Nullable SqlType userVariableType(String name);

    /**
     * The values that literals and parameters have in this run, to estimate with; null if they are
     * not known yet.
     */
    default io.daybreak.sql.expr.@Nullable EvalContext values() {
        return null;
    }

    /** Between steps of a planning that takes long: throws 1317 or 3024 if it should end. */
    default void pause() {}

    /** Whether a schema exists, information_schema and its like too. */
    boolean hasSchema(String name);
}
