package io.daybreak.sql.expr;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.types.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A JSON path: {@code $.a[0]."b c".*[last]**.d}. */
record JsonPath(List<Leg> legs) {
    /** One step. */
    sealed interface Leg {}

    record Member(String name) implements Leg {}

    record AllMembers() implements Leg {}

    /**
     * @param fromLast whether the index counts from the end: 0 is the last
     */
    record Cell(int index, boolean fromLast) implements Leg {}

    record Range(Cell first, Cell last) implements Leg {}

    record AllCells() implements Leg {}

    /** {@code **}. */
    record Descendants() implements Leg {}

    boolean hasWildcard() {
        for (Leg leg : legs) {
            if (!(leg instanceof Member || leg instanceof Cell)) {
                return true;
            }
        }
        return false;
    }

    static JsonPath parse(String text) {
        return new Parser(text).parse();
    }

    private static final class Parser {
        private final String s;
        private int at;

        Parser(String s) {
            this.s = s;
        }

        private SqlException error() {
            return new SqlException(MySqlError.ER_INVALID_JSON_PATH, at);
        }

        private void spaces() {
            while (at < s.length() && Character.isWhitespace(s.charAt(at))) {
                at++;
            }
        }

        JsonPath parse() {
            spaces();
            if (at >= s.length() || s.charAt(at) != '$') {
                throw error();
            }
            at++;
            List<Leg> legs = new ArrayList<>();
            for (spaces(); at < s.length(); spaces()) {
                legs.add(leg());
            }
            if (!legs.isEmpty() && legs.getLast() instanceof Descendants) {
                throw error();
            }
            return new JsonPath(List.copyOf(legs));
        }

        private Leg leg() {
            char c = s.charAt(at);
            if (c == '*') {
                if (!s.startsWith("**", at)) {
                    throw error();
                }
                at += 2;
                return new Descendants();
            }
            if (c == '.') {
                at++;
                spaces();
                return member();
            }
            if (c == '[') {
                at++;
                spaces();
                return cells();
            }
            throw error();
        }

        private Leg member() {
            if (at >= s.length()) {
                throw error();
            }
            char c = s.charAt(at);
            if (c == '*') {
                at++;
                return new AllMembers();
            }
            if (c == '"') {
                int start = at;
                at++;
                while (at < s.length() && s.charAt(at) != '"') {
                    at += s.charAt(at) == '\\' ? 2 : 1;
                }
                if (at >= s.length()) {
                    throw error();
                }
                at++;
                Object name;
                try {
                    name =
                            Json.parseText(
                                    io.daybreak.sql.types.Values.utf8(s.substring(start, at)));
                } catch (Json.SyntaxException _) {
                    // The path is what is wrong, and its error says where.
                    throw error();
                }
                return new Member((String) name);
            }
            if (!Character.isUnicodeIdentifierStart(c) && c != '_' && c != '$') {
                throw error();
            }
            int start = at;
            while (at < s.length()
                    && (Character.isUnicodeIdentifierPart(s.charAt(at)) || s.charAt(at) == '$')) {
                at++;
            }
            return new Member(s.substring(start, at));
        }

        private Leg cells() {
            if (at < s.length() && s.charAt(at) == '*') {
                at++;
                close();
                return new AllCells();
            }
            Cell first = cell();
            spaces();
            if (s.startsWith("to", at)) {
                at += 2;
                spaces();
                Cell last = cell();
                close();
                return new Range(first, last);
            }
            close();
            return first;
        }

        private Cell cell() {
            if (s.startsWith("last", at)) {
                at += 4;
                spaces();
                if (at < s.length() && s.charAt(at) == '-') {
                    at++;
                    spaces();
                    return new Cell(number(), true);
                }
                return new Cell(0, true);
            }
            return new Cell(number(), false);
        }

        private int number() {
            int start = at;
            long value = 0;
            while (at < s.length() && s.charAt(at) >= '0' && s.charAt(at) <= '9') {
                value = value * 10 + (s.charAt(at++) - '0');
                if (value > Integer.MAX_VALUE) {
                    throw error();
                }
            }
            if (at == start) {
                throw error();
            }
            return (int) value;
        }

        private void close() {
            spaces();
            if (at >= s.length() || s.charAt(at) != ']') {
                throw error();
            }
            at++;
        }
    }

    /** What the path leads to, in the order of the document. */
    List<Object> find(Object document, EvalContext ctx) {
        if (hasWildcard()) {
            return JsonPathMatches.of(this, document, ctx);
        }
        Object one = at(document);
        return one == null ? List.of() : List.of(one);
    }

    /** What a path without wildcards leads to; null if nothing is there. */
    @Nullable Object at(Object document) {
        Object value = document;
        for (Leg leg : legs) {
            value =
                    switch (leg) {
                        case Member(String name) ->
                                value instanceof Json.Members members ? members.get(name) : null;
                        case Cell cell -> cell(value, cell);
                        default -> throw new IllegalStateException("a wildcard: " + this);
                    };
            if (value == null) {
                return null;
            }
        }
        return value;
    }

    static int size(Object value) {
        return value instanceof Json.Items items ? items.size() : 1;
    }

    static int position(Cell cell, int size) {
        return cell.fromLast() ? size - 1 - cell.index() : cell.index();
    }

    /** A scalar is an array of itself. */
    static @Nullable Object cell(Object value, Cell cell) {
        int size = size(value);
        int position = position(cell, size);
        if (position < 0 || position >= size) {
            return null;
        }
        return value instanceof Json.Items items ? items.get(position) : value;
    }

    /** The path without its last leg. */
    JsonPath parent() {
        return new JsonPath(legs.subList(0, legs.size() - 1));
    }
}
