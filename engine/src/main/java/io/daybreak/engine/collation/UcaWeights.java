package io.daybreak.engine.collation;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.InflaterInputStream;

/**
 * The collation elements of one version of the Unicode collation element table. Immutable; read
 * once from a resource.
 *
 * <p>The resource is deflated; inside, all numbers are LEB128 varints:
 *
 * <pre>
 * field          meaning
 * levels         1 (primary weights only) or 3
 * then for each code point that has weights of its own, ascending:
 *   distance     code point minus the previous one (the first: minus -1); 0 ends the table
 *   for each level: number of non-zero weights, and the weights
 * </pre>
 *
 * <p>Code points without an entry have implicit weights: a Hangul syllable those of its letters;
 * any other two primaries, 0xFB40/0xFB80/0xFBC0 (ideographs, their extensions, the rest) + the top
 * bits, and 0x8000 + the low 15 bits (Unicode Technical Standard 10, section 10.1.3).
 */
final class UcaWeights {
    private static final int[] NO_ENTRIES = new int[0];

    private final int[][] pages = new int[0x1100][];
    private final int levels;
    private final int version;
    private char[] data = new char[1 << 16];
    private int dataSize = 1;

    private UcaWeights(int version, int levels) {
        this.version = version;
        this.levels = levels;
        Arrays.fill(pages, NO_ENTRIES);
    }

    /**
     * @param version 400 or 900
     */
    static UcaWeights load(int version) {
        String resource = "uca" + version + ".weights";
        try (InputStream file = UcaWeights.class.getResourceAsStream(resource)) {
            if (file == null) {
                throw new IllegalStateException(resource + " is missing from the build");
            }
            DataInputStream in =
                    new DataInputStream(
                            new BufferedInputStream(new InflaterInputStream(file), 1 << 16));
            UcaWeights weights = new UcaWeights(version, varint(in));
            weights.read(in);
            return weights;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
    }

    private void read(DataInputStream in) throws IOException {
        int codePoint = -1;
        for (int distance = varint(in); distance != 0; distance = varint(in)) {
            codePoint += distance;
            int[] page = pages[codePoint >> 8];
            if (page.length == 0) {
                page = new int[256];
                pages[codePoint >> 8] = page;
            }
            page[codePoint & 0xFF] = dataSize;
            for (int level = 0; level < levels; level++) {
                int count = varint(in);
                add(count);
                for (int k = 0; k < count; k++) {
                    add(varint(in));
                }
            }
        }
        data = Arrays.copyOf(data, dataSize);
    }

    private void add(int value) {
        if (dataSize == data.length) {
            data = Arrays.copyOf(data, 2 * dataSize);
        }
        data[dataSize++] = (char) value;
    }

    private static int varint(DataInputStream in) throws IOException {
        int value = 0;
        for (int shift = 0; ; shift += 7) {
            int b = in.readUnsignedByte();
            value |= (b & 0x7F) << shift;
            if (b < 0x80) {
                return value;
            }
        }
    }

    /** Primary weights of ASCII; 0 for those that are ignored. None has more than one. */
    char[] asciiPrimaries() {
        char[] result = new char[128];
        KeyBuffer key = new KeyBuffer(8);
        for (int c = 0; c < 128; c++) {
            key.clear();
            append(c, 0, key);
            result[c] = key.size() == 0 ? 0 : (char) key.weightAt(0);
        }
        return result;
    }

    /** Appends the weights of a code point (or an invalid byte) at a level from 0. */
    void append(int codePoint, int level, KeyBuffer key) {
        if (codePoint > 0x10FFFF) {
            key.weight(level == 0 ? 0xFFFF : level == 1 ? 0x20 : 2);
            return;
        }
        int[] page = pages[codePoint >> 8];
        int at = page.length == 0 ? 0 : page[codePoint & 0xFF];
        if (at == 0) {
            appendImplicit(codePoint, level, key);
            return;
        }
        for (int skipped = 0; skipped < level; skipped++) {
            at += data[at] + 1;
        }
        int count = data[at];
        for (int k = 1; k <= count; k++) {
            key.weight(data[at + k]);
        }
    }

    private void appendImplicit(int codePoint, int level, KeyBuffer key) {
        if (codePoint >= 0xAC00 && codePoint <= 0xD7A3 && version >= 900) {
            int syllable = codePoint - 0xAC00;
            append(0x1100 + syllable / 588, level, key);
            append(0x1161 + syllable % 588 / 28, level, key);
            if (syllable % 28 != 0) {
                append(0x11A7 + syllable % 28, level, key);
            }
            return;
        }
        if (level == 0) {
            implicitPrimaries(codePoint, key);
        } else {
            key.weight(level == 1 ? 0x20 : 2);
        }
    }

    private void implicitPrimaries(int codePoint, KeyBuffer key) {
        if (version < 900 && codePoint > 0xFFFF) {
            key.weight(0xFFFD);
            return;
        }
        int base = 0xFBC0;
        if (codePoint >= 0x4E00 && codePoint <= (version >= 900 ? 0x9FD5 : 0x9FA5)) {
            base = 0xFB40;
        } else if (isIdeographExtension(codePoint)) {
            base = 0xFB80;
        }
        key.weight(base + (codePoint >> 15));
        key.weight(0x8000 | (codePoint & 0x7FFF));
    }

    private static boolean isIdeographExtension(int c) {
        return (c >= 0x3400 && c <= 0x4DB5)
                || (c >= 0x20000 && c <= 0x2A6D6)
                || (c >= 0x2A700 && c <= 0x2B734)
                || (c >= 0x2B740 && c <= 0x2B81D)
                || (c >= 0x2B820 && c <= 0x2CEA1);
    }
}
