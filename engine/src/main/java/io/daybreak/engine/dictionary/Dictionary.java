package io.daybreak.engine.dictionary;

import io.daybreak.engine.api.Cursor;
import io.daybreak.engine.api.Isolation;
import io.daybreak.engine.api.KeyRange;
import io.daybreak.engine.api.LockMode;
import io.daybreak.engine.api.TableSpec;
import io.daybreak.engine.api.WaitPolicy;
import io.daybreak.engine.mtr.Mtr;
import io.daybreak.engine.table.EngineTable;
import io.daybreak.engine.table.TableState;
import io.daybreak.engine.txn.EngineTransaction;
import io.daybreak.engine.txn.Kernel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The committed definitions in memory. Thread-safe. */
public final class Dictionary implements EngineTransaction.DdlHooks {
    private final Kernel kernel;
    private final SystemTables system;
    private final Counters counters;
    private final ConcurrentSkipListMap<String, byte[]> schemas = new ConcurrentSkipListMap<>();
    private final ConcurrentHashMap<String, ConcurrentSkipListMap<String, EngineTable>> byName =
            new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Long, EngineTable> byId = new ConcurrentHashMap<>();
    private final AtomicLong version = new AtomicLong(1);
    private final AtomicLong lastChangeLsn = new AtomicLong();
    private final DdlLog log;

    public Dictionary(Kernel kernel, SystemTables system) {
        this.kernel = kernel;
        this.system = system;
        this.counters = new Counters(system.counters);
        this.log = new DdlLog(this, kernel, system.ddlLog);
        kernel.register(system.schemas);
        kernel.register(system.tables);
        kernel.register(system.ddlLog);
    }

    /** Reads all definitions; unfinished DDL has been rolled back. */
    public void load() {
        Map<Long, Long> values = counters.load();
        EngineTransaction txn = internal();
        try {
            Cursor rows = txn.open(system.schemas.clustered(), LockMode.NONE, WaitPolicy.WAIT);
            rows.seek(KeyRange.ALL, false);
            while (rows.next()) {
                byte[] definition = rows.getBytes(1);
                schemas.put(
                        text(Objects.requireNonNull(rows.getBytes(0))),
                        definition == null ? new byte[0] : definition);
            }
            rows.close();
            Cursor definitions =
                    txn.open(system.tables.clustered(), LockMode.NONE, WaitPolicy.WAIT);
            definitions.seek(KeyRange.ALL, false);
            while (definitions.next()) {
                DefinitionCodec.Stored stored =
                        DefinitionCodec.decode(Objects.requireNonNull(definitions.getBytes(1)));
                TableState state = new TableState();
                state.autoIncrement()
                        .load(values.getOrDefault(stored.trees().getFirst().indexId(), 1L));
                publish(
                        new EngineTable(
                                definitions.getLong(0),
                                stored.version(),
                                stored.spec(),
                                stored.trees(),
                                state,
                                kernel.space()));
            }
            definitions.close();
        } finally {
            txn.commit();
        }
    }

    static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    EngineTransaction internal() {
        return new EngineTransaction(kernel, this, Isolation.READ_COMMITTED, false);
    }

    SystemTables system() {
        return system;
    }

    DdlLog log() {
        return log;
    }

    /** Frees trees that committed DDL left; see the package. */
    public void freeTrees() {
        log.run();
    }

    public boolean hasTreesToFree() {
        return log.hasWork();
    }

    // ---- lookups ----

    public List<String> schemas() {
        return List.copyOf(schemas.keySet());
    }

    public byte @Nullable [] schema(String name) {
        byte[] definition = schemas.get(name);
        return definition == null ? null : definition.clone();
    }

    public @Nullable EngineTable table(String schema, String name) {
        ConcurrentSkipListMap<String, EngineTable> tables = byName.get(schema);
        return tables == null ? null : tables.get(name);
    }

    public @Nullable EngineTable table(long id) {
        return byId.get(id);
    }

    public List<EngineTable> tables(String schema) {
        ConcurrentSkipListMap<String, EngineTable> tables = byName.get(schema);
        return tables == null ? List.of() : new ArrayList<>(tables.values());
    }

    public long version() {
        return version.get();
    }

    // ---- publishing what committed ----

    void publishSchema(String name, byte[] definition) {
        schemas.put(name, definition);
    }

    void retractSchema(String name) {
        schemas.remove(name);
    }

    void publish(EngineTable table) {
        TableSpec spec = table.spec();
        byName.computeIfAbsent(spec.schema(), _ -> new ConcurrentSkipListMap<>())
                .put(spec.name(), table);
        byId.put(table.id(), table);
        kernel.register(table);
    }

    void retractName(EngineTable table) {
        retractName(table, Long.MAX_VALUE);
    }

    /** Takes the name from a table that has got another one, unless it has come back to it. */
    void retractOldName(EngineTable old) {
        retractName(old, old.version());
    }

    private void retractName(EngineTable table, long versionMax) {
        ConcurrentSkipListMap<String, EngineTable> tables = byName.get(table.spec().schema());
        if (tables != null) {
            tables.computeIfPresent(
                    table.spec().name(),
                    (_, t) -> t.id() == table.id() && t.version() <= versionMax ? null : t);
        }
    }

    void retractId(EngineTable table) {
        byId.remove(table.id());
    }

    void changed(long lsn) {
        lastChangeLsn.accumulateAndGet(lsn, Math::max);
        version.incrementAndGet();
    }

    // ---- hooks ----

    @Override
    public EngineTransaction.DdlSession begin(EngineTransaction transaction) {
        return new DdlChanges(this, kernel, transaction);
    }

    @Override
    public void persistAutoIncrement(EngineTable table, Mtr mtr, boolean mayBlock) {
        counters.persist(table, mtr, mayBlock);
    }

    @Override
    public long changeLsn(String schema, String table) {
        EngineTable now = table(schema, table);
        return now == null ? 0 : now.state().changeLsn();
    }

    @Override
    public long lastChangeLsn() {
        return lastChangeLsn.get();
    }

    public void persistAutoIncrement(EngineTable table) {
        try (Mtr mtr = new Mtr(kernel.space().pool())) {
            counters.persist(table, mtr, true);
        }
    }

    void removeCounter(long clusteredIndexId) {
        try (Mtr mtr = new Mtr(kernel.space().pool())) {
            counters.remove(clusteredIndexId, mtr);
        }
    }
}
