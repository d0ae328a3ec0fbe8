package io.daybreak.sql.session;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.Values;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts the literals that were lifted out of a statement back into an error that shows one of its
 * expressions: the plan only knows their numbers.
 */
final class LiftedLiterals {
    private static final Pattern NUMBER = Pattern.compile("\\?(\\d{1,5})");

    private LiftedLiterals() {}

    static SqlException shownIn(SqlException error, @Nullable Object[] literals) {
        if (error.error() != MySqlError.ER_DATA_OUT_OF_RANGE) {
            return error;
        }
        String message = String.valueOf(error.getMessage());
        int quote = message.indexOf('\'');
        int type = message.indexOf(" value ");
        if (quote < 0 || type < 0) {
            return error;
        }
        String expression = message.substring(quote + 1, message.length() - 1);
        Matcher matcher = NUMBER.matcher(expression);
        String shown =
                matcher.replaceAll(m -> Matcher.quoteReplacement(shown(m.group(1), literals)));
        return new SqlException(error.error(), message.substring(0, type), shown);
    }

    private static String shown(String number, @Nullable Object[] literals) {
        int ordinal = Integer.parseInt(number);
        Object value = ordinal < literals.length ? literals[ordinal] : null;
        return switch (value) {
            case null -> "NULL";
            case byte[] text -> "'" + Values.string(text) + "'";
            case Double d -> Values.string(Values.toBytes(d, SqlType.DOUBLE));
            default -> value.toString();
        };
    }
}
