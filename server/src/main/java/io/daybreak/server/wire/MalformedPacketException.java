package io.daybreak.server.wire;

/** A packet ends too early or holds an impossible value; the client gets error 1835. */
public final class MalformedPacketException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MalformedPacketException(String message) {
        super(message, null, false, false);
    }
}
