package io.daybreak.testsupport.history;

import java.util.List;

/**
 * A transaction of a history. Immutable.
 *
 * @param id unique in the history
 * @param began what a clock common to all clients said before its first operation
 * @param ended what it said after the commit was acknowledged
 */
public record TransactionRecord(
        int id, boolean committed, List<Operation> operations, long began, long ended) {
    public TransactionRecord {
        operations = List.copyOf(operations);
    }
}
