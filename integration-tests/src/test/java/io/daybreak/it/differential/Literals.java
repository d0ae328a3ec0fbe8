package io.daybreak.it.differential;

import io.daybreak.it.differential.Column.Kind;
import java.util.Random;

/** Values, with those at the edges of types among them. */
final class Literals {
    private static final String[] INTEGERS = {
        "0",
        "1",
        "-1",
        "2",
        "3",
        "7",
        "10",
        "127",
        "-128",
        "128",
        "255",
        "256",
        "32767",
        "-32768",
        "65535",
        "8388607",
        "2147483647",
        "-2147483648",
        "4294967295",
        "9223372036854775807",
        "-9223372036854775808"
    };
    private static final String[] UNSIGNEDS = {
        "0", "1", "2", "5", "10", "255", "65535", "4294967295", "18446744073709551615"
    };
    private static final String[] DECIMALS = {
        "0",
        "0.5",
        "-0.5",
        "1.25",
        "-1.25",
        "99.99",
        "-999.99",
        "999.995",
        "0.0000000001",
        "12345.678",
        "1.0",
        "10",
        "-7.125"
    };
    private static final String[] DOUBLES = {
        "0", "0.1", "-0.1", "1e0", "1.5e3", "-2.5e-3", "1e10", "3.25", "-1e5", "0.5"
    };
    private static final String[] TEXTS = {
        "''",
        "'a'",
        "'A'",
        "'b'",
        "'ab'",
        "'ab '",
        "'Abc'",
        "'abc'",
        "'10'",
        "'1x'",
        "' 2'",
        "'-3.5'",
        "'zz'",
        "'B c'",
        "'ä'",
        "'Ä'",
        "'ß'",
        "'日本'",
        "'a%'",
        "'_b'",
        "'2020-02-29'",
        "'true'",
        "'0'",
        "'1e2'",
        "'😀'",
        "'null'"
    };
    private static final String[] BINARIES = {
        "''", "'a'", "x'00'", "x'ff00'", "'ab'", "'A'", "x'6162'"
    };
    private static final String[] DATES = {
        "'2020-02-29'",
        "'1999-12-31'",
        "'2000-01-01'",
        "'1000-01-01'",
        "'9999-12-31'",
        "'2024-07-15'",
        "'1970-01-01'"
    };
    private static final String[] DATETIMES = {
        "'2020-02-29 12:34:56'",
        "'1999-12-31 23:59:59'",
        "'2000-01-01 00:00:00'",
        "'2024-07-15 08:00:00.5'",
        "'2024-07-15 08:00:00.999999'",
        "'2038-01-19 03:14:07'",
        "'1971-01-01 00:00:01'"
    };
    private static final String[] TIMES = {
        "'00:00:00'",
        "'12:34:56'",
        "'-01:00:00'",
        "'838:59:59'",
        "'23:59:59.99'",
        "'-838:59:59'",
        "'10:11:12.5'"
    };
    private static final String[] YEARS = {"0", "1901", "2155", "1999", "2024", "70"};
    private static final String[] CHOICES = {"'a'", "'b'", "'a'", "'b'", "1", "2"};

    private final Random random;

    Literals(Random random) {
        this.random = random;
    }

    String of(Kind kind) {
        return switch (kind) {
            case INTEGER -> mostlySmall(INTEGERS);
            case UNSIGNED -> mostlySmall(UNSIGNEDS);
            case DECIMAL -> pick(DECIMALS);
            case DOUBLE -> pick(DOUBLES);
            case TEXT -> pick(TEXTS);
            case BINARY -> pick(BINARIES);
            case DATE -> pick(DATES);
            case DATETIME -> pick(DATETIMES);
            case TIME -> pick(TIMES);
            case YEAR -> pick(YEARS);
            case CHOICE -> pick(CHOICES);
        };
    }

    /** A constant as it stands in an expression. */
    String constant(Kind kind) {
        if (random.nextInt(12) == 0) {
            return "NULL";
        }
        String literal = of(kind);
        return switch (kind) {
            case DATE -> random.nextBoolean() ? literal : "DATE " + literal;
            case DATETIME -> random.nextBoolean() ? literal : "TIMESTAMP " + literal;
            case TIME -> random.nextBoolean() ? literal : "TIME " + literal;
            case INTEGER, UNSIGNED, DECIMAL, DOUBLE, TEXT, BINARY, YEAR, CHOICE -> literal;
        };
    }

    private String mostlySmall(String[] choices) {
        return random.nextInt(3) > 0 ? choices[random.nextInt(6)] : pick(choices);
    }

    private String pick(String[] choices) {
        return choices[random.nextInt(choices.length)];
    }
}
