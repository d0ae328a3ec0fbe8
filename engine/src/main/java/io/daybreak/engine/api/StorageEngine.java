package io.daybreak.engine.api;

import io.daybreak.quorum.api.Volume;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The engine on one volume. Thread-safe. Opened by {@code io.daybreak.engine.Engines.open(Volume,
 * EngineConfig)}.
 */
public interface StorageEngine extends AutoCloseable {
    Transaction begin(Isolation isolation, boolean readOnly);

    Volume volume();

    /** Schema names in order. */
    List<String> schemas();

    byte @Nullable [] schemaDefinition(String schema);

    /** Names compare as {@code lower_case_table_names=0} does: exactly. */
    @Nullable Table table(String schema, String name);

    @Nullable Table table(long id);

    List<Table> tables(String schema);

    /** Raised by every committed DDL statement: a cheap check for caches. */
    long dictionaryVersion();

    /**
     * Reserves {@code count} consecutive steps of the table's AUTO_INCREMENT counter; survives a
     * crash (MySQL 8 keeps it in the redo log).
     *
     * @return the first value, congruent to {@code offset} modulo {@code increment}
     */
    long nextAutoIncrement(Table table, long count, long increment, long offset);

    /** Makes the next generated value greater than {@code value}. */
    void raiseAutoIncrement(Table table, long value);

    /**
     * The same for a value that a row is about to be inserted with; written down with the next row
     * of the table that is, once for the many of a bulk insert.
     */
    void noteAutoIncrement(Table table, long value);

    /** The next value without taking it. */
    long peekAutoIncrement(Table table);

    TableStatistics statistics(Table table);

    /** ANALYZE TABLE: samples the trees anew. */
    void analyze(Table table);

    /** Rows in a range by two dives into the tree; an estimate. */
    long estimateRows(Index index, KeyRange range);

    /**
     * Walks every tree of the table and compares each index with the clustered one. Empty if all is
     * well, else a line per fault.
     */
    List<String> check(Table table);

    /**
     * Walks everything and looks who owns which page. What transactions under way, rollback and
     * purge have in hand cannot be told from what is lost, so there is no answer while there are
     * any, or if there were some in between.
     *
     * @return empty if the engine is not at rest
     */
    Optional<List<PageFault>> checkPages();

    EngineStatus status();

    @Override
    void close();
}
