package io.daybreak.sql.session;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A map with a bound: at so many entries or bytes an eighth of the entries is thrown out, those
 * first that were not asked for since the last time (second chance, "clock"). Thread-safe.
 */
final class ClockCache<K, V> {
    /** Bytes that a value counts for with its key: the same whenever it is asked. */
    interface Weigher<K, V> {
        long bytes(K key, V value);
    }

    /** From the value that there is, or null, to the one that takes its place; null for none. */
    interface Change<V> {
        @Nullable V of(@Nullable V old);
    }

    private static final class Entry<V> {
        final V value;
        final long bytes;
        volatile boolean used;

        Entry(V value, long bytes) {
            this.value = value;
            this.bytes = bytes;
        }
    }

    private final int entriesMax;
    private final long bytesMax;
    private final Weigher<K, V> weigher;
    private final ConcurrentHashMap<K, Entry<V>> entries = new ConcurrentHashMap<>();
    private final AtomicLong bytes = new AtomicLong();
    private final LongAdder evictions = new LongAdder();

    ClockCache(int entriesMax, long bytesMax, Weigher<K, V> weigher) {
        this.entriesMax = entriesMax;
        this.bytesMax = bytesMax;
        this.weigher = weigher;
    }

    @Nullable V get(K key) {
        Entry<V> entry = entries.get(key);
        if (entry == null) {
            return null;
        }
        if (!entry.used) {
            entry.used = true;
        }
        return entry.value;
    }

    boolean isFull() {
        return entries.size() >= entriesMax || bytes.get() >= bytesMax;
    }

    /** Puts another value in a key's place. */
    void update(K key, Change<V> change) {
        if (isFull()) {
            evict();
        }
        entries.compute(
                key,
                (_, old) -> {
                    V value = change.of(old == null ? null : old.value);
                    Entry<V> entry =
                            value == null ? null : new Entry<>(value, weigher.bytes(key, value));
                    bytes.addAndGet(
                            (entry == null ? 0 : entry.bytes) - (old == null ? 0 : old.bytes));
                    return entry;
                });
    }

    void remove(K key) {
        Entry<V> removed = entries.remove(key);
        if (removed != null) {
            bytes.addAndGet(-removed.bytes);
        }
    }

    /** How many were removed. */
    int removeIf(Predicate<V> condition) {
        int count = 0;
        for (Map.Entry<K, Entry<V>> candidate : entries.entrySet()) {
            if (condition.test(candidate.getValue().value)) {
                remove(candidate.getKey());
                count++;
            }
        }
        return count;
    }

    int size() {
        return entries.size();
    }

    long bytes() {
        return bytes.get();
    }

    long evictions() {
        return evictions.sum();
    }

    /** Two turns at most: the first may only take the marks away. */
    private synchronized void evict() {
        int wanted = Math.max(1, entries.size() / 8);
        for (int turn = 0; turn < 2 && wanted > 0; turn++) {
            for (Map.Entry<K, Entry<V>> candidate : entries.entrySet()) {
                if (candidate.getValue().used) {
                    candidate.getValue().used = false;
                } else {
                    remove(candidate.getKey());
                    evictions.increment();
                    if (--wanted == 0) {
                        return;
                    }
                }
            }
        }
    }
}
