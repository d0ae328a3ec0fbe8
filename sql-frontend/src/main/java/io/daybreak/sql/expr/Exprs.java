package io.daybreak.sql.expr;

import io.daybreak.engine.collation.Collation;
import io.daybreak.engine.collation.Utf8;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.types.CharacterSet;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.TypeKind;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Makes the expressions that are no functions. */
public final class Exprs {
    private static final int INVALID_BYTES_SHOWN = 3;

    private Exprs() {}

    /**
     * A column of a row that an operator made: a TIMESTAMP in it is local time already.
     *
     * @param input index into {@link EvalContext#rows}
     */
    public static Expr slot(int input, int column, SqlType type, boolean nullable) {
        return Columns.of(input, column, type, nullable, false);
    }

    /** A column of a row as the engine stores it: a TIMESTAMP is turned into local time. */
    public static Expr column(int input, int column, SqlType type, boolean nullable) {
        return Columns.of(input, column, type, nullable, true);
    }

    /** A value in the class of its type. */
    public static Literal literal(@Nullable Object value, SqlType type) {
        int coercibility = value == null ? 6 : type.hasCollation() ? 4 : 5;
        return new Literal(value, type, coercibility);
    }

    /** x'…' and b'…' without a character set: bytes, but a number where one is wanted. */
    public static Literal bits(byte[] value) {
        return Literal.bits(value);
    }

    /** The number if the expression is x'…' or b'…' of at most eight bytes; else itself. */
    public static Expr bitsAsNumber(Expr expr) {
        return Arithmetic.isBits(expr)
                        && ((Literal) expr).value() instanceof byte[] bytes
                        && bytes.length <= Long.BYTES
                ? ((Literal) expr).asNumber()
                : expr;
    }

    public static Literal nullLiteral() {
        return Literal.nullOf(SqlType.NULL);
    }

    /** An integer literal; the text's digits give the display width. */
    public static Literal integer(long value, boolean unsigned) {
        int width = io.daybreak.sql.types.Numbers.text(value, unsigned).length;
        return literal(value, SqlType.integerOfWidth(width, unsigned && value < 0));
    }

    /** TRUE and FALSE. */
    public static Literal truth(boolean value) {
        return Literal.truth(value);
    }

    public static Literal decimal(BigDecimal value) {
        return literal(value, decimalType(value));
    }

    /** The type of a decimal literal. */
    public static SqlType decimalType(BigDecimal value) {
        int scale = Math.max(0, value.scale());
        return SqlType.decimal(Math.max(value.precision(), scale), scale);
    }

    /** A constant as it is compared with a column; anything else as it is. */
    public static Expr comparable(Expr column, Expr value) {
        return Comparison.beside(column, value);
    }

    public static Literal text(String value, Collation collation) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        return literal(utf8, SqlType.varchar(value.codePointCount(0, value.length()), collation));
    }

    /** A function of the session that has the coercibility of a system constant. */
    public static Literal systemConstant(String value, Collation collation) {
        Literal text = text(value, collation);
        return new Literal(text.value(), text.type(), 3);
    }

    /**
     * CAST(operand AS type): BIGINT for SIGNED, with {@code unsigned} for UNSIGNED; CHAR and BINARY
     * with a length cut to it, VARCHAR/VARBINARY stand for those without.
     */
    public static Expr cast(Expr operand, SqlType type) {
        return new Cast(type.isNumeric() ? Arithmetic.asNumber(operand) : operand, type, true);
    }

    /** The operand as another type, as MySQL converts by itself; the operand if it is of it. */
    public static Expr convert(Expr operand, SqlType type) {
        if (type.isString() && Arithmetic.isBits(operand)) {
            // What was chosen as a text is no number any more.
            return convert(literal(((Literal) operand).value(), operand.type()), type);
        }
        SqlType from = operand.type();
        if (from.equals(type) || from.kind() == TypeKind.NULL) {
            return from.equals(type) || type.kind() == TypeKind.NULL
                    ? operand
                    : new Cast(operand, type, false);
        }
        boolean sameText =
                from.isString()
                        && type.isString()
                        && from.collation().charset().equals(type.collation().charset());
        boolean sameInteger =
                from.isInteger() && type.isInteger() && from.unsigned() == type.unsigned();
        boolean sameTemporal =
                from.kind() == type.kind() && type.isTemporal() && from.scale() <= type.scale();
        if (sameText
                || sameInteger
                || sameTemporal
                || (from.isFloating() && type.kind() == TypeKind.DOUBLE)) {
            return new Conversions.Retyped(operand, type, operand.coercibility());
        }
        return new Cast(operand, type, false);
    }

    /** CONVERT(operand USING charset). */
    public static Expr convertUsing(Expr operand, CharacterSet charset) {
        return new Conversions.Using(operand, charset, charset.defaultCollation());
    }

    /**
     * operand COLLATE collation.
     *
     * @throws SqlException 1253 if the collation is of another character set
     */
    public static Expr collate(Expr operand, Collation collation, BindContext bind) {
        SqlType from = operand.type();
        String charset =
                from.hasCollation() ? from.collation().charset() : bind.connection().charset();
        if (!charset.equals(collation.charset())) {
            throw new SqlException(
                    MySqlError.ER_COLLATION_CHARSET_MISMATCH, collation.name(), charset);
        }
        SqlType type =
                from.isString()
                        ? from.withCollation(collation)
                        : SqlType.string(from.maxCharacters(), collation);
        return new Conversions.Retyped(operand, type, 0);
    }

    /**
     * {@code _charset x'…'}: text whose bytes are of a character set.
     *
     * @throws SqlException if they are none
     */
    public static Literal introduced(byte[] bytes, CharacterSet charset, Collation collation) {
        int invalid = charset.isUtf8() ? Utf8.firstInvalid(bytes, 0, bytes.length) : bytes.length;
        if (invalid < bytes.length) {
            int end = Math.min(bytes.length, invalid + INVALID_BYTES_SHOWN);
            throw new SqlException(
                    MySqlError.ER_INVALID_CHARACTER_STRING,
                    charset.sqlName(),
                    HexFormat.of().withUpperCase().formatHex(bytes, invalid, end));
        }
        byte[] utf8 = charset.toUtf8(bytes);
        int characters =
                charset == CharacterSet.BINARY ? utf8.length : Utf8.length(utf8, 0, utf8.length);
        return literal(utf8, SqlType.varchar(characters, collation));
    }

    /**
     * {@code @name}.
     *
     * @param type of its value now; LONGTEXT for one that has none
     */
    public static Expr userVariable(String name, SqlType type) {
        return new Variables.Read(name, type);
    }

    /** {@code @name := value}. */
    public static Expr assign(String name, Expr value) {
        return new Variables.Assign(name, value);
    }

    /** A lifted literal (never null) or {@code ?}. */
    public static Expr parameter(int ordinal, SqlType type, boolean nullable) {
        return new Parameter(ordinal, type, nullable);
    }
}
