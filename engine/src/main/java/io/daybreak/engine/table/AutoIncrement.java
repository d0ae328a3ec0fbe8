package io.daybreak.engine.table;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A table's AUTO_INCREMENT counter in memory, and how far it is on disk. Thread-safe.
 *
 * <p>The counter is the next value that may be given, as an unsigned number; 0 until loaded. It is
 * written to the counter tree before the first row that uses a value, so after a crash it is
 * greater than any value in use.
 */
public final class AutoIncrement {
    private final AtomicLong next = new AtomicLong(1);
    private final AtomicLong persisted = new AtomicLong(1);

    public void load(long value) {
        next.set(Math.max(1, value));
        persisted.set(next.get());
    }

    public long peek() {
        return next.get();
    }

    /**
     * Reserves {@code count} values {@code increment} apart.
     *
     * @return the first: the least value at or above the counter that is {@code offset} modulo
     *     {@code increment}; the maximum unsigned value when exhausted
     */
    public long take(long count, long increment, long offset) {
        while (true) {
            long current = next.get();
            long first = align(current, increment, offset);
            long after = first + (count - 1) * increment + 1;
            if (Long.compareUnsigned(after, first) <= 0) {
                after = -1;
            }
            if (next.compareAndSet(current, after)) {
                return first;
            }
        }
    }

    private static long align(long from, long increment, long offset) {
        if (increment <= 1) {
            return from;
        }
        long start = offset > increment ? offset % increment : offset;
        if (Long.compareUnsigned(from, start) <= 0) {
            return start;
        }
        long past = Long.remainderUnsigned(from - start, increment);
        return past == 0 ? from : from + (increment - past);
    }

    public long peek(long increment, long offset) {
        return align(next.get(), increment, offset);
    }

    /** Makes the counter greater than {@code value}. */
    public void raise(long value) {
        long wanted = value == -1 ? -1 : value + 1;
        long current = next.get();
        while (Long.compareUnsigned(current, wanted) < 0 && !next.compareAndSet(current, wanted)) {
            current = next.get();
        }
    }

    public boolean isDirty() {
        return persisted.get() != next.get();
    }

    /** The value to write now; call {@link #persisted} when its redo is appended. */
    public long toPersist() {
        return next.get();
    }

    public void persisted(long value) {
        long current = persisted.get();
        while (Long.compareUnsigned(current, value) < 0
                && !persisted.compareAndSet(current, value)) {
            current = persisted.get();
        }
    }
}
