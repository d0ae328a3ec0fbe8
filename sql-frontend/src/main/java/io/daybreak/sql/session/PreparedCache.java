package io.daybreak.sql.session;

import io.daybreak.engine.api.StorageEngine;
import io.daybreak.sql.catalog.ChangedTables;
import io.daybreak.sql.parse.Digest;
import io.daybreak.sql.types.SqlType;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What preparing texts found out, and the plans that their runs have made since, by text and
 * environment, shared by all sessions: many drivers prepare a statement for each run of it, and
 * each of a hundred connections would plan it, twice, and hold a plan of its own.
 *
 * <p>Bounded by texts and by their bytes, counted once more for each plan; at {@link #PLANS_MAX}
 * plans of a text, for different types of its parameters, the oldest goes. What was made for other
 * tables than there are now is removed when it is asked for, or as others are added. Thread-safe.
 */
final class PreparedCache {
    static final int TEXTS_MAX = 8192;
    private static final long TEXT_BYTES_MAX = 8L << 20;

    /** Longer texts are bulk loads, and have large trees. */
    private static final int TEXT_LENGTH_MAX = Digest.KEY_BYTES_MAX;

    static final int PLANS_MAX = 16;

    private record TypedPlan(SqlType[] types, CachedPlan plan) {}

    /**
     * Replaced, never changed.
     *
     * @param plans the newest first
     */
    private record Entry(Preparation preparation, TypedPlan[] plans) {
        static final TypedPlan[] NO_PLANS = {};
    }

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
    private final ClockCache<Key, Entry> texts =
            new ClockCache<>(
                    TEXTS_MAX,
                    TEXT_BYTES_MAX,
                    (key, entry) -> (long) key.text.length * (1 + entry.plans.length));
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();

    PreparedCache(StorageEngine engine) {
        this.changed = new ChangedTables(engine);
    }

    private static boolean isShort(byte[] text) {
        return text.length <= TEXT_LENGTH_MAX;
    }

    private static Key keyOf(Preparation preparation) {
        return new Key(preparation.parsed.text(), preparation.environment);
    }

    /**
     * @param text not to be changed any more
     */
    @Nullable Preparation find(byte[] text, SessionContext context) {
        if (!isShort(text)) {
            return null;
        }
        Key key = new Key(text, context.environment());
        Entry known = texts.get(key);
        if (known == null) {
            return null;
        }
        if (!known.preparation.isCurrent(context)) {
            texts.remove(key);
            return null;
        }
        hits.increment();
        return known.preparation;
    }

    void put(Preparation made) {
        misses.increment();
        if (!isShort(made.parsed.text())) {
            return;
        }
        if (!texts.isFull() && changed.isLookDue(texts.size())) {
            texts.removeIf(each -> !PlanCache.areCurrent(each.preparation.tables, changed));
        }
        texts.update(keyOf(made), _ -> new Entry(made, Entry.NO_PLANS));
    }

    /** The plan of a text for parameters of these types. */
    @Nullable CachedPlan findPlan(Preparation of, SqlType[] types) {
        Entry known = isShort(of.parsed.text()) ? texts.get(keyOf(of)) : null;
        if (known != null) {
            for (TypedPlan each : known.plans) {
                if (Arrays.equals(types, each.types)) {
                    return each.plan;
                }
            }
        }
        return null;
    }

    /** Keeps a plan if the text is kept. */
    void keepPlan(Preparation of, SqlType[] types, CachedPlan plan) {
        TypedPlan typed = new TypedPlan(types.clone(), plan);
        change(
                of,
                old -> {
                    TypedPlan[] more = Arrays.copyOf(old, Math.min(old.length + 1, PLANS_MAX));
                    System.arraycopy(old, 0, more, 1, more.length - 1);
                    more[0] = typed;
                    return more;
                });
    }

    /** The plan was found to be made for other tables than there are now. */
    void forgetPlan(Preparation of, CachedPlan plan) {
        change(
                of,
                old ->
                        Arrays.stream(old)
                                .filter(each -> each.plan != plan)
                                .toArray(TypedPlan[]::new));
    }

    private void change(Preparation of, UnaryOperator<TypedPlan[]> change) {
        if (!isShort(of.parsed.text())) {
            return;
        }
        Key key = keyOf(of);
        if (texts.get(key) != null) {
            texts.update(
                    key,
                    old ->
                            old == null
                                    ? null
                                    : new Entry(old.preparation, change.apply(old.plans)));
        }
    }

    long bytes() {
        return texts.bytes();
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
