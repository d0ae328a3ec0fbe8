package io.daybreak.logstorage.segment;

import io.daybreak.logstorage.api.RedoBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The records that a round of page making needs, by page. Copied out of the index in two passes
 * from the newest record to the oldest: the first counts those of each page, the second puts them
 * side by side. To follow each page's list instead would touch memory all over for every record.
 *
 * <p>Left out are records that an image or a newer initialisation of the page makes unnecessary.
 * About 16 bytes a record. Owned by the page maker; steps need the segment's monitor.
 */
final class RoundRecords {
    private enum Phase {
        COUNTING,
        FILLING,
        DONE
    }

    private final long from;
    private final long to;
    private final long upTo;
    private Phase phase = Phase.COUNTING;

    /** One above the id of the record to be looked at next. */
    private long at;

    /** Which table is looked at when the index is done; 0 is the newest. */
    private int tableNumber;

    /** Where in it; 0 = not begun. */
    private int tableAt;

    /** Number in the lists of the table's first batch. */
    private int tableBatches;

    private int tableRecords;
    private int tableCount;

    // ---- pages: a table with open addressing gives the place of each in the lists

    private int[] table = new int[1024];
    private int pages;
    private long[] numbers = new long[256];
    private int[] counts = new int[256];
    private int[] ends = new int[256];
    private long[] imaged = new long[256];
    private boolean[] startsAnew = new boolean[256];
    private boolean[] imageNeeded = new boolean[256];

    // ---- batches, newest first

    private final List<@Nullable RedoBatch> batches = new ArrayList<>();
    private final List<@Nullable LogPlace> places = new ArrayList<>();
    private @Nullable LogEntry entry;
    private int entryNumber;

    /** How many of the lists are not of tables. */
    private int indexBatches;

    // ---- records

    private int[] batchOf = new int[0];
    private int[] offsets = new int[0];
    private long[] lsns = new long[0];

    /**
     * @param from id of the oldest record
     * @param to one above the id of the newest
     * @param upTo LSN of the newest, inclusive
     */
    RoundRecords(long from, long to, long upTo) {
        this.from = from;
        this.to = to;
        this.upTo = upTo;
        this.at = to;
    }

    /**
     * Looks at some more records.
     *
     * @return false if there are none left
     */
    boolean step(RedoIndex index, RedoTables tables, int recordsMax) {
        if (at == from) {
            stepInTables(index, tables, recordsMax);
            return phase != Phase.DONE;
        }
        long end = Math.max(from, at - recordsMax);
        while (at > end) {
            at--;
            LogEntry of = index.entry(at);
            int page = page(index.pageNumber(at), index, tables);
            if (phase == Phase.COUNTING) {
                noteBatch(of);
                count(page, index.lsn(at), index.initialises(at));
            } else {
                if (entry != of) {
                    entry = of;
                    entryNumber++;
                }
                fill(page, entryNumber, index.offset(at), index.lsn(at));
            }
        }
        return true;
    }

    // ---- older records, in tables

    private void stepInTables(RedoIndex index, RedoTables tables, int recordsMax) {
        if (phase == Phase.COUNTING && tableNumber == 0 && tableAt == 0) {
            tableCount = tables.size();
            indexBatches = batches.size();
        } else if (tableCount != tables.size()) {
            throw new IllegalStateException("redo went while pages were made of it");
        }
        tableRecords = 0;
        while (tableNumber < tables.size() && tableRecords < recordsMax) {
            RecordTable in = tables.table(tableNumber);
            if (in.first() > upTo) {
                tableNumber++;
                continue;
            }
            if (tableAt == 0) {
                begin(in);
            }
            while (!in.isEnd(tableAt) && tableRecords < recordsMax) {
                tableAt =
                        in.show(
                                tableAt,
                                (number, lsn, offset, initialises) -> {
                                    tableRecords++;
                                    int batch =
                                            lsn > upTo || lsn <= tables.above()
                                                    ? -1
                                                    : in.batchOf(lsn);
                                    if (batch < 0) {
                                        return;
                                    }
                                    int page = page(number, index, tables);
                                    if (phase == Phase.COUNTING) {
                                        count(page, lsn, initialises);
                                    } else {
                                        fill(page, tableBatches + batch, offset, lsn);
                                    }
                                });
            }
            if (in.isEnd(tableAt)) {
                tableBatches += in.batchCount();
                tableAt = 0;
                tableNumber++;
            }
        }
        if (tableNumber >= tables.size()) {
            nextPhase();
        }
    }

    private void begin(RecordTable in) {
        tableAt = in.firstPage();
        if (phase == Phase.COUNTING) {
            for (int number = 0; number < in.batchCount(); number++) {
                LogEntry of = in.batch(number);
                batches.add(of.batch);
                places.add(of.batch == null ? LogPlace.of(of) : null);
            }
        }
    }

    private void nextPhase() {
        if (phase == Phase.COUNTING) {
            int records = 0;
            for (int page = 0; page < pages; page++) {
                ends[page] = records;
                records += counts[page];
            }
            batchOf = new int[records];
            offsets = new int[records];
            lsns = new long[records];
            entry = null;
            entryNumber = -1;
            tableBatches = indexBatches;
            at = to;
            tableNumber = 0;
            tableAt = 0;
            phase = Phase.FILLING;
        } else {
            phase = Phase.DONE;
        }
    }

    private void count(int page, long lsn, boolean initialises) {
        if (startsAnew[page] || imageNeeded[page]) {
            return;
        }
        if (lsn <= imaged[page]) {
            imageNeeded[page] = true;
            return;
        }
        counts[page]++;
        startsAnew[page] = initialises;
    }

    private void noteBatch(LogEntry of) {
        if (entry != of) {
            entry = of;
            batches.add(of.batch);
            places.add(of.batch == null ? LogPlace.of(of) : null);
        }
    }

    private void fill(int page, int batch, int offset, long lsn) {
        if (counts[page] == 0) {
            return;
        }
        counts[page]--;
        int record = ends[page]++;
        batchOf[record] = batch;
        offsets[record] = offset;
        lsns[record] = lsn;
    }

    private int page(long number, RedoIndex index, RedoTables tables) {
        int slot = slot(number);
        if (table[slot] == 0) {
            if (pages * 2 >= table.length) {
                growTable();
                slot = slot(number);
            }
            if (pages == numbers.length) {
                growPages();
            }
            numbers[pages] = number;
            imaged[pages] = Math.max(index.imagedUpTo(number), tables.imagedUpTo(number));
            table[slot] = ++pages;
        }
        return table[slot] - 1;
    }

    private int slot(long number) {
        int mask = table.length - 1;
        int slot = (int) (number * 0x9e3779b97f4a7c15L >>> 40) & mask;
        while (table[slot] != 0 && numbers[table[slot] - 1] != number) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void growTable() {
        table = new int[table.length * 2];
        for (int page = 0; page < pages; page++) {
            table[slot(numbers[page])] = page + 1;
        }
    }

    private void growPages() {
        int capacity = pages * 2;
        numbers = Arrays.copyOf(numbers, capacity);
        counts = Arrays.copyOf(counts, capacity);
        ends = Arrays.copyOf(ends, capacity);
        imaged = Arrays.copyOf(imaged, capacity);
        startsAnew = Arrays.copyOf(startsAnew, capacity);
        imageNeeded = Arrays.copyOf(imageNeeded, capacity);
    }

    // ---- afterwards

    /** The places of the pages that have records, in order of page number. */
    int[] inOrder() {
        return IntStream.range(0, pages)
                .filter(page -> firstRecord(page) < ends[page])
                .boxed()
                .sorted(Comparator.comparingLong(page -> numbers[page]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    long number(int page) {
        return numbers[page];
    }

    /** The pages stand side by side: one's records begin where those of the one before end. */
    private int firstRecord(int page) {
        return page == 0 ? 0 : ends[page - 1];
    }

    /** Puts the page's records, newest first, into an empty list. */
    void copy(int page, RecordList into) {
        for (int record = firstRecord(page); record < ends[page]; record++) {
            int batch = batchOf[record];
            into.add(batches.get(batch), places.get(batch), offsets[record], lsns[record]);
        }
        if (startsAnew[page]) {
            into.startsAnew = true;
        } else if (imageNeeded[page]) {
            into.imageLsn = imaged[page];
        }
    }
}
