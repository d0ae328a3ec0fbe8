package io.daybreak.engine.lock;

import java.util.List;

/** One transaction waiting for others. */
abstract sealed class Wait permits RecordLock, RangeWait {
    enum State {
        WAITING,
        GRANTED,
        /** Chosen as the victim of a deadlock. */
        VICTIM
    }

    private final LockOwner owner;
    private final Thread thread;
    volatile State state = State.WAITING;

    Wait(LockOwner owner) {
        this.owner = owner;
        this.thread = Thread.currentThread();
    }

    final LockOwner owner() {
        return owner;
    }

    final Thread thread() {
        return thread;
    }

    /** Adds whom this one waits for now; takes the shard's lock. */
    abstract void blockers(List<LockOwner> into);
}
