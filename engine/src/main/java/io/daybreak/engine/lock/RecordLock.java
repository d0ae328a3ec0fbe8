package io.daybreak.engine.lock;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One lock of one record, held or waited for. Links are guarded by the shard of the queue. */
public final class RecordLock extends Wait {
    final RecordQueue queue;
    final Strength strength;

    /** Holds a lock of the record already, so passes those who wait. */
    final boolean bypass;

    @Nullable RecordLock previous;
    @Nullable RecordLock next;

    // guarded by the owner's monitor
    @Nullable RecordLock ownerNext;
    @Nullable RecordLock ownerPrevious;

    RecordLock(LockOwner owner, RecordQueue queue, Strength strength, boolean bypass) {
        super(owner);
        this.queue = queue;
        this.strength = strength;
        this.bypass = bypass;
    }

    boolean isGranted() {
        return state == State.GRANTED;
    }

    boolean waitsFor(RecordLock other, boolean otherIsAhead) {
        return other.owner() != owner()
                && strength.clashesWith(other.strength)
                && (other.isGranted() || otherIsAhead && !bypass);
    }

    @Override
    void blockers(List<LockOwner> into) {
        queue.shard.lock();
        try {
            if (state != State.WAITING) {
                // Granted meanwhile, and perhaps free again: those who have queued since are not
                // ahead.
                return;
            }
            // Whoever waits ahead of a lock that clashes with all others waits for those who hold
            // one, as this one does: a search that goes through them takes a way round.
            boolean holdersOnly = strength == Strength.EXCLUSIVE && !bypass;
            boolean ahead = !holdersOnly;
            for (RecordLock l = queue.first; l != null; l = l.next) {
                if (l == this) {
                    ahead = false;
                } else if (waitsFor(l, ahead)) {
                    into.add(l.owner());
                }
            }
        } finally {
            queue.shard.unlock();
        }
    }
}
