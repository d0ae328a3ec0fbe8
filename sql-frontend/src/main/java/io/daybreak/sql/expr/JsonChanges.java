package io.daybreak.sql.expr;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.types.Json;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** JSON_SET, JSON_REMOVE and the like: documents changed at paths; JSON_MERGE_*. */
final class JsonChanges {
    /** Of changing one place: what comes behind it in its array moves. */
    private static final int CHANGE_WORK = 4096;

    private JsonChanges() {}

    /** What is done at a path. */
    private enum Change {
        SET,
        INSERT,
        REPLACE,
        ARRAY_APPEND,
        ARRAY_INSERT
    }

    static void register(FunctionRegistry.Registrar to) {
        for (Change change : Change.values()) {
            String name = "JSON_" + change.name();
            to.add(
                    name,
                    3,
                    -1,
                    (a, b) -> {
                        if (a.size() % 2 == 0) {
                            throw new SqlException(
                                    MySqlError.ER_WRONG_PARAMCOUNT_TO_NATIVE_FCT, name);
                        }
                        return JsonFunctions.json(
                                name, a, b, (x, ctx) -> changed(change, name, x, ctx));
                    });
        }
        to.add(
                "JSON_REMOVE",
                2,
                -1,
                (a, b) -> JsonFunctions.json("JSON_REMOVE", a, b, JsonChanges::removed));
        to.add(
                "JSON_MERGE_PATCH",
                2,
                -1,
                (a, b) -> JsonFunctions.json("JSON_MERGE_PATCH", a, b, JsonChanges::patched));
        for (String name : new String[] {"JSON_MERGE_PRESERVE", "JSON_MERGE"}) {
            to.add(name, 2, -1, (a, b) -> JsonFunctions.json(name, a, b, JsonChanges::merged));
        }
    }

    private static JsonPath plainPath(Expr expr, EvalContext ctx) {
        JsonPath path = JsonFunctions.path(expr, ctx);
        if (path == null) {
            return new JsonPath(List.of());
        }
        if (path.hasWildcard()) {
            throw new SqlException(MySqlError.ER_INVALID_JSON_PATH_WILDCARD);
        }
        return path;
    }

    private static byte @Nullable [] changed(
            Change change, String name, Expr[] x, EvalContext ctx) {
        Object document =
                JsonFunctions.document(x, 0, name.toLowerCase(java.util.Locale.ROOT), ctx);
        if (document == null) {
            return null;
        }
        for (int i = 1; i < x.length; i += 2) {
            if (x[i].eval(ctx) == null) {
                return null;
            }
            JsonPath path = plainPath(x[i], ctx);
            Object value = JsonFunctions.element(x[i + 1], ctx);
            ctx.spend(CHANGE_WORK);
            if (path.legs().isEmpty()) {
                document = atRoot(change, document, value);
            } else {
                document = at(change, document, path, value);
            }
        }
        return Json.bytes(document);
    }

    private static Object atRoot(Change change, Object document, Object value) {
        return switch (change) {
            case SET, REPLACE -> value;
            case INSERT -> document;
            case ARRAY_APPEND -> appended(document, value);
            case ARRAY_INSERT -> throw new SqlException(MySqlError.ER_INVALID_JSON_PATH_ARRAY_CELL);
        };
    }

    /** The array itself, which is longer then, or a new one. */
    private static Object appended(Object document, Object value) {
        Json.Items items = asItems(document);
        items.add(value);
        return items;
    }

    private static Json.Items asItems(Object document) {
        if (document instanceof Json.Items items) {
            return items;
        }
        Json.Items items = new Json.Items();
        items.add(document);
        return items;
    }

    private static Object at(Change change, Object document, JsonPath path, Object value) {
        JsonPath.Leg last = path.legs().getLast();
        if (change == Change.ARRAY_INSERT && !(last instanceof JsonPath.Cell)) {
            throw new SqlException(MySqlError.ER_INVALID_JSON_PATH_ARRAY_CELL);
        }
        Object parent = path.parent().at(document);
        if (parent == null) {
            return document;
        }
        if (last instanceof JsonPath.Member(String name)) {
            if (parent instanceof Json.Members members) {
                atMember(change, members, name, value);
            }
            return document;
        }
        JsonPath.Cell cell = (JsonPath.Cell) last;
        if (parent instanceof Json.Items items) {
            atCell(change, items, cell, value);
            return document;
        }
        if (change == Change.ARRAY_INSERT) {
            return document;
        }
        // A scalar is an array of itself: cell 0 is the scalar, any other makes an array.
        boolean exists = JsonPath.cell(parent, cell) != null;
        Object replacement = parent;
        if (exists && change != Change.INSERT) {
            replacement = change == Change.ARRAY_APPEND ? appended(parent, value) : value;
        } else if (!exists && (change == Change.SET || change == Change.INSERT)) {
            replacement = appended(parent, value);
            if (cell.fromLast()) {
                ((Json.Items) replacement).addFirst(((Json.Items) replacement).removeLast());
            }
        }
        return replacement == parent ? document : replaced(document, path.parent(), replacement);
    }

    private static void atMember(Change change, Json.Members members, String name, Object value) {
        boolean exists = members.containsKey(name);
        switch (change) {
            case SET -> members.put(name, value);
            case INSERT -> members.putIfAbsent(name, value);
            case REPLACE -> members.replace(name, value);
            case ARRAY_APPEND -> {
                if (exists) {
                    members.computeIfPresent(name, (_, old) -> appended(old, value));
                }
            }
            case ARRAY_INSERT -> {}
        }
    }

    private static void atCell(Change change, Json.Items items, JsonPath.Cell cell, Object value) {
        int position = cell.fromLast() ? items.size() - 1 - cell.index() : cell.index();
        boolean exists = position >= 0 && position < items.size();
        switch (change) {
            case SET, INSERT -> {
                if (!exists) {
                    items.add(position < 0 ? 0 : items.size(), value);
                } else if (change == Change.SET) {
                    items.set(position, value);
                }
            }
            case REPLACE -> {
                if (exists) {
                    items.set(position, value);
                }
            }
            case ARRAY_APPEND -> {
                if (exists) {
                    items.set(position, appended(items.get(position), value));
                }
            }
            case ARRAY_INSERT -> items.add(Math.clamp(position, 0, items.size()), value);
        }
    }

    private static Object replaced(Object document, JsonPath path, Object replacement) {
        if (path.legs().isEmpty()) {
            return replacement;
        }
        Object parent = Objects.requireNonNull(path.parent().at(document));
        switch (path.legs().getLast()) {
            case JsonPath.Member(String name) -> ((Json.Members) parent).put(name, replacement);
            case JsonPath.Cell cell when parent instanceof Json.Items items ->
                    items.set(
                            cell.fromLast() ? items.size() - 1 - cell.index() : cell.index(),
                            replacement);
            default -> {
                return replaced(document, path.parent(), replacement);
            }
        }
        return document;
    }

    private static byte @Nullable [] removed(Expr[] x, EvalContext ctx) {
        Object document = JsonFunctions.document(x, 0, "json_remove", ctx);
        if (document == null) {
            return null;
        }
        for (int i = 1; i < x.length; i++) {
            if (x[i].eval(ctx) == null) {
                return null;
            }
            JsonPath path = plainPath(x[i], ctx);
            if (path.legs().isEmpty()) {
                throw new SqlException(MySqlError.ER_JSON_VACUOUS_PATH);
            }
            ctx.spend(CHANGE_WORK);
            Object parent = path.parent().at(document);
            if (parent == null) {
                continue;
            }
            switch (path.legs().getLast()) {
                case JsonPath.Member(String name) when parent instanceof Json.Members members ->
                        members.remove(name);
                case JsonPath.Cell cell when parent instanceof Json.Items items -> {
                    int at = cell.fromLast() ? items.size() - 1 - cell.index() : cell.index();
                    if (at >= 0 && at < items.size()) {
                        items.remove(at);
                    }
                }
                default -> {}
            }
        }
        return Json.bytes(document);
    }

    private static byte @Nullable [] patched(Expr[] x, EvalContext ctx) {
        Object result = JsonFunctions.document(x, 0, "json_merge_patch", ctx);
        boolean isNull = result == null;
        for (int i = 1; i < x.length; i++) {
            Object patch = JsonFunctions.document(x, i, "json_merge_patch", ctx);
            if (patch == null) {
                result = null;
                isNull = true;
            } else if (!(patch instanceof Json.Members)) {
                result = patch;
                isNull = false;
            } else if (!isNull && result != null) {
                result = patch(result, patch);
            }
        }
        return isNull || result == null ? null : Json.bytes(result);
    }

    /** RFC 7396. */
    private static Object patch(Object target, Object patch) {
        if (!(patch instanceof Json.Members changes)) {
            return patch;
        }
        Json.Members result = target instanceof Json.Members old ? old : new Json.Members();
        for (Map.Entry<String, Object> change : changes.entrySet()) {
            if (change.getValue() == Json.NULL) {
                result.remove(change.getKey());
            } else {
                Object old = result.get(change.getKey());
                result.put(
                        change.getKey(), patch(old == null ? Json.NULL : old, change.getValue()));
            }
        }
        return result;
    }

    private static byte @Nullable [] merged(Expr[] x, EvalContext ctx) {
        Object result = null;
        for (int i = 0; i < x.length; i++) {
            Object next = JsonFunctions.document(x, i, "json_merge_preserve", ctx);
            if (next == null) {
                return null;
            }
            result = result == null ? next : merge(result, next);
        }
        return result == null ? null : Json.bytes(result);
    }

    /** The first of them, changed, where it is an object or an array: many are merged in one. */
    private static Object merge(Object a, Object b) {
        if (a instanceof Json.Members m && b instanceof Json.Members n) {
            n.forEach((key, value) -> m.merge(key, value, JsonChanges::merge));
            return m;
        }
        Json.Items items = asItems(a);
        if (b instanceof Json.Items more) {
            items.addAll(more);
        } else {
            items.add(b);
        }
        return items;
    }
}
