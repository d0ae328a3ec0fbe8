package io.daybreak.sql.session;

import io.daybreak.sql.api.ResultColumn;
import io.daybreak.sql.api.SqlSession;
import io.daybreak.sql.parse.Parsed;
import io.daybreak.sql.types.SqlType;
import org.jspecify.annotations.Nullable;

/**
 * A prepared statement: its tree, and the plan for the parameter types it was run with last. Owned
 * by the session's thread.
 */
final class PreparedText implements SqlSession.Prepared {
    final Parsed parsed;
    private final ResultColumn[] parameters;
    private final ResultColumn[] columns;
    private final int warnings;
    final SqlType[] types;
    @Nullable CachedPlan plan;
    @Nullable PlanEnvironment environment;

    PreparedText(Parsed parsed, ResultColumn[] parameters, ResultColumn[] columns, int warnings) {
        this.parsed = parsed;
        this.parameters = parameters;
        this.columns = columns;
        this.warnings = warnings;
        this.types = new SqlType[parsed.parameterCount()];
        java.util.Arrays.fill(types, SqlType.NULL);
    }

    @Override
    public int parameterCount() {
        return parsed.parameterCount();
    }

    @Override
    public ResultColumn[] parameters() {
        return parameters;
    }

    @Override
    public ResultColumn[] columns() {
        return columns;
    }

    @Override
    public int warningCount() {
        return warnings;
    }
}
