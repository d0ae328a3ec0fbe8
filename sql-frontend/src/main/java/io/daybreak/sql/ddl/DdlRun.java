package io.daybreak.sql.ddl;

import io.daybreak.engine.api.Ddl;
import io.daybreak.engine.api.Table;
import io.daybreak.engine.api.Transaction;
import io.daybreak.engine.api.Transaction.MetadataLock;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.TableName;
import io.daybreak.sql.catalog.Catalog;
import io.daybreak.sql.catalog.CatalogTable;
import io.daybreak.sql.catalog.ParentOf;
import io.daybreak.sql.catalog.SchemaDefinition;
import io.daybreak.sql.parse.Parsed;
import io.daybreak.sql.session.StatementContext;
import io.daybreak.sql.types.SqlMode;

/**
 * One DDL statement that runs: what all of them need. Owned by the statement's thread.
 *
 * <p>The catalogue shows what is committed: changes of this statement are not in it.
 */
record DdlRun(Parsed parsed, StatementContext context) {
    Transaction transaction() {
        return context.execution().transaction();
    }

    Ddl ddl() {
        return transaction().ddl();
    }

    Catalog catalog() {
        return context.catalog();
    }

    String schemaOf(TableName name) {
        return context.schemaOf(name);
    }

    boolean isStrict() {
        return SqlMode.isStrict(context.execution().sqlMode());
    }

    boolean checksForeignKeys() {
        return context.execution().foreignKeyChecks();
    }

    void note(MySqlError error, Object... arguments) {
        context.execution().note(error, arguments);
    }

    void warn(MySqlError error, Object... arguments) {
        context.execution().warn(error, arguments);
    }

    /** Users change nothing in the system's schemas. */
    void requireUserSchema(String schema) {
        if (Names.isSystem(schema)) {
            throw new SqlException(
                    MySqlError.ER_DBACCESS_DENIED_ERROR,
                    context.account().user(),
                    context.account().host(),
                    schema);
        }
    }

    void lockSchema(String schema, MetadataLock mode) {
        lock(schema, "", mode);
    }

    /** Locks the table alone, and its schema against being dropped. */
    void lockTable(String schema, String table) {
        if (!context.temporaryTables().covers(schema, table)) {
            lock(schema, "", MetadataLock.SHARED);
            lock(schema, table, MetadataLock.EXCLUSIVE);
        }
    }

    void lockForRead(String schema, String table) {
        if (!context.temporaryTables().covers(schema, table)) {
            lock(schema, "", MetadataLock.SHARED);
            lock(schema, table, MetadataLock.SHARED);
        }
    }

    private void lock(String schema, String table, MetadataLock mode) {
        if (mode == MetadataLock.SHARED && !table.isEmpty()) {
            context.lockForRead(schema, table);
            return;
        }
        if (mode == MetadataLock.EXCLUSIVE && context.holdsForChange(schema, table)) {
            return;
        }
        transaction()
                .lockMetadata(schema, table, mode, context.execution().metadataLockTimeoutMillis());
    }

    /** Error 1049 if there is no such schema. */
    SchemaDefinition schemaDefinition(String schema) {
        byte[] bytes = catalog().engine().schemaDefinition(schema);
        if (bytes == null) {
            throw new SqlException(MySqlError.ER_BAD_DB_ERROR, schema);
        }
        return SchemaDefinition.of(bytes);
    }

    /** A base table that is locked already; error 1146 if there is none, 1347 for a view. */
    CatalogTable table(String schema, String name) {
        Table table = context.storedTable(schema, name);
        if (table == null) {
            schemaDefinition(schema);
            throw new SqlException(MySqlError.ER_NO_SUCH_TABLE, schema, name);
        }
        CatalogTable base = catalog().table(schema, name);
        if (base == null) {
            throw new SqlException(MySqlError.ER_WRONG_OBJECT, schema, name, "BASE TABLE");
        }
        return base;
    }

    /**
     * Gives a table a new version: plans that were made before it got a foreign key to or from
     * another table must not be used again.
     */
    void renew(String schema, String name) {
        lockTable(schema, name);
        Table table = catalog().engine().table(schema, name);
        if (table != null) {
            ddl().alterTable(table, table.spec());
        }
    }

    /** Children whose parent was missing until now. */
    void renewChildrenOf(String schema, String name) {
        for (ParentOf child : catalog().childrenOf(schema, name)) {
            if (!(child.childSchema().equals(schema) && child.childTable().equals(name))) {
                renew(child.childSchema(), child.childTable());
            }
        }
    }

    static SqlException unsupported(String what) {
        return new SqlException(MySqlError.ER_NOT_SUPPORTED_YET, what);
    }
}
