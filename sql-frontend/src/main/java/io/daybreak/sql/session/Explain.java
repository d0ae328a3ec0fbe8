package io.daybreak.sql.session;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.ResultColumn;
import io.daybreak.sql.api.ResultSink;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.Statement;
import io.daybreak.sql.parse.Parsed;
import io.daybreak.sql.plan.Plan;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.ValueFormats;
import io.daybreak.sql.types.Values;

/** EXPLAIN: the plan as text, one line a node, whatever FORMAT asks but JSON. */
final class Explain {
    private Explain() {}

    static long run(Parsed parsed, Statement.Explain explain, SessionContext context, ResultSink sink) {
        if (explain.analyze() || explain.format() == Statement.ExplainFormat.JSON || explain.into() != null) {
            throw new SqlException(MySqlError.ER_NOT_SUPPORTED_YET, "EXPLAIN ANALYZE, FORMAT=JSON and INTO");
        }
        if (!(explain.statement() instanceof Statement.Data data)) {
            throw new SqlException(MySqlError.ER_NOT_SUPPORTED_YET, "EXPLAIN of this statement");
        }
        Plan plan = context.planner().plan(parsed, data, context.planning());
        ResultColumn column = ValueFormats.column("EXPLAIN", SqlType.varchar(16_383, context.environment().results()), false, context.environment().results());
        sink.columns(new ResultColumn[] {column});
        sink.row(new OneText(Values.utf8(plan.explainTree())));
        return 1;
    }
}
