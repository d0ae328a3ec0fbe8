package io.daybreak.sql.show;

import io.daybreak.engine.api.KeyPart;
import io.daybreak.engine.api.Table;
import io.daybreak.engine.api.TableStatistics;
import io.daybreak.engine.collation.Collation;
import io.daybreak.sql.account.Privilege;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.catalog.CatalogTable;
import io.daybreak.sql.catalog.ColumnDefinition;
import io.daybreak.sql.catalog.IndexDefinition;
import io.daybreak.sql.catalog.TableDefinition;
import io.daybreak.sql.catalog.ViewDefinition;
import io.daybreak.sql.plan.VirtualTable;
import io.daybreak.sql.session.StatementContext;
import io.daybreak.sql.types.CharacterSet;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Rows about schemas, tables, columns, indexes and views. Stateless. */
final class TableRows {
    private static final int FORMAT_VERSION = 10;

    private TableRows() {}

    static void schemata(StatementContext context, Wanted wanted, RowsTable.Rows rows) {
        for (String schema : Visible.schemas(context, wanted, "SCHEMA_NAME")) {
            Collation collation = Visible.collation(context, schema);
            rows.add("def", schema, collation.charset(), collation.name(), null, "NO");
        }
    }

    static void schemataExtensions(StatementContext context, Wanted wanted, RowsTable.Rows rows) {
        for (String schema : Visible.schemas(context, wanted, "SCHEMA_NAME")) {
            rows.add("def", schema, "");
        }
    }

    static void tables(StatementContext context, Wanted wanted, RowsTable.Rows rows) {
        for (String schema : Visible.schemas(context, wanted, "TABLE_SCHEMA")) {
            for (VirtualTable table : InformationSchema.tablesOf(schema)) {
                if (wanted.allows("TABLE_NAME", table.name())) {
                    rows.add(system(table));
                }
            }
            for (Table table : Visible.tables(context, schema, wanted, "TABLE_NAME")) {
                rows.add(
                        ViewDefinition.is(table.spec())
                                ? view(ViewDefinition.of(table.spec()))
                                : base(context.catalog().of(table), context));
            }
        }
    }

    /** The rows of TABLES. */
    static RowsTable.Rows named(StatementContext context, Wanted wanted) {
        VirtualTable tables = InformationSchema.table("information_schema", "tables");
        if (tables == null) {
            throw new IllegalStateException("information_schema.tables is missing");
        }
        RowsTable.Rows rows = new RowsTable.Rows(tables.columns());
        tables(context, wanted, rows);
        return rows;
    }

    private static @Nullable Object[] system(VirtualTable table) {
        boolean views = table.schema().equals(InformationSchema.INFORMATION_SCHEMA);
        return new @Nullable Object[] {
            "def",
            table.schema(),
            table.name(),
            views ? "SYSTEM VIEW" : "BASE TABLE",
            views ? null : "PERFORMANCE_SCHEMA",
            FORMAT_VERSION,
            views ? null : "Dynamic",
            0L,
            0L,
            0L,
            0L,
            0L,
            0L,
            null,
            null,
            null,
            null,
            views ? null : "utf8mb4_0900_ai_ci",
            null,
            "",
            ""
        };
    }

    private static @Nullable Object[] view(ViewDefinition view) {
        @Nullable Object[] row = new Object[21];
        row[0] = "def";
        row[1] = view.schema();
        row[2] = view.name();
        row[3] = "VIEW";
        row[20] = "VIEW";
        return row;
    }

    private static @Nullable Object[] base(CatalogTable table, StatementContext context) {
        TableDefinition definition = table.definition();
        TableStatistics statistics = context.catalog().engine().statistics(table.table());
        return new @Nullable Object[] {
            "def",
            definition.schema(),
            definition.name(),
            "BASE TABLE",
            "InnoDB",
            FORMAT_VERSION,
            rowFormat(definition),
            statistics.rows(),
            statistics.averageRowBytes(),
            statistics.dataBytes(),
            0L,
            statistics.indexBytes(),
            0L,
            definition.autoIncrementColumn() < 0
                    ? null
                    : context.catalog().engine().peekAutoIncrement(table.table()),
            time(definition.createdMillis(), context),
            null,
            null,
            definition.collation(),
            null,
            options(definition),
            definition.comment()
        };
    }

    static LocalDateTime time(long millis, StatementContext context) {
        return LocalDateTime.ofInstant(
                Instant.ofEpochMilli(millis), context.execution().timeZone());
    }

    static String rowFormat(TableDefinition table) {
        String format = table.options().getOrDefault("row_format", "DYNAMIC");
        return switch (format.toUpperCase(Locale.ROOT)) {
            case "COMPACT" -> "Compact";
            case "REDUNDANT" -> "Redundant";
            case "COMPRESSED" -> "Compressed";
            default -> "Dynamic";
        };
    }

    private static String options(TableDefinition table) {
        StringJoiner words = new StringJoiner(" ");
        for (Map.Entry<String, String> option : table.options().entrySet()) {
            if (!option.getKey().equals("engine")) {
                words.add(option.getKey() + "=" + option.getValue());
            }
        }
        return words.toString();
    }

    static void columns(StatementContext context, Wanted wanted, RowsTable.Rows rows) {
        for (String schema : Visible.schemas(context, wanted, "TABLE_SCHEMA")) {
            for (VirtualTable table : InformationSchema.tablesOf(schema)) {
                if (wanted.allows("TABLE_NAME", table.name())) {
                    columns(context, schema, table.name(), ColumnShape.of(table), wanted, rows);
                }
            }
            for (Table table : Visible.tables(context, schema, wanted, "TABLE_NAME")) {
                List<ColumnShape> shapes = shapes(table, context);
                columns(context, schema, table.spec().name(), shapes, wanted, rows);
            }
        }
    }

    /** None for a view whose query is no longer valid. */
    private static List<ColumnShape> shapes(Table table, StatementContext context) {
        if (!ViewDefinition.is(table.spec())) {
            return ColumnShape.of(
                    context.catalog().of(table).definition(), context.execution().timeZone());
        }
        try {
            return ViewColumns.of(ViewDefinition.of(table.spec()), context);
        } catch (SqlException e) {
            context.execution()
                    .warn(
                            io.daybreak.sql.api.MySqlError.ER_VIEW_INVALID,
                            table.spec().schema(),
                            table.spec().name());
            return List.of();
        }
    }

    private static void columns(
            StatementContext context,
            String schema,
            String table,
            List<ColumnShape> shapes,
            Wanted wanted,
            RowsTable.Rows rows) {
        String privileges = privileges(context, schema, table);
        for (int i = 0; i < shapes.size(); i++) {
            ColumnShape shape = shapes.get(i);
            if (!wanted.allows("COLUMN_NAME", shape.name())) {
                continue;
            }
            rows.add(
                    "def",
                    schema,
                    table,
                    shape.name(),
                    i + 1,
                    shape.defaultText(),
                    shape.nullable() ? "YES" : "NO",
                    shape.dataType(),
                    shape.characterLength(),
                    shape.octetLength(),
                    shape.numericPrecision(),
                    shape.numericScale(),
                    shape.datetimePrecision(),
                    shape.hasCollation()
                            ? CharacterSet.of(shape.type().collation()).sqlName()
                            : null,
                    shape.hasCollation() ? shape.collationName() : null,
                    shape.type().sql(),
                    shape.key(),
                    shape.extra(),
                    privileges,
                    shape.comment(),
                    Cells.escaped(shape.generation()),
                    shape.srid());
        }
    }

    /** As {@code select,insert,update,references}. */
    static String privileges(StatementContext context, String schema, String table) {
        StringJoiner words = new StringJoiner(",");
        for (Privilege privilege :
                List.of(
                        Privilege.SELECT,
                        Privilege.INSERT,
                        Privilege.UPDATE,
                        Privilege.REFERENCES)) {
            if (InformationSchema.isVirtual(schema)
                    ? privilege == Privilege.SELECT
                    : context.grants().table(schema, table, privilege)) {
                words.add(privilege.sql().toLowerCase(Locale.ROOT));
            }
        }
        return words.toString();
    }

    static void statistics(StatementContext context, Wanted wanted, RowsTable.Rows rows) {
        for (CatalogTable table : Visible.baseTables(context, wanted)) {
            TableDefinition definition = table.definition();
            for (IndexLine line : IndexLine.of(table, context)) {
                if (wanted.allows("INDEX_NAME", line.index().name())) {
                    rows.add(
                            "def",
                            definition.schema(),
                            definition.name(),
                            line.index().isUnique() ? 0 : 1,
                            definition.schema(),
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
            }
        }
    }

    /** A part of an index, as STATISTICS and SHOW INDEX tell of it. */
    record IndexLine(
            IndexDefinition index,
            int sequence,
            KeyPart part,
            ColumnDefinition column,
            @Nullable Long cardinality) {
        /** The corners of a bounding box: four doubles. */
        private static final Long SPATIAL_KEY_BYTES = 32L;

        static List<IndexLine> of(CatalogTable table, StatementContext context) {
            TableDefinition definition = table.definition();
            Map<String, long[]> distinct =
                    definition.indexes().isEmpty()
                            ? Map.of()
                            : context.catalog().engine().statistics(table.table()).distinct();
            List<IndexLine> lines = new java.util.ArrayList<>();
            for (IndexDefinition index : definition.indexes()) {
                long[] values = distinct.get(index.name());
                for (int i = 0; i < index.parts().size(); i++) {
                    KeyPart part = index.parts().get(i);
                    lines.add(
                            new IndexLine(
                                    index,
                                    i + 1,
                                    part,
                                    definition.columns().get(part.column()),
                                    values == null || i >= values.length ? null : values[i]));
                }
            }
            return lines;
        }

        @Nullable String order() {
            return index.kind() == IndexDefinition.Kind.FULLTEXT
                    ? null
                    : part.descending() ? "D" : "A";
        }

        @Nullable Long subPart() {
            if (index.kind() == IndexDefinition.Kind.SPATIAL) {
                return SPATIAL_KEY_BYTES;
            }
            return part.prefixLength() > 0 ? (long) part.prefixLength() : null;
        }

        String indexType() {
            return index.hasTree() ? "BTREE" : index.kind().name();
        }
    }

    static void views(StatementContext context, Wanted wanted, RowsTable.Rows rows) {
        for (String schema : Visible.schemas(context, wanted, "TABLE_SCHEMA")) {
            for (Table table : Visible.tables(context, schema, wanted, "TABLE_NAME")) {
                if (!ViewDefinition.is(table.spec())) {
                    continue;
                }
                ViewDefinition view = ViewDefinition.of(table.spec());
                rows.add(
                        "def",
                        schema,
                        view.name(),
                        view.sql(),
                        view.checkOption(),
                        "NO",
                        view.definer().replace("`", ""),
                        view.invokerSecurity() ? "INVOKER" : "DEFINER",
                        view.characterSetClient(),
                        view.collationConnection());
            }
        }
    }

    /** One row per table: none is partitioned. */
    static void partitions(StatementContext context, Wanted wanted, RowsTable.Rows rows) {
        for (CatalogTable table : Visible.baseTables(context, wanted)) {
            TableStatistics statistics = context.catalog().engine().statistics(table.table());
            @Nullable Object[] row = new Object[25];
            row[0] = "def";
            row[1] = table.definition().schema();
            row[2] = table.definition().name();
            row[12] = statistics.rows();
            row[13] = statistics.averageRowBytes();
            row[14] = statistics.dataBytes();
            row[15] = 0L;
            row[16] = statistics.indexBytes();
            row[17] = 0L;
            row[18] = time(table.definition().createdMillis(), context);
            row[22] = "";
            row[23] = "";
            rows.add(row);
        }
    }
}
