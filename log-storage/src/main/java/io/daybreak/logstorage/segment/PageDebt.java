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

    /** More than three quarters of what may be; pages are made from half of it on. */
    boolean isUrgent(SegmentLimits limits) {
        return bytes > limits.behindBytesMax() / 4 * 3
                || records > limits.behindRecordsMax() / 4 * 3;
    }

    boolean exceeds(SegmentLimits limits) {
        return bytes > limits.behindBytesMax() || records > limits.behindRecordsMax();
    }
}
