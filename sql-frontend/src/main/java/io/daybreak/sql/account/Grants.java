package io.daybreak.sql.account;

import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What one account may do. Immutable.
 *
 * @param schemas by schema name pattern ({@code %} and {@code _} as in LIKE, backslash escapes)
 * @param tables by schema and table
 * @param dynamic dynamic privileges by name, such as CONNECTION_ADMIN, all global
 * @param grantableDynamic those of them that were given WITH GRANT OPTION
 */
public record Grants(
        Set<Privilege> global,
        Map<String, Set<Privilege>> schemas,
        Map<TableName, Set<Privilege>> tables,
        Set<String> dynamic,
        Set<String> grantableDynamic) {
    /** A table in GRANT ... ON schema.table. */
    public record TableName(String schema, String table) {
        public TableName {
            Objects.requireNonNull(schema);
            Objects.requireNonNull(table);
        }
    }

    public static final Grants NONE =
            new Grants(EnumSet.noneOf(Privilege.class), Map.of(), Map.of(), Set.of(), Set.of());

    public Grants {
        global = copy(global);
        schemas = copy(schemas);
        tables = copy(tables);
        dynamic = Collections.unmodifiableSet(new TreeSet<>(dynamic));
        grantableDynamic = Collections.unmodifiableSet(new TreeSet<>(grantableDynamic));
    }

    public static Grants all() {
        return new Grants(
                EnumSet.allOf(Privilege.class),
                Map.of(),
                Map.of(),
                DynamicPrivileges.ALL,
                DynamicPrivileges.ALL);
    }

    /** Everything at the global level: no statement needs a further look. */
    public boolean isUnlimited() {
        return global.size() == Privilege.values().length;
    }

    public boolean global(Privilege privilege) {
        return global.contains(privilege);
    }

    public boolean schema(String schema, Privilege privilege) {
        if (global.contains(privilege)) {
            return true;
        }
        for (Map.Entry<String, Set<Privilege>> entry : schemas.entrySet()) {
            if (entry.getValue().contains(privilege)
                    && SchemaPattern.matches(entry.getKey(), schema)) {
                return true;
            }
        }
        return false;
    }

    public boolean table(String schema, String table, Privilege privilege) {
        if (schema(schema, privilege)) {
            return true;
        }
        Set<Privilege> granted = tables.get(new TableName(schema, table));
        return granted != null && granted.contains(privilege);
    }

    /** Whether the account may know that the schema exists. */
    public boolean seesSchema(String schema) {
        if (!global.isEmpty() && (global.size() > 1 || !global.contains(Privilege.GRANT_OPTION))) {
            return true;
        }
        for (Map.Entry<String, Set<Privilege>> entry : schemas.entrySet()) {
            if (!entry.getValue().isEmpty() && SchemaPattern.matches(entry.getKey(), schema)) {
                return true;
            }
        }
        return tables.keySet().stream().anyMatch(name -> name.schema().equals(schema));
    }

    public boolean seesTable(String schema, String table) {
        for (Privilege privilege : Privilege.values()) {
            if (privilege.level().compareTo(Privilege.Level.TABLE) >= 0
                    && table(schema, table, privilege)) {
                return true;
            }
        }
        return false;
    }

    Grants withGlobal(Function<Set<Privilege>, Set<Privilege>> change) {
        return new Grants(
                change.apply(mutable(global)), schemas, tables, dynamic, grantableDynamic);
    }

    Grants withSchema(String pattern, Function<Set<Privilege>, Set<Privilege>> change) {
        Map<String, Set<Privilege>> changed = new LinkedHashMap<>(schemas);
        put(changed, pattern, change);
        return new Grants(global, changed, tables, dynamic, grantableDynamic);
    }

    Grants withTable(TableName table, Function<Set<Privilege>, Set<Privilege>> change) {
        Map<TableName, Set<Privilege>> changed = new LinkedHashMap<>(tables);
        put(changed, table, change);
        return new Grants(global, schemas, changed, dynamic, grantableDynamic);
    }

    Grants withDynamic(Set<String> changed, Set<String> grantable) {
        return new Grants(global, schemas, tables, changed, grantable);
    }

    private static <K> void put(
            Map<K, Set<Privilege>> map, K key, Function<Set<Privilege>, Set<Privilege>> change) {
        Set<Privilege> result = change.apply(mutable(map.getOrDefault(key, Set.of())));
        if (result.isEmpty()) {
            map.remove(key);
        } else {
            map.put(key, result);
        }
    }

    private static Set<Privilege> mutable(Set<Privilege> privileges) {
        return privileges.isEmpty() ? EnumSet.noneOf(Privilege.class) : EnumSet.copyOf(privileges);
    }

    private static Set<Privilege> copy(Set<Privilege> privileges) {
        return Collections.unmodifiableSet(mutable(privileges));
    }

    private static <K> Map<K, Set<Privilege>> copy(Map<K, Set<Privilege>> map) {
        Map<K, Set<Privilege>> copied = new LinkedHashMap<>();
        map.forEach((key, privileges) -> copied.put(key, copy(privileges)));
        return Collections.unmodifiableMap(copied);
    }
}
