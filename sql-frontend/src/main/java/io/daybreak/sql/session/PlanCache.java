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
 * <p>Bounded: at {@link #TEXTS_MAX} texts, or {@link #KEY_BYTES_MAX} bytes of keys and of literals
 * that plans are bound to, a share of them is thrown out, those first that were not used since the
 * last time; at {@link #VARIANTS_MAX} variants of a text the oldest goes. A plan that is bound to
 * long literals is not kept: it would hold them, and what was computed of them. A plan of another
 * version of its tables is found stale when it is to run, and removed then; one that nobody runs
 * any more goes as plans are added after changes of tables. Thread-safe.
 */
final class PlanCache {
    static final int TEXTS_MAX = 8192;
    static final int VARIANTS_MAX = 16;
    private static final long KEY_BYTES_MAX = 32L << 20;

    private record Key(Digest.Key digest, PlanEnvironment environment) {}

    /** The plans of one text; replaced, never changed, but for the mark of use. */
    private static final class Entry {
        final CachedPlan[] variants;

        /** Of its key and of the literals that its plans are bound to. */
        final long bytes;

        volatile boolean used;

        Entry(Key key, CachedPlan... variants) {
            this.variants = variants;
            long sum = key.digest.length();
            for (CachedPlan variant : variants) {
                sum += variant.fixedBytes();
            }
            this.bytes = sum;
        }

        Entry with(Key key, CachedPlan plan) {
            CachedPlan[] more =
                    Arrays.copyOf(variants, Math.min(variants.length + 1, VARIANTS_MAX));
            System.arraycopy(variants, 0, more, 1, more.length - 1);
            more[0] = plan;
            return new Entry(key, more);
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
        if (plan.fixedBytes() > Digest.KEY_BYTES_MAX) {
            return;
        }
        if (plans.size() >= TEXTS_MAX || keyBytes.get() >= KEY_BYTES_MAX) {
            evict();
        } else if (changed.isLookDue(plans.size())) {
            removeStale();
        }
        Key key = new Key(digest.key(), environment);
        plans.compute(
                key,
                (_, old) -> {
                    Entry entry = old == null ? new Entry(key, plan) : old.with(key, plan);
                    keyBytes.addAndGet(entry.bytes - (old == null ? 0 : old.bytes));
                    return entry;
                });
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
        Entry removed = plans.remove(key);
        if (removed != null) {
            keyBytes.addAndGet(-removed.bytes);
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
