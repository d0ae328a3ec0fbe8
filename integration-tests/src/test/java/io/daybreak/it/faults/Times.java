package io.daybreak.it.faults;

import java.util.Arrays;
import java.util.List;

/** How long statements took. Written by one thread, read and cleared by another. */
final class Times {
    private long[] nanos = new long[1_024];
    private int count;

    synchronized void add(long time) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, count * 2);
        }
        nanos[count++] = time;
    }

    synchronized long[] toArray() {
        return Arrays.copyOf(nanos, count);
    }

    synchronized void clear() {
        count = 0;
    }

    /** All of them, sorted. */
    static long[] sorted(List<Times> some) {
        return some.stream()
                .flatMapToLong(times -> Arrays.stream(times.toArray()))
                .sorted()
                .toArray();
    }

    /** The 99th of a hundred, in milliseconds; 0 if there are none. */
    static double p99Millis(long[] sorted) {
        return sorted.length == 0 ? 0 : sorted[(int) (sorted.length * 0.99)] / 1e6;
    }
}
