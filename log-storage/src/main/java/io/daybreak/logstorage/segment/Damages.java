package io.daybreak.logstorage.segment;

import io.daybreak.logstorage.api.Lsn;
import io.daybreak.logstorage.api.SegmentReply;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a segment has found to be damaged and not mended yet: pages, and stretches of its log. What
 * is above the bounds is found again once the rest is mended. Guarded by its segment's monitor.
 */
final class Damages {
    private static final int PAGES_MAX = 4096;
    private static final int STRETCHES_MAX = 1024;

    private final TreeSet<Long> pages = new TreeSet<>();

    /** Of each damaged batch: LSN before its first record, LSN of its last. */
    private final TreeMap<Long, Long> log = new TreeMap<>();

    /** The page asked for last, so that one that cannot be mended does not hold up the others. */
    private long turn = -1;

    private long logTurn = -1;

    /** Returns false if there are too many: then all pages count as lost. */
    boolean addPage(long page) {
        if (pages.size() >= PAGES_MAX) {
            return false;
        }
        pages.add(page);
        return true;
    }

    boolean hasPage(long page) {
        return pages.contains(page);
    }

    void pageMended(long page) {
        pages.remove(page);
    }

    void allPagesMended() {
        pages.clear();
    }

    /** Returns whether it was not known. */
    boolean addLog(long previous, long last) {
        return log.size() < STRETCHES_MAX && log.put(previous, last) == null;
    }

    boolean hasLog(long previous) {
        return log.containsKey(previous);
    }

    void logMended(long previous) {
        log.remove(previous);
    }

    /** The log up to here is gone, or not needed. */
    void logDropped(long upTo) {
        log.headMap(upTo, false).clear();
    }

    /** The log from here on is annulled. */
    void logCut(long from) {
        log.tailMap(from - 1, true).clear();
    }

    boolean isEmpty() {
        return pages.isEmpty() && log.isEmpty();
    }

    /** What to mend next: each in turn. */
    SegmentReply.Damage next() {
        long page = -1;
        if (!pages.isEmpty()) {
            Long higher = pages.higher(turn);
            page = higher == null ? pages.first() : higher;
            turn = page;
        }
        long previous = 0;
        long last = 0;
        if (!log.isEmpty()) {
            Long higher = log.higherKey(logTurn);
            previous = higher == null ? log.firstKey() : higher;
            last = log.getOrDefault(previous, 0L);
            logTurn = previous;
        }
        return new SegmentReply.Damage(
                pages.size(), page, log.size(), new Lsn(previous), new Lsn(last));
    }
}
