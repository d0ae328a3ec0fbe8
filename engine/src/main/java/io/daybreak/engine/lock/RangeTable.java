package io.daybreak.engine.lock;

import io.daybreak.engine.api.LockTableFullException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The range locks of one index. Thread-safe; one per index, owned by it.
 *
 * <p>Protocol: an inserter asks {@link #isBlocked} under the exclusive latch of the leaf it inserts
 * into. A scan extends its lock first and looks afterwards whether the leaf it copied is unchanged,
 * else reads again; so either the inserter sees the lock or the scan sees the key.
 */
public final class RangeTable {
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayList<RangeLock> locks = new ArrayList<>();
    private final ArrayList<RangeWait> waits = new ArrayList<>();
    private volatile int count;

    /** An inserter looks at all of them, so more would stop the table anyway. */
    static final int RANGES_MAX = 100_000;

    /**
     * A new lock of nothing yet above (or below) the bound.
     *
     * @throws LockTableFullException if the index has as many as it may
     */
    public RangeLock open(
            LockOwner owner,
            byte @Nullable [] low,
            boolean lowInclusive,
            byte @Nullable [] high,
            boolean highInclusive) {
        RangeLock range = new RangeLock(owner, this);
        range.low = low;
        range.lowInclusive = lowInclusive;
        range.high = high;
        range.highInclusive = highInclusive;
        lock.lock();
        try {
            if (locks.size() >= RANGES_MAX) {
                throw new LockTableFullException();
            }
            range.slot = locks.size();
            locks.add(range);
            count = locks.size();
        } finally {
            lock.unlock();
        }
        owner.add(range);
        return range;
    }

    public void extendHigh(RangeLock range, byte @Nullable [] high, boolean inclusive) {
        lock.lock();
        try {
            range.high = high;
            range.highInclusive = inclusive;
        } finally {
            lock.unlock();
        }
    }

    public void extendLow(RangeLock range, byte @Nullable [] low, boolean inclusive) {
        lock.lock();
        try {
            range.low = low;
            range.lowInclusive = inclusive;
        } finally {
            lock.unlock();
        }
    }

    /** Whether another transaction has locked a range with this key in it. */
    public boolean isBlocked(LockOwner owner, byte[] key, int offset, int length) {
        if (count == 0) {
            return false;
        }
        lock.lock();
        try {
            return blocked(owner, key, offset, length);
        } finally {
            lock.unlock();
        }
    }

    private boolean blocked(LockOwner owner, byte[] key, int offset, int length) {
        for (RangeLock range : locks) {
            if (range.owner != owner && range.contains(key, offset, length)) {
                return true;
            }
        }
        return false;
    }

    /**
     * @return null if nothing blocks any more
     */
    @Nullable RangeWait enqueue(LockOwner owner, byte[] key) {
        RangeWait wait = new RangeWait(owner, this, key);
        lock.lock();
        try {
            if (!blocked(owner, key, 0, key.length)) {
                return null;
            }
            waits.add(wait);
            return wait;
        } finally {
            lock.unlock();
        }
    }

    void dequeue(RangeWait wait) {
        lock.lock();
        try {
            waits.remove(wait);
        } finally {
            lock.unlock();
        }
    }

    boolean condemn(RangeWait wait) {
        lock.lock();
        try {
            return WaitGraph.condemnLocked(wait);
        } finally {
            lock.unlock();
        }
    }

    void blockers(RangeWait wait, List<LockOwner> into) {
        lock.lock();
        try {
            for (RangeLock range : locks) {
                if (range.owner != wait.owner()
                        && range.contains(wait.key(), 0, wait.key().length)) {
                    into.add(range.owner);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("ReferenceEquality") // the very lock is meant
    void release(RangeLock range) {
        lock.lock();
        try {
            RangeLock last = locks.removeLast();
            if (last != range) {
                locks.set(range.slot, last);
                last.slot = range.slot;
            }
            count = locks.size();
            for (int i = waits.size() - 1; i >= 0; i--) {
                RangeWait wait = waits.get(i);
                if (wait.state == Wait.State.WAITING
                        && !blocked(wait.owner(), wait.key(), 0, wait.key().length)) {
                    wait.state = Wait.State.GRANTED;
                    waits.remove(i);
                    LockSupport.unpark(wait.thread());
                }
            }
        } finally {
            lock.unlock();
        }
    }
}
