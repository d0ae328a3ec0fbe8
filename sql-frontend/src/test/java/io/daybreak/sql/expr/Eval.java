package io.daybreak.sql.expr;

import io.daybreak.engine.api.RowReader;
import io.daybreak.engine.collation.Collation;
import io.daybreak.engine.collation.Collations;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.ResultColumn;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.DataType;
import io.daybreak.sql.ast.Expression;
import io.daybreak.sql.client.TextOutput;
import io.daybreak.sql.parse.ParseOptions;
import io.daybreak.sql.parse.Parser;
import io.daybreak.sql.types.CharacterSet;
import io.daybreak.sql.types.SqlMode;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.Temporal;
import io.daybreak.sql.types.TemporalParser;
import io.daybreak.sql.types.TypeKind;
import io.daybreak.sql.types.ValueFormats;
import io.daybreak.sql.types.Values;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Evaluates the text of an expression without tables, and shows the result as a client gets it. */
final class Eval {
    static final long NOW_MICROS = 1_700_000_000_123_456L;

    private Eval() {}

    /** The text form, {@code NULL}, or {@code ERROR code}; unprintable bytes in hexadecimal. */
    static String show(String sql) {
        try {
            Expr expr = bind(Parser.parseExpression(sql, ParseOptions.DEFAULT));
            Context ctx = new Context();
            Object value = expr.eval(ctx);
            if (value == null) {
                return "NULL";
            }
            ResultColumn column =
                    ValueFormats.column("x", expr.type(), true, Collations.UTF8MB4_0900_AI_CI);
            TextOutput out = new TextOutput();
            column.format().text(new OneValue(value), 0, out);
            return shown(out.bytes());
        } catch (SqlException e) {
            return "ERROR " + e.code();
        }
    }

    static String shown(byte[] bytes) {
        boolean printable =
                io.daybreak.engine.collation.Utf8.firstInvalid(bytes, 0, bytes.length)
                        == bytes.length;
        for (byte b : bytes) {
            printable &= b < 0 || b >= ' ';
        }
        return printable
                ? Values.string(bytes)
                : "0x" + java.util.HexFormat.of().withUpperCase().formatHex(bytes);
    }

    static Expr bind(Expression e) {
        BindContext bind = BindContext.DEFAULT;
        return switch (e) {
            case Expression.Literal l -> literal(l);
            case Expression.Unary u ->
                    switch (u.operator()) {
                        case MINUS -> call("NEG", u.operand());
                        case PLUS -> bind(u.operand());
                        case BIT_NOT -> call("~", u.operand());
                        case NOT -> call("NOT", u.operand());
                        case BINARY ->
                                Exprs.cast(
                                        bind(u.operand()),
                                        SqlType.varchar(1000, Collations.BINARY));
                    };
            case Expression.Binary b -> call(b.operator().symbol(), b.left(), b.right());
            case Expression.Is i ->
                    call("IS " + (i.negated() ? "NOT " : "") + i.test(), i.operand());
            case Expression.Between b ->
                    call((b.negated() ? "NOT " : "") + "BETWEEN", b.value(), b.low(), b.high());
            case Expression.InList in -> {
                List<Expression> all = new ArrayList<>(in.list());
                all.addFirst(in.value());
                yield call((in.negated() ? "NOT " : "") + "IN", all.toArray(new Expression[0]));
            }
            case Expression.Like l ->
                    l.escape() == null
                            ? call((l.negated() ? "NOT " : "") + "LIKE", l.value(), l.pattern())
                            : call(
                                    (l.negated() ? "NOT " : "") + "LIKE",
                                    l.value(),
                                    l.pattern(),
                                    l.escape());
            case Expression.Regexp r ->
                    call((r.negated() ? "NOT " : "") + "REGEXP", r.value(), r.pattern());
            case Expression.MemberOf m -> call("MEMBER OF", m.value(), m.array());
            case Expression.Row r -> call("ROW", r.elements().toArray(new Expression[0]));
            case Expression.Case c -> caseOf(c);
            case Expression.Cast c -> Exprs.cast(bind(c.operand()), type(c.type()));
            case Expression.ConvertUsing c ->
                    Exprs.convertUsing(
                            bind(c.operand()),
                            Objects.requireNonNull(CharacterSet.byName(c.charset())));
            case Expression.Collate c ->
                    Exprs.collate(
                            bind(c.operand()),
                            Objects.requireNonNull(Collations.byName(c.collation())),
                            bind);
            case Expression.IntervalArithmetic i ->
                    FunctionRegistry.resolve(
                            i.subtract() ? "DATE_SUB" : "DATE_ADD",
                            List.of(bind(i.date()), bind(i.amount()), word(i.unit().name())),
                            bind);
            case Expression.Call c -> call(c.name(), c.arguments().toArray(new Expression[0]));
            case Expression.Trim t ->
                    t.remove() == null
                            ? call("TRIM_" + t.side(), t.operand())
                            : call("TRIM_" + t.side(), t.operand(), t.remove());
            case Expression.Extract x ->
                    FunctionRegistry.resolve(
                            "EXTRACT", List.of(word(x.unit().name()), bind(x.operand())), bind);
            case Expression.TimestampAdd t ->
                    FunctionRegistry.resolve(
                            "TIMESTAMPADD",
                            List.of(word(t.unit().name()), bind(t.amount()), bind(t.date())),
                            bind);
            case Expression.TimestampDiff t ->
                    FunctionRegistry.resolve(
                            "TIMESTAMPDIFF",
                            List.of(word(t.unit().name()), bind(t.from()), bind(t.to())),
                            bind);
            case Expression.GetFormat g ->
                    FunctionRegistry.resolve(
                            "GET_FORMAT", List.of(word(g.type().name()), bind(g.format())), bind);
            case Expression.CharCodes c -> {
                Expr codes = call("CHAR", c.codes().toArray(new Expression[0]));
                yield c.charset() == null
                        ? codes
                        : Exprs.convertUsing(
                                codes, Objects.requireNonNull(CharacterSet.byName(c.charset())));
            }
            case Expression.WeightString w -> call("WEIGHT_STRING", w.operand());
            case Expression.JsonValue j ->
                    JsonExtraction.value(
                            bind(j.document()),
                            new String(
                                    (byte[]) ((Expression.Literal) j.path()).value(),
                                    java.nio.charset.StandardCharsets.UTF_8),
                            SqlType.varchar(512, Collations.UTF8MB4_0900_AI_CI),
                            JsonExtraction.Response.NULL,
                            JsonExtraction.Response.NULL);
            default -> throw new IllegalArgumentException(e.getClass().getSimpleName());
        };
    }

    private static Literal word(String text) {
        return Exprs.text(text, Collations.UTF8MB4_0900_AI_CI);
    }

    private static Expr call(String name, Expression... args) {
        List<Expr> bound = new ArrayList<>();
        for (Expression arg : args) {
            bound.add(bind(arg));
        }
        return FunctionRegistry.resolve(name, bound, BindContext.DEFAULT);
    }

    private static Expr caseOf(Expression.Case c) {
        List<Expression> parts = new ArrayList<>();
        if (c.operand() != null) {
            parts.add(c.operand());
        }
        for (Expression.When when : c.whens()) {
            parts.add(when.condition());
            parts.add(when.result());
        }
        if (c.otherwise() != null) {
            parts.add(c.otherwise());
        }
        return call(c.operand() == null ? "CASE" : "CASE_VALUE", parts.toArray(new Expression[0]));
    }

    private static Expr literal(Expression.Literal l) {
        Object value = l.value();
        if (value == null) {
            return Exprs.nullLiteral();
        }
        return switch (l.kind()) {
            case INTEGER -> Exprs.integer((Long) value, false);
            case UNSIGNED -> Exprs.integer((Long) value, true);
            case BOOLEAN -> Exprs.truth((Long) value != 0);
            case DECIMAL -> Exprs.decimal((BigDecimal) value);
            case DOUBLE -> Exprs.literal(value, SqlType.DOUBLE);
            case HEX, BIT ->
                    l.charset() == null
                            ? Exprs.bits((byte[]) value)
                            : introduced(l, (byte[]) value);
            case STRING, NATIONAL ->
                    l.charset() == null
                            ? Exprs.text(
                                    Values.string((byte[]) value), Collations.UTF8MB4_0900_AI_CI)
                            : introduced(l, (byte[]) value);
            case DATE, TIME, TIMESTAMP -> temporal(l.kind(), (byte[]) value);
            case NULL -> Exprs.nullLiteral();
        };
    }

    private static Expr introduced(Expression.Literal l, byte[] value) {
        CharacterSet set =
                Objects.requireNonNull(CharacterSet.byName(Objects.requireNonNull(l.charset())));
        return Exprs.introduced(value, set, set.defaultCollation());
    }

    private static Expr temporal(Expression.LiteralKind kind, byte[] text) {
        TemporalParser parser = new TemporalParser();
        if (kind == Expression.LiteralKind.TIME) {
            long time = parser.time(text, 0, text.length, SqlMode.DEFAULT);
            return Exprs.literal(time, SqlType.time(parser.fractionDigits()));
        }
        long datetime = parser.datetime(text, 0, text.length, SqlMode.DEFAULT);
        if (datetime == Temporal.INVALID) {
            throw new SqlException(MySqlError.ER_WRONG_VALUE, kind.name(), Values.string(text));
        }
        return kind == Expression.LiteralKind.DATE
                ? Exprs.literal(Temporal.datetimeToDate(datetime), SqlType.DATE)
                : Exprs.literal(datetime, SqlType.datetime(parser.fractionDigits()));
    }

    private static SqlType type(DataType t) {
        int length = t.length();
        Collation text = Collations.UTF8MB4_0900_AI_CI;
        return switch (t.kind()) {
            case SIGNED -> SqlType.BIGINT;
            case UNSIGNED -> SqlType.BIGINT_UNSIGNED;
            case DECIMAL -> SqlType.decimal(length < 0 ? 10 : length, Math.max(0, t.scale()));
            case DOUBLE -> SqlType.DOUBLE;
            case FLOAT -> length > 24 ? SqlType.DOUBLE : SqlType.FLOAT;
            case DATE -> SqlType.DATE;
            case TIME -> SqlType.time(Math.max(0, length));
            case DATETIME -> SqlType.datetime(Math.max(0, length));
            case YEAR -> SqlType.YEAR;
            case JSON -> SqlType.JSON;
            case CHAR, VARCHAR ->
                    length < 0
                            ? SqlType.varchar(1000, text)
                            : new SqlType(TypeKind.CHAR, length, 0, false, false, text, List.of());
            case BINARY ->
                    length < 0
                            ? SqlType.varchar(1000, Collations.BINARY)
                            : new SqlType(
                                    TypeKind.BINARY,
                                    length,
                                    0,
                                    false,
                                    false,
                                    Collations.BINARY,
                                    List.of());
            default -> throw new IllegalArgumentException(t.kind().name());
        };
    }

    /** A session that knows the time. */
    static class Context extends EvalContext {
        final List<String> warnings = new ArrayList<>();

        @Override
        public @Nullable Object parameter(int ordinal) {
            throw new IllegalStateException("no parameters");
        }

        @Override
        public long nowMicros() {
            return NOW_MICROS;
        }

        @Override
        public ZoneId timeZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public long sqlMode() {
            return SqlMode.DEFAULT;
        }

        @Override
        public void warn(MySqlError error, Object... arguments) {
            warnings.add(error.code() + " " + error.message(arguments));
        }
    }

    /** A row of one value. */
    record OneValue(@Nullable Object value) implements RowReader {
        @Override
        public boolean isNull(int column) {
            return value == null;
        }

        @Override
        public long getLong(int column) {
            return value == null ? 0 : (Long) value;
        }

        @Override
        public double getDouble(int column) {
            return value == null ? 0 : (Double) value;
        }

        @Override
        public @Nullable BigDecimal getDecimal(int column) {
            return (BigDecimal) value;
        }

        @Override
        public byte @Nullable [] getBytes(int column) {
            return (byte[]) value;
        }

        @Override
        public @Nullable Object get(int column) {
            return value;
        }

        @Override
        public boolean copyBytes(int column, ByteSink sink) {
            return false;
        }
    }
}
