package io.daybreak.engine.txn;

import io.daybreak.engine.btree.TreeCursor;
import io.daybreak.engine.key.ByteWriter;
import io.daybreak.engine.mtr.Mtr;
import io.daybreak.engine.table.EngineIndex;
import io.daybreak.engine.undo.UndoRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Buffers that a transaction borrows from the kernel for as long as it lasts. Not thread-safe. */
final class Workspace {
    private static final int CURSORS = 32;
    private static final int ROW_CURSORS_KEPT = 8;

    final Mtr mtr;
    final UndoRecord undo = new UndoRecord();
    final UndoRecord versionUndo = new UndoRecord();
    final ByteWriter value = new ByteWriter(512);
    final ByteWriter key = new ByteWriter(128);
    final ByteWriter oldKey = new ByteWriter(128);
    final ByteWriter newKey = new ByteWriter(128);
    final ChangedEntries changed = new ChangedEntries();
    final RowImage current = new RowImage();
    final RowImage version = new RowImage();
    private final List<RowCursor> rowCursors = new ArrayList<>();
    private final @Nullable TreeCursor[] cursors = new TreeCursor[CURSORS];

    Workspace(Mtr mtr) {
        this.mtr = mtr;
    }

    TreeCursor cursor(EngineIndex index) {
        int slot = (int) (index.id() & CURSORS - 1);
        TreeCursor cursor = cursors[slot];
        if (cursor == null || cursor.tree().rootPage() != index.tree().rootPage()) {
            cursor = index.tree().cursor();
            cursors[slot] = cursor;
        }
        return cursor;
    }

    /** An idle cursor, best one that was on this tree. */
    RowCursor rowCursor(EngineIndex index) {
        int last = rowCursors.size() - 1;
        for (int i = last; i >= 0; i--) {
            if (rowCursors.get(i).wasOn(index)) {
                RowCursor cursor = rowCursors.get(i);
                rowCursors.set(i, rowCursors.get(last));
                rowCursors.remove(last);
                return cursor;
            }
        }
        return rowCursors.size() < ROW_CURSORS_KEPT ? new RowCursor() : rowCursors.remove(last);
    }

    void keep(RowCursor cursor) {
        if (rowCursors.size() < ROW_CURSORS_KEPT) {
            rowCursors.add(cursor);
        }
    }
}
