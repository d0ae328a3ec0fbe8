package io.daybreak.it.torture;

import io.daybreak.it.torture.Session.RolledBack;
import io.daybreak.it.torture.Session.ServerGone;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;

/**
 * Changes of definitions: tables of the writer's own that come, change, swap names and go, with
 * rows in them; and an index and a column on shared tables that everybody writes to meanwhile.
 */
final class Definitions {
    private static final int TABLES = 4;
    private static final int ROWS = 120;

    private Definitions() {}

    static String table(String name) {
        return "table/" + name;
    }

    static String row(String name, int id) {
        return String.format("row/%s/%05d", name, id);
    }

    /** Does something to the definition of one of the writer's tables. */
    static void change(Session s) throws SQLException, ServerGone, RolledBack {
        NavigableMap<String, String> tables = s.facts.below("table/");
        if (tables.size() < 2 || tables.size() < TABLES && s.random.nextInt(3) == 0) {
            create(s, tables);
            return;
        }
        List<String> names = new ArrayList<>(tables.keySet());
        String name = names.get(s.random.nextInt(names.size())).substring("table/".length());
        Shape shape = Shape.parse(tables.get(table(name)));
        switch (s.random.nextInt(12)) {
            case 0, 1 -> toggleIndex(s, name, shape, "ia", "(a)");
            case 2 -> toggleIndex(s, name, shape, "ib", "(b(10), a)");
            case 3 -> toggleUnique(s, name, shape);
            case 4, 5 -> addColumn(s, name, shape);
            case 6 -> dropColumn(s, name, shape);
            case 7 -> widen(s, name, shape);
            case 8 -> rename(s, name);
            case 9 -> swap(s, names);
            case 10 -> drop(s, names);
            default -> truncate(s, name);
        }
    }

    private static void create(Session s, NavigableMap<String, String> tables)
            throws SQLException, ServerGone, RolledBack {
        String name = freshName(s);
        s.facts.put(table(name), Shape.NEW.toString());
        if (tables.isEmpty() || s.random.nextBoolean()) {
            s.define(
                    "CREATE TABLE "
                            + name
                            + " (id INT PRIMARY KEY, a INT NOT NULL, b VARCHAR(100))");
            fill(s, name);
            s.commit();
            return;
        }
        String source = tables.firstKey().substring("table/".length());
        rows(s, source)
                .forEach((key, value) -> {
                    String[] cells = value.split(",", -1);
                    int id = Integer.parseInt(cells[0]);
                    s.facts.put(row(name, id), cells[0] + "," + cells[1] + "," + cells[2]);
                });
        s.define(
                "CREATE TABLE "
                        + name
                        + " (id INT PRIMARY KEY, a INT NOT NULL, b VARCHAR(100)) AS SELECT id, a, b"
                        + " FROM "
                        + source);
    }

    private static String freshName(Session s) {
        return "d" + s.writer + "_" + Long.toString(s.random.nextLong(1L << 40), 36);
    }

    private static NavigableMap<String, String> rows(Session s, String name) {
        return s.facts.below("row/" + name + "/");
    }

    private static void fill(Session s, String name) throws SQLException, ServerGone, RolledBack {
        int count = s.random.nextInt(ROWS);
        for (int id = 0; id < count; id++) {
            insert(s, name, Shape.NEW, id);
        }
    }

    private static void insert(Session s, String name, Shape shape, int id)
            throws SQLException, ServerGone, RolledBack {
        int a = s.random.nextInt(1_000);
        String b = RowOperations.text(s, s.random.nextInt(100));
        s.update("INSERT INTO " + name + " (id, a, b) VALUES (?, ?, ?)", id, a, b);
        s.facts.put(row(name, id), id + "," + a + "," + b + defaults(shape));
    }

    private static String defaults(Shape shape) {
        return ",7".repeat(shape.columns().size() - Shape.NEW.columns().size());
    }

    /** Changes rows of one of the writer's tables, within the transaction. */
    static void changeRows(Session s) throws SQLException, ServerGone, RolledBack {
        NavigableMap<String, String> tables = s.facts.below("table/");
        if (tables.isEmpty()) {
            RowOperations.upsert(s);
            return;
        }
        String name = tables.lastKey().substring("table/".length());
        Shape shape = Shape.parse(tables.get(table(name)));
        for (int i = s.random.nextInt(20); i >= 0; i--) {
            int id = s.random.nextInt(ROWS);
            String old = s.facts.value(row(name, id));
            if (old == null) {
                insert(s, name, shape, id);
            } else if (s.random.nextInt(4) == 0) {
                s.update("DELETE FROM " + name + " WHERE id = ?", id);
                s.facts.remove(row(name, id));
            } else {
                s.update("UPDATE " + name + " SET a = a + 1 WHERE id = ?", id);
                String[] cells = old.split(",", -1);
                cells[1] = Integer.toString(Integer.parseInt(cells[1]) + 1);
                s.facts.put(row(name, id), String.join(",", cells));
            }
        }
    }

    // ---- one table

    private static void toggleIndex(
            Session s, String name, Shape shape, String index, String columns)
            throws SQLException, ServerGone, RolledBack {
        if (shape.hasIndex(index)) {
            s.facts.put(table(name), shape.withoutIndex(index).toString());
            s.define("DROP INDEX " + index + " ON " + name);
        } else {
            s.facts.put(table(name), shape.withIndex(index).toString());
            s.define("CREATE INDEX " + index + " ON " + name + " " + columns);
        }
    }

    private static void toggleUnique(Session s, String name, Shape shape)
            throws SQLException, ServerGone, RolledBack {
        if (shape.hasIndex("ua")) {
            s.facts.put(table(name), shape.withoutIndex("ua").toString());
            s.define("ALTER TABLE " + name + " DROP INDEX ua");
        } else {
            s.facts.put(table(name), shape.withIndex("ua").toString());
            s.define("ALTER TABLE " + name + " ADD UNIQUE INDEX ua (a, id)");
        }
    }

    private static void addColumn(Session s, String name, Shape shape)
            throws SQLException, ServerGone, RolledBack {
        if (shape.columns().size() > 8) {
            dropColumn(s, name, shape);
            return;
        }
        String column = "c" + shape.columns().size();
        rows(s, name).forEach((key, value) -> s.facts.put(key, value + ",7"));
        s.facts.put(table(name), shape.withColumn(column + " int").toString());
        s.define("ALTER TABLE " + name + " ADD COLUMN " + column + " INT NOT NULL DEFAULT 7");
    }

    private static void dropColumn(Session s, String name, Shape shape)
            throws SQLException, ServerGone, RolledBack {
        if (shape.columns().size() == Shape.NEW.columns().size()) {
            addColumn(s, name, shape);
            return;
        }
        rows(s, name)
                .forEach((key, value) ->
                        s.facts.put(key, value.substring(0, value.lastIndexOf(','))));
        s.facts.put(table(name), shape.withoutLastColumn().toString());
        String column = shape.columns().getLast().split(" ")[0];
        s.define("ALTER TABLE " + name + " DROP COLUMN " + column);
    }

    private static void widen(Session s, String name, Shape shape)
            throws SQLException, ServerGone, RolledBack {
        boolean narrow = shape.columns().get(1).equals("a int");
        String type = narrow ? "bigint" : "int";
        s.facts.put(table(name), shape.withType(1, "a " + type).toString());
        s.define("ALTER TABLE " + name + " MODIFY COLUMN a " + type + " NOT NULL");
    }

    private static void truncate(Session s, String name)
            throws SQLException, ServerGone, RolledBack {
        rows(s, name).keySet().forEach(s.facts::remove);
        s.define("TRUNCATE TABLE " + name);
    }

    // ---- names

    private static void rename(Session s, String name) throws SQLException, ServerGone, RolledBack {
        String fresh = freshName(s);
        move(s, name, fresh);
        s.define("RENAME TABLE " + name + " TO " + fresh);
    }

    private static void move(Session s, String from, String to) {
        s.facts.put(table(to), s.facts.value(table(from)));
        s.facts.remove(table(from));
        rows(s, from)
                .forEach((key, value) -> {
                    s.facts.remove(key);
                    s.facts.put("row/" + to + key.substring(key.lastIndexOf('/')), value);
                });
    }

    /** Two tables change names in one statement: the classic step of online schema changes. */
    private static void swap(Session s, List<String> names)
            throws SQLException, ServerGone, RolledBack {
        String one = names.getFirst().substring("table/".length());
        String two = names.getLast().substring("table/".length());
        String between = freshName(s);
        move(s, one, between);
        move(s, two, one);
        move(s, between, two);
        s.define(
                "RENAME TABLE "
                        + one
                        + " TO "
                        + between
                        + ", "
                        + two
                        + " TO "
                        + one
                        + ", "
                        + between
                        + " TO "
                        + two);
    }

    private static void drop(Session s, List<String> names)
            throws SQLException, ServerGone, RolledBack {
        int count = Math.min(names.size(), 1 + s.random.nextInt(2));
        List<String> dropped = new ArrayList<>();
        for (String key : names.subList(0, count)) {
            String name = key.substring("table/".length());
            dropped.add(name);
            s.facts.remove(key);
            rows(s, name).keySet().forEach(s.facts::remove);
        }
        s.define("DROP TABLE " + String.join(", ", dropped));
    }

    // ---- tables that others write to

    static void changeShared(Session s) throws SQLException, ServerGone, RolledBack {
        if (s.random.nextBoolean()) {
            toggle(
                    s,
                    "kv.extra",
                    "ALTER TABLE kv ADD INDEX extra (v, u)",
                    "ALTER TABLE kv DROP INDEX extra");
        } else {
            toggle(
                    s,
                    "doc.note",
                    "ALTER TABLE doc ADD COLUMN note INT NOT NULL DEFAULT 7",
                    "ALTER TABLE doc DROP COLUMN note");
        }
    }

    private static void toggle(Session s, String what, String add, String drop)
            throws SQLException, ServerGone, RolledBack {
        String key = "shared/" + what;
        if (s.facts.value(key) == null) {
            s.facts.put(key, "there");
            s.define(add);
        } else {
            s.facts.remove(key);
            s.define(drop);
        }
    }
}
