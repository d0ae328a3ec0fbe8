package io.daybreak.testsupport.sql;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/**
 * Statements as a fuzzer sends them: of the grammar, damaged ones, spliced ones, noise. The same
 * seed gives the same sequence.
 */
public final class StatementFuzzer {
    private static final String[] WORDS = {
        "SELECT",
        "(",
        ")",
        ",",
        "FROM",
        "INTERVAL",
        "NOT",
        "'",
        "`",
        "\"",
        "/*",
        "*/",
        "/*!",
        "--",
        "#",
        "@",
        "@@",
        "?",
        ";",
        ".",
        "->",
        "UNION",
        "VALUES",
        "ROW",
        "TABLE",
        "IN",
        "=",
        "!",
        "<",
        "0x",
        "x'",
        "\\",
        "{",
        "}",
        "ON",
        "JOIN",
        "CASE",
        "END",
        "OVER",
        "1",
        "a",
        "NULL",
        "\u00e9",
        "t0",
        "WHERE",
        "GROUP BY",
        "LIMIT",
        "ALL",
        "DISTINCT",
        "-",
        "99999999999999999999999",
        "1e400",
        ":=",
        "@u:=",
        "WITH",
        "AS",
        "DEFAULT",
        "LIKE",
        "ESCAPE",
        "\0",
        "\u00e9",
    };

    private final Random random;
    private final StatementGrammar grammar;
    private String before = "SELECT 1";

    public StatementFuzzer(long seed) {
        random = new Random(seed);
        grammar = new StatementGrammar(random);
    }

    /** The next statement, as bytes: it need not be valid UTF-8. */
    public byte[] next() {
        String statement = grammar.statement();
        int kind = random.nextInt(20);
        String text = kind < 13 ? statement : mutated(statement);
        before = statement;
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (kind == 19) {
            for (int i = random.nextInt(4); i >= 0 && bytes.length > 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
        }
        return bytes;
    }

    /** A given statement, damaged. */
    public byte[] damaged(String statement) {
        String text = mutated(statement);
        before = statement;
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private String mutated(String statement) {
        StringBuilder text = new StringBuilder(statement);
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(text.length() + 1);
            switch (random.nextInt(6)) {
                case 0 -> text.insert(at, " " + RandomExpression.pick(random, WORDS) + " ");
                case 1 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(12)));
                case 2 -> text.insert(at, RandomExpression.pick(random, WORDS));
                case 3 -> text.insert(at, before.substring(random.nextInt(before.length())));
                case 4 -> swapWords(text);
                default -> text.setLength(at);
            }
        }
        return text.toString();
    }

    private void swapWords(StringBuilder text) {
        String[] words = text.toString().split(" ", -1);
        int one = random.nextInt(words.length);
        int two = random.nextInt(words.length);
        String kept = words[one];
        words[one] = words[two];
        words[two] = kept;
        text.setLength(0);
        text.append(String.join(" ", Arrays.asList(words)));
    }
}
