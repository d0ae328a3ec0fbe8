package io.daybreak.sql.session;

import io.daybreak.sql.api.ResultColumn;
import io.daybreak.sql.parse.Parsed;
import io.daybreak.sql.plan.Plan;
import io.daybreak.sql.types.SqlType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What preparing a text in an environment found out, and plans that its runs have made since, by
 * the types of the parameters. Shared by all statements and sessions that prepare the same text:
 * without that, each of a hundred connections would plan it, twice, and hold a plan of its own.
 * Thread-safe; the arrays are not to be changed.
 */
final class Preparation {
    private static final int PLANS_MAX = 16;

    private record TypedPlan(SqlType[] types, CachedPlan plan) {}

    final Parsed parsed;
    final PlanEnvironment environment;
    final ResultColumn[] parameters;
    final ResultColumn[] columns;

    /** Of preparing it. */
    final int warnings;

    /** The tables and views that it names, as they were. */
    final List<Plan.Dependency> tables;

    final List<CachedPlan.Need> needs;

    /** The newest first; replaced, never changed. */
    private volatile TypedPlan[] plans = {};

    private volatile long checkedVersion = -1;

    Preparation(
            Parsed parsed,
            PlanEnvironment environment,
            ResultColumn[] parameters,
            ResultColumn[] columns,
            int warnings,
            List<Plan.Dependency> tables,
            List<CachedPlan.Need> needs) {
        this.parsed = parsed;
        this.environment = environment;
        this.parameters = parameters;
        this.columns = columns;
        this.warnings = warnings;
        this.tables = tables;
        this.needs = needs;
    }

    /** Whether the names in it still mean what they did. */
    boolean isCurrent(SessionContext context) {
        long version = context.database.engine().dictionaryVersion();
        if (checkedVersion == version) {
            return true;
        }
        for (Plan.Dependency table : tables) {
            if (table.id() != 0) {
                var now = context.storedTable(table.schema(), table.table());
                if (now == null || now.id() != table.id() || now.version() != table.version()) {
                    return false;
                }
            }
        }
        checkedVersion = version;
        return true;
    }

    @Nullable CachedPlan find(SqlType[] types, PlanEnvironment now) {
        if (now.equals(environment)) {
            for (TypedPlan each : plans) {
                if (Arrays.equals(types, each.types)) {
                    return each.plan;
                }
            }
        }
        return null;
    }

    synchronized void keep(SqlType[] types, PlanEnvironment now, CachedPlan plan) {
        if (!now.equals(environment)) {
            return;
        }
        TypedPlan[] old = plans;
        TypedPlan[] more = Arrays.copyOf(old, Math.min(old.length + 1, PLANS_MAX));
        System.arraycopy(old, 0, more, 1, more.length - 1);
        more[0] = new TypedPlan(types.clone(), plan);
        plans = more;
    }

    /** The plan was found to be made for other tables than there are now. */
    synchronized void forget(CachedPlan plan) {
        plans = Arrays.stream(plans).filter(each -> each.plan != plan).toArray(TypedPlan[]::new);
    }
}
