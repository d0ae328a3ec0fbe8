package io.daybreak.engine;

import io.daybreak.engine.api.EngineConfig;
import io.daybreak.engine.api.EngineStatus;
import io.daybreak.engine.api.Index;
import io.daybreak.engine.api.Isolation;
import io.daybreak.engine.api.KeyRange;
import io.daybreak.engine.api.PageFault;
import io.daybreak.engine.api.StorageEngine;
import io.daybreak.engine.api.Table;
import io.daybreak.engine.api.TableStatistics;
import io.daybreak.engine.api.Transaction;
import io.daybreak.engine.buffer.BufferPool;
import io.daybreak.engine.dictionary.Dictionary;
import io.daybreak.engine.dictionary.SystemTables;
import io.daybreak.engine.mtr.Mtr;
import io.daybreak.engine.mvcc.ActiveTransactions;
import io.daybreak.engine.purge.Background;
import io.daybreak.engine.space.Space;
import io.daybreak.engine.table.AutoIncrement;
import io.daybreak.engine.table.EngineIndex;
import io.daybreak.engine.table.EngineTable;
import io.daybreak.engine.txn.EngineTransaction;
import io.daybreak.engine.txn.Kernel;
import io.daybreak.engine.txn.Recovery;
import io.daybreak.engine.txn.Sampling;
import io.daybreak.engine.txn.TableCheck;
import io.daybreak.engine.undo.UndoLogs;
import io.daybreak.quorum.api.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine on one volume. Thread-safe. */
final class Engine implements StorageEngine {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    private final Volume volume;
    private final Kernel kernel;
    private final Dictionary dictionary;
    private final Background background;

    private Engine(Volume volume, Kernel kernel, Dictionary dictionary, Background background) {
        this.volume = volume;
        this.kernel = kernel;
        this.dictionary = dictionary;
        this.background = background;
    }

    static Engine open(Volume volume, EngineConfig config) {
        long start = System.nanoTime();
        BufferPool pool = new BufferPool(volume, config.bufferPoolBytes());
        Space space = Space.isFormatted(pool) ? Space.open(pool) : Space.format(pool);
        UndoLogs undoLogs =
                root(space, SystemTables.UNDO_ROOT) == 0
                        ? UndoLogs.format(space, SystemTables.UNDO_ROOT)
                        : UndoLogs.open(space, SystemTables.UNDO_ROOT);
        long firstId = Math.max(1 << 10, root(space, SystemTables.TRANSACTION_ID_ROOT));
        long[] unfinished =
                undoLogs.unfinished().stream()
                        .mapToLong(UndoLogs.Unfinished::transactionId)
                        .sorted()
                        .toArray();
        ActiveTransactions active =
                new ActiveTransactions(
                        firstId, unfinished, limit -> reserve(space, limit), volume::durableLsn);
        Kernel kernel = new Kernel(space, undoLogs, active, config);
        Dictionary dictionary = new Dictionary(kernel, SystemTables.open(space));
        Recovery recovery = new Recovery(kernel);
        recovery.rollBackDictionary();
        dictionary.load();
        Background background =
                Background.start(kernel, dictionary, recovery, config.purgeThreads());
        LOG.info(
                "engine opened in {} ms: {} undo streams, {} pages read",
                (System.nanoTime() - start) / 1_000_000,
                undoLogs.streams().size(),
                pool.pageReads());
        return new Engine(volume, kernel, dictionary, background);
    }

    private static long root(Space space, int slot) {
        try (Mtr mtr = new Mtr(space.pool())) {
            mtr.startNested(true);
            return space.root(mtr, slot);
        }
    }

    private static void reserve(Space space, long limit) {
        try (Mtr mtr = new Mtr(space.pool())) {
            mtr.startNested(true);
            space.setRoot(mtr, SystemTables.TRANSACTION_ID_ROOT, limit);
            mtr.commit();
        }
    }

    @Override
    public Transaction begin(Isolation isolation, boolean readOnly) {
        return new EngineTransaction(kernel, dictionary, isolation, readOnly);
    }

    /** For tests that look for latches and locks that were not given back. */
    Kernel kernel() {
        return kernel;
    }

    @Override
    public Volume volume() {
        return volume;
    }

    @Override
    public List<String> schemas() {
        return dictionary.schemas();
    }

    @Override
    public byte @Nullable [] schemaDefinition(String schema) {
        return dictionary.schema(schema);
    }

    @Override
    public @Nullable Table table(String schema, String name) {
        return dictionary.table(schema, name);
    }

    @Override
    public @Nullable Table table(long id) {
        return dictionary.table(id);
    }

    @Override
    public List<Table> tables(String schema) {
        return new ArrayList<>(dictionary.tables(schema));
    }

    @Override
    public long dictionaryVersion() {
        return dictionary.version();
    }

    @Override
    public long nextAutoIncrement(Table table, long count, long increment, long offset) {
        return counter(table).take(count, increment, offset);
    }

    private static AutoIncrement counter(Table table) {
        return ((EngineTable) table).state().autoIncrement();
    }

    @Override
    public void raiseAutoIncrement(Table table, long value) {
        AutoIncrement counter = counter(table);
        counter.raise(value);
        if (counter.isDirty()) {
            dictionary.persistAutoIncrement((EngineTable) table);
        }
    }

    @Override
    public void noteAutoIncrement(Table table, long value) {
        counter(table).raise(value);
    }

    @Override
    public long peekAutoIncrement(Table table) {
        return counter(table).peek();
    }

    @Override
    public TableStatistics statistics(Table table) {
        return Sampling.statistics(kernel, (EngineTable) table, false);
    }

    @Override
    public void analyze(Table table) {
        Sampling.statistics(kernel, (EngineTable) table, true);
    }

    @Override
    public long estimateRows(Index index, KeyRange range) {
        return Sampling.estimate(kernel, (EngineIndex) index, range);
    }

    @Override
    public List<String> check(Table table) {
        return new TableCheck(kernel, (EngineTable) table).run();
    }

    @Override
    public Optional<List<PageFault>> checkPages() {
        if (!PageCensus.isAtRest(this)) {
            return Optional.empty();
        }
        long before = volume.lastLsn();
        List<PageFault> faults = new PageCensus(this).faults();
        boolean undisturbed = volume.lastLsn() == before && PageCensus.isAtRest(this);
        return undisturbed || faults.isEmpty() ? Optional.of(faults) : Optional.empty();
    }

    @Override
    public EngineStatus status() {
        BufferPool pool = kernel.space().pool();
        return new EngineStatus(
                pool.capacity(),
                pool.framesUsed(),
                pool.pageReads(),
                pool.pageRequests(),
                kernel.locks().waitCount(),
                kernel.locks().deadlockCount(),
                kernel.active().activeCount(),
                kernel.undoLogs().history().get(),
                kernel.rowsRead(),
                kernel.rowsInserted(),
                kernel.rowsUpdated(),
                kernel.rowsDeleted());
    }

    @Override
    public void close() {
        background.close();
    }
}
