package io.daybreak.sql.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds statements in a text without parsing them. No state; thread safe. */
public final class Statements {
    private Statements() {}

    /** A statement's place in the text: [from, to), without the semicolon. */
    public record Span(int from, int to) {}

    /**
     * Splits a text at its semicolons. Empty statements at the end are left out, in between they
     * are kept (MySQL answers them with an error). A stored program's text has semicolons of its
     * own, and reaches to the end.
     *
     * @return at least one span, which may be empty
     */
    public static List<Span> split(byte[] text, int from, int to, ParseOptions options) {
        Lexer lexer = new Lexer();
        lexer.reset(text, from, to, options);
        List<Span> spans = new ArrayList<>();
        int start = from;
        boolean empty = true;
        boolean program = false;
        Keyword first = null;
        int words = 0;
        while (true) {
            int kind = lexer.next();
            if (kind == Lexer.END || kind == Lexer.ERROR) {
                if (!empty || kind == Lexer.ERROR || spans.isEmpty()) {
                    spans.add(new Span(start, to));
                }
                return spans;
            }
            if (kind == ';' && !program) {
                spans.add(new Span(start, lexer.start));
                start = lexer.end;
                empty = true;
                first = null;
                words = 0;
                continue;
            }
            empty = false;
            if (kind == Lexer.WORD && words < PROGRAM_WORDS_MAX) {
                Keyword word = Keyword.find(text, lexer.start, lexer.end);
                first = words == 0 ? word : first;
                words++;
                program |= first == Keyword.CREATE && words > 1 && isProgram(word);
                if (word == Keyword.TABLE || word == Keyword.VIEW || word == Keyword.USER) {
                    words = PROGRAM_WORDS_MAX;
                }
            } else if (kind == '(') {
                words = PROGRAM_WORDS_MAX;
            }
        }
    }

    /** {@code CREATE DEFINER = name@host AGGREGATE FUNCTION}: the kind is among the first words. */
    private static final int PROGRAM_WORDS_MAX = 6;

    private static boolean isProgram(@Nullable Keyword word) {
        return word == Keyword.PROCEDURE
                || word == Keyword.FUNCTION
                || word == Keyword.TRIGGER
                || word == Keyword.EVENT;
    }

    /** Whether the text has a second statement. */
    public static boolean isMultiple(byte[] text, int from, int to, ParseOptions options) {
        return split(text, from, to, options).size() > 1;
    }

    /**
     * The first keyword, upper case; null if the statement does not begin with one. Parentheses
     * before it are skipped.
     */
    public static @Nullable String firstKeyword(
            byte[] text, int from, int to, ParseOptions options) {
        Lexer lexer = new Lexer();
        lexer.reset(text, from, to, options);
        int kind = lexer.next();
        while (kind == '(') {
            kind = lexer.next();
        }
        if (kind != Lexer.WORD) {
            return null;
        }
        Keyword keyword = Keyword.find(text, lexer.start, lexer.end);
        return keyword == null ? null : keyword.name().toUpperCase(Locale.ROOT);
    }
}
