package io.daybreak.engine.lock;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An interval of keys of one index that no other transaction may insert into. Grows as the scan
 * proceeds. Guarded by its range table; intervals of different owners may overlap, as InnoDB's gap
 * locks do.
 *
 * <p>A bound stands for all keys that start with it: an inclusive bound takes them in.
 */
public final class RangeLock {
    final LockOwner owner;
    final RangeTable table;
    byte @Nullable [] low;
    boolean lowInclusive;
    byte @Nullable [] high;
    boolean highInclusive;
    @Nullable RangeLock ownerNext;

    /** Where it stands in its table's list. */
    int slot;

    RangeLock(LockOwner owner, RangeTable table) {
        this.owner = owner;
        this.table = table;
    }

    boolean contains(byte[] key, int offset, int length) {
        return isAboveLow(key, offset, length) && isBelowHigh(key, offset, length);
    }

    private boolean isAboveLow(byte[] key, int offset, int length) {
        byte[] bound = low;
        if (bound == null || isPrefix(bound, key, offset, length)) {
            return bound == null || lowInclusive;
        }
        return Arrays.compareUnsigned(key, offset, offset + length, bound, 0, bound.length) > 0;
    }

    private boolean isBelowHigh(byte[] key, int offset, int length) {
        byte[] bound = high;
        if (bound == null || isPrefix(bound, key, offset, length)) {
            return bound == null || highInclusive;
        }
        return Arrays.compareUnsigned(key, offset, offset + length, bound, 0, bound.length) < 0;
    }

    private static boolean isPrefix(byte[] bound, byte[] key, int offset, int length) {
        return bound.length <= length
                && Arrays.equals(bound, 0, bound.length, key, offset, offset + bound.length);
    }
}
