package io.daybreak.it.differential;

import java.util.ArrayList;
import java.util.List;

/**
 * A query in pieces, so that a failing one can be made smaller by leaving pieces out.
 *
 * @param from everything from FROM to the last ON
 * @param order with a LIMIT, if there is one; total then
 * @param tail what a set operation adds
 */
record Query(
        String with,
        boolean distinct,
        List<String> items,
        String from,
        List<String> where,
        List<String> groups,
        String rollup,
        List<String> having,
        List<String> order,
        String limit,
        String tail) {

    boolean isOrdered() {
        return !limit.isEmpty();
    }

    String sql() {
        StringBuilder sql = new StringBuilder(with).append("SELECT ");
        sql.append(distinct ? "DISTINCT " : "").append(String.join(", ", items)).append(from);
        clause(sql, " WHERE ", where, " AND ");
        clause(sql, " GROUP BY ", groups, ", ");
        sql.append(groups.isEmpty() ? "" : rollup);
        clause(sql, " HAVING ", having, " AND ");
        sql.append(tail);
        clause(sql, " ORDER BY ", order, ", ");
        return sql.append(limit).toString();
    }

    private static void clause(StringBuilder sql, String word, List<String> parts, String between) {
        if (!parts.isEmpty()) {
            sql.append(word).append(String.join(between, parts));
        }
    }

    /** The same with one piece less, or with one item alone. */
    List<Query> smaller() {
        List<Query> result = new ArrayList<>();
        boolean plain = order.isEmpty() && tail.isEmpty() && !distinct;
        if (plain && items.size() > 1) {
            for (String item : items) {
                result.add(with(List.of(item), where, groups, having, limit, tail));
            }
        }
        if (!tail.isEmpty()) {
            result.add(with(items, where, groups, having, limit, ""));
        }
        if (!limit.isEmpty()) {
            result.add(
                    new Query(
                            with, distinct, items, from, where, groups, rollup, having, List.of(),
                            "", tail));
        }
        for (int i = 0; i < where.size(); i++) {
            result.add(with(items, without(where, i), groups, having, limit, tail));
        }
        for (int i = 0; i < having.size(); i++) {
            result.add(with(items, where, groups, without(having, i), limit, tail));
        }
        if (distinct) {
            result.add(
                    new Query(
                            with, false, items, from, where, groups, rollup, having, order, limit,
                            tail));
        }
        if (!rollup.isEmpty()) {
            result.add(
                    new Query(
                            with, distinct, items, from, where, groups, "", having, order, limit,
                            tail));
        }
        return result;
    }

    private Query with(
            List<String> items,
            List<String> where,
            List<String> groups,
            List<String> having,
            String limit,
            String tail) {
        return new Query(
                with, distinct, items, from, where, groups, rollup, having, order, limit, tail);
    }

    private static List<String> without(List<String> list, int index) {
        List<String> rest = new ArrayList<>(list);
        rest.remove(index);
        return rest;
    }
}
