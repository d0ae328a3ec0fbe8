package io.daybreak.engine.api;

import org.jspecify.annotations.Nullable;

/**
 * A range of an index, by bytes of {@link Index#encodeKey}. A bound that is a prefix stands for all
 * keys that start with it: an inclusive one takes them in, an exclusive one leaves them out.
 *
 * @param low null: from the start
 * @param high null: to the end
 */
public record KeyRange(
        byte @Nullable [] low,
        boolean lowInclusive,
        byte @Nullable [] high,
        boolean highInclusive) {
    public static final KeyRange ALL = new KeyRange(null, true, null, true);

    /** All keys that start with the prefix. */
    public static KeyRange prefix(byte[] key) {
        return new KeyRange(key, true, key, true);
    }
}
