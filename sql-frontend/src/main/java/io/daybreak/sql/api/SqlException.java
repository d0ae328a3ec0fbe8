package io.daybreak.sql.api;

/**
 * An error that the client sees: an entry of the catalogue with its arguments filled in. No stack
 * trace: it is an answer, not a fault.
 */
public final class SqlException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final MySqlError error;

    public SqlException(MySqlError error, Object... arguments) {
        super(error.message(arguments), null, false, false);
        this.error = error;
    }

    public MySqlError error() {
        return error;
    }

    public int code() {
        return error.code();
    }

    public String sqlState() {
        return error.sqlState();
    }
}
