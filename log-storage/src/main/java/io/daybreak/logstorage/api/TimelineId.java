package io.daybreak.logstorage.api;

/**
 * One line of history of a volume. The first timeline of a volume is {@link #FIRST}.
 *
 * @param value from 1
 */
public record TimelineId(int value) {
    public static final TimelineId FIRST = new TimelineId(1);

    public TimelineId {
        if (value < 1) {
            throw new IllegalArgumentException("timeline ids start at 1, not " + value);
        }
    }
}
