package io.daybreak.engine.collation;

import java.util.Arrays;

/**
 * The order of the bytes themselves: {@code binary}, and the {@code _bin} collations, for UTF-8
 * keeps code points in order.
 */
record BytewiseCollation(
        int id, String name, String charset, boolean padSpace, boolean charactersAreBytes)
        implements Collation {
    @Override
    public int compare(byte[] a, int aOffset, int aLength, byte[] b, int bOffset, int bLength) {
        int order =
                Arrays.compareUnsigned(
                        a, aOffset, aOffset + aLength, b, bOffset, bOffset + bLength);
        if (!padSpace || order == 0) {
            return order;
        }
        return comparePadded(a, aOffset, aOffset + aLength, b, bOffset, bOffset + bLength);
    }

    private static int comparePadded(byte[] a, int aFrom, int aEnd, byte[] b, int bFrom, int bEnd) {
        int i = aFrom;
        int j = bFrom;
        while (i < aEnd && j < bEnd) {
            if (a[i] != b[j]) {
                return (a[i] & 0xFF) - (b[j] & 0xFF);
            }
            i++;
            j++;
        }
        for (; i < aEnd; i++) {
            if (a[i] != ' ') {
                return (a[i] & 0xFF) - ' ';
            }
        }
        for (; j < bEnd; j++) {
            if (b[j] != ' ') {
                return ' ' - (b[j] & 0xFF);
            }
        }
        return 0;
    }

    @Override
    public byte[] sortKey(byte[] text, int offset, int length) {
        if (!padSpace) {
            return Arrays.copyOfRange(text, offset, offset + length);
        }
        int end = Padding.trimmedEnd(text, offset, offset + length);
        int spaces = 1;
        for (int i = offset; i < end; i++) {
            if (text[i] == ' ') {
                spaces++;
            }
        }
        byte[] key = new byte[end - offset + spaces + 1];
        int n = 0;
        for (int i = offset; i < end; i++) {
            key[n++] = text[i];
            if (text[i] == ' ') {
                key[n++] = restAgainstSpaces(text, i + 1, end);
            }
        }
        key[n++] = ' ';
        key[n] = Padding.EQUAL;
        return key;
    }

    @Override
    public boolean weightsFollowText() {
        return !padSpace;
    }

    private static byte restAgainstSpaces(byte[] text, int from, int end) {
        for (int i = from; i < end; i++) {
            if (text[i] != ' ') {
                return (text[i] & 0xFF) < ' ' ? Padding.LESS : Padding.GREATER;
            }
        }
        return Padding.EQUAL;
    }

    @Override
    public int hash(byte[] text, int offset, int length) {
        int end = offset + length;
        if (padSpace) {
            end = Padding.trimmedEnd(text, offset, end);
        }
        int h = 1;
        for (int i = offset; i < end; i++) {
            h = 31 * h + text[i];
        }
        return h;
    }

    @Override
    public int prefixBytes(byte[] text, int offset, int length, int characters) {
        return charactersAreBytes
                ? Math.min(length, characters)
                : Utf8.prefixBytes(text, offset, offset + length, characters);
    }

    @Override
    public String toString() {
        return name;
    }
}
