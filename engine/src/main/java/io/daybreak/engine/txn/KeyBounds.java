package io.daybreak.engine.txn;

import io.daybreak.engine.api.KeyRange;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Where keys stand relative to a range. No state. */
final class KeyBounds {
    private KeyBounds() {}

    /** Whether the key is not beyond the upper bound. */
    static boolean isBelowHigh(KeyRange range, byte[] page, int at, int length) {
        byte[] high = range.high();
        if (high == null) {
            return true;
        }
        if (startsWith(page, at, length, high)) {
            return range.highInclusive();
        }
        return Arrays.compareUnsigned(page, at, at + length, high, 0, high.length) < 0;
    }

    static boolean isAboveLow(KeyRange range, byte[] page, int at, int length) {
        byte[] low = range.low();
        if (low == null) {
            return true;
        }
        if (startsWith(page, at, length, low)) {
            return range.lowInclusive();
        }
        return Arrays.compareUnsigned(page, at, at + length, low, 0, low.length) > 0;
    }

    private static boolean startsWith(byte[] page, int at, int length, byte[] prefix) {
        return prefix.length <= length
                && Arrays.equals(page, at, at + prefix.length, prefix, 0, prefix.length);
    }

    /** The least key after all that start with the prefix; null if there is none. */
    static byte @Nullable [] after(byte[] prefix) {
        int length = prefix.length;
        while (length > 0 && prefix[length - 1] == (byte) 0xff) {
            length--;
        }
        if (length == 0) {
            return null;
        }
        byte[] next = Arrays.copyOf(prefix, length);
        next[length - 1]++;
        return next;
    }
}
