package io.daybreak.logstorage.api;

/**
 * A position in the volume's redo stream. The writer gives every redo record one LSN; LSNs are
 * dense, so a mini-transaction of {@code n} records takes {@code n} consecutive LSNs. {@link #ZERO}
 * stands before the first record.
 *
 * @param value not negative
 */
public record Lsn(long value) implements Comparable<Lsn> {
    public static final Lsn ZERO = new Lsn(0);

    public Lsn {
        if (value < 0) {
            throw new IllegalArgumentException("negative LSN " + value);
        }
    }

    public static Lsn max(Lsn a, Lsn b) {
        return a.value >= b.value ? a : b;
    }

    public static Lsn min(Lsn a, Lsn b) {
        return a.value <= b.value ? a : b;
    }

    public boolean isAfter(Lsn other) {
        return value > other.value;
    }

    @Override
    public int compareTo(Lsn other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
