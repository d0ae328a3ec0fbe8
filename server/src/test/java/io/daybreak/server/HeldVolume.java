package io.daybreak.server;

import io.daybreak.logstorage.api.Lsn;
import io.daybreak.logstorage.api.MiniTransaction;
import io.daybreak.logstorage.api.PageId;
import io.daybreak.quorum.api.Volume;
import io.daybreak.quorum.api.VolumeStatus;
import io.daybreak.quorum.memory.InMemoryVolume;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A volume in memory whose redo is durable at once, until the test says {@link #hold}. Thread-safe.
 */
final class HeldVolume implements Volume {
    private final InMemoryVolume memory = InMemoryVolume.durableOnDemand(1 << 16);
    private volatile boolean held;
    private volatile boolean releasedByNextWaiter;

    /** Names of the threads that wait for a commit, in order. */
    final List<String> waiters = new CopyOnWriteArrayList<>();

    /** From now on nothing becomes durable. */
    void hold() {
        held = true;
    }

    /** Everything becomes durable; the calling thread completes all that waits. */
    void release() {
        held = false;
        memory.makeDurable(memory.lastLsn());
    }

    /** The next one who waits releases everything, and so completes the others' commits. */
    void releaseByNextWaiter() {
        releasedByNextWaiter = true;
    }

    @Override
    public void onDurable(long lsn, Runnable action, Runnable failed) {
        waiters.add(Thread.currentThread().getName());
        if (releasedByNextWaiter) {
            releasedByNextWaiter = false;
            release();
        }
        memory.onDurable(lsn, action, failed);
    }

    @Override
    public Lsn append(MiniTransaction mtr) {
        Lsn last = memory.append(mtr);
        if (!held) {
            memory.makeDurable(last.value());
        }
        return last;
    }

    @Override
    public long durableLsn() {
        return memory.durableLsn();
    }

    @Override
    public long lastLsn() {
        return memory.lastLsn();
    }

    @Override
    public CompletionStage<Void> whenDurable(Lsn lsn) {
        return memory.whenDurable(lsn);
    }

    @Override
    public boolean isAppendable() {
        return memory.isAppendable();
    }

    @Override
    public void awaitAppendable() throws InterruptedException {
        memory.awaitAppendable();
    }

    @Override
    public void read(PageId page, Lsn asOf, byte[] into) {
        memory.read(page, asOf, into);
    }

    @Override
    public long pageCapacity() {
        return memory.pageCapacity();
    }

    @Override
    public void ensureCapacity(PageId page) {
        memory.ensureCapacity(page);
    }

    @Override
    public void advanceMinReadPoint(Lsn lsn) {
        memory.advanceMinReadPoint(lsn);
    }

    @Override
    public VolumeStatus status() {
        return memory.status();
    }

    @Override
    public void close() {
        memory.close();
    }
}
