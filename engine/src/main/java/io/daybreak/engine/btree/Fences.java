package io.daybreak.engine.btree;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The separators that enclose a node; null is infinity. Filled by a descent of one thread. */
final class Fences {
    byte @Nullable [] low;
    byte @Nullable [] high;

    void reset() {
        low = null;
        high = null;
    }

    /** Narrows to the child at {@code index}. */
    void enter(byte[] page, int index) {
        if (index > 0) {
            low = Node.key(page, index);
        }
        if (index + 1 < Node.count(page)) {
            high = Node.key(page, index + 1);
        }
    }

    /** How many leading bytes all keys between two separators share. */
    static int common(byte @Nullable [] low, byte @Nullable [] high) {
        if (low == null || high == null) {
            return 0;
        }
        int mismatch = Arrays.mismatch(low, high);
        return mismatch < 0 ? low.length : Math.min(mismatch, Math.min(low.length, high.length));
    }

    /** The shortest key above {@code before} that is at or below {@code after}. */
    static byte[] separator(
            byte[] before,
            int beforeOffset,
            int beforeLength,
            byte[] after,
            int afterOffset,
            int afterLength) {
        int mismatch =
                Arrays.mismatch(
                        before,
                        beforeOffset,
                        beforeOffset + beforeLength,
                        after,
                        afterOffset,
                        afterOffset + afterLength);
        if (mismatch < 0 || mismatch >= afterLength) {
            throw new IllegalStateException("keys are not in order");
        }
        return Arrays.copyOfRange(after, afterOffset, afterOffset + mismatch + 1);
    }
}
