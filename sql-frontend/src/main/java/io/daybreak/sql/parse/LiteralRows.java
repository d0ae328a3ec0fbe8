package io.daybreak.sql.parse;

import io.daybreak.sql.ast.Expression.LiteralKind;
import java.math.BigDecimal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The rows of {@code INSERT … VALUES (…), (…), …} or REPLACE when they are nothing but literals,
 * read one by one without a tree: what mysqldump and batching drivers send by the megabyte. Not
 * thread-safe.
 *
 * <p>Literals are numbers with or without a sign, strings, NULL, TRUE, FALSE, hexadecimal and bit
 * values, and strings marked {@code _binary}. Whatever else stands in the text, the parser reads
 * all of it.
 */
public final class LiteralRows {
    /**
     * What a value is; {@code BINARY} is a string marked so, {@code BITS} a hexadecimal or bit
     * value that is not: a number for a numeric column.
     */
    public enum Kind {
        NULL,
        BOOLEAN,
        INTEGER,
        UNSIGNED,
        DECIMAL,
        DOUBLE,
        STRING,
        BINARY,
        BITS
    }

    private final Lexer lexer = new Lexer();
    private final byte[] text;
    private final int to;
    private final ParseOptions options;
    private final int firstRow;
    private int firstRowEnd;
    private int width;
    private long count;
    private Kind[] kinds = new Kind[16];
    private @Nullable Object[] values = new Object[16];
    private boolean keeps;

    private LiteralRows(byte[] text, int to, ParseOptions options, int firstRow) {
        this.text = text;
        this.to = to;
        this.options = options;
        this.firstRow = firstRow;
    }

    /**
     * @return null unless the text is one INSERT or REPLACE that ends with rows of literals, all of
     *     one length
     */
    public static @Nullable LiteralRows of(byte[] text, int from, int to, ParseOptions options) {
        int rows = afterValues(text, from, to, options);
        if (rows < 0) {
            return null;
        }
        LiteralRows found = new LiteralRows(text, to, options, rows);
        return found.isAllLiterals() ? found : null;
    }

    /** Where VALUES ends; -1 if there is none outside of parentheses. */
    private static int afterValues(byte[] text, int from, int to, ParseOptions options) {
        Lexer lexer = new Lexer();
        lexer.reset(text, from, to, options);
        if (lexer.next() != Lexer.WORD) {
            return -1;
        }
        Keyword first = Keyword.find(text, lexer.start, lexer.end);
        if (first != Keyword.INSERT && first != Keyword.REPLACE) {
            return -1;
        }
        int depth = 0;
        while (true) {
            int kind = lexer.next();
            switch (kind) {
                case Lexer.END, Lexer.ERROR, ';', '=' -> {
                    return -1;
                }
                case '(' -> depth++;
                case ')' -> depth--;
                case Lexer.WORD -> {
                    if (depth == 0 && !lexer.dotted) {
                        Keyword word = Keyword.find(text, lexer.start, lexer.end);
                        if (word == Keyword.VALUES || word == Keyword.VALUE) {
                            return lexer.end;
                        }
                        if (word == Keyword.SELECT || word == Keyword.SET) {
                            return -1;
                        }
                    }
                }
                default -> {}
            }
        }
    }

    private boolean isAllLiterals() {
        rewind();
        keeps = false;
        while (true) {
            if (lexer.kind != '(' || !readRow()) {
                return false;
            }
            count++;
            if (count == 1) {
                firstRowEnd = lexer.end;
            }
            int after = lexer.next();
            if (after == ',') {
                lexer.next();
                continue;
            }
            if (after == ';') {
                after = lexer.next();
            }
            rewind();
            keeps = true;
            return after == Lexer.END;
        }
    }

    /** Before the first row again. */
    public void rewind() {
        lexer.reset(text, firstRow, to, options);
        lexer.next();
    }

    /** From the parenthesis on, up to the other one. */
    private boolean readRow() {
        int column = 0;
        lexer.next();
        while (true) {
            if (column == kinds.length) {
                kinds = Arrays.copyOf(kinds, column * 2);
                values = Arrays.copyOf(values, column * 2);
            }
            if (!readValue(column)) {
                return false;
            }
            column++;
            int after = lexer.next();
            if (after == ')') {
                if (count == 0) {
                    width = column;
                }
                return column == width;
            }
            if (after != ',') {
                return false;
            }
            lexer.next();
        }
    }

    private boolean readValue(int column) {
        boolean negative = lexer.kind == '-';
        if (negative || lexer.kind == '+') {
            lexer.next();
            return isNumber() && number(column, negative);
        }
        return switch (lexer.kind) {
            case Lexer.INTEGER, Lexer.DECIMAL, Lexer.FLOAT -> number(column, false);
            case Lexer.STRING -> string(column, Kind.STRING);
            case Lexer.HEX ->
                    put(
                            column,
                            Kind.BITS,
                            keeps ? Literals.hex(text, lexer.start, lexer.end) : null);
            case Lexer.BIT ->
                    put(
                            column,
                            Kind.BITS,
                            keeps ? Literals.bits(text, lexer.start, lexer.end) : null);
            case Lexer.WORD -> word(column);
            default -> false;
        };
    }

    private boolean isNumber() {
        return lexer.kind == Lexer.INTEGER
                || lexer.kind == Lexer.DECIMAL
                || lexer.kind == Lexer.FLOAT;
    }

    private boolean word(int column) {
        if (isWord("null")) {
            return put(column, Kind.NULL, null);
        }
        if (isWord("true") || isWord("false")) {
            return put(column, Kind.BOOLEAN, isWord("true") ? 1L : 0L);
        }
        if (isWord("_binary")) {
            int kind = lexer.next();
            return kind == Lexer.STRING
                    ? string(column, Kind.BINARY)
                    : kind == Lexer.HEX
                            && put(
                                    column,
                                    Kind.BINARY,
                                    keeps ? Literals.hex(text, lexer.start, lexer.end) : null);
        }
        return false;
    }

    private boolean isWord(String word) {
        if (lexer.end - lexer.start != word.length() || lexer.dotted) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if ((text[lexer.start + i] | 0x20) != (word.charAt(i) | 0x20)) {
                return false;
            }
        }
        return true;
    }

    private boolean string(int column, Kind kind) {
        return put(
                column,
                kind,
                keeps
                        ? Literals.string(
                                text, lexer.start, lexer.end, options.noBackslashEscapes())
                        : null);
    }

    private boolean number(int column, boolean negative) {
        int start = lexer.start;
        int end = lexer.end;
        LiteralKind kind =
                switch (lexer.kind) {
                    case Lexer.INTEGER -> Literals.integerKind(text, start, end);
                    case Lexer.DECIMAL -> LiteralKind.DECIMAL;
                    default -> LiteralKind.DOUBLE;
                };
        if (!keeps) {
            return true;
        }
        return switch (kind) {
            case INTEGER -> {
                long value = Literals.integer(text, start, end);
                yield put(column, Kind.INTEGER, negative ? -value : value);
            }
            case UNSIGNED -> {
                // A sign makes a decimal of it, but for the least BIGINT.
                long value = Literals.integer(text, start, end);
                yield !negative
                        ? put(column, Kind.UNSIGNED, value)
                        : value == Long.MIN_VALUE
                                ? put(column, Kind.INTEGER, value)
                                : decimal(column, start, end, true);
            }
            case DOUBLE -> {
                double value = Literals.floating(text, start, end);
                yield put(column, Kind.DOUBLE, negative ? -value : value);
            }
            default -> decimal(column, start, end, negative);
        };
    }

    private boolean decimal(int column, int start, int end, boolean negative) {
        BigDecimal value = Literals.decimal(text, start, end);
        return put(column, Kind.DECIMAL, negative ? value.negate() : value);
    }

    private boolean put(int column, Kind kind, @Nullable Object value) {
        kinds[column] = kind;
        values[column] = value;
        return true;
    }

    // ---- What was found

    /** The text up to here is the statement with its first row alone. */
    public int firstRowEnd() {
        return firstRowEnd;
    }

    public long count() {
        return count;
    }

    /** Moves to the next row; false at the end. */
    public boolean next() {
        if (lexer.kind != '(') {
            return false;
        }
        readRow();
        if (lexer.next() == ',') {
            lexer.next();
        }
        return true;
    }

    public Kind kind(int column) {
        return kinds[column];
    }

    /** Long, BigDecimal, Double or byte[] as the kind says; null for NULL. */
    public @Nullable Object value(int column) {
        return values[column];
    }
}
