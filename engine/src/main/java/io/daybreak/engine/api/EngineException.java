package io.daybreak.engine.api;

/**
 * An operating error that a statement can meet in the engine. The sub-types are the cases; SQL maps
 * each to its MySQL error.
 */
public abstract sealed class EngineException extends RuntimeException
        permits DeadlockException,
                DuplicateKeyException,
                LockTableFullException,
                LockWaitTimeoutException,
                RowTooLargeException,
                StatementInterruptedException,
                TableChangedException,
                WouldBlockException,
                StorageFailedException,
                TemporaryFileException {
    private static final long serialVersionUID = 1L;

    EngineException(String message, boolean stackTrace) {
        super(message, null, false, stackTrace);
    }

    EngineException(String message, Throwable cause) {
        super(message, cause);
    }
}
