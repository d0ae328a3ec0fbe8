package io.daybreak.logstorage.api;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The framing of a {@link RedoBatch}, on the wire and in the log. Integers are big-endian; a varint
 * is little-endian base 128 as in Protocol Buffers.
 *
 * <pre>
 * offset  length  field
 *      0       4  CRC32C of bytes 4 (inclusive) to the total length
 *      4       4  magic, {@link #MAGIC}
 *      8       1  format version, {@link #VERSION}
 *      9       3  reserved, zero
 *     12       4  total length of the batch in bytes, this header included
 *     16       8  epoch of the writer that made the records
 *     24       4  timeline
 *     28       4  protection group
 *     32       8  previous: LSN of the group's last record before this batch, 0 = none
 *     40       8  LSN of the first record
 *     48       8  LSN of the last record
 *     56       8  wall-clock time of the batch, microseconds since 1970 UTC
 *     64       8  the writer's VDL when it closed the batch
 *     72       4  number of records
 *     76       4  reserved, zero
 *     80       -  records, one after the other
 *
 * record
 *  varint  LSN minus the LSN of the record before it in the group (the first: minus the header's previous), at least 1
 *       1  bits 0-6 {@link RedoKind} code; bit 7 set = the record is a CPL
 *  varint  page number
 *  varint  length of the program
 *       -  the program, see {@link PageOps}
 *       4  CRC32C of the record's bytes before this field, xor a mix of its LSN
 * </pre>
 *
 * <p>A record does not depend on the bytes of its neighbours, only on the LSN before it, so that a
 * batch can be cut at any record by copying bytes. All-zero bytes never verify. Version 1 is the
 * only version.
 *
 * <p>Static methods; no state. {@link RedoBatchEncoder} writes, {@link RecordCursor} iterates.
 */
public final class RedoBatchCodec {
    public static final int MAGIC = 0x44425242;
    public static final int VERSION = 1;

    static final int CRC_OFFSET = 0;
    static final int MAGIC_OFFSET = 4;
    static final int VERSION_OFFSET = 8;
    static final int LENGTH_OFFSET = 12;
    static final int EPOCH_OFFSET = 16;
    static final int TIMELINE_OFFSET = 24;
    static final int GROUP_OFFSET = 28;
    static final int PREVIOUS_OFFSET = 32;
    static final int FIRST_OFFSET = 40;
    static final int LAST_OFFSET = 48;
    static final int WALL_CLOCK_OFFSET = 56;
    static final int DURABLE_OFFSET = 64;
    static final int COUNT_OFFSET = 72;
    public static final int HEADER_SIZE = 80;

    /** A batch is at most this long; the writer closes a boxcar before. */
    public static final int BATCH_BYTES_MAX = 1 << 20;

    static final int CONSISTENCY_POINT = 0x80;

    static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private RedoBatchCodec() {}

    /** The most bytes that a record with a program of this length can take. */
    public static int recordBytesMax(int opsLength) {
        return 10 + 1 + 6 + 5 + opsLength + 4;
    }

    /**
     * Verifies the bytes from the header's checksum down to every record.
     *
     * @param bytes the batch and nothing else; the result owns it
     * @throws CorruptRedoException if anything is wrong
     */
    public static RedoBatch decode(byte[] bytes) {
        verify(bytes, 0, bytes.length);
        if ((int) INT.get(bytes, LENGTH_OFFSET) != bytes.length) {
            throw new CorruptRedoException(
                    "redo batch of " + INT.get(bytes, LENGTH_OFFSET) + " bytes in " + bytes.length);
        }
        RedoBatch batch = view(bytes);
        RecordCursor cursor = new RecordCursor();
        cursor.reset(batch);
        long last = batch.previous().value();
        int count = 0;
        while (cursor.next()) {
            if (count == 0 && cursor.lsn() != batch.first().value() || !cursor.verifies()) {
                throw new CorruptRedoException("record with LSN " + cursor.lsn());
            }
            last = cursor.lsn();
            count++;
        }
        if (last != batch.last().value() || count != recordCount(bytes)) {
            throw new CorruptRedoException(
                    "redo batch ends at LSN " + last + ", not " + batch.last());
        }
        return batch;
    }

    /**
     * Checks checksum, magic, version and length of the batch that starts at the offset, without
     * looking at the records.
     *
     * @param limit where the readable bytes end, exclusive
     * @return the batch's total length
     * @throws CorruptRedoException if it is not a sound batch
     */
    public static int verify(byte[] bytes, int offset, int limit) {
        if (limit - offset < HEADER_SIZE) {
            throw new CorruptRedoException("redo batch shorter than its header");
        }
        if ((int) INT.get(bytes, offset + MAGIC_OFFSET) != MAGIC) {
            throw new CorruptRedoException("not a redo batch");
        }
        if (bytes[offset + VERSION_OFFSET] != VERSION) {
            throw new CorruptRedoException(
                    "redo batch of unknown version " + bytes[offset + VERSION_OFFSET]);
        }
        int length = (int) INT.get(bytes, offset + LENGTH_OFFSET);
        if (length < HEADER_SIZE || length > limit - offset) {
            throw new CorruptRedoException("redo batch with length " + length);
        }
        if ((int) INT.get(bytes, offset) != checksum(bytes, offset + 4, length - 4)) {
            throw new CorruptRedoException("redo batch with a wrong checksum");
        }
        return length;
    }

    /**
     * Whether the shared bytes still are what the batch says: checksum and every field. What a
     * segment asks of a batch that arrives.
     */
    public static boolean isSound(RedoBatch batch) {
        byte[] bytes = batch.bytes();
        try {
            return verify(bytes, 0, bytes.length) == bytes.length
                    && group(bytes) == batch.group().value()
                    && timeline(bytes) == batch.timeline().value()
                    && previous(bytes) == batch.previous().value()
                    && first(bytes) == batch.first().value()
                    && last(bytes) == batch.last().value();
        } catch (CorruptRedoException _) {
            return false;
        }
    }

    /** The batch of bytes that were verified before. */
    public static RedoBatch view(byte[] bytes) {
        long previous = previous(bytes);
        long first = first(bytes);
        long last = last(bytes);
        if (previous < 0
                || previous >= first
                || first > last
                || group(bytes) < 0
                || timeline(bytes) < 1) {
            throw new CorruptRedoException(
                    "redo batch out of order: " + previous + ", " + first + ", " + last);
        }
        return new RedoBatch(
                bytes,
                new ProtectionGroupId(group(bytes)),
                new TimelineId(timeline(bytes)),
                new Lsn(previous),
                new Lsn(first),
                new Lsn(last));
    }

    /**
     * The part of a batch with the records {@code after < LSN <= upTo}: the batch itself if that is
     * all of it, null if it is nothing.
     */
    public static @Nullable RedoBatch slice(RedoBatch batch, long after, long upTo) {
        if (after < batch.first().value() && upTo >= batch.last().value()) {
            return batch;
        }
        RecordCursor cursor = new RecordCursor();
        cursor.reset(batch);
        int start = 0;
        int end = 0;
        int count = 0;
        long previous = 0;
        long first = 0;
        long last = 0;
        while (cursor.next() && cursor.lsn() <= upTo) {
            if (cursor.lsn() <= after) {
                continue;
            }
            if (count == 0) {
                start = cursor.recordOffset();
                previous = cursor.previousLsn();
                first = cursor.lsn();
            }
            last = cursor.lsn();
            end = cursor.recordEnd();
            count++;
        }
        if (count == 0) {
            return null;
        }
        byte[] bytes = new byte[HEADER_SIZE + end - start];
        System.arraycopy(batch.bytes(), 0, bytes, 0, HEADER_SIZE);
        System.arraycopy(batch.bytes(), start, bytes, HEADER_SIZE, end - start);
        LONG.set(bytes, PREVIOUS_OFFSET, previous);
        LONG.set(bytes, FIRST_OFFSET, first);
        LONG.set(bytes, LAST_OFFSET, last);
        INT.set(bytes, COUNT_OFFSET, count);
        seal(bytes);
        return view(bytes);
    }

    /**
     * One batch with the records {@code after < LSN <= upTo} of batches that follow each other;
     * null if they do not have all of them.
     */
    public static @Nullable RedoBatch join(List<RedoBatch> batches, long after, long upTo) {
        List<RedoBatch> parts = new ArrayList<>();
        long end = after;
        int length = HEADER_SIZE;
        int count = 0;
        for (RedoBatch batch : batches) {
            RedoBatch part = slice(batch, after, upTo);
            if (part == null) {
                continue;
            }
            if (part.previous().value() != end) {
                return null;
            }
            end = part.last().value();
            length += part.bytes().length - HEADER_SIZE;
            count += recordCount(part.bytes());
            parts.add(part);
        }
        if (end != upTo || parts.isEmpty() || length > BATCH_BYTES_MAX) {
            return null;
        }
        if (parts.size() == 1) {
            return parts.getFirst();
        }
        byte[] bytes = new byte[length];
        System.arraycopy(parts.getFirst().bytes(), 0, bytes, 0, HEADER_SIZE);
        int at = HEADER_SIZE;
        for (RedoBatch part : parts) {
            int size = part.bytes().length - HEADER_SIZE;
            System.arraycopy(part.bytes(), HEADER_SIZE, bytes, at, size);
            at += size;
        }
        LONG.set(bytes, LAST_OFFSET, end);
        INT.set(bytes, COUNT_OFFSET, count);
        seal(bytes);
        return view(bytes);
    }

    /** Sets length and checksum of a batch that fills the array. */
    static void seal(byte[] bytes) {
        INT.set(bytes, LENGTH_OFFSET, bytes.length);
        INT.set(bytes, CRC_OFFSET, checksum(bytes, 4, bytes.length - 4));
    }

    public static long epoch(byte[] batch) {
        return (long) LONG.get(batch, EPOCH_OFFSET);
    }

    public static int timeline(byte[] batch) {
        return (int) INT.get(batch, TIMELINE_OFFSET);
    }

    public static int group(byte[] batch) {
        return (int) INT.get(batch, GROUP_OFFSET);
    }

    public static long previous(byte[] batch) {
        return (long) LONG.get(batch, PREVIOUS_OFFSET);
    }

    public static long first(byte[] batch) {
        return (long) LONG.get(batch, FIRST_OFFSET);
    }

    public static long last(byte[] batch) {
        return (long) LONG.get(batch, LAST_OFFSET);
    }

    public static long wallClockMicros(byte[] batch) {
        return (long) LONG.get(batch, WALL_CLOCK_OFFSET);
    }

    /** The writer's VDL when it closed the batch. */
    public static long durableLsn(byte[] batch) {
        return (long) LONG.get(batch, DURABLE_OFFSET);
    }

    public static int recordCount(byte[] batch) {
        return (int) INT.get(batch, COUNT_OFFSET);
    }

    static int checksum(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }

    /** What binds a record's checksum to its place in the stream. */
    static int mix(long lsn) {
        return (int) (lsn * 0x9e3779b97f4a7c15L >>> 32);
    }

    /** Writes the varint and returns the offset behind it. */
    static int putVarint(byte[] bytes, int offset, long value) {
        int at = offset;
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[at++] = (byte) rest;
        return at;
    }

    static byte[] copy(byte[] bytes, int offset, int length) {
        return Arrays.copyOfRange(bytes, offset, offset + length);
    }
}
