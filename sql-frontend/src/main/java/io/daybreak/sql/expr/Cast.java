package io.daybreak.sql.expr;

import io.daybreak.engine.collation.Collations;
import io.daybreak.engine.collation.Utf8;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.types.CharacterSet;
import io.daybreak.sql.types.Json;
import io.daybreak.sql.types.Numbers;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.Temporal;
import io.daybreak.sql.types.TypeKind;
import io.daybreak.sql.types.Values;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A conversion to another type: CAST, or what MySQL does by itself where operands of different
 * types meet. Only CAST cuts texts to length and complains.
 */
final class Cast extends Expr {
    private final Expr operand;
    private final SqlType target;
    private final boolean explicit;

    /**
     * @param type CHAR and BINARY cut to their length; the result is a VARCHAR or VARBINARY then
     */
    Cast(Expr operand, SqlType type, boolean explicit) {
        super(
                explicit ? shown(type) : type,
                operand.nullable() || canFail(operand.type(), type, explicit));
        this.operand = operand;
        this.target = type;
        this.explicit = explicit;
    }

    private static SqlType shown(SqlType type) {
        return type.kind() == TypeKind.CHAR || type.kind() == TypeKind.BINARY
                ? SqlType.string(type.length(), type.collation())
                : type;
    }

    private static boolean canFail(SqlType from, SqlType to, boolean explicit) {
        return (to.isTemporal() || to.kind() == TypeKind.YEAR) && !from.isTemporal()
                || explicit && from.isBinaryString() && to.isString() && !to.isBinaryString();
    }

    @Override
    public List<Expr> children() {
        return List.of(operand);
    }

    @Override
    public Expr withChildren(List<Expr> children) {
        return new Cast(children.getFirst(), target, explicit);
    }

    @Override
    public int coercibility() {
        if (!type().hasCollation()) {
            return 5;
        }
        return operand.type().hasCollation() ? operand.coercibility() : explicit ? 2 : 4;
    }

    @Override
    public @Nullable Object eval(EvalContext ctx) {
        return switch (type().kind()) {
            case NULL -> null;
            case TINYINT, SMALLINT, MEDIUMINT, INT, BIGINT, YEAR, BIT -> {
                long value = evalLong(ctx);
                yield ctx.wasNull ? null : (Object) value;
            }
            case FLOAT, DOUBLE -> {
                double value = evalDouble(ctx);
                yield ctx.wasNull ? null : (Object) value;
            }
            case DECIMAL -> evalDecimal(ctx);
            case DATE, DATETIME, TIMESTAMP, TIME -> {
                long value = temporal(ctx);
                yield ctx.wasNull ? null : (Object) value;
            }
            case ENUM, SET -> operand.eval(ctx);
            case JSON -> json(ctx);
            case CHAR,
                    VARCHAR,
                    TINYTEXT,
                    TEXT,
                    MEDIUMTEXT,
                    LONGTEXT,
                    BINARY,
                    VARBINARY,
                    TINYBLOB,
                    BLOB,
                    MEDIUMBLOB,
                    LONGBLOB,
                    GEOMETRY ->
                    text(ctx);
        };
    }

    @Override
    public long evalLong(EvalContext ctx) {
        if (type().kind() == TypeKind.YEAR) {
            return year(ctx);
        }
        if (!type().isInteger() && type().kind() != TypeKind.BIT) {
            return super.evalLong(ctx);
        }
        SqlType from = operand.type();
        if (type().unsigned() && from.kind() == TypeKind.DECIMAL) {
            BigDecimal value = operand.evalDecimal(ctx);
            ctx.wasNull = value == null;
            // As MySQL, which gives the complement of a negative number that is cast.
            boolean complement = explicit && value != null && value.signum() < 0;
            return value == null ? 0 : Numbers.toLong(value, !complement);
        }
        long value = operand.evalLong(ctx);
        if (explicit
                && type().unsigned()
                && value < 0
                && from.isString()
                && !ctx.wasNull
                && isNegative(ctx)) {
            ctx.warn(
                    MySqlError.ER_UNKNOWN_ERROR,
                    "Cast to unsigned converted negative integer to its positive complement");
            ctx.wasNull = false;
        }
        return value;
    }

    private boolean isNegative(EvalContext ctx) {
        byte[] text = operand.evalBytes(ctx);
        return text != null && Values.string(text).strip().startsWith("-");
    }

    private long year(EvalContext ctx) {
        SqlType from = operand.type();
        if (from.isTemporal()) {
            long value = operand.evalDatetime(ctx);
            return ctx.wasNull ? 0 : Temporal.year(value);
        }
        if (from.kind() == TypeKind.YEAR) {
            return operand.evalLong(ctx);
        }
        long value = from.isString() ? yearNumber(ctx) : operand.evalLong(ctx);
        if (ctx.wasNull) {
            return 0;
        }
        if (value >= 1 && value <= 69) {
            return value + 2000;
        }
        if (value >= 70 && value <= 99) {
            return value + 1900;
        }
        if (value == 0) {
            return from.isString() ? 2000 : 0;
        }
        if (value < 1901 || value > 2155) {
            ctx.warn(MySqlError.ER_TRUNCATED_WRONG_VALUE, "YEAR", Long.toString(value));
            ctx.wasNull = true;
            return 0;
        }
        return value;
    }

    private long yearNumber(EvalContext ctx) {
        byte[] text = operand.evalBytes(ctx);
        ctx.wasNull = text == null;
        if (text == null) {
            return 0;
        }
        Numbers.Prefix prefix = new Numbers.Prefix();
        long number = prefix.toLong(text, 0, text.length);
        boolean none = Values.string(text).substring(0, prefix.end()).isBlank();
        if (none) {
            ctx.warn(MySqlError.ER_WRONG_VALUE, "YEAR", Values.shown(text));
        } else if (!prefix.isComplete()) {
            ctx.warn(MySqlError.ER_TRUNCATED_WRONG_VALUE, "YEAR", Values.shown(text));
        }
        ctx.wasNull = none;
        return number;
    }

    @Override
    public double evalDouble(EvalContext ctx) {
        if (!type().isFloating()) {
            return super.evalDouble(ctx);
        }
        double value = operand.evalDouble(ctx);
        if (type().kind() != TypeKind.FLOAT) {
            return value;
        }
        float narrowed = (float) value;
        if (Float.isInfinite(narrowed)) {
            throw new SqlException(
                    MySqlError.ER_DATA_OUT_OF_RANGE, "DOUBLE", "cast(" + operand + " as float)");
        }
        return narrowed;
    }

    @Override
    public @Nullable BigDecimal evalDecimal(EvalContext ctx) {
        if (type().kind() != TypeKind.DECIMAL) {
            return super.evalDecimal(ctx);
        }
        BigDecimal value = operand.evalDecimal(ctx);
        if (value == null) {
            return null;
        }
        int precision = (int) type().length();
        BigDecimal rounded = value.setScale(type().scale(), RoundingMode.HALF_UP);
        if (rounded.precision() - rounded.scale() > precision - type().scale()) {
            if (explicit) {
                ctx.warn(MySqlError.ER_WARN_DATA_OUT_OF_RANGE, this, "1");
            }
            return Numbers.maxDecimal(precision, type().scale(), value.signum() < 0);
        }
        return rounded;
    }

    private long temporal(EvalContext ctx) {
        SqlType from = operand.type();
        switch (type().kind()) {
            case TIME -> {
                long time = operand.evalTime(ctx);
                return ctx.wasNull ? 0 : Temporal.roundTime(time, type().scale());
            }
            case DATE -> {
                if (from.kind() == TypeKind.DATE && !explicit) {
                    return date(ctx);
                }
                long datetime = datetime(ctx);
                return ctx.wasNull ? 0 : Temporal.datetimeToDate(datetime);
            }
            default -> {
                long datetime = datetime(ctx);
                if (ctx.wasNull) {
                    return 0;
                }
                long rounded = Temporal.roundDatetime(datetime, type().scale());
                ctx.wasNull = rounded == Temporal.INVALID;
                return rounded;
            }
        }
    }

    private long datetime(EvalContext ctx) {
        return explicit ? DateConversions.allowedDatetime(operand, ctx) : operand.evalDatetime(ctx);
    }

    private long date(EvalContext ctx) {
        Object value = operand.eval(ctx);
        ctx.wasNull = value == null;
        return value == null ? 0 : (Long) value;
    }

    @Override
    public long evalDatetime(EvalContext ctx) {
        if (type().kind() != TypeKind.DATETIME && type().kind() != TypeKind.TIMESTAMP) {
            return super.evalDatetime(ctx);
        }
        return temporal(ctx);
    }

    private byte @Nullable [] json(EvalContext ctx) {
        Object value = operand.eval(ctx);
        if (value == null) {
            return null;
        }
        SqlType from = operand.type();
        if (from.kind() == TypeKind.JSON) {
            return (byte[]) value;
        }
        if (from.isString() && !from.isBinaryString() && explicit) {
            return parseJson((byte[]) value, "cast_as_json");
        }
        return operand.isBoolean()
                ? Values.utf8((Long) value != 0 ? "true" : "false")
                : Json.bytes(Json.of(value, from));
    }

    static byte[] parseJson(byte[] text, String function) {
        try {
            return Json.bytes(Json.parseText(text));
        } catch (Json.SyntaxException e) {
            throw jsonError(e, 1, function);
        }
    }

    static SqlException jsonError(Json.SyntaxException e, int argument, String function) {
        if (e.position() < 0) {
            return new SqlException(MySqlError.ER_JSON_DOCUMENT_TOO_DEEP);
        }
        return new SqlException(
                MySqlError.ER_INVALID_JSON_TEXT_IN_PARAM,
                argument,
                function,
                e.reason(),
                e.position(),
                "");
    }

    private byte @Nullable [] text(EvalContext ctx) {
        byte[] text = operand.evalBytes(ctx);
        if (text == null) {
            return null;
        }
        boolean toBinary = type().collation().id() == Collations.BINARY.id();
        CharacterSet from = Conversions.charsetOf(operand.type());
        if (toBinary) {
            if (from != CharacterSet.BINARY && !from.isUtf8()) {
                text = from.fromUtf8(text);
            }
        } else if (from == CharacterSet.BINARY && operand.type().isBinaryString()) {
            CharacterSet to = CharacterSet.of(type().collation());
            if (explicit && !Conversions.isWellFormed(text, to, ctx)) {
                return null;
            }
            text = to.toUtf8(text);
        } else if (type().collation().charset().equals("latin1")
                || type().collation().charset().equals("ascii")) {
            text = Conversions.replaceUnencodable(text, CharacterSet.of(type().collation()));
        }
        return explicit ? cut(text, toBinary, ctx) : text;
    }

    private byte[] cut(byte[] text, boolean binary, EvalContext ctx) {
        if (target.kind() != TypeKind.CHAR && target.kind() != TypeKind.BINARY) {
            return text;
        }
        int length = (int) Math.min(Integer.MAX_VALUE, target.length());
        if (binary) {
            if (text.length > length) {
                warnCut("BINARY", text, ctx);
            }
            return text.length == length ? text : Arrays.copyOf(text, length);
        }
        int bytes = Utf8.prefixBytes(text, 0, text.length, length);
        if (bytes < text.length) {
            warnCut("CHAR", text, ctx);
            return Arrays.copyOf(text, bytes);
        }
        return text;
    }

    private void warnCut(String name, byte[] text, EvalContext ctx) {
        ctx.warn(
                MySqlError.ER_TRUNCATED_WRONG_VALUE,
                name + "(" + target.length() + ")",
                Values.shown(text));
        ctx.wasNull = false;
    }

    @Override
    public String toString() {
        String name =
                type().kind() == TypeKind.BIGINT
                        ? type().unsigned() ? "unsigned" : "signed"
                        : type().toString();
        return "cast(" + operand + " as " + name + ")";
    }
}
