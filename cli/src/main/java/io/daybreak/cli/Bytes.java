package io.daybreak.cli;

import java.util.Locale;

/** Sizes as people write them: {@code 512M}, {@code 4g}, {@code 1048576}. */
final class Bytes {
    private Bytes() {}

    /**
     * @throws NumberFormatException with a sentence for people, if it is no size
     */
    static long parse(String text) {
        String digits = text.trim().toUpperCase(Locale.ROOT);
        long unit = 1;
        if (digits.endsWith("B")) {
            digits = digits.substring(0, digits.length() - 1);
        }
        if (!digits.isEmpty()) {
            unit =
                    switch (digits.charAt(digits.length() - 1)) {
                        case 'K' -> 1L << 10;
                        case 'M' -> 1L << 20;
                        case 'G' -> 1L << 30;
                        case 'T' -> 1L << 40;
                        default -> 1;
                    };
        }
        if (unit > 1) {
            digits = digits.substring(0, digits.length() - 1);
        }
        try {
            return Math.multiplyExact(Long.parseLong(digits), unit);
        } catch (ArithmeticException | NumberFormatException _) {
            throw new NumberFormatException(
                    "'" + text + "' is no size; write bytes, or a number with K, M or G");
        }
    }

    static String show(long bytes) {
        if (bytes >= 1L << 30 && bytes % (1L << 30) == 0) {
            return (bytes >> 30) + " GB";
        }
        return bytes >= 1L << 20 ? (bytes >> 20) + " MB" : (bytes >> 10) + " KB";
    }
}
