package io.daybreak.sql.api;

/**
 * The catalogue of errors: name, number, SQLSTATE and text as MySQL 8.4 has them, each in this one
 * place.
 *
 * <p>Source: MySQL 8.4 Error Reference, "Server Error Message Reference".
 */
public enum MySqlError {
    ER_BAD_DB_ERROR(1049, "42000", "Unknown database '%s'"),
    ER_PARSE_ERROR(1064, "42000", "%s near '%s' at line %d"),
    ER_UNKNOWN_ERROR(1105, "HY000", "%s"),
    ER_NOT_SUPPORTED_YET(1235, "42000", "This version of MySQL doesn't yet support '%s'");

    private final int code;
    private final String sqlState;
    private final String pattern;

    MySqlError(int code, String sqlState, String pattern) {
        this.code = code;
        this.sqlState = sqlState;
        this.pattern = pattern;
    }

    public int code() {
        return code;
    }

    public String sqlState() {
        return sqlState;
    }

    String format(Object... arguments) {
        return String.format(java.util.Locale.ROOT, pattern, arguments);
    }
}
