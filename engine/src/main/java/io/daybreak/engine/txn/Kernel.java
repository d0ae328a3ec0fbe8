package io.daybreak.engine.txn;

import io.daybreak.engine.api.EngineConfig;
import io.daybreak.engine.buffer.BufferPool;
import io.daybreak.engine.lock.LockOwner;
import io.daybreak.engine.lock.LockTable;
import io.daybreak.engine.mtr.Mtr;
import io.daybreak.engine.mvcc.ActiveTransactions;
import io.daybreak.engine.space.OverflowStore;
import io.daybreak.engine.space.Space;
import io.daybreak.engine.table.EngineTable;
import io.daybreak.engine.undo.UndoLogs;
import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What all transactions share. Thread-safe. */
public final class Kernel {
    private static final int IDLE_WORKSPACES_MAX = 64;
    private static final int UNIQUE_MUTEXES = 1024;

    final BufferPool pool;
    final Space space;
    final OverflowStore overflow;
    final UndoLogs undoLogs;
    final ActiveTransactions active;
    final LockTable locks;
    final Path temporaryDirectory;
    final ConcurrentHashMap<Long, LockOwner> writers = new ConcurrentHashMap<>();
    final ConcurrentHashMap<Long, EngineTable> tablesByTree = new ConcurrentHashMap<>();
    final ConcurrentLinkedQueue<Orphan> orphans = new ConcurrentLinkedQueue<>();
    final LongAdder rowsRead = new LongAdder();
    final LongAdder rowsInserted = new LongAdder();
    final LongAdder rowsUpdated = new LongAdder();
    final LongAdder rowsDeleted = new LongAdder();
    private final ReentrantLock[] uniqueMutexes = new ReentrantLock[UNIQUE_MUTEXES];
    private final ArrayBlockingQueue<Workspace> idle =
            new ArrayBlockingQueue<>(IDLE_WORKSPACES_MAX);

    public Kernel(Space space, UndoLogs undoLogs, ActiveTransactions active, EngineConfig config) {
        this.pool = space.pool();
        this.space = space;
        this.overflow = new OverflowStore(space);
        this.undoLogs = undoLogs;
        this.active = active;
        this.locks = new LockTable(config.lockBytesMax());
        this.temporaryDirectory = config.temporaryDirectory();
        for (int i = 0; i < UNIQUE_MUTEXES; i++) {
            uniqueMutexes[i] = new ReentrantLock();
        }
    }

    public Space space() {
        return space;
    }

    public LockTable locks() {
        return locks;
    }

    public UndoLogs undoLogs() {
        return undoLogs;
    }

    public ActiveTransactions active() {
        return active;
    }

    public long rowsRead() {
        return rowsRead.sum();
    }

    public long rowsInserted() {
        return rowsInserted.sum();
    }

    public long rowsUpdated() {
        return rowsUpdated.sum();
    }

    public long rowsDeleted() {
        return rowsDeleted.sum();
    }

    Workspace borrow() {
        Workspace workspace = idle.poll();
        return workspace != null ? workspace : new Workspace(new Mtr(pool));
    }

    void giveBack(Workspace workspace) {
        idle.offer(workspace);
    }

    /** Serialises the check of a unique value with the insert of its entry. */
    ReentrantLock uniqueMutex(long indexId, byte[] key, int length) {
        int hash = 31 * Long.hashCode(indexId);
        for (int i = 0; i < length; i++) {
            hash = hash * 31 + key[i];
        }
        hash ^= hash >>> 16;
        return uniqueMutexes[hash & UNIQUE_MUTEXES - 1];
    }

    /**
     * The newest version of a table, kept from being dropped until {@code state().leave()}; null,
     * and nothing is kept, if it is dropped.
     */
    @Nullable EngineTable enter(long clusteredIndexId) {
        EngineTable table = tablesByTree.get(clusteredIndexId);
        if (table == null || !table.state().enter()) {
            return null;
        }
        // A version that went before the state was entered may have an index too many.
        EngineTable newest = tablesByTree.get(clusteredIndexId);
        if (newest == null) {
            table.state().leave();
        }
        return newest;
    }

    /** Makes a table findable by those who know only its tree: rollback and purge. */
    public void register(EngineTable table) {
        tablesByTree.put(table.clustered().id(), table);
    }

    public void forget(long clusteredIndexId) {
        tablesByTree.remove(clusteredIndexId);
    }
}
