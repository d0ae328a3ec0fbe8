package io.daybreak.sql.plan;

import io.daybreak.engine.collation.Collation;
import io.daybreak.sql.ast.Expression;
import io.daybreak.sql.catalog.Catalog;
import io.daybreak.sql.expr.BindContext;
import io.daybreak.sql.expr.Expr;
import io.daybreak.sql.types.SqlType;
import org.jspecify.annotations.Nullable;

/**
 * Planning of what stands inside of a statement, or of a definition that a statement uses: as the
 * statement's, except that literals are constants and for what an implementation says.
 */
public interface InnerPlanning extends PlanningContext {
    /** The statement's. */
    PlanningContext context();

    @Override
    default Catalog catalog() {
        return context().catalog();
    }

    @Override
    default BindContext bindContext() {
        return context().bindContext();
    }

    @Override
    default Collation resultCollation() {
        return context().resultCollation();
    }

    @Override
    default boolean liftsLiterals() {
        return false;
    }

    @Override
    default @Nullable SqlType parameterType(int ordinal) {
        return context().parameterType(ordinal);
    }

    @Override
    default @Nullable VirtualTable virtualTable(String schema, String name) {
        return context().virtualTable(schema, name);
    }

    @Override
    default Expr systemVariable(Expression.SystemVariable variable) {
        return context().systemVariable(variable);
    }

    @Override
    default @Nullable SqlType userVariableType(String name) {
        return context().userVariableType(name);
    }

    @Override
    default boolean hasSchema(String name) {
        return context().hasSchema(name);
    }
}
