package io.daybreak.sql.parse;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;

/**
 * Something that a statement says in a way that MySQL wants to give up, and the warning for it.
 *
 * @param message as clients see it
 */
public record Deprecation(MySqlError error, String message) {
    static final Deprecation CALC_FOUND_ROWS =
            noReplacement(
                    "SQL_CALC_FOUND_ROWS is deprecated and will be removed in a future release."
                            + " Consider using two separate queries instead.",
                    MySqlError.ER_WARN_DEPRECATED_SYNTAX);
    static final Deprecation FOUND_ROWS =
            noReplacement(
                    "FOUND_ROWS() is deprecated and will be removed in a future release."
                            + " Consider using COUNT(*) instead.",
                    MySqlError.ER_WARN_DEPRECATED_SYNTAX);
    static final Deprecation AND_SIGN = replaced("&&", "AND");
    static final Deprecation OR_SIGN = replaced("|| as a synonym for OR", "OR");
    static final Deprecation NOT_SIGN = replaced("!", "NOT");
    static final Deprecation BINARY_OPERATOR = replaced("BINARY expr", "CAST");
    static final Deprecation BINARY_ATTRIBUTE =
            replaced("BINARY as attribute of a type", "a CHARACTER SET clause with _bin collation");
    static final Deprecation ASCII_ATTRIBUTE = replaced("ASCII", "CHARACTER SET charset_name");
    static final Deprecation UNICODE_ATTRIBUTE = replaced("UNICODE", "CHARACTER SET charset_name");
    static final Deprecation YEAR_4 = replaced("YEAR(4)", "YEAR");
    static final Deprecation JSON_MERGE =
            replaced("JSON_MERGE", "JSON_MERGE_PRESERVE/JSON_MERGE_PATCH");
    static final Deprecation VALUES_FUNCTION =
            replaced(
                    "VALUES function",
                    "an alias (INSERT INTO ... VALUES (...) AS alias) and replace VALUES(col) in"
                            + " the ON DUPLICATE KEY UPDATE clause with alias.col");
    static final Deprecation ASSIGNMENT =
            noReplacement(
                    of(MySqlError.ER_WARN_DEPRECATED_USER_SET_EXPR).message(),
                    MySqlError.ER_WARN_DEPRECATED_SYNTAX);
    static final Deprecation NATIONAL = of(MySqlError.ER_DEPRECATED_NATIONAL);
    static final Deprecation DISPLAY_WIDTH =
            noReplacement(
                    "Integer display width is deprecated and will be removed in a future release.");
    static final Deprecation ZEROFILL =
            noReplacement(
                    "The ZEROFILL attribute is deprecated and will be removed in a future release."
                            + " Use the LPAD function to zero-pad numbers, or store the formatted"
                            + " numbers in a CHAR column.");
    static final Deprecation FLOAT_DIGITS =
            noReplacement(
                    "Specifying number of digits for floating point data types is deprecated and"
                            + " will be removed in a future release.");
    static final Deprecation UNSIGNED_FRACTION =
            noReplacement(
                    "UNSIGNED for decimal and floating point data types is deprecated and support"
                            + " for it will be removed in a future release.");

    private static final Deprecation UTF8 = of(MySqlError.ER_DEPRECATED_UTF8_ALIAS);
    private static final Deprecation UTF8MB3 = replaced("utf8mb3", "utf8mb4");
    private static final Deprecation UCS2 = replaced("ucs2", "utf8mb4");

    /** {@link #NONE} if the character set is not deprecated. */
    static Deprecation ofCharset(String written) {
        return switch (written) {
            case "utf8" -> UTF8;
            case "utf8mb3" -> UTF8MB3;
            case "ucs2" -> UCS2;
            default -> NONE;
        };
    }

    /** {@link #NONE} if the collation's character set is not deprecated. */
    static Deprecation ofCollation(String written) {
        String name = written.startsWith("utf8_") ? "utf8mb3" + written.substring(4) : written;
        return name.startsWith("utf8mb3_")
                ? of(MySqlError.ER_WARN_DEPRECATED_UTF8MB3_COLLATION, name)
                : NONE;
    }

    static final Deprecation NONE = new Deprecation(MySqlError.ER_WARN_DEPRECATED_SYNTAX, "");

    private static Deprecation replaced(String what, String by) {
        return of(MySqlError.ER_WARN_DEPRECATED_SYNTAX, what, by);
    }

    private static Deprecation of(MySqlError error, Object... arguments) {
        return new Deprecation(
                error, String.valueOf(new SqlException(error, arguments).getMessage()));
    }

    private static Deprecation noReplacement(String message) {
        return noReplacement(message, MySqlError.ER_WARN_DEPRECATED_SYNTAX_NO_REPLACEMENT);
    }

    private static Deprecation noReplacement(String message, MySqlError error) {
        return new Deprecation(error, message);
    }
}
