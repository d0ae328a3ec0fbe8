package io.daybreak.logstorage.api;

import java.util.Arrays;

/**
 * The redo of one mini-transaction while it is being made: records, each of one page and one {@link
 * RedoKind} with a program of {@link PageOps}. The LSNs are given by {@code Volume.append}. The
 * last record is the CPL.
 *
 * <p>Reusable: {@link #reset} keeps the memory. Not thread-safe; owned by the thread that changes
 * the pages.
 */
public final class MiniTransaction {
    /**
     * A record's program stays below this; a page image is written as several records if need be.
     */
    public static final int RECORD_OPS_BYTES_MAX = 60_000;

    private long[] pageNumbers = new long[8];
    private byte[] kinds = new byte[8];
    private int[] opsEnds = new int[8];
    private int recordCount;
    private byte[] ops = new byte[512];
    private int opsLength;

    /** Opens a new record; the operations that follow belong to it. */
    public void record(long pageNumber, RedoKind kind) {
        if (recordCount == pageNumbers.length) {
            int capacity = recordCount * 2;
            pageNumbers = Arrays.copyOf(pageNumbers, capacity);
            kinds = Arrays.copyOf(kinds, capacity);
            opsEnds = Arrays.copyOf(opsEnds, capacity);
        }
        pageNumbers[recordCount] = pageNumber;
        kinds[recordCount] = (byte) kind.code();
        opsEnds[recordCount] = opsLength;
        recordCount++;
    }

    /**
     * Logs that {@code length} bytes of {@code source} from {@code sourceOffset} now stand at
     * {@code pageOffset}.
     */
    public void write(int pageOffset, byte[] source, int sourceOffset, int length) {
        int at = open(5 + length);
        ops[at] = PageOps.WRITE;
        u16(at + 1, pageOffset);
        u16(at + 3, length);
        System.arraycopy(source, sourceOffset, ops, at + 5, length);
        close();
    }

    public void move(int source, int target, int length) {
        int at = open(7);
        ops[at] = PageOps.MOVE;
        u16(at + 1, source);
        u16(at + 3, target);
        u16(at + 5, length);
        close();
    }

    public void zero(int pageOffset, int length) {
        int at = open(5);
        ops[at] = PageOps.ZERO;
        u16(at + 1, pageOffset);
        u16(at + 3, length);
        close();
    }

    public void init(int pageType) {
        int at = open(2);
        ops[at] = PageOps.INIT;
        ops[at + 1] = (byte) pageType;
        close();
    }

    public boolean isEmpty() {
        return recordCount == 0;
    }

    public int recordCount() {
        return recordCount;
    }

    public long pageNumber(int record) {
        return pageNumbers[record];
    }

    public RedoKind kind(int record) {
        return RedoKind.of(kinds[record]);
    }

    /** The bytes that hold all programs; valid until the next change. */
    public byte[] ops() {
        return ops;
    }

    /** Where the program of this record starts in {@link #ops()}, inclusive. */
    public int opsStart(int record) {
        return record == 0 ? 0 : opsEnds[record - 1];
    }

    /** Where the program of this record ends in {@link #ops()}, exclusive. */
    public int opsEnd(int record) {
        return opsEnds[record];
    }

    /**
     * Length of the open record's program, in bytes: callers open a new record before {@link
     * #RECORD_OPS_BYTES_MAX}.
     */
    public int openRecordOpsBytes() {
        return recordCount == 0 ? 0 : opsLength - opsStart(recordCount - 1);
    }

    public int opsBytes() {
        return opsLength;
    }

    public void reset() {
        recordCount = 0;
        opsLength = 0;
        if (ops.length > 1 << 20) {
            ops = new byte[512];
        }
    }

    private int open(int bytes) {
        if (recordCount == 0) {
            throw new IllegalStateException("no record is open");
        }
        int at = opsLength;
        if (at + bytes > ops.length) {
            ops = Arrays.copyOf(ops, Math.max(ops.length * 2, at + bytes));
        }
        opsLength = at + bytes;
        return at;
    }

    private void close() {
        opsEnds[recordCount - 1] = opsLength;
    }

    private void u16(int at, int value) {
        ops[at] = (byte) (value >>> 8);
        ops[at + 1] = (byte) value;
    }
}
