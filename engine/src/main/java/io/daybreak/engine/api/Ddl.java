package io.daybreak.engine.api;

/**
 * DDL inside a transaction that holds the exclusive metadata locks. Undone as a whole by rollback
 * or crash.
 */
public interface Ddl {
    void createSchema(String name, byte[] definition);

    void alterSchema(String name, byte[] definition);

    /** The schema must be empty. */
    void dropSchema(String name);

    /**
     * @return the new table, usable in this transaction at once
     */
    Table createTable(TableSpec spec);

    void dropTable(Table table);

    void renameTable(Table table, String schema, String name);

    /**
     * Instant change: new names, defaults, nullable columns added at the end, a new {@code
     * definition}; the trees stay. Column types and index parts of existing columns must be the
     * same. A dropped column is done by copying.
     */
    Table alterTable(Table table, TableSpec spec);

    /**
     * Adds an index and fills it from the rows; throws {@link DuplicateKeyException} if it is
     * unique and the rows are not.
     */
    Table addIndex(Table table, IndexSpec spec, byte[] definition);

    Table dropIndex(Table table, String indexName, byte[] definition);

    /** Empties the table at once: new trees, the auto-increment counter starts again. */
    Table truncate(Table table);
}
