package io.daybreak.sql.parse;

/**
 * Reads the tokens of a statement from its UTF-8 bytes, one {@link #next} at a time. Not thread
 * safe; reusable, and allocates nothing.
 *
 * <p>What stands between tokens is skipped: white space and comments, and the marks of executable
 * comments ({@code /*!80000 … *}{@code /}), whose contents are read as if the marks were not there
 * unless they ask for a newer version. Keywords are not told from identifiers here: a word is a
 * word. Words next to a dot are flagged, as they are never keywords.
 *
 * <p>Follows MySQL 8.4's rules to the letter, also the odd ones: {@code 1e5abc} is a number and a
 * word, {@code 1e} a word, {@code =!} an error, {@code --} starts a comment only before white
 * space.
 */
final class Lexer {
    static final int END = 0;
    static final int WORD = 1;
    static final int QUOTED = 2;
    static final int INTEGER = 3;
    static final int DECIMAL = 4;
    static final int FLOAT = 5;
    static final int STRING = 6;

    /** A string that directly follows another one: a part of the same literal. */
    static final int STRING_MORE = 7;

    static final int NATIONAL = 8;
    static final int HEX = 9;
    static final int BIT = 10;
    static final int PARAMETER = 11;

    /**
     * What follows {@code @} in a variable's or host's name: letters, digits, dots; maybe empty.
     */
    static final int HOST = 12;

    /** The text of a comment that starts with {@code +}. */
    static final int HINT = 13;

    /** Bytes that are no token: a quote without its end, an unknown character. */
    static final int ERROR = 14;

    static final int AT_AT = 15;
    static final int ASSIGN = 16;
    static final int NULL_SAFE_EQUAL = 17;
    static final int LESS_OR_EQUAL = 18;
    static final int GREATER_OR_EQUAL = 19;
    static final int NOT_EQUAL = 20;
    static final int SHIFT_LEFT = 21;
    static final int SHIFT_RIGHT = 22;
    static final int OR_OR = 23;
    static final int AND_AND = 24;
    static final int ARROW = 25;
    static final int DOUBLE_ARROW = 26;

    // Other kinds below 128 are the character itself.

    /** The version that executable comments are compared with: they run up to this one. */
    static final int VERSION = 80_499;

    private static final byte[] CLASSES = new byte[256];
    private static final byte IDENTIFIER = 1;
    private static final byte DIGIT = 2;
    private static final byte SPACE = 4;
    private static final byte SINGLE = 8;
    private static final byte HEX_DIGIT = 16;

    static {
        for (int c = 0; c < 256; c++) {
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            boolean digit = c >= '0' && c <= '9';
            int bits = 0;
            if (letter || digit || c == '_' || c == '$' || c >= 0x80) {
                bits |= IDENTIFIER;
            }
            if (digit) {
                bits |= DIGIT | HEX_DIGIT;
            }
            if (c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F') {
                bits |= HEX_DIGIT;
            }
            if (c == ' ' || c >= 9 && c <= 13) {
                bits |= SPACE;
            }
            if ("(),.;*/%+-^~{}".indexOf(c) >= 0) {
                bits |= SINGLE;
            }
            CLASSES[c] = (byte) bits;
        }
    }

    /** The kind of the token that {@link #next} found. */
    int kind;

    /** Where the token starts. */
    int start;

    /** Where the token ends, exclusive. */
    int end;

    /** Whether the token is a word that cannot be a keyword, being next to a dot. */
    boolean dotted;

    private byte[] text = new byte[0];
    private int limit;
    private int position;
    private boolean ansiQuotes;
    private boolean noBackslashEscapes;
    private boolean beforeDot;
    private boolean afterDot;
    private boolean afterString;
    private boolean afterAt;
    private boolean inVersionComment;

    /** Starts over at a text. */
    void reset(byte[] sql, int from, int to, ParseOptions options) {
        text = sql;
        position = from;
        limit = to;
        ansiQuotes = options.ansiQuotes();
        noBackslashEscapes = options.noBackslashEscapes();
        beforeDot = false;
        afterDot = false;
        afterString = false;
        afterAt = false;
        inVersionComment = false;
        kind = END;
        start = from;
        end = from;
    }

    /** Moves to the next token and returns its kind. */
    int next() {
        boolean wasString = afterString;
        afterString = false;
        dotted = false;
        if (afterAt) {
            afterAt = false;
            if (host()) {
                return kind;
            }
        }
        if (beforeDot) {
            // Digits after it are a name, too.
            beforeDot = false;
            afterDot = true;
            start = position;
            return token('.', 1);
        }
        if (afterDot) {
            afterDot = false;
            if (position < limit && is(position, IDENTIFIER)) {
                dotted = true;
                return word(position);
            }
        }
        if (!skipToToken()) {
            return kind;
        }
        start = position;
        int c = text[position] & 0xff;
        if ((CLASSES[c] & (IDENTIFIER | DIGIT)) != 0) {
            return (CLASSES[c] & DIGIT) != 0 ? number() : wordOrPrefixed(c);
        }
        if ((CLASSES[c] & SINGLE) != 0) {
            return punctuation(c);
        }
        return switch (c) {
            case '\'' -> string(STRING, wasString);
            case '"' -> ansiQuotes ? quotedName('"') : string(STRING, wasString);
            case '`' -> quotedName('`');
            case '?' -> token(PARAMETER, 1);
            case '@' -> at();
            default -> operator(c);
        };
    }

    private boolean is(int index, int classes) {
        return (CLASSES[text[index] & 0xff] & classes) != 0;
    }

    private boolean isAt(int index, int classes) {
        return index < limit && is(index, classes);
    }

    private int peek(int offset) {
        int index = position + offset;
        return index < limit ? text[index] & 0xff : -1;
    }

    private int token(int tokenKind, int length) {
        kind = tokenKind;
        end = start + length;
        position = end;
        return kind;
    }

    /** An error at the token's start; reading on makes no sense. */
    private int error() {
        kind = ERROR;
        end = limit;
        position = limit;
        return kind;
    }

    /** Skips white space and comments; false if a token (end, hint, error) was found on the way. */
    private boolean skipToToken() {
        while (position < limit) {
            int c = text[position];
            if (c == ' ' || c <= 13 && c >= 9) {
                position++;
            } else if (c == '#' || c == '-' && startsDashComment()) {
                skipLine();
            } else if (c == '/' && peek(1) == '*') {
                if (!comment()) {
                    return false;
                }
            } else if (c == '*' && inVersionComment && peek(1) == '/') {
                inVersionComment = false;
                position += 2;
            } else {
                return true;
            }
        }
        start = limit;
        end = limit;
        kind = inVersionComment ? ERROR : END;
        return false;
    }

    private boolean startsDashComment() {
        if (peek(1) != '-') {
            return false;
        }
        int c = peek(2);
        return c <= ' ' || c == 127;
    }

    private void skipLine() {
        while (position < limit && text[position] != '\n') {
            position++;
        }
    }

    /** At a slash and a star. */
    private boolean comment() {
        int third = peek(2);
        if (third == '!') {
            return versionComment();
        }
        int close = closeOfComment(position + 2);
        if (close < 0) {
            start = position;
            error();
            return false;
        }
        if (third == '+') {
            start = position;
            token(HINT, close + 2 - position);
            return false;
        }
        position = close + 2;
        return true;
    }

    private int closeOfComment(int from) {
        for (int i = from; i + 1 < limit; i++) {
            if (text[i] == '*' && text[i + 1] == '/') {
                return i;
            }
        }
        return -1;
    }

    private boolean versionComment() {
        int digits = 0;
        int version = 0;
        while (digits < 6 && isAt(position + 3 + digits, DIGIT)) {
            version = version * 10 + text[position + 3 + digits] - '0';
            digits++;
        }
        if (digits < 5 || version <= VERSION) {
            position += 3 + (digits < 5 ? 0 : digits);
            inVersionComment = true;
            return true;
        }
        // One comment may be nested in the skipped text.
        int i = position + 3;
        boolean nested = false;
        while (i + 1 < limit) {
            if (text[i] == '/' && text[i + 1] == '*' && !nested) {
                nested = true;
                i += 2;
            } else if (text[i] == '*' && text[i + 1] == '/') {
                i += 2;
                if (!nested) {
                    position = i;
                    return true;
                }
                nested = false;
            } else {
                i++;
            }
        }
        start = position;
        error();
        return false;
    }

    private int wordOrPrefixed(int c) {
        if (peek(1) == '\'') {
            switch (c | 0x20) {
                case 'x' -> {
                    return quotedDigits(HEX);
                }
                case 'b' -> {
                    return quotedDigits(BIT);
                }
                case 'n' -> {
                    return string(NATIONAL, false);
                }
                default -> {}
            }
        }
        return word(position);
    }

    private int word(int from) {
        start = from;
        int i = from;
        while (i < limit && is(i, IDENTIFIER)) {
            i++;
        }
        if (i + 1 < limit && text[i] == '.' && is(i + 1, IDENTIFIER)) {
            dotted = true;
            beforeDot = true;
        }
        return token(WORD, i - from);
    }

    /** X'…' and B'…': the digits must be complete. */
    private int quotedDigits(int tokenKind) {
        int i = position + 2;
        while (i < limit
                && (tokenKind == HEX ? is(i, HEX_DIGIT) : text[i] == '0' || text[i] == '1')) {
            i++;
        }
        int count = i - position - 2;
        if (i >= limit || text[i] != '\'' || tokenKind == HEX && (count & 1) != 0) {
            return error();
        }
        return token(tokenKind, i + 1 - position);
    }

    private int number() {
        int i = position;
        if (text[i] == '0' && (peek(1) == 'x' || peek(1) == 'b')) {
            boolean hex = peek(1) == 'x';
            i += 2;
            while (i < limit && (hex ? is(i, HEX_DIGIT) : text[i] == '0' || text[i] == '1')) {
                i++;
            }
            if (i > position + 2 && !isAt(i, IDENTIFIER)) {
                return token(hex ? HEX : BIT, i - position);
            }
            return word(position);
        }
        i = digits(i);
        if (i < limit && text[i] == '.') {
            return fraction(i + 1);
        }
        if (!isAt(i, IDENTIFIER)) {
            return token(INTEGER, i - position);
        }
        if ((text[i] | 0x20) == 'e') {
            int exponent = exponent(i + 1);
            if (exponent > 0) {
                return token(FLOAT, exponent - position);
            }
        }
        return word(position);
    }

    private int digits(int from) {
        int i = from;
        while (i < limit && is(i, DIGIT)) {
            i++;
        }
        return i;
    }

    /** The end of an exponent's sign and digits, 0 if there are none. */
    private int exponent(int from) {
        int i = from;
        if (i < limit && (text[i] == '+' || text[i] == '-')) {
            i++;
        }
        return isAt(i, DIGIT) ? digits(i) : 0;
    }

    private int fraction(int from) {
        int i = digits(from);
        if (i < limit && (text[i] | 0x20) == 'e') {
            int exponent = exponent(i + 1);
            return exponent > 0 ? token(FLOAT, exponent - position) : error();
        }
        return token(DECIMAL, i - position);
    }

    private int string(int tokenKind, boolean more) {
        int i = position + (tokenKind == NATIONAL ? 1 : 0);
        byte quote = text[i++];
        while (i < limit) {
            byte c = text[i++];
            if (c == quote) {
                if (i < limit && text[i] == quote) {
                    i++;
                } else {
                    afterString = true;
                    return token(more ? STRING_MORE : tokenKind, i - position);
                }
            } else if (c == '\\' && !noBackslashEscapes) {
                i++;
            }
        }
        return error();
    }

    private int quotedName(int quote) {
        int i = position + 1;
        while (i < limit) {
            if (text[i++] == quote) {
                if (i < limit && text[i] == quote) {
                    i++;
                } else {
                    return token(QUOTED, i - position);
                }
            }
        }
        return error();
    }

    private int at() {
        if (peek(1) == '@') {
            token(AT_AT, 2);
            // A name must follow at once; its keywords are read as such.
            if (position < limit && !is(position, IDENTIFIER) && text[position] != '`') {
                return error();
            }
            return kind;
        }
        afterAt = true;
        return token('@', 1);
    }

    /** After an at sign: a name, unless quotes follow. */
    private boolean host() {
        int c = peek(0);
        if (c == '\'' || c == '"' || c == '`' || c == '@') {
            return false;
        }
        start = position;
        int i = position;
        while (i < limit && (is(i, IDENTIFIER) || text[i] == '.')) {
            i++;
        }
        token(HOST, i - position);
        return true;
    }

    private int punctuation(int c) {
        if (c == '.') {
            if (isAt(position + 1, DIGIT)) {
                return fraction(position + 1);
            }
            afterDot = true;
        } else if (c == '-' && peek(1) == '>') {
            return peek(2) == '>' ? token(DOUBLE_ARROW, 3) : token(ARROW, 2);
        }
        return token(c, 1);
    }

    private int operator(int c) {
        int second = peek(1);
        return switch (c) {
            case '=' -> isComparison(second) ? error() : token('=', 1);
            // MySQL takes a second sign of comparison for part of the first: !!1 is !1.
            case '!' ->
                    second == '=' ? token(NOT_EQUAL, 2) : token('!', isComparison(second) ? 2 : 1);
            case '>' ->
                    switch (second) {
                        case '=' -> token(GREATER_OR_EQUAL, 2);
                        case '>' -> token(SHIFT_RIGHT, 2);
                        case '!', '<' -> error();
                        default -> token('>', 1);
                    };
            case '<' -> less(second);
            case '&' -> second == '&' ? token(AND_AND, 2) : token('&', 1);
            case '|' -> second == '|' ? token(OR_OR, 2) : token('|', 1);
            case ':' -> second == '=' ? token(ASSIGN, 2) : token(':', 1);
            default -> error();
        };
    }

    private static boolean isComparison(int c) {
        return c == '=' || c == '>' || c == '<' || c == '!';
    }

    private int less(int second) {
        int third = second == '=' || second == '>' || second == '<' ? peek(2) : -1;
        if (third == '=' || third == '>' || third == '!') {
            return second == '=' && third == '>' ? token(NULL_SAFE_EQUAL, 3) : error();
        }
        return switch (second) {
            case '=' -> token(LESS_OR_EQUAL, 2);
            case '>' -> token(NOT_EQUAL, 2);
            case '<' -> token(SHIFT_LEFT, 2);
            case '!' -> error();
            default -> token('<', 1);
        };
    }
}
