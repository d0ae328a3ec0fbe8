package io.daybreak.engine.collation;

import java.util.Arrays;

/**
 * A collation after the Unicode Collation Algorithm, with the weights of {@link UcaWeights}:
 * strings are ordered by all their primary weights first, then by the secondary (accents), then by
 * the tertiary ones (case). How many levels count is the collation's choice; weights of zero are
 * ignored.
 *
 * <p>ASCII against ASCII is compared from a table of 128 weights; everything else through sort
 * keys.
 */
final class UcaCollation implements Collation {
    private final int id;
    private final String name;
    private final String charset;
    private final boolean padSpace;
    private final int levels;
    private final UcaWeights weights;
    private final char[] ascii;
    private final char space;

    UcaCollation(
            int id, String name, String charset, boolean padSpace, int levels, UcaWeights weights) {
        this.id = id;
        this.name = name;
        this.charset = charset;
        this.padSpace = padSpace;
        this.levels = levels;
        this.weights = weights;
        this.ascii = weights.asciiPrimaries();
        this.space = ascii[' '];
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
        return padSpace;
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
            if ((p | q) < 0) {
                break;
            }
            if (p == q) {
                i++;
                j++;
                continue;
            }
            int v = ascii[p];
            int w = ascii[q];
            if (v == w) {
                i++;
                j++;
            } else if (v == 0) {
                i++;
            } else if (w == 0) {
                j++;
            } else {
                return v - w;
            }
        }
        if (levels > 1) {
            return Arrays.equals(a, aOffset, aEnd, b, bOffset, bEnd)
                    ? 0
                    : compareKeys(a, aOffset, aEnd, b, bOffset, bEnd);
        }
        return i == aEnd && j == bEnd ? 0 : compareKeys(a, i, aEnd, b, j, bEnd);
    }

    private int compareKeys(byte[] a, int aFrom, int aEnd, byte[] b, int bFrom, int bEnd) {
        return Arrays.compareUnsigned(
                sortKey(a, aFrom, aEnd - aFrom), sortKey(b, bFrom, bEnd - bFrom));
    }

    @Override
    public byte[] sortKey(byte[] text, int offset, int length) {
        int end = offset + length;
        if (padSpace) {
            end = Padding.trimmedEnd(text, offset, end);
        }
        // Exact for the usual text, so that the key is not copied.
        KeyBuffer key =
                new KeyBuffer(
                        levels == 1 && !padSpace
                                ? 2 * (end - offset)
                                : 2 * (end - offset) * levels + 8);
        appendPrimaries(text, offset, end, key);
        for (int level = 1; level < levels; level++) {
            key.weight(0);
            int i = offset;
            while (i < end) {
                int c = Utf8.codePoint(text, i, end);
                i += Utf8.width(c);
                weights.append(c, level, key);
            }
        }
        return key.toBytes();
    }

    @Override
    public boolean weightsFollowText() {
        return levels == 1 && !padSpace;
    }

    private void appendPrimaries(byte[] text, int from, int end, KeyBuffer key) {
        int i = from;
        while (i < end) {
            if (!padSpace) {
                i = key.ascii(text, i, end, ascii);
                if (i == end) {
                    break;
                }
            }
            int c = text[i];
            if (c >= 0) {
                i++;
                int w = ascii[c];
                if (w != 0) {
                    key.weight(w);
                    if (w == space) {
                        key.oneByte(restAgainstSpaces(text, i, end));
                    }
                }
                continue;
            }
            c = Utf8.codePoint(text, i, end);
            i += Utf8.width(c);
            int start = key.size();
            weights.append(c, 0, key);
            if (padSpace && key.size() == start + 2 && key.lastWeight() == space) {
                key.oneByte(restAgainstSpaces(text, i, end));
            }
        }
        if (padSpace) {
            key.weight(space);
            key.oneByte(Padding.EQUAL);
        }
    }

    private byte restAgainstSpaces(byte[] text, int from, int end) {
        KeyBuffer one = new KeyBuffer(16);
        int i = from;
        while (i < end) {
            int c = Utf8.codePoint(text, i, end);
            i += Utf8.width(c);
            one.clear();
            weights.append(c, 0, one);
            for (int n = 0; n < one.size(); n += 2) {
                int w = one.weightAt(n);
                if (w != space) {
                    return w < space ? Padding.LESS : Padding.GREATER;
                }
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
            int c = text[i];
            if (c < 0 || (padSpace && c == ' ')) {
                return hashOfKey(text, offset, end);
            }
            int w = ascii[c];
            if (w != 0) {
                h = 31 * h + w;
            }
        }
        return h;
    }

    private int hashOfKey(byte[] text, int from, int end) {
        KeyBuffer key = new KeyBuffer(2 * (end - from) + 8);
        int i = from;
        while (i < end) {
            int c = Utf8.codePoint(text, i, end);
            i += Utf8.width(c);
            weights.append(c, 0, key);
        }
        int n = key.size();
        while (padSpace && n >= 2 && key.weightAt(n - 2) == space) {
            n -= 2;
        }
        int h = 1;
        for (int k = 0; k < n; k += 2) {
            h = 31 * h + key.weightAt(k);
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
