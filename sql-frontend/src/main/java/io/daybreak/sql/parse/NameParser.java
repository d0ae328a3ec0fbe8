package io.daybreak.sql.parse;

import static io.daybreak.sql.parse.Keyword.*;

import io.daybreak.sql.ast.Expression.Column;
import io.daybreak.sql.ast.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

/** Names of tables, columns and character sets, and lists of anything. */
final class NameParser {
    private static final Set<String> CHARSETS =
            Set.of(
                    "armscii8",
                    "ascii",
                    "big5",
                    "binary",
                    "cp1250",
                    "cp1251",
                    "cp1256",
                    "cp1257",
                    "cp850",
                    "cp852",
                    "cp866",
                    "cp932",
                    "dec8",
                    "eucjpms",
                    "euckr",
                    "gb18030",
                    "gb2312",
                    "gbk",
                    "geostd8",
                    "greek",
                    "hebrew",
                    "hp8",
                    "keybcs2",
                    "koi8r",
                    "koi8u",
                    "latin1",
                    "latin2",
                    "latin5",
                    "latin7",
                    "macce",
                    "macroman",
                    "sjis",
                    "swe7",
                    "tis620",
                    "ucs2",
                    "ujis",
                    "utf16",
                    "utf16le",
                    "utf32",
                    "utf8",
                    "utf8mb3",
                    "utf8mb4");

    private final Tokens tokens;

    /** The last character set's name as the statement has it, in lower case. */
    private String written = "";

    NameParser(Tokens tokens) {
        this.tokens = tokens;
    }

    static boolean isCharset(String lowerCase) {
        return CHARSETS.contains(lowerCase);
    }

    /** {@code [schema.]name}. */
    TableName table() {
        int start = tokens.start();
        String first = tokens.identifier();
        if (tokens.accept('.')) {
            String second = tokens.identifier();
            return new TableName(first, second, start, tokens.lastEnd());
        }
        return new TableName(null, first, start, tokens.lastEnd());
    }

    /** {@code name[.*]} as the targets of a multi-table DELETE are written. */
    TableName tableWithStar() {
        int start = tokens.start();
        String first = tokens.identifier();
        String second = null;
        if (tokens.is('.') && tokens.kind(1) != '*') {
            tokens.skip();
            second = tokens.identifier();
        }
        if (tokens.accept('.')) {
            tokens.expect('*');
        }
        return second == null
                ? new TableName(null, first, start, tokens.lastEnd())
                : new TableName(first, second, start, tokens.lastEnd());
    }

    /** {@code [[schema.]table.]column}. */
    Column column() {
        int start = tokens.start();
        String first = tokens.identifier();
        if (!tokens.accept('.')) {
            return new Column(null, null, first, start, tokens.lastEnd());
        }
        String second = tokens.identifier();
        if (!tokens.accept('.')) {
            return new Column(null, first, second, start, tokens.lastEnd());
        }
        String third = tokens.identifier();
        return new Column(first, second, third, start, tokens.lastEnd());
    }

    /** A character set's name: lower case, {@code utf8} as MySQL understands it, BINARY too. */
    String charset() {
        String name = charsetUnwarned();
        tokens.deprecated(Deprecation.ofCharset(written));
        return name;
    }

    /** The same where MySQL takes a deprecated one without a warning. */
    String charsetUnwarned() {
        written =
                tokens.accept(BINARY)
                        ? "binary"
                        : tokens.identifierOrString().toLowerCase(Locale.ROOT);
        return canonicalCharset(written);
    }

    static String canonicalCharset(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.equals("utf8") ? "utf8mb3" : lower;
    }

    String collation() {
        if (tokens.accept(BINARY)) {
            return "binary";
        }
        String name = tokens.identifierOrString().toLowerCase(Locale.ROOT);
        tokens.deprecated(Deprecation.ofCollation(name));
        return name;
    }

    /** CHARACTER SET, CHAR SET or CHARSET. */
    boolean acceptCharset() {
        return tokens.accept(CHARACTER, SET) || tokens.accept(CHAR, SET) || tokens.accept(CHARSET);
    }

    boolean isCharset() {
        return tokens.is(CHARACTER, SET) || tokens.is(CHAR, SET) || tokens.is(CHARSET);
    }

    /** Elements separated by commas, at least one. */
    <T> List<T> list(Supplier<T> element) {
        T first = element.get();
        if (!tokens.is(',')) {
            return List.of(first);
        }
        List<T> list = new ArrayList<>();
        list.add(first);
        while (tokens.accept(',')) {
            list.add(element.get());
        }
        return java.util.Collections.unmodifiableList(list);
    }

    /** A list in parentheses, at least one element. */
    <T> List<T> parenthesised(Supplier<T> element) {
        tokens.expect('(');
        List<T> list = list(element);
        tokens.expect(')');
        return list;
    }

    List<String> identifiers() {
        return parenthesised(tokens::identifier);
    }
}
