package io.daybreak.sql.session;

import io.daybreak.engine.api.StorageEngine;
import io.daybreak.sql.catalog.ChangedTables;
import io.daybreak.sql.parse.Digest;
import io.daybreak.sql.plan.Plan;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Plans by digest and environment, shared by all sessions. A text may have several plans, for
 * different structural literals.
 *
 * <p>Bounded: at {@link #TEXTS_MAX} texts, or {@link #KEY_BYTES_MAX} bytes of keys, a share of them
 * is thrown out, those first that were not used since the last time; at {@link #VARIANTS_MAX}
 * variants of a text the oldest goes. A plan of another version of its tables is found stale when
 * it is to run, and removed then; one that nobody runs any more goes as plans are added after
 * changes of tables. Thread-safe.
 */
final class PlanCache {
    static final int TEXTS_MAX = 8192;
    static final int VARIANTS_MAX = 16;
    private static final long KEY_BYTES_MAX = 32L << 20;

    private record Key(Digest.Key digest, PlanEnvironment environment) {}

    /** The plans of one text; replaced, never changed, but for the mark of use. */
    private static final class Entry {
        final CachedPlan[] variants;
        volatile boolean used;

        Entry(CachedPlan... variants) {
            this.variants = variants;
        }
    }

    private final ChangedTables changed;
    private final ConcurrentHashMap<Key, Entry> plans = new ConcurrentHashMap<>();
    private final AtomicLong keyBytes = new AtomicLong();
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder stale = new LongAdder();
    private final LongAdder evictions = new LongAdder();

    PlanCache(StorageEngine engine) {
        this.changed = new ChangedTables(engine);
    }

    @Nullable CachedPlan find(Digest digest, PlanEnvironment environment) {
        Entry entry = plans.get(new Key(digest.probe(), environment));
        if (entry != null) {
            for (CachedPlan variant : entry.variants) {
                if (variant.serves(digest)) {
                    if (!entry.used) {
                        entry.used = true;
                    }
                    hits.increment();
                    return variant;
                }
            }
        }
        misses.increment();
        return null;
    }

    void put(Digest digest, PlanEnvironment environment, CachedPlan plan) {
        if (plans.size() >= TEXTS_MAX || keyBytes.get() >= KEY_BYTES_MAX) {
            evict();
        } else if (changed.isLookDue(plans.size())) {
            removeStale();
        }
        Key key = new Key(digest.key(), environment);
        Entry entry = plans.merge(key, new Entry(plan), PlanCache::with);
        if (entry.variants.length == 1) {
            keyBytes.addAndGet(key.digest.length());
        }
    }

    /** A plan was found to be made for other tables than there are now. */
    void removeStale(Digest digest, PlanEnvironment environment) {
        stale.increment();
        remove(new Key(digest.probe(), environment));
    }

    private void removeStale() {
        for (Map.Entry<Key, Entry> candidate : plans.entrySet()) {
            for (CachedPlan variant : candidate.getValue().variants) {
                if (!isCurrent(variant.plan())) {
                    stale.increment();
                    remove(candidate.getKey());
                    break;
                }
            }
        }
    }

    /** Tables without storage have no version. */
    private boolean isCurrent(Plan plan) {
        for (Plan.Dependency table : plan.dependencies()) {
            if (table.id() != 0 && !changed.isCurrent(table.id(), table.version())) {
                return false;
            }
        }
        return true;
    }

    private void remove(Key key) {
        if (plans.remove(key) != null) {
            keyBytes.addAndGet(-key.digest.length());
        }
    }

    PlanCacheStatus status() {
        return new PlanCacheStatus(
                plans.size(),
                keyBytes.get(),
                hits.sum(),
                misses.sum(),
                stale.sum(),
                evictions.sum());
    }

    private static Entry with(Entry old, Entry added) {
        int kept = Math.min(old.variants.length, VARIANTS_MAX - 1);
        CachedPlan[] result = Arrays.copyOf(added.variants, kept + 1);
        System.arraycopy(old.variants, 0, result, 1, kept);
        return new Entry(result);
    }

    /** Two turns at most: the first may only take the marks away. */
    private synchronized void evict() {
        int wanted = Math.max(1, plans.size() / 8);
        for (int turn = 0; turn < 2 && wanted > 0; turn++) {
            for (Map.Entry<Key, Entry> candidate : plans.entrySet()) {
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
