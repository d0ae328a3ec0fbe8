package io.daybreak.sql.parse;

import io.daybreak.sql.ast.Expression.LiteralKind;
import java.math.BigDecimal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The plan cache's view of a text: a key that is equal for statements which differ only in their
 * literals, and those literals, found in one pass of the lexer and without a tree. Owned by one
 * thread and reused: after a warm-up it allocates nothing but the literals' values.
 *
 * <p>The key is the tokens, with each literal replaced by a byte for its kind and with white space
 * and comments between two tokens replaced by one space; a semicolon at the end is dropped. In a
 * select list all bytes are kept, because columns without an alias are named by their text. So two
 * texts with one key have the same tree and the same names of columns but for the literals' values,
 * as long as {@link Parsed#fixedLiterals()} have equal values. A number's sign is an operator and
 * stays in the key, as do NULL, TRUE and FALSE. What changes the meaning of the text, {@link
 * ParseOptions}, is part of the key; precision and scale of a decimal are too, as they decide the
 * types of results. The letters' case is kept: whether a word is a name is not known here.
 *
 * <p>The ordinal of a literal here is the ordinal of the {@code Literal} node of the parser.
 */
public final class Digest {
    private static final int LITERALS_AT_FIRST = 16;

    /** Larger buffers are not kept from text to text. */
    private static final int LITERALS_KEPT = 4_096;

    /** Texts with longer keys or more literals are parsed each time: they are bulk loads. */
    public static final int KEY_BYTES_MAX = 16 * 1024;

    private static final int LITERALS_MAX = 2_048;

    /** Parentheses whose select lists are told apart. */
    private static final int DEPTH_MAX = 63;

    private static final int KEY_BYTES_KEPT = 64 * 1024;

    /** A key in a cache: immutable, when it was made by {@link Digest#key}. */
    public static final class Key {
        private byte[] bytes;
        private int length;
        private int hash;

        private Key(byte[] bytes, int length, int hash) {
            this.bytes = bytes;
            this.length = length;
            this.hash = hash;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key
                    && hash == key.hash
                    && Arrays.equals(bytes, 0, length, key.bytes, 0, key.length);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        /** Bytes that the key holds in memory. */
        public int length() {
            return length;
        }
    }

    private final Lexer lexer = new Lexer();

    /** A view of the buffer below, to look keys up with. */
    private final Key probe = new Key(new byte[256], 0, 0);

    private byte[] text = new byte[0];
    private boolean noBackslashEscapes;
    private int count;
    private int parameterCount;
    private int depth;

    /** A bit for each depth of parentheses: whether a select list is open there. */
    private long selectLists;

    private LiteralKind[] kinds = new LiteralKind[LITERALS_AT_FIRST];
    private @Nullable Object[] values = new Object[LITERALS_AT_FIRST];
    private int[] starts = new int[LITERALS_AT_FIRST];
    private int[] ends = new int[LITERALS_AT_FIRST];

    /**
     * Reads a text.
     *
     * @return false if the text cannot be cached: it is empty, holds more than one statement, bytes
     *     that are no token, or more than a plan is kept for; then nothing else may be asked of
     *     this digest
     */
    public boolean read(byte[] sql, int from, int to, ParseOptions options) {
        reset(sql, from, to, options);
        append((byte) bits(options));
        int copied = -1;
        int last = 0;
        boolean ended = false;
        while (true) {
            int kind = lexer.next();
            if (kind == Lexer.END) {
                break;
            }
            if (kind == Lexer.ERROR || ended || probe.length > KEY_BYTES_MAX) {
                return false;
            }
            if (kind == ';') {
                ended = true;
                continue;
            }
            int start = lexer.start;
            if (copied < 0) {
                copied = start;
            } else if (start > last && selectLists == 0 && !isOneSpace(last, start)) {
                copy(copied, last);
                append((byte) ' ');
                copied = start;
            }
            last = lexer.end;
            if (kind >= Lexer.INTEGER && kind <= Lexer.BIT) {
                copy(copied, start);
                if (count == LITERALS_MAX) {
                    return false;
                }
                takeLiteral(kind);
                copied = last;
            } else if (kind == Lexer.PARAMETER) {
                parameterCount++;
            } else {
                followSelectLists(kind, start, last);
            }
        }
        if (copied < 0) {
            return false;
        }
        copy(copied, last);
        if (probe.length > KEY_BYTES_MAX) {
            return false;
        }
        probe.hash = hash(probe.bytes, probe.length);
        return true;
    }

    private boolean isOneSpace(int from, int to) {
        return to - from == 1 && text[from] == ' ';
    }

    /** A select list goes from SELECT to the FROM between the same parentheses, or to their end. */
    private void followSelectLists(int kind, int start, int end) {
        if (kind == Lexer.WORD) {
            if (end - start == 6 && !lexer.dotted && isWord("select", start)) {
                selectLists |= 1L << Math.min(depth, DEPTH_MAX);
            } else if (end - start == 4
                    && depth < DEPTH_MAX
                    && !lexer.dotted
                    && isWord("from", start)) {
                selectLists &= ~(1L << depth);
            }
        } else if (kind == '(') {
            depth++;
        } else if (kind == ')' && depth > 0) {
            // Deeper than the bits reach, everything is taken for a select list.
            if (depth < DEPTH_MAX) {
                selectLists &= ~(1L << depth);
            }
            depth--;
        }
    }

    private boolean isWord(String word, int start) {
        for (int i = 0; i < word.length(); i++) {
            if ((text[start + i] | 0x20) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private void reset(byte[] sql, int from, int to, ParseOptions options) {
        lexer.reset(sql, from, to, options);
        text = sql;
        noBackslashEscapes = options.noBackslashEscapes();
        if (values.length > LITERALS_KEPT || probe.bytes.length > KEY_BYTES_KEPT) {
            forget();
        } else {
            Arrays.fill(values, 0, count, null);
        }
        count = 0;
        parameterCount = 0;
        depth = 0;
        selectLists = 0;
        probe.length = 0;
    }

    /** After a giant: gives its buffers back. */
    private void forget() {
        probe.bytes = new byte[256];
        kinds = new LiteralKind[LITERALS_AT_FIRST];
        values = new Object[LITERALS_AT_FIRST];
        starts = new int[LITERALS_AT_FIRST];
        ends = new int[LITERALS_AT_FIRST];
    }

    private static int bits(ParseOptions options) {
        return (options.ansiQuotes() ? 1 : 0)
                | (options.pipesAsConcat() ? 2 : 0)
                | (options.noBackslashEscapes() ? 4 : 0)
                | (options.highNotPrecedence() ? 8 : 0)
                | (options.ignoreSpace() ? 16 : 0)
                | (options.realAsFloat() ? 32 : 0);
    }

    private void append(byte b) {
        if (probe.length == probe.bytes.length) {
            probe.bytes = Arrays.copyOf(probe.bytes, probe.length * 2);
        }
        probe.bytes[probe.length++] = b;
    }

    private void copy(int from, int to) {
        int length = to - from;
        if (probe.length + length > probe.bytes.length) {
            probe.bytes = Arrays.copyOf(probe.bytes, (probe.length + length) * 2);
        }
        System.arraycopy(text, from, probe.bytes, probe.length, length);
        probe.length += length;
    }

    /** FNV-like over words of eight bytes; the key itself is compared anyway. */
    private static int hash(byte[] bytes, int length) {
        long hash = length;
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            hash = (hash ^ (long) LONGS.get(bytes, i)) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 29;
        }
        for (; i < length; i++) {
            hash = (hash ^ bytes[i]) * 0x9E3779B97F4A7C15L;
        }
        return (int) (hash ^ hash >>> 32);
    }

    private static final java.lang.invoke.VarHandle LONGS =
            java.lang.invoke.MethodHandles.byteArrayViewVarHandle(
                    long[].class, java.nio.ByteOrder.LITTLE_ENDIAN);

    private void takeLiteral(int token) {
        int start = lexer.start;
        int end = lexer.end;
        if (token == Lexer.STRING_MORE) {
            byte[] more = Literals.string(text, start, end, noBackslashEscapes);
            values[count - 1] =
                    Literals.concatenate(
                            (byte[]) java.util.Objects.requireNonNull(values[count - 1]), more);
            ends[count - 1] = end;
            append((byte) token);
            return;
        }
        if (count == kinds.length) {
            kinds = Arrays.copyOf(kinds, count * 2);
            values = Arrays.copyOf(values, count * 2);
            starts = Arrays.copyOf(starts, count * 2);
            ends = Arrays.copyOf(ends, count * 2);
        }
        LiteralKind kind = kind(token, start, end);
        Object value = value(token, kind, start, end);
        kinds[count] = kind;
        values[count] = value;
        starts[count] = start;
        ends[count] = end;
        count++;
        append((byte) (kind.ordinal() + 1));
        if (value instanceof BigDecimal decimal) {
            append((byte) decimal.precision());
            append((byte) decimal.scale());
        }
    }

    private LiteralKind kind(int token, int start, int end) {
        return switch (token) {
            case Lexer.INTEGER -> Literals.integerKind(text, start, end);
            case Lexer.DECIMAL -> LiteralKind.DECIMAL;
            case Lexer.FLOAT -> LiteralKind.DOUBLE;
            case Lexer.NATIONAL -> LiteralKind.NATIONAL;
            case Lexer.HEX -> LiteralKind.HEX;
            case Lexer.BIT -> LiteralKind.BIT;
            default -> LiteralKind.STRING;
        };
    }

    private Object value(int token, LiteralKind kind, int start, int end) {
        return switch (token) {
            case Lexer.INTEGER ->
                    kind == LiteralKind.DECIMAL
                            ? (Object) Literals.decimal(text, start, end)
                            : (Object) Literals.integer(text, start, end);
            case Lexer.DECIMAL -> Literals.decimal(text, start, end);
            case Lexer.FLOAT -> Literals.floating(text, start, end);
            case Lexer.HEX -> Literals.hex(text, start, end);
            case Lexer.BIT -> Literals.bits(text, start, end);
            default -> Literals.string(text, start, end, noBackslashEscapes);
        };
    }

    // ---- What was found

    /** The key, to look it up at once: valid until the next {@link #read}, never to be kept. */
    public Key probe() {
        return probe;
    }

    /** The key, to keep. */
    public Key key() {
        return new Key(Arrays.copyOf(probe.bytes, probe.length), probe.length, probe.hash);
    }

    public int literalCount() {
        return count;
    }

    public int parameterCount() {
        return parameterCount;
    }

    public LiteralKind literalKind(int ordinal) {
        return kinds[ordinal];
    }

    /** Long, BigDecimal, Double or byte[], as the kind says; not to be changed. */
    public Object literal(int ordinal) {
        return java.util.Objects.requireNonNull(values[ordinal]);
    }

    /** Where the literal starts in the text. */
    public int literalStart(int ordinal) {
        return starts[ordinal];
    }

    /** Where the literal ends in the text, exclusive. */
    public int literalEnd(int ordinal) {
        return ends[ordinal];
    }
}
