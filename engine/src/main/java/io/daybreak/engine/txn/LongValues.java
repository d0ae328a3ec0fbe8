package io.daybreak.engine.txn;

import io.daybreak.engine.api.RowTooLargeException;
import io.daybreak.engine.btree.BTree;
import io.daybreak.engine.mtr.Mtr;
import io.daybreak.engine.row.OverflowReference;
import io.daybreak.engine.row.RecordHeader;
import io.daybreak.engine.row.RowLayout;
import io.daybreak.engine.space.ChainHolder;
import io.daybreak.engine.table.EngineTable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Values of one transaction that do not fit into their row's page. Owned by its thread. */
final class LongValues {
    /** Values shorter than this are not worth an overflow page. */
    private static final int OVERFLOW_MIN = 64;

    private final EngineTransaction txn;
    private final Kernel kernel;

    LongValues(EngineTransaction txn, Kernel kernel) {
        this.txn = txn;
        this.kernel = kernel;
    }

    static boolean isLong(EngineTable table, @Nullable Object[] values, int keyLength) {
        long variable = 0;
        for (Object value : values) {
            if (value instanceof byte[] bytes) {
                variable += bytes.length;
            }
        }
        return variable > 4000
                && table.layout().encodedLength((int) Math.min(variable, 1 << 24))
                        > inlineLimit(keyLength);
    }

    /** Whether all values fit into the row's page. */
    static boolean fit(EngineTable table, @Nullable Object[] values, int keyLength) {
        long variable = 0;
        for (Object value : values) {
            variable += value instanceof byte[] bytes ? bytes.length : 0;
        }
        return variable <= BTree.ENTRY_SIZE_MAX
                && table.layout().encodedLength((int) variable) <= inlineLimit(keyLength);
    }

    /**
     * Moves values out to overflow pages until the row fits. The row that is written next takes
     * them; if there is none, purge frees them.
     *
     * @param oldRow if not null, values that are unchanged keep their overflow pages
     */
    @Nullable Object[] store(
            EngineTable table,
            @Nullable Object[] values,
            int keyLength,
            byte @Nullable [] oldRow,
            int oldAt) {
        txn.undo().leaveChains();
        RowLayout layout = table.layout();
        int limit = inlineLimit(keyLength);
        int variable = 0;
        for (int i = 0; i < values.length; i++) {
            if (values[i] instanceof byte[] bytes) {
                variable += bytes.length;
                if (variable < 0) {
                    variable = Integer.MAX_VALUE / 2;
                }
            }
        }
        if (layout.encodedLength(variable) <= limit) {
            return values;
        }
        @Nullable Object[] stored = values.clone();
        while (layout.encodedLength(variable) > limit) {
            int longest = longest(stored);
            if (longest < 0) {
                throw new RowTooLargeException(
                        "a row of " + layout.encodedLength(variable) + " bytes");
            }
            byte[] bytes = (byte[]) java.util.Objects.requireNonNull(stored[longest]);
            stored[longest] = moveOut(layout, longest, bytes, oldRow, oldAt);
            variable = 0;
            for (Object value : stored) {
                variable +=
                        value instanceof byte[] b
                                ? Math.min(b.length, 1 << 24)
                                : value instanceof OverflowReference
                                        ? OverflowReference.ENCODED_LENGTH
                                        : 0;
            }
        }
        return stored;
    }

    private static int longest(@Nullable Object[] values) {
        int longest = -1;
        int length = OVERFLOW_MIN;
        for (int i = 0; i < values.length; i++) {
            if (values[i] instanceof byte[] bytes && bytes.length > length) {
                longest = i;
                length = bytes.length;
            }
        }
        return longest;
    }

    private OverflowReference moveOut(
            RowLayout layout, int column, byte[] bytes, byte @Nullable [] oldRow, int oldAt) {
        if (oldRow != null
                && !layout.isNull(oldRow, oldAt, column)
                && layout.isOverflow(oldRow, oldAt, column)) {
            OverflowReference there =
                    OverflowReference.read(oldRow, layout.variableOffset(oldRow, oldAt, column));
            if (there.length() == bytes.length
                    && Arrays.equals(
                            bytes,
                            RowKeys.read(
                                    there,
                                    kernel.overflow,
                                    txn.isBlockingAllowed(),
                                    kernel.pool))) {
                return there;
            }
        }
        Mtr mtr = txn.workspace().mtr;
        boolean mayBlock = txn.isBlockingAllowed();
        ChainHolder holder = txn.undo().holdChain(mtr, mayBlock);
        long page = kernel.overflow.write(mtr, mayBlock, bytes, 0, bytes.length, holder);
        return new OverflowReference(page, bytes.length);
    }

    private static int inlineLimit(int keyLength) {
        return BTree.ENTRY_SIZE_MAX - RecordHeader.CLUSTERED_LENGTH - keyLength;
    }
}
