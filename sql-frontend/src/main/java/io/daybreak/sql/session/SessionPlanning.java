package io.daybreak.sql.session;

import io.daybreak.engine.collation.Collation;
import io.daybreak.sql.ast.Expression;
import io.daybreak.sql.catalog.Catalog;
import io.daybreak.sql.expr.BindContext;
import io.daybreak.sql.expr.EvalContext;
import io.daybreak.sql.expr.Expr;
import io.daybreak.sql.plan.PlanningContext;
import io.daybreak.sql.plan.VirtualTable;
import io.daybreak.sql.types.SqlType;
import org.jspecify.annotations.Nullable;

/**
 * A session as the planner sees it.
 *
 * @param knowsValues whether the session has the values that this run of the statement is for
 * @param parameterTypes of the markers of a prepared statement; null while they are not known
 */
record SessionPlanning(
        SessionContext session,
        boolean liftsLiterals,
        SqlType @Nullable [] parameterTypes,
        boolean knowsValues)
        implements PlanningContext {
    @Override
    public Catalog catalog() {
        return session.catalog();
    }

    @Override
    public @Nullable String currentSchema() {
        return session.schema();
    }

    @Override
    public BindContext bindContext() {
        PlanEnvironment environment = session.environment();
        return new BindContext(
                environment.connection(),
                environment.divPrecisionIncrement(),
                environment.sqlMode());
    }

    @Override
    public Collation resultCollation() {
        return session.environment().results();
    }

    @Override
    public @Nullable SqlType parameterType(int ordinal) {
        SqlType[] types = parameterTypes;
        return types == null ? null : types[ordinal];
    }

    @Override
    public @Nullable VirtualTable virtualTable(String schema, String name) {
        return session.database.virtualTable(schema, name);
    }

    @Override
    public Expr systemVariable(Expression.SystemVariable variable) {
        return SystemVariableRead.of(variable.name(), variable.scope());
    }

    @Override
    public @Nullable SqlType userVariableType(String name) {
        EvalContext.UserVariable variable = session.userVariable(name);
        return variable == null ? null : variable.type();
    }

    @Override
    public @Nullable EvalContext values() {
        return knowsValues ? session : null;
    }

    @Override
    public void pause() {
        session.pause();
    }

    @Override
    public boolean hasSchema(String name) {
        return session.database.hasSchema(name);
    }
}
