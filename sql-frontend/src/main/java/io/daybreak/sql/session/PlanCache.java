package io.daybreak.sql.session;

import io.daybreak.sql.parse.Digest;
import java.util.Arrays;
import java.util.Iterator;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Plans by digest and environment, shared by all sessions. A text may have several plans, for
 * different structural literals.
 *
 * <p>Bounded: at {@link #TEXTS_MAX} texts a share of them is thrown out, whichever come first; at
 * {@link #VARIANTS_MAX} variants of a text the oldest goes. Thread-safe.
 */
final class PlanCache {
    static final int TEXTS_MAX = 8192;
    static final int VARIANTS_MAX = 16;
    private static final int KEY_BYTES_MAX = 16 * 1024;
    private static final CachedPlan[] NONE = {};

    private record Key(Digest.Key digest, PlanEnvironment environment) {}

    private final ConcurrentHashMap<Key, CachedPlan[]> plans = new ConcurrentHashMap<>();
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();

    @Nullable CachedPlan find(Digest digest, PlanEnvironment environment) {
        CachedPlan[] variants = plans.getOrDefault(new Key(digest.probe(), environment), NONE);
        for (CachedPlan variant : variants) {
            if (variant.serves(digest)) {
                hits.increment();
                return variant;
            }
        }
        misses.increment();
        return null;
    }

    void put(Digest digest, PlanEnvironment environment, CachedPlan plan) {
        if (digest.probe().length() > KEY_BYTES_MAX) {
            return;
        }
        if (plans.size() >= TEXTS_MAX) {
            evict();
        }
        plans.merge(new Key(digest.key(), environment), new CachedPlan[] {plan}, PlanCache::with);
    }

    void remove(Digest digest, PlanEnvironment environment) {
        plans.remove(new Key(digest.probe(), environment));
    }

    long hitCount() {
        return hits.sum();
    }

    long missCount() {
        return misses.sum();
    }

    private static CachedPlan[] with(CachedPlan[] variants, CachedPlan[] added) {
        int kept = Math.min(variants.length, VARIANTS_MAX - 1);
        CachedPlan[] result = Arrays.copyOf(added, kept + 1);
        System.arraycopy(variants, 0, result, 1, kept);
        return result;
    }

    private void evict() {
        Iterator<Key> keys = plans.keySet().iterator();
        for (int i = 0; i < TEXTS_MAX / 8 && keys.hasNext(); i++) {
            keys.next();
            keys.remove();
        }
    }
}
