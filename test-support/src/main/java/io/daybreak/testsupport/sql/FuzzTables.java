package io.daybreak.testsupport.sql;

import java.util.List;

/** The tables that made-up statements are about: every type, every kind of index and constraint. */
public final class FuzzTables {
    private FuzzTables() {}

    record FuzzTable(String name, List<String> columns) {}

    static final List<FuzzTable> TABLES =
            List.of(
                    new FuzzTable("t0", List.of("id", "a", "b", "c", "d")),
                    new FuzzTable("t1", List.of("id", "dt", "ts", "tm", "y", "f", "g")),
                    new FuzzTable("t2", List.of("k", "txt", "bl", "js", "e", "s", "bt", "bin")),
                    new FuzzTable("t3", List.of("a", "b", "gen", "v")),
                    new FuzzTable("t4", List.of("id", "parent", "note")),
                    new FuzzTable("v0", List.of("id", "a", "n")));

    /** Statements that make the tables anew in the current schema, and fill them. */
    public static List<String> setup() {
        return List.of(
                "SET foreign_key_checks = 0",
                "DROP VIEW IF EXISTS v0",
                "DROP TABLE IF EXISTS t0, t1, t2, t3, t4, t5",
                "SET foreign_key_checks = 1",
                "CREATE TABLE t0 (id INT PRIMARY KEY AUTO_INCREMENT, a INT, b VARCHAR(20),"
                        + " c DECIMAL(10,2) DEFAULT 1.5, d DATE, KEY (a), KEY kb (b, a))",
                "CREATE TABLE t1 (id BIGINT UNSIGNED PRIMARY KEY, dt DATETIME(6), ts TIMESTAMP NULL,"
                        + " tm TIME(3), y YEAR, f FLOAT, g DOUBLE, UNIQUE KEY u (dt), KEY (y, tm))",
                "CREATE TABLE t2 (k VARCHAR(30) CHARACTER SET latin1 PRIMARY KEY, txt TEXT,"
                        + " bl LONGBLOB, js JSON, e ENUM('a','b','c'), s SET('x','y','z'), bt BIT(8),"
                        + " bin VARBINARY(20), KEY (txt(5)), KEY (e, s))",
                "CREATE TABLE t3 (a TINYINT UNSIGNED, b CHAR(5) COLLATE utf8mb4_bin,"
                        + " gen INT GENERATED ALWAYS AS (a + 1) STORED, v INT AS (a * 2) VIRTUAL,"
                        + " KEY (gen), CHECK (a < 250))",
                "CREATE TABLE t4 (id INT PRIMARY KEY, parent INT, note VARCHAR(50) DEFAULT 'n',"
                        + " KEY (parent), CONSTRAINT fk FOREIGN KEY (parent) REFERENCES t0 (id)"
                        + " ON DELETE CASCADE ON UPDATE SET NULL)",
                "CREATE VIEW v0 AS SELECT id, a, CONCAT(b, '!') AS n FROM t0 WHERE a > 0",
                "INSERT INTO t0 VALUES (1, 10, 'x', 1.25, '2020-02-29'), (2, NULL, 'Y', -3, NULL),"
                        + " (3, 10, '', 99999999.99, '1999-12-31'), (7, -5, NULL, 0, '0001-01-01')",
                "INSERT INTO t1 VALUES (0, '2020-01-01 10:11:12.123456', '2020-01-01 00:00:01',"
                        + " '-838:59:59', 1901, 1.5, -1e300), (18446744073709551615, NULL, NULL,"
                        + " '10:00:00.5', 2155, NULL, 0)",
                "INSERT INTO t2 VALUES ('k1', 'text', x'00ff', '{\"a\": [1, 2, {\"b\": null}]}', 'a',"
                        + " 'x,z', b'101', 'bin'), ('k2', REPEAT('long ', 3000), REPEAT('b', 40000),"
                        + " '[1, \"two\", 3.5]', 'c', '', b'0', NULL), ('', NULL, NULL, NULL, NULL,"
                        + " NULL, NULL, NULL)",
                "INSERT INTO t3 (a, b) VALUES (1, 'one'), (1, 'ONE'), (NULL, NULL), (249, 'x')",
                "INSERT INTO t4 VALUES (1, 1, 'first'), (2, 1, NULL), (3, NULL, 'third'),"
                        + " (4, 7, 'n')");
    }

    /** The tables that CHECK TABLE is asked about. */
    public static String checkStatement() {
        return "CHECK TABLE t0, t1, t2, t3, t4";
    }
}
