package io.daybreak.engine.table;

import io.daybreak.engine.api.TableStatistics;
import io.daybreak.engine.lock.RangeTable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * What all versions of a table share and no transaction owns: counters, range locks, statistics.
 * Thread-safe.
 */
public final class TableState {
    /** The next hidden row id; 0: not known yet, look at the tree. */
    private final AtomicLong nextRowId = new AtomicLong();

    private final AutoIncrement autoIncrement = new AutoIncrement();
    private final LongAdder rowDelta = new LongAdder();
    private final LongAdder changes = new LongAdder();
    private final ConcurrentHashMap<Long, RangeTable> ranges = new ConcurrentHashMap<>();
    private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();
    private volatile boolean dropped;

    /** By index id: the transaction that made the tree, of those made since the start. */
    private final ConcurrentHashMap<Long, Long> makers = new ConcurrentHashMap<>();

    private volatile long lastMaker;
    private volatile long changeLsn;

    private volatile @Nullable TableStatistics statistics;
    private volatile long changesAtStatistics;
    private final AtomicBoolean sampling = new AtomicBoolean();

    public AtomicLong nextRowId() {
        return nextRowId;
    }

    public AutoIncrement autoIncrement() {
        return autoIncrement;
    }

    RangeTable ranges(long indexId) {
        return ranges.computeIfAbsent(indexId, _ -> new RangeTable());
    }

    /** A tree of the table belongs to it from this transaction's commit on. */
    public void made(long indexId, long transactionId) {
        makers.put(indexId, transactionId);
        lastMaker = Math.max(lastMaker, transactionId);
    }

    /** The transaction that made the index; 0 if that was before the start. */
    public long maker(long indexId) {
        return makers.getOrDefault(indexId, 0L);
    }

    /** The last transaction that made any; 0 if none since the start. */
    public long lastMaker() {
        return lastMaker;
    }

    /** The definition is good when this commit is durable. */
    public void changedAt(long commitLsn) {
        changeLsn = Math.max(changeLsn, commitLsn);
    }

    /** The commit that the definition came with; 0 if it is from before the start. */
    public long changeLsn() {
        return changeLsn;
    }

    /** Rows inserted less rows deleted since the statistics were taken. */
    public LongAdder rowDelta() {
        return rowDelta;
    }

    public LongAdder changes() {
        return changes;
    }

    public @Nullable TableStatistics statistics() {
        return statistics;
    }

    public void statistics(TableStatistics value) {
        changesAtStatistics = changes.sum();
        rowDelta.reset();
        statistics = value;
    }

    /** Whether the caller is to take statistics anew; false if another thread does already. */
    public boolean beginSampling() {
        return sampling.compareAndSet(false, true);
    }

    public void endSampling() {
        sampling.set(false);
    }

    public long changesSinceStatistics() {
        return changes.sum() - changesAtStatistics;
    }

    /**
     * Keeps the trees from being freed under a background reader.
     *
     * @return false if they are dropped already; nothing is held then
     */
    public boolean enter() {
        use.readLock().lock();
        if (dropped) {
            use.readLock().unlock();
            return false;
        }
        return true;
    }

    public void leave() {
        use.readLock().unlock();
    }

    /**
     * Returns when no background reader is left that entered before.
     *
     * @return whether the table is still there
     */
    public boolean drainUsers() {
        use.writeLock().lock();
        try {
            return !dropped;
        } finally {
            use.writeLock().unlock();
        }
    }

    /** After this no background reader touches the trees. */
    public void drop() {
        use.writeLock().lock();
        try {
            dropped = true;
        } finally {
            use.writeLock().unlock();
        }
    }
}
