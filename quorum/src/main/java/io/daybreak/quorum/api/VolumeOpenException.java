package io.daybreak.quorum.api;

/** The volume cannot be opened: in use, damaged, or too few of its segments answer. */
public final class VolumeOpenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public VolumeOpenException(String message) {
        super(message);
    }

    public VolumeOpenException(String message, Throwable cause) {
        super(message, cause);
    }
}
