package io.daybreak.sql.expr;

import io.daybreak.sql.types.ByteHash;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The keys that a {@link DistinctAggregator} remembers. Owned by one thread. */
final class SeenKeys {
    /** What a key takes besides its bytes. */
    private static final long OVERHEAD_BYTES = 80;

    private final Set<Entry> keys = new HashSet<>();

    /** What was asked for last is what is added next, if anything: its hash is known. */
    private Entry probe = new Entry(new byte[0]);

    private long bytes;

    boolean has(byte[] key) {
        probe = new Entry(key);
        return keys.contains(probe);
    }

    void add(byte[] key) {
        if (keys.add(probe.key == key ? probe : new Entry(key))) {
            bytes += key.length + OVERHEAD_BYTES;
        }
    }

    long bytes() {
        return bytes;
    }

    /** Returns what it held, in bytes. */
    long clear() {
        long held = bytes;
        keys.clear();
        bytes = 0;
        return held;
    }

    /** A key that hashes its bytes once. */
    private static final class Entry {
        private final byte[] key;
        private final int hash;

        Entry(byte[] key) {
            this.key = key;
            this.hash = ByteHash.of(key);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Entry entry
                    && hash == entry.hash
                    && Arrays.equals(key, entry.key);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }
}
