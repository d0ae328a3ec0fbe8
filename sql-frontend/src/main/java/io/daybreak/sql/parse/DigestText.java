package io.daybreak.sql.parse;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The normalised text of a statement as people see it, in the manner of MySQL's {@code
 * STATEMENT_DIGEST_TEXT()}: keywords in capitals, names in backquotes, values as {@code ?}, lists
 * of values as {@code ...}. One per text; not thread safe.
 *
 * <p>Source: what a MySQL server answers; it folds the last tokens whenever a value or a closing
 * parenthesis comes, and so does this class.
 */
public final class DigestText {
    private static final String VALUE = "?";
    private static final String VALUES = "?, ...";
    private static final String ROW = "(?)";
    private static final String ROWS = "(?) /* , ... */";
    private static final String LONG_ROW = "(...)";
    private static final String LONG_ROWS = "(...) /* , ... */";
    private static final String IN_ROW = "IN (...)";

    /** MySQL keeps one spelling of those that its grammar does not tell apart. */
    private static final Map<String, String> SPELLINGS =
            Map.ofEntries(
                    Map.entry("DISTINCT", "DISTINCTROW"),
                    Map.entry("DATABASE", "SCHEMA"),
                    Map.entry("DATABASES", "SCHEMAS"),
                    Map.entry("INT", "INTEGER"),
                    Map.entry("INT4", "INTEGER"),
                    Map.entry("INT1", "TINYINT"),
                    Map.entry("INT2", "SMALLINT"),
                    Map.entry("INT3", "MIDDLEINT"),
                    Map.entry("MEDIUMINT", "MIDDLEINT"),
                    Map.entry("BIGINT", "INT8"),
                    Map.entry("CHAR", "CHARACTER"),
                    Map.entry("VARCHAR", "VARCHARACTER"),
                    Map.entry("DEC", "DECIMAL"),
                    Map.entry("FLOAT", "FLOAT4"),
                    Map.entry("DOUBLE", "FLOAT8"),
                    Map.entry("REGEXP", "RLIKE"),
                    Map.entry("COLUMNS", "FIELDS"),
                    Map.entry("CURRENT_DATE", "CURDATE"),
                    Map.entry("CURRENT_TIME", "CURTIME"),
                    Map.entry("CURRENT_TIMESTAMP", "NOW"),
                    Map.entry("LOCALTIME", "NOW"),
                    Map.entry("LOCALTIMESTAMP", "NOW"),
                    Map.entry("MID", "SUBSTRING"),
                    Map.entry("SUBSTR", "SUBSTRING"),
                    Map.entry("STD", "STDDEV_POP"),
                    Map.entry("STDDEV", "STDDEV_POP"),
                    Map.entry("VARIANCE", "VAR_POP"),
                    Map.entry("USER", "SYSTEM_USER"),
                    Map.entry("SESSION_USER", "SYSTEM_USER"),
                    Map.entry("ANY", "SOME"),
                    Map.entry("DESCRIBE", "EXPLAIN"),
                    Map.entry("SECOND", "SQL_TSI_SECOND"),
                    Map.entry("MINUTE", "SQL_TSI_MINUTE"),
                    Map.entry("HOUR", "SQL_TSI_HOUR"),
                    Map.entry("DAY", "SQL_TSI_DAY"),
                    Map.entry("MONTH", "SQL_TSI_MONTH"),
                    Map.entry("QUARTER", "SQL_TSI_QUARTER"),
                    Map.entry("SQL_TSI_WEEK", "WEEK"),
                    Map.entry("SQL_TSI_YEAR", "YEAR"));

    /** After these a sign belongs to the number. */
    private static final Set<String> BEFORE_EXPRESSION =
            Set.of(
                    "(",
                    ",",
                    "+",
                    "-",
                    "*",
                    "/",
                    "%",
                    "^",
                    "|",
                    "&",
                    "~",
                    "!",
                    "=",
                    "<",
                    ">",
                    "<=",
                    ">=",
                    "!=",
                    "<=>",
                    "<<",
                    ">>",
                    ":=",
                    "&&",
                    "||",
                    "SELECT",
                    "DISTINCTROW",
                    "ALL",
                    "WHERE",
                    "HAVING",
                    "ON",
                    "AND",
                    "OR",
                    "XOR",
                    "NOT",
                    "LIKE",
                    "RLIKE",
                    "BETWEEN",
                    "CASE",
                    "WHEN",
                    "THEN",
                    "ELSE",
                    "BY",
                    "DIV",
                    "MOD",
                    "INTERVAL",
                    "IN",
                    "RETURN",
                    "DEFAULT",
                    "SET",
                    "VALUES",
                    "ESCAPE",
                    "BINARY",
                    "FROM",
                    "FOR",
                    "DO",
                    "IS");

    private final List<String> parts = new ArrayList<>();
    private int depth;
    private int byDepth = -1;

    private DigestText() {}

    /** The text of one statement, or of all that is there if it cannot be read to its end. */
    public static String of(byte[] text, int from, int to, ParseOptions options) {
        DigestText digest = new DigestText();
        Lexer lexer = new Lexer();
        lexer.reset(text, from, to, options);
        int previous = Lexer.END;
        while (true) {
            int kind = lexer.next();
            if (kind == Lexer.END || kind == Lexer.ERROR) {
                return digest.text();
            }
            digest.take(kind, previous, lexer, text, options, to);
            previous = kind;
        }
    }

    public static String of(String sql, ParseOptions options) {
        byte[] text = sql.getBytes(StandardCharsets.UTF_8);
        return of(text, 0, text.length, options);
    }

    private String text() {
        if (!parts.isEmpty() && last(0).equals(";")) {
            parts.removeLast();
        }
        StringBuilder out = new StringBuilder();
        for (String part : parts) {
            out.append(part).append(part.startsWith("@") && part.length() <= 2 ? "" : " ");
        }
        return out.toString().stripTrailing();
    }

    private String last(int back) {
        int index = parts.size() - 1 - back;
        return index < 0 ? "" : parts.get(index);
    }

    private void drop(int count) {
        for (int i = 0; i < count; i++) {
            parts.removeLast();
        }
    }

    private void take(
            int kind, int previous, Lexer lexer, byte[] text, ParseOptions options, int to) {
        String raw = new String(text, lexer.start, lexer.end - lexer.start, StandardCharsets.UTF_8);
        switch (kind) {
            case Lexer.WORD -> word(raw, lexer, text, options, to, previous);
            case Lexer.QUOTED -> parts.add(AstPrinter.quote(unquote(raw)));
            case Lexer.INTEGER, Lexer.DECIMAL, Lexer.FLOAT, Lexer.HEX, Lexer.BIT -> number(raw);
            case Lexer.STRING, Lexer.STRING_MORE, Lexer.NATIONAL, Lexer.PARAMETER, Lexer.HOST ->
                    value();
            case Lexer.NOT_EQUAL -> parts.add("!=");
            case '(' -> {
                depth++;
                parts.add(raw);
            }
            case ')' -> {
                depth--;
                byDepth = depth < byDepth ? -1 : byDepth;
                close();
            }
            default -> parts.add(raw);
        }
    }

    private static String unquote(String raw) {
        String quote = raw.substring(0, 1);
        return raw.substring(1, raw.length() - 1).replace(quote + quote, quote);
    }

    private void word(
            String raw, Lexer lexer, byte[] text, ParseOptions options, int to, int previous) {
        Keyword keyword =
                lexer.dotted && previous != Lexer.AT_AT
                        ? null
                        : Keyword.find(text, lexer.start, lexer.end);
        if (keyword != null && keyword.function && !callFollows(text, lexer.end, to, options)) {
            keyword = null;
        }
        if (keyword == null) {
            boolean charset =
                    raw.startsWith("_")
                            && NameParser.isCharset(raw.substring(1).toLowerCase(Locale.ROOT));
            parts.add(charset ? "(_charset)" : AstPrinter.quote(raw));
            return;
        }
        String spelling = SPELLINGS.getOrDefault(keyword.name(), keyword.name());
        if (keyword == Keyword.NULL && !isPartOfGrammar()) {
            value();
            return;
        }
        if (keyword == Keyword.BY) {
            byDepth = depth;
        } else if (keyword == Keyword.LIMIT
                || keyword == Keyword.HAVING
                || keyword == Keyword.ROWS
                || keyword == Keyword.RANGE
                || keyword == Keyword.UNION) {
            byDepth = -1;
        }
        parts.add(spelling);
    }

    private static boolean callFollows(byte[] text, int end, int to, ParseOptions options) {
        int i = end;
        while (options.ignoreSpace() && i < to && text[i] <= ' ' && text[i] > 0) {
            i++;
        }
        return i < to && text[i] == '(';
    }

    /** IS NULL, NOT NULL, SET NULL, and the attribute NULL after a type. */
    private boolean isPartOfGrammar() {
        String before = last(0);
        return before.equals("IS")
                || before.equals("NOT")
                || before.equals("SET")
                || !BEFORE_EXPRESSION.contains(before);
    }

    private void number(String raw) {
        boolean position = byDepth == depth && (last(0).equals("BY") || last(0).equals(","));
        if (position) {
            parts.add(raw);
            return;
        }
        while ((last(0).equals("-") || last(0).equals("+"))
                && BEFORE_EXPRESSION.contains(last(1))) {
            drop(1);
        }
        value();
    }

    private void value() {
        if (last(0).equals(",") && (last(1).equals(VALUE) || last(1).equals(VALUES))) {
            drop(2);
            parts.add(VALUES);
        } else {
            parts.add(VALUE);
        }
    }

    private void close() {
        boolean one = last(0).equals(VALUE);
        if (!last(1).equals("(") || !one && !last(0).equals(VALUES)) {
            parts.add(")");
            return;
        }
        drop(2);
        if (last(0).equals("IN")) {
            drop(1);
            parts.add(IN_ROW);
            return;
        }
        String row = one ? ROW : LONG_ROW;
        String rows = one ? ROWS : LONG_ROWS;
        if (last(0).equals(",") && (last(1).equals(row) || last(1).equals(rows))) {
            drop(2);
            parts.add(rows);
        } else {
            parts.add(row);
        }
    }
}
