package io.daybreak.sql.show;

import io.daybreak.sql.plan.InnerPlanning;
import io.daybreak.sql.plan.PlanningContext;
import io.daybreak.sql.plan.VirtualTable;
import org.jspecify.annotations.Nullable;

/**
 * For a query inside of a statement.
 *
 * @param rows a table that only this query knows; null for none
 */
record NestedPlanning(
        PlanningContext context, @Nullable String currentSchema, @Nullable VirtualTable rows)
        implements InnerPlanning {
    @Override
    public @Nullable VirtualTable virtualTable(String schema, String name) {
        return rows != null && rows.schema().equals(schema) && rows.name().equals(name)
                ? rows
                : InnerPlanning.super.virtualTable(schema, name);
    }

    @Override
    public boolean hasSchema(String name) {
        return InnerPlanning.super.hasSchema(name) || (rows != null && rows.schema().equals(name));
    }
}
