package io.daybreak.quorum.volume;

/** A first-in first-out queue of longs that allocates only to grow. Owned by one core. */
final class LongRing {
    private long[] values = new long[64];
    private int head;
    private int size;

    void add(long value) {
        if (size == values.length) {
            grow();
        }
        values[(head + size++) & (values.length - 1)] = value;
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    long first() {
        return values[head];
    }

    void removeFirst() {
        head = (head + 1) & (values.length - 1);
        size--;
    }

    private void grow() {
        long[] bigger = new long[values.length * 2];
        for (int i = 0; i < size; i++) {
            bigger[i] = values[(head + i) & (values.length - 1)];
        }
        values = bigger;
        head = 0;
    }
}
