package io.daybreak.sql.exec;

/**
 * What a statement did.
 *
 * @param rows rows sent to the sink, or found without the LIMIT: what FOUND_ROWS() answers
 * @param affectedRows as the OK packet says; -1 for a statement with rows
 * @param lastInsertId for the OK packet: the first generated AUTO_INCREMENT value, else the last
 *     one that was given; 0 if there is none
 * @param generatedId first generated AUTO_INCREMENT value, what LAST_INSERT_ID() answers from now
 *     on; 0 if none was generated and it stays as it is
 * @param info such as {@code Records: 2 Duplicates: 0 Warnings: 0}; empty for none
 */
public record ExecutionResult(
        long rows, long affectedRows, long lastInsertId, long generatedId, String info) {
    /** Of DO, a SELECT of one row that nobody sees. */
    public static final ExecutionResult UNSEEN_ROW = new ExecutionResult(1, 0, 0, 0, "");

    public static ExecutionResult ofRows(long rows) {
        return new ExecutionResult(rows, -1, 0, 0, "");
    }

    public static ExecutionResult ofChanges(long affectedRows, long lastInsertId, String info) {
        return new ExecutionResult(0, affectedRows, lastInsertId, 0, info);
    }
}
