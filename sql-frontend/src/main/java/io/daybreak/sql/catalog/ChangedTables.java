package io.daybreak.sql.catalog;

import io.daybreak.engine.api.StorageEngine;
import io.daybreak.engine.api.Table;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells a cache of things made for tables when to let go of those whose tables are gone or have
 * changed: what it keeps of them is bounded by the changes since it last looked. Thread-safe.
 */
public final class ChangedTables {
    /** So many entries may be looked at for each change of the dictionary. */
    private static final int ENTRIES_PER_CHANGE = 64;

    private final StorageEngine engine;
    private final AtomicLong lookedAtVersion = new AtomicLong();

    public ChangedTables(StorageEngine engine) {
        this.engine = engine;
    }

    /** Whether a cache of this size is to be looked through now: it is then said only once. */
    public boolean isLookDue(int entries) {
        long version = engine.dictionaryVersion();
        long last = lookedAtVersion.get();
        return version > last
                && (version - last) * ENTRIES_PER_CHANGE >= entries
                && lookedAtVersion.compareAndSet(last, version);
    }

    public boolean isCurrent(long id, long version) {
        Table table = engine.table(id);
        return table != null && table.version() == version;
    }
}
