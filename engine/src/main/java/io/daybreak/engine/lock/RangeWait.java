package io.daybreak.engine.lock;

import java.util.List;

/** An insert that waits for the range locks around its key. */
final class RangeWait extends Wait {
    private final RangeTable table;
    private final byte[] key;

    RangeWait(LockOwner owner, RangeTable table, byte[] key) {
        super(owner);
        this.table = table;
        this.key = key;
    }

    byte[] key() {
        return key;
    }

    void dequeue() {
        table.dequeue(this);
    }

    boolean condemn() {
        return table.condemn(this);
    }

    @Override
    void blockers(List<LockOwner> into) {
        table.blockers(this, into);
    }
}
