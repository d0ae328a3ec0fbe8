package io.daybreak.engine.txn;

import io.daybreak.engine.btree.BTree;
import io.daybreak.engine.btree.LeafScan;
import io.daybreak.engine.btree.TreeCursor;
import io.daybreak.engine.key.BigEndian;
import io.daybreak.engine.mtr.Mtr;
import io.daybreak.engine.row.OverflowReference;
import io.daybreak.engine.row.RecordHeader;
import io.daybreak.engine.row.RowLayout;
import io.daybreak.engine.table.EngineIndex;
import io.daybreak.engine.table.EngineTable;
import io.daybreak.logstorage.api.RedoKind;

/**
 * Frees what dropped trees own. Every step leaves on disk what is still to be done, so it may be
 * repeated after a crash. No state.
 */
public final class TreeRemoval {
    private static final int PAGES_PER_STEP = 16;

    private TreeRemoval() {}

    /** Frees the overflow pages of all rows of a dropped table. */
    public static void freeLongValues(Kernel kernel, EngineTable table) {
        RowLayout layout = table.layout();
        LeafScan scan = table.clustered().tree().scan();
        RowImage image = new RowImage();
        try (Mtr mtr = new Mtr(kernel.pool)) {
            boolean found = scan.first(true);
            while (found) {
                image.load(scan.page(), scan.valueOffset(), scan.valueLength());
                if (layout.hasOverflow(image.bytes(), 0)) {
                    freeLongValues(kernel, mtr, table.clustered(), scan.key(), image);
                }
                found = scan.next();
            }
        }
    }

    /**
     * Frees the overflow pages of one record, step by step; the record's references follow. Nobody
     * reads the record's long values any more.
     *
     * @param seen the record as it was found: if somebody inserts over it between the steps, what
     *     is left is his to free
     */
    static void freeLongValues(
            Kernel kernel, Mtr mtr, EngineIndex clustered, byte[] key, RowImage seen) {
        TreeCursor cursor = clustered.tree().cursor();
        RowLayout layout = clustered.table().layout();
        for (int column = 0; column < layout.columnCount(); column++) {
            if (!layout.isVariable(column)) {
                continue;
            }
            boolean more = true;
            while (more) {
                more = false;
                try (mtr) {
                    mtr.start(true);
                    mtr.kind(RedoKind.OVERFLOW);
                    if (!cursor.find(mtr, key, 0, key.length, true)) {
                        return;
                    }
                    int row = cursor.valueOffset() + RecordHeader.CLUSTERED_LENGTH;
                    byte[] page = cursor.page();
                    if (!seen.isVersionAt(page, cursor.valueOffset())) {
                        return;
                    }
                    if (!layout.isOverflow(page, row, column)) {
                        continue;
                    }
                    int at = layout.variableOffset(page, row, column);
                    OverflowReference reference = OverflowReference.read(page, at);
                    if (reference.firstPage() == 0) {
                        continue;
                    }
                    long rest = kernel.overflow.free(mtr, reference.firstPage(), PAGES_PER_STEP);
                    byte[] next = new byte[8];
                    BigEndian.i64(next, 0, rest);
                    cursor.writeValue(at - cursor.valueOffset(), next, 0, 8);
                    mtr.commit();
                    more = rest != 0;
                }
            }
        }
    }

    /** Frees all pages of a tree but the root. */
    public static void freeButRoot(Kernel kernel, BTree tree, int pagesPerStep) {
        try (Mtr mtr = new Mtr(kernel.pool)) {
            while (true) {
                mtr.start(true);
                boolean lone = tree.isLone(mtr);
                mtr.commit();
                if (lone) {
                    return;
                }
                mtr.start(true);
                tree.freeStep(mtr, pagesPerStep);
                mtr.commit();
            }
        }
    }
}
