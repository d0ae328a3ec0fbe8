package io.daybreak.sql.show;

import io.daybreak.sql.api.ResultSink;
import io.daybreak.sql.ast.Expression;
import io.daybreak.sql.ast.Show;
import io.daybreak.sql.ast.Statement;
import io.daybreak.sql.parse.AstPrinter;
import io.daybreak.sql.parse.ParseOptions;
import io.daybreak.sql.parse.Parsed;
import io.daybreak.sql.parse.Parser;
import io.daybreak.sql.plan.Plan;
import io.daybreak.sql.plan.VirtualTable;
import io.daybreak.sql.session.StatementContext;
import io.daybreak.sql.types.Values;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * LIKE and WHERE of SHOW: a query over the rows of the answer, so that every expression that a
 * query may have works here as well.
 */
final class FilteredResult {
    private static final String SCHEMA = "show";
    private static final String TABLE = "rows";

    private FilteredResult() {}

    static long send(
            Show show,
            Parsed parsed,
            ShowResult result,
            StatementContext context,
            ResultSink sink) {
        String condition = condition(show, parsed, result.columns());
        return condition == null
                ? result.send(context, sink)
                : send(condition, result, context, sink);
    }

    /** The rows whose first column matches a pattern that is no literal of the statement. */
    static long like(String pattern, ShowResult result, StatementContext context, ResultSink sink) {
        String hex = HexFormat.of().formatHex(Values.utf8(pattern));
        return send(
                AstPrinter.quote(result.columns().get(0).name())
                        + " LIKE _utf8mb4 0x"
                        + (hex.isEmpty() ? "20" : hex),
                result,
                context,
                sink);
    }

    private static long send(
            String condition, ShowResult result, StatementContext context, ResultSink sink) {
        String mode = context.variable("sql_mode");
        Parsed query =
                Parser.parse(
                        "SELECT * FROM `" + SCHEMA + "`.`" + TABLE + "` WHERE " + condition,
                        mode == null ? ParseOptions.DEFAULT : ParseOptions.ofSqlMode(mode));
        VirtualTable rows =
                new RowsTable(
                        SCHEMA,
                        TABLE,
                        result.columns(),
                        (_, _, target) -> target.list().addAll(result.rows().list()));
        Plan plan =
                context.planner()
                        .plan(
                                query,
                                (Statement.Data) query.statement(),
                                new NestedPlanning(context.planning(), context.schema(), rows));
        return plan.execute(context.execution(), sink).rows();
    }

    private static @Nullable String condition(
            Show show, Parsed parsed, List<VirtualTable.Column> columns) {
        Expression.Literal like = show.like();
        if (like != null) {
            return AstPrinter.quote(columns.get(0).name()) + " LIKE " + parsed.text(like);
        }
        Expression where = show.where();
        return where == null ? null : parsed.text(where);
    }
}
