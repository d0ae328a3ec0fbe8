package io.daybreak.engine.lock;

import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** All locks of one record, in the order they were asked for. Guarded by its shard. */
final class RecordQueue {
    final LockTable.Shard shard;
    final long space;
    final byte[] key;
    final int hash;
    @Nullable RecordQueue bucketNext;
    @Nullable RecordLock first;
    @Nullable RecordLock last;
    int waiting;

    /** Locks, held or waited for, that are {@link Strength#isRestrictive}. */
    int restrictive;

    RecordQueue(LockTable.Shard shard, long space, byte[] key, int hash) {
        this.shard = shard;
        this.space = space;
        this.key = key;
        this.hash = hash;
    }

    boolean is(long otherSpace, byte[] other, int offset, int length) {
        return space == otherSpace
                && Arrays.equals(key, 0, key.length, other, offset, offset + length);
    }

    /** A lock of this owner that is held and strong enough. */
    @Nullable RecordLock held(LockOwner owner, Strength strength) {
        for (RecordLock l = first; l != null; l = l.next) {
            if (l.owner() == owner && l.isGranted() && l.strength.covers(strength)) {
                return l;
            }
        }
        return null;
    }

    boolean conflicts(LockOwner owner, Strength strength, boolean bypass) {
        if (!strength.isRestrictive() && restrictive == 0) {
            return false;
        }
        for (RecordLock l = first; l != null; l = l.next) {
            if (l.owner() != owner
                    && strength.clashesWith(l.strength)
                    && (l.isGranted() || !bypass)) {
                return true;
            }
        }
        return false;
    }

    void append(RecordLock lock) {
        lock.previous = last;
        if (last == null) {
            first = lock;
        } else {
            last.next = lock;
        }
        last = lock;
        if (!lock.isGranted()) {
            waiting++;
        }
        if (lock.strength.isRestrictive()) {
            restrictive++;
        }
    }

    /** Unlinks a lock and grants what can be granted then. */
    void remove(RecordLock lock, boolean wasWaiting) {
        RecordLock before = lock.previous;
        RecordLock after = lock.next;
        if (before == null) {
            first = after;
        } else {
            before.next = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.previous = before;
        }
        if (wasWaiting) {
            waiting--;
        }
        if (lock.strength.isRestrictive()) {
            restrictive--;
        }
        if (waiting > 0) {
            grant();
        }
    }

    private void grant() {
        for (RecordLock l = first; l != null; l = l.next) {
            if (l.state == Wait.State.WAITING && isFree(l)) {
                l.state = Wait.State.GRANTED;
                waiting--;
                LockSupport.unpark(l.thread());
            }
        }
    }

    private boolean isFree(RecordLock lock) {
        boolean ahead = true;
        for (RecordLock l = first; l != null; l = l.next) {
            if (l == lock) {
                ahead = false;
            } else if (lock.waitsFor(l, ahead)) {
                return false;
            }
        }
        return true;
    }
}
