package io.daybreak.engine.collation;

/**
 * Reads UTF-8 a code point at a time. Bytes that are no UTF-8 count as one code point each, above
 * all others, so that comparing never fails.
 */
public final class Utf8 {
    /** Added to a byte that is not part of valid UTF-8. */
    static final int INVALID = 0x110000;

    private Utf8() {}

    /** The code point at {@code at} (which is less than {@code end}). */
    public static int codePoint(byte[] s, int at, int end) {
        int b = s[at];
        if (b >= 0) {
            return b;
        }
        if ((b & 0xE0) == 0xC0) {
            if (at + 1 < end && continues(s[at + 1])) {
                int c = (b & 0x1F) << 6 | (s[at + 1] & 0x3F);
                if (c >= 0x80) {
                    return c;
                }
            }
        } else if ((b & 0xF0) == 0xE0) {
            if (at + 2 < end && continues(s[at + 1]) && continues(s[at + 2])) {
                int c = (b & 0x0F) << 12 | (s[at + 1] & 0x3F) << 6 | (s[at + 2] & 0x3F);
                if (c >= 0x800 && (c < 0xD800 || c > 0xDFFF)) {
                    return c;
                }
            }
        } else if ((b & 0xF8) == 0xF0
                && at + 3 < end
                && continues(s[at + 1])
                && continues(s[at + 2])
                && continues(s[at + 3])) {
            int c =
                    (b & 0x07) << 18
                            | (s[at + 1] & 0x3F) << 12
                            | (s[at + 2] & 0x3F) << 6
                            | (s[at + 3] & 0x3F);
            if (c >= 0x10000 && c <= 0x10FFFF) {
                return c;
            }
        }
        return INVALID + (b & 0xFF);
    }

    private static boolean continues(byte b) {
        return (b & 0xC0) == 0x80;
    }

    /** How many bytes a code point from {@link #codePoint} took. */
    public static int width(int codePoint) {
        if (codePoint < 0x80 || codePoint >= INVALID) {
            return 1;
        }
        return codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
    }

    public static boolean isValid(int codePoint) {
        return codePoint < INVALID;
    }

    /** Where the first byte is that is not valid UTF-8; {@code end} if there is none. */
    public static int firstInvalid(byte[] s, int from, int end) {
        int i = from;
        while (i < end) {
            if (s[i] >= 0) {
                i++;
                continue;
            }
            int c = codePoint(s, i, end);
            if (c >= INVALID) {
                return i;
            }
            i += width(c);
        }
        return end;
    }

    /** The number of characters. */
    public static int length(byte[] s, int from, int end) {
        int count = 0;
        int i = from;
        while (i < end) {
            i += s[i] >= 0 ? 1 : width(codePoint(s, i, end));
            count++;
        }
        return count;
    }

    /** How many bytes the first {@code characters} characters take, at most all. */
    public static int prefixBytes(byte[] s, int from, int end, int characters) {
        int i = from;
        for (int n = 0; n < characters && i < end; n++) {
            i += s[i] >= 0 ? 1 : width(codePoint(s, i, end));
        }
        return i - from;
    }

    /** Writes a code point; the number of bytes written. */
    public static int encode(int codePoint, byte[] target, int at) {
        if (codePoint < 0x80) {
            target[at] = (byte) codePoint;
            return 1;
        }
        if (codePoint < 0x800) {
            target[at] = (byte) (0xC0 | codePoint >> 6);
            target[at + 1] = (byte) (0x80 | (codePoint & 0x3F));
            return 2;
        }
        if (codePoint < 0x10000) {
            target[at] = (byte) (0xE0 | codePoint >> 12);
            target[at + 1] = (byte) (0x80 | (codePoint >> 6 & 0x3F));
            target[at + 2] = (byte) (0x80 | (codePoint & 0x3F));
            return 3;
        }
        target[at] = (byte) (0xF0 | codePoint >> 18);
        target[at + 1] = (byte) (0x80 | (codePoint >> 12 & 0x3F));
        target[at + 2] = (byte) (0x80 | (codePoint >> 6 & 0x3F));
        target[at + 3] = (byte) (0x80 | (codePoint & 0x3F));
        return 4;
    }
}
