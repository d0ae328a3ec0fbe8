package io.daybreak.logstorage.api;

/** Bytes that should be redo are not: a checksum, length or field is wrong. Never served. */
public final class CorruptRedoException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CorruptRedoException(String message) {
        super(message);
    }
}
