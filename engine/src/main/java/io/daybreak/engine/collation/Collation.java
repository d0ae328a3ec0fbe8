package io.daybreak.engine.collation;

/**
 * One collation: an order of byte strings in one character set. Immutable and stateless; found by
 * {@link Collations}.
 */
public interface Collation {
    /**
     * MySQL's id, as the protocol and the dictionary use it: 255 is utf8mb4_0900_ai_ci, 63 binary.
     */
    int id();

    String name();

    /** The character set's name: utf8mb4, latin1, ascii, binary. */
    String charset();

    /** PAD SPACE: trailing spaces do not count. */
    boolean padSpace();

    /** Compares as the weights do. */
    int compare(byte[] a, int aOffset, int aLength, byte[] b, int bOffset, int bLength);

    /**
     * The weights: compared as unsigned bytes they give the order. Never shared. May contain any
     * byte.
     */
    byte[] sortKey(byte[] text, int offset, int length);

    /** Whether the weights of a text start with those of each of its beginnings. */
    default boolean weightsFollowText() {
        return false;
    }

    /** Equal for strings that compare equal. */
    int hash(byte[] text, int offset, int length);

    /** How many bytes the first {@code characters} characters take. */
    int prefixBytes(byte[] text, int offset, int length, int characters);
}
