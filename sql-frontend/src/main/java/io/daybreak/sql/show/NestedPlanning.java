package io.daybreak.sql.show;

import io.daybreak.engine.collation.Collation;
import io.daybreak.sql.ast.Expression;
import io.daybreak.sql.catalog.Catalog;
import io.daybreak.sql.expr.BindContext;
import io.daybreak.sql.expr.Expr;
import io.daybreak.sql.plan.PlanningContext;
import io.daybreak.sql.plan.VirtualTable;
import io.daybreak.sql.types.SqlType;
import org.jspecify.annotations.Nullable;

/**
 * For a query inside of a statement: its literals are constants.
 *
 * @param rows a table that only this query knows; null for none
 */
record NestedPlanning(
        PlanningContext context, @Nullable String currentSchema, @Nullable VirtualTable rows)
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
        return context.parameterType(ordinal);
    }

    @Override
    public @Nullable VirtualTable virtualTable(String schema, String name) {
        return rows != null && rows.schema().equals(schema) && rows.name().equals(name)
                ? rows
                : context.virtualTable(schema, name);
    }

    @Override
    public Expr systemVariable(Expression.SystemVariable variable) {
        return context.systemVariable(variable);
    }

    @Override
    public @Nullable SqlType userVariableType(String name) {
        return context.userVariableType(name);
    }

    @Override
    public boolean hasSchema(String name) {
        return context.hasSchema(name) || (rows != null && rows.schema().equals(name));
    }
}
