package io.daybreak.engine.undo;

import io.daybreak.logstorage.api.PageLayout;

/**
 * Undo pages. Big-endian. No state.
 *
 * <p>Directory page, type {@link #DIRECTORY}; more than one form a list:
 *
 * <pre>
 * offset  length  field
 *     32       8  next directory page, 0 = none
 *     40       2  number of streams on this page
 *     48     8*n  their header pages
 * </pre>
 *
 * <p>Stream header, type {@link #HEADER}:
 *
 * <pre>
 * offset  length  field
 *     32       8  first data page
 *     40       8  last data page
 * </pre>
 *
 * <p>Data page, type {@link #DATA}:
 *
 * <pre>
 * offset  length  field
 *     32       8  previous data page, 0 = none
 *     40       8  next data page, 0 = none
 *     48       2  end of the records, exclusive
 *     64          records
 * </pre>
 *
 * <p>Record: length of all (2), type (1), content, start offset (2) to walk backwards by. A roll
 * pointer is the record's page times 16384 plus its offset; the top bit says that it is an insert.
 *
 * <pre>
 * type            content
 * 1 BEGIN         transaction id (8)
 * 2 COMMIT        transaction id (8)
 * 3 ROLLED_BACK   transaction id (8)
 * 4 INSERT        clustered index id (8), key length (2), key
 * 5 UPDATE_DIFF   as 4, old header word (8), old roll pointer (8), prefix (2), suffix (2), old bytes between
 * 6 UPDATE_FULL   as 4, old header word (8), old roll pointer (8), replaced overflow values (2, 16 each), old row
 * 7 DELETE_MARK   as 4, old header word (8), old roll pointer (8)
 * 8 UNDONE        page (8), offset (2): what lies between there and here is undone
 * 9 UNOWNED       first page (8) of an overflow chain that no row names, or 0
 * 10 UPDATE_DIFF_AND_ENTRIES
 *                 as 4, old header word (8), old roll pointer (8), length of the entries (2), old entries of the
 *                 indexes whose keys changed (index id (8), length (2), own parts), prefix (2), suffix (2), old
 *                 bytes between
 * </pre>
 *
 * <p>UNOWNED is written before a chain is, follows its growth, and becomes 0 in the
 * mini-transaction in which a row takes the chain; another one is written in the mini-transaction
 * in which a rollback takes the row away. Purge frees the chain that it finds there. So a chain has
 * one owner always.
 *
 * <p>UPDATE_DIFF is used when no index key and no overflow value changed: purge has nothing to do.
 * UPDATE_DIFF_AND_ENTRIES names what purge removes; UPDATE_FULL is for updates that replace
 * overflow values, for inserts over a deleted row, and wherever it is no longer.
 */
final class UndoLayout {
    static final int DATA = 16;
    static final int HEADER = 17;
    static final int DIRECTORY = 18;

    static final int NEXT_DIRECTORY = PageLayout.HEADER_SIZE;
    static final int STREAM_COUNT = 40;
    static final int STREAMS = 48;
    static final int STREAMS_MAX = (PageLayout.PAGE_SIZE - STREAMS) / 8;

    static final int FIRST_PAGE = PageLayout.HEADER_SIZE;
    static final int LAST_PAGE = FIRST_PAGE + 8;

    static final int PREVIOUS = PageLayout.HEADER_SIZE;
    static final int NEXT = PREVIOUS + 8;
    static final int END = NEXT + 8;
    static final int RECORDS = 64;

    /** Length and type before the content, start offset behind it. */
    static final int RECORD_OVERHEAD = 5;

    /** The last byte of a page stays free, so that the end is an offset that fits 14 bits. */
    static final int RECORD_MAX = PageLayout.PAGE_SIZE - 1 - RECORDS;

    private UndoLayout() {}
}
