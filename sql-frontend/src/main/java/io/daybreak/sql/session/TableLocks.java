package io.daybreak.sql.session;

import io.daybreak.engine.api.Isolation;
import io.daybreak.engine.api.Transaction;
import io.daybreak.engine.api.Transaction.MetadataLock;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.plan.Plan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What LOCK TABLES and FLUSH TABLES hold for a session. Owned by the session's thread.
 *
 * <p>The metadata locks belong to a transaction of the engine that does nothing else. The session's
 * own statements take none on these tables: they would wait for themselves.
 *
 * <p>Source: MySQL 8.4 manual, section 15.3.6.
 */
final class TableLocks {
    /**
     * @param alias under which statements may name it
     */
    record Held(String schema, String table, String alias, boolean write) {
        boolean is(String otherSchema, String otherTable) {
            return table.equals(otherTable) && schema.equals(otherSchema);
        }
    }

    private final SessionContext context;
    private List<Held> held = List.of();
    private @Nullable Transaction holder;
    private boolean global;

    TableLocks(SessionContext context) {
        this.context = context;
    }

    /** Whether statements are held to the tables of LOCK TABLES. */
    boolean isActive() {
        return holder != null;
    }

    boolean isGlobal() {
        return global;
    }

    /** LOCK TABLES. What was locked before is free. */
    void lock(List<Held> wanted) {
        unlock();
        Transaction owner = context.database.engine().begin(Isolation.READ_COMMITTED, true);
        context.transaction(owner, false);
        boolean locked = false;
        try {
            List<Held> order = new ArrayList<>(wanted);
            // One order for all sessions; the stronger lock of a table first.
            order.sort(
                    Comparator.comparing(Held::schema)
                            .thenComparing(Held::table)
                            .thenComparing(h -> !h.write()));
            for (Held table : order) {
                lock(owner, table.schema(), "", MetadataLock.SHARED);
                lock(
                        owner,
                        table.schema(),
                        table.table(),
                        table.write() ? MetadataLock.EXCLUSIVE : MetadataLock.READ_ONLY);
            }
            locked = true;
        } finally {
            context.transaction(null, false);
            if (!locked) {
                owner.rollback();
            }
        }
        holder = owner;
        held = List.copyOf(wanted);
    }

    private void lock(Transaction owner, String schema, String table, MetadataLock mode) {
        owner.lockMetadata(schema, table, mode, context.metadataLockTimeoutMillis());
    }

    /** Frees the tables. */
    void unlock() {
        Transaction owner = holder;
        holder = null;
        held = List.of();
        if (owner != null) {
            owner.rollback();
        }
    }

    /** FLUSH TABLES WITH READ LOCK. */
    void lockGlobally() {
        if (isActive()) {
            throw new SqlException(MySqlError.ER_LOCK_OR_ACTIVE_TRANSACTION);
        }
        if (!global) {
            context.awaitGlobalReadLock();
            global = true;
        }
    }

    /** Frees everything. */
    void releaseAll() {
        unlock();
        if (global) {
            global = false;
            context.database.globalReadLock().release();
        }
    }

    /** Whether this session needs no metadata lock of the table. */
    boolean covers(String schema, String table) {
        for (int i = 0; i < held.size(); i++) {
            if (held.get(i).is(schema, table)) {
                return true;
            }
        }
        return false;
    }

    /** Under LOCK TABLES: error 1100 or 1099 unless DDL may change the table. */
    void requireWrite(String schema, String table) {
        if (!isActive()) {
            return;
        }
        boolean found = false;
        for (Held lock : held) {
            if (lock.is(schema, table)) {
                if (lock.write()) {
                    return;
                }
                found = true;
            }
        }
        throw new SqlException(
                found ? MySqlError.ER_TABLE_NOT_LOCKED_FOR_WRITE : MySqlError.ER_TABLE_NOT_LOCKED,
                table);
    }

    /** Under LOCK TABLES: error 1100 or 1099 unless the statement's tables are locked for it. */
    void check(CachedPlan cached) {
        for (CachedPlan.Named named : cached.names()) {
            int dependency = dependency(cached.plan(), named);
            if (dependency >= 0) {
                check(named, cached.plan().dependencies().get(dependency), cached);
            }
        }
    }

    private void check(CachedPlan.Named named, Plan.Dependency table, CachedPlan cached) {
        boolean writes = cached.writes(table);
        Held found = null;
        for (Held lock : held) {
            if (lock.is(table.schema(), table.table())
                    && lock.alias().equals(named.alias())
                    && (found == null || lock.write())) {
                found = lock;
            }
        }
        if (found == null) {
            throw new SqlException(MySqlError.ER_TABLE_NOT_LOCKED, named.alias());
        }
        if (writes && !found.write()) {
            throw new SqlException(MySqlError.ER_TABLE_NOT_LOCKED_FOR_WRITE, named.alias());
        }
    }

    /** The table with storage that a name means; -1 for a common table expression and the like. */
    private int dependency(Plan plan, CachedPlan.Named named) {
        String schema = named.schema() == null ? context.schema() : named.schema();
        if (schema != null && context.temporaryTables().covers(schema, named.table())) {
            return -1;
        }
        List<Plan.Dependency> tables = plan.dependencies();
        for (int i = 0; i < tables.size(); i++) {
            Plan.Dependency table = tables.get(i);
            if (table.id() != 0
                    && table.table().equals(named.table())
                    && table.schema().equals(schema)) {
                return i;
            }
        }
        return -1;
    }
}
