package io.daybreak.engine.api;

import java.io.IOException;

/** Error 1878: a temporary file of an index build could not be written or read, on a full disk. */
public final class TemporaryFileException extends EngineException {
    private static final long serialVersionUID = 1L;

    public TemporaryFileException(String message, IOException cause) {
        super(message + ": " + cause, cause);
    }
}
