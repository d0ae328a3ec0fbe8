package io.daybreak.sql.types;

import io.daybreak.engine.collation.Collation;
import io.daybreak.engine.collation.Collations;
import io.daybreak.engine.collation.Latin1;
import io.daybreak.engine.collation.Utf8;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Character sets, as they govern lengths, validity and the bytes at the edges: client text, HEX(),
 * LENGTH(). In memory text is UTF-8 throughout.
 */
public enum CharacterSet {
    UTF8MB4("utf8mb4", 4),
    UTF8MB3("utf8mb3", 3),
    LATIN1("latin1", 1),
    ASCII("ascii", 1),
    BINARY("binary", 1),
    UCS2("ucs2", 2),
    UTF16("utf16", 4),
    UTF16LE("utf16le", 4),
    UTF32("utf32", 4);

    private final String sqlName;
    private final int maxBytes;

    CharacterSet(String sqlName, int maxBytes) {
        this.sqlName = sqlName;
        this.maxBytes = maxBytes;
    }

    public String sqlName() {
        return sqlName;
    }

    /** Most bytes of a character. */
    public int maxBytes() {
        return maxBytes;
    }

    public static CharacterSet of(Collation collation) {
        return switch (collation.charset()) {
            case "utf8mb4" -> UTF8MB4;
            case "utf8mb3", "utf8" -> UTF8MB3;
            case "latin1" -> LATIN1;
            case "ascii" -> ASCII;
            case "binary" -> BINARY;
            default -> throw new IllegalStateException(collation + " of " + collation.charset());
        };
    }

    /** Case does not matter; null if there is no such set. */
    public static @Nullable CharacterSet byName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.equals("utf8")) {
            return UTF8MB3;
        }
        for (CharacterSet set : values()) {
            if (set.sqlName.equals(lower)) {
                return set;
            }
        }
        return null;
    }

    /** The default collation; utf8mb4_bin for the sets that are only converted to and from. */
    public Collation defaultCollation() {
        Collation collation = Collations.defaultOf(sqlName);
        return collation == null ? Collations.UTF8MB4_BIN : collation;
    }

    /** Whether UTF-8 text is the same bytes in this set. */
    public boolean isUtf8() {
        return this == UTF8MB4 || this == UTF8MB3;
    }

    /** Whether every character of some UTF-8 text exists in this set. */
    public boolean canEncode(int codePoint) {
        return switch (this) {
            case UTF8MB4, UTF16, UTF16LE, UTF32 -> Utf8.isValid(codePoint);
            case UTF8MB3, UCS2 -> codePoint <= 0xFFFF;
            case LATIN1 -> Latin1.encode(codePoint) >= 0;
            case ASCII -> codePoint < 0x80;
            case BINARY -> true;
        };
    }

    /** The bytes of a code point in this set; the caller has asked {@link #canEncode}. */
    private int encode(int c, byte[] target, int at) {
        switch (this) {
            case LATIN1, ASCII -> {
                target[at] = (byte) Latin1.encode(c);
                return 1;
            }
            case UCS2 -> {
                target[at] = (byte) (c >> 8);
                target[at + 1] = (byte) c;
                return 2;
            }
            case UTF16, UTF16LE -> {
                return encodeUtf16(c, target, at);
            }
            case UTF32 -> {
                target[at] = 0;
                target[at + 1] = (byte) (c >> 16);
                target[at + 2] = (byte) (c >> 8);
                target[at + 3] = (byte) c;
                return 4;
            }
            case UTF8MB4, UTF8MB3, BINARY -> {
                return Utf8.encode(c, target, at);
            }
        }
        throw new IllegalStateException(sqlName);
    }

    private int encodeUtf16(int c, byte[] target, int at) {
        if (c < 0x10000) {
            putUnit(c, target, at);
            return 2;
        }
        putUnit(Character.highSurrogate(c), target, at);
        putUnit(Character.lowSurrogate(c), target, at + 2);
        return 4;
    }

    private void putUnit(int unit, byte[] target, int at) {
        boolean big = this == UTF16;
        target[at] = (byte) (big ? unit >> 8 : unit);
        target[at + 1] = (byte) (big ? unit : unit >> 8);
    }

    /** UTF-8 to this set; characters that it lacks become '?'. Returns the argument if it fits. */
    public byte[] fromUtf8(byte[] utf8) {
        if (this == UTF8MB4 || this == BINARY || isAscii(utf8, this)) {
            return utf8;
        }
        byte[] out = new byte[utf8.length * 4];
        int n = 0;
        int i = 0;
        while (i < utf8.length) {
            int c = Utf8.codePoint(utf8, i, utf8.length);
            i += Utf8.width(c);
            n += encode(canEncode(c) ? c : '?', out, n);
        }
        return Arrays.copyOf(out, n);
    }

    private static boolean isAscii(byte[] text, CharacterSet set) {
        if (set.ordinal() >= UCS2.ordinal()) {
            return false;
        }
        for (byte b : text) {
            if (b < 0) {
                return false;
            }
        }
        return true;
    }

    /** How many bytes some UTF-8 text takes in this set. */
    public int encodedLength(byte[] utf8) {
        if (isUtf8() || this == BINARY) {
            return utf8.length;
        }
        if (maxBytes == 1) {
            return Utf8.length(utf8, 0, utf8.length);
        }
        return fromUtf8(utf8).length;
    }

    /** This set to UTF-8; bytes that are invalid become '?'. May return the argument. */
    public byte[] toUtf8(byte[] bytes) {
        if (this == BINARY || isAscii(bytes, this)) {
            return bytes;
        }
        if (isUtf8()) {
            return Utf8.firstInvalid(bytes, 0, bytes.length) == bytes.length
                    ? bytes
                    : replaceInvalid(bytes);
        }
        byte[] out = new byte[bytes.length * 3 + 4];
        int n = 0;
        int i = 0;
        while (i < bytes.length) {
            long decoded = decode(bytes, i);
            i += (int) (decoded >> 32);
            n += Utf8.encode((int) decoded, out, n);
        }
        return Arrays.copyOf(out, n);
    }

    private static byte[] replaceInvalid(byte[] bytes) {
        byte[] out = bytes.clone();
        int i = 0;
        while (i < out.length) {
            int c = Utf8.codePoint(out, i, out.length);
            if (!Utf8.isValid(c)) {
                out[i] = '?';
            }
            i += Utf8.width(c);
        }
        return out;
    }

    /** Width in the upper half, code point in the lower. */
    private long decode(byte[] b, int at) {
        int left = b.length - at;
        return switch (this) {
            case LATIN1 -> 1L << 32 | Latin1.codePoint(b[at] & 0xFF);
            case ASCII -> 1L << 32 | (b[at] < 0 ? '?' : b[at]);
            case UCS2 -> left < 2 ? (long) left << 32 | '?' : 2L << 32 | unit(b, at);
            case UTF16, UTF16LE -> decodeUtf16(b, at, left);
            case UTF32 -> left < 4 ? (long) left << 32 | '?' : 4L << 32 | utf32(b, at);
            case UTF8MB4, UTF8MB3, BINARY -> 1L << 32 | (b[at] & 0xFF);
        };
    }

    private int unit(byte[] b, int at) {
        return this == UTF16LE
                ? (b[at + 1] & 0xFF) << 8 | (b[at] & 0xFF)
                : (b[at] & 0xFF) << 8 | (b[at + 1] & 0xFF);
    }

    private static int utf32(byte[] b, int at) {
        int c =
                (b[at] & 0xFF) << 24
                        | (b[at + 1] & 0xFF) << 16
                        | (b[at + 2] & 0xFF) << 8
                        | (b[at + 3] & 0xFF);
        return c < 0 || c > 0x10FFFF ? '?' : c;
    }

    private long decodeUtf16(byte[] b, int at, int left) {
        if (left < 2) {
            return (long) left << 32 | '?';
        }
        int high = unit(b, at);
        if (Character.isHighSurrogate((char) high) && left >= 4) {
            int low = unit(b, at + 2);
            if (Character.isLowSurrogate((char) low)) {
                return 4L << 32 | Character.toCodePoint((char) high, (char) low);
            }
        }
        return 2L << 32 | high;
    }
}
