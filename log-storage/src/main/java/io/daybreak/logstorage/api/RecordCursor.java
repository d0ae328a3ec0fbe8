package io.daybreak.logstorage.api;

/**
 * Iterates over the records of a batch without allocating. Bounds are checked, checksums are not:
 * the batch was verified when it came in ({@link #verifies} checks one record). Reusable; not
 * thread-safe.
 */
public final class RecordCursor {
    private static final byte[] NOTHING = new byte[0];

    private byte[] bytes = NOTHING;
    private int limit;
    private int nextOffset;

    private int recordOffset;
    private long lsn;
    private long previousLsn;
    private int kindAndFlag;
    private long pageNumber;
    private int opsOffset;
    private int opsLength;

    private int varintEnd;

    /** Stands before the first record of the batch. */
    public void reset(RedoBatch batch) {
        bytes = batch.bytes();
        limit = bytes.length;
        nextOffset = RedoBatchCodec.HEADER_SIZE;
        lsn = batch.previous().value();
    }

    /**
     * Stands on one record of a verified batch, as an index remembers it.
     *
     * @param offset {@link #recordOffset} of the record
     * @param recordLsn its LSN; a wrong one is found by {@link #verifies}
     */
    public void seek(byte[] batch, int offset, long recordLsn) {
        bytes = batch;
        limit = batch.length;
        nextOffset = offset;
        lsn = 0;
        if (!next()) {
            throw new CorruptRedoException("no record at offset " + offset);
        }
        previousLsn = recordLsn - lsn;
        lsn = recordLsn;
    }

    /**
     * Goes to the next record.
     *
     * @return false behind the last one
     * @throws CorruptRedoException if the bytes are malformed
     */
    public boolean next() {
        if (nextOffset >= limit) {
            return false;
        }
        recordOffset = nextOffset;
        previousLsn = lsn;
        long delta = varint(recordOffset);
        int at = varintEnd;
        if (delta <= 0 || at >= limit) {
            throw malformed();
        }
        lsn = previousLsn + delta;
        kindAndFlag = bytes[at] & 0xff;
        pageNumber = varint(at + 1);
        long length = varint(varintEnd);
        opsOffset = varintEnd;
        if (pageNumber < 0
                || pageNumber > PageId.MAX_NUMBER
                || length < 0
                || length > limit - opsOffset - 4L) {
            throw malformed();
        }
        opsLength = (int) length;
        nextOffset = opsOffset + opsLength + 4;
        return true;
    }

    public long lsn() {
        return lsn;
    }

    /** LSN of the group's record before this one. */
    public long previousLsn() {
        return previousLsn;
    }

    public long pageNumber() {
        return pageNumber;
    }

    public RedoKind kind() {
        return RedoKind.of(kindAndFlag & 0x7f);
    }

    public boolean isConsistencyPoint() {
        return (kindAndFlag & RedoBatchCodec.CONSISTENCY_POINT) != 0;
    }

    /** Whether nothing that stood on the page before is of use behind the record. */
    public boolean initialises() {
        return PageOps.startsWithInit(bytes, opsOffset, opsLength);
    }

    /** The bytes that hold the program, in {@code [opsOffset, opsOffset + opsLength)}. */
    public byte[] bytes() {
        return bytes;
    }

    public int opsOffset() {
        return opsOffset;
    }

    public int opsLength() {
        return opsLength;
    }

    /** Where the record starts in the batch, inclusive. */
    public int recordOffset() {
        return recordOffset;
    }

    /** Where the record ends in the batch, exclusive. */
    public int recordEnd() {
        return nextOffset;
    }

    /** Whether the record's own checksum fits its bytes and its LSN. */
    public boolean verifies() {
        int crcOffset = nextOffset - 4;
        int crc = RedoBatchCodec.checksum(bytes, recordOffset, crcOffset - recordOffset);
        return (int) RedoBatchCodec.INT.get(bytes, crcOffset) == (crc ^ RedoBatchCodec.mix(lsn));
    }

    /** Applies the record to a page that stands before it, and stamps the page with its LSN. */
    public void applyTo(byte[] page) {
        PageOps.apply(page, pageNumber, bytes, opsOffset, opsLength);
        PageLayout.setLsn(page, lsn);
    }

    private long varint(int offset) {
        int at = offset;
        long value = 0;
        int shift = 0;
        while (at < limit && shift < 64) {
            byte b = bytes[at++];
            value |= (b & 0x7fL) << shift;
            if (b >= 0) {
                varintEnd = at;
                return value;
            }
            shift += 7;
        }
        throw malformed();
    }

    private CorruptRedoException malformed() {
        return new CorruptRedoException("malformed record at offset " + recordOffset);
    }
}
