package io.daybreak.engine.api;

import java.util.List;

/**
 * One version of a table's definition with its trees: immutable, shared by all sessions. A
 * statement that holds the table's metadata lock may use it; after a DDL statement the dictionary
 * hands out a new one.
 */
public interface Table {
    long id();

    /** Raised by every change of the definition; with {@link #id()} the key for cached plans. */
    long version();

    TableSpec spec();

    /** The clustered index; its key is the primary key, or the hidden row id. */
    Index clustered();

    /** All indexes, the clustered one first. */
    List<Index> indexes();
}
