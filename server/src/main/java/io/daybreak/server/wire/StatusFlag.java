package io.daybreak.server.wire;

/** Bits of the status in OK and EOF packets that the server itself sets (SERVER_*). */
public final class StatusFlag {
    public static final int AUTOCOMMIT = 0x0002;
    public static final int MORE_RESULTS = 0x0008;
    public static final int CURSOR_EXISTS = 0x0040;
    public static final int LAST_ROW_SENT = 0x0080;
    public static final int SESSION_STATE_CHANGED = 0x4000;

    private StatusFlag() {}
}
