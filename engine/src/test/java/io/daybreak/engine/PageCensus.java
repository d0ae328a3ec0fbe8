package io.daybreak.engine;

import io.daybreak.engine.api.Table;
import io.daybreak.engine.btree.BTree;
import io.daybreak.engine.btree.LeafScan;
import io.daybreak.engine.btree.TreePages;
import io.daybreak.engine.buffer.BufferPool;
import io.daybreak.engine.buffer.Frame;
import io.daybreak.engine.key.BigEndian;
import io.daybreak.engine.mtr.Mtr;
import io.daybreak.engine.row.OverflowReference;
import io.daybreak.engine.row.RecordHeader;
import io.daybreak.engine.row.RowLayout;
import io.daybreak.engine.space.Space;
import io.daybreak.engine.table.EngineIndex;
import io.daybreak.engine.table.EngineTable;
import io.daybreak.engine.undo.UndoPages;
import io.daybreak.logstorage.api.PageLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who owns which page: every page in use must have one owner, a tree, a chain of overflow pages, an
 * undo stream or the space itself. For an engine at rest.
 */
final class PageCensus {
    private static final int FREE = 0;

    private final Engine engine;
    private final BufferPool pool;
    private final Map<Long, String> owners = new TreeMap<>();
    private final List<String> faults = new ArrayList<>();

    PageCensus(Engine engine) {
        this.engine = engine;
        this.pool = engine.kernel().space().pool();
    }

    /** A line for each page that is owned twice, or in use without an owner, or owned but free. */
    List<String> faults() {
        own(0, "volume header");
        own(1, "space map");
        UndoPages.forEach(pool, root(2), p -> own(p, "undo"));
        for (int slot = 3; slot <= 6; slot++) {
            String name = "system tree " + slot;
            BTree tree = BTree.open(engine.kernel().space(), root(slot));
            TreePages.forEach(tree, p -> own(p, name));
        }
        for (String schema : engine.schemas()) {
            for (Table table : engine.tables(schema)) {
                count((EngineTable) table);
            }
        }
        compare();
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
        while (page != 0) {
            own(page, owner);
            page = BigEndian.i64(copy(page), PageLayout.HEADER_SIZE);
        }
    }

    private void own(long page, String owner) {
        String other = owners.put(page, owner);
        if (other != null) {
            faults.add("page " + page + " belongs to " + other + " and to " + owner);
        }
    }

    private void compare() {
        byte[] map = copy(1);
        for (int page = 0; page < Space.PAGES_PER_MAP; page++) {
            boolean used = (map[64 + (page >> 3)] & 0x80 >> (page & 7)) != FREE;
            String owner = owners.get((long) page);
            if (used && owner == null) {
                int type = PageLayout.type(copy(page));
                faults.add("page " + page + " of type " + type + " has no owner");
            } else if (!used && owner != null) {
                faults.add("page " + page + " of " + owner + " is not in use");
            }
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
            return engine.kernel().space().root(mtr, slot);
        }
    }
}
