package io.daybreak.sql.fake;

import io.daybreak.engine.api.Cursor;
import io.daybreak.engine.api.Ddl;
import io.daybreak.engine.api.Index;
import io.daybreak.engine.api.Isolation;
import io.daybreak.engine.api.KeyRange;
import io.daybreak.engine.api.LockMode;
import io.daybreak.engine.api.RowId;
import io.daybreak.engine.api.Table;
import io.daybreak.engine.api.Transaction;
import io.daybreak.engine.api.WaitPolicy;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Changes the tables at once; nothing is undone. */
final class FakeTransaction implements Transaction {
    private final FakeEngine engine;
    private final Isolation isolation;
    private final boolean readOnly;

    FakeTransaction(FakeEngine engine, Isolation isolation, boolean readOnly) {
        this.engine = engine;
        this.isolation = isolation;
        this.readOnly = readOnly;
    }

    @Override
    public long id() {
        return 1;
    }

    @Override
    public Isolation isolation() {
        return isolation;
    }

    @Override
    public boolean isReadOnly() {
        return readOnly;
    }

    @Override
    public boolean hasChanges() {
        return engine.dictionaryVersion() > 0;
    }

    @Override
    public void mayBlock(boolean allowed) {
        // Never blocks.
    }

    @Override
    public void beginBulk() {
        // Puts nothing off.
    }

    @Override
    public void endBulk() {
        // Nothing was put off.
    }

    @Override
    public void lockWaitTimeoutMillis(long millis) {
        // Never waits.
    }

    @Override
    public void interrupt() {
        // Never waits.
    }

    @Override
    public void beginStatement() {
        // Nothing is undone.
    }

    @Override
    public void endStatement() {
        // Nothing is undone.
    }

    @Override
    public void rollbackStatement() {
        // Nothing is undone.
    }

    @Override
    public void takeReadView() {
        // Reads what is there.
    }

    @Override
    public void savepoint(String name) {
        throw new UnsupportedOperationException(name);
    }

    @Override
    public boolean rollbackTo(String name) {
        return false;
    }

    @Override
    public boolean release(String name) {
        return false;
    }

    @Override
    public Cursor open(Index index, LockMode lock, WaitPolicy wait) {
        return new FakeCursor(index);
    }

    @Override
    public @Nullable Index insert(Table table, @Nullable Object[] values, OnDuplicate onDuplicate) {
        return ((FakeTable) table).put(values, onDuplicate);
    }

    @Override
    public @Nullable Index update(
            Table table, RowId row, @Nullable Object[] values, OnDuplicate onDuplicate) {
        return ((FakeTable) table).replace(row.key(), values, onDuplicate);
    }

    @Override
    public boolean delete(Table table, RowId row) {
        ((FakeTable) table).remove(row.key());
        return true;
    }

    @Override
    public void lockMetadata(String schema, String table, MetadataLock mode, long timeoutMillis) {
        // One session.
    }

    @Override
    public Ddl ddl() {
        return new FakeDdl(engine);
    }

    @Override
    public long commit() {
        return 0;
    }

    @Override
    public void rollback() {
        // Nothing is undone.
    }

    /** Reads a copy of the range, so that changes do not disturb it. */
    private static final class FakeCursor implements Cursor {
        private static final int BATCH_ROWS = 3;

        private final Index index;
        private List<@Nullable Object[]> rows = List.of();
        private int position = -1;

        /** Negative if the last move was to one row. */
        private int batchStart = -1;

        private int batchCount;

        FakeCursor(Index index) {
            this.index = index;
        }

        @Override
        public void seek(KeyRange range, boolean backward) {
            List<@Nullable Object[]> found = new ArrayList<>();
            for (var entry : FakeTable.tree(index).entrySet()) {
                if (in(entry.getKey(), range)) {
                    found.add(entry.getValue());
                }
            }
            if (backward) {
                Collections.reverse(found);
            }
            rows = found;
            position = -1;
            batchStart = -1;
        }

        private static boolean in(byte[] key, KeyRange range) {
            byte[] low = range.low();
            byte[] high = range.high();
            if (low != null) {
                boolean within = FakeTable.startsWith(key, low);
                if (within ? !range.lowInclusive() : Arrays.compareUnsigned(key, low) < 0) {
                    return false;
                }
            }
            if (high != null) {
                boolean within = FakeTable.startsWith(key, high);
                return within ? range.highInclusive() : Arrays.compareUnsigned(key, high) < 0;
            }
            return true;
        }

        @Override
        public boolean next() {
            position = behind();
            batchStart = -1;
            return position < rows.size();
        }

        private int behind() {
            return batchStart < 0 ? position + 1 : batchStart + batchCount;
        }

        @Override
        public int nextBatch() {
            batchStart = behind();
            batchCount = Math.clamp(rows.size() - batchStart, 0, BATCH_ROWS);
            position = batchStart;
            return batchCount;
        }

        @Override
        public void standOn(int row) {
            position = batchStart + row;
        }

        @Override
        public boolean getLongs(int column, int[] chosen, int count, long[] into, boolean[] nulls) {
            for (int i = 0; i < count; i++) {
                Object value = rows.get(batchStart + chosen[i])[column];
                nulls[i] = value == null;
                into[i] = value instanceof Long number ? number : 0;
            }
            return true;
        }

        @Override
        public byte[] getSlices(int column, int[] chosen, int count, long[] slices) {
            Arrays.fill(slices, 0, count, -1);
            return new byte[0];
        }

        @Override
        public void releaseRow() {
            // No locks.
        }

        @Override
        public RowId rowId() {
            return new RowId(FakeTable.clusteredKey(rows.get(position)));
        }

        @Override
        public void close() {
            rows = List.of();
        }

        @Override
        public boolean isNull(int column) {
            return get(column) == null;
        }

        @Override
        public long getLong(int column) {
            return get(column) instanceof Long value ? value : 0;
        }

        @Override
        public double getDouble(int column) {
            return get(column) instanceof Double value ? value : 0;
        }

        @Override
        public @Nullable BigDecimal getDecimal(int column) {
            return (BigDecimal) get(column);
        }

        @Override
        public byte @Nullable [] getBytes(int column) {
            return (byte[]) get(column);
        }

        @Override
        public @Nullable Object get(int column) {
            return rows.get(position)[column];
        }

        @Override
        public boolean copyBytes(int column, ByteSink sink) {
            byte[] bytes = getBytes(column);
            if (bytes == null) {
                return false;
            }
            sink.accept(bytes, 0, bytes.length);
            return true;
        }
    }
}
