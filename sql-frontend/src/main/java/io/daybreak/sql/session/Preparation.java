package io.daybreak.sql.session;

import io.daybreak.sql.api.ResultColumn;
import io.daybreak.sql.parse.Parsed;
import io.daybreak.sql.plan.Plan;
import java.util.List;

/**
 * What preparing a text in an environment found out. Shared by all statements and sessions that
 * prepare the same text. Thread-safe; the arrays are not to be changed.
 */
final class Preparation {
    final Parsed parsed;
    final PlanEnvironment environment;
    final ResultColumn[] parameters;
    final ResultColumn[] columns;

    /** Of preparing it. */
    final int warnings;

    /** The tables and views that it names, as they were. */
    final List<Plan.Dependency> tables;

    final List<CachedPlan.Need> needs;

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
}
