package io.daybreak.engine.api;

/** Error 1213: this transaction was chosen as the victim and has been rolled back. */
public final class DeadlockException extends EngineException {
    private static final long serialVersionUID = 1L;

    public DeadlockException() {
        super("deadlock", false);
    }
}
