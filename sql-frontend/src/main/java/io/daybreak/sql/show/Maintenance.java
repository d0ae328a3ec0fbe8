package io.daybreak.sql.show;

import static io.daybreak.sql.show.ShowResult.longText;
import static io.daybreak.sql.show.ShowResult.number;
import static io.daybreak.sql.show.ShowResult.text;

import io.daybreak.engine.api.Table;
import io.daybreak.sql.account.Privilege;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.ResultSink;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.Statement;
import io.daybreak.sql.ast.Statement.MaintenanceKind;
import io.daybreak.sql.ast.TableName;
import io.daybreak.sql.catalog.ViewDefinition;
import io.daybreak.sql.session.StatementContext;
import java.util.Locale;

/** ANALYZE, CHECK, CHECKSUM, OPTIMIZE, REPAIR TABLE. Stateless. */
public final class Maintenance {
    private Maintenance() {}

    /**
     * Sends columns and rows; the caller ends the result.
     *
     * @return how many rows were sent
     */
    public static long run(
            Statement.Maintenance statement, StatementContext context, ResultSink sink) {
        ShowResult result =
                statement.kind() == MaintenanceKind.CHECKSUM
                        ? new ShowResult(text("Table", 128), number("Checksum"))
                        : new ShowResult(
                                text("Table", 128),
                                text("Op", 10),
                                text("Msg_type", 10),
                                longText("Msg_text"));
        for (TableName name : statement.tables()) {
            one(statement, name, context, result);
        }
        return result.send(context, sink);
    }

    private static void one(
            Statement.Maintenance statement,
            TableName name,
            StatementContext context,
            ShowResult result) {
        String schema = context.schemaOf(name);
        String full = schema + "." + name.name();
        String op = statement.kind().name().toLowerCase(Locale.ROOT);
        Table table;
        try {
            context.requireTable(Privilege.SELECT, schema, name.name());
            if (statement.kind() != MaintenanceKind.CHECK
                    && statement.kind() != MaintenanceKind.CHECKSUM) {
                context.requireTable(Privilege.INSERT, schema, name.name());
            }
            table = ShowColumns.require(schema, name.name(), context);
        } catch (SqlException e) {
            if (e.error() != MySqlError.ER_NO_SUCH_TABLE) {
                throw e;
            }
            missing(statement, full, op, e.error().message(schema, name.name()), context, result);
            return;
        }
        if (ViewDefinition.is(table.spec())) {
            view(statement, full, op, result);
            return;
        }
        switch (statement.kind()) {
            case CHECK -> check(table, full, context, result);
            case ANALYZE -> {
                context.catalog().engine().analyze(table);
                result.add(full, op, "status", "OK");
            }
            case OPTIMIZE -> {
                result.add(
                        full,
                        op,
                        "note",
                        "Table does not support optimize, doing recreate + analyze instead");
                context.catalog().engine().analyze(table);
                result.add(full, op, "status", "OK");
            }
            case REPAIR ->
                    result.add(
                            full,
                            op,
                            "note",
                            "The storage engine for the table doesn't support repair");
            case CHECKSUM -> {
                boolean quick = statement.options().contains("QUICK");
                result.add(full, quick ? null : TableChecksum.of(table, context));
            }
        }
    }

    private static void missing(
            Statement.Maintenance statement,
            String full,
            String op,
            String message,
            StatementContext context,
            ShowResult result) {
        if (statement.kind() == MaintenanceKind.CHECKSUM) {
            int dot = full.indexOf('.');
            context.execution()
                    .warn(
                            MySqlError.ER_NO_SUCH_TABLE,
                            full.substring(0, dot),
                            full.substring(dot + 1));
            result.add(full, null);
            return;
        }
        result.add(full, op, "Error", message);
        result.add(full, op, "status", "Operation failed");
    }

    private static void view(
            Statement.Maintenance statement, String full, String op, ShowResult result) {
        switch (statement.kind()) {
            case CHECK -> result.add(full, op, "status", "OK");
            case CHECKSUM -> result.add(full, null);
            case ANALYZE, OPTIMIZE, REPAIR -> {
                result.add(full, op, "Error", "'" + full + "' is not BASE TABLE");
                result.add(full, op, "status", "Operation failed");
            }
        }
    }

    private static void check(
            Table table, String full, StatementContext context, ShowResult result) {
        var faults = context.catalog().engine().check(table);
        for (String fault : faults) {
            result.add(full, "check", "error", fault);
        }
        result.add(
                full,
                "check",
                faults.isEmpty() ? "status" : "error",
                faults.isEmpty() ? "OK" : "Corrupt");
    }
}
