package io.daybreak.sql.plan;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.Statement;
import io.daybreak.sql.parse.Parsed;

/** Makes plans. Thread-safe. */
public final class Planner {
    /**
     * Binds and plans a statement that reads or writes rows.
     *
     * @param statement the statement of {@code parsed}, or one inside it (EXPLAIN)
     * @throws SqlException for names, types and constructs that are wrong or not supported
     */
    public Plan plan(Parsed parsed, Statement.Data statement, PlanningContext context) {
        PlanningRun run = new PlanningRun(parsed, context);
        return switch (statement) {
            case Statement.Select select -> new SelectPlans(run).plan(select.query());
            case Statement.Insert insert -> new DmlPlans(run).insert(insert);
            case Statement.Update update -> new ChangePlans(run).update(update);
            case Statement.Delete delete -> new ChangePlans(run).delete(delete);
            case Statement.Explain explain -> explain(parsed, explain, context);
            case Statement.Do statementDo -> new SelectPlans(run).plan(statementDo);
            default ->
                    throw new SqlException(MySqlError.ER_NOT_SUPPORTED_YET, parsed.text(statement));
        };
    }

    private Plan explain(Parsed parsed, Statement.Explain explain, PlanningContext context) {
        if (!(explain.statement() instanceof Statement.Data data)
                || explain.into() != null
                || (explain.analyze() && explain.format() == Statement.ExplainFormat.JSON)) {
            throw new SqlException(MySqlError.ER_NOT_SUPPORTED_YET, parsed.text(explain));
        }
        Plan plan = plan(parsed, data, context);
        if (explain.analyze()) {
            if (!(plan instanceof SelectPlan query)) {
                throw new SqlException(MySqlError.ER_NOT_SUPPORTED_YET, parsed.text(explain));
            }
            return AnalyzePlan.of(query, context.resultCollation());
        }
        return ExplainPlan.of(plan, explain.format(), context.resultCollation());
    }

    /** A query whose result becomes a table, or whose columns a view has. */
    public Selected select(
            Parsed parsed, io.daybreak.sql.ast.Query query, PlanningContext context) {
        return new SelectPlans(new PlanningRun(parsed, context)).selected(query);
    }

    /** For rows of a table that need not be in the catalogue yet; to be closed by the caller. */
    public io.daybreak.sql.exec.RowCompletion completion(
            io.daybreak.sql.catalog.CatalogTable table,
            PlanningContext context,
            io.daybreak.sql.exec.ExecutionContext execution) {
        Parsed nothing =
                io.daybreak.sql.parse.Parser.parse(
                        "DO 1", io.daybreak.sql.parse.ParseOptions.DEFAULT);
        PlanningRun run = new PlanningRun(nothing, context);
        io.daybreak.sql.exec.TableWriter writer = new Writers(run).of(table);
        return new io.daybreak.sql.exec.RowCompletion(writer, execution, run.slots.count());
    }
}
