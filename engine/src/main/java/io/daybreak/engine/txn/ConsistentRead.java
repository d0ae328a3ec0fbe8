package io.daybreak.engine.txn;

import io.daybreak.engine.btree.LeafScan;
import io.daybreak.engine.mvcc.Snapshot;
import io.daybreak.engine.row.RecordHeader;
import io.daybreak.engine.table.EngineIndex;
import java.util.Objects;

/**
 * Finds the rows that the transaction's read view sees; locks nothing. Owned by its cursor.
 *
 * <p>An entry whose last writer the view sees is taken as it is. Of any other the clustered record,
 * or an older version of it, decides.
 */
final class ConsistentRead {
    private static final long NOBODY = -1;

    private final OpenIndex open;
    private final RangeScan scan;
    private final CurrentRow current;

    /** Whose changes this range has found visible last: neighbours often are one writer's. */
    private long seenId = NOBODY;

    private long ownId;

    /** The row that was found last is not what stands in the leaf. */
    private boolean older;

    ConsistentRead(OpenIndex open, RangeScan scan, CurrentRow current) {
        this.open = open;
        this.scan = scan;
        this.current = current;
    }

    /** Before a range's first row. */
    void start() {
        seenId = NOBODY;
    }

    /** The row whose clustered key the range is. */
    boolean point() {
        byte[] wanted = Objects.requireNonNull(scan.range().low());
        EngineIndex clustered = open.index();
        Snapshot view = open.transaction().view();
        if (!current.fetch(clustered, wanted, 0, wanted.length)
                || !current.makeVisible(view, clustered, wanted, 0, wanted.length)) {
            return false;
        }
        current.stand(wanted, 0, wanted.length);
        current.useImage();
        return true;
    }

    /**
     * The next row of the range, and all behind it in the same copy of a leaf that the view sees as
     * they are.
     *
     * @return false if there is none
     */
    boolean next(RowBatch batch) {
        if (!next()) {
            batch.clear();
            return false;
        }
        LeafScan s = scan.leaf();
        if (older || scan.isBackward()) {
            batch.single();
            return true;
        }
        boolean clustered = open.index().isClustered();
        batch.start(s, clustered);
        batch.add(s.entry());
        Snapshot view = open.transaction().view();
        byte[] page = s.page();
        int end = s.entries();
        int entry = s.entry() + 1;
        for (; entry < end && scan.reaches(entry); entry++) {
            long word = RecordHeader.word(page, s.valueOffset(entry));
            if (!isSeen(view, word & RecordHeader.ID_MASK)) {
                break;
            }
            if ((word & RecordHeader.DELETED) == 0) {
                batch.add(entry);
            }
        }
        scan.pass(entry - 1);
        return true;
    }

    private boolean isSeen(Snapshot view, long id) {
        if (id == seenId || view.sees(id) || id == ownId && ownId != 0) {
            seenId = id;
            return true;
        }
        return false;
    }

    /** The next row of the range. */
    boolean next() {
        Snapshot view = open.transaction().view();
        ownId = open.transaction().id();
        older = false;
        LeafScan s = scan.leaf();
        boolean clustered = open.index().isClustered();
        while (scan.step()) {
            byte[] page = s.page();
            int value = s.valueOffset();
            long word = RecordHeader.word(page, value);
            if (isSeen(view, word & RecordHeader.ID_MASK)) {
                if ((word & RecordHeader.DELETED) != 0) {
                    continue;
                }
                current.stand(page, s.keyOffset(), s.keyLength());
                if (clustered) {
                    current.useRow(page, value + RecordHeader.CLUSTERED_LENGTH);
                }
                return true;
            }
            current.stand(page, s.keyOffset(), s.keyLength());
            if (clustered
                    ? isVisible(view, s)
                    : current.loadVisible(view) && current.imageHasEntry()) {
                current.useImage();
                older = true;
                return true;
            }
        }
        return false;
    }

    /** Looks for the version of a clustered record that the view sees. */
    private boolean isVisible(Snapshot view, LeafScan s) {
        byte[] page = s.page();
        current.image.load(page, s.valueOffset(), s.valueLength());
        return current.makeVisible(view, open.index(), page, s.keyOffset(), s.keyLength());
    }
}
