package io.daybreak.logstorage.chronicle;

import io.daybreak.logstorage.api.ExcerptLayout;
import io.daybreak.logstorage.api.SegmentLog;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Finds the excerpts of a log file by their own framing, whatever state Chronicle's headers are in.
 * Owned by one thread.
 */
public final class FileScanner {
    /** The bytes of a log file. */
    public interface Source {
        /** The file's number. */
        long number();

        /** Reads up to {@code length} bytes and returns how many there were. */
        int read(long offset, byte[] into, int at, int length) throws IOException;
    }

    private static final int ALIGNMENT = 4;
    private static final byte[] ZEROES = new byte[4096];

    /**
     * Behind so many of the longest excerpts in zeroes nothing is looked for: the file ends there.
     */
    private static final int ZERO_EXCERPTS_MAX = 4;

    private static final int STEP_BYTES = 256 << 10;

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final int excerptBytesMax;
    private byte[] window = new byte[2 * STEP_BYTES];
    private int filled;
    private boolean ended;
    private long windowStart;

    /** Where something that looked like an excerpt did not verify; negative = nowhere. */
    private long suspect = -1;

    private long suspectFile;

    FileScanner() {
        this(SegmentLog.EXCERPT_BYTES_MAX);
    }

    /**
     * @param excerptBytesMax longer excerpts are not found
     */
    public FileScanner(int excerptBytesMax) {
        this.excerptBytesMax = excerptBytesMax;
    }

    /** The first offset from this one on where an excerpt may start. */
    static long align(long offset) {
        return offset + ALIGNMENT - 1 & -ALIGNMENT;
    }

    /** Something that looked like an excerpt did not verify, and no sound one followed it yet. */
    boolean isSuspicious() {
        return suspect >= 0;
    }

    /** Shows the file's sound excerpts from an offset on; a position is {@code base + offset}. */
    public void scan(Source file, long from, long base, SegmentLog.Visitor visitor)
            throws IOException {
        windowStart = align(from);
        filled = 0;
        ended = false;
        int at = 0;
        long zeroesMax = (long) ZERO_EXCERPTS_MAX * excerptBytesMax;
        long zeroesFrom = windowStart;
        while (windowStart + at - zeroesFrom <= zeroesMax) {
            at = skipZeroes(require(file, at, ExcerptLayout.HEADER_SIZE));
            if (filled - at < ExcerptLayout.HEADER_SIZE) {
                if (ended) {
                    return;
                }
                continue;
            }
            if (!ExcerptLayout.startsAt(window, at)) {
                at += ALIGNMENT;
            } else {
                at = require(file, at, Math.min(ExcerptLayout.length(window, at), excerptBytesMax));
                at += excerptOrDamage(file, at, base, visitor);
            }
            zeroesFrom = windowStart + at;
        }
    }

    /** Shows what starts like an excerpt, if it is one; returns how far to go on. */
    private int excerptOrDamage(Source file, int at, long base, SegmentLog.Visitor visitor)
            throws IOException {
        if (ExcerptLayout.isSound(window, at, filled)) {
            int length = ExcerptLayout.length(window, at);
            reportSuspect(visitor);
            visitor.excerpt(base + windowStart + at, window, at, length);
            return length + ALIGNMENT - 1 & -ALIGNMENT;
        }
        if (suspect < 0) {
            suspect = windowStart + at;
            suspectFile = file.number();
        }
        return ALIGNMENT;
    }

    private void reportSuspect(SegmentLog.Visitor visitor) throws IOException {
        if (suspect >= 0) {
            visitor.damage(suspectFile, "excerpt at offset " + suspect + " does not verify");
            suspect = -1;
        }
    }

    /**
     * Reads on until so many bytes stand in the window from a place on, if the file has them.
     *
     * @return where the place is then
     */
    private int require(Source file, int at, int bytes) throws IOException {
        if (filled - at >= bytes || ended) {
            return at;
        }
        int rest = Math.max(0, filled - at);
        // No more than what stays in a processor's cache, unless an excerpt is longer.
        int wanted = Math.max(bytes, rest + Math.min(STEP_BYTES, excerptBytesMax));
        byte[] from = window;
        if (wanted > window.length) {
            window = new byte[Math.max(wanted, excerptBytesMax)];
        }
        System.arraycopy(from, filled - rest, window, 0, rest);
        windowStart += at;
        filled = rest + file.read(windowStart + rest, window, rest, wanted - rest);
        ended = filled < wanted;
        return 0;
    }

    /** Goes to the next word that is not zero; an excerpt's checksum or magic is not. */
    private int skipZeroes(int from) {
        int at = from;
        // The newest file is zeroes for the most part: block by block.
        while (at + ZEROES.length <= filled
                && Arrays.mismatch(window, at, at + ZEROES.length, ZEROES, 0, ZEROES.length) < 0) {
            at += ZEROES.length;
        }
        while (at + Long.BYTES <= filled && (long) LONG.get(window, at) == 0) {
            at += Long.BYTES;
        }
        // A checksum of zero is possible: the magic behind it then decides.
        return at > from ? at - ALIGNMENT : at;
    }
}
