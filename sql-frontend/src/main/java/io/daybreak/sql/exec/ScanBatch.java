package io.daybreak.sql.exec;

import io.daybreak.engine.api.Cursor;
import io.daybreak.sql.expr.RowBatch;

/** The rows of a cursor's last batch that a scan's conditions let pass. Owned by its scan. */
final class ScanBatch implements RowBatch {
    private final ScanNode.Scan scan;
    private final Cursor cursor;
    private int[] rows = new int[128];
    private int[] spare = new int[128];
    private int count;
    private int position;
    private long number;

    ScanBatch(ScanNode.Scan scan, Cursor cursor) {
        this.scan = scan;
        this.cursor = cursor;
    }

    /** Shows those of the cursor's next rows that pass. */
    void select(int found) {
        if (rows.length < found) {
            rows = new int[Math.max(found, 2 * rows.length)];
        }
        for (int row = 0; row < found; row++) {
            rows[row] = row;
        }
        show(found);
        if (scan.hasConditions()) {
            show(dropThoseThatFail());
        }
    }

    private void show(int some) {
        scan.moved();
        number = scan.rowNumber();
        count = some;
    }

    /** Returns how many are left. */
    private int dropThoseThatFail() {
        // Conditions may read a column of all rows at once, so these stay until the end.
        int[] kept = spare;
        if (kept.length < count) {
            kept = new int[rows.length];
        }
        int passed = 0;
        for (int row = 0; row < count; row++) {
            scan.tick();
            stand(row);
            if (scan.passes(cursor)) {
                kept[passed++] = rows[row];
            } else {
                cursor.releaseRow();
            }
        }
        spare = rows;
        rows = kept;
        return passed;
    }

    /** Differs for each batch of the scan. */
    long number() {
        return number;
    }

    /** Which of the rows is the current one. */
    int position() {
        return position;
    }

    Cursor cursor() {
        return cursor;
    }

    /** Which rows of the cursor's batch they are. */
    int[] rows() {
        return rows;
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public void stand(int row) {
        cursor.standOn(rows[row]);
        scan.moved();
        position = row;
    }
}
