package io.daybreak.engine.dictionary;

import io.daybreak.engine.btree.BTree;
import io.daybreak.engine.btree.LeafScan;
import io.daybreak.engine.btree.TreeCursor;
import io.daybreak.engine.key.BigEndian;
import io.daybreak.engine.mtr.Mtr;
import io.daybreak.engine.table.AutoIncrement;
import io.daybreak.engine.table.EngineTable;
import io.daybreak.logstorage.api.RedoKind;
import java.util.HashMap;
import java.util.Map;

/** The AUTO_INCREMENT counters on disk. Thread-safe by page latches. */
final class Counters {
    private final BTree tree;

    Counters(BTree tree) {
        this.tree = tree;
    }

    /** By clustered index id. */
    Map<Long, Long> load() {
        Map<Long, Long> all = new HashMap<>();
        LeafScan scan = tree.scan();
        boolean found = scan.first(true);
        while (found) {
            all.put(
                    BigEndian.i64(scan.page(), scan.keyOffset()),
                    BigEndian.i64(scan.page(), scan.valueOffset()));
            found = scan.next();
        }
        return all;
    }

    /** Writes the counter unless a greater value is there already. */
    void persist(EngineTable table, Mtr mtr, boolean mayBlock) {
        AutoIncrement counter = table.state().autoIncrement();
        long value = counter.toPersist();
        byte[] key = key(table.clustered().id());
        byte[] bytes = new byte[8];
        BigEndian.i64(bytes, 0, value);
        TreeCursor cursor = tree.cursor();
        mtr.start(mayBlock);
        try {
            mtr.kind(RedoKind.AUTO_INCREMENT);
            if (!cursor.seekForWrite(mtr, key, 0, key.length, bytes.length)) {
                cursor.insert(key, 0, key.length, bytes, 0, bytes.length);
            } else if (Long.compareUnsigned(
                            BigEndian.i64(cursor.page(), cursor.valueOffset()), value)
                    < 0) {
                cursor.writeValue(0, bytes, 0, bytes.length);
            }
            mtr.commit();
        } finally {
            mtr.close();
        }
        counter.persisted(value);
    }

    void remove(long clusteredIndexId, Mtr mtr) {
        byte[] key = key(clusteredIndexId);
        TreeCursor cursor = tree.cursor();
        mtr.start(true);
        try {
            mtr.kind(RedoKind.AUTO_INCREMENT);
            if (cursor.find(mtr, key, 0, key.length, true)) {
                cursor.remove();
            }
            mtr.commit();
        } finally {
            mtr.close();
        }
    }

    private static byte[] key(long clusteredIndexId) {
        byte[] key = new byte[8];
        BigEndian.i64(key, 0, clusteredIndexId);
        return key;
    }
}
