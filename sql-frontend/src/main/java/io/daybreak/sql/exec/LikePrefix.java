package io.daybreak.sql.exec;

import io.daybreak.engine.api.Index;
import io.daybreak.engine.api.KeyRange;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The keys that texts can have which match a pattern of LIKE: those with its fixed beginning. */
final class LikePrefix {
    private static final byte[] LOWEST = {1};
    private static final byte[] HIGHEST = "\uFFFF".getBytes(StandardCharsets.UTF_8);

    private LikePrefix() {}

    /**
     * A superset.
     *
     * @param prefix values of the index parts before the text
     */
    static KeyRange range(
            Index index, @Nullable Object[] prefix, byte[] pattern, boolean nullable) {
        byte[] fixed = Arrays.copyOf(pattern, fixedLength(pattern));
        if (fixed.length == 0) {
            byte[] all = prefix.length == 0 ? null : index.encodeKey(prefix);
            if (index.spec().parts().get(prefix.length).descending()) {
                return new KeyRange(all, true, all, true);
            }
            byte[] nulls = nullable ? index.encodeKey(with(prefix, null)) : null;
            return new KeyRange(nulls == null ? all : nulls, nulls == null, all, true);
        }
        // What the key of the beginning shares with those of its least and greatest continuation
        // is what all its continuations share; collations may end a key in ways of their own.
        byte[] key = index.encodeKey(with(prefix, fixed));
        int shared = Arrays.mismatch(key, index.encodeKey(with(prefix, join(fixed, LOWEST))));
        int high = Arrays.mismatch(key, index.encodeKey(with(prefix, join(fixed, HIGHEST))));
        int length = Math.min(shared < 0 ? key.length : shared, high < 0 ? key.length : high);
        return KeyRange.prefix(Arrays.copyOf(key, length));
    }

    /** Up to the first wildcard or escape. */
    private static int fixedLength(byte[] pattern) {
        int length = 0;
        while (length < pattern.length
                && pattern[length] != '%'
                && pattern[length] != '_'
                && pattern[length] != '\\') {
            length++;
        }
        return length;
    }

    private static @Nullable Object[] with(@Nullable Object[] prefix, @Nullable Object last) {
        @Nullable Object[] values = Arrays.copyOf(prefix, prefix.length + 1);
        values[prefix.length] = last;
        return values;
    }

    private static byte[] join(byte[] a, byte[] b) {
        byte[] joined = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, joined, a.length, b.length);
        return joined;
    }
}
