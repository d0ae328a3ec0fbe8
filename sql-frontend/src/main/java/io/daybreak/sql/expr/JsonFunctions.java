package io.daybreak.sql.expr;

import io.daybreak.engine.collation.Collations;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.types.Json;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.TypeKind;
import io.daybreak.sql.types.Values;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Functions over JSON documents: making, reading, searching. */
final class JsonFunctions {
    /** What a look at one value of a document counts as. */
    private static final int SEARCHED_WORK = 256;

    /** What the comparison of two JSON values counts as. */
    private static final int COMPARED_WORK = 16;

    private JsonFunctions() {}

    static void register(FunctionRegistry.Registrar to) {
        to.add("JSON_ARRAY", 0, -1, (a, b) -> json("JSON_ARRAY", a, b, JsonFunctions::array));
        to.add("JSON_OBJECT", 0, -1, JsonFunctions::objectCall);
        to.add("JSON_QUOTE", 1, 1, (a, b) -> text("JSON_QUOTE", a, b, JsonFunctions::quote));
        to.add(
                "JSON_UNQUOTE",
                1,
                1,
                (a, b) -> text("JSON_UNQUOTE", a, b, (x, ctx) -> unquote(x[0], ctx)));
        to.add("JSON_EXTRACT", 2, -1, (a, b) -> json("JSON_EXTRACT", a, b, JsonFunctions::extract));
        to.add("->", 2, 2, (a, b) -> json("JSON_EXTRACT", a, b, JsonFunctions::extract));
        to.add(
                "->>",
                2,
                2,
                (a, b) ->
                        FunctionRegistry.resolve(
                                "JSON_UNQUOTE",
                                List.of(json("JSON_EXTRACT", a, b, JsonFunctions::extract)),
                                b));
        to.add(
                "JSON_VALID",
                1,
                1,
                (a, b) -> Results.condition("JSON_VALID", a, b, JsonFunctions::valid));
        to.add(
                "JSON_TYPE",
                1,
                1,
                (a, b) ->
                        text(
                                "JSON_TYPE",
                                a,
                                b,
                                (x, ctx) -> {
                                    Object d = document(x, 0, "json_type", ctx);
                                    return d == null ? null : Values.utf8(typeName(d));
                                }));
        to.add(
                "JSON_LENGTH",
                1,
                2,
                (a, b) -> Results.nullableLong("JSON_LENGTH", a, b, 10, JsonFunctions::length));
        to.add(
                "JSON_DEPTH",
                1,
                1,
                (a, b) ->
                        Results.nullableLong(
                                "JSON_DEPTH",
                                a,
                                b,
                                10,
                                (x, ctx) -> {
                                    Object d = document(x, 0, "json_depth", ctx);
                                    ctx.wasNull = d == null;
                                    return d == null ? 0 : depth(d);
                                }));
        to.add("JSON_KEYS", 1, 2, (a, b) -> json("JSON_KEYS", a, b, JsonFunctions::keys));
        to.add(
                "JSON_CONTAINS",
                2,
                3,
                (a, b) -> Results.condition("JSON_CONTAINS", a, b, JsonFunctions::contains));
        to.add(
                "JSON_CONTAINS_PATH",
                3,
                -1,
                (a, b) ->
                        Results.condition("JSON_CONTAINS_PATH", a, b, JsonFunctions::containsPath));
        to.add(
                "JSON_OVERLAPS",
                2,
                2,
                (a, b) -> Results.condition("JSON_OVERLAPS", a, b, JsonFunctions::overlaps));
        to.add(
                "MEMBER OF",
                2,
                2,
                (a, b) -> Results.condition("MEMBER OF", a, b, JsonFunctions::memberOf));
        to.add("JSON_SEARCH", 3, -1, (a, b) -> json("JSON_SEARCH", a, b, JsonFunctions::search));
        to.add(
                "JSON_PRETTY",
                1,
                1,
                (a, b) ->
                        text(
                                "JSON_PRETTY",
                                a,
                                b,
                                (x, ctx) -> {
                                    Object d = document(x, 0, "json_pretty", ctx);
                                    if (d == null) {
                                        return null;
                                    }
                                    StringBuilder out = new StringBuilder();
                                    pretty(d, 0, out);
                                    return Values.utf8(out.toString());
                                }));
        to.add(
                "JSON_STORAGE_SIZE",
                1,
                1,
                (a, b) ->
                        Results.nullableLong(
                                "JSON_STORAGE_SIZE",
                                a,
                                b,
                                10,
                                (x, ctx) -> {
                                    byte[] s = x[0].evalBytes(ctx);
                                    ctx.wasNull = s == null;
                                    return s == null ? 0 : s.length;
                                }));
        JsonChanges.register(to);
    }

    static Expr json(String name, List<Expr> args, BindContext bind, Call.BytesBody body) {
        return new Call.OfBytes(name, args, bind, SqlType.JSON, true, bounded(name, body));
    }

    private static Call.BytesBody bounded(String name, Call.BytesBody body) {
        String function = name.toLowerCase(Locale.ROOT);
        return (x, ctx) -> {
            byte[] result = body.eval(x, ctx);
            return result == null || StringBuilding.isTooLong(function, result.length, ctx)
                    ? null
                    : result;
        };
    }

    private static Expr text(String name, List<Expr> args, BindContext bind, Call.BytesBody body) {
        SqlType type =
                new SqlType(
                        TypeKind.LONGTEXT, 0, 0, false, false, Collations.UTF8MB4_BIN, List.of());
        return new Call.OfBytes(name, args, bind, type, true, 4, body);
    }

    // ---- arguments -----------------------------------------------------------------------

    /** An argument that must be a document; null if it is null. */
    static @Nullable Object document(Expr[] x, int index, String function, EvalContext ctx) {
        Object value = x[index].eval(ctx);
        if (value == null) {
            return null;
        }
        if (value instanceof byte[] text) {
            ctx.spend(text.length);
        }
        SqlType type = x[index].type();
        if (type.kind() == TypeKind.JSON) {
            return Json.parse((byte[]) value);
        }
        if (!type.hasCollation()) {
            throw new SqlException(MySqlError.ER_INVALID_TYPE_FOR_JSON, index + 1, function);
        }
        if (type.isBinaryString()) {
            throw new SqlException(MySqlError.ER_INVALID_JSON_CHARSET, "binary");
        }
        try {
            return Json.parseText(Values.toBytes(value, type));
        } catch (Json.SyntaxException e) {
            throw Cast.jsonError(e, index + 1, function);
        }
    }

    /** An argument as a value inside a document: text becomes a string. */
    static Object element(Expr expr, EvalContext ctx) {
        Object value = expr.eval(ctx);
        if (value instanceof Long l && expr.isBoolean()) {
            return l != 0;
        }
        return Json.of(value, expr.type());
    }

    static @Nullable JsonPath path(Expr expr, EvalContext ctx) {
        byte[] text = expr.evalBytes(ctx);
        return text == null ? null : JsonPath.parse(Values.string(text));
    }

    // ---- making --------------------------------------------------------------------------

    private static byte[] array(Expr[] x, EvalContext ctx) {
        Json.Items items = new Json.Items();
        for (Expr expr : x) {
            items.add(element(expr, ctx));
        }
        return Json.bytes(items);
    }

    private static Expr objectCall(List<Expr> args, BindContext bind) {
        if (args.size() % 2 != 0) {
            throw new SqlException(MySqlError.ER_WRONG_PARAMCOUNT_TO_NATIVE_FCT, "JSON_OBJECT");
        }
        return json(
                "JSON_OBJECT",
                args,
                bind,
                (x, ctx) -> {
                    Json.Members members = new Json.Members();
                    for (int i = 0; i < x.length; i += 2) {
                        byte[] key = x[i].evalBytes(ctx);
                        if (key == null) {
                            throw new SqlException(MySqlError.ER_JSON_DOCUMENT_NULL_KEY);
                        }
                        members.put(Values.string(key), element(x[i + 1], ctx));
                    }
                    return Json.bytes(members);
                });
    }

    private static byte @Nullable [] quote(Expr[] x, EvalContext ctx) {
        byte[] s = x[0].evalBytes(ctx);
        if (s == null) {
            return null;
        }
        StringBuilder out = new StringBuilder();
        Json.quote(Values.string(s), out);
        return Values.utf8(out.toString());
    }

    static byte @Nullable [] unquote(Expr expr, EvalContext ctx) {
        byte[] s = expr.evalBytes(ctx);
        if (s == null || s.length < 2 || s[0] != '"' || s[s.length - 1] != '"') {
            return s;
        }
        try {
            return Json.parseText(s) instanceof String text ? Values.utf8(text) : s;
        } catch (Json.SyntaxException e) {
            throw Cast.jsonError(e, 1, "json_unquote");
        }
    }

    // ---- reading -------------------------------------------------------------------------

    private static byte @Nullable [] extract(Expr[] x, EvalContext ctx) {
        Object document = document(x, 0, "json_extract", ctx);
        if (document == null) {
            return null;
        }
        boolean many = x.length > 2;
        List<Object> found = new ArrayList<>();
        for (int i = 1; i < x.length; i++) {
            JsonPath path = path(x[i], ctx);
            if (path == null) {
                return null;
            }
            many |= path.hasWildcard();
            found.addAll(path.find(document, ctx));
        }
        if (found.isEmpty()) {
            return null;
        }
        return Json.bytes(many ? Json.array(found) : found.getFirst());
    }

    private static long valid(Expr[] x, EvalContext ctx) {
        Object value = x[0].eval(ctx);
        ctx.wasNull = value == null;
        if (value == null) {
            return 0;
        }
        if (x[0].type().kind() == TypeKind.JSON) {
            return 1;
        }
        if (!x[0].type().hasCollation() || x[0].type().isBinaryString()) {
            return 0;
        }
        try {
            Object parsed = Json.parseText(Values.toBytes(value, x[0].type()));
            return parsed == ctx ? 0 : 1;
        } catch (Json.SyntaxException _) {
            // Exactly what was asked.
            return 0;
        }
    }

    static String typeName(Object document) {
        return switch (document) {
            case Boolean _ -> "BOOLEAN";
            case Long _ -> "INTEGER";
            case BigInteger _ -> "UNSIGNED INTEGER";
            case Double _ -> "DOUBLE";
            case BigDecimal _ -> "DECIMAL";
            case String _ -> "STRING";
            case Json.Items _ -> "ARRAY";
            case Json.Members _ -> "OBJECT";
            default -> "NULL";
        };
    }

    private static @Nullable Object atPath(Expr[] x, int index, String function, EvalContext ctx) {
        Object document = document(x, 0, function, ctx);
        if (document == null || x.length <= index) {
            return document;
        }
        JsonPath path = path(x[index], ctx);
        if (path == null) {
            return null;
        }
        if (path.hasWildcard()) {
            throw new SqlException(MySqlError.ER_INVALID_JSON_PATH_WILDCARD);
        }
        List<Object> found = path.find(document, ctx);
        return found.isEmpty() ? null : found.getFirst();
    }

    private static long length(Expr[] x, EvalContext ctx) {
        Object value = atPath(x, 1, "json_length", ctx);
        ctx.wasNull = value == null;
        return switch (value) {
            case null -> 0;
            case Json.Items items -> items.size();
            case Json.Members members -> members.size();
            default -> 1;
        };
    }

    private static long depth(Object document) {
        long deepest = 0;
        if (document instanceof Json.Items items) {
            for (Object item : items) {
                deepest = Math.max(deepest, depth(item));
            }
        } else if (document instanceof Json.Members members) {
            for (Object member : members.values()) {
                deepest = Math.max(deepest, depth(member));
            }
        }
        return deepest + 1;
    }

    private static byte @Nullable [] keys(Expr[] x, EvalContext ctx) {
        Object value = atPath(x, 1, "json_keys", ctx);
        return value instanceof Json.Members members
                ? Json.bytes(Json.array(new ArrayList<>(members.keySet())))
                : null;
    }

    // ---- searching -----------------------------------------------------------------------

    private static long contains(Expr[] x, EvalContext ctx) {
        Object target = atPath(x, 2, "json_contains", ctx);
        Object candidate = target == null ? null : document(x, 1, "json_contains", ctx);
        ctx.wasNull = target == null || candidate == null;
        return target != null && candidate != null && contains(target, candidate, ctx) ? 1 : 0;
    }

    private static boolean contains(Object target, Object candidate, EvalContext ctx) {
        ctx.spend(COMPARED_WORK);
        if (target instanceof Json.Members members) {
            if (!(candidate instanceof Json.Members wanted)) {
                return false;
            }
            for (Map.Entry<String, Object> member : wanted.entrySet()) {
                Object own = members.get(member.getKey());
                if (own == null || !contains(own, member.getValue(), ctx)) {
                    return false;
                }
            }
            return true;
        }
        if (target instanceof Json.Items items) {
            if (candidate instanceof Json.Items wanted) {
                return wanted.stream().allMatch(w -> contains(items, w, ctx));
            }
            return items.stream().anyMatch(item -> contains(item, candidate, ctx));
        }
        return !(candidate instanceof Json.Items) && Json.compare(target, candidate) == 0;
    }

    private static boolean wantsAll(Expr expr, String function, EvalContext ctx) {
        byte[] word = expr.evalBytes(ctx);
        String text = word == null ? "" : Values.string(word).toLowerCase(Locale.ROOT);
        return switch (text) {
            case "one" -> false;
            case "all" -> true;
            default -> throw new SqlException(MySqlError.ER_JSON_BAD_ONE_OR_ALL_ARG, function);
        };
    }

    private static long containsPath(Expr[] x, EvalContext ctx) {
        Object document = document(x, 0, "json_contains_path", ctx);
        if (document == null || x[1].eval(ctx) == null) {
            ctx.wasNull = true;
            return 0;
        }
        boolean all = wantsAll(x[1], "json_contains_path", ctx);
        for (int i = 2; i < x.length; i++) {
            JsonPath path = path(x[i], ctx);
            if (path == null) {
                ctx.wasNull = true;
                return 0;
            }
            if (path.find(document, ctx).isEmpty() == all) {
                ctx.wasNull = false;
                return all ? 0 : 1;
            }
        }
        ctx.wasNull = false;
        return all ? 1 : 0;
    }

    private static long overlaps(Expr[] x, EvalContext ctx) {
        Object a = document(x, 0, "json_overlaps", ctx);
        Object b = a == null ? null : document(x, 1, "json_overlaps", ctx);
        ctx.wasNull = a == null || b == null;
        if (a == null || b == null) {
            return 0;
        }
        if (a instanceof Json.Members m && b instanceof Json.Members n) {
            for (Map.Entry<String, Object> e : m.entrySet()) {
                Object other = n.get(e.getKey());
                if (other != null && Json.compare(other, e.getValue()) == 0) {
                    return 1;
                }
            }
            return 0;
        }
        List<Object> left = a instanceof Json.Items i ? i : List.of(a);
        List<Object> right = b instanceof Json.Items i ? i : List.of(b);
        for (Object l : left) {
            for (Object r : right) {
                ctx.spend(COMPARED_WORK);
                if (Json.compare(l, r) == 0) {
                    return 1;
                }
            }
        }
        return 0;
    }

    private static long memberOf(Expr[] x, EvalContext ctx) {
        Object value = x[0].eval(ctx);
        Object array = value == null ? null : document(x, 1, "member of", ctx);
        ctx.wasNull = value == null || array == null;
        if (value == null || array == null) {
            return 0;
        }
        Object wanted = element(x[0], ctx);
        ctx.wasNull = false;
        if (array instanceof Json.Items items) {
            return items.stream().anyMatch(item -> Json.compare(item, wanted) == 0) ? 1 : 0;
        }
        return Json.compare(array, wanted) == 0 ? 1 : 0;
    }

    private static byte @Nullable [] search(Expr[] x, EvalContext ctx) {
        Object document = document(x, 0, "json_search", ctx);
        byte[] pattern = x[2].evalBytes(ctx);
        if (document == null || pattern == null || x[1].eval(ctx) == null) {
            return null;
        }
        boolean all = wantsAll(x[1], "json_search", ctx);
        List<Expr> like = new ArrayList<>();
        List<Object> found = new ArrayList<>();
        Expr patternExpr = Exprs.text(Values.string(pattern), Collations.UTF8MB4_BIN);
        if (x.length > 3) {
            byte[] escape = x[3].evalBytes(ctx);
            if (escape != null && escape.length > 0) {
                like.add(Exprs.text(Values.string(escape), Collations.UTF8MB4_BIN));
            }
        }
        searchIn(document, "$", patternExpr, like, all, found, ctx);
        if (found.isEmpty()) {
            return null;
        }
        return Json.bytes(found.size() == 1 ? found.getFirst() : Json.array(found));
    }

    private static void searchIn(
            Object value,
            String path,
            Expr pattern,
            List<Expr> escape,
            boolean all,
            List<Object> found,
            EvalContext ctx) {
        if (!all && !found.isEmpty()) {
            return;
        }
        ctx.spend(SEARCHED_WORK);
        switch (value) {
            case String s -> {
                List<Expr> args = new ArrayList<>();
                args.add(Exprs.text(s, Collations.UTF8MB4_BIN));
                args.add(pattern);
                args.addAll(escape);
                if (FunctionRegistry.resolve("LIKE", args, BindContext.DEFAULT).evalTrue(ctx)) {
                    found.add(path);
                }
            }
            case Json.Items items -> {
                for (int i = 0; i < items.size(); i++) {
                    searchIn(items.get(i), path + "[" + i + "]", pattern, escape, all, found, ctx);
                }
            }
            case Json.Members members ->
                    members.forEach((name, member) ->
                            searchIn(
                                    member,
                                    path + "." + shownName(name),
                                    pattern,
                                    escape,
                                    all,
                                    found,
                                    ctx));
            default -> {}
        }
    }

    private static String shownName(String name) {
        boolean plain = !name.isEmpty() && !Character.isDigit(name.charAt(0));
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            plain &= Character.isUnicodeIdentifierPart(c) || c == '$';
        }
        if (plain) {
            return name;
        }
        StringBuilder out = new StringBuilder();
        Json.quote(name, out);
        return out.toString();
    }

    private static void pretty(Object document, int depth, StringBuilder out) {
        switch (document) {
            case Json.Items items when !items.isEmpty() -> {
                out.append('[');
                for (int i = 0; i < items.size(); i++) {
                    out.append(i > 0 ? ",\n" : "\n").repeat(' ', 2 * depth + 2);
                    pretty(items.get(i), depth + 1, out);
                }
                out.append('\n').repeat(' ', 2 * depth).append(']');
            }
            case Json.Members members when !members.isEmpty() -> {
                out.append('{');
                boolean first = true;
                for (Map.Entry<String, Object> member : members.entrySet()) {
                    out.append(first ? "\n" : ",\n").repeat(' ', 2 * depth + 2);
                    first = false;
                    Json.quote(member.getKey(), out);
                    out.append(": ");
                    pretty(member.getValue(), depth + 1, out);
                }
                out.append('\n').repeat(' ', 2 * depth).append('}');
            }
            default -> out.append(Values.string(Json.bytes(document)));
        }
    }
}
