package io.daybreak.testsupport.sql;

import static io.daybreak.testsupport.sql.RandomExpression.pick;

import io.daybreak.testsupport.sql.FuzzTables.FuzzTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.StringJoiner;

/**
 * Statements of MySQL's grammar about the {@link FuzzTables}. None of them touches other schemas,
 * global settings or other sessions, or waits for long.
 */
public final class StatementGrammar {
    private static final String[] COLUMN_TYPES = {
        "INT",
        "BIGINT UNSIGNED",
        "TINYINT",
        "DECIMAL(20,5)",
        "VARCHAR(10)",
        "CHAR(300)",
        "TEXT",
        "BLOB",
        "JSON",
        "DATE",
        "DATETIME(3)",
        "TIMESTAMP",
        "TIME",
        "YEAR",
        "FLOAT",
        "DOUBLE UNSIGNED",
        "ENUM('p','q')",
        "SET('m','n')",
        "BIT(64)",
        "BINARY(3)",
        "VARCHAR(70000)",
        "DECIMAL(70,2)",
        "NO_TYPE",
        "VARCHAR(100) CHARACTER SET latin1",
        "MEDIUMINT ZEROFILL",
        "BOOLEAN",
        "SERIAL",
    };
    private static final String[] SESSION = {
        "SET @u = 5",
        "SET @u = 'text'",
        "SET @u = NULL",
        "SET sql_mode = ''",
        "SET sql_mode = DEFAULT",
        "SET sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT'",
        "SET time_zone = '+05:30'",
        "SET NAMES latin1",
        "SET NAMES utf8mb4 COLLATE utf8mb4_bin",
        "SET autocommit = 0",
        "SET autocommit = 1",
        "BEGIN",
        "START TRANSACTION READ ONLY",
        "START TRANSACTION WITH CONSISTENT SNAPSHOT",
        "COMMIT",
        "COMMIT AND CHAIN",
        "ROLLBACK",
        "SAVEPOINT s1",
        "ROLLBACK TO s1",
        "RELEASE SAVEPOINT s1",
        "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
        "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE",
        "SET foreign_key_checks = 0",
        "SET foreign_key_checks = 1",
        "SET unique_checks = 0",
        "SET group_concat_max_len = 4",
        "SET max_sort_length = 4",
        "SET sql_select_limit = 2",
        "SET sql_select_limit = DEFAULT",
        "SET cte_max_recursion_depth = 20",
        "SET div_precision_increment = 30",
    };
    private static final String[] SHOW = {
        "SHOW TABLES",
        "SHOW FULL TABLES LIKE 't%'",
        "SHOW CREATE TABLE t2",
        "SHOW CREATE VIEW v0",
        "SHOW INDEX FROM t0",
        "SHOW FULL COLUMNS FROM t3",
        "SHOW WARNINGS LIMIT 1",
        "SHOW ERRORS",
        "SHOW TABLE STATUS",
        "SHOW DATABASES",
        "SHOW VARIABLES LIKE 'inno%'",
        "SHOW STATUS LIKE 'Thr%'",
        "SHOW CHARACTER SET",
        "SHOW COLLATION WHERE id < 20",
        "SHOW ENGINES",
        "SHOW PRIVILEGES",
        "SHOW GRANTS",
        "SHOW PROCESSLIST",
        "DESC t1",
        "DESC t2 k",
        "SHOW COUNT(*) WARNINGS",
        "CHECK TABLE t0",
        "ANALYZE TABLE t0, t4",
        "OPTIMIZE TABLE t3",
        "CHECKSUM TABLE t0, t2",
        "HELP 'x'",
        "SELECT * FROM information_schema.columns WHERE table_name = 't2'",
        "SELECT table_name, index_name FROM information_schema.statistics WHERE table_schema = DATABASE()",
        "SELECT FOUND_ROWS(), ROW_COUNT(), LAST_INSERT_ID(), CONNECTION_ID()",
        "SHOW ENGINE INNODB STATUS",
        "TABLE t0 ORDER BY id LIMIT 2",
        "VALUES ROW(1, 'x'), ROW(2, NULL)",
    };

    private final Random random;
    private int aliases;

    public StatementGrammar(Random random) {
        this.random = random;
    }

    /** The next statement. */
    public String statement() {
        aliases = 0;
        return switch (random.nextInt(30)) {
            case 0, 1, 2, 3 -> insert();
            case 4, 5, 6 -> update();
            case 7, 8 -> delete();
            case 9 -> alter();
            case 10 -> create();
            case 11, 12 -> pick(random, SESSION);
            case 13 -> pick(random, SHOW);
            case 14 -> "EXPLAIN " + (random.nextBoolean() ? "FORMAT=TREE " : "") + select(2, 2);
            case 15 -> with();
            case 16, 17 -> union();
            case 18 -> "DO " + scope(List.of()).any(4);
            case 19 -> prepared();
            case 20 -> "SELECT " + scope(List.of()).any(5);
            default -> select(3, 1 + random.nextInt(4)) + locking();
        };
    }

    private RandomExpression scope(List<String> columns) {
        return new RandomExpression(random, this, columns);
    }

    private FuzzTable table() {
        return FuzzTables.TABLES.get(random.nextInt(FuzzTables.TABLES.size()));
    }

    /** A query of that many columns; its expressions are at most so deep. */
    String select(int depth, int width) {
        List<String> columns = new ArrayList<>();
        String from = random.nextInt(12) == 0 ? "" : " FROM " + from(depth, columns);
        RandomExpression scope = scope(columns);
        boolean grouped = random.nextInt(4) == 0;
        StringJoiner list = new StringJoiner(", ", "SELECT " + hint(), "");
        for (int i = 0; i < width; i++) {
            list.add(
                    switch (random.nextInt(12)) {
                        case 0 -> scope.window(Math.min(depth, 1));
                        case 1 -> i > 0 || width == 1 || from.isEmpty() ? scope.leaf() : "*";
                        default ->
                                grouped
                                        ? random.nextBoolean()
                                                ? scope.aggregate(depth - 1)
                                                : scope.leaf()
                                        : scope.any(depth)
                                                + (random.nextInt(5) == 0 ? " AS x" + i : "");
                    });
        }
        StringBuilder sql = new StringBuilder(list.toString()).append(from);
        if (!from.isEmpty() && random.nextInt(3) > 0) {
            sql.append(" WHERE ").append(scope.any(depth));
        }
        if (grouped) {
            sql.append(" GROUP BY ")
                    .append(scope.leaf())
                    .append(random.nextInt(4) == 0 ? " WITH ROLLUP" : "");
            if (random.nextBoolean()) {
                sql.append(" HAVING ")
                        .append(scope.aggregate(1))
                        .append(" > ")
                        .append(scope.leaf());
            }
        }
        if (random.nextInt(3) == 0) {
            sql.append(" ORDER BY ")
                    .append(random.nextInt(3) == 0 ? "1" : scope.any(1))
                    .append(random.nextBoolean() ? " DESC" : "");
        }
        if (depth >= 3 && random.nextInt(3) == 0) {
            sql.append(" LIMIT ")
                    .append(random.nextInt(5))
                    .append(random.nextInt(4) == 0 ? ", 18446744073709551615" : "");
        }
        return sql.toString();
    }

    private String hint() {
        return switch (random.nextInt(12)) {
            case 0 -> "DISTINCT ";
            case 1 -> "SQL_CALC_FOUND_ROWS ";
            case 2 -> "/*+ NO_INDEX_MERGE(t0) */ ";
            case 3 -> "STRAIGHT_JOIN ";
            default -> "";
        };
    }

    private String from(int depth, List<String> columns) {
        StringBuilder sql = new StringBuilder(source(depth, columns));
        for (int i = random.nextInt(3); i > 0; i--) {
            String join =
                    pick(
                            random,
                            new String[] {
                                " JOIN ",
                                " LEFT JOIN ",
                                " RIGHT JOIN ",
                                ", ",
                                " CROSS JOIN ",
                                " NATURAL JOIN ",
                                " JOIN LATERAL "
                            });
            if (join.contains("LATERAL") && depth < 2) {
                join = " JOIN ";
            }
            if (join.contains("LATERAL")) {
                String alias = "s" + aliases++;
                sql.append(" JOIN LATERAL (SELECT ")
                        .append(scope(columns).any(1))
                        .append(" AS q) ")
                        .append(alias);
                columns.add(alias + ".q");
                sql.append(" ON TRUE");
                continue;
            }
            sql.append(join).append(source(depth, columns));
            if (join.contains("LEFT") || join.contains("RIGHT") || join.equals(" JOIN ")) {
                sql.append(" ON ").append(scope(columns).any(1));
            }
        }
        return sql.toString();
    }

    private String source(int depth, List<String> columns) {
        String alias = "s" + aliases++;
        if (depth > 1 && random.nextInt(6) == 0) {
            columns.add(alias + ".p");
            columns.add("q");
            return "(SELECT "
                    + scope(List.of()).any(1)
                    + " AS p, 1 AS q UNION ALL "
                    + select(depth - 2, 2)
                    + ") "
                    + alias;
        }
        if (random.nextInt(40) == 0) {
            columns.add(alias + ".n");
            return "JSON_TABLE('[1,2,{\"a\":3}]', '$[*]' COLUMNS (n FOR ORDINALITY, v INT PATH '$.a')) "
                    + alias;
        }
        FuzzTable table = table();
        for (String column : table.columns()) {
            columns.add(random.nextInt(4) == 0 ? column : alias + "." + column);
        }
        return table.name()
                + " "
                + alias
                + (random.nextInt(15) == 0 ? " FORCE INDEX (PRIMARY)" : "");
    }

    private String locking() {
        return switch (random.nextInt(12)) {
            case 0 -> " FOR UPDATE";
            case 1 -> " FOR SHARE SKIP LOCKED";
            case 2 -> " LOCK IN SHARE MODE";
            case 3 -> " FOR UPDATE NOWAIT";
            default -> "";
        };
    }

    private String union() {
        StringJoiner all =
                new StringJoiner(
                        pick(
                                random,
                                new String[] {
                                    " UNION ", " UNION ALL ", " EXCEPT ", " INTERSECT "
                                }));
        int width = 1 + random.nextInt(3);
        for (int i = 2 + random.nextInt(2); i > 0; i--) {
            all.add("(" + select(2, random.nextInt(20) == 0 ? width + 1 : width) + ")");
        }
        return all
                + (random.nextBoolean() ? " ORDER BY 1" : "")
                + (random.nextInt(3) == 0 ? " LIMIT 3" : "");
    }

    private String with() {
        return random.nextBoolean()
                ? "WITH RECURSIVE r (n, m) AS (SELECT 1, "
                        + scope(List.of()).any(1)
                        + " UNION ALL SELECT n + 1, "
                        + scope(List.of("n", "m")).any(2)
                        + " FROM r WHERE n < "
                        + random.nextInt(30)
                        + ") SELECT "
                        + scope(List.of("n", "m")).any(2)
                        + " FROM r"
                : "WITH c AS ("
                        + select(2, 1)
                        + "), e AS (SELECT * FROM c) SELECT * FROM c, e LIMIT 10";
    }

    private String insert() {
        FuzzTable table = table();
        List<String> chosen = new ArrayList<>();
        for (String column : table.columns()) {
            if (random.nextInt(4) > 0
                    && !(column.equals("gen") || column.equals("v") && random.nextInt(6) > 0)) {
                chosen.add(column);
            }
        }
        StringBuilder sql =
                new StringBuilder(
                        pick(
                                random,
                                new String[] {
                                    "INSERT INTO ",
                                    "INSERT IGNORE INTO ",
                                    "REPLACE INTO ",
                                    "INSERT INTO "
                                }));
        sql.append(table.name()).append(" (").append(String.join(", ", chosen)).append(") ");
        if (random.nextInt(5) == 0 && !chosen.isEmpty()) {
            sql.append(select(1, chosen.size())).append(" LIMIT 5");
        } else {
            sql.append("VALUES ");
            for (int rows = 1 + random.nextInt(3); rows > 0; rows--) {
                StringJoiner row = new StringJoiner(", ", "(", ")");
                for (int i = 0; i < chosen.size(); i++) {
                    row.add(
                            random.nextInt(12) == 0
                                    ? "DEFAULT"
                                    : random.nextInt(8) == 0
                                            ? longValue()
                                            : scope(List.of()).any(1));
                }
                sql.append(row).append(rows > 1 ? ", " : "");
            }
        }
        if (sql.charAt(0) == 'I' && random.nextInt(3) == 0) {
            String column = table.columns().get(random.nextInt(table.columns().size()));
            sql.append(" ON DUPLICATE KEY UPDATE ")
                    .append(column)
                    .append(" = ")
                    .append(
                            random.nextBoolean()
                                    ? "VALUES(" + column + ")"
                                    : scope(table.columns()).any(1));
        }
        return sql.toString();
    }

    private String longValue() {
        return "REPEAT('"
                + (char) ('a' + random.nextInt(26))
                + "', "
                + (1 << random.nextInt(17))
                + ")";
    }

    private String update() {
        FuzzTable table = table();
        RandomExpression scope = scope(table.columns());
        if (random.nextInt(6) == 0) {
            List<String> columns = new ArrayList<>();
            String from = from(2, columns);
            RandomExpression all = scope(columns);
            return "UPDATE "
                    + from
                    + " SET "
                    + all.column()
                    + " = "
                    + all.any(2)
                    + " WHERE "
                    + all.any(2);
        }
        return "UPDATE "
                + (random.nextInt(4) == 0 ? "IGNORE " : "")
                + table.name()
                + " SET "
                + scope.column()
                + " = "
                + (random.nextInt(6) == 0 ? longValue() : scope.any(2))
                + (random.nextInt(3) == 0 ? ", " + scope.column() + " = DEFAULT" : "")
                + (random.nextInt(4) > 0 ? " WHERE " + scope.any(2) : "")
                + (random.nextInt(4) == 0 ? " ORDER BY " + scope.leaf() + " LIMIT 2" : "");
    }

    private String delete() {
        FuzzTable table = table();
        RandomExpression scope = scope(table.columns());
        return switch (random.nextInt(12)) {
            case 0 -> "TRUNCATE TABLE " + table.name();
            case 1 ->
                    "DELETE s0, s1 FROM t0 s0 JOIN t4 s1 ON s0.id = s1.parent WHERE "
                            + scope(List.of("s0.a", "s1.note")).any(2);
            default ->
                    "DELETE FROM "
                            + table.name()
                            + " WHERE "
                            + scope.any(2)
                            + (random.nextInt(3) == 0 ? " LIMIT 1" : "");
        };
    }

    private String alter() {
        FuzzTable table = table();
        String column = scope(table.columns()).column();
        String type = pick(random, COLUMN_TYPES);
        return switch (random.nextInt(14)) {
            case 0 ->
                    "ALTER TABLE t5 ADD COLUMN n"
                            + random.nextInt(5)
                            + " "
                            + type
                            + " DEFAULT "
                            + scope(List.of()).leaf();
            case 1 -> "ALTER TABLE t5 DROP COLUMN n" + random.nextInt(5);
            case 2 ->
                    "ALTER TABLE "
                            + table.name()
                            + " ADD INDEX x"
                            + random.nextInt(3)
                            + " ("
                            + column
                            + ")";
            case 3 -> "ALTER TABLE " + table.name() + " DROP INDEX x" + random.nextInt(3);
            case 4 -> "ALTER TABLE t5 MODIFY a " + type + (random.nextBoolean() ? " NOT NULL" : "");
            case 5 -> "ALTER TABLE t5 CHANGE a a " + type + " FIRST, ADD UNIQUE (a)";
            case 6 -> "ALTER TABLE t5 RENAME TO t5, COMMENT = 'x', AUTO_INCREMENT = 100";
            case 7 -> "CREATE UNIQUE INDEX x9 ON " + table.name() + " (" + column + "(3) DESC)";
            case 8 ->
                    "ALTER TABLE "
                            + table.name()
                            + " ADD CHECK ("
                            + scope(table.columns()).any(2)
                            + ")";
            case 9 ->
                    "ALTER TABLE t5 ADD COLUMN (p INT AS ("
                            + scope(List.of("a")).any(1)
                            + "), q INT DEFAULT ("
                            + scope(List.of()).any(1)
                            + "))";
            case 10 ->
                    "ALTER TABLE t4 ADD FOREIGN KEY ("
                            + column
                            + ") REFERENCES "
                            + table.name()
                            + " ("
                            + column
                            + ")";
            case 11 ->
                    "ALTER TABLE t5 CONVERT TO CHARACTER SET "
                            + pick(random, new String[] {"latin1", "utf8mb4", "nocs"});
            case 12 -> "RENAME TABLE t5 TO t6, t6 TO t5";
            default -> "ALTER TABLE t5 DROP PRIMARY KEY, ADD PRIMARY KEY (" + column + ")";
        };
    }

    private String create() {
        return switch (random.nextInt(6)) {
            case 0 -> "DROP TABLE IF EXISTS t5";
            case 1 -> "CREATE TABLE t5 LIKE " + table().name();
            case 2 -> "CREATE TABLE IF NOT EXISTS t5 AS " + select(2, 2);
            case 3 -> "CREATE OR REPLACE VIEW v1 AS " + select(2, 2);
            default -> {
                StringJoiner columns =
                        new StringJoiner(", ", "CREATE TABLE IF NOT EXISTS t5 (a INT, ", ")");
                for (int i = random.nextInt(4); i >= 0; i--) {
                    columns.add(
                            "n"
                                    + i
                                    + " "
                                    + pick(random, COLUMN_TYPES)
                                    + pick(
                                            random,
                                            new String[] {
                                                "",
                                                " NOT NULL",
                                                " UNIQUE",
                                                " DEFAULT 'x'",
                                                " COMMENT 'c'",
                                                " PRIMARY KEY"
                                            }));
                }
                yield columns.toString();
            }
        };
    }

    private String prepared() {
        return switch (random.nextInt(4)) {
            case 0 -> "EXECUTE p";
            case 1 -> "EXECUTE p USING @u";
            case 2 -> "DEALLOCATE PREPARE p";
            default ->
                    "PREPARE p FROM '"
                            + select(2, 1).replace("\\", "\\\\").replace("'", "''")
                            + "'";
        };
    }
}
