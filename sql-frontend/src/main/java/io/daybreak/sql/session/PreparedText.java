package io.daybreak.sql.session;

import io.daybreak.sql.api.ResultColumn;
import io.daybreak.sql.api.SqlSession;
import io.daybreak.sql.types.SqlType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A prepared statement of a session: what preparing it found, and the plan for the parameter types
 * that it was run with last. Owned by the session's thread.
 */
final class PreparedText implements SqlSession.Prepared {
    final Preparation preparation;

    /** Of the last run: what a NULL has in the next. */
    final SqlType[] types;

    /** For these types and this environment. */
    @Nullable CachedPlan plan;

    @Nullable PlanEnvironment environment;

    PreparedText(Preparation preparation) {
        this.preparation = preparation;
        this.types = new SqlType[preparation.parsed.parameterCount()];
        Arrays.fill(types, SqlType.NULL);
    }

    @Override
    public int parameterCount() {
        return preparation.parsed.parameterCount();
    }

    @Override
    public ResultColumn[] parameters() {
        return preparation.parameters;
    }

    @Override
    public ResultColumn[] columns() {
        return preparation.columns;
    }

    @Override
    public int warningCount() {
        return preparation.warnings;
    }
}
