package io.daybreak.sql.session;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.types.SqlMode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The definition of one system variable. Values are kept as the text that SHOW VARIABLES prints.
 *
 * @param members the names of an {@link Type#ENUM}, else empty
 * @param minimum for {@link Type#INT} and {@link Type#DECIMAL}; null: none
 */
record SystemVariable(
        String name,
        Scope scope,
        boolean dynamic,
        Type type,
        List<String> members,
        @Nullable BigDecimal minimum,
        @Nullable BigDecimal maximum,
        String defaultValue) {

    enum Scope {
        GLOBAL,
        SESSION,
        BOTH
    }

    enum Type {
        BOOL,
        INT,
        DECIMAL,
        ENUM,
        SET,
        SQLMODE,
        STRING
    }

    /** A checked value and whether it had to be clamped (warning 1292). */
    record Checked(String value, boolean clamped) {}

    boolean hasSession() {
        return scope != Scope.GLOBAL;
    }

    boolean hasGlobal() {
        return scope != Scope.SESSION;
    }

    /**
     * Checks a value for this variable and brings it into its normal text.
     *
     * @param value Long, BigDecimal, Double or String; null for SQL NULL
     * @throws SqlException 1231 or 1232
     */
    Checked check(@Nullable Object value) {
        return switch (type) {
            case BOOL -> new Checked(bool(value), false);
            case INT -> integer(value);
            case DECIMAL -> decimal(value);
            case ENUM -> new Checked(member(value), false);
            case SQLMODE -> new Checked(modes(value), false);
            case SET -> new Checked(switches(value), false);
            case STRING -> new Checked(string(value), false);
        };
    }

    private String bool(@Nullable Object value) {
        String text = value == null ? "" : value.toString().toLowerCase(Locale.ROOT);
        return switch (text) {
            case "1", "on", "true" -> "ON";
            case "0", "off", "false" -> "OFF";
            default -> throw cannotBe(value);
        };
    }

    private Checked integer(@Nullable Object value) {
        if (!(value instanceof Long) && !(value instanceof BigInteger)) {
            throw new SqlException(MySqlError.ER_WRONG_TYPE_FOR_VAR, name);
        }
        return clamp(new BigDecimal(value.toString()));
    }

    private Checked decimal(@Nullable Object value) {
        if (!(value instanceof Number number)) {
            throw new SqlException(MySqlError.ER_WRONG_TYPE_FOR_VAR, name);
        }
        Checked clamped = clamp(new BigDecimal(number.toString()));
        return new Checked(
                String.format(Locale.ROOT, "%.6f", new BigDecimal(clamped.value())),
                clamped.clamped());
    }

    private Checked clamp(BigDecimal value) {
        BigDecimal result = value;
        if (minimum != null && result.compareTo(minimum) < 0) {
            result = minimum;
        }
        if (maximum != null && maximum.signum() > 0 && result.compareTo(maximum) > 0) {
            result = maximum;
        }
        return new Checked(result.toPlainString(), result.compareTo(value) != 0);
    }

    private String member(@Nullable Object value) {
        if (value instanceof Long index) {
            if (index < 0 || index >= members.size()) {
                throw cannotBe(value);
            }
            return members.get(index.intValue());
        }
        for (String member : members) {
            if (value != null && member.equalsIgnoreCase(value.toString())) {
                return member;
            }
        }
        throw cannotBe(value);
    }

    /**
     * {@code optimizer_switch}: known switches are accepted and kept; they change nothing that this
     * planner has.
     */
    private String switches(@Nullable Object value) {
        if (value == null) {
            throw cannotBe(null);
        }
        return value.toString().equalsIgnoreCase("default") ? defaultValue : value.toString();
    }

    private String modes(@Nullable Object value) {
        if (value instanceof Long bits) {
            return SqlMode.text(SqlMode.expand(bits));
        }
        if (value == null) {
            throw cannotBe(null);
        }
        long modes = 0;
        for (String part : value.toString().split(",", -1)) {
            if (!part.isBlank()) {
                SqlMode mode = SqlMode.byName(part.strip());
                if (mode == null) {
                    throw cannotBe(part);
                }
                modes |= mode.bit();
            }
        }
        return SqlMode.text(SqlMode.expand(modes));
    }

    private String string(@Nullable Object value) {
        if (value instanceof Number && !name.equals("timestamp")) {
            throw new SqlException(MySqlError.ER_WRONG_TYPE_FOR_VAR, name);
        }
        return value == null ? "" : value.toString();
    }

    SqlException cannotBe(@Nullable Object value) {
        return new SqlException(
                MySqlError.ER_WRONG_VALUE_FOR_VAR, name, value == null ? "NULL" : value.toString());
    }
}
