package io.daybreak.engine.dictionary;

import io.daybreak.engine.api.Cursor;
import io.daybreak.engine.api.KeyRange;
import io.daybreak.engine.api.LockMode;
import io.daybreak.engine.api.RowId;
import io.daybreak.engine.api.Transaction.OnDuplicate;
import io.daybreak.engine.api.WaitPolicy;
import io.daybreak.engine.btree.BTree;
import io.daybreak.engine.btree.TreeCursor;
import io.daybreak.engine.key.ScalarCodec;
import io.daybreak.engine.mtr.Mtr;
import io.daybreak.engine.row.RecordHeader;
import io.daybreak.engine.table.EngineTable;
import io.daybreak.engine.table.TableState;
import io.daybreak.engine.table.TreeRef;
import io.daybreak.engine.txn.EngineTransaction;
import io.daybreak.engine.txn.Kernel;
import io.daybreak.engine.txn.TreeRemoval;
import io.daybreak.logstorage.api.RedoKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The trees that are to be freed. A record's root is written and zeroed in place, together with the
 * making and the freeing of the root page, so that no crash leaves a root that nothing names. A
 * record whose DDL is under way is named in memory, so that the background keeps away from it;
 * after a crash there is none under way. Thread-safe; {@link #run} is called by one thread.
 */
final class DdlLog {
    private static final int PAGES_PER_STEP = 64;
    private static final int ROOT_COLUMN = 1;

    private final Dictionary dictionary;
    private final Kernel kernel;
    private final EngineTable table;
    private final Set<Long> underWay = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean work = new AtomicBoolean(true);

    DdlLog(Dictionary dictionary, Kernel kernel, EngineTable table) {
        this.dictionary = dictionary;
        this.kernel = kernel;
        this.table = table;
    }

    private record Entry(long id, long root, byte @Nullable [] definition, RowId row) {}

    /**
     * Writes a record that says a tree is to be freed.
     *
     * @param root 0 if the tree is not made yet
     * @param definition of the table, if it is the clustered tree: its rows may own overflow pages
     */
    long add(EngineTransaction txn, long root, byte @Nullable [] definition) {
        long id = kernel.active().takeNumber();
        underWay.add(id);
        @Nullable Object[] row = {id, root, definition};
        txn.insert(table, row, OnDuplicate.FAIL);
        return id;
    }

    void remove(EngineTransaction txn, long id) {
        byte[] key = table.clustered().encodeKey(id);
        try (Cursor cursor = txn.open(table.clustered(), LockMode.EXCLUSIVE, WaitPolicy.WAIT)) {
            cursor.seek(KeyRange.prefix(key), false);
            if (!cursor.next()) {
                throw new IllegalStateException("DDL log record " + id + " is missing");
            }
            txn.delete(table, cursor.rowId());
        }
    }

    /** The DDL transaction has ended. */
    void settled(List<Long> ids) {
        ids.forEach(underWay::remove);
        if (!ids.isEmpty()) {
            work.set(true);
        }
    }

    boolean hasWork() {
        return work.get();
    }

    /** Frees what committed records name. */
    void run() {
        if (!work.getAndSet(false)) {
            return;
        }
        for (Entry entry : read()) {
            free(entry);
        }
    }

    private List<Entry> read() {
        List<Entry> entries = new ArrayList<>();
        EngineTransaction txn = dictionary.internal();
        try (Cursor cursor = txn.open(table.clustered(), LockMode.SHARE, WaitPolicy.SKIP_LOCKED)) {
            cursor.seek(KeyRange.ALL, false);
            while (cursor.next()) {
                long id = cursor.getLong(0);
                if (!underWay.contains(id)) {
                    entries.add(
                            new Entry(
                                    id,
                                    cursor.getLong(ROOT_COLUMN),
                                    cursor.getBytes(2),
                                    cursor.rowId()));
                }
            }
        } finally {
            txn.commit();
        }
        return entries;
    }

    private void free(Entry entry) {
        if (entry.root() != 0) {
            freeTree(entry);
        }
        EngineTransaction txn = dictionary.internal();
        try {
            remove(txn, entry.id());
        } finally {
            txn.commit();
        }
    }

    private void freeTree(Entry entry) {
        BTree tree = BTree.open(kernel.space(), entry.root());
        byte[] definition = entry.definition();
        if (definition != null && definition.length > 0) {
            DefinitionCodec.Stored stored = DefinitionCodec.decode(definition);
            List<TreeRef> trees = new ArrayList<>(stored.trees());
            // One that was never finished says 0.
            trees.set(0, new TreeRef(trees.getFirst().indexId(), entry.root()));
            EngineTable dropped =
                    new EngineTable(0, 0, stored.spec(), trees, new TableState(), kernel.space());
            TreeRemoval.freeLongValues(kernel, dropped);
            dictionary.removeCounter(dropped.clustered().id());
        }
        TreeRemoval.freeButRoot(kernel, tree, PAGES_PER_STEP);
        try (Mtr mtr = new Mtr(kernel.space().pool())) {
            mtr.start(true);
            TreeCursor cursor = find(mtr, entry.id());
            tree.freeStep(mtr, 1);
            writeRoot(cursor, 0);
            mtr.commit();
        }
    }

    /**
     * Makes an empty tree, named by a record that was committed with root 0.
     *
     * @return the root page
     */
    long plant(long id) {
        try (Mtr mtr = new Mtr(kernel.space().pool())) {
            mtr.start(true);
            mtr.kind(RedoKind.DDL);
            TreeCursor cursor = find(mtr, id);
            long root = BTree.create(mtr, kernel.space()).rootPage();
            writeRoot(cursor, root);
            mtr.commit();
            return root;
        }
    }

    private TreeCursor find(Mtr mtr, long id) {
        byte[] key = table.clustered().encodeKey(id);
        TreeCursor cursor = table.clustered().tree().cursor();
        if (!cursor.find(mtr, key, 0, key.length, true)) {
            throw new IllegalStateException("DDL log record " + id + " is missing");
        }
        return cursor;
    }

    private void writeRoot(TreeCursor cursor, long root) {
        int row = cursor.valueOffset() + RecordHeader.CLUSTERED_LENGTH;
        int at = table.layout().fixedOffset(cursor.page(), row, ROOT_COLUMN);
        byte[] bytes = new byte[Long.BYTES];
        ScalarCodec.putInt(bytes, 0, Long.BYTES, true, root);
        cursor.writeValue(at - cursor.valueOffset(), bytes, 0, bytes.length);
    }
}
