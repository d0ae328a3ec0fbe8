package io.daybreak.sql.session;

import io.daybreak.engine.api.StorageEngine;
import io.daybreak.sql.catalog.ChangedTables;
import io.daybreak.sql.parse.Digest;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What preparing texts found out, by text and environment, shared by all sessions: many drivers
 * prepare a statement for each run of it. Bounded by texts and by their bytes; what was made for
 * other tables than there are now is removed when it is asked for, or as others are added.
 * Thread-safe.
 */
final class PreparedCache {
    static final int TEXTS_MAX = 8192;
    private static final long TEXT_BYTES_MAX = 8L << 20;

    /** Longer texts are bulk loads, and have large trees. */
    private static final int TEXT_LENGTH_MAX = Digest.KEY_BYTES_MAX;

    private static final class Key {
        private final byte[] text;
        private final PlanEnvironment environment;
        private final int hash;

        Key(byte[] text, PlanEnvironment environment) {
            this.text = text;
            this.environment = environment;
            this.hash = Arrays.hashCode(text) * 31 + environment.hashCode();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key
                    && hash == key.hash
                    && Arrays.equals(text, key.text)
                    && environment.equals(key.environment);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    private final ChangedTables changed;
    private final ClockCache<Key, Preparation> texts =
            new ClockCache<>(TEXTS_MAX, TEXT_BYTES_MAX, (key, _) -> key.text.length);
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();

    PreparedCache(StorageEngine engine) {
        this.changed = new ChangedTables(engine);
    }

    /**
     * @param text not to be changed any more
     */
    @Nullable Preparation find(byte[] text, SessionContext context) {
        if (text.length > TEXT_LENGTH_MAX) {
            return null;
        }
        Key key = new Key(text, context.environment());
        Preparation known = texts.get(key);
        if (known != null && !known.isCurrent(context)) {
            texts.remove(key);
            known = null;
        }
        if (known != null) {
            hits.increment();
        }
        return known;
    }

    void put(Preparation made) {
        misses.increment();
        byte[] text = made.parsed.text();
        if (text.length > TEXT_LENGTH_MAX) {
            return;
        }
        if (!texts.isFull() && changed.isLookDue(texts.size())) {
            texts.removeIf(each -> !PlanCache.areCurrent(each.tables, changed));
        }
        texts.update(new Key(text, made.environment), _ -> made);
    }

    int size() {
        return texts.size();
    }

    long hits() {
        return hits.sum();
    }

    long misses() {
        return misses.sum();
    }
}
