package io.daybreak.engine.api;

/** There is no memory for one more lock. The transaction that asked has been rolled back. */
public final class LockTableFullException extends EngineException {
    private static final long serialVersionUID = 1L;

    public LockTableFullException() {
        super("the lock table is full", false);
    }
}
