package io.daybreak.sql.expr;

import io.daybreak.engine.collation.Collations;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.types.ColumnStore;
import io.daybreak.sql.types.ConversionContext;
import io.daybreak.sql.types.Json;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.StoreContext;
import io.daybreak.sql.types.TypeKind;
import io.daybreak.sql.types.Values;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a path finds in a document, as a value of a SQL type: JSON_VALUE and the columns of
 * JSON_TABLE. Immutable.
 */
public final class JsonExtraction {
    /**
     * What to do when there is nothing, or nothing that fits.
     *
     * @param value the document of DEFAULT; null for NULL
     */
    public record Response(boolean error, @Nullable Object value) {
        public static final Response NULL = new Response(false, null);
    }

    /**
     * Errors of ERROR ON EMPTY and ERROR ON ERROR.
     *
     * @param wraps whether many values are an array for a column of type JSON
     */
    private record Complaints(MySqlError missing, MySqlError several, boolean wraps) {}

    private static final Complaints OF_VALUE =
            new Complaints(
                    MySqlError.ER_MISSING_JSON_VALUE, MySqlError.ER_MULTIPLE_JSON_VALUES, false);
    private static final Complaints OF_TABLE =
            new Complaints(
                    MySqlError.ER_MISSING_JSON_TABLE_VALUE,
                    MySqlError.ER_WRONG_JSON_TABLE_VALUE,
                    true);

    private final JsonPath path;
    private final String name;
    private final ColumnStore store;
    private final Response onEmpty;
    private final Response onError;
    private final Complaints complaints;

    private JsonExtraction(
            JsonPath path,
            String name,
            SqlType type,
            Response onEmpty,
            Response onError,
            Complaints complaints) {
        this.path = path;
        this.name = name;
        this.store = new ColumnStore(type, name, name);
        this.onEmpty = onEmpty;
        this.onError = onError;
        this.complaints = complaints;
    }

    /** A column of JSON_TABLE. */
    public static JsonExtraction column(
            String path, String name, SqlType type, Response onEmpty, Response onError) {
        return new JsonExtraction(JsonPath.parse(path), name, type, onEmpty, onError, OF_TABLE);
    }

    /** {@code JSON_VALUE(document, path)}. */
    public static Expr value(
            Expr document, String path, SqlType type, Response onEmpty, Response onError) {
        JsonExtraction extraction =
                new JsonExtraction(
                        JsonPath.parse(path), "json_value", type, onEmpty, onError, OF_VALUE);
        return new JsonValue(document, extraction);
    }

    public SqlType type() {
        return store.type();
    }

    boolean isFound(Object document, EvalContext ctx) {
        return !path.find(document, ctx).isEmpty();
    }

    /** A value that is no document's: the number of a row, or whether something is there. */
    @Nullable Object of(long number, ConversionContext ctx) {
        return store.store(number, SqlType.BIGINT, new Strict(ctx));
    }

    @Nullable Object of(Object document, EvalContext ctx) {
        List<Object> found = path.find(document, ctx);
        if (found.isEmpty()) {
            return respond(onEmpty, complaints.missing, ctx);
        }
        boolean json = type().kind() == TypeKind.JSON;
        if (found.size() > 1) {
            return json && complaints.wraps
                    ? Json.bytes(Json.array(found))
                    : respond(onError, complaints.several, ctx);
        }
        Object one = found.getFirst();
        if (one == Json.NULL) {
            return null;
        }
        if (json) {
            return Json.bytes(one);
        }
        boolean scalarsOnly = complaints.wraps || !type().isString();
        if (scalarsOnly && (one instanceof Json.Items || one instanceof Json.Members)) {
            return respond(onError, MySqlError.ER_WRONG_JSON_TABLE_VALUE, ctx);
        }
        try {
            return scalar(one, ctx);
        } catch (SqlException e) {
            if (onError.error) {
                throw e;
            }
            return respond(onError, e.error(), ctx);
        }
    }

    private @Nullable Object respond(Response response, MySqlError error, ConversionContext ctx) {
        if (response.error) {
            throw new SqlException(error, name);
        }
        if (response.value == null || response.value == Json.NULL) {
            return null;
        }
        return type().kind() == TypeKind.JSON
                ? Json.bytes(response.value)
                : scalar(response.value, ctx);
    }

    private @Nullable Object scalar(Object value, ConversionContext ctx) {
        Strict strict = new Strict(ctx);
        if (type().isTemporal() && !(value instanceof String)) {
            throw new SqlException(
                    MySqlError.ER_INVALID_JSON_VALUE_FOR_CAST, type().sql(), "column ", name, 1);
        }
        return switch (value) {
            case Boolean b when !type().isString() ->
                    store.store(b ? 1L : 0L, SqlType.BIGINT, strict);
            case Long n when !type().isString() -> store.store(n, SqlType.BIGINT, strict);
            case Double n when !type().isString() -> store.store(n, SqlType.DOUBLE, strict);
            case BigInteger n when !type().isString() -> decimal(new BigDecimal(n), strict);
            case BigDecimal n when !type().isString() -> decimal(n, strict);
            case String s -> text(Values.utf8(s), strict);
            default -> text(Json.bytes(value), strict);
        };
    }

    private @Nullable Object decimal(BigDecimal number, Strict strict) {
        return store.store(number, Exprs.decimalType(number), strict);
    }

    private @Nullable Object text(byte[] utf8, Strict strict) {
        return store.store(utf8, SqlType.varchar(utf8.length, Collations.UTF8MB4_BIN), strict);
    }

    /** What does not fit is an error, whatever the mode. */
    private record Strict(ConversionContext ctx) implements StoreContext {
        @Override
        public boolean isStrict() {
            return true;
        }

        @Override
        public long row() {
            return 1;
        }

        @Override
        public ZoneId timeZone() {
            return ctx.timeZone();
        }

        @Override
        public long sqlMode() {
            return ctx.sqlMode();
        }

        @Override
        public long nowMicros() {
            return ctx.nowMicros();
        }

        @Override
        public void warn(MySqlError error, Object... arguments) {
            ctx.warn(error, arguments);
        }

        @Override
        public void note(MySqlError error, Object... arguments) {
            // Digits that a decimal has too many are not worth a word here.
        }
    }

    private static final class JsonValue extends Expr {
        private final Expr document;
        private final JsonExtraction extraction;

        JsonValue(Expr document, JsonExtraction extraction) {
            super(extraction.type(), true);
            this.document = document;
            this.extraction = extraction;
        }

        @Override
        public @Nullable Object eval(EvalContext ctx) {
            Object parsed;
            try {
                parsed = JsonFunctions.document(new Expr[] {document}, 0, "json_value", ctx);
            } catch (SqlException e) {
                if (extraction.onError.error || e.error() == MySqlError.ER_INVALID_TYPE_FOR_JSON) {
                    throw e;
                }
                return extraction.respond(extraction.onError, e.error(), ctx);
            }
            return parsed == null ? null : extraction.of(parsed, ctx);
        }

        @Override
        public List<Expr> children() {
            return List.of(document);
        }

        @Override
        public Expr withChildren(List<Expr> children) {
            return new JsonValue(children.getFirst(), extraction);
        }

        @Override
        public int coercibility() {
            return 4;
        }

        @Override
        public String toString() {
            return "json_value(" + document + ")";
        }
    }
}
