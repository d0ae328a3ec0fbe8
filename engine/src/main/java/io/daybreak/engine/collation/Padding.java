package io.daybreak.engine.collation;

/**
 * PAD SPACE in sort keys. A comparison pads the shorter string with spaces, endlessly; a sort key
 * ends. So trailing spaces are dropped, every other space is followed by a mark that says how the
 * rest of the string compares with spaces, and the key ends with a space and {@link #EQUAL}: then
 * {@code 'a\t' < 'a' = 'a ' < 'a b'}, as MySQL has it.
 */
final class Padding {
    static final byte LESS = 1;
    static final byte EQUAL = 2;
    static final byte GREATER = 3;

    private Padding() {}

    /** The end without trailing spaces. */
    static int trimmedEnd(byte[] text, int from, int end) {
        int e = end;
        while (e > from && text[e - 1] == ' ') {
            e--;
        }
        return e;
    }
}
