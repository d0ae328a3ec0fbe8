package io.daybreak.sql.parse;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.Expression.Literal;
import io.daybreak.sql.ast.Expression.LiteralKind;
import io.daybreak.sql.ast.Expression.Parameter;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of one statement and the parser's place among them. Not thread safe; one per parse.
 *
 * <p>All tokens are read before parsing begins, so looking ahead and going back are free, and
 * literals are numbered by their place in the text, whatever order the parser meets them in.
 */
final class Tokens {
    /** Levels of parentheses, subqueries, CASE and so on; well within 1 MB of stack. */
    static final int NESTING_MAX = 200;

    private static final String SYNTAX_ERROR =
            "You have an error in your SQL syntax; check the manual that corresponds to your"
                    + " MySQL server version for the right syntax to use";

    /** Bytes of the text in an error. */
    private static final int NEAR_MAX = 80;

    /** As many as a session keeps. */
    private static final int DEPRECATIONS_MAX = 1024;

    /** Tokens and literals that are taken before somebody looks whether to go on. */
    private static final int STEPS_BETWEEN_LOOKS = 4096;

    final byte[] text;
    final ParseOptions options;

    private final int from;
    private final int to;
    private final int textEnd;
    private short[] kinds = new short[64];
    private int[] starts = new int[64];
    private int[] ends = new int[64];

    /** The ordinal of a literal or parameter. */
    private int[] ordinals = new int[64];

    private int count;
    private int literalCount;
    private int parameterCount;
    private boolean parametersRefused;
    private final BitSet lifted = new BitSet();
    private int position;
    private int depth;
    private final Runnable watch;
    private final List<Deprecation> deprecations = new ArrayList<>(0);
    private int deprecatedUntil = -1;
    private int stepsLeft = STEPS_BETWEEN_LOOKS;

    /**
     * @param textEnd where the text of an error ends: statements that follow are part of it
     */
    Tokens(byte[] text, int from, int to, int textEnd, ParseOptions options) {
        this(text, from, to, textEnd, options, () -> {});
    }

    /**
     * @param watch is called now and then; it may throw to end the parsing of a long text
     */
    Tokens(byte[] text, int from, int to, int textEnd, ParseOptions options, Runnable watch) {
        this.watch = watch;
        this.text = text;
        this.from = from;
        this.to = to;
        this.textEnd = textEnd;
        this.options = options;
        read();
    }

    // ---- Reading

    private void read() {
        Lexer lexer = new Lexer();
        lexer.reset(text, from, to, options);
        boolean afterAtAt = false;
        while (true) {
            int kind = lexer.next();
            step();
            if (kind == Lexer.HINT && !takesHints()) {
                continue;
            }
            int ordinal = -1;
            switch (kind) {
                case Lexer.WORD -> {
                    if (!isUtf8(lexer.start, lexer.end)) {
                        kind = Lexer.ERROR;
                    } else if (!lexer.dotted || afterAtAt) {
                        kind = wordKind(lexer.start, lexer.end);
                    }
                }
                case Lexer.INTEGER,
                        Lexer.DECIMAL,
                        Lexer.FLOAT,
                        Lexer.STRING,
                        Lexer.NATIONAL,
                        Lexer.HEX,
                        Lexer.BIT ->
                        ordinal = literalCount++;
                case Lexer.PARAMETER -> ordinal = parameterCount++;
                default -> {}
            }
            afterAtAt = kind == Lexer.AT_AT;
            add(kind, lexer.start, lexer.end, ordinal);
            if (kind == Lexer.END || kind == Lexer.ERROR) {
                break;
            }
        }
    }

    private boolean takesHints() {
        if (count == 0) {
            return false;
        }
        Keyword last = Keyword.of(kinds[count - 1]);
        return last == Keyword.SELECT
                || last == Keyword.INSERT
                || last == Keyword.REPLACE
                || last == Keyword.UPDATE
                || last == Keyword.DELETE;
    }

    private short wordKind(int start, int end) {
        Keyword keyword = Keyword.find(text, start, end);
        if (keyword == null || keyword.function && !callFollows(end)) {
            return Lexer.WORD;
        }
        return (short) keyword.kind;
    }

    private boolean callFollows(int end) {
        int i = end;
        if (options.ignoreSpace()) {
            while (i < to && (text[i] == ' ' || text[i] >= 9 && text[i] <= 13)) {
                i++;
            }
        }
        return i < to && text[i] == '(';
    }

    private boolean isUtf8(int start, int end) {
        for (int i = start; i < end; i++) {
            if (text[i] < 0) {
                return wellFormed(start, end).equals(utf8(start, end));
            }
        }
        return true;
    }

    /** The text up to the first bytes that are no UTF-8. */
    private String wellFormed(int start, int end) {
        CharBuffer out = CharBuffer.allocate(end - start);
        StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(text, start, end - start), out, true);
        return out.flip().toString();
    }

    private void add(int kind, int start, int end, int ordinal) {
        if (count == kinds.length) {
            kinds = Arrays.copyOf(kinds, count * 2);
            starts = Arrays.copyOf(starts, count * 2);
            ends = Arrays.copyOf(ends, count * 2);
            ordinals = Arrays.copyOf(ordinals, count * 2);
        }
        kinds[count] = (short) kind;
        starts[count] = start;
        ends[count] = end;
        ordinals[count] = ordinal;
        count++;
    }

    // ---- Looking

    int kind() {
        return kinds[position];
    }

    int kind(int ahead) {
        int index = position + ahead;
        return kinds[index < count ? index : count - 1];
    }

    /** The keyword at the place, null if there is none. */
    @Nullable Keyword keyword() {
        return Keyword.of(kinds[position]);
    }

    @Nullable Keyword keyword(int ahead) {
        return Keyword.of(kind(ahead));
    }

    boolean is(Keyword keyword) {
        return kinds[position] == keyword.kind;
    }

    boolean is(int kind) {
        return kinds[position] == kind;
    }

    boolean is(Keyword first, Keyword second) {
        return is(first) && kind(1) == second.kind;
    }

    boolean isEnd() {
        return is(Lexer.END) || is(';');
    }

    /** Where the token at the place starts. */
    int start() {
        return starts[position];
    }

    /** Where the last taken token ended. */
    int lastEnd() {
        return position == 0 ? from : ends[position - 1];
    }

    /** The token's number, to go {@link #back} to. */
    int position() {
        return position;
    }

    void back(int earlier) {
        position = earlier;
    }

    /** Whether the word stands at one place at most from the start of the text to here. */
    boolean isFirst(Keyword keyword) {
        int found = 0;
        for (int i = 0; i <= position; i++) {
            found += kinds[i] == keyword.kind ? 1 : 0;
        }
        return found <= 1 || kinds[0] == Keyword.WITH.kind;
    }

    // ---- Taking

    void skip() {
        if (position < count - 1) {
            position++;
        }
    }

    boolean accept(Keyword keyword) {
        if (kinds[position] == keyword.kind) {
            position++;
            return true;
        }
        return false;
    }

    boolean accept(int kind) {
        if (kinds[position] == kind) {
            position++;
            return true;
        }
        return false;
    }

    boolean accept(Keyword first, Keyword second) {
        if (is(first, second)) {
            position += 2;
            return true;
        }
        return false;
    }

    void expect(Keyword keyword) {
        if (!accept(keyword)) {
            throw error();
        }
    }

    void expect(int kind) {
        if (!accept(kind)) {
            throw error();
        }
    }

    // ---- Names

    boolean isIdentifier() {
        return isIdentifier(0);
    }

    /** Whether a name can be here: a word that is not reserved, or quoted. */
    boolean isIdentifier(int ahead) {
        int kind = kind(ahead);
        if (kind == Lexer.WORD || kind == Lexer.QUOTED) {
            return true;
        }
        Keyword keyword = Keyword.of(kind);
        return keyword != null && !keyword.reserved && !keyword.function;
    }

    String identifier() {
        if (!isIdentifier()) {
            throw error();
        }
        String name = name(position);
        position++;
        return name;
    }

    /** An identifier, or a string in its place, as for aliases. */
    String identifierOrString() {
        return is(Lexer.STRING) ? string() : identifier();
    }

    boolean isIdentifierOrString() {
        return is(Lexer.STRING) || isIdentifier();
    }

    /** Whether the word at the place is this one, which is no keyword of MySQL's. */
    boolean isWord(String upperCase) {
        return (is(Lexer.WORD) || keyword() != null) && upperCase.equalsIgnoreCase(raw());
    }

    /** The text of the token as written. */
    String raw() {
        return utf8(starts[position], ends[position]);
    }

    private String name(int index) {
        if (kinds[index] != Lexer.QUOTED) {
            return utf8(starts[index], ends[index]);
        }
        String quote = String.valueOf((char) text[starts[index]]);
        String inner = utf8(starts[index] + 1, ends[index] - 1);
        return inner.contains(quote) ? inner.replace(quote + quote, quote) : inner;
    }

    String utf8(int start, int end) {
        return new String(text, start, end - start, StandardCharsets.UTF_8);
    }

    // ---- Literals

    /** A string without charset; its ordinal counts as fixed. */
    String string() {
        if (!is(Lexer.STRING)) {
            throw error();
        }
        return new String(stringBytes(), StandardCharsets.UTF_8);
    }

    byte[] stringBytes() {
        byte[] bytes =
                Literals.string(
                        text, starts[position], ends[position], options.noBackslashEscapes());
        position++;
        return bytes;
    }

    boolean isLiteral() {
        return switch (kind()) {
            case Lexer.INTEGER,
                    Lexer.DECIMAL,
                    Lexer.FLOAT,
                    Lexer.STRING,
                    Lexer.NATIONAL,
                    Lexer.HEX,
                    Lexer.BIT ->
                    true;
            default -> false;
        };
    }

    /** The literal at the place, adjacent strings joined. */
    Literal literal() {
        step();
        int index = position++;
        int start = starts[index];
        int end = ends[index];
        LiteralKind kind;
        Object value;
        switch (kinds[index]) {
            case Lexer.INTEGER -> {
                kind = Literals.integerKind(text, start, end);
                value =
                        kind == LiteralKind.DECIMAL
                                ? (Object) Literals.decimal(text, start, end)
                                : (Object) Literals.integer(text, start, end);
            }
            case Lexer.DECIMAL -> {
                kind = LiteralKind.DECIMAL;
                value = Literals.decimal(text, start, end);
            }
            case Lexer.FLOAT -> {
                kind = LiteralKind.DOUBLE;
                value = Literals.floating(text, start, end);
                if (((Double) value).isInfinite()) {
                    throw new SqlException(
                            MySqlError.ER_ILLEGAL_VALUE_FOR_TYPE, "double", utf8(start, end));
                }
            }
            case Lexer.HEX -> {
                kind = LiteralKind.HEX;
                value = Literals.hex(text, start, end);
            }
            case Lexer.BIT -> {
                kind = LiteralKind.BIT;
                value = Literals.bits(text, start, end);
            }
            case Lexer.STRING, Lexer.NATIONAL -> {
                kind = kinds[index] == Lexer.STRING ? LiteralKind.STRING : LiteralKind.NATIONAL;
                deprecated(kind == LiteralKind.NATIONAL ? Deprecation.NATIONAL : Deprecation.NONE);
                byte[] bytes = Literals.string(text, start, end, options.noBackslashEscapes());
                while (kinds[position] == Lexer.STRING_MORE) {
                    end = ends[position];
                    bytes = Literals.concatenate(bytes, stringBytes());
                }
                value = bytes;
            }
            default -> {
                position = index;
                throw error();
            }
        }
        lifted.set(ordinals[index]);
        return new Literal(kind, value, null, ordinals[index], start, end);
    }

    /** An integer that is part of the grammar (a length, a number of lines); it counts as fixed. */
    long integer() {
        int start = start();
        int end = ends[position];
        switch (kind()) {
            case Lexer.INTEGER -> {
                if (Literals.integerKind(text, start, end) == LiteralKind.DECIMAL) {
                    throw error();
                }
                position++;
                long value = Literals.integer(text, start, end);
                return value < 0 ? Long.MAX_VALUE : value;
            }
            case Lexer.HEX -> {
                position++;
                byte[] bytes = Literals.hex(text, start, end);
                long value = 0;
                for (byte b : bytes) {
                    value = value << 8 | b & 0xff;
                }
                return value < 0 || bytes.length > 8 ? Long.MAX_VALUE : value;
            }
            default -> throw error();
        }
    }

    /** As {@link #integer}, where MySQL also takes 4.2 and 4e0 and reads 4. */
    long number() {
        if (!is(Lexer.DECIMAL) && !is(Lexer.FLOAT)) {
            return integer();
        }
        double value = Literals.floating(text, starts[position], ends[position]);
        position++;
        return (long) value;
    }

    /** From here on parameter markers are syntax errors: only a prepared statement has some. */
    void refuseParameters() {
        parametersRefused = true;
    }

    Parameter parameter() {
        if (parametersRefused) {
            throw error();
        }
        int index = position++;
        return new Parameter(ordinals[index], starts[index], ends[index]);
    }

    int literalCount() {
        return literalCount;
    }

    int parameterCount() {
        return parameterCount;
    }

    /** Ordinals of literal tokens that {@link #literal} did not take. */
    int[] fixedLiterals() {
        int[] fixed = new int[literalCount - lifted.cardinality()];
        int n = 0;
        for (int i = lifted.nextClearBit(0); i < literalCount; i = lifted.nextClearBit(i + 1)) {
            fixed[n++] = i;
        }
        return fixed;
    }

    /** Takes back what {@link #literal} said of a literal whose value was needed while parsing. */
    void fix(Literal literal) {
        lifted.clear(literal.ordinal());
    }

    // ---- Nesting and errors

    /** The parser has read something deprecated; once, also if it went {@link #back} over it. */
    void deprecated(Deprecation deprecation) {
        if (deprecation == Deprecation.NONE
                || position < deprecatedUntil
                || deprecations.size() >= DEPRECATIONS_MAX
                || (position == deprecatedUntil && deprecations.contains(deprecation))) {
            return;
        }
        deprecatedUntil = position;
        deprecations.add(deprecation);
    }

    List<Deprecation> deprecations() {
        return List.copyOf(deprecations);
    }

    private void step() {
        if (--stepsLeft == 0) {
            stepsLeft = STEPS_BETWEEN_LOOKS;
            watch.run();
        }
    }

    void enter() {
        step();
        if (++depth > NESTING_MAX) {
            throw tooDeep(NESTING_MAX);
        }
    }

    SqlException tooDeep(int levels) {
        return new SqlException(
                MySqlError.ER_PARSE_ERROR,
                "The statement is nested more than " + levels + " levels deep",
                near(),
                line());
    }

    void leave() {
        depth--;
    }

    /** A syntax error at the place. */
    SqlException error() {
        return new SqlException(MySqlError.ER_PARSE_ERROR, SYNTAX_ERROR, near(), line());
    }

    /** A syntax error at an earlier token. */
    SqlException errorAt(int token) {
        position = token;
        return error();
    }

    private String near() {
        int start = start();
        return wellFormed(start, Math.min(textEnd, start + NEAR_MAX));
    }

    private int line() {
        int line = 1;
        for (int i = from; i < start(); i++) {
            line += text[i] == '\n' ? 1 : 0;
        }
        return line;
    }
}
