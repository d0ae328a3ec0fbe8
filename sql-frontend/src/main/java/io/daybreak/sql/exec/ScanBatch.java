package io.daybreak.sql.exec;

import io.daybreak.engine.api.Cursor;
import io.daybreak.sql.expr.RowBatch;

/** The rows of a cursor's last batch that a scan's conditions let pass. Owned by its scan. */
final class ScanBatch implements RowBatch {
    private final ScanNode.Scan scan;
    private final Cursor cursor;
    private int[] rows = new int[128];
    private int count;
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
        scan.moved();
        number = scan.rowNumber();
        count = 0;
        for (int row = 0; row < found; row++) {
            rows[count] = row;
            if (scan.hasConditions()) {
                scan.tick();
                stand(count);
                if (!scan.passes(cursor)) {
                    cursor.releaseRow();
                    continue;
                }
            }
            count++;
        }
    }

    /** Differs for each batch of the scan. */
    long number() {
        return number;
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
    }
}
