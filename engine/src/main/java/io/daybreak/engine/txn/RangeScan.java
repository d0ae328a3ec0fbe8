package io.daybreak.engine.txn;

import io.daybreak.engine.api.KeyRange;
import io.daybreak.engine.btree.LeafScan;
import io.daybreak.engine.btree.SeekMode;
import org.jspecify.annotations.Nullable;

/**
 * Walks a range of an index from entry to entry, in either direction, visible or not. Owned by its
 * cursor; holds no latch between two steps.
 */
final class RangeScan {
    private static final int STEPS_PER_LOOK = 512;

    private final OpenIndex open;
    private @Nullable LeafScan leafScan;
    private KeyRange range = KeyRange.ALL;
    private boolean backward;
    private boolean started;
    private int steps;

    RangeScan(OpenIndex open) {
        this.open = open;
    }

    /** The cursor goes to another tree. */
    void leaveTree() {
        leafScan = null;
    }

    /** Starts before the range, or behind it if {@code backward}. */
    void seek(KeyRange newRange, boolean newBackward) {
        range = newRange;
        backward = newBackward;
        started = false;
    }

    /** The next step starts at the same end of the range once more. */
    void startOver() {
        started = false;
    }

    KeyRange range() {
        return range;
    }

    boolean isBackward() {
        return backward;
    }

    boolean isStarted() {
        return started;
    }

    /** Where it stands, in a private copy of a leaf. */
    LeafScan leaf() {
        LeafScan s = leafScan;
        if (s == null) {
            s = open.index().tree().scan();
            leafScan = s;
        }
        return s;
    }

    /** Moves; false at the end of the range. */
    boolean step() {
        if (++steps >= STEPS_PER_LOOK && open.mayBlock()) {
            steps = 0;
            open.transaction().owner().throwIfInterrupted();
        }
        LeafScan s = leaf();
        boolean found;
        if (started) {
            found = backward ? s.previous() : s.next();
        } else {
            started = true;
            found = backward ? seekHigh(s) : seekLow(s);
        }
        return found && isInRange(s);
    }

    /** Takes entries of the copy as passed, up to and with this one. */
    void pass(int lastEntry) {
        LeafScan s = leaf();
        steps += lastEntry - s.entry();
        s.standOn(lastEntry);
    }

    /** Whether an entry of the copy behind the current one is in the range, going forward. */
    boolean reaches(int entry) {
        if (range.high() == null) {
            return true;
        }
        LeafScan s = leaf();
        return KeyBounds.isBelowHigh(range, s.page(), s.keyOffset(entry), s.keyLength(entry));
    }

    /** Seeks the entry next to the key in the pages as they are now; false at the end. */
    boolean stepFrom(byte[] key, int length) {
        LeafScan s = leaf();
        SeekMode mode = backward ? SeekMode.BEFORE : SeekMode.AFTER;
        return s.seek(key, 0, length, mode, open.mayBlock()) && isInRange(s);
    }

    private boolean isInRange(LeafScan s) {
        if (range == KeyRange.ALL) {
            return true;
        }
        byte[] page = s.page();
        int at = s.keyOffset();
        int length = s.keyLength();
        return backward
                ? KeyBounds.isAboveLow(range, page, at, length)
                : KeyBounds.isBelowHigh(range, page, at, length);
    }

    private boolean seekLow(LeafScan s) {
        byte[] low = range.low();
        if (low == null) {
            return s.first(open.mayBlock());
        }
        byte[] from = range.lowInclusive() ? low : KeyBounds.after(low);
        return from != null && s.seek(from, 0, from.length, SeekMode.AT_OR_AFTER, open.mayBlock());
    }

    private boolean seekHigh(LeafScan s) {
        byte[] high = range.high();
        if (high == null) {
            return s.last(open.mayBlock());
        }
        byte[] before = range.highInclusive() ? KeyBounds.after(high) : high;
        return before == null
                ? s.last(open.mayBlock())
                : s.seek(before, 0, before.length, SeekMode.BEFORE, open.mayBlock());
    }
}
