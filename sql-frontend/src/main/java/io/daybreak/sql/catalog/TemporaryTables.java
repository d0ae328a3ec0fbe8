package io.daybreak.sql.catalog;

import io.daybreak.engine.api.Isolation;
import io.daybreak.engine.api.StorageEngine;
import io.daybreak.engine.api.Table;
import io.daybreak.engine.api.Transaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A session's temporary tables. Each is a table of the engine under a name of its own in a schema
 * that nobody sees; here is which name of the session means it. Owned by the session's thread.
 *
 * <p>They go when the session ends. What a crash leaves behind is dropped by the next start ({@link
 * #clear}), before there are sessions. A dropped table's rows may still be in the undo of the open
 * transaction, so it is only <i>retired</i> until that has ended.
 */
public final class TemporaryTables {
    /** Where the engine has them. */
    public static final String SCHEMA = "#temporary";

    private static final AtomicLong NUMBERS = new AtomicLong();
    private static final long LOCK_TIMEOUT_MILLIS = 60_000;

    private record Name(String schema, String table) {}

    private static final class Entry {
        final String hidden;
        @Nullable CatalogTable shown;

        Entry(String hidden) {
            this.hidden = hidden;
        }
    }

    private final StorageEngine engine;
    private final Map<Name, Entry> entries = new HashMap<>();
    private final List<String> retired = new ArrayList<>();

    public TemporaryTables(StorageEngine engine) {
        this.engine = engine;
    }

    /** A name in {@link #SCHEMA} that no table has had since the start. */
    public static String newName() {
        return "t" + NUMBERS.incrementAndGet();
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Whether the session's name means a temporary table. */
    public boolean covers(String schema, String name) {
        return !entries.isEmpty() && entries.containsKey(new Name(schema, name));
    }

    /** The engine's table; null if the name means none of these. */
    public @Nullable Table stored(String schema, String name) {
        if (entries.isEmpty()) {
            return null;
        }
        Entry entry = entries.get(new Name(schema, name));
        return entry == null ? null : engine.table(SCHEMA, entry.hidden);
    }

    /** The table under the session's name for it. */
    @Nullable CatalogTable find(String schema, String name) {
        Table table = stored(schema, name);
        Entry entry = table == null ? null : entries.get(new Name(schema, name));
        if (table == null || entry == null) {
            return null;
        }
        CatalogTable known = entry.shown;
        if (known == null
                || known.table().id() != table.id()
                || known.table().version() != table.version()) {
            known = new CatalogTable(table, TableDefinition.of(table.spec()).renamed(schema, name));
            entry.shown = known;
        }
        return known;
    }

    /** The name means this table from now on. */
    public void add(String schema, String name, String hidden) {
        entries.put(new Name(schema, name), new Entry(hidden));
    }

    /** The name means no temporary table any more. */
    public void retire(String schema, String name) {
        Entry entry = entries.remove(new Name(schema, name));
        if (entry != null) {
            retired.add(entry.hidden);
        }
    }

    /** A table that got no name. */
    public void retireUnnamed(String hidden) {
        retired.add(hidden);
    }

    /** Drops what is retired; no transaction of the session is open. */
    public void dropRetired() {
        if (!retired.isEmpty()) {
            List<String> names = List.copyOf(retired);
            retired.clear();
            drop(engine, names);
        }
    }

    /** The session ends, or starts afresh: all tables, to be {@link #drop dropped} elsewhere. */
    public List<String> takeAll() {
        List<String> names = new ArrayList<>(retired);
        entries.values().forEach(entry -> names.add(entry.hidden));
        entries.clear();
        retired.clear();
        return names;
    }

    /** Drops tables of {@link #SCHEMA}; may wait. */
    public static void drop(StorageEngine engine, List<String> names) {
        Transaction transaction = engine.begin(Isolation.READ_COMMITTED, false);
        boolean done = false;
        try {
            transaction.beginStatement();
            for (String name : names) {
                transaction.lockMetadata(
                        SCHEMA, name, Transaction.MetadataLock.EXCLUSIVE, LOCK_TIMEOUT_MILLIS);
                Table table = engine.table(SCHEMA, name);
                if (table != null) {
                    transaction.ddl().dropTable(table);
                }
            }
            transaction.endStatement();
            transaction.commit();
            done = true;
        } finally {
            if (!done) {
                transaction.rollback();
            }
        }
    }

    /** At the start: an empty schema for temporary tables. */
    public static void clear(StorageEngine engine) {
        if (engine.schemaDefinition(SCHEMA) == null) {
            Transaction transaction = engine.begin(Isolation.READ_COMMITTED, false);
            transaction.beginStatement();
            transaction.ddl().createSchema(SCHEMA, new byte[0]);
            transaction.endStatement();
            transaction.commit();
            return;
        }
        List<String> names =
                engine.tables(SCHEMA).stream().map(table -> table.spec().name()).toList();
        if (!names.isEmpty()) {
            drop(engine, names);
        }
    }
}
