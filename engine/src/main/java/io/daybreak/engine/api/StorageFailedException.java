package io.daybreak.engine.api;

/**
 * Error 1030 or 1712: the storage could not serve a page or take redo. The text names page and LSN.
 */
public final class StorageFailedException extends EngineException {
    private static final long serialVersionUID = 1L;

    public StorageFailedException(String message) {
        super(message, true);
    }
}
