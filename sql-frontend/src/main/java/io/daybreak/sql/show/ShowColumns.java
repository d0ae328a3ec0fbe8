package io.daybreak.sql.show;

import static io.daybreak.sql.show.ShowResult.longText;
import static io.daybreak.sql.show.ShowResult.name;
import static io.daybreak.sql.show.ShowResult.number;
import static io.daybreak.sql.show.ShowResult.text;

import io.daybreak.engine.api.Table;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.TableName;
import io.daybreak.sql.catalog.ViewDefinition;
import io.daybreak.sql.plan.VirtualTable;
import io.daybreak.sql.session.StatementContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SHOW COLUMNS, SHOW INDEX. Stateless. */
final class ShowColumns {
    private ShowColumns() {}

    static ShowResult columns(
            TableName name, @Nullable String from, boolean full, StatementContext context) {
        String schema = schema(name, from, context);
        ShowResult result = full ? full() : brief();
        String privileges = full ? TableRows.privileges(context, schema, name.name()) : "";
        for (ColumnShape shape : shapes(schema, name.name(), context)) {
            String nullable = shape.nullable() ? "YES" : "NO";
            String type = shape.type().sql();
            if (full) {
                result.add(
                        shape.name(),
                        type,
                        shape.hasCollation() ? shape.collationName() : null,
                        nullable,
                        shape.key(),
                        shape.defaultText(),
                        shape.extra(),
                        privileges,
                        shape.comment());
            } else {
                result.add(
                        shape.name(),
                        type,
                        nullable,
                        shape.key(),
                        shape.defaultText(),
                        shape.extra());
            }
        }
        return result;
    }

    private static ShowResult brief() {
        return new ShowResult(
                name("Field"),
                longText("Type"),
                text("Null", 3),
                text("Key", 3),
                longText("Default"),
                text("Extra", 256));
    }

    private static ShowResult full() {
        return new ShowResult(
                name("Field"),
                longText("Type"),
                name("Collation"),
                text("Null", 3),
                text("Key", 3),
                longText("Default"),
                text("Extra", 256),
                text("Privileges", 154),
                longText("Comment"));
    }

    private static String schema(TableName name, @Nullable String from, StatementContext context) {
        return ShowStatements.requireSchema(from == null ? name.schema() : from, context);
    }

    private static List<ColumnShape> shapes(String schema, String name, StatementContext context) {
        VirtualTable virtual = InformationSchema.table(schema, name);
        if (virtual != null) {
            return ColumnShape.of(virtual);
        }
        Table table = require(schema, name, context);
        return ViewDefinition.is(table.spec())
                ? ViewColumns.of(ViewDefinition.of(table.spec()), context)
                : ColumnShape.of(
                        context.catalog().of(table).definition(), context.execution().timeZone());
    }

    /** A table or view, locked shared; 1142 without any right on it, 1146 if there is none. */
    static Table require(String schema, String name, StatementContext context) {
        if (!context.grants().seesTable(schema, name)
                && !context.temporaryTables().covers(schema, name)) {
            throw new SqlException(
                    MySqlError.ER_TABLEACCESS_DENIED_ERROR,
                    "SELECT",
                    context.account().user(),
                    context.account().host(),
                    name);
        }
        if (!InformationSchema.isVirtual(schema)) {
            context.lockForRead(schema, name);
        }
        Table table = context.storedTable(schema, name);
        if (table == null) {
            throw new SqlException(MySqlError.ER_NO_SUCH_TABLE, schema, name);
        }
        return table;
    }

    static ShowResult index(TableName name, @Nullable String from, StatementContext context) {
        String schema = schema(name, from, context);
        ShowResult result =
                new ShowResult(
                        name("Table"),
                        number("Non_unique"),
                        name("Key_name"),
                        number("Seq_in_index"),
                        name("Column_name"),
                        text("Collation", 1),
                        number("Cardinality"),
                        number("Sub_part"),
                        text("Packed", 1),
                        text("Null", 3),
                        text("Index_type", 11),
                        text("Comment", 8),
                        text("Index_comment", 2048),
                        text("Visible", 3),
                        longText("Expression"));
        if (InformationSchema.table(schema, name.name()) != null) {
            return result;
        }
        Table table = require(schema, name.name(), context);
        if (ViewDefinition.is(table.spec())) {
            return result;
        }
        for (TableRows.IndexLine line :
                TableRows.IndexLine.of(context.catalog().of(table), context)) {
            result.add(
                    name.name(),
                    line.index().isUnique() ? 0 : 1,
                    line.index().name(),
                    line.sequence(),
                    line.column().name(),
                    line.order(),
                    line.cardinality(),
                    line.subPart(),
                    null,
                    line.column().nullable() ? "YES" : "",
                    line.indexType(),
                    "",
                    line.index().comment(),
                    line.index().visible() ? "YES" : "NO",
                    null);
        }
        return result;
    }
}
