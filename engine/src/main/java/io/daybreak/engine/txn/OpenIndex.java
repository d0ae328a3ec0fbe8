package io.daybreak.engine.txn;

import io.daybreak.engine.table.EngineIndex;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The index that a cursor is open on, and for whom; shared by the parts of the cursor. Owned by the
 * transaction's thread; reused with the cursor.
 */
final class OpenIndex {
    private @Nullable EngineTransaction transaction;
    private @Nullable Kernel kernel;
    private @Nullable EngineIndex index;

    void open(EngineTransaction newTransaction, Kernel newKernel, EngineIndex newIndex) {
        transaction = newTransaction;
        kernel = newKernel;
        index = newIndex;
    }

    /**
     * Remembers the index only.
     *
     * @return null if it was closed already
     */
    @Nullable EngineTransaction close() {
        EngineTransaction was = transaction;
        transaction = null;
        return was;
    }

    EngineTransaction transaction() {
        return Objects.requireNonNull(transaction);
    }

    Kernel kernel() {
        return Objects.requireNonNull(kernel);
    }

    EngineIndex index() {
        return Objects.requireNonNull(index);
    }

    /** Whether it is, or was last, open on this tree. */
    boolean isOn(EngineIndex other) {
        return index != null && index.tree().rootPage() == other.tree().rootPage();
    }

    boolean mayBlock() {
        return transaction().isBlockingAllowed();
    }
}
