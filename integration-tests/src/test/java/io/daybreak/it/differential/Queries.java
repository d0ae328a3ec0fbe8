package io.daybreak.it.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Random queries. */
final class Queries {
    private final Random random;
    private final Expressions expressions;
    private final List<List<Column>> tables;
    private int aliases;

    Queries(Random random, Expressions expressions, List<List<Column>> tables) {
        this.random = random;
        this.expressions = expressions;
        this.tables = tables;
    }

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    /** A FROM clause and what it brings into reach; the first column of each table is its id. */
    private record From(String sql, List<List<Column>> tables) {
        List<Column> columns() {
            return tables.stream().flatMap(List::stream).toList();
        }
    }

    private From from(int joinsMax) {
        List<List<Column>> reach = new ArrayList<>();
        StringBuilder sql = new StringBuilder(" FROM ").append(source(reach, joinsMax > 0));
        for (int joins = joinsMax == 0 ? 0 : random.nextInt(joinsMax + 1); joins > 0; joins--) {
            String kind =
                    expressions.pick(
                            "JOIN", "JOIN", "LEFT JOIN", "LEFT JOIN", "RIGHT JOIN", "CROSS JOIN");
            List<Column> before = reach.stream().flatMap(List::stream).toList();
            sql.append(' ').append(kind).append(' ').append(source(reach, true));
            if (!kind.startsWith("CROSS")) {
                sql.append(" ON ").append(on(before, reach.getLast()));
            }
        }
        return new From(sql.toString(), reach);
    }

    private String on(List<Column> before, List<Column> added) {
        Column right = expressions.pick(added);
        List<Column> fitting = before.stream().filter(c -> c.kind() == right.kind()).toList();
        String equal =
                (fitting.isEmpty() ? expressions.pick(before) : expressions.pick(fitting))
                                .qualified()
                        + " = "
                        + right.qualified();
        List<Column> all = new ArrayList<>(before);
        all.addAll(added);
        return switch (random.nextInt(4)) {
            case 0 -> equal + " AND " + expressions.condition(all);
            case 1 -> expressions.condition(all);
            default -> equal;
        };
    }

    private String source(List<List<Column>> reach, boolean mayDerive) {
        String alias = "x" + aliases++;
        List<Column> table = expressions.pick(tables);
        String name = table.getFirst().table();
        reach.add(table.stream().map(c -> c.in(alias)).toList());
        if (mayDerive && oneIn(6)) {
            String condition = expressions.condition(table);
            return "(SELECT * FROM " + name + " WHERE " + condition + ") " + alias;
        }
        return name + " " + alias;
    }

    Query query() {
        aliases = 0;
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> grouped();
            case 3 -> windows();
            case 4 -> combined();
            default -> plain();
        };
    }

    private Query plain() {
        From from = from(2);
        List<Column> columns = from.columns();
        List<String> items = items(columns);
        List<String> where = where(columns);
        boolean limited = oneIn(4);
        boolean distinct = !limited && oneIn(6);
        List<String> order = new ArrayList<>();
        if (limited) {
            for (int i = random.nextInt(3); i > 0; i--) {
                order.add(expressions.value(columns) + expressions.pick("", " DESC"));
            }
            from.tables().forEach(t -> order.add(t.getFirst().qualified()));
        }
        String limit = limited ? " LIMIT " + random.nextInt(6) + expressions.pick("", ", 5") : "";
        return new Query(
                "", distinct, items, from.sql(), where, List.of(), "", List.of(), order, limit, "");
    }

    private List<String> items(List<Column> columns) {
        return IntStream.range(0, 1 + random.nextInt(4))
                .mapToObj(i -> expressions.value(columns) + (oneIn(3) ? " AS a" + i : ""))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private List<String> where(List<Column> columns) {
        List<String> where = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            where.add(oneIn(3) ? subquery(columns) : expressions.condition(columns));
        }
        return where;
    }

    private String subquery(List<Column> outer) {
        From inner = from(oneIn(3) ? 1 : 0);
        List<Column> both = new ArrayList<>(inner.columns());
        if (random.nextBoolean()) {
            both.addAll(outer);
        }
        Column column = expressions.pick(inner.columns());
        String where = " WHERE " + expressions.condition(both);
        List<Column> like = outer.stream().filter(c -> c.kind() == column.kind()).toList();
        String left =
                (like.isEmpty() ? expressions.pick(outer) : expressions.pick(like)).qualified();
        return switch (random.nextInt(5)) {
            case 0 ->
                    left
                            + expressions.pick(" IN", " NOT IN")
                            + " (SELECT "
                            + column.qualified()
                            + inner.sql()
                            + where
                            + ")";
            case 1 -> expressions.pick("", "NOT ") + "EXISTS (SELECT 1" + inner.sql() + where + ")";
            case 2 ->
                    left
                            + " "
                            + expressions.pick("<", ">=", "=", "<>")
                            + expressions.pick(" ANY", " ALL")
                            + " (SELECT "
                            + column.qualified()
                            + inner.sql()
                            + where
                            + ")";
            default ->
                    left
                            + " "
                            + expressions.pick("<", ">=", "=", "<>")
                            + " (SELECT "
                            + expressions.pick("MAX", "MIN", "COUNT", "SUM")
                            + "("
                            + column.qualified()
                            + ")"
                            + inner.sql()
                            + where
                            + ")";
        };
    }

    private Query grouped() {
        From from = from(1);
        List<Column> columns = from.columns();
        List<String> groups = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            groups.add(
                    oneIn(3) ? expressions.value(columns) : expressions.pick(columns).qualified());
        }
        List<String> items = new ArrayList<>(groups);
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            items.add(aggregate(columns));
        }
        List<String> having = new ArrayList<>();
        if (oneIn(3)) {
            having.add(
                    aggregate(columns)
                            + expressions.pick(" > ", " <= ", " = ")
                            + random.nextInt(5));
        }
        String rollup = oneIn(5) ? " WITH ROLLUP" : "";
        return new Query(
                "",
                false,
                items,
                from.sql(),
                where(columns),
                groups,
                rollup,
                having,
                List.of(),
                "",
                "");
    }

    private String aggregate(List<Column> columns) {
        String value =
                oneIn(2) ? expressions.pick(columns).qualified() : expressions.value(columns);
        return switch (random.nextInt(10)) {
            case 0 -> "COUNT(*)";
            case 1 -> "COUNT(" + value + ")";
            case 2 -> "COUNT(DISTINCT " + value + ")";
            case 3 -> "SUM(" + expressions.pick("", "DISTINCT ") + value + ")";
            case 4 -> "AVG(" + value + ")";
            case 5, 6 -> "MIN(" + value + ")";
            case 7 -> "MAX(" + value + ")";
            case 8 -> expressions.pick("BIT_AND", "BIT_OR", "BIT_XOR") + "(" + value + ")";
            default ->
                    "GROUP_CONCAT("
                            + value
                            + " ORDER BY "
                            + columns.getFirst().qualified()
                            + ", "
                            + value
                            + ")";
        };
    }

    private Query windows() {
        From from = from(0);
        List<Column> columns = from.columns();
        List<String> items = new ArrayList<>();
        String id = columns.getFirst().qualified();
        items.add(id);
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            String by =
                    oneIn(2) ? "PARTITION BY " + expressions.pick(columns).qualified() + " " : "";
            String order =
                    "ORDER BY "
                            + expressions.pick(columns).qualified()
                            + expressions.pick("", " DESC")
                            + ", "
                            + id;
            items.add(windowed(columns) + " OVER (" + by + order + frame() + ")");
        }
        return new Query(
                "",
                false,
                items,
                from.sql(),
                where(columns),
                List.of(),
                "",
                List.of(),
                List.of(),
                "",
                "");
    }

    private String windowed(List<Column> columns) {
        String value = expressions.pick(columns).qualified();
        return switch (random.nextInt(9)) {
            case 0 -> "ROW_NUMBER()";
            case 1 -> expressions.pick("RANK", "DENSE_RANK", "PERCENT_RANK", "CUME_DIST") + "()";
            case 2 -> "NTILE(" + (1 + random.nextInt(3)) + ")";
            case 3 ->
                    expressions.pick("LAG", "LEAD")
                            + "("
                            + value
                            + expressions.pick("", ", 2")
                            + ")";
            case 4 -> expressions.pick("FIRST_VALUE", "LAST_VALUE") + "(" + value + ")";
            case 5 -> "NTH_VALUE(" + value + ", 2)";
            default -> expressions.pick("SUM", "COUNT", "AVG", "MIN", "MAX") + "(" + value + ")";
        };
    }

    private String frame() {
        return expressions.pick(
                "",
                "",
                " ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING",
                " ROWS UNBOUNDED PRECEDING",
                " ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING");
    }

    private Query combined() {
        From first = from(0);
        From second = from(0);
        int count = 1 + random.nextInt(2);
        List<String> items = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Column column = expressions.pick(first.columns());
            List<Column> like =
                    second.columns().stream().filter(c -> c.kind() == column.kind()).toList();
            items.add(column.qualified());
            others.add(
                    (like.isEmpty() || oneIn(4)
                                    ? expressions.pick(second.columns())
                                    : expressions.pick(like))
                            .qualified());
        }
        String tail =
                expressions.pick(
                                " UNION ", " UNION ALL ", " INTERSECT ", " EXCEPT ", " EXCEPT ALL ")
                        + "SELECT "
                        + String.join(", ", others)
                        + second.sql()
                        + " WHERE "
                        + expressions.condition(second.columns());
        return new Query(
                "",
                false,
                items,
                first.sql(),
                where(first.columns()),
                List.of(),
                "",
                List.of(),
                List.of(),
                "",
                tail);
    }
}
