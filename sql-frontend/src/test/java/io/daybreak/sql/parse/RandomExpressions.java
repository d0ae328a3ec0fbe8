package io.daybreak.sql.parse;

import java.util.Random;

/**
 * Writes random expressions with few parentheses, so that what binds to what matters. Values are
 * small, so that wrong trees show in the results.
 */
final class RandomExpressions {
    private static final String[] BINARY = {
        "+",
        "-",
        "*",
        "/",
        "%",
        "DIV",
        "MOD",
        "^",
        "|",
        "&",
        "<<",
        ">>",
        "=",
        "<=>",
        "<>",
        "!=",
        "<",
        "<=",
        ">",
        ">=",
        "AND",
        "&&",
        "OR",
        "||",
        "XOR",
        "LIKE",
        "NOT LIKE",
        "SOUNDS LIKE"
    };
    private static final String[] PREFIX = {"-", "+", "~", "!", "NOT ", "BINARY "};
    private static final String[] UNITS = {"DAY", "MONTH", "HOUR", "YEAR"};
    private static final String[] DATES = {"'2020-01-31'", "DATE'2024-02-29'", "'1999-12-31'"};

    private final Random random;

    RandomExpressions(long seed) {
        this.random = new Random(seed);
    }

    String next() {
        return expression(1 + random.nextInt(4));
    }

    private String pick(String[] choices) {
        return choices[random.nextInt(choices.length)];
    }

    private String expression(int depth) {
        if (depth <= 0) {
            return operand();
        }
        return switch (random.nextInt(15)) {
            case 0, 1, 2, 3, 4, 5 -> chain(depth);
            case 6, 7 -> pick(PREFIX) + expression(depth - 1);
            case 8 ->
                    expression(depth - 1)
                            + pick(new String[] {" BETWEEN ", " NOT BETWEEN "})
                            + expression(depth - 2)
                            + " AND "
                            + expression(depth - 2);
            case 9 ->
                    expression(depth - 1)
                            + pick(new String[] {" IN (", " NOT IN ("})
                            + expression(depth - 2)
                            + ","
                            + operand()
                            + ")";
            case 10 ->
                    expression(depth - 1)
                            + " IS "
                            + pick(new String[] {"", "NOT "})
                            + pick(new String[] {"NULL", "TRUE", "FALSE", "UNKNOWN"});
            case 11 -> interval(depth);
            case 12 ->
                    "CASE "
                            + (random.nextBoolean() ? expression(depth - 2) + " " : "")
                            + "WHEN "
                            + expression(depth - 1)
                            + " THEN "
                            + expression(depth - 1)
                            + " ELSE "
                            + operand()
                            + " END";
            case 13 -> "(" + expression(depth - 1) + ")";
            default -> expression(depth - 1) + " COLLATE utf8mb4_bin";
        };
    }

    private String chain(int depth) {
        StringBuilder text = new StringBuilder(expression(depth - 1));
        int length = 1 + random.nextInt(3);
        for (int i = 0; i < length; i++) {
            text.append(' ').append(pick(BINARY)).append(' ').append(expression(depth - 1));
        }
        return text.toString();
    }

    private String interval(int depth) {
        String span = "INTERVAL " + expression(depth - 2) + " " + pick(UNITS);
        return switch (random.nextInt(3)) {
            case 0 -> span + " + " + expression(depth - 1);
            case 1 -> pick(DATES) + " - " + span;
            default -> expression(depth - 1) + " + " + span;
        };
    }

    private String operand() {
        return switch (random.nextInt(12)) {
            case 0 -> "NULL";
            case 1 -> "TRUE";
            case 2 -> "'" + random.nextInt(4) + "'";
            case 3 -> pick(DATES);
            case 4 -> random.nextInt(3) + "." + random.nextInt(10);
            case 5 -> "ABS(" + (random.nextInt(7) - 3) + ")";
            case 6 -> "'a%'";
            case 7 -> "INTERVAL(" + random.nextInt(4) + ",1,2)";
            default -> String.valueOf(random.nextInt(6));
        };
    }
}
