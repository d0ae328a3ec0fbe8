package io.daybreak.sql.show;

import io.daybreak.engine.collation.Collation;
import io.daybreak.engine.collation.Collations;
import io.daybreak.sql.api.ResultColumn;
import io.daybreak.sql.ast.Statement;
import io.daybreak.sql.catalog.CatalogTable;
import io.daybreak.sql.catalog.ViewDefinition;
import io.daybreak.sql.parse.ParseOptions;
import io.daybreak.sql.parse.Parsed;
import io.daybreak.sql.parse.Parser;
import io.daybreak.sql.plan.Plan;
import io.daybreak.sql.session.StatementContext;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.TypeKind;
import java.util.ArrayList;
import java.util.List;

/**
 * The columns of a view: its query is planned. A column that is a table's own has all of the
 * table's type; another one has what its column definition tells.
 */
final class ViewColumns {
    private static final int NOT_NULL = 1;
    private static final int UNSIGNED = 32;
    private static final int BINARY_COLLATION = 63;

    private ViewColumns() {}

    static List<ColumnShape> of(ViewDefinition view, StatementContext context) {
        Parsed parsed = Parser.parse(view.sql(), ParseOptions.DEFAULT);
        if (!(parsed.statement() instanceof Statement.Data data)) {
            throw new IllegalStateException("view " + view.name() + " is no query");
        }
        Plan plan =
                context.planner()
                        .plan(
                                parsed,
                                data,
                                new NestedPlanning(context.planning(), view.schema(), null));
        List<ColumnShape> shapes = new ArrayList<>();
        ResultColumn[] columns = plan.columns();
        for (int i = 0; i < columns.length; i++) {
            String name = i < view.columns().size() ? view.columns().get(i) : columns[i].name();
            shapes.add(shape(columns[i], name, context));
        }
        return shapes;
    }

    private static ColumnShape shape(ResultColumn column, String name, StatementContext context) {
        if (!column.originalTable().isEmpty()) {
            CatalogTable table = context.catalog().table(column.schema(), column.originalTable());
            int at = table == null ? -1 : table.definition().column(column.originalName());
            if (table != null && at >= 0) {
                return ColumnShape.of(table.definition(), context.execution().timeZone())
                        .get(at)
                        .inView(name);
            }
        }
        boolean nullable = (column.flags() & NOT_NULL) == 0;
        SqlType type = type(column);
        return ColumnShape.plain(
                name, type, nullable, nullable ? null : type.isNumeric() ? "0" : "");
    }

    private static SqlType type(ResultColumn column) {
        boolean unsigned = (column.flags() & UNSIGNED) != 0;
        Collation collation = Collations.UTF8MB4_0900_AI_CI;
        boolean binary = column.collation() == BINARY_COLLATION;
        long characters = binary ? column.length() : Math.max(1, column.length() / 4);
        for (TypeKind kind : TypeKind.values()) {
            if (kind.protocolCode() == column.typeCode()) {
                return switch (kind) {
                    case TINYINT, SMALLINT, MEDIUMINT, INT, BIGINT ->
                            SqlType.integer(kind, unsigned);
                    case DECIMAL ->
                            SqlType.decimal(
                                    (int) column.length()
                                            - (column.decimals() > 0 ? 1 : 0)
                                            - (unsigned ? 0 : 1),
                                    column.decimals(),
                                    unsigned);
                    case FLOAT -> SqlType.FLOAT;
                    case DOUBLE -> SqlType.DOUBLE;
                    case YEAR -> SqlType.YEAR;
                    case DATE -> SqlType.DATE;
                    case TIME -> SqlType.time(column.decimals());
                    case DATETIME -> SqlType.datetime(column.decimals());
                    case TIMESTAMP -> SqlType.timestamp(column.decimals());
                    case JSON -> SqlType.JSON;
                    case NULL -> SqlType.binary(0);
                    default ->
                            binary
                                    ? SqlType.binary(characters)
                                    : SqlType.string(characters, collation);
                };
            }
        }
        return SqlType.string(characters, collation);
    }
}
