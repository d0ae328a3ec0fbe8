package io.daybreak.quorum.memory;

import io.daybreak.logstorage.api.PageLayout;
import io.daybreak.logstorage.api.PageOps;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One page: an image and the records after it, oldest first. The newest image is kept beside them,
 * so that the usual read, of the newest version, copies 16 KiB and applies nothing.
 *
 * <p>Not thread-safe; owned by the volume's lock.
 */
final class PageHistory {
    /** The first operation of a page's first record; see {@code PageOps}. */
    private static final byte INIT = 4;

    /** So many records are worth an image, if nobody may read the versions before it. */
    private static final int RECORDS_MAX = 64;

    private final long number;
    private final byte[] base = new byte[PageLayout.PAGE_SIZE];
    private final byte[] newest = new byte[PageLayout.PAGE_SIZE];
    private long[] lsns = new long[4];
    private byte[][] programs = new byte[4][];
    private int count;

    PageHistory(long number) {
        this.number = number;
    }

    /**
     * @param foldUpTo versions below this LSN are never read again
     */
    void append(long lsn, byte[] program, long foldUpTo) {
        if (PageLayout.lsn(newest) >= lsn) {
            throw new IllegalStateException(
                    "page " + number + " already has LSN " + PageLayout.lsn(newest));
        }
        if (PageLayout.lsn(newest) == 0 && program[0] != INIT) {
            throw new IllegalArgumentException(
                    "the first record of page " + number + " does not initialise it");
        }
        apply(newest, lsn, program);
        if (count == lsns.length) {
            if (count >= RECORDS_MAX) {
                fold(foldUpTo);
            }
            if (count == lsns.length) {
                lsns = Arrays.copyOf(lsns, count * 2);
                programs = Arrays.copyOf(programs, count * 2);
            }
        }
        lsns[count] = lsn;
        programs[count] = program;
        count++;
    }

    void read(long asOf, byte[] into) {
        if (asOf >= PageLayout.lsn(newest)) {
            System.arraycopy(newest, 0, into, 0, PageLayout.PAGE_SIZE);
        } else {
            System.arraycopy(base, 0, into, 0, PageLayout.PAGE_SIZE);
            for (int i = 0; i < count && lsns[i] <= asOf; i++) {
                apply(into, lsns[i], programs[i]);
            }
        }
        PageLayout.seal(into);
    }

    /** This page without the records above {@code lsn}; null if none is left. */
    @Nullable PageHistory cutAt(long lsn) {
        PageHistory cut = new PageHistory(number);
        read(lsn, cut.base);
        if (PageLayout.lsn(cut.base) == 0) {
            return null;
        }
        System.arraycopy(cut.base, 0, cut.newest, 0, PageLayout.PAGE_SIZE);
        return cut;
    }

    private void fold(long upTo) {
        int folded = 0;
        while (folded < count && lsns[folded] <= upTo) {
            apply(base, lsns[folded], programs[folded]);
            folded++;
        }
        int kept = count - folded;
        System.arraycopy(lsns, folded, lsns, 0, kept);
        System.arraycopy(programs, folded, programs, 0, kept);
        Arrays.fill(programs, kept, count, null);
        count = kept;
    }

    private void apply(byte[] page, long lsn, byte[] program) {
        PageOps.apply(page, number, program, 0, program.length);
        PageLayout.setLsn(page, lsn);
    }
}
