package io.daybreak.sql.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.engine.Engines;
import io.daybreak.engine.api.EngineConfig;
import io.daybreak.engine.api.StorageEngine;
import io.daybreak.quorum.memory.InMemoryVolume;
import io.daybreak.sql.fake.FakeSession;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random queries have one answer under different plans: tables with random indexes against the same
 * rows without any, tables joined as written, and with so little memory that every hash table goes
 * to files, and with derived tables in place of tables.
 */
class RandomQueriesTest {
    private static final int TABLES = 3;
    private static final long PLENTY_BYTES = 1L << 28;
    private static final long LITTLE_BYTES = 24_000;

    @Test
    void answersAreTheSameUnderDifferentPlans() {
        run(20261121, 250);
    }

    @Test
    @Tag("slow")
    void answersAreTheSameUnderDifferentPlansForManySeeds() {
        long first = System.nanoTime();
        for (long seed = first; seed < first + 40; seed++) {
            run(seed, 300);
        }
    }

    private static void run(long seed, int queries) {
        try (StorageEngine engine =
                Engines.open(InMemoryVolume.durableAtOnce(), new EngineConfig(1L << 25, 1))) {
            Run run = new Run(new FakeSession(engine), new Random(seed), "seed " + seed);
            run.makeTables();
            for (int i = 0; i < queries; i++) {
                run.query();
            }
        }
    }

    private static final class Run {
        private static final String[] COLUMNS = {"id", "a", "b", "s", "d", "e", "ts", "n"};
        private static final String[] WORDS = {
            "''", "'a'", "'A'", "'ab'", "'ab '", "'abc'", "'b'", "'B c'", "'zz'", "'Äb'", "'a_%'"
        };
        private static final String[] OPERATORS = {"=", "<", "<=", ">", ">=", "<>", "<=>"};

        private final FakeSession db;
        private final Random random;
        private final String seed;

        Run(FakeSession db, Random random, String seed) {
            this.db = db;
            this.random = random;
            this.seed = seed;
        }

        private String pick(String... choices) {
            return choices[random.nextInt(choices.length)];
        }

        // ---- tables ----

        void makeTables() {
            String columns =
                    "(id INT %s, a INT, b INT NOT NULL, s VARCHAR(20), d DATETIME,"
                            + " e ENUM('a','b','zz'), ts TIMESTAMP NULL, n DECIMAL(10,2)";
            for (int t = 0; t < TABLES; t++) {
                StringBuilder keys = new StringBuilder();
                for (int k = random.nextInt(5); k >= 0; k--) {
                    keys.append(", KEY k").append(k).append(" (");
                    List<String> parts = new ArrayList<>();
                    for (int p = random.nextInt(3); p >= 0; p--) {
                        String part = pick("a", "b", "s", "s(2)", "d", "e", "ts", "n");
                        String name = part.equals("s(2)") ? "s" : part;
                        if (parts.stream().noneMatch(other -> other.startsWith(name))) {
                            parts.add(part + pick("", "", " DESC"));
                        }
                    }
                    keys.append(String.join(", ", parts)).append(')');
                }
                db.run("CREATE TABLE i" + t + columns.formatted("PRIMARY KEY") + keys + ")");
                db.run("CREATE TABLE p" + t + columns.formatted("NOT NULL") + ")");
                int rows = 20 + random.nextInt(150);
                for (int from = 0; from < rows; from += 25) {
                    StringBuilder values = new StringBuilder(" VALUES ");
                    for (int id = from; id < Math.min(rows, from + 25); id++) {
                        values.append(id == from ? "" : ",").append(row(id));
                    }
                    db.run("INSERT INTO i" + t + values);
                    db.run("INSERT INTO p" + t + values);
                }
            }
        }

        private String row(int id) {
            return "("
                    + String.join(
                            ",",
                            "" + id,
                            orNull(number()),
                            number(),
                            orNull(pick(WORDS)),
                            orNull(time()),
                            orNull(pick("'a'", "'b'", "'zz'")),
                            orNull(time()),
                            orNull(number() + "." + random.nextInt(100)))
                    + ")";
        }

        private String orNull(String value) {
            return random.nextInt(6) == 0 ? "NULL" : value;
        }

        private String number() {
            return "" + (random.nextInt(30) - 5);
        }

        private String time() {
            return "'2024-0%d-1%d 0%d:00:00'"
                    .formatted(1 + random.nextInt(4), random.nextInt(5), random.nextInt(10));
        }

        // ---- queries ----

        void query() {
            int tables = 1 + random.nextInt(TABLES);
            String text = random.nextInt(3) == 0 ? grouped(tables) : plain(tables);
            List<String> expected = answer(text.replace("#", "p"), PLENTY_BYTES);
            assertThat(answer(text.replace("#", "i"), PLENTY_BYTES))
                    .as("%s, with indexes: %s", seed, text)
                    .isEqualTo(expected);
            assertThat(answer(text.replace("#", "i"), LITTLE_BYTES))
                    .as("%s, with little memory: %s", seed, text)
                    .isEqualTo(expected);
            assertThat(answer(text.replace("#", "p"), LITTLE_BYTES))
                    .as("%s, with little memory and no index: %s", seed, text)
                    .isEqualTo(expected);
            String derived = derived(text);
            assertThat(answer(derived.replace("#", "i"), PLENTY_BYTES))
                    .as("%s, of derived tables: %s", seed, derived)
                    .isEqualTo(expected);
            String straight = text.replaceFirst("SELECT ", "SELECT STRAIGHT_JOIN ");
            assertThat(answer(straight.replace("#", "i"), PLENTY_BYTES))
                    .as("%s, joined as written: %s", seed, text)
                    .isEqualTo(expected);
        }

        private List<String> answer(String sql, long memoryBytes) {
            db.memoryLimitBytes = memoryBytes;
            try {
                List<String> rows = new ArrayList<>();
                db.query(sql).forEach(row -> rows.add(folded(row)));
                if (!sql.contains("LIMIT")) {
                    rows.sort(null);
                }
                return rows;
            } catch (RuntimeException e) {
                throw new AssertionError(seed + ": " + sql, e);
            }
        }

        /**
         * Each table in FROM as a derived one: plain, with a condition, a join, or one that is not
         * merged.
         */
        private String derived(String text) {
            String result = text;
            for (int t = 0; t < TABLES; t++) {
                String table = "#" + t;
                String query =
                        switch (random.nextInt(5)) {
                            case 0 -> "SELECT * FROM " + table;
                            case 1 ->
                                    "SELECT * FROM %s y WHERE y.id >= 0 AND 1 = 1".formatted(table);
                            case 2 ->
                                    "SELECT y.* FROM %s y JOIN %s z ON y.id = z.id"
                                            .formatted(table, table);
                            case 3 ->
                                    "SELECT y.* FROM %s y LEFT JOIN (SELECT * FROM %s v WHERE v.id > 3) z"
                                                    .formatted(table, table)
                                            + " ON y.id = z.id WHERE z.id IS NULL OR z.id > 3";
                            default -> "SELECT DISTINCT * FROM " + table;
                        };
                result = result.replaceFirst(table + " t" + t, "(" + query + ") t" + t);
            }
            return result;
        }

        /** Of texts that are equal under the collation, DISTINCT may answer any. */
        private static String folded(String row) {
            return Normalizer.normalize(row, Normalizer.Form.NFD)
                    .replaceAll("\\p{M}", "")
                    .toLowerCase(Locale.ROOT);
        }

        private String plain(int tables) {
            List<String> items = new ArrayList<>();
            for (int t = 0; t < tables; t++) {
                items.add("t" + t + ".id");
                items.add("t" + t + "." + pick(COLUMNS));
            }
            boolean distinct = random.nextInt(4) == 0;
            String select = distinct ? "SELECT DISTINCT " : "SELECT ";
            if (distinct) {
                items.removeIf(item -> item.endsWith(".id"));
                if (items.isEmpty()) {
                    items.add("t0.a");
                }
            }
            String text = select + String.join(", ", items) + from(tables) + where(tables);
            if (!distinct && random.nextInt(3) == 0) {
                List<String> keys = new ArrayList<>();
                keys.add("t0." + pick(COLUMNS) + pick("", " DESC"));
                for (int t = 0; t < tables; t++) {
                    keys.add("t" + t + ".id" + (t == 0 ? pick("", " DESC") : ""));
                }
                text += " ORDER BY " + String.join(", ", keys);
                text += " LIMIT " + random.nextInt(30);
            }
            return text;
        }

        private String grouped(int tables) {
            String key = "t0." + pick("a", "b", "e", "d");
            return "SELECT "
                    + key
                    + ", COUNT(*), SUM(t0.b), MIN(t0.a), MAX(t0.d), COUNT(DISTINCT t0.b)"
                    + from(tables)
                    + where(tables)
                    + " GROUP BY "
                    + key
                    + pick("", " HAVING COUNT(*) > 2");
        }

        private String from(int tables) {
            StringBuilder from = new StringBuilder(" FROM #0 t0");
            for (int t = 1; t < tables; t++) {
                String column = pick("id", "a", "b", "e", "s");
                String other = random.nextInt(4) == 0 ? "b" : column;
                from.append(pick(" JOIN ", " JOIN ", " LEFT JOIN "))
                        .append(
                                "#%d t%d ON t%d.%s = t%d.%s"
                                        .formatted(
                                                t, t, t, comparable(column, other), t - 1, column));
                if (random.nextInt(3) == 0) {
                    from.append(" AND ").append(condition("t" + t));
                }
            }
            return from.toString();
        }

        /** Numbers are joined with numbers. */
        private static String comparable(String column, String other) {
            return column.equals("s") || column.equals("e") ? column : other;
        }

        private String where(int tables) {
            int conditions = random.nextInt(4);
            List<String> all = new ArrayList<>();
            for (int c = 0; c < conditions; c++) {
                String table = "t" + random.nextInt(tables);
                String condition = condition(table);
                all.add(
                        random.nextInt(4) == 0
                                ? "(" + condition + " OR " + condition(table) + ")"
                                : condition);
            }
            if (random.nextInt(5) == 0) {
                all.add(subquery());
            }
            return all.isEmpty() ? "" : " WHERE " + String.join(" AND ", all);
        }

        private String subquery() {
            String table = "#" + random.nextInt(TABLES);
            return switch (random.nextInt(3)) {
                case 0 ->
                        "t0.b "
                                + pick("IN", "NOT IN")
                                + " (SELECT x.b FROM %s x WHERE %s)"
                                        .formatted(table, condition("x"));
                case 1 ->
                        pick("EXISTS", "NOT EXISTS")
                                + " (SELECT 1 FROM %s x WHERE x.a = t0.a AND %s)"
                                        .formatted(table, condition("x"));
                default ->
                        "t0.a <= (SELECT MAX(x.b) FROM %s x WHERE x.id = t0.id)".formatted(table);
            };
        }

        private String condition(String table) {
            String column = pick(COLUMNS);
            String left = table + "." + column;
            return switch (random.nextInt(7)) {
                case 0 -> left + " IS " + pick("", "NOT ") + "NULL";
                case 1 -> left + " BETWEEN " + value(column) + " AND " + value(column);
                case 2 ->
                        left
                                + pick(" IN (", " NOT IN (")
                                + value(column)
                                + ", "
                                + value(column)
                                + ", "
                                + value(column)
                                + ")";
                case 3 ->
                        table
                                + ".s LIKE "
                                + pick(
                                        "'a%'",
                                        "'A%'", "'ab%'", "'%b'", "'ab _%'", "'a\\_%'", "'ä%'");
                default -> left + " " + pick(OPERATORS) + " " + value(column);
            };
        }

        private String value(String column) {
            return switch (column) {
                case "s" -> pick(WORDS);
                case "d", "ts" -> random.nextInt(4) == 0 ? "'2024-02-12'" : time();
                case "e" -> pick("'a'", "'B'", "'zz'", "'none'");
                case "n" -> number() + pick("", ".5", ".25");
                default -> number() + pick("", "", "", ".5");
            };
        }
    }
}
