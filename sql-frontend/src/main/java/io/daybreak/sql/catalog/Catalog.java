package io.daybreak.sql.catalog;

import io.daybreak.engine.api.StorageEngine;
import io.daybreak.engine.api.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Decoded definitions of the engine's tables. Thread-safe: a table version is immutable, so the
 * cache needs no invalidation beyond the version in its key. It lets go of tables that are gone as
 * others come, and is emptied when it reaches its bound.
 */
public final class Catalog {
    private static final int CACHED_TABLES_MAX = 16_384;

    private final StorageEngine engine;

    /** The tables that all sessions share, where this is one session's view. */
    private final @Nullable Catalog shared;

    private final @Nullable TemporaryTables temporary;
    private final ChangedTables changed;
    private final ConcurrentHashMap<Long, CatalogTable> byId = new ConcurrentHashMap<>();
    private volatile Children children = new Children(-1, Map.of());

    public Catalog(StorageEngine engine) {
        this.engine = engine;
        this.changed = new ChangedTables(engine);
        this.shared = null;
        this.temporary = null;
    }

    /** What a session sees: its temporary tables in front of the others. */
    public Catalog(Catalog shared, TemporaryTables temporary) {
        this.engine = shared.engine;
        this.changed = shared.changed;
        this.shared = shared;
        this.temporary = temporary;
    }

    public StorageEngine engine() {
        return engine;
    }

    public boolean hasSchema(String schema) {
        return engine.schemaDefinition(schema) != null;
    }

    public @Nullable CatalogTable table(String schema, String name) {
        if (temporary != null) {
            CatalogTable own = temporary.find(schema, name);
            if (own != null) {
                return own;
            }
        }
        return baseTable(schema, name);
    }

    /** A table that all sessions see. */
    public @Nullable CatalogTable baseTable(String schema, String name) {
        Table table = isHidden(schema) ? null : engine.table(schema, name);
        return table == null || ViewDefinition.is(table.spec()) ? null : of(table);
    }

    private boolean isHidden(String schema) {
        return temporary != null && schema.equals(TemporaryTables.SCHEMA);
    }

    private boolean isTemporary(String schema, String name) {
        return temporary != null && temporary.covers(schema, name);
    }

    /** A view by name; its engine table gives id and version. */
    public @Nullable ViewDefinition view(String schema, String name) {
        Table table =
                isHidden(schema) || isTemporary(schema, name) ? null : engine.table(schema, name);
        return table == null || !ViewDefinition.is(table.spec())
                ? null
                : ViewDefinition.of(table.spec());
    }

    /** Base tables, without views. */
    public List<CatalogTable> tables(String schema) {
        List<CatalogTable> result = new ArrayList<>();
        for (Table table : engine.tables(schema)) {
            if (!ViewDefinition.is(table.spec())) {
                result.add(of(table));
            }
        }
        return result;
    }

    public List<ViewDefinition> views(String schema) {
        List<ViewDefinition> result = new ArrayList<>();
        for (Table table : engine.tables(schema)) {
            if (ViewDefinition.is(table.spec())) {
                result.add(ViewDefinition.of(table.spec()));
            }
        }
        return result;
    }

    /** The decoded form of an engine table. */
    public CatalogTable of(Table table) {
        if (shared != null) {
            return shared.of(table);
        }
        CatalogTable cached = byId.get(table.id());
        if (cached != null && cached.table().version() == table.version()) {
            return cached;
        }
        CatalogTable decoded = new CatalogTable(table, TableDefinition.of(table.spec()));
        if (byId.size() >= CACHED_TABLES_MAX) {
            byId.clear();
        } else if (changed.isLookDue(byId.size())) {
            byId.values().removeIf(c -> !changed.isCurrent(c.table().id(), c.table().version()));
        }
        byId.put(table.id(), decoded);
        return decoded;
    }

    /** How many decoded definitions are kept. */
    public int cachedTables() {
        return byId.size();
    }

    /** The foreign keys of other tables (or itself) that refer to this table. */
    public List<ParentOf> childrenOf(String schema, String name) {
        if (shared != null) {
            return isTemporary(schema, name) ? List.of() : shared.childrenOf(schema, name);
        }
        long version = engine.dictionaryVersion();
        Children known = children;
        if (known.version != version) {
            known = new Children(version, scanChildren());
            children = known;
        }
        return known.byParent.getOrDefault(new Name(schema, name), List.of());
    }

    private Map<Name, List<ParentOf>> scanChildren() {
        Map<Name, List<ParentOf>> result = new HashMap<>();
        for (String schema : engine.schemas()) {
            for (CatalogTable child : tables(schema)) {
                for (ForeignKey key : child.definition().foreignKeys()) {
                    result.computeIfAbsent(
                                    new Name(key.parentSchema(), key.parentTable()),
                                    _ -> new ArrayList<>())
                            .add(
                                    new ParentOf(
                                            child.definition().schema(),
                                            child.definition().name(),
                                            key));
                }
            }
        }
        return result;
    }

    private record Name(String schema, String table) {}

    private record Children(long version, Map<Name, List<ParentOf>> byParent) {}
}
