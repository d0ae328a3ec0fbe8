package io.daybreak.sql.expr;

import io.daybreak.sql.types.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a path leads to in one document, in the document's order, each place once: after {@code **}
 * a place can be reached by several ways, as {@code $**[0]} reaches the 1 of {@code [1]} as the
 * array's first element and, since a scalar is an array of itself, as its own. Confined to one
 * evaluation.
 */
final class JsonPathMatches {
    private final List<JsonPath.Leg> legs;
    private final EvalContext ctx;
    private final boolean severalWays;
    private final Set<Visit> visits = new HashSet<>();
    private final List<Object> found = new ArrayList<>();

    /** A step at a place: the element of a container, which is told by its identity. */
    private record Visit(Object container, Object key, int step) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Visit visit
                    && visit.container == container
                    && visit.step == step
                    && visit.key.equals(key);
        }

        @Override
        public int hashCode() {
            return (System.identityHashCode(container) * 31 + key.hashCode()) * 31 + step;
        }
    }

    private JsonPathMatches(List<JsonPath.Leg> legs, EvalContext ctx) {
        this.legs = legs;
        this.ctx = ctx;
        long wide = legs.stream().filter(JsonPath.Descendants.class::isInstance).count();
        this.severalWays =
                wide > 1 || (wide == 1 && legs.stream().anyMatch(JsonPathMatches::takesScalars));
    }

    private static boolean takesScalars(JsonPath.Leg leg) {
        return leg instanceof JsonPath.Cell || leg instanceof JsonPath.Range;
    }

    static List<Object> of(JsonPath path, Object document, EvalContext ctx) {
        JsonPathMatches matches = new JsonPathMatches(path.legs(), ctx);
        matches.find(document, document, "", 0);
        return matches.found;
    }

    /**
     * @param container what has the value under the key
     */
    private void find(Object value, Object container, Object key, int step) {
        ctx.spend(VISIT_WORK);
        if (severalWays && !visits.add(new Visit(container, key, step))) {
            return;
        }
        if (step == legs.size()) {
            found.add(value);
            return;
        }
        switch (legs.get(step)) {
            case JsonPath.Member(String name) -> {
                if (value instanceof Json.Members members) {
                    Object member = members.get(name);
                    if (member != null) {
                        find(member, members, name, step + 1);
                    }
                }
            }
            case JsonPath.AllMembers _ -> {
                if (value instanceof Json.Members members) {
                    members.forEach((name, member) -> find(member, members, name, step + 1));
                }
            }
            case JsonPath.Cell cell -> cells(value, container, key, cell, cell, step);
            case JsonPath.Range(JsonPath.Cell first, JsonPath.Cell last) ->
                    cells(value, container, key, first, last, step);
            case JsonPath.AllCells _ -> {
                if (value instanceof Json.Items items) {
                    each(items, step + 1);
                }
            }
            case JsonPath.Descendants _ -> {
                find(value, container, key, step + 1);
                if (value instanceof Json.Members members) {
                    members.forEach((name, member) -> find(member, members, name, step));
                } else if (value instanceof Json.Items items) {
                    each(items, step);
                }
            }
        }
    }

    private void each(Json.Items items, int step) {
        for (int i = 0; i < items.size(); i++) {
            find(items.get(i), items, i, step);
        }
    }

    /** What is no array is an array of itself. */
    private void cells(
            Object value,
            Object container,
            Object key,
            JsonPath.Cell first,
            JsonPath.Cell last,
            int step) {
        int size = JsonPath.size(value);
        int from = Math.max(0, JsonPath.position(first, size));
        int to = Math.min(size - 1, JsonPath.position(last, size));
        for (int i = from; i <= to; i++) {
            if (value instanceof Json.Items items) {
                find(items.get(i), items, i, step + 1);
            } else {
                find(value, container, key, step + 1);
            }
        }
    }

    /** Of looking at one value, in bytes of text. */
    private static final int VISIT_WORK = 32;
}
