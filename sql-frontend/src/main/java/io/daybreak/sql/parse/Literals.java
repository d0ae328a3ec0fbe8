package io.daybreak.sql.parse;

import io.daybreak.sql.ast.Expression.LiteralKind;
import io.daybreak.sql.types.Numbers;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Decodes the texts of literal tokens; parser and digest share it. No state. */
final class Literals {
    private Literals() {}

    /** INTEGER, UNSIGNED or, for 2^64 and more, DECIMAL. */
    static LiteralKind integerKind(byte[] text, int start, int end) {
        int from = start;
        while (from < end - 1 && text[from] == '0') {
            from++;
        }
        int digits = end - from;
        if (digits < 19) {
            return LiteralKind.INTEGER;
        }
        if (digits > 20) {
            return LiteralKind.DECIMAL;
        }
        if (digits == 19) {
            return compare(text, from, "9223372036854775807") <= 0
                    ? LiteralKind.INTEGER
                    : LiteralKind.UNSIGNED;
        }
        return compare(text, from, "18446744073709551615") <= 0
                ? LiteralKind.UNSIGNED
                : LiteralKind.DECIMAL;
    }

    private static int compare(byte[] text, int from, String digits) {
        for (int i = 0; i < digits.length(); i++) {
            int difference = text[from + i] - digits.charAt(i);
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }

    /** The value of an integer token of kind INTEGER or UNSIGNED. */
    static long integer(byte[] text, int start, int end) {
        long value = 0;
        for (int i = start; i < end; i++) {
            value = value * 10 + (text[i] - '0');
        }
        return value;
    }

    static BigDecimal decimal(byte[] text, int start, int end) {
        if (end - start <= 18) {
            return shortDecimal(text, start, end);
        }
        return Numbers.decimal(ascii(text, start, end));
    }

    private static BigDecimal shortDecimal(byte[] text, int start, int end) {
        long value = 0;
        int scale = 0;
        boolean fraction = false;
        for (int i = start; i < end; i++) {
            if (text[i] == '.') {
                fraction = true;
            } else {
                value = value * 10 + (text[i] - '0');
                scale += fraction ? 1 : 0;
            }
        }
        return BigDecimal.valueOf(value, scale);
    }

    static double floating(byte[] text, int start, int end) {
        return Double.parseDouble(ascii(text, start, end));
    }

    private static String ascii(byte[] text, int start, int end) {
        return new String(text, start, end - start, StandardCharsets.US_ASCII);
    }

    /** The bytes of a string token, with its quotes and without escapes. */
    static byte[] string(byte[] text, int start, int end, boolean noBackslashEscapes) {
        int from = text[start] == '\'' || text[start] == '"' ? start : start + 1;
        byte quote = text[from];
        for (int i = from + 1; i < end - 1; i++) {
            byte c = text[i];
            if (c == quote || c == '\\' && !noBackslashEscapes) {
                return unescape(text, from + 1, i, end - 1, quote, noBackslashEscapes);
            }
        }
        return Arrays.copyOfRange(text, from + 1, end - 1);
    }

    private static byte[] unescape(
            byte[] text, int from, int firstEscape, int to, byte quote, boolean noEscapes) {
        byte[] out = new byte[to - from];
        int length = firstEscape - from;
        System.arraycopy(text, from, out, 0, length);
        for (int i = firstEscape; i < to; i++) {
            byte c = text[i];
            if (c == quote) {
                i++;
            } else if (c == '\\' && !noEscapes) {
                c = text[++i];
                switch (c) {
                    case '0' -> c = 0;
                    case 'b' -> c = '\b';
                    case 'n' -> c = '\n';
                    case 'r' -> c = '\r';
                    case 't' -> c = '\t';
                    case 'Z' -> c = 26;
                    case '%', '_' -> out[length++] = '\\';
                    default -> {}
                }
            }
            out[length++] = c;
        }
        return Arrays.copyOf(out, length);
    }

    /** The bytes of {@code X'…'}, {@code 0x…}: an odd digit is the first byte's low half. */
    static byte[] hex(byte[] text, int start, int end) {
        boolean quoted = text[start + 1] == '\'';
        int from = start + 2;
        int to = quoted ? end - 1 : end;
        byte[] bytes = new byte[(to - from + 1) / 2];
        int position = bytes.length * 2 - (to - from);
        for (int i = from; i < to; i++, position++) {
            int digit = Character.digit(text[i], 16);
            bytes[position / 2] |= (byte) ((position & 1) == 0 ? digit << 4 : digit);
        }
        return bytes;
    }

    /** The bytes of {@code B'…'}, {@code 0b…}, right-aligned. */
    static byte[] bits(byte[] text, int start, int end) {
        boolean quoted = text[start + 1] == '\'';
        int from = start + 2;
        int to = quoted ? end - 1 : end;
        byte[] bytes = new byte[(to - from + 7) / 8];
        int position = bytes.length * 8 - (to - from);
        for (int i = from; i < to; i++, position++) {
            if (text[i] == '1') {
                bytes[position / 8] |= (byte) (0x80 >> (position & 7));
            }
        }
        return bytes;
    }

    static byte[] concatenate(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
