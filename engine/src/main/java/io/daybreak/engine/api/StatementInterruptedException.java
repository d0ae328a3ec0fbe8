package io.daybreak.engine.api;

/** Error 1317: the statement was killed while it waited. */
public final class StatementInterruptedException extends EngineException {
    private static final long serialVersionUID = 1L;

    public StatementInterruptedException() {
        super("interrupted", false);
    }
}
