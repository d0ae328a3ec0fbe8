package io.daybreak.logstorage.segment;

/**
 * Redo that pages could be made of and are not yet.
 *
 * @param bytes of batches
 * @param records in them
 */
record PageDebt(long bytes, long records) {
    static final PageDebt NONE = new PageDebt(0, 0);

    PageDebt plus(PageDebt other) {
        return new PageDebt(bytes + other.bytes, records + other.records);
    }

    boolean exceeds(SegmentLimits limits) {
        return bytes > limits.behindBytesMax() || records > limits.behindRecordsMax();
    }
}
