package io.daybreak.engine.collation;

import java.util.Arrays;

/**
 * MySQL's latin1: Windows-1252, with the five bytes that it leaves undefined standing for
 * themselves.
 */
public final class Latin1 {
    private static final char[] HIGH = highControls();

    /** Weights by byte of latin1_swedish_ci. */
    private static final String SWEDISH =
            "000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F"
                    + "202122232425262728292A2B2C2D2E2F303132333435363738393A3B3C3D3E3F"
                    + "404142434445464748494A4B4C4D4E4F505152535455565758595A5B5C5D5E5F"
                    + "604142434445464748494A4B4C4D4E4F505152535455565758595A7B7C7D7E7F"
                    + "808182838485868788898A8B8C8D8E8F909192939495969798999A9B9C9D9E9F"
                    + "A0A1A2A3A4A5A6A7A8A9AAABACADAEAFB0B1B2B3B4B5B6B7B8B9BABBBCBDBEBF"
                    + "414141415C5B5C434545454549494949444E4F4F4F4F5DD7D85555555959DEDF"
                    + "414141415C5B5C434545454549494949444E4F4F4F4F5DF7D85555555959DEFF";

    private Latin1() {}

    private static char[] highControls() {
        // Code points of the bytes 0x80 to 0x9F.
        int[] points = {
            0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
            0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D, 0x017D, 0x008F,
            0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
            0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178,
        };
        char[] result = new char[points.length];
        for (int i = 0; i < points.length; i++) {
            result[i] = (char) points[i];
        }
        return result;
    }

    /** The code point of a byte (0 to 255). */
    public static int codePoint(int latin1) {
        return latin1 >= 0x80 && latin1 < 0xA0 ? HIGH[latin1 - 0x80] : latin1;
    }

    /** The byte of a code point, or -1. */
    public static int encode(int codePoint) {
        if (codePoint < 0x80 || (codePoint >= 0xA0 && codePoint <= 0xFF)) {
            return codePoint;
        }
        for (int i = 0; i < HIGH.length; i++) {
            if (HIGH[i] == codePoint) {
                return 0x80 + i;
            }
        }
        return -1;
    }

    /** Weights by code point for an order given by byte. */
    static char[] byCodePoint(int[] weightOfByte) {
        char[] weights = new char[0x2123];
        Arrays.fill(weights, '\uFFFD');
        for (int b = 0; b < 256; b++) {
            weights[codePoint(b)] = (char) weightOfByte[b];
        }
        return weights;
    }

    static int[] swedishWeights() {
        int[] weights = new int[256];
        for (int b = 0; b < 256; b++) {
            weights[b] = Integer.parseInt(SWEDISH.substring(2 * b, 2 * b + 2), 16);
        }
        return weights;
    }

    static int[] byteOrder() {
        int[] weights = new int[256];
        for (int b = 0; b < 256; b++) {
            weights[b] = b;
        }
        return weights;
    }
}
