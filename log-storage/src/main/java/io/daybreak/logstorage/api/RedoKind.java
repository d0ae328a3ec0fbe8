package io.daybreak.logstorage.api;

/**
 * Why a redo record was written, for people and tools; applying a record does not look at it. The
 * code is part of the format.
 */
public enum RedoKind {
    OTHER(0),
    INSERT(1),
    UPDATE(2),
    DELETE_MARK(3),
    PURGE(4),
    PAGE_CREATE(5),
    PAGE_SPLIT(6),
    PAGE_MERGE(7),
    PAGE_FREE(8),
    PAGE_ALLOCATE(9),
    OVERFLOW(10),
    UNDO(11),
    TRANSACTION_BEGIN(12),
    COMMIT(13),
    ROLLBACK(14),
    DDL(15),
    DICTIONARY(16),
    AUTO_INCREMENT(17);

    private static final RedoKind[] BY_CODE = values();

    private final int code;

    RedoKind(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** The kind with this code, or {@link #OTHER} for a code of a later version. */
    public static RedoKind of(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : OTHER;
    }
}
