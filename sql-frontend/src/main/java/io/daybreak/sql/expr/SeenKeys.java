package io.daybreak.sql.expr;

import java.util.HashSet;
import java.util.Set;

/** The keys that a {@link DistinctAggregator} remembers. Owned by one thread. */
final class SeenKeys {
    /** What a key takes besides its bytes. */
    private static final long OVERHEAD_BYTES = 80;

    private final Set<ValueKey> keys = new HashSet<>();
    private long bytes;

    boolean has(byte[] key) {
        return keys.contains(new ValueKey(key));
    }

    void add(byte[] key) {
        if (keys.add(new ValueKey(key))) {
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
}
