package io.daybreak.quorum.api;

/** The volume is closed, or was fenced out by a newer writer. The engine must stop. */
public final class VolumeClosedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public VolumeClosedException(String message) {
        super(message);
    }
}
