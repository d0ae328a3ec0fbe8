package io.daybreak.logstorage.chronicle;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The newest bytes of a file in whole blocks, as a write past the page cache wants them: before
 * them what stands in their first block already, behind them zeroes.
 *
 * <p>The last block stays, so that who appends need not read what it has written. Owned by the
 * writer of the file.
 */
final class BlockBuffer {
    /** Of every device that there is; also what the memory is aligned to. */
    static final int BLOCK_BYTES = 4096;

    private static final int CAPACITY_MIN = 64 << 10;
    private static final long UNKNOWN = -1;
    private static final byte[] ZEROES = new byte[BLOCK_BYTES];

    private @Nullable ByteBuffer memory;
    private long address;
    private long offset;
    private int length;

    /** Where the last block stands in the file, if that is what is in memory. */
    private long lastBlock = UNKNOWN;

    /**
     * @param file has what stands before the bytes in their first block
     * @param at offset in the file
     */
    void put(FileScanner.Source file, long at, byte[] from, int start, int count)
            throws IOException {
        long first = at / BLOCK_BYTES * BLOCK_BYTES;
        int before = (int) (at - first);
        int whole = (before + count + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES;
        byte[] kept = before == 0 || first == lastBlock ? null : read(file, first, before);
        ByteBuffer target = memory(whole);
        if (kept != null) {
            target.put(0, kept);
        } else if (before > 0) {
            target.put(0, target, length - BLOCK_BYTES, before);
        }
        target.put(before, from, start, count);
        // Together: a loop over bytes was a quarter of the log thread where the compiler did not
        // inline the check of the index.
        target.put(before + count, ZEROES, 0, whole - before - count);
        offset = first;
        length = whole;
        lastBlock = first + whole - BLOCK_BYTES;
    }

    private static byte[] read(FileScanner.Source file, long first, int before) throws IOException {
        byte[] bytes = new byte[before];
        if (file.read(first, bytes, 0, before) != before) {
            throw new IOException("the log file ends before " + (first + before));
        }
        return bytes;
    }

    /** Memory for so many bytes, with what is in it now. */
    private ByteBuffer memory(int bytes) {
        ByteBuffer old = memory;
        if (old != null && old.capacity() >= bytes) {
            return old;
        }
        int capacity = Math.max(CAPACITY_MIN, Integer.highestOneBit(bytes - 1) * 2);
        ByteBuffer made =
                ByteBuffer.allocateDirect(capacity + BLOCK_BYTES)
                        .alignedSlice(BLOCK_BYTES)
                        .limit(capacity)
                        .slice();
        if (old != null) {
            made.put(0, old, 0, old.capacity());
        }
        memory = made;
        address = MemorySegment.ofBuffer(made).address();
        return made;
    }

    /** Somebody else writes to the file: its last block is read before the next bytes. */
    void forget() {
        lastBlock = UNKNOWN;
    }

    /** Lets the memory go. */
    void free() {
        forget();
        memory = null;
    }

    /** Of the first block in the file. */
    long offset() {
        return offset;
    }

    /** Bytes of all blocks. */
    int length() {
        return length;
    }

    /** Where they are in memory, while nothing is put. */
    long address() {
        return address;
    }

    /** The blocks. */
    ByteBuffer bytes() {
        return memory(length).duplicate().position(0).limit(length);
    }
}
