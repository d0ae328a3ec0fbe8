package io.daybreak.engine.undo;

/** What an undo record is; the codes are part of the format. */
public enum UndoType {
    BEGIN(1),
    COMMIT(2),
    ROLLED_BACK(3),
    INSERT(4),
    UPDATE_DIFF(5),
    UPDATE_FULL(6),
    DELETE_MARK(7),
    UNDONE(8),
    UNOWNED(9),
    UPDATE_DIFF_AND_ENTRIES(10);

    private static final UndoType[] BY_CODE = values();
    private final int code;

    UndoType(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static UndoType of(int code) {
        if (code < 1 || code > BY_CODE.length) {
            throw new IllegalStateException("unknown undo record of type " + code);
        }
        return BY_CODE[code - 1];
    }
}
