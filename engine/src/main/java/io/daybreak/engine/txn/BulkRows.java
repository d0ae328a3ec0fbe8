package io.daybreak.engine.txn;

import io.daybreak.engine.table.EngineTable;
import org.jspecify.annotations.Nullable;

/**
 * What is put off while a statement inserts many rows: a few rows, to write neighbours together,
 * and entries of indexes that are not unique. Rows wait only if all their entries do, and are
 * written before them, since undo finds entries by their rows. Owned by the transaction's thread.
 */
final class BulkRows {
    /** Inserts one row, or throws what is wrong with it. */
    interface Alone {
        void insert(EngineTable table, byte[] key, @Nullable Object[] values);
    }

    private final EngineTransaction txn;
    private final Kernel kernel;
    private final SecondaryEntries entries;
    private final Alone alone;
    private final PendingRows pending;

    BulkRows(EngineTransaction txn, Kernel kernel, SecondaryEntries entries, Alone alone) {
        this.txn = txn;
        this.kernel = kernel;
        this.entries = entries;
        this.alone = alone;
        this.pending = new PendingRows(txn);
    }

    void begin() {
        entries.beginBulk();
    }

    void end() {
        writeRows();
        entries.endBulk();
    }

    /** The statement is undone. */
    void forget() {
        pending.clear();
        entries.forgetBulk();
    }

    /** The transaction reads the table, where it wants to find its own rows. */
    void beforeRead(EngineTable table) {
        if (pending.isOf(table)) {
            writeRows();
        }
    }

    boolean takes(EngineTable table, @Nullable Object[] values, int keyLength) {
        return entries.defersAllOf(table) && LongValues.fit(table, values, keyLength);
    }

    /** A row that it {@link #takes}. */
    void putOff(EngineTable table, byte[] key, @Nullable Object[] values) {
        if (!pending.isOf(table)) {
            writeRows();
        }
        entries.deferAll(table.secondary(), values, key);
        pending.add(table, key, values);
        if (pending.isFull() || entries.areMany()) {
            writeRows();
        }
        entries.writeIfMany();
    }

    /** Writes the rows that wait; if one is refused, nothing waits any more. */
    void writeRows() {
        if (pending.count() == 0) {
            return;
        }
        boolean done = false;
        try {
            txn.persistAutoIncrement(pending.table());
            int at = 0;
            while (at < pending.count()) {
                at += write(pending.table(), at);
            }
            done = true;
        } finally {
            pending.clear();
            if (!done) {
                // Entries of rows that were not written must not be, either.
                entries.forgetBulk();
            }
        }
    }

    private int write(EngineTable table, int from) {
        int written = pending.tryWrite(from);
        if (written == 0) {
            alone.insert(table, pending.key(from), pending.row(from));
            written = 1;
        }
        table.state().rowDelta().add(written);
        table.state().changes().add(written);
        kernel.rowsInserted.add(written);
        return written;
    }
}
