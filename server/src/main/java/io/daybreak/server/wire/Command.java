package io.daybreak.server.wire;

/** The first byte of a command packet (COM_*). */
public final class Command {
    public static final int QUIT = 0x01;
    public static final int INIT_DB = 0x02;
    public static final int QUERY = 0x03;
    public static final int FIELD_LIST = 0x04;
    public static final int STATISTICS = 0x08;
    public static final int PROCESS_KILL = 0x0c;
    public static final int DEBUG = 0x0d;
    public static final int PING = 0x0e;
    public static final int CHANGE_USER = 0x11;
    public static final int STMT_PREPARE = 0x16;
    public static final int STMT_EXECUTE = 0x17;
    public static final int STMT_SEND_LONG_DATA = 0x18;
    public static final int STMT_CLOSE = 0x19;
    public static final int STMT_RESET = 0x1a;
    public static final int SET_OPTION = 0x1b;
    public static final int STMT_FETCH = 0x1c;
    public static final int RESET_CONNECTION = 0x1f;

    /** No command runs. */
    public static final int SLEEP = 0x00;

    private Command() {}

    /** As SHOW PROCESSLIST names it. */
    public static String nameOf(int command) {
        return switch (command) {
            case SLEEP -> "Sleep";
            case QUIT -> "Quit";
            case INIT_DB -> "Init DB";
            case QUERY -> "Query";
            case FIELD_LIST -> "Field List";
            case STATISTICS -> "Statistics";
            case PROCESS_KILL -> "Kill";
            case DEBUG -> "Debug";
            case PING -> "Ping";
            case CHANGE_USER -> "Change user";
            case STMT_PREPARE -> "Prepare";
            case STMT_EXECUTE -> "Execute";
            case STMT_SEND_LONG_DATA -> "Long Data";
            case STMT_CLOSE -> "Close stmt";
            case STMT_RESET -> "Reset stmt";
            case SET_OPTION -> "Set option";
            case STMT_FETCH -> "Fetch";
            case RESET_CONNECTION -> "Reset Connection";
            default -> "Unknown";
        };
    }
}
