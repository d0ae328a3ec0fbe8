package io.daybreak.it.differential;

import io.daybreak.it.differential.Column.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random expressions over the columns in reach. Every one means the same on every run. */
final class Expressions {
    private static final int DEPTH_MAX = 3;
    private static final String[] COMPARISONS = {"=", "<", "<=", ">", ">=", "<>", "<=>"};

    private final Random random;
    private final Literals literals;

    Expressions(Random random, Literals literals) {
        this.random = random;
        this.literals = literals;
    }

    String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** Any value. */
    String value(List<Column> columns) {
        return value(columns, 0);
    }

    String condition(List<Column> columns) {
        return condition(columns, 0);
    }

    private String value(List<Column> columns, int depth) {
        if (depth >= DEPTH_MAX || random.nextInt(3) == 0) {
            return leaf(columns);
        }
        return switch (random.nextInt(8)) {
            case 0, 1 -> number(columns, depth + 1);
            case 2, 3 -> text(columns, depth + 1);
            case 4 -> time(columns, depth + 1);
            case 5 -> choice(columns, depth + 1);
            case 6 -> cast(columns, depth + 1);
            default -> condition(columns, depth + 1);
        };
    }

    private String leaf(List<Column> columns) {
        if (random.nextInt(4) > 0) {
            return pick(columns).qualified();
        }
        return literals.constant(Kind.values()[random.nextInt(Kind.values().length)]);
    }

    /** A column of a kind if there is one, else a constant. */
    private String like(List<Column> columns, Kind... kinds) {
        List<Kind> wanted = List.of(kinds);
        List<Column> fitting = columns.stream().filter(c -> wanted.contains(c.kind())).toList();
        return fitting.isEmpty() || random.nextInt(4) == 0
                ? literals.constant(pick(wanted))
                : pick(fitting).qualified();
    }

    private String numeric(List<Column> columns, int depth) {
        if (depth < DEPTH_MAX && random.nextInt(3) == 0) {
            return number(columns, depth + 1);
        }
        return isWild()
                ? value(columns, depth + 1)
                : like(columns, Kind.INTEGER, Kind.UNSIGNED, Kind.DECIMAL, Kind.DOUBLE, Kind.YEAR);
    }

    private String number(List<Column> columns, int depth) {
        String a = numeric(columns, depth);
        String b = numeric(columns, depth);
        String small = String.valueOf(random.nextInt(7) - 2);
        return switch (random.nextInt(20)) {
            case 0, 1 -> "(" + a + " + " + b + ")";
            case 2, 3 -> "(" + a + " - " + b + ")";
            case 4 -> "(" + a + " * " + b + ")";
            case 5 -> "(" + a + " / " + b + ")";
            case 6 -> "(" + a + " DIV " + b + ")";
            case 7 -> "(" + a + " % " + b + ")";
            case 8 -> "(-" + a + ")";
            case 9 -> pick("ABS", "SIGN", "FLOOR", "CEILING") + "(" + a + ")";
            case 10 -> "ROUND(" + a + pick("", ", " + small) + ")";
            case 11 -> "TRUNCATE(" + a + ", " + small + ")";
            case 12 -> "(" + a + " " + pick("&", "|", "^", "<<", ">>") + " " + b + ")";
            case 13 ->
                    pick("LENGTH", "CHAR_LENGTH", "ASCII", "BIT_LENGTH", "CRC32")
                            + "("
                            + string(columns, depth)
                            + ")";
            case 14 ->
                    pick("INSTR", "LOCATE", "STRCMP")
                            + "("
                            + string(columns, depth)
                            + ", "
                            + string(columns, depth)
                            + ")";
            case 15 ->
                    pick(
                                    "YEAR",
                                    "MONTH",
                                    "DAYOFMONTH",
                                    "DAYOFYEAR",
                                    "WEEKDAY",
                                    "QUARTER",
                                    "TO_DAYS",
                                    "HOUR",
                                    "MINUTE",
                                    "MICROSECOND",
                                    "WEEK")
                            + "("
                            + temporal(columns)
                            + ")";
            case 16 -> "DATEDIFF(" + temporal(columns) + ", " + temporal(columns) + ")";
            case 17 ->
                    "TIMESTAMPDIFF("
                            + pick("DAY", "MONTH", "SECOND", "YEAR", "HOUR")
                            + ", "
                            + temporal(columns)
                            + ", "
                            + temporal(columns)
                            + ")";
            case 18 ->
                    "FIELD("
                            + value(columns, depth + 1)
                            + ", "
                            + value(columns, depth + 1)
                            + ", "
                            + value(columns, depth + 1)
                            + ")";
            default -> "MOD(" + a + ", " + b + ")";
        };
    }

    private String temporal(List<Column> columns) {
        return like(columns, Kind.DATE, Kind.DATETIME, Kind.DATETIME);
    }

    private String string(List<Column> columns, int depth) {
        if (depth < DEPTH_MAX && random.nextInt(3) == 0) {
            return text(columns, depth + 1);
        }
        return isWild()
                ? value(columns, depth + 1)
                : like(columns, Kind.TEXT, Kind.TEXT, Kind.CHOICE, Kind.BINARY);
    }

    private String text(List<Column> columns, int depth) {
        String a = string(columns, depth);
        String b = string(columns, depth);
        String small = String.valueOf(random.nextInt(6) - 1);
        return switch (random.nextInt(14)) {
            case 0, 1 -> "CONCAT(" + a + ", " + b + ")";
            case 2 -> "CONCAT_WS(" + a + ", " + b + ", " + value(columns, depth + 1) + ")";
            case 3 -> pick("UPPER", "LOWER") + "(" + a + ")";
            case 4 -> pick("TRIM", "LTRIM", "RTRIM", "REVERSE") + "(" + a + ")";
            case 5 -> "SUBSTRING(" + a + ", " + small + pick("", ", 2") + ")";
            case 6 -> pick("LEFT", "RIGHT") + "(" + a + ", " + small + ")";
            case 7 -> pick("LPAD", "RPAD") + "(" + a + ", " + small + ", " + b + ")";
            case 8 -> "REPLACE(" + a + ", " + b + ", 'x')";
            case 9 -> "HEX(" + value(columns, depth + 1) + ")";
            case 10 -> "REPEAT(" + a + ", " + small + ")";
            case 11 ->
                    "DATE_FORMAT("
                            + temporal(columns)
                            + ", "
                            + pick("'%Y-%m'", "'%W %e %M'", "'%H:%i:%s.%f'", "'%j %a %U'")
                            + ")";
            case 12 -> "TO_BASE64(" + a + ")";
            default -> "INSERT(" + a + ", " + small + ", 1, " + b + ")";
        };
    }

    private String time(List<Column> columns, int depth) {
        String unit = pick("DAY", "MONTH", "YEAR", "HOUR", "SECOND", "WEEK", "MICROSECOND");
        return switch (random.nextInt(7)) {
            case 0, 1 ->
                    pick("DATE_ADD", "DATE_SUB")
                            + "("
                            + temporal(columns)
                            + ", INTERVAL "
                            + (random.nextInt(40) - 10)
                            + " "
                            + unit
                            + ")";
            case 2 -> "LAST_DAY(" + temporal(columns) + ")";
            case 3 -> "DATE(" + temporal(columns) + ")";
            case 4 ->
                    "ADDTIME("
                            + like(columns, Kind.TIME, Kind.DATETIME)
                            + ", "
                            + pick("'00:00:00'", "'12:34:56'", "'-01:00:00'", "'10:11:12.5'")
                            + ")";
            case 5 -> "TIME(" + like(columns, Kind.TIME, Kind.DATETIME) + ")";
            default -> "(" + temporal(columns) + " + INTERVAL " + numeric(columns, depth) + " DAY)";
        };
    }

    private String choice(List<Column> columns, int depth) {
        List<String> alike = alike(columns, depth, 2);
        String a = alike.get(0);
        String b = alike.get(1);
        String c = condition(columns, depth + 1);
        return switch (random.nextInt(8)) {
            case 0 -> "IF(" + c + ", " + a + ", " + b + ")";
            case 1 -> "IFNULL(" + a + ", " + b + ")";
            case 2 -> "COALESCE(" + a + ", " + b + ", " + alike.get(2) + ")";
            case 3 -> "NULLIF(" + a + ", " + b + ")";
            case 4 -> pick("GREATEST", "LEAST") + "(" + a + ", " + b + ")";
            case 5 -> "CASE WHEN " + c + " THEN " + a + " ELSE " + b + " END";
            case 6 -> "CASE " + a + " WHEN " + b + " THEN " + alike.get(2) + " END";
            default -> "ELT(" + numeric(columns, depth + 1) + ", " + a + ", " + b + ")";
        };
    }

    private String cast(List<Column> columns, int depth) {
        return "CAST("
                + value(columns, depth + 1)
                + " AS "
                + pick(
                        "SIGNED",
                        "UNSIGNED",
                        "CHAR",
                        "CHAR(3)",
                        "DECIMAL(10,2)",
                        "DECIMAL(5)",
                        "DATE",
                        "DATETIME",
                        "DATETIME(3)",
                        "TIME",
                        "DOUBLE",
                        "BINARY(3)",
                        "BINARY",
                        "YEAR",
                        "FLOAT")
                + ")";
    }

    private String condition(List<Column> columns, int depth) {
        if (depth >= DEPTH_MAX) {
            return comparison(columns, depth);
        }
        return switch (random.nextInt(12)) {
            case 0 ->
                    "("
                            + condition(columns, depth + 1)
                            + " AND "
                            + condition(columns, depth + 1)
                            + ")";
            case 1 ->
                    "("
                            + condition(columns, depth + 1)
                            + pick(" OR ", " XOR ")
                            + condition(columns, depth + 1)
                            + ")";
            case 2 -> "(NOT " + condition(columns, depth + 1) + ")";
            case 3 ->
                    "("
                            + value(columns, depth + 1)
                            + " IS "
                            + pick("", "NOT ")
                            + pick("NULL", "NULL", "TRUE", "UNKNOWN")
                            + ")";
            case 4 -> between(alike(columns, depth, 2));
            case 5 -> in(alike(columns, depth, 1 + random.nextInt(4)));
            case 6 ->
                    "("
                            + string(columns, depth)
                            + pick(" ", " NOT ")
                            + "LIKE "
                            + pick("'a%'", "'%b%'", "'_'", "'%'", "'A_'", string(columns, depth))
                            + ")";
            default -> comparison(columns, depth);
        };
    }

    private String between(List<String> v) {
        return "("
                + v.get(0)
                + pick(" ", " NOT ")
                + "BETWEEN "
                + v.get(1)
                + " AND "
                + v.get(2)
                + ")";
    }

    private String in(List<String> v) {
        return "("
                + v.get(0)
                + pick(" ", " NOT ")
                + "IN ("
                + String.join(", ", v.subList(1, v.size()))
                + "))";
    }

    private String comparison(List<Column> columns, int depth) {
        Column left = pick(columns);
        String operator = pick(COMPARISONS);
        if (!isWild()) {
            String right =
                    random.nextBoolean()
                            ? literals.constant(left.kind())
                            : like(columns, left.kind());
            return "(" + left.qualified() + " " + operator + " " + right + ")";
        }
        return "("
                + value(columns, depth + 1)
                + " "
                + operator
                + " "
                + value(columns, depth + 1)
                + ")";
    }

    /** A value and others that it is compared with, of one kind mostly. */
    private List<String> alike(List<Column> columns, int depth, int others) {
        Column column = pick(columns);
        List<String> values = new ArrayList<>();
        values.add(isWild() ? value(columns, depth + 1) : column.qualified());
        for (int i = 0; i < others; i++) {
            values.add(
                    isWild()
                            ? value(columns, depth + 1)
                            : random.nextBoolean()
                                    ? literals.constant(column.kind())
                                    : like(columns, column.kind()));
        }
        return values;
    }

    /** Whether types are mixed here as nobody would. */
    private boolean isWild() {
        return random.nextInt(20) == 0;
    }
}
