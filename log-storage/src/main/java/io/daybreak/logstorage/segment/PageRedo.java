package io.daybreak.logstorage.segment;

import io.daybreak.logstorage.api.RecordCursor;
import io.daybreak.logstorage.api.RedoBatch;
import org.jspecify.annotations.Nullable;

/**
 * The redo of a full segment that the page store does not have, by page: what came since the start
 * in a {@link RedoIndex}, what the log had before it in {@link RedoTables}. A page's records are
 * found newest first, in the index and then in the tables, down to one that an image has or that
 * starts the page anew.
 *
 * <p>Guarded by its segment's monitor.
 */
final class PageRedo {
    private final SegmentLimits limits;
    private final RecordCursor cursor = new RecordCursor();
    private final RedoTables tables = new RedoTables();
    private RedoIndex index;

    PageRedo(SegmentLimits limits) {
        this.limits = limits;
        this.index = new RedoIndex(limits.hotRecordsMin());
    }

    // ---- while the log is replayed, see RedoTables

    void replayed(LogEntry entry, RedoBatch batch) {
        tables.add(entry, batch);
    }

    void replayed(RecordTable table) {
        tables.add(table);
    }

    void complete(long pages) {
        tables.complete(pages);
    }

    // ---- what comes and goes

    /** Adds the records of a batch above an LSN. */
    void add(LogEntry entry, RedoBatch batch, long above) {
        add(index, entry, batch, above);
    }

    private void add(RedoIndex into, LogEntry entry, RedoBatch batch, long above) {
        cursor.reset(batch);
        while (cursor.next()) {
            if (cursor.lsn() > above && cursor.lsn() <= entry.last) {
                into.add(
                        cursor.pageNumber(),
                        cursor.lsn(),
                        entry,
                        cursor.recordOffset(),
                        cursor.initialises());
            }
        }
    }

    /**
     * Indexes the records of a chain above an LSN anew. If the log cannot be read, all stays as it
     * is: half a new index would hide records.
     *
     * @param from gives the batches that are not in memory
     */
    void rebuild(SegmentCore segment, BatchChain chain, long above, BatchLoader from) {
        RedoIndex fresh = new RedoIndex(limits.hotRecordsMin());
        for (int i = chain.indexAfter(above); i < chain.size(); i++) {
            LogEntry entry = chain.at(i);
            RedoBatch held = entry.batch;
            RedoBatch batch = held == null ? from.load(segment, LogPlace.of(entry)) : held;
            add(fresh, entry, batch, above);
        }
        index = fresh;
        tables.clear();
    }

    /** Records from this LSN on were annulled. */
    void dropFrom(long lsn) {
        index.dropFrom(lsn);
    }

    /** Images have everything up to the LSN. */
    void dropUpTo(long lsn) {
        index.dropUpTo(lsn);
        tables.dropUpTo(lsn);
    }

    void clear() {
        index.clear();
        tables.clear();
    }

    /** The page store has an image of the page with this LSN. */
    void imaged(long page, long lsn) {
        index.imaged(page, lsn);
        tables.imaged(page, lsn);
    }

    void forgetImage(long page) {
        index.forgetImage(page);
        tables.forgetImage(page);
    }

    void forgetImages() {
        index.forgetImages();
        tables.forgetImages();
    }

    private long imagedUpTo(long page) {
        return Math.max(index.imagedUpTo(page), tables.imagedUpTo(page));
    }

    /** Pages that many records have changed since they had an image. */
    long[] takeHot() {
        return index.takeHot();
    }

    // ---- the records of one page

    /**
     * Collects a page's records up to an LSN.
     *
     * @param recordsMax the list is cut short behind so many
     */
    void collect(long page, long upTo, int recordsMax, RecordList into) {
        into.cutShort = collect(page, upTo, index.newest(page, upTo), recordsMax, into) >= 0;
        if (!into.cutShort && !into.isEnded()) {
            tables.collect(page, upTo, recordsMax, into);
        }
    }

    /** The id of the page's newest record in the index; negative if there is none. */
    long newest(long page) {
        return index.newest(page, Long.MAX_VALUE);
    }

    /**
     * One step through the index.
     *
     * @param from id of the record to begin with; negative = none
     * @return id of the record to go on with; negative if the index has no more that is needed
     */
    long collectStep(long page, long upTo, long from, int recordsMax, RecordList into) {
        if (from < 0) {
            return from;
        }
        if (from >= index.next() || index.pageNumber(from) != page) {
            // A truncation took it, and others after it, all above what is collected.
            into.clear();
            return index.newest(page, upTo);
        }
        return collect(page, upTo, from, recordsMax, into);
    }

    private long collect(long page, long upTo, long from, int recordsMax, RecordList into) {
        long imaged = imagedUpTo(page);
        long at = from;
        for (int n = 0; at >= 0 && n < recordsMax; n++) {
            long lsn = index.lsn(at);
            if (lsn <= imaged) {
                into.imageLsn = imaged;
                return -1;
            }
            if (lsn <= upTo) {
                into.add(index.entry(at), index.offset(at), lsn);
                if (index.initialises(at)) {
                    into.startsAnew = true;
                    return -1;
                }
            }
            at = index.before(at);
        }
        return at;
    }

    /** One table; returns whether there may be more in the next one. */
    boolean collectTable(long page, long upTo, int number, RecordList into) {
        return number < tables.size()
                && tables.table(number)
                        .collect(
                                page,
                                tables.above(),
                                upTo,
                                imagedUpTo(page),
                                Integer.MAX_VALUE,
                                into);
    }

    // ---- the records of all pages

    RoundRecords startRound(long upTo) {
        return new RoundRecords(index.tail(), index.firstAfter(upTo), upTo);
    }

    /** Returns whether there is more. */
    boolean roundStep(RoundRecords round, int recordsMax) {
        return round.step(index, tables, recordsMax);
    }

    /** Whether the tables, which know batches only as a whole, have none. */
    boolean hasNoTables() {
        return tables.isEmpty();
    }

    /** The LSN of the newest record in the index up to this one; negative if there is none. */
    long newestUpTo(long upTo) {
        long behind = index.firstAfter(upTo);
        return behind > index.tail() ? index.lsn(behind - 1) : -1;
    }

    /** The batch of the oldest record in the index; null if it is empty. */
    @Nullable LogEntry oldest() {
        return index.next() == index.tail() ? null : index.entry(index.tail());
    }

    long records() {
        return tables.records(Long.MAX_VALUE) + index.next() - index.tail();
    }

    /** About how many records there are up to an LSN. */
    long records(long upTo) {
        return tables.records(upTo) + index.firstAfter(upTo) - index.tail();
    }
}
