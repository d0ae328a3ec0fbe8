package io.daybreak.sql.plan;

import io.daybreak.engine.collation.Collation;
import io.daybreak.sql.ast.Expression;
import io.daybreak.sql.catalog.Catalog;
import io.daybreak.sql.expr.BindContext;
import io.daybreak.sql.expr.Expr;
import io.daybreak.sql.types.SqlType;
import org.jspecify.annotations.Nullable;

/** For expressions that stand in a table's definition: their literals are constants. */
record EmbeddedContext(PlanningContext context, @Nullable String currentSchema)
        implements PlanningContext {
    @Override
    public Catalog catalog() {
        return context.catalog();
    }

    @Override
    public BindContext bindContext() {
        return context.bindContext();
    }

    @Override
    public Collation resultCollation() {
        return context.resultCollation();
    }

    @Override
    public boolean liftsLiterals() {
        return false;
    }

    @Override
    public @Nullable SqlType parameterType(int ordinal) {
        return null;
    }

    @Override
    public @Nullable VirtualTable virtualTable(String schema, String name) {
        return context.virtualTable(schema, name);
    }

    @Override
    public Expr systemVariable(Expression.SystemVariable variable) {
        return context.systemVariable(variable);
    }

    @Override
    public @Nullable SqlType userVariableType(String name) {
        return null;
    }

    @Override
    public boolean hasSchema(String name) {
        return context.hasSchema(name);
    }
}
