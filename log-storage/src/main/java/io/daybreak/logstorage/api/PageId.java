package io.daybreak.logstorage.api;

/**
 * A page of the volume. A volume is one space of page numbers; page number divided by the pages of
 * a group is its protection group.
 *
 * @param number from 0 to {@link #MAX_NUMBER}, inclusive
 */
public record PageId(long number) implements Comparable<PageId> {
    /** 2^40 pages of 16 KiB are 16 PiB; six bytes hold a page number with room to spare. */
    public static final long MAX_NUMBER = (1L << 40) - 1;

    public PageId {
        if (number < 0 || number > MAX_NUMBER) {
            throw new IllegalArgumentException("page number out of range: " + number);
        }
    }

    @Override
    public int compareTo(PageId other) {
        return Long.compare(number, other.number);
    }

    @Override
    public String toString() {
        return "page " + number;
    }
}
