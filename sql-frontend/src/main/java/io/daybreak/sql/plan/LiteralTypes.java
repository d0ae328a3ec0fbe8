package io.daybreak.sql.plan;

import io.daybreak.engine.collation.Collation;
import io.daybreak.engine.collation.Collations;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.Expression;
import io.daybreak.sql.expr.Expr;
import io.daybreak.sql.expr.Exprs;
import io.daybreak.sql.types.CharacterSet;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.Values;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Literals as parameters where their value does not shape the plan, else as constants. */
final class LiteralTypes {
    private final PlanningRun run;

    LiteralTypes(PlanningRun run) {
        this.run = run;
    }

    Expr literal(Expression.Literal literal, boolean constant) {
        Object value = literal.value();
        boolean lifts =
                run.context.liftsLiterals()
                        && !constant
                        && literal.ordinal() >= 0
                        && literal.charset() == null;
        return switch (literal.kind()) {
            case INTEGER ->
                    lifts
                            ? Exprs.parameter(literal.ordinal(), SqlType.BIGINT, false)
                            : fixed(literal, Exprs.integer(number(value), false));
            case UNSIGNED ->
                    lifts
                            ? Exprs.parameter(literal.ordinal(), SqlType.BIGINT_UNSIGNED, false)
                            : fixed(literal, Exprs.integer(number(value), true));
            case DOUBLE ->
                    lifts
                            ? Exprs.parameter(literal.ordinal(), SqlType.DOUBLE, false)
                            : fixed(literal, Exprs.literal(value, SqlType.DOUBLE));
            // The digits are part of the type, so the value shapes the plan.
            case DECIMAL -> fixed(literal, Exprs.decimal((BigDecimal) bytesOrValue(value)));
            case BOOLEAN -> Exprs.truth(number(value) != 0);
            case NULL -> Exprs.nullLiteral();
            case STRING, NATIONAL -> text(literal, bytes(value), lifts);
            case HEX, BIT -> fixed(literal, bits(bytes(value), literal.charset()));
            case DATE -> temporal(literal, SqlType.DATE);
            case TIME -> temporal(literal, SqlType.time(fraction(bytes(value))));
            case TIMESTAMP -> temporal(literal, SqlType.datetime(fraction(bytes(value))));
        };
    }

    private static Object bytesOrValue(@Nullable Object value) {
        return java.util.Objects.requireNonNull(value);
    }

    private static long number(@Nullable Object value) {
        return (Long) java.util.Objects.requireNonNull(value);
    }

    private static byte[] bytes(@Nullable Object value) {
        return (byte[]) java.util.Objects.requireNonNull(value);
    }

    private Expr fixed(Expression.Literal literal, Expr expr) {
        run.structural(literal);
        return expr;
    }

    private Expr text(Expression.Literal literal, byte[] utf8, boolean lifts) {
        Collation collation =
                literal.charset() == null
                        ? run.context.bindContext().connection()
                        : collation(charset(literal.charset()));
        SqlType type = SqlType.varchar(Values.string(utf8).codePoints().count(), collation);
        return lifts
                ? Exprs.parameter(literal.ordinal(), type, false)
                : fixed(literal, Exprs.literal(utf8, type));
    }

    private static CharacterSet charset(String name) {
        CharacterSet charset = CharacterSet.byName(name);
        if (charset == null) {
            throw new SqlException(MySqlError.ER_UNKNOWN_CHARACTER_SET, name);
        }
        return charset;
    }

    private static Collation collation(CharacterSet charset) {
        return charset == CharacterSet.BINARY ? Collations.BINARY : charset.defaultCollation();
    }

    /** x'…' and b'…': with an introducer the bytes of a text in its character set. */
    private static Expr bits(byte[] value, @Nullable String introducer) {
        if (introducer == null) {
            return Exprs.bits(value);
        }
        CharacterSet charset = charset(introducer);
        return Exprs.introduced(value, charset, collation(charset));
    }

    private static int fraction(byte[] text) {
        for (int i = text.length - 1; i >= 0; i--) {
            if (text[i] == '.') {
                return Math.min(6, text.length - 1 - i);
            }
        }
        return 0;
    }

    private Expr temporal(Expression.Literal literal, SqlType type) {
        byte[] text = bytes(literal.value());
        Expr constant =
                Exprs.literal(text, SqlType.varchar(text.length, Collations.UTF8MB4_0900_AI_CI));
        return fixed(literal, Exprs.cast(constant, type));
    }
}
