package io.daybreak.sql.parse;

import io.daybreak.sql.ast.Expression;
import io.daybreak.sql.ast.Statement;
import java.nio.charset.StandardCharsets;

/**
 * From the text of a statement to its tree. No state; thread safe.
 *
 * <p>Recursive descent by the rules of MySQL's grammar; its names ({@code bit_expr} …) are in the
 * comments where they help. Nesting is bounded by {@link Tokens#NESTING_MAX} levels.
 */
public final class Parser {
    private Parser() {}

    /**
     * Parses one statement, which semicolons may follow.
     *
     * @param text UTF-8; not changed, and referred to by the result
     * @param from inclusive
     * @param to exclusive
     * @throws io.daybreak.sql.api.SqlException ER_PARSE_ERROR with MySQL's text, or ER_EMPTY_QUERY
     */
    public static Parsed parse(byte[] text, int from, int to, ParseOptions options) {
        return parse(text, from, to, to, options);
    }

    /**
     * Parses one statement that is to run as it stands: it has no parameter markers.
     *
     * @param watch is called now and then; it may throw to end the parsing of a long text
     * @see #parse(byte[], int, int, ParseOptions)
     */
    public static Parsed parseWithoutMarkers(
            byte[] text, int from, int to, ParseOptions options, Runnable watch) {
        int end = withoutTail(text, from, to);
        Tokens tokens = new Tokens(text, from, end, end, options, watch);
        tokens.refuseParameters();
        return parsed(text, tokens);
    }

    /**
     * Parses one statement of a text that goes on after it.
     *
     * @param textEnd exclusive, at or after {@code to}; the text of an error reaches up to here
     */
    public static Parsed parse(byte[] text, int from, int to, int textEnd, ParseOptions options) {
        int end = withoutTail(text, from, to);
        int nearEnd = textEnd == to ? end : withoutTail(text, from, textEnd);
        return parsed(text, new Tokens(text, from, end, nearEnd, options));
    }

    private static Parsed parsed(byte[] text, Tokens tokens) {
        Statement statement = new StatementParser(new Grammar(tokens)).only();
        return new Parsed(
                statement,
                text,
                tokens.literalCount(),
                tokens.fixedLiterals(),
                tokens.parameterCount(),
                tokens.deprecations());
    }

    public static Parsed parse(String text, ParseOptions options) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return parse(bytes, 0, bytes.length, options);
    }

    /** As MySQL does before it parses: semicolons and white space at the end are no part of it. */
    private static int withoutTail(byte[] text, int from, int to) {
        int end = to;
        while (end > from
                && (text[end - 1] == ';'
                        || text[end - 1] == ' '
                        || text[end - 1] >= 9 && text[end - 1] <= 13)) {
            end--;
        }
        return end;
    }

    /** Parses an expression alone, as CHECK conditions and generated columns are stored. */
    public static Expression parseExpression(String text, ParseOptions options) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Tokens tokens = new Tokens(bytes, 0, bytes.length, bytes.length, options);
        Expression expression = new Grammar(tokens).expressions.expression();
        tokens.expect(Lexer.END);
        return expression;
    }
}
