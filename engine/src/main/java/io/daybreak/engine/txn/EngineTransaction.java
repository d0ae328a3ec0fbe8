package io.daybreak.engine.txn;

import io.daybreak.engine.api.Cursor;
import io.daybreak.engine.api.Ddl;
import io.daybreak.engine.api.DeadlockException;
import io.daybreak.engine.api.Index;
import io.daybreak.engine.api.Isolation;
import io.daybreak.engine.api.LockMode;
import io.daybreak.engine.api.LockTableFullException;
import io.daybreak.engine.api.RowId;
import io.daybreak.engine.api.Table;
import io.daybreak.engine.api.TableChangedException;
import io.daybreak.engine.api.Transaction;
import io.daybreak.engine.api.WaitPolicy;
import io.daybreak.engine.lock.LockOwner;
import io.daybreak.engine.lock.LockTable;
import io.daybreak.engine.lock.Strength;
import io.daybreak.engine.mtr.Mtr;
import io.daybreak.engine.mvcc.Snapshot;
import io.daybreak.engine.table.EngineIndex;
import io.daybreak.engine.table.EngineTable;
import io.daybreak.engine.table.TableState;
import io.daybreak.engine.undo.TransactionUndo;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One transaction. Used by one thread at a time, but for {@link #interrupt}. */
public final class EngineTransaction implements Transaction {
    /** How the names of schemas start whose tables belong to one session each. */
    private static final String PRIVATE_SCHEMA = "#";

    private final Kernel kernel;
    private final DdlHooks hooks;
    private final Isolation isolation;
    private final boolean readOnly;
    private final LockOwner owner = new LockOwner();
    private @Nullable Workspace workspace;
    private @Nullable TransactionUndo undo;
    private @Nullable RowStore rows;
    private @Nullable Snapshot view;
    private @Nullable DdlSession ddl;
    private final List<Savepoint> savepoints = new ArrayList<>();
    private List<String> sharedMetadata = List.of();
    private List<String> writtenMetadata = List.of();
    private long id;
    private long changes;
    private long statementPosition;
    private long changesAtStatement;
    private long seenLsn;
    private boolean lockedReads;
    private boolean readsPast;

    /** A table was locked whose definition is not durable yet: the answer has to wait for it. */
    private boolean readsNewDefinition;

    private boolean ended;

    private record Savepoint(String name, long position) {}

    /** Dictionary changes of one transaction. */
    public interface DdlSession extends Ddl {
        /** The commit is in the log and visible. */
        void committed(long lsn);

        void rolledBack();
    }

    /** What the transaction needs from the dictionary. */
    public interface DdlHooks {
        DdlSession begin(EngineTransaction transaction);

        /** Writes the counter to disk before a row uses its value. */
        void persistAutoIncrement(EngineTable table, Mtr mtr, boolean mayBlock);

        /** The commit that the table's definition came with; 0 if that was before the start. */
        long changeLsn(String schema, String table);

        /** The last commit that changed a definition; 0 if that was before the start. */
        long lastChangeLsn();
    }

    public EngineTransaction(Kernel kernel, DdlHooks hooks, Isolation isolation, boolean readOnly) {
        this.kernel = kernel;
        this.hooks = hooks;
        this.isolation = isolation;
        this.readOnly = readOnly;
    }

    // ---- parts, for the classes of this package ----

    Workspace workspace() {
        Workspace w = workspace;
        if (w == null) {
            requireOpen();
            w = kernel.borrow();
            workspace = w;
        }
        return w;
    }

    LockOwner owner() {
        return owner;
    }

    TransactionUndo undo() {
        return Objects.requireNonNull(undo);
    }

    boolean isBlockingAllowed() {
        return owner.mayBlock();
    }

    boolean isOpen() {
        return !ended;
    }

    void changed() {
        changes++;
        owner.weight(changes);
    }

    private void requireOpen() {
        if (ended) {
            throw new IllegalStateException("the transaction has ended");
        }
    }

    /** Takes an id and an undo stream if this is the first change. */
    void startWriting() {
        requireOpen();
        owner.throwIfInterrupted();
        if (id == 0) {
            Workspace work = workspace();
            TransactionUndo fresh = new TransactionUndo(kernel.undoLogs);
            fresh.open(work.mtr, isBlockingAllowed());
            id = kernel.active.begin();
            fresh.transactionId(id);
            undo = fresh;
            kernel.writers.put(id, owner);
        }
    }

    /** The view that a consistent read of now uses. */
    Snapshot view() {
        Snapshot v = view;
        if (v == null) {
            requireOpen();
            v =
                    readsPast && !readsNewDefinition
                            ? kernel.active.openForReading()
                            : kernel.active.open();
            view = v;
            seenLsn = Math.max(seenLsn, v.commitLsn());
        }
        return v;
    }

    @Override
    public void mayReadPast(boolean may) {
        readsPast = may;
    }

    /**
     * A tree has no entries for the time before the transaction that made it, so a view that does
     * not see that one cannot read it. A table of a private schema is this session's own: as a
     * whole it may be younger than the view.
     */
    void requireInView(EngineIndex index) {
        boolean fresh = view == null;
        TableState state = index.table().state();
        if (ddl != null || view().sees(state.lastMaker())) {
            return;
        }
        if (fresh && readsPast) {
            // It may be one that is not durable yet, and left out: not by a view of now.
            closeView();
            readsPast = false;
        }
        if (!view().sees(state.maker(index.id())) && !isYoungerAndPrivate(index.table())) {
            throw new TableChangedException();
        }
    }

    private boolean isYoungerAndPrivate(EngineTable table) {
        return table.spec().schema().startsWith(PRIVATE_SCHEMA)
                && !view().sees(table.state().maker(table.clustered().id()));
    }

    /**
     * Rows were read as they are now: any of the commits that are not durable may be among them.
     */
    void lockedRead() {
        lockedReads = true;
    }

    /**
     * One record was read as it is now. Whoever changes nothing waits for the commit of this
     * version only: a DELETE that finds another's delete mark, not one that others work beside.
     */
    void lockedVersion(long writer) {
        if (readsNewDefinition) {
            lockedReads = true;
        } else if (writer != id) {
            seenLsn = Math.max(seenLsn, kernel.active.undurableLsn(writer));
        }
    }

    /**
     * A key was looked for as it is now and has no record in its page. What took one away, purge or
     * a rollback, comes behind all that it is the end of, and is in the page.
     */
    void lockedNothing(long pageLsn) {
        if (readsNewDefinition) {
            lockedReads = true;
        } else {
            seenLsn = Math.max(seenLsn, pageLsn);
        }
    }

    boolean locksRanges() {
        return isolation == Isolation.REPEATABLE_READ || isolation == Isolation.SERIALIZABLE;
    }

    private void closeView() {
        Snapshot v = view;
        if (v != null) {
            view = null;
            v.close();
        }
    }

    private boolean isViewPerStatement() {
        return isolation == Isolation.READ_COMMITTED || isolation == Isolation.READ_UNCOMMITTED;
    }

    // ---- the interface ----

    @Override
    public long id() {
        return id;
    }

    @Override
    public Isolation isolation() {
        return isolation;
    }

    @Override
    public boolean isReadOnly() {
        return readOnly;
    }

    @Override
    public boolean hasChanges() {
        return changes > 0;
    }

    @Override
    public void mayBlock(boolean allowed) {
        owner.mayBlock(allowed);
    }

    @Override
    public void lockWaitTimeoutMillis(long millis) {
        owner.timeoutMillis(millis);
    }

    @Override
    public void interrupt() {
        owner.interrupt();
    }

    @Override
    public void beginStatement() {
        requireOpen();
        owner.clearInterrupt();
        statementPosition = position();
        changesAtStatement = changes;
        if (isViewPerStatement()) {
            closeView();
        }
    }

    @Override
    public void endStatement() {
        if (isViewPerStatement()) {
            closeView();
        }
    }

    @Override
    public void beginBulk() {
        requireOpen();
        rows().bulk().begin();
    }

    @Override
    public void endBulk() {
        orRollBack(() -> {
            rows().bulk().end();
            return null;
        });
    }

    @Override
    public void rollbackStatement() {
        if (ended) {
            return;
        }
        forgetBulk();
        if (changes != changesAtStatement) {
            rollbackToPosition(statementPosition);
        }
        endStatement();
    }

    @Override
    public void takeReadView() {
        view();
    }

    private long position() {
        TransactionUndo u = undo;
        return u == null ? 0 : u.position();
    }

    void rollbackToPosition(long position) {
        TransactionUndo u = undo;
        if (u == null || !u.hasBegun()) {
            return;
        }
        Workspace work = workspace();
        if (new Undoer(kernel, work, u, id, isBlockingAllowed()).undoTo(position)) {
            u.undoneTo(position, work.mtr);
        }
    }

    @Override
    public void savepoint(String name) {
        requireOpen();
        savepoints.removeIf(s -> s.name().equalsIgnoreCase(name));
        savepoints.add(new Savepoint(name, position()));
    }

    @Override
    public boolean rollbackTo(String name) {
        int at = find(name);
        if (at < 0) {
            return false;
        }
        rollbackToPosition(savepoints.get(at).position());
        savepoints.subList(at + 1, savepoints.size()).clear();
        return true;
    }

    @Override
    public boolean release(String name) {
        int at = find(name);
        if (at < 0) {
            return false;
        }
        savepoints.subList(at, savepoints.size()).clear();
        return true;
    }

    private int find(String name) {
        for (int i = savepoints.size() - 1; i >= 0; i--) {
            if (savepoints.get(i).name().equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public Cursor open(Index index, LockMode lock, WaitPolicy wait) {
        requireOpen();
        EngineIndex engineIndex = (EngineIndex) index;
        if (rows != null) {
            rows.bulk().beforeRead(engineIndex.table());
        }
        RowCursor cursor = workspace().rowCursor(engineIndex);
        cursor.open(this, kernel, engineIndex, lock, wait);
        return cursor;
    }

    void closed(RowCursor cursor) {
        Workspace work = workspace;
        if (work != null) {
            work.keep(cursor);
        }
    }

    private void forgetBulk() {
        if (rows != null) {
            rows.bulk().forget();
        }
    }

    private RowStore rows() {
        RowStore r = rows;
        if (r == null) {
            r = new RowStore(this, kernel);
            rows = r;
        }
        return r;
    }

    /** A deadlock, or a full lock table, costs the whole transaction. */
    <T extends @Nullable Object> T orRollBack(Supplier<T> action) {
        try {
            return action.get();
        } catch (DeadlockException | LockTableFullException e) {
            rollback();
            throw e;
        }
    }

    @Override
    public @Nullable Index insert(Table table, @Nullable Object[] values, OnDuplicate onDuplicate) {
        return orRollBack(() -> rows().insert((EngineTable) table, values, onDuplicate));
    }

    /** Before rows that may use values of the counter are written. */
    void persistAutoIncrement(EngineTable table) {
        if (table.state().autoIncrement().isDirty()) {
            hooks.persistAutoIncrement(table, workspace().mtr, isBlockingAllowed());
        }
    }

    @Override
    public @Nullable Index update(
            Table table, RowId row, @Nullable Object[] values, OnDuplicate onDuplicate) {
        return orRollBack(() -> rows().update((EngineTable) table, row, values, onDuplicate));
    }

    @Override
    public boolean delete(Table table, RowId row) {
        return orRollBack(() -> rows().delete((EngineTable) table, row));
    }

    @Override
    public void lockMetadata(String schema, String table, MetadataLock mode, long timeoutMillis) {
        requireOpen();
        String name = schema + '\0' + table;
        boolean writes = mode == MetadataLock.SHARED_WRITE;
        if (writes || mode == MetadataLock.SHARED) {
            if (contains(writtenMetadata, name) || !writes && contains(sharedMetadata, name)) {
                return;
            }
        }
        byte[] key = name.getBytes(StandardCharsets.UTF_8);
        long rowTimeout = owner.timeoutMillis();
        owner.timeoutMillis(timeoutMillis);
        try {
            orRollBack(() ->
                    kernel.locks.lock(
                            owner,
                            LockTable.METADATA,
                            key,
                            0,
                            key.length,
                            strength(mode),
                            WaitPolicy.WAIT));
        } finally {
            owner.timeoutMillis(rowTimeout);
        }
        long durable = kernel.pool.volume().durableLsn();
        if (hooks.lastChangeLsn() > durable && hooks.changeLsn(schema, table) > durable) {
            readsNewDefinition = true;
        }
        if (writes) {
            writtenMetadata = with(writtenMetadata, name);
        } else {
            sharedMetadata = with(sharedMetadata, name);
        }
    }

    private static Strength strength(MetadataLock mode) {
        return switch (mode) {
            case SHARED -> Strength.SHARED;
            case SHARED_WRITE -> Strength.WRITE;
            case READ_ONLY -> Strength.READ_ONLY;
            case EXCLUSIVE -> Strength.EXCLUSIVE;
        };
    }

    private static boolean contains(List<String> names, String name) {
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equals(name)) {
                return true;
            }
        }
        return false;
    }

    private static List<String> with(List<String> names, String name) {
        List<String> grown = names.isEmpty() ? new ArrayList<>(4) : names;
        grown.add(name);
        return grown;
    }

    @Override
    public Ddl ddl() {
        requireOpen();
        DdlSession session = ddl;
        if (session == null) {
            session = hooks.begin(this);
            ddl = session;
        }
        return session;
    }

    @Override
    public long commit() {
        requireOpen();
        long lsn;
        TransactionUndo u = undo;
        if (u != null) {
            lsn = finishUndo(u);
            kernel.active.end(id, lsn);
            kernel.writers.remove(id);
        } else {
            lsn = 0;
        }
        if (lsn == 0) {
            lsn = seenLsn();
        }
        DdlSession session = ddl;
        if (session != null) {
            session.committed(lsn);
        }
        finish();
        return lsn;
    }

    /** A commit that cannot be written down is a rollback: nobody else would ever end it. */
    private long finishUndo(TransactionUndo u) {
        try {
            return u.finish(true, workspace().mtr);
        } catch (RuntimeException e) {
            rollback();
            throw e;
        }
    }

    @Override
    public long seenLsn() {
        if (lockedReads) {
            seenLsn = Math.max(seenLsn, kernel.active.lastCommitLsn());
        }
        return seenLsn > kernel.pool.volume().durableLsn() ? seenLsn : 0;
    }

    @Override
    public void rollback() {
        if (ended) {
            return;
        }
        TransactionUndo u = undo;
        if (u != null) {
            long lsn;
            try {
                Workspace work = workspace();
                if (u.hasBegun()) {
                    new Undoer(kernel, work, u, id, isBlockingAllowed()).undoTo(0);
                }
                lsn = u.finish(false, work.mtr);
            } catch (RuntimeException e) {
                // Its changes stay hidden and locked until the maintenance thread has undone them.
                kernel.orphans.add(new Orphan(id, u, owner));
                endWithoutLocks();
                throw e;
            }
            kernel.active.endUndone(id, lsn);
            kernel.writers.remove(id);
        }
        DdlSession session = ddl;
        if (session != null) {
            session.rolledBack();
        }
        finish();
    }

    /** Fills a new index from the rows; the caller holds the table's exclusive metadata lock. */
    public void buildIndex(EngineIndex index) {
        startWriting();
        new IndexBuild(this, kernel, index).run();
    }

    private void finish() {
        endWithoutLocks();
        kernel.locks.releaseAll(owner);
    }

    private void endWithoutLocks() {
        ended = true;
        closeView();
        Workspace work = workspace;
        if (work != null) {
            workspace = null;
            kernel.giveBack(work);
        }
    }
}
