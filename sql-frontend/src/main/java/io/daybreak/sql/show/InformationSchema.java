package io.daybreak.sql.show;

import io.daybreak.sql.plan.VirtualTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tables of information_schema and performance_schema. A table that MySQL declares and that
 * Daybreak has nothing to say in is there and empty. Thread-safe.
 */
public final class InformationSchema {
    static final String INFORMATION_SCHEMA = "information_schema";
    static final String PERFORMANCE_SCHEMA = "performance_schema";

    private static final Map<String, VirtualTable> TABLES = tables();

    private InformationSchema() {}

    /** A table by its name, whose case does not matter; null if there is none. */
    public static @Nullable VirtualTable table(String schema, String name) {
        return TABLES.get(key(schema, name));
    }

    /** The schemas that hold only tables without storage. */
    public static List<String> schemas() {
        return List.of(INFORMATION_SCHEMA, PERFORMANCE_SCHEMA);
    }

    static boolean isVirtual(String schema) {
        return schema.equalsIgnoreCase(INFORMATION_SCHEMA)
                || schema.equalsIgnoreCase(PERFORMANCE_SCHEMA);
    }

    static List<VirtualTable> tablesOf(String schema) {
        return TABLES.values().stream().filter(t -> t.schema().equalsIgnoreCase(schema)).toList();
    }

    private static String key(String schema, String name) {
        return schema.toLowerCase(Locale.ROOT) + "." + name.toLowerCase(Locale.ROOT);
    }

    private static Map<String, VirtualTable> tables() {
        Map<String, VirtualTable> tables = new LinkedHashMap<>();
        DeclaredColumns.tables()
                .forEach((name, columns) -> {
                    int dot = name.indexOf('.');
                    String schema = name.substring(0, dot);
                    String table = name.substring(dot + 1);
                    tables.put(
                            key(schema, table),
                            new RowsTable(schema, table, columns, source(schema, table)));
                });
        return tables;
    }

    private static RowsTable.Source source(String schema, String table) {
        return schema.equals(PERFORMANCE_SCHEMA)
                ? performanceSchema(table)
                : informationSchema(table);
    }

    private static RowsTable.Source performanceSchema(String table) {
        return switch (table) {
            case "global_variables" -> (c, _, rows) -> ServerRows.variables(c, true, rows);
            case "session_variables" -> (c, _, rows) -> ServerRows.variables(c, false, rows);
            case "global_status", "session_status" -> (c, _, rows) -> ServerRows.status(c, rows);
            case "processlist" -> (c, _, rows) -> ServerRows.processes(c, true, rows);
            default -> RowsTable.Source.NONE;
        };
    }

    private static RowsTable.Source informationSchema(String table) {
        return switch (table) {
            case "SCHEMATA" -> TableRows::schemata;
            case "SCHEMATA_EXTENSIONS" -> TableRows::schemataExtensions;
            case "TABLES" -> TableRows::tables;
            case "COLUMNS" -> TableRows::columns;
            case "STATISTICS" -> TableRows::statistics;
            case "VIEWS" -> TableRows::views;
            case "PARTITIONS" -> TableRows::partitions;
            case "KEY_COLUMN_USAGE" -> ConstraintRows::keyColumnUsage;
            case "TABLE_CONSTRAINTS" -> ConstraintRows::tableConstraints;
            case "REFERENTIAL_CONSTRAINTS" -> ConstraintRows::referentialConstraints;
            case "CHECK_CONSTRAINTS" -> ConstraintRows::checkConstraints;
            case "ENGINES" -> (_, _, rows) -> ServerRows.engines(rows);
            case "CHARACTER_SETS" -> (_, _, rows) -> ServerRows.characterSets(rows);
            case "COLLATIONS" -> (_, _, rows) -> ServerRows.collations(rows);
            case "COLLATION_CHARACTER_SET_APPLICABILITY" ->
                    (_, _, rows) -> ServerRows.collationCharsets(rows);
            case "PROCESSLIST" -> (c, _, rows) -> ServerRows.processes(c, false, rows);
            case "PLUGINS" -> (c, _, rows) -> ServerRows.plugins(c, rows);
            case "KEYWORDS" -> (_, _, rows) -> ServerRows.keywords(rows);
            case "USER_PRIVILEGES" -> (c, _, rows) -> PrivilegeRows.user(c, rows);
            case "SCHEMA_PRIVILEGES" -> (c, _, rows) -> PrivilegeRows.schema(c, rows);
            case "TABLE_PRIVILEGES" -> (c, _, rows) -> PrivilegeRows.table(c, rows);
            case "DAYBREAK_SEGMENTS" -> (c, _, rows) -> VolumeRows.segments(c, rows);
            case "DAYBREAK_FAULTS" -> (c, _, rows) -> VolumeRows.faults(c, rows);
            case "DAYBREAK_PAGE_FAULTS" -> (c, _, rows) -> VolumeRows.pageFaults(c, rows);
            default -> RowsTable.Source.NONE;
        };
    }
}
