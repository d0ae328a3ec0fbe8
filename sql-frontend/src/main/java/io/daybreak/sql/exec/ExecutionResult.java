package io.daybreak.sql.exec;

/**
 * What a statement did.
 *
 * @param rows rows sent to the sink
 * @param affectedRows as the OK packet says; -1 for a statement with rows
 * @param lastInsertId first generated AUTO_INCREMENT value; 0 if there is none
 * @param info such as {@code Records: 2 Duplicates: 0 Warnings: 0}; empty for none
 */
public record ExecutionResult(long rows, long affectedRows, long lastInsertId, String info) {
    public static ExecutionResult ofRows(long rows) {
        return new ExecutionResult(rows, -1, 0, "");
    }

    public static ExecutionResult ofChanges(long affectedRows, long lastInsertId, String info) {
        return new ExecutionResult(0, affectedRows, lastInsertId, info);
    }
}
