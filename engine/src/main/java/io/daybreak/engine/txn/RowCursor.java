package io.daybreak.engine.txn;

import io.daybreak.engine.api.Cursor;
import io.daybreak.engine.api.KeyRange;
import io.daybreak.engine.api.LockMode;
import io.daybreak.engine.api.RowId;
import io.daybreak.engine.api.WaitPolicy;
import io.daybreak.engine.key.KeyCodec;
import io.daybreak.engine.row.RowLayout;
import io.daybreak.engine.table.EngineIndex;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A position in an index, made of parts: {@link RangeScan} moves, {@link ConsistentRead} or {@link
 * LockingRead} says which entries count, {@link CurrentRow} is where it stands and {@link
 * RowColumns} what is read there. Owned by its transaction's thread; reused by the transaction.
 */
final class RowCursor implements Cursor {
    private static final int ROWS_PER_COUNT = 1024;
    private static final byte[] NOTHING = new byte[0];

    private final OpenIndex open = new OpenIndex();
    private final RangeScan scan = new RangeScan(open);
    private final CurrentRow current = new CurrentRow(open);
    private final RowColumns columns = new RowColumns(open, current);
    private final ConsistentRead consistent = new ConsistentRead(open, scan, current);
    private final LockingRead locking = new LockingRead(open, scan, current);
    private final RowBatch batch = new RowBatch();
    private final Supplier<Boolean> lockNext = this::lockNext;
    private boolean locks;
    private boolean done;

    /** The range is one full key of the clustered index. */
    private boolean point;

    /** The range is one full key of a unique index, so there is one row at most. */
    private boolean single;

    /** Rows found that the kernel does not know of. */
    private int rowsRead;

    boolean wasOn(EngineIndex other) {
        return open.isOn(other);
    }

    void open(
            EngineTransaction transaction,
            Kernel kernel,
            EngineIndex index,
            LockMode mode,
            WaitPolicy policy) {
        if (!open.isOn(index)) {
            scan.leaveTree();
        }
        open.open(transaction, kernel, index);
        locks = mode != LockMode.NONE;
        locking.open(mode, policy);
        done = true;
        current.leave();
        if (!locks) {
            transaction.requireInView(index);
        }
    }

    // ---- moving

    @Override
    public void seek(KeyRange range, boolean backward) {
        scan.seek(range, backward);
        current.leave();
        done = false;
        single = isFullUniqueKey(range, open.index());
        point = single && open.index().isClustered();
        if (!locks) {
            consistent.start();
            return;
        }
        locking.start(single);
        if (!point) {
            open.transaction().lockedRead();
        }
    }

    private static boolean isFullUniqueKey(KeyRange range, EngineIndex index) {
        byte[] low = range.low();
        byte[] high = range.high();
        if (low == null
                || high == null
                || !range.lowInclusive()
                || !range.highInclusive()
                || !index.isUnique()
                || !Arrays.equals(low, high)) {
            return false;
        }
        KeyCodec codec = index.ownParts();
        int at = 0;
        for (int part = 0; part < codec.partCount(); part++) {
            if (at >= low.length || codec.isNull(part, low, at)) {
                return false;
            }
            at = codec.skipWhole(part, low, at);
            if (at < 0) {
                return false;
            }
        }
        return at == low.length;
    }

    @Override
    public boolean next() {
        if (done) {
            return false;
        }
        current.leave();
        columns.forget();
        boolean found;
        if (locks) {
            found = open.transaction().orRollBack(lockNext);
        } else {
            found = point ? consistent.point() : consistent.next();
        }
        if (!found || single) {
            done = true;
        }
        if (found && ++rowsRead >= ROWS_PER_COUNT) {
            countRows();
        }
        return found;
    }

    @Override
    public int nextBatch() {
        if (done || locks || point) {
            boolean found = next();
            batch.single();
            return found ? 1 : 0;
        }
        current.leave();
        columns.forget();
        if (!consistent.next(batch) || single) {
            done = true;
        }
        rowsRead += batch.count();
        if (rowsRead >= ROWS_PER_COUNT) {
            countRows();
        }
        return batch.count();
    }

    @Override
    public void standOn(int row) {
        if (batch.isInLeaf()) {
            columns.forget();
            batch.stand(row, current);
        }
    }

    private boolean lockNext() {
        return point ? locking.point() : locking.next();
    }

    /** The counter is shared by all threads, so it is not touched for every row. */
    private void countRows() {
        open.kernel().rowsRead.add(rowsRead);
        rowsRead = 0;
    }

    @Override
    public void releaseRow() {
        if (locks) {
            locking.releaseRow();
        }
    }

    @Override
    public RowId rowId() {
        return current.rowId();
    }

    @Override
    public void close() {
        done = true;
        current.leave();
        EngineTransaction was = open.close();
        if (was != null) {
            countRows();
            was.closed(this);
        }
    }

    // ---- reading

    @Override
    public boolean isNull(int column) {
        return columns.isNull(column);
    }

    @Override
    public long getLong(int column) {
        return columns.longAt(column);
    }

    @Override
    public boolean getLongs(int column, int[] rows, int count, long[] into, boolean[] nulls) {
        if (batch.isClustered()) {
            columns.longsAt(column, batch, rows, count, into, nulls);
            return true;
        }
        return batch.isInLeaf() && columns.keyLongsAt(column, batch, rows, count, into, nulls);
    }

    @Override
    public byte[] getSlices(int column, int[] rows, int count, long[] slices) {
        if (batch.isClustered()) {
            columns.slicesAt(column, batch, rows, count, slices);
            return batch.page();
        }
        Arrays.fill(slices, 0, count, RowLayout.NOT_IN_ROW);
        return NOTHING;
    }

    @Override
    public double getDouble(int column) {
        return columns.doubleAt(column);
    }

    @Override
    public @Nullable BigDecimal getDecimal(int column) {
        return columns.decimalAt(column);
    }

    @Override
    public byte @Nullable [] getBytes(int column) {
        return columns.bytesAt(column);
    }

    @Override
    public @Nullable Object get(int column) {
        return columns.valueAt(column);
    }

    @Override
    public boolean copyBytes(int column, ByteSink sink) {
        return columns.copyBytes(column, sink);
    }
}
