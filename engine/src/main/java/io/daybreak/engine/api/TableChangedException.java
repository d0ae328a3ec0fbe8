package io.daybreak.engine.api;

/**
 * The transaction's read view is older than the index, or the table: what they would have held at
 * that time cannot be told. The transaction goes on.
 */
public final class TableChangedException extends EngineException {
    private static final long serialVersionUID = 1L;

    public TableChangedException() {
        super("the table was changed after the transaction's read view was taken", false);
    }
}
