package io.daybreak.engine.txn;

import io.daybreak.engine.mtr.Mtr;
import io.daybreak.engine.row.OverflowReference;
import io.daybreak.logstorage.api.RedoKind;

/** Frees chains of overflow pages that nothing on disk names any more. No state. */
final class Overflow {
    private static final int PAGES_PER_STEP = 16;

    private Overflow() {}

    /**
     * Frees a whole chain, in steps; a crash between loses the rest of the chain's pages, never
     * frees one twice.
     */
    static void freeChain(Kernel kernel, Mtr mtr, OverflowReference reference) {
        long page = reference.firstPage();
        while (page != 0) {
            try (mtr) {
                mtr.start(true);
                mtr.kind(RedoKind.OVERFLOW);
                page = kernel.overflow.free(mtr, page, PAGES_PER_STEP);
                mtr.commit();
            }
        }
    }
}
