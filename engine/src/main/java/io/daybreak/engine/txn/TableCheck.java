package io.daybreak.engine.txn;

import io.daybreak.engine.api.Index;
import io.daybreak.engine.btree.LeafScan;
import io.daybreak.engine.key.ByteWriter;
import io.daybreak.engine.mtr.Mtr;
import io.daybreak.engine.mvcc.Snapshot;
import io.daybreak.engine.row.RecordHeader;
import io.daybreak.engine.table.EngineIndex;
import io.daybreak.engine.table.EngineTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * CHECK TABLE: walks the trees and compares every index with the clustered one, both ways, as one
 * read view sees them. Used once, by one thread; others may go on writing.
 */
public final class TableCheck {
    private static final int FAULTS_MAX = 100;

    private final Kernel kernel;
    private final EngineTable table;
    private final List<String> faults = new ArrayList<>();
    private final Workspace work;
    private final RowImage image = new RowImage();
    private final ByteWriter key = new ByteWriter(128);

    public TableCheck(Kernel kernel, EngineTable table) {
        this.kernel = kernel;
        this.table = table;
        this.work = new Workspace(new Mtr(kernel.pool));
    }

    public List<String> run() {
        for (Index index : table.indexes()) {
            verifyTree((EngineIndex) index);
        }
        if (!faults.isEmpty()) {
            return faults;
        }
        Snapshot view = kernel.active.open();
        try {
            long rows = checkRows(view);
            for (EngineIndex index : table.secondary()) {
                checkEntries(index, view, rows);
            }
        } finally {
            view.close();
        }
        return faults;
    }

    private void verifyTree(EngineIndex index) {
        try (Mtr mtr = new Mtr(kernel.pool)) {
            mtr.startNested(true);
            for (String fault : index.tree().verify(mtr, FAULTS_MAX)) {
                fault(index + ": " + fault);
            }
        }
    }

    private void fault(String text) {
        if (faults.size() < FAULTS_MAX) {
            faults.add(text);
        }
    }

    /** Every row of the view has its entries, alive. */
    private long checkRows(Snapshot view) {
        LeafScan scan = table.clustered().tree().scan();
        long rows = 0;
        boolean found = scan.first(true);
        while (found) {
            byte[] rowKey = scan.key();
            image.load(scan.page(), scan.valueOffset(), scan.valueLength());
            boolean latest = view.sees(image.transactionId());
            if (visible(rowKey, view)) {
                rows++;
                for (EngineIndex index : table.secondary()) {
                    checkEntryOf(index, rowKey, latest, view);
                }
            }
            found = scan.next();
        }
        return rows;
    }

    private boolean visible(byte[] rowKey, Snapshot view) {
        return Versions.makeVisible(
                kernel,
                work.versionUndo,
                table.clustered(),
                rowKey,
                0,
                rowKey.length,
                true,
                view,
                0,
                image);
    }

    private void checkEntryOf(EngineIndex index, byte[] rowKey, boolean latest, Snapshot view) {
        key.reset();
        RowKeys.ownParts(index, image.bytes(), 0, key, kernel.overflow, true, kernel.pool);
        key.bytes(rowKey);
        Long word = Versions.entryWord(work, index, key.bytes(), 0, key.length(), true);
        if (word == null) {
            fault(index + ": no entry for row " + hex(rowKey));
        } else if ((word & RecordHeader.DELETED) != 0
                && latest
                && view.sees(word & RecordHeader.ID_MASK)) {
            fault(index + ": the entry of row " + hex(rowKey) + " is marked deleted");
        }
    }

    /** Every entry that is alive belongs to a row that has it. */
    private void checkEntries(EngineIndex index, Snapshot view, long rows) {
        LeafScan scan = index.tree().scan();
        long entries = 0;
        boolean found = scan.first(true);
        while (found) {
            byte[] entry = scan.key();
            long word = RecordHeader.word(scan.page(), scan.valueOffset());
            boolean settled = view.sees(word & RecordHeader.ID_MASK);
            boolean deleted = (word & RecordHeader.DELETED) != 0;
            if (!settled || !deleted) {
                int at = index.clusteredKeyOffset(entry, 0);
                byte[] rowKey = Arrays.copyOfRange(entry, at, entry.length);
                boolean has =
                        Versions.fetch(
                                        work,
                                        table.clustered(),
                                        rowKey,
                                        0,
                                        rowKey.length,
                                        true,
                                        image)
                                && visible(rowKey, view)
                                && Versions.hasEntry(kernel, index, image, entry, at, key);
                if (has) {
                    entries++;
                } else if (settled) {
                    fault(index + ": entry " + hex(entry) + " has no row");
                }
            }
            found = scan.next();
        }
        if (entries != rows) {
            fault(index + ": " + entries + " entries for " + rows + " rows");
        }
    }

    private static String hex(byte[] bytes) {
        return java.util.HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, 64));
    }
}
