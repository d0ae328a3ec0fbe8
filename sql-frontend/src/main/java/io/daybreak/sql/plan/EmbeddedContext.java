package io.daybreak.sql.plan;

import io.daybreak.sql.types.SqlType;
import org.jspecify.annotations.Nullable;

/** For expressions that stand in a table's definition: they know no parameters and variables. */
record EmbeddedContext(PlanningContext context, @Nullable String currentSchema)
        implements InnerPlanning {
    @Override
    public @Nullable SqlType parameterType(int ordinal) {
        return null;
    }

    @Override
    public @Nullable SqlType userVariableType(String name) {
        return null;
    }
}
