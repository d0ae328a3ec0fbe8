package io.daybreak.logstorage.segment;

import io.daybreak.logstorage.api.RecordCursor;
import io.daybreak.logstorage.api.RedoBatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The redo of before the start that no page has, as the log's summaries tell of it: all of it is
 * older than what a {@link RedoIndex} has. A page is looked up in one table after the other, which
 * are few; they go as pages are made.
 *
 * <p>Guarded by its segment's monitor.
 */
final class RedoTables {
    private static final int OWN_RECORDS_MAX = 1 << 16;

    private final List<RecordTable> tables = new ArrayList<>();
    private final Map<Long, Long> imaged = new HashMap<>();
    private long above;

    /** Of batches that are in no summary's table. */
    private final RecordTable.Builder builder = new RecordTable.Builder();

    private final List<LogEntry> own = new ArrayList<>();
    private final RecordCursor cursor = new RecordCursor();

    boolean isEmpty() {
        return tables.isEmpty();
    }

    int size() {
        return tables.size();
    }

    /** Number 0 is the newest. */
    RecordTable table(int number) {
        return tables.get(tables.size() - 1 - number);
    }

    // ---- while the log is replayed; all in the order of LSNs

    void add(RecordTable newest) {
        endOwnTable();
        tables.add(newest);
    }

    /** Adds a batch that is in no summary's table. */
    void add(LogEntry entry, RedoBatch batch) {
        // Behind annulled records LSNs may start anew.
        if (builder.records() >= OWN_RECORDS_MAX || entry.first <= builder.last()) {
            endOwnTable();
        }
        own.add(entry);
        cursor.reset(batch);
        while (cursor.next()) {
            builder.add(
                    cursor.pageNumber(), cursor.lsn(), cursor.recordOffset(), cursor.initialises());
        }
    }

    private void endOwnTable() {
        byte[] bytes = builder.take();
        if (bytes != null) {
            RecordTable table = RecordTable.copyOf(bytes, 0, bytes.length);
            own.forEach(table::add);
            tables.add(table);
        }
        own.clear();
    }

    /**
     * All of the log is read.
     *
     * @param pages records up to this LSN do not count
     */
    void complete(long pages) {
        endOwnTable();
        dropUpTo(pages);
    }

    // ---- afterwards

    /** Records up to this LSN do not count. */
    long above() {
        return above;
    }

    /** Adds the page's records, newest first, to a list; see {@link RecordTable#collect}. */
    void collect(long page, long upTo, int sizeMax, RecordList into) {
        long image = imagedUpTo(page);
        for (int number = 0; number < tables.size(); number++) {
            if (!table(number).collect(page, above, upTo, image, sizeMax, into)) {
                return;
            }
        }
    }

    /** How many records stand in tables that begin up to the LSN. */
    long records(long upTo) {
        long records = 0;
        for (RecordTable table : tables) {
            records += table.first() <= upTo ? table.records() : 0;
        }
        return records;
    }

    /** See {@link RedoIndex#imaged}. */
    void imaged(long page, long lsn) {
        if (!tables.isEmpty()) {
            imaged.merge(page, lsn, Math::max);
        }
    }

    long imagedUpTo(long page) {
        return imaged.isEmpty() ? 0 : imaged.getOrDefault(page, 0L);
    }

    void forgetImage(long page) {
        imaged.remove(page);
    }

    void forgetImages() {
        imaged.clear();
    }

    void dropUpTo(long lsn) {
        above = Math.max(above, lsn);
        tables.removeIf(table -> table.last() <= lsn);
        if (tables.isEmpty()) {
            imaged.clear();
        }
    }

    void clear() {
        builder.clear();
        own.clear();
        tables.clear();
        imaged.clear();
    }
}
