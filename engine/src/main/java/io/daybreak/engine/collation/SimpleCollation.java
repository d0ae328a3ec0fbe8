package io.daybreak.engine.collation;

import java.util.Arrays;

/**
 * One weight of 16 bits for each character: the {@code general_ci} collations, {@code
 * latin1_swedish_ci}, {@code latin1_bin}. All pad with spaces.
 */
final class SimpleCollation implements Collation {
    private final int id;
    private final String name;
    private final String charset;
    private final char[] weights;
    private final char beyond;

    /**
     * @param weights by code point; the array is kept
     * @param beyond the weight of code points behind the end of {@code weights}
     */
    SimpleCollation(int id, String name, String charset, char[] weights, char beyond) {
        this.id = id;
        this.name = name;
        this.charset = charset;
        this.weights = weights;
        this.beyond = beyond;
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String charset() {
        return charset;
    }

    @Override
    public boolean padSpace() {
        return true;
    }

    private int weight(int codePoint) {
        return codePoint < weights.length ? weights[codePoint] : beyond;
    }

    @Override
    public int compare(byte[] a, int aOffset, int aLength, byte[] b, int bOffset, int bLength) {
        int i = aOffset;
        int j = bOffset;
        int aEnd = aOffset + aLength;
        int bEnd = bOffset + bLength;
        while (i < aEnd && j < bEnd) {
            int p = a[i];
            int q = b[j];
            if (p >= 0 && q >= 0) {
                i++;
                j++;
            } else {
                p = Utf8.codePoint(a, i, aEnd);
                q = Utf8.codePoint(b, j, bEnd);
                i += Utf8.width(p);
                j += Utf8.width(q);
            }
            if (p != q) {
                int order = weight(p) - weight(q);
                if (order != 0) {
                    return order;
                }
            }
        }
        return i < aEnd ? againstSpaces(a, i, aEnd) : -againstSpaces(b, j, bEnd);
    }

    private int againstSpaces(byte[] s, int from, int end) {
        int space = weights[' '];
        int i = from;
        while (i < end) {
            int c = Utf8.codePoint(s, i, end);
            int order = weight(c) - space;
            if (order != 0) {
                return order;
            }
            i += Utf8.width(c);
        }
        return 0;
    }

    @Override
    public byte[] sortKey(byte[] text, int offset, int length) {
        int end = Padding.trimmedEnd(text, offset, offset + length);
        byte[] key = new byte[3 * (end - offset) + 3];
        int n = 0;
        int space = weights[' '];
        int i = offset;
        while (i < end) {
            int c = Utf8.codePoint(text, i, end);
            i += Utf8.width(c);
            int w = weight(c);
            key[n++] = (byte) (w >> 8);
            key[n++] = (byte) w;
            if (w == space) {
                int rest = againstSpaces(text, i, end);
                key[n++] = rest < 0 ? Padding.LESS : rest > 0 ? Padding.GREATER : Padding.EQUAL;
                if (rest == 0) {
                    return Arrays.copyOf(key, n);
                }
            }
        }
        key[n++] = (byte) (space >> 8);
        key[n++] = (byte) space;
        key[n++] = Padding.EQUAL;
        return Arrays.copyOf(key, n);
    }

    @Override
    public int hash(byte[] text, int offset, int length) {
        int end = Padding.trimmedEnd(text, offset, offset + length);
        int h = 1;
        int pendingSpaces = 0;
        int space = weights[' '];
        int i = offset;
        while (i < end) {
            int c = text[i];
            if (c >= 0) {
                i++;
            } else {
                c = Utf8.codePoint(text, i, end);
                i += Utf8.width(c);
            }
            int w = weight(c);
            if (w == space) {
                // Other characters may weigh as much as a space; at the end they do not count.
                pendingSpaces++;
                continue;
            }
            for (; pendingSpaces > 0; pendingSpaces--) {
                h = 31 * h + space;
            }
            h = 31 * h + w;
        }
        return h;
    }

    @Override
    public int prefixBytes(byte[] text, int offset, int length, int characters) {
        return Utf8.prefixBytes(text, offset, offset + length, characters);
    }

    @Override
    public String toString() {
        return name;
    }
}
