package io.daybreak.sql.session;

import io.daybreak.engine.api.StorageEngine;
import io.daybreak.sql.catalog.ChangedTables;
import io.daybreak.sql.parse.Digest;
import io.daybreak.sql.plan.Plan;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Plans by digest and environment, shared by all sessions. A text may have several plans, for
 * different structural literals.
 *
 * <p>Bounded: at {@link #TEXTS_MAX} texts, or {@link #KEY_BYTES_MAX} bytes of keys and of literals
 * that plans are bound to, a share of them is thrown out; at {@link #VARIANTS_MAX} variants of a
 * text the oldest goes. A plan that is bound to long literals is not kept: it would hold them, and
 * what was computed of them. A plan of another version of its tables is found stale when it is to
 * run, and removed then; one that nobody runs any more goes as plans are added after changes of
 * tables. Thread-safe.
 */
final class PlanCache {
    static final int TEXTS_MAX = 8192;
    static final int VARIANTS_MAX = 16;
    private static final long KEY_BYTES_MAX = 32L << 20;

    private record Key(Digest.Key digest, PlanEnvironment environment) {}

    private final ChangedTables changed;

    /** The plans of a text, the newest first; the arrays are replaced, never changed. */
    private final ClockCache<Key, CachedPlan[]> plans =
            new ClockCache<>(TEXTS_MAX, KEY_BYTES_MAX, PlanCache::bytes);

    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder stale = new LongAdder();

    PlanCache(StorageEngine engine) {
        this.changed = new ChangedTables(engine);
    }

    /** Of its key and of the literals that its plans are bound to. */
    private static long bytes(Key key, CachedPlan[] variants) {
        long sum = key.digest.length();
        for (CachedPlan variant : variants) {
            sum += variant.fixedBytes();
        }
        return sum;
    }

    @Nullable CachedPlan find(Digest digest, PlanEnvironment environment) {
        CachedPlan[] variants = plans.get(new Key(digest.probe(), environment));
        if (variants != null) {
            for (CachedPlan variant : variants) {
                if (variant.serves(digest)) {
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
        if (!plans.isFull() && changed.isLookDue(plans.size())) {
            removeStale();
        }
        plans.update(
                new Key(digest.key(), environment),
                old -> {
                    if (old == null) {
                        return new CachedPlan[] {plan};
                    }
                    CachedPlan[] more = Arrays.copyOf(old, Math.min(old.length + 1, VARIANTS_MAX));
                    System.arraycopy(old, 0, more, 1, more.length - 1);
                    more[0] = plan;
                    return more;
                });
    }

    /** A plan was found to be made for other tables than there are now. */
    void removeStale(Digest digest, PlanEnvironment environment) {
        stale.increment();
        plans.remove(new Key(digest.probe(), environment));
    }

    private void removeStale() {
        stale.add(
                plans.removeIf(variants ->
                        !Arrays.stream(variants)
                                .allMatch(v -> areCurrent(v.plan().dependencies(), changed))));
    }

    /** Tables without storage have no version. */
    static boolean areCurrent(List<Plan.Dependency> tables, ChangedTables changed) {
        for (Plan.Dependency table : tables) {
            if (table.id() != 0 && !changed.isCurrent(table.id(), table.version())) {
                return false;
            }
        }
        return true;
    }

    PlanCacheStatus status(PreparedCache prepared) {
        return new PlanCacheStatus(
                plans.size(),
                plans.bytes(),
                hits.sum(),
                misses.sum(),
                stale.sum(),
                plans.evictions(),
                prepared.size(),
                prepared.hits(),
                prepared.misses());
    }
}
