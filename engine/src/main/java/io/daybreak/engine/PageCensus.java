package io.daybreak.engine;

import io.daybreak.engine.api.PageFault;
import io.daybreak.engine.api.Table;
import io.daybreak.engine.btree.BTree;
import io.daybreak.engine.btree.LeafScan;
import io.daybreak.engine.btree.TreePages;
import io.daybreak.engine.buffer.BufferPool;
import io.daybreak.engine.buffer.Frame;
import io.daybreak.engine.buffer.PageType;
import io.daybreak.engine.dictionary.SystemTables;
import io.daybreak.engine.key.BigEndian;
import io.daybreak.engine.mtr.Mtr;
import io.daybreak.engine.row.OverflowReference;
import io.daybreak.engine.row.RecordHeader;
import io.daybreak.engine.row.RowLayout;
import io.daybreak.engine.space.Space;
import io.daybreak.engine.table.EngineIndex;
import io.daybreak.engine.table.EngineTable;
import io.daybreak.engine.txn.Kernel;
import io.daybreak.engine.undo.UndoPages;
import io.daybreak.logstorage.api.PageLayout;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Who owns which page: every page in use must have one owner, a tree, a chain of overflow pages, an
 * undo stream or the space itself. For an engine at rest: what undo still names is not looked for.
 * Walks everything once; remembers a bit per page. Used once, by one thread.
 */
final class PageCensus {
    private static final int FAULTS_MAX = 1_000;
    private static final long LAST_SYSTEM_TREE = 6;

    private final Engine engine;
    private final Kernel kernel;
    private final BufferPool pool;
    private final BitSet owned = new BitSet();
    private final List<PageFault> faults = new ArrayList<>();

    PageCensus(Engine engine) {
        this.engine = engine;
        this.kernel = engine.kernel();
        this.pool = kernel.space().pool();
    }

    /**
     * Nothing is unfinished, and no undo is left: so no page belongs to what a rollback or a purge
     * still has to do.
     */
    static boolean isAtRest(Engine engine) {
        return engine.status().activeTransactions() == 0 && engine.status().historyLength() == 0;
    }

    /** Each page that is owned twice, or in use without an owner, or owned but free. */
    List<PageFault> faults() {
        int maps = kernel.space().maps();
        own(0, "the volume's header");
        for (int map = 0; map < maps; map++) {
            own(Space.mapPage(map), "the space");
        }
        UndoPages.forEach(pool, root(SystemTables.UNDO_ROOT), p -> own(p, "undo"));
        for (int slot = SystemTables.UNDO_ROOT + 1; slot <= LAST_SYSTEM_TREE; slot++) {
            String name = "the dictionary";
            BTree tree = BTree.open(kernel.space(), root(slot));
            TreePages.forEach(tree, p -> own(p, name));
        }
        for (String schema : engine.schemas()) {
            for (Table table : engine.tables(schema)) {
                count((EngineTable) table);
            }
        }
        for (int map = 0; map < maps; map++) {
            compare(map);
        }
        return faults;
    }

    private void count(EngineTable table) {
        table.indexes()
                .forEach(i -> TreePages.forEach(((EngineIndex) i).tree(), p -> own(p, "" + i)));
        RowLayout layout = table.layout();
        LeafScan scan = table.clustered().tree().scan();
        for (boolean there = scan.first(true); there; there = scan.next()) {
            int row = scan.valueOffset() + RecordHeader.CLUSTERED_LENGTH;
            for (int column = 0; column < layout.columnCount(); column++) {
                if (layout.isVariable(column) && layout.isOverflow(scan.page(), row, column)) {
                    int at = layout.variableOffset(scan.page(), row, column);
                    chain(OverflowReference.read(scan.page(), at), "a row of " + table);
                }
            }
        }
    }

    private void chain(OverflowReference reference, String owner) {
        long page = reference.firstPage();
        while (page != 0 && own(page, owner)) {
            byte[] copy = copy(page);
            if (PageLayout.type(copy) != PageType.OVERFLOW) {
                fault(page, "is of type " + PageLayout.type(copy) + " and stands in " + owner);
                return;
            }
            page = BigEndian.i64(copy, PageLayout.HEADER_SIZE);
        }
    }

    /** Returns whether nobody else owns it. */
    private boolean own(long page, String owner) {
        int bit = Math.toIntExact(page);
        if (owned.get(bit)) {
            fault(page, "belongs to " + owner + " and to another one");
            return false;
        }
        owned.set(bit);
        return true;
    }

    private void compare(int map) {
        BitSet used = kernel.space().pagesInUse(map);
        long first = (long) map * Space.PAGES_PER_MAP;
        for (int i = 0; i < Space.PAGES_PER_MAP; i++) {
            long page = first + i;
            boolean isOwned = owned.get((int) page);
            if (used.get(i) && !isOwned) {
                fault(page, "of type " + PageLayout.type(copy(page)) + " has no owner");
            } else if (!used.get(i) && isOwned) {
                fault(page, "has an owner and is not in use");
            }
        }
    }

    private void fault(long page, String what) {
        if (faults.size() < FAULTS_MAX) {
            faults.add(new PageFault(page, what));
        }
    }

    /** Nothing is latched while another page is: the background may still be at work. */
    private byte[] copy(long page) {
        Frame frame = pool.shared(page, true);
        try {
            return frame.bytes().clone();
        } finally {
            frame.releaseShared();
        }
    }

    private long root(int slot) {
        try (Mtr mtr = new Mtr(pool)) {
            mtr.startNested(true);
            return kernel.space().root(mtr, slot);
        }
    }
}
