package io.daybreak.it.differential;

import io.daybreak.it.differential.Column.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Tables with random columns, keys and rows. */
final class RandomSchema {
    private static final int TABLES = 3;
    private static final int COLUMNS_MAX = 6;
    private static final int ROWS_MAX = 14;

    private static final String[] COLLATIONS = {
        "utf8mb4_0900_ai_ci", "utf8mb4_bin", "utf8mb4_general_ci", "utf8mb4_0900_as_cs"
    };

    private final Random random;
    private final Literals literals;
    private final List<List<Column>> tables = new ArrayList<>();

    RandomSchema(Random random, Literals literals) {
        this.random = random;
        this.literals = literals;
        for (int t = 0; t < TABLES; t++) {
            tables.add(columns("t" + t));
        }
    }

    List<List<Column>> tables() {
        return tables;
    }

    private List<Column> columns(String table) {
        List<Column> columns = new ArrayList<>();
        columns.add(new Column(table, "id", Kind.INTEGER, "INT", false));
        int count = 3 + random.nextInt(COLUMNS_MAX - 2);
        for (int i = 0; i < count; i++) {
            Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
            columns.add(new Column(table, "c" + i, kind, type(kind), random.nextInt(4) > 0));
        }
        return columns;
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private String type(Kind kind) {
        return switch (kind) {
            case INTEGER -> pick("TINYINT", "SMALLINT", "MEDIUMINT", "INT", "BIGINT");
            case UNSIGNED -> pick("TINYINT", "SMALLINT", "INT", "BIGINT") + " UNSIGNED";
            case DECIMAL ->
                    pick("DECIMAL(5,2)", "DECIMAL(10)", "DECIMAL(20,10)", "DECIMAL(8,3) UNSIGNED");
            case DOUBLE -> pick("DOUBLE", "FLOAT");
            case TEXT ->
                    pick("VARCHAR(20)", "CHAR(8)", "TEXT", "VARCHAR(3)")
                            + " COLLATE "
                            + pick(COLLATIONS);
            case BINARY -> pick("VARBINARY(12)", "BINARY(4)", "BLOB");
            case DATE -> "DATE";
            case DATETIME -> pick("DATETIME", "DATETIME(3)", "TIMESTAMP", "DATETIME(6)");
            case TIME -> pick("TIME", "TIME(2)");
            case YEAR -> "YEAR";
            case CHOICE -> pick("ENUM('a','b','B c','zz')", "SET('a','b','c')");
        };
    }

    /** What makes the tables and fills them. */
    List<String> statements() {
        List<String> statements = new ArrayList<>();
        for (List<Column> columns : tables) {
            statements.add("DROP TABLE IF EXISTS " + columns.getFirst().table());
            statements.add(create(columns));
            for (int id = 1; id <= 3 + random.nextInt(ROWS_MAX - 2); id++) {
                statements.add(insert(columns, id));
            }
        }
        return statements;
    }

    private String create(List<Column> columns) {
        StringBuilder sql = new StringBuilder("CREATE TABLE " + columns.getFirst().table() + " (");
        for (Column column : columns) {
            sql.append(column.name()).append(' ').append(column.type());
            sql.append(column.nullable() ? " NULL, " : " NOT NULL, ");
        }
        sql.append("PRIMARY KEY (id)");
        for (int i = 1; i < columns.size(); i++) {
            if (random.nextInt(3) == 0) {
                String prefix = columns.get(i).type().matches("(TEXT|BLOB).*") ? "(6)" : "";
                sql.append(random.nextInt(6) == 0 ? ", UNIQUE KEY u" : ", KEY k")
                        .append(i)
                        .append(" (")
                        .append(columns.get(i).name())
                        .append(prefix)
                        .append(')');
            }
        }
        return sql.append(')').toString();
    }

    private String insert(List<Column> columns, int id) {
        StringBuilder sql =
                new StringBuilder(
                        "INSERT IGNORE INTO " + columns.getFirst().table() + " VALUES (" + id);
        for (Column column : columns.subList(1, columns.size())) {
            boolean absent = column.nullable() && random.nextInt(5) == 0;
            sql.append(", ").append(absent ? "NULL" : literals.of(column.kind()));
        }
        return sql.append(')').toString();
    }
}
