package io.daybreak.sql.show;

import static io.daybreak.sql.show.ShowResult.counter;
import static io.daybreak.sql.show.ShowResult.longText;
import static io.daybreak.sql.show.ShowResult.name;
import static io.daybreak.sql.show.ShowResult.number;
import static io.daybreak.sql.show.ShowResult.text;
import static io.daybreak.sql.show.ShowResult.time;

import io.daybreak.engine.api.Table;
import io.daybreak.sql.ast.Expression;
import io.daybreak.sql.ast.Show;
import io.daybreak.sql.catalog.ViewDefinition;
import io.daybreak.sql.plan.VirtualTable;
import io.daybreak.sql.session.StatementContext;
import io.daybreak.sql.types.Values;
import org.jspecify.annotations.Nullable;

/** SHOW DATABASES, TABLES, TABLE STATUS, OPEN TABLES. Stateless. */
final class ShowTables {
    private ShowTables() {}

    /** MySQL names the first column after the pattern. */
    private static String heading(String name, Show show) {
        Expression.Literal like = show.like();
        return like != null && like.value() instanceof byte[] pattern
                ? name + " (" + Values.string(pattern) + ")"
                : name;
    }

    static ShowResult databases(Show show, StatementContext context) {
        ShowResult result = new ShowResult(name(heading("Database", show)));
        for (String schema : Visible.schemas(context, Wanted.ALL, "")) {
            result.add(schema);
        }
        return result;
    }

    static ShowResult tables(Show show, StatementContext context) {
        String schema = ShowStatements.requireSchema(show.schema(), context);
        VirtualTable.Column first = name(heading("Tables_in_" + schema, show));
        ShowResult result =
                show.full() ? new ShowResult(first, text("Table_type", 11)) : new ShowResult(first);
        for (VirtualTable table : InformationSchema.tablesOf(schema)) {
            boolean view = schema.equals(InformationSchema.INFORMATION_SCHEMA);
            table(result, show, table.name(), view ? "SYSTEM VIEW" : "BASE TABLE");
        }
        for (Table table : Visible.tables(context, schema, Wanted.ALL, "")) {
            boolean view = ViewDefinition.is(table.spec());
            table(result, show, table.spec().name(), view ? "VIEW" : "BASE TABLE");
        }
        return result;
    }

    private static void table(ShowResult result, Show show, String name, String type) {
        if (show.full()) {
            result.add(name, type);
        } else {
            result.add(name);
        }
    }

    static ShowResult open(Show show, StatementContext context) {
        ShowResult result =
                new ShowResult(
                        name("Database"), name("Table"), number("In_use"), number("Name_locked"));
        String only = show.schema();
        Wanted wanted = only == null ? Wanted.ALL : Wanted.only("TABLE_SCHEMA", only);
        for (String schema : Visible.schemas(context, wanted, "TABLE_SCHEMA")) {
            for (Table table : Visible.tables(context, schema, Wanted.ALL, "")) {
                result.add(schema, table.spec().name(), 0, 0);
            }
        }
        return result;
    }

    /** The columns of information_schema.TABLES under other names. */
    static ShowResult status(Show show, StatementContext context) {
        String schema = ShowStatements.requireSchema(show.schema(), context);
        ShowResult result =
                new ShowResult(
                        name("Name"),
                        name("Engine"),
                        number("Version"),
                        text("Row_format", 10),
                        counter("Rows"),
                        counter("Avg_row_length"),
                        counter("Data_length"),
                        counter("Max_data_length"),
                        counter("Index_length"),
                        counter("Data_free"),
                        counter("Auto_increment"),
                        time("Create_time"),
                        time("Update_time"),
                        time("Check_time"),
                        name("Collation"),
                        number("Checksum"),
                        text("Create_options", 256),
                        longText("Comment"));
        RowsTable.Rows rows = TableRows.named(context, Wanted.only("TABLE_SCHEMA", schema));
        for (@Nullable Object[] row : rows.list()) {
            @Nullable Object[] line = new Object[18];
            line[0] = row[2];
            // Engine, version, and the format, whose value is text here.
            line[1] = row[4];
            line[2] = row[5];
            line[3] = row[6] instanceof Long format ? format(format) : null;
            System.arraycopy(row, 7, line, 4, 14);
            result.add(line);
        }
        return result;
    }

    private static String format(long member) {
        VirtualTable tables = InformationSchema.table("information_schema", "tables");
        if (tables == null) {
            throw new IllegalStateException("information_schema.tables is missing");
        }
        return tables.columns().get(6).type().enumText(member);
    }
}
