package io.daybreak.engine.mvcc;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The active writing transactions and the ids. Thread-safe.
 *
 * <p>Ids are reserved on disk in steps, so that an id is never given twice over a crash: {@code
 * reserve} is called, under the lock, before an id at or above the reserved limit is given.
 *
 * <p>A commit is visible before it is durable; whoever reads it waits for that before it answers.
 * Who only reads gets a view without such commits ({@link #openForReading}), and need not wait: so
 * reads go on while commits wait for a quorum that is away. Purge keeps what those commits
 * replaced.
 */
public final class ActiveTransactions {
    private static final long RESERVE_STEP = 1 << 16;

    private final ReentrantLock lock = new ReentrantLock();
    private final LongConsumer reserve;
    private final ArrayDeque<Snapshot> held = new ArrayDeque<>();
    private final UndurableCommits undurable = new UndurableCommits();
    private final LongSupplier durableLsn;

    /** Open views that leave out more than the active transactions. */
    private final List<Snapshot> past = new ArrayList<>();

    private int prunePastAt = 64;

    /** The newest of them, what it was made of, and how many commits it leaves out. */
    private @Nullable Snapshot newestPast;

    private @Nullable Snapshot pastOf;
    private int pastCount;
    private int pruneAt = 64;
    private long nextId;
    private long reservedLimit;
    private volatile Snapshot current;

    /**
     * @param firstId the first id to give out
     * @param recovered ids of transactions found unfinished, ascending
     * @param reserve persists that ids below its argument may be in use
     * @param durableLsn VDL
     */
    public ActiveTransactions(
            long firstId, long[] recovered, LongConsumer reserve, LongSupplier durableLsn) {
        this.durableLsn = durableLsn;
        this.nextId = firstId;
        this.reservedLimit = firstId;
        this.reserve = reserve;
        this.current = new Snapshot(recovered, firstId, 0);
    }

    /** Gives a new id and makes it active. */
    public long begin() {
        lock.lock();
        try {
            long id = takeId();
            long[] old = current.active();
            long[] active = Arrays.copyOf(old, old.length + 1);
            active[old.length] = id;
            replace(new Snapshot(active, nextId, current.commitLsn()));
            return id;
        } finally {
            lock.unlock();
        }
    }

    private long takeId() {
        long id = nextId;
        if (id >= reservedLimit) {
            reserve.accept(id + RESERVE_STEP);
            reservedLimit = id + RESERVE_STEP;
        }
        nextId++;
        return id;
    }

    /** A number from the same sequence that is no transaction's id: to name tables and trees. */
    public long takeNumber() {
        lock.lock();
        try {
            return takeId();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends a transaction by a commit: new read views see its changes.
     *
     * @param commitLsn 0 if nothing was written
     */
    public void end(long id, long commitLsn) {
        end(id, commitLsn, commitLsn);
    }

    /**
     * Ends a transaction by a rollback. Its id may stand in entries that it found and put back: a
     * view that leaves out a commit before it must leave it out as well, or it would take such an
     * entry for settled.
     *
     * @param lsn of the record that ends it; 0 if nothing was written
     */
    public void endUndone(long id, long lsn) {
        end(id, lsn, 0);
    }

    private void end(long id, long lsn, long commitLsn) {
        lock.lock();
        try {
            long[] old = current.active();
            int at = Arrays.binarySearch(old, id);
            if (at < 0) {
                throw new IllegalStateException("transaction " + id + " is not active");
            }
            long[] active = new long[old.length - 1];
            System.arraycopy(old, 0, active, 0, at);
            System.arraycopy(old, at + 1, active, at, active.length - at);
            undurable.trim(durableLsn.getAsLong());
            if (lsn > 0) {
                undurable.add(id, lsn);
            }
            replace(new Snapshot(active, nextId, Math.max(current.commitLsn(), commitLsn)));
        } finally {
            lock.unlock();
        }
    }

    private void replace(Snapshot snapshot) {
        Snapshot old = current;
        current = snapshot;
        if (!old.tryKill()) {
            held.addLast(old);
            if (held.size() >= pruneAt) {
                held.removeIf(Snapshot::tryKill);
                pruneAt = 64 + 2 * held.size();
            }
        }
    }

    public boolean isActive(long id) {
        return current.isActive(id);
    }

    public int activeCount() {
        return current.active().length;
    }

    /** The greatest commit LSN that a read of the newest committed rows can have seen. */
    public long lastCommitLsn() {
        return current.commitLsn();
    }

    /** The LSN of a transaction's end if that is not durable yet; else 0. */
    public long undurableLsn(long id) {
        if (current.commitLsn() <= durableLsn.getAsLong()) {
            return 0;
        }
        lock.lock();
        try {
            long durable = durableLsn.getAsLong();
            undurable.trim(durable);
            return undurable.lsn(id, durable);
        } finally {
            lock.unlock();
        }
    }

    /** A read view of now; the caller closes it. */
    public Snapshot open() {
        while (true) {
            Snapshot snapshot = current;
            if (snapshot.tryOpen()) {
                return snapshot;
            }
        }
    }

    /**
     * A read view of now for who only reads: without the commits that are not durable yet, so that
     * nobody has to wait for them. The caller closes it.
     */
    public Snapshot openForReading() {
        if (current.commitLsn() <= durableLsn.getAsLong()) {
            return open();
        }
        lock.lock();
        try {
            long durable = durableLsn.getAsLong();
            undurable.trim(durable);
            int count = undurable.count(durable);
            if (count == 0) {
                return open();
            }
            Snapshot view = newestPast;
            // Commits only join when `current` changes, so as many are the same ones.
            boolean isOfNow = pastOf == current && pastCount == count;
            if (view != null && isOfNow && view.tryOpen()) {
                return view;
            }
            return openPast(durable, count);
        } finally {
            lock.unlock();
        }
    }

    private Snapshot openPast(long durable, int count) {
        Snapshot view = opened(current.without(undurable.ids(durable), durable));
        if (past.size() >= prunePastAt) {
            past.removeIf(Snapshot::tryKill);
            prunePastAt = 64 + 2 * past.size();
        }
        past.add(view);
        newestPast = view;
        pastOf = current;
        pastCount = count;
        return view;
    }

    private static Snapshot opened(Snapshot fresh) {
        if (!fresh.tryOpen()) {
            throw new IllegalStateException("a new read view is dead");
        }
        return fresh;
    }

    /**
     * A read view of which all others see everything, now and later: the oldest in use, without
     * what any other leaves out. The caller closes it.
     */
    public Snapshot openOldest() {
        lock.lock();
        try {
            Snapshot oldest = oldestHeld();
            long durable = durableLsn.getAsLong();
            undurable.trim(durable);
            past.removeIf(Snapshot::tryKill);
            if (undurable.isEmpty() && past.isEmpty()) {
                return oldest;
            }
            Snapshot all = oldest.without(undurable.ids(durable), oldest.commitLsn());
            oldest.close();
            for (Snapshot view : past) {
                all = all.and(view);
            }
            // It reads old versions too, and the views it was made of may close before it does.
            past.add(all);
            return opened(all);
        } finally {
            lock.unlock();
        }
    }

    private Snapshot oldestHeld() {
        while (!held.isEmpty()) {
            Snapshot oldest = held.peekFirst();
            if (oldest.tryKill()) {
                held.removeFirst();
            } else if (oldest.tryOpen()) {
                return oldest;
            }
        }
        return open();
    }
}
