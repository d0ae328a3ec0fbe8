package io.daybreak.it.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random statements that change rows. What they do does not depend on the order of rows. */
final class Changes {
    private final Random random;
    private final Literals literals;
    private final Expressions expressions;
    private final List<List<Column>> tables;

    Changes(Random random, Literals literals, Expressions expressions, List<List<Column>> tables) {
        this.random = random;
        this.literals = literals;
        this.expressions = expressions;
        this.tables = tables;
    }

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    String statement() {
        List<Column> table = expressions.pick(tables);
        return switch (random.nextInt(9)) {
            case 0, 1, 2 -> insert(table);
            case 3 -> insertSelect(table);
            case 4, 5, 6 -> update(table);
            case 7 -> joined(table, expressions.pick(tables));
            default -> delete(table);
        };
    }

    private String insert(List<Column> table) {
        String verb =
                expressions.pick("INSERT", "INSERT", "INSERT IGNORE", "INSERT IGNORE", "REPLACE");
        StringBuilder sql = new StringBuilder(verb + " INTO " + name(table) + " VALUES ");
        for (int row = 1 + random.nextInt(3); row > 0; row--) {
            sql.append('(').append(1 + random.nextInt(40));
            for (Column column : table.subList(1, table.size())) {
                sql.append(", ").append(value(column));
            }
            sql.append(row > 1 ? "), " : ")");
        }
        if (verb.startsWith("INSERT") && oneIn(2)) {
            Column column = changeable(table);
            sql.append(" ON DUPLICATE KEY UPDATE ").append(column.name()).append(" = ");
            sql.append(oneIn(2) ? "VALUES(" + column.name() + ")" : expressions.value(table));
        }
        return sql.toString();
    }

    private String value(Column column) {
        if (oneIn(8)) {
            return expressions.pick("NULL", "DEFAULT", "''", "'abc'", "-1", "1e3", "12345678901");
        }
        return literals.of(column.kind());
    }

    private String insertSelect(List<Column> table) {
        List<Column> source = expressions.pick(tables);
        List<String> items = new ArrayList<>();
        for (Column column : table.subList(1, table.size())) {
            List<Column> like = source.stream().filter(c -> c.kind() == column.kind()).toList();
            items.add(
                    like.isEmpty()
                            ? literals.constant(column.kind())
                            : expressions.pick(like).name());
        }
        return "INSERT "
                + expressions.pick("", "IGNORE ")
                + "INTO "
                + name(table)
                + " SELECT id + "
                + random.nextInt(30)
                + ", "
                + String.join(", ", items)
                + " FROM "
                + name(source)
                + " ORDER BY id LIMIT 5";
    }

    private String update(List<Column> table) {
        StringBuilder sql =
                new StringBuilder(
                        "UPDATE " + expressions.pick("", "", "IGNORE ") + name(table) + " SET ");
        for (int i = random.nextInt(2); i >= 0; i--) {
            Column column = changeable(table);
            sql.append(column.name())
                    .append(" = ")
                    .append(oneIn(3) ? value(column) : expressions.value(table));
            sql.append(i > 0 ? ", " : "");
        }
        sql.append(" WHERE ").append(expressions.condition(table)).append(" ORDER BY id");
        return sql.append(oneIn(3) ? " LIMIT 3" : "").toString();
    }

    private String joined(List<Column> table, List<Column> other) {
        List<Column> left = table.stream().map(c -> c.in("a")).toList();
        List<Column> right = other.stream().map(c -> c.in("b")).toList();
        String join =
                name(table)
                        + " a "
                        + expressions.pick("JOIN ", "LEFT JOIN ")
                        + name(other)
                        + " b ON a.id = b.id";
        List<Column> both = new ArrayList<>(left);
        both.addAll(right);
        if (oneIn(2)) {
            return "DELETE a FROM " + join + " WHERE " + expressions.condition(both);
        }
        Column column = changeable(left);
        return "UPDATE "
                + join
                + " SET "
                + column.qualified()
                + " = "
                + expressions.value(both)
                + " WHERE "
                + expressions.condition(both);
    }

    private String delete(List<Column> table) {
        String limit = oneIn(2) ? " ORDER BY id LIMIT 2" : "";
        return "DELETE FROM " + name(table) + " WHERE " + expressions.condition(table) + limit;
    }

    private Column changeable(List<Column> table) {
        return table.get(1 + random.nextInt(table.size() - 1));
    }

    private static String name(List<Column> table) {
        return table.getFirst().table();
    }
}
