package io.daybreak.engine.txn;

import io.daybreak.engine.api.KeyRange;
import io.daybreak.engine.btree.LeafScan;
import io.daybreak.engine.key.ByteWriter;
import io.daybreak.engine.lock.RangeLock;
import io.daybreak.engine.lock.RangeTable;
import io.daybreak.logstorage.api.PageLayout;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The range lock of a locking read, which grows with the scan: nobody else inserts between the
 * entries that the scan has passed. Owned by its cursor.
 */
final class LockedRange {
    private static final byte[] EMPTY_PREFIX = {};

    private final OpenIndex open;
    private final RangeScan scan;
    private @Nullable RangeLock lock;

    /** The last entry that was dealt with. */
    private final ByteWriter lastKey = new ByteWriter(64);

    private boolean hasLastKey;

    LockedRange(OpenIndex open, RangeScan scan) {
        this.open = open;
        this.scan = scan;
    }

    /** Before another range; the lock of the last one is the transaction's now. */
    void leave() {
        lock = null;
        hasLastKey = false;
    }

    boolean isOpen() {
        return lock != null;
    }

    /** Locks the whole range at once. */
    void openWhole() {
        KeyRange range = scan.range();
        lock =
                ranges().open(
                                open.transaction().owner(),
                                range.low(),
                                range.lowInclusive(),
                                range.high(),
                                range.highInclusive());
    }

    /** Locks nothing yet but the end of the range at which the scan starts. */
    void openAtStart() {
        KeyRange range = scan.range();
        byte[] low = range.low();
        byte[] high = range.high();
        if (!scan.isBackward()) {
            byte[] upTo = low == null ? EMPTY_PREFIX : low;
            lock =
                    ranges().open(
                                    open.transaction().owner(),
                                    low,
                                    range.lowInclusive(),
                                    upTo,
                                    false);
            return;
        }
        byte[] downTo = high == null ? EMPTY_PREFIX : high;
        RangeLock opened =
                ranges().open(
                                open.transaction().owner(),
                                downTo,
                                false,
                                high,
                                range.highInclusive());
        lock = opened;
        if (high == null) {
            // Nothing is above an empty prefix that is left out.
            ranges().extendLow(opened, EMPTY_PREFIX, false);
        }
    }

    /** Moves the scan, and locks the range up to where it stands; false at the range's end. */
    boolean step() {
        LeafScan s = scan.leaf();
        long before = scan.isStarted() ? PageLayout.pageNumber(s.page()) : -1;
        boolean found = scan.step();
        boolean sameLeaf = before == PageLayout.pageNumber(s.page());
        while (true) {
            extend(found);
            if (sameLeaf && s.isCurrent()) {
                return found;
            }
            // Up to the limit no key can come any more, so a look from now on is exact.
            byte @Nullable [] limit = found ? s.key() : null;
            found = stepAgain();
            if (limit == null || found && isCovered(s, limit)) {
                return found;
            }
            sameLeaf = false;
        }
    }

    /** The entry with this key is dealt with: the next step starts from it. */
    void passed(byte[] key) {
        lastKey.reset();
        lastKey.bytes(key);
        hasLastKey = true;
    }

    private boolean isCovered(LeafScan s, byte[] limit) {
        int order = s.compareKey(limit, 0, limit.length);
        return scan.isBackward() ? order >= 0 : order <= 0;
    }

    /** Seeks anew behind the last entry that was dealt with. */
    private boolean stepAgain() {
        if (!hasLastKey) {
            scan.startOver();
            return scan.step();
        }
        return scan.stepFrom(lastKey.bytes(), lastKey.length());
    }

    private void extend(boolean found) {
        RangeLock grown = Objects.requireNonNull(lock);
        KeyRange range = scan.range();
        if (scan.isBackward()) {
            ranges().extendLow(
                            grown,
                            found ? scan.leaf().key() : range.low(),
                            found || range.lowInclusive());
        } else {
            ranges().extendHigh(
                            grown,
                            found ? scan.leaf().key() : range.high(),
                            found || range.highInclusive());
        }
    }

    private RangeTable ranges() {
        return open.index().ranges();
    }
}
