package io.daybreak.engine.api;

/**
 * Error 1205, or 3572 with {@code noWait}. The statement is to be rolled back, the transaction
 * stays.
 */
public final class LockWaitTimeoutException extends EngineException {
    private static final long serialVersionUID = 1L;

    private final boolean noWait;

    public LockWaitTimeoutException(boolean noWait) {
        super("lock wait timeout", false);
        this.noWait = noWait;
    }

    public boolean noWait() {
        return noWait;
    }
}
