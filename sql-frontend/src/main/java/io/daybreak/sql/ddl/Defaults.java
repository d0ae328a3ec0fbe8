package io.daybreak.sql.ddl;

import io.daybreak.engine.collation.Collation;
import io.daybreak.engine.collation.Collations;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.Expression;
import io.daybreak.sql.ast.Expression.Literal;
import io.daybreak.sql.catalog.ColumnDefault;
import io.daybreak.sql.parse.AstPrinter;
import io.daybreak.sql.types.ColumnStore;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.TypeKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** DEFAULT and ON UPDATE of one column. */
final class Defaults {
    private final DdlRun run;
    private final String column;
    private final SqlType type;

    Defaults(DdlRun run, String column, SqlType type) {
        this.run = run;
        this.column = column;
        this.type = type;
    }

    /**
     * @param value null if not written
     * @param expression written in parentheses
     */
    ColumnDefault of(@Nullable Expression value, boolean expression) {
        if (value == null) {
            return ColumnDefault.NONE;
        }
        if (expression) {
            return new ColumnDefault.Expression(AstPrinter.print(value, "utf8mb4"));
        }
        if (value instanceof Expression.Call call) {
            requireClock(call, MySqlError.ER_INVALID_DEFAULT);
            return new ColumnDefault.Expression(clock(type));
        }
        Value literal = literal(value);
        if (literal.value == null) {
            return new ColumnDefault.Constant(null);
        }
        if (type.kind().isBlob() || type.kind() == TypeKind.JSON) {
            if (!run.isStrict()
                    && type.kind().isBlob()
                    && literal.value instanceof byte[] bytes
                    && bytes.length == 0) {
                run.warn(MySqlError.ER_BLOB_CANT_HAVE_DEFAULT, column);
                return ColumnDefault.NONE;
            }
            throw new SqlException(MySqlError.ER_BLOB_CANT_HAVE_DEFAULT, column);
        }
        return new ColumnDefault.Constant(stored(literal));
    }

    private @Nullable Object stored(Value literal) {
        Storing storing = new Storing(run.context().execution(), true);
        Object stored;
        try {
            stored = new ColumnStore(type, "", column).store(literal.value, literal.type, storing);
        } catch (SqlException e) {
            throw new SqlException(MySqlError.ER_INVALID_DEFAULT, column);
        }
        if (storing.complained()) {
            throw new SqlException(MySqlError.ER_INVALID_DEFAULT, column);
        }
        return stored;
    }

    private record Value(@Nullable Object value, SqlType type) {}

    private Value literal(Expression expression) {
        if (expression instanceof Expression.Unary(var operator, Literal number, int _, int _)) {
            Value positive = literal(number);
            return operator == Expression.UnaryOperator.MINUS ? negated(positive) : positive;
        }
        if (!(expression instanceof Literal literal)) {
            throw new SqlException(MySqlError.ER_INVALID_DEFAULT, column);
        }
        Object value = literal.value();
        return switch (literal.kind()) {
            case NULL -> new Value(null, SqlType.NULL);
            case BOOLEAN -> new Value(value, SqlType.TRUTH);
            case INTEGER -> new Value(value, SqlType.BIGINT);
            case UNSIGNED -> new Value(value, SqlType.BIGINT_UNSIGNED);
            case DECIMAL -> decimal((BigDecimal) Objects.requireNonNull(value));
            case DOUBLE -> new Value(value, SqlType.DOUBLE);
            case STRING, NATIONAL, DATE, TIME, TIMESTAMP -> text(literal);
            case HEX, BIT -> bits((byte[]) Objects.requireNonNull(value));
        };
    }

    private static Value text(Literal literal) {
        byte[] bytes = (byte[]) Objects.requireNonNull(literal.value());
        Collation collation = Collations.UTF8MB4_0900_AI_CI;
        if ("binary".equals(literal.charset())) {
            collation = Collations.BINARY;
        }
        return new Value(bytes, SqlType.varchar(bytes.length, collation));
    }

    private static Value decimal(BigDecimal number) {
        int scale = Math.max(0, number.scale());
        return new Value(number, SqlType.decimal(Math.max(number.precision(), scale), scale));
    }

    /** A number to numbers, bytes to texts. */
    private Value bits(byte[] bytes) {
        if (type.isString() || bytes.length > 8) {
            return new Value(bytes, SqlType.binary(bytes.length));
        }
        return new Value(new BigInteger(1, bytes).longValue(), SqlType.BIGINT_UNSIGNED);
    }

    private static Value negated(Value number) {
        return switch (number.value) {
            case Long l when number.type.unsigned() ->
                    decimal(new BigDecimal(Long.toUnsignedString(l)).negate());
            case Long l -> new Value(-l, number.type);
            case Double d -> new Value(-d, number.type);
            case BigDecimal d -> new Value(d.negate(), number.type);
            case null, default -> number;
        };
    }

    boolean onUpdate(@Nullable Expression now) {
        if (now == null) {
            return false;
        }
        requireClock((Expression.Call) now, MySqlError.ER_INVALID_ON_UPDATE);
        return true;
    }

    /** Only DATETIME and TIMESTAMP of as many fractional digits take the time of now. */
    private void requireClock(Expression.Call call, MySqlError error) {
        int digits = 0;
        if (!call.arguments().isEmpty()
                && call.arguments().get(0) instanceof Literal literal
                && literal.value() instanceof Long number) {
            digits = number.intValue();
        }
        boolean clock = type.kind() == TypeKind.DATETIME || type.kind() == TypeKind.TIMESTAMP;
        if (!clock || digits != type.scale()) {
            throw new SqlException(error, column);
        }
    }

    /** CURRENT_TIMESTAMP as SHOW CREATE TABLE writes it for a column of the type. */
    static String clock(SqlType type) {
        return type.scale() > 0 ? "CURRENT_TIMESTAMP(" + type.scale() + ")" : "CURRENT_TIMESTAMP";
    }
}
