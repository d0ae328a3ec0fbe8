package io.daybreak.engine.txn;

import io.daybreak.engine.api.DuplicateKeyException;
import io.daybreak.engine.api.RowTooLargeException;
import io.daybreak.engine.btree.BTree;
import io.daybreak.engine.btree.BulkLoad;
import io.daybreak.engine.btree.LeafScan;
import io.daybreak.engine.key.BigEndian;
import io.daybreak.engine.key.ByteWriter;
import io.daybreak.engine.row.RecordHeader;
import io.daybreak.engine.table.EngineIndex;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Fills an empty index tree from the rows of its table: scan, sort in bounded memory, load in
 * order. Used once, by the thread of the DDL transaction.
 */
final class IndexBuild {
    private final EngineTransaction txn;
    private final Kernel kernel;
    private final EngineIndex index;

    IndexBuild(EngineTransaction txn, Kernel kernel, EngineIndex index) {
        this.txn = txn;
        this.kernel = kernel;
        this.index = index;
    }

    void run() {
        try (KeySorter sorter = new KeySorter(kernel.temporaryDirectory)) {
            collect(sorter);
            load(sorter);
        }
    }

    private void collect(KeySorter sorter) {
        ByteWriter key = new ByteWriter(256);
        LeafScan scan = index.table().clustered().tree().scan();
        boolean found = scan.first(true);
        while (found) {
            byte[] page = scan.page();
            int value = scan.valueOffset();
            if (!RecordHeader.isDeleted(page, value)) {
                key.reset();
                RowKeys.ownParts(
                        index,
                        page,
                        value + RecordHeader.CLUSTERED_LENGTH,
                        key,
                        kernel.overflow,
                        true,
                        kernel.pool);
                key.bytes(page, scan.keyOffset(), scan.keyLength());
                if (key.length() > BTree.KEY_LENGTH_MAX - 64) {
                    throw new RowTooLargeException("a key of " + key.length() + " bytes");
                }
                sorter.add(key.toArray());
                txn.owner().throwIfInterrupted();
            }
            found = scan.next();
        }
    }

    private void load(KeySorter sorter) {
        BulkLoad load = index.tree().bulkLoad();
        byte[] word = new byte[RecordHeader.SECONDARY_LENGTH];
        BigEndian.i64(word, 0, txn.id());
        byte[] before = null;
        Workspace work = txn.workspace();
        for (byte[] key = sorter.first(); key != null; key = sorter.next()) {
            if (index.isUnique()) {
                if (before != null) {
                    requireDifferent(before, key);
                }
                before = key;
            }
            load.add(work.mtr, key, 0, key.length, word, 0, word.length);
            txn.owner().throwIfInterrupted();
        }
        load.finish(work.mtr);
    }

    private void requireDifferent(byte[] before, byte[] key) {
        int length = index.clusteredKeyOffset(key, 0);
        if (before.length >= length
                && Arrays.equals(before, 0, length, key, 0, length)
                && !index.ownParts().hasNull(key, 0)) {
            throw new DuplicateKeyException(index, values(key, length));
        }
    }

    private @Nullable Object[] values(byte[] key, int ownLength) {
        RowImage image = new RowImage();
        EngineIndex clustered = index.table().clustered();
        Versions.fetch(
                txn.workspace(), clustered, key, ownLength, key.length - ownLength, true, image);
        return index.spec().parts().stream()
                .map(p -> RowKeys.value(index.table().layout(), image, p.column(), kernel))
                .toArray();
    }
}
