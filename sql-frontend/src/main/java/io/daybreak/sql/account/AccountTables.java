package io.daybreak.sql.account;

import io.daybreak.engine.api.Cursor;
import io.daybreak.engine.api.Index;
import io.daybreak.engine.api.KeyRange;
import io.daybreak.engine.api.LockMode;
import io.daybreak.engine.api.Table;
import io.daybreak.engine.api.Transaction;
import io.daybreak.engine.api.WaitPolicy;
import io.daybreak.sql.api.Credentials;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlDatabase;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.catalog.Catalog;
import io.daybreak.sql.catalog.CatalogTable;
import io.daybreak.sql.catalog.ColumnDefault;
import io.daybreak.sql.catalog.ColumnDefinition;
import io.daybreak.sql.catalog.TableDefinition;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the account tables in one transaction. Owned by the thread of that transaction.
 */
final class AccountTables {
    static final String SCHEMA = "mysql";

    private static final long NO = 1;
    private static final long YES = 2;
    private static final long METADATA_LOCK_MILLIS = 50_000;

    private final Catalog catalog;
    private final Transaction transaction;

    AccountTables(Catalog catalog, Transaction transaction) {
        this.catalog = catalog;
        this.transaction = transaction;
    }

    private record Name(String user, String host) {}

    static boolean exist(Catalog catalog) {
        return AccountTableDefinitions.ALL.stream()
                .allMatch(table -> catalog.table(SCHEMA, table.name()) != null);
    }

    /** Makes the tables that are not there; with the table of users its first one. */
    static void create(Catalog catalog, Transaction transaction) {
        transaction.lockMetadata(
                SCHEMA, "", Transaction.MetadataLock.EXCLUSIVE, METADATA_LOCK_MILLIS);
        if (!catalog.hasSchema(SCHEMA)) {
            transaction.ddl().createSchema(SCHEMA, new byte[0]);
        }
        Map<String, CatalogTable> made = new HashMap<>();
        for (TableDefinition definition : AccountTableDefinitions.ALL) {
            if (catalog.table(SCHEMA, definition.name()) == null) {
                transaction.lockMetadata(
                        SCHEMA,
                        definition.name(),
                        Transaction.MetadataLock.EXCLUSIVE,
                        METADATA_LOCK_MILLIS);
                Table table = transaction.ddl().createTable(definition.toSpec());
                made.put(definition.name(), new CatalogTable(table, definition));
            }
        }
        CatalogTable users = made.get(AccountTableDefinitions.USER);
        CatalogTable dynamic = made.get(AccountTableDefinitions.DYNAMIC);
        AccountEntry root =
                new AccountEntry(
                        new SqlDatabase.Account(
                                "root",
                                "localhost",
                                Credentials.CACHING_SHA2,
                                new byte[0],
                                false,
                                false,
                                false),
                        Grants.all());
        AccountTables tables = new AccountTables(catalog, transaction);
        if (users != null) {
            tables.insert(users, userRow(root));
        }
        if (users != null && dynamic != null) {
            for (String privilege : root.grants().dynamic()) {
                tables.insert(dynamic, dynamicRow(root, privilege));
            }
        }
    }

    // ---- Reading

    /**
     * All accounts.
     *
     * @param lock EXCLUSIVE keeps other statements about accounts out until the transaction ends
     */
    List<AccountEntry> read(LockMode lock) {
        Map<Name, AccountEntry> accounts = new LinkedHashMap<>();
        scan(
                AccountTableDefinitions.USER,
                lock,
                row -> {
                    AccountEntry entry = user(row);
                    accounts.put(new Name(entry.user(), entry.host()), entry);
                });
        scan(
                AccountTableDefinitions.SCHEMA,
                lock,
                row ->
                        change(
                                accounts,
                                row,
                                grants ->
                                        grants.withSchema(
                                                row.text("Db"),
                                                _ -> row.privileges(Privilege.Level.SCHEMA))));
        scan(
                AccountTableDefinitions.TABLE,
                lock,
                row -> {
                    Grants.TableName table =
                            new Grants.TableName(row.text("Db"), row.text("Table_name"));
                    long bits = row.number("Table_priv");
                    change(
                            accounts,
                            row,
                            grants ->
                                    grants.withTable(
                                            table,
                                            _ -> AccountTableDefinitions.tablePrivileges(bits)));
                });
        scan(
                AccountTableDefinitions.DYNAMIC,
                lock,
                row ->
                        change(
                                accounts,
                                row,
                                grants -> {
                                    Set<String> dynamic = new HashSet<>(grants.dynamic());
                                    Set<String> grantable =
                                            new HashSet<>(grants.grantableDynamic());
                                    dynamic.add(row.text("PRIV"));
                                    if (row.isYes("WITH_GRANT_OPTION")) {
                                        grantable.add(row.text("PRIV"));
                                    }
                                    return grants.withDynamic(dynamic, grantable);
                                }));
        return List.copyOf(accounts.values());
    }

    private static void change(
            Map<Name, AccountEntry> accounts,
            Row row,
            java.util.function.UnaryOperator<Grants> change) {
        accounts.computeIfPresent(
                new Name(row.text("User"), row.text("Host")),
                (_, entry) -> entry.withGrants(change.apply(entry.grants())));
    }

    private static AccountEntry user(Row row) {
        String attributes = row.textOrNull("User_attributes");
        return new AccountEntry(
                new SqlDatabase.Account(
                        row.text("User"),
                        row.text("Host"),
                        row.text("plugin"),
                        row.bytes("authentication_string"),
                        row.number("ssl_type") > 1,
                        row.isYes("account_locked"),
                        row.isYes("password_expired")),
                Grants.NONE.withGlobal(_ -> row.privileges(Privilege.Level.GLOBAL)),
                attributes == null ? null : AccountTableDefinitions.metadata(attributes));
    }

    private interface RowAction {
        void accept(Row row);
    }

    /** The row that a cursor stands on, by names of columns. */
    private record Row(Cursor cursor, TableDefinition definition) {
        int column(String name) {
            int column = definition.column(name);
            if (column < 0) {
                throw new SqlException(MySqlError.ER_BAD_FIELD_ERROR, name, definition.toString());
            }
            return column;
        }

        long number(String name) {
            return cursor.getLong(column(name));
        }

        boolean isYes(String name) {
            return number(name) == YES;
        }

        byte[] bytes(String name) {
            byte[] bytes = cursor.getBytes(column(name));
            return bytes == null ? new byte[0] : bytes;
        }

        String text(String name) {
            return new String(bytes(name), StandardCharsets.UTF_8);
        }

        @Nullable String textOrNull(String name) {
            return cursor.isNull(column(name)) ? null : text(name);
        }

        Set<Privilege> privileges(Privilege.Level widest) {
            Set<Privilege> privileges = EnumSet.noneOf(Privilege.class);
            for (Privilege privilege : Privilege.values()) {
                if (privilege.level().compareTo(widest) >= 0 && isYes(privilege.column())) {
                    privileges.add(privilege);
                }
            }
            return privileges;
        }
    }

    private void scan(String table, LockMode lock, RowAction action) {
        CatalogTable found = table(table);
        try (Cursor cursor = transaction.open(found.table().clustered(), lock, WaitPolicy.WAIT)) {
            cursor.seek(KeyRange.ALL, false);
            while (cursor.next()) {
                action.accept(new Row(cursor, found.definition()));
            }
        }
    }

    private CatalogTable table(String name) {
        transaction.lockMetadata(
                SCHEMA, name, Transaction.MetadataLock.SHARED, METADATA_LOCK_MILLIS);
        CatalogTable found = catalog.table(SCHEMA, name);
        if (found == null) {
            throw new SqlException(MySqlError.ER_NO_SUCH_TABLE, SCHEMA, name);
        }
        return found;
    }

    // ---- Writing

    /**
     * Writes the difference of two states of an account.
     *
     * @param before null: a new one
     * @param after null: dropped
     * @param grantor who does it, {@code user@host}
     */
    void write(@Nullable AccountEntry before, @Nullable AccountEntry after, String grantor) {
        if (before != null
                && after != null
                && !(before.user().equals(after.user()) && before.host().equals(after.host()))) {
            write(before, null, grantor);
            write(null, after, grantor);
            return;
        }
        AccountEntry named = after != null ? after : before;
        if (named == null) {
            return;
        }
        Grants old = before == null ? Grants.NONE : before.grants();
        Grants now = after == null ? Grants.NONE : after.grants();
        String host = named.host();
        String user = named.user();
        replace(
                AccountTableDefinitions.USER,
                before == null ? null : userRow(before),
                after == null ? null : userRow(after),
                host,
                user);
        for (String schema : union(old.schemas(), now.schemas())) {
            replace(
                    AccountTableDefinitions.SCHEMA,
                    schemaRow(named, schema, old.schemas().get(schema)),
                    schemaRow(named, schema, now.schemas().get(schema)),
                    host,
                    user,
                    schema);
        }
        for (Grants.TableName table : union(old.tables(), now.tables())) {
            replace(
                    AccountTableDefinitions.TABLE,
                    tableRow(named, table, old.tables().get(table), grantor),
                    tableRow(named, table, now.tables().get(table), grantor),
                    host,
                    user,
                    table.schema(),
                    table.table());
        }
        Set<String> dynamic = new LinkedHashSet<>(old.dynamic());
        dynamic.addAll(now.dynamic());
        for (String privilege : dynamic) {
            replace(
                    AccountTableDefinitions.DYNAMIC,
                    before != null && old.dynamic().contains(privilege)
                            ? dynamicRow(before, privilege)
                            : null,
                    after != null && now.dynamic().contains(privilege)
                            ? dynamicRow(after, privilege)
                            : null,
                    user,
                    host,
                    privilege);
        }
    }

    private static <K> Set<K> union(Map<K, ?> old, Map<K, ?> now) {
        Set<K> keys = new LinkedHashSet<>(old.keySet());
        keys.addAll(now.keySet());
        return keys;
    }

    /** Makes the row of a key the new one; equal rows stay as they are. */
    private void replace(
            String name,
            @Nullable Map<String, Object> before,
            @Nullable Map<String, Object> after,
            String... key) {
        if (before != null && after != null && same(before, after)) {
            return;
        }
        CatalogTable table = table(name);
        if (before == null) {
            if (after != null) {
                insert(table, after);
            }
            return;
        }
        @Nullable Object[] parts = new @Nullable Object[key.length];
        for (int i = 0; i < key.length; i++) {
            parts[i] = utf8(key[i]);
        }
        Index index = table.table().clustered();
        try (Cursor cursor = transaction.open(index, LockMode.EXCLUSIVE, WaitPolicy.WAIT)) {
            cursor.seek(KeyRange.prefix(index.encodeKey(parts)), false);
            if (!cursor.next()) {
                return;
            }
            if (after == null) {
                transaction.delete(table.table(), cursor.rowId());
                return;
            }
            @Nullable Object[] values = new @Nullable Object[table.definition().columns().size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = cursor.get(i);
            }
            put(table.definition(), values, after);
            transaction.update(table.table(), cursor.rowId(), values, Transaction.OnDuplicate.FAIL);
        }
    }

    private static boolean same(Map<String, Object> before, Map<String, Object> after) {
        return before.keySet().equals(after.keySet())
                && before.entrySet().stream()
                        .allMatch(e ->
                                java.util.Objects.deepEquals(e.getValue(), after.get(e.getKey())));
    }

    private void insert(CatalogTable table, Map<String, Object> row) {
        List<ColumnDefinition> columns = table.definition().columns();
        @Nullable Object[] values = new @Nullable Object[columns.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] =
                    columns.get(i).defaultValue() instanceof ColumnDefault.Constant(Object value)
                            ? value
                            : null;
        }
        put(table.definition(), values, row);
        transaction.insert(table.table(), values, Transaction.OnDuplicate.FAIL);
    }

    private static void put(
            TableDefinition definition, @Nullable Object[] values, Map<String, Object> row) {
        row.forEach((name, value) -> {
            int column = definition.column(name);
            if (column < 0) {
                throw new SqlException(MySqlError.ER_BAD_FIELD_ERROR, name, definition.toString());
            }
            values[column] = value instanceof Absent ? null : value;
        });
    }

    /** Stands for null, which a map of a row does not hold. */
    private enum Absent {
        ABSENT
    }

    private static Map<String, Object> userRow(AccountEntry entry) {
        SqlDatabase.Account account = entry.account();
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("Host", utf8(account.host()));
        row.put("User", utf8(account.user()));
        privileges(row, entry.grants().global(), Privilege.Level.GLOBAL);
        row.put("ssl_type", account.requireTls() ? 2L : 1L);
        row.put("plugin", utf8(account.plugin()));
        row.put("authentication_string", account.credential());
        row.put("password_expired", enumeration(account.passwordExpired()));
        row.put("account_locked", enumeration(account.locked()));
        String attribute = entry.attribute();
        row.put(
                "User_attributes",
                attribute == null ? Absent.ABSENT : AccountTableDefinitions.attributes(attribute));
        return row;
    }

    private static @Nullable Map<String, Object> schemaRow(
            AccountEntry entry, String schema, @Nullable Set<Privilege> privileges) {
        if (privileges == null) {
            return null;
        }
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("Host", utf8(entry.host()));
        row.put("User", utf8(entry.user()));
        row.put("Db", utf8(schema));
        privileges(row, privileges, Privilege.Level.SCHEMA);
        return row;
    }

    private static void privileges(
            Map<String, Object> row, Set<Privilege> granted, Privilege.Level widest) {
        for (Privilege privilege : Privilege.values()) {
            if (privilege.level().compareTo(widest) >= 0) {
                row.put(privilege.column(), enumeration(granted.contains(privilege)));
            }
        }
    }

    private static @Nullable Map<String, Object> tableRow(
            AccountEntry entry,
            Grants.TableName table,
            @Nullable Set<Privilege> privileges,
            String grantor) {
        if (privileges == null) {
            return null;
        }
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("Host", utf8(entry.host()));
        row.put("User", utf8(entry.user()));
        row.put("Db", utf8(table.schema()));
        row.put("Table_name", utf8(table.table()));
        row.put("Grantor", utf8(grantor));
        row.put("Table_priv", AccountTableDefinitions.tableBits(privileges));
        return row;
    }

    private static Map<String, Object> dynamicRow(AccountEntry entry, String privilege) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("USER", utf8(entry.user()));
        row.put("HOST", utf8(entry.host()));
        row.put("PRIV", utf8(privilege));
        row.put(
                "WITH_GRANT_OPTION",
                enumeration(entry.grants().grantableDynamic().contains(privilege)));
        return row;
    }

    private static Object enumeration(boolean yes) {
        return yes ? YES : NO;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
