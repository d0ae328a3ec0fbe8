package io.daybreak.quorum.api;

/**
 * So many storage nodes have a full disk that nothing more becomes durable. The statement fails;
 * reads go on, and writes once there is space.
 */
public final class VolumeFullException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public VolumeFullException(String message) {
        super(message);
    }
}
