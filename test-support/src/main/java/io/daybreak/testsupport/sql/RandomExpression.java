package io.daybreak.testsupport.sql;

import java.util.List;
import java.util.Random;
import java.util.StringJoiner;

/** Expressions over the columns in scope, of any type, most of them wrong in some way. */
final class RandomExpression {
    private static final String[] CONSTANTS = {
        "0",
        "1",
        "-1",
        "2",
        "10",
        "NULL",
        "TRUE",
        "FALSE",
        "''",
        "'a'",
        "'x'",
        "'10'",
        "' 1e3z'",
        "1.5",
        "-0.0",
        "1e308",
        "-1e-308",
        "99999999999999999999",
        "18446744073709551615",
        "9223372036854775807",
        "-9223372036854775808",
        "0.000000000000000000000000000001",
        "12345678901234567890123456789012345.678901234567890123456789",
        "x'00ff'",
        "b'1010'",
        "'2020-02-30'",
        "'2020-02-29 23:59:59.999999'",
        "DATE '2024-01-31'",
        "TIME '-838:59:59'",
        "TIMESTAMP '1970-01-01 00:00:00'",
        "'0000-00-00'",
        "20200101",
        "'{\"a\": [1, {\"b\": 2}]}'",
        "'[1, 2, null]'",
        "'$.a[last]'",
        "'%'",
        "'_a%'",
        "'\\\\'",
        "N'n'",
        "_latin1'\\xe9'",
        "_binary 'x'",
        "'\u00e9\u4e2d\ud83d\ude00'",
        "'^(a|b)*$'",
        "'Europe/Berlin'",
        "'%Y-%m-%d %H:%i:%s.%f'",
        "@u",
        "@@sql_mode",
        "@@max_allowed_packet",
        "PI()",
        "NOW(3)",
        "CURRENT_DATE",
        "DEFAULT(a)",
        "1000000",
        "65536",
        "-2147483649",
    };
    private static final String[] BINARY = {
        "+",
        "-",
        "*",
        "/",
        "%",
        "DIV",
        "MOD",
        "&",
        "|",
        "^",
        "<<",
        ">>",
        "=",
        "<=>",
        "<>",
        "<",
        "<=",
        ">",
        ">=",
        "AND",
        "OR",
        "XOR",
        "&&",
        "||",
        "LIKE",
        "NOT LIKE",
        "REGEXP",
        "->",
        "->>",
        "COLLATE",
        ":=",
    };

    /** Name, and the fewest and most arguments. */
    private static final String[] FUNCTIONS =
            ("ABS:1:1 ACOS:1:1 ADDDATE:2:2 ADDTIME:2:2 ANY_VALUE:1:1 ASCII:1:1 ASIN:1:1 "
                            + "ATAN:1:2 ATAN2:1:2 AURORA_VERSION:0:0 BIN:1:1 BIN_TO_UUID:1:2 BIT_COUNT:1:1 "
                            + "BIT_LENGTH:1:1 CEIL:1:1 CEILING:1:1 CHAR:1:3 CHARACTER_LENGTH:1:1 CHARSET:1:1 "
                            + "CHAR_LENGTH:1:1 COALESCE:1:3 COERCIBILITY:1:1 COLLATION:1:1 COMPRESS:1:1 "
                            + "CONCAT:1:3 CONCAT_WS:2:4 CONNECTION_ID:0:0 CONV:3:3 CONVERT_TZ:3:3 COS:1:1 "
                            + "COT:1:1 CRC32:1:1 CURDATE:0:0 CURRENT_DATE:0:0 CURRENT_ROLE:0:0 CURRENT_TIME:0:0 "
                            + "CURRENT_TIMESTAMP:0:0 CURTIME:0:0 DATABASE:0:0 DATE:1:1 DATEDIFF:2:2 "
                            + "DATE_FORMAT:2:2 DAY:1:1 DAYNAME:1:1 DAYOFMONTH:1:1 DAYOFWEEK:1:1 DAYOFYEAR:1:1 "
                            + "DEGREES:1:1 ELT:2:4 EXP:1:1 EXPORT_SET:3:5 FIELD:2:4 FIND_IN_SET:2:2 FLOOR:1:1 "
                            + "FORMAT:2:3 FORMAT_BYTES:1:1 FOUND_ROWS:0:0 FROM_BASE64:1:1 FROM_DAYS:1:1 "
                            + "FROM_UNIXTIME:1:2 GREATEST:2:4 HEX:1:1 HOUR:1:1 IF:3:3 IFNULL:2:2 INET6_ATON:1:1 "
                            + "INET6_NTOA:1:1 INET_ATON:1:1 INET_NTOA:1:1 INSERT:4:4 INSTR:2:2 INTERVAL:2:4 "
                            + "FALSE:1:1 FALSE:1:1 NULL:1:1 TRUE:1:1 UNKNOWN:1:1 NULL:1:1 TRUE:1:1 UNKNOWN:1:1 "
                            + "ISNULL:1:1 IS_IPV4:1:1 IS_IPV6:1:1 IS_UUID:1:1 JSON_ARRAY:0:2 "
                            + "JSON_ARRAY_APPEND:3:5 JSON_ARRAY_INSERT:3:5 JSON_CONTAINS:2:3 "
                            + "JSON_CONTAINS_PATH:3:5 JSON_DEPTH:1:1 JSON_EXTRACT:2:4 JSON_INSERT:3:5 "
                            + "JSON_KEYS:1:2 JSON_LENGTH:1:2 JSON_MERGE:2:4 JSON_MERGE_PATCH:2:4 "
                            + "JSON_MERGE_PRESERVE:2:4 JSON_OBJECT:0:2 JSON_OVERLAPS:2:2 JSON_PRETTY:1:1 "
                            + "JSON_QUOTE:1:1 JSON_REMOVE:2:4 JSON_REPLACE:3:5 JSON_SEARCH:3:5 JSON_SET:3:5 "
                            + "JSON_STORAGE_SIZE:1:1 JSON_TYPE:1:1 JSON_UNQUOTE:1:1 JSON_VALID:1:1 LAST_DAY:1:1 "
                            + "LAST_INSERT_ID:0:1 LCASE:1:1 LEAST:2:4 LEFT:2:2 LENGTH:1:1 LN:1:1 LOCALTIME:0:0 "
                            + "LOCALTIMESTAMP:0:0 LOCATE:2:3 LOG:1:2 LOG10:1:1 LOG2:1:1 LOWER:1:1 LPAD:3:3 "
                            + "LTRIM:1:1 MAKEDATE:2:2 MAKETIME:3:3 MAKE_SET:2:4 MD5:1:1 OF:2:2 MICROSECOND:1:1 "
                            + "MID:2:3 MINUTE:1:1 MOD:2:2 MONTH:1:1 MONTHNAME:1:1 NOW:0:0 NULLIF:2:2 OCT:1:1 "
                            + "OCTET_LENGTH:1:1 ORD:1:1 PERIOD_ADD:2:2 PERIOD_DIFF:2:2 PI:0:0 POW:2:2 POWER:2:2 "
                            + "QUARTER:1:1 QUOTE:1:1 RADIANS:1:1 RAND:0:1 RANDOM_BYTES:1:1 REGEXP_INSTR:2:6 "
                            + "REGEXP_LIKE:2:3 REGEXP_REPLACE:3:6 REGEXP_SUBSTR:2:5 REPEAT:2:2 REPLACE:3:3 "
                            + "REVERSE:1:1 RIGHT:2:2 ROUND:1:2 ROW_COUNT:0:0 RPAD:3:3 RTRIM:1:1 SECOND:1:1 "
                            + "SEC_TO_TIME:1:1 SESSION_USER:0:0 SHA:1:1 SHA1:1:1 SHA2:2:2 SIGN:1:1 SIN:1:1 "
                            + "SOUNDEX:1:1 SPACE:1:1 SQRT:1:1 STRCMP:2:2 STR_TO_DATE:2:2 SUBDATE:2:2 SUBSTR:2:3 "
                            + "SUBSTRING:2:3 SUBSTRING_INDEX:3:3 SUBTIME:2:2 SYSDATE:0:0 SYSTEM_USER:0:0 "
                            + "TAN:1:1 TIME:1:1 TIMEDIFF:2:2 TIMESTAMP:1:2 TIME_FORMAT:2:2 TIME_TO_SEC:1:1 "
                            + "TO_BASE64:1:1 TO_DAYS:1:1 TO_SECONDS:1:1 TRIM:1:2 TRUNCATE:2:2 UCASE:1:1 "
                            + "UNCOMPRESS:1:1 UNCOMPRESSED_LENGTH:1:1 UNHEX:1:1 UNIX_TIMESTAMP:0:1 UPPER:1:1 "
                            + "UTC_DATE:0:0 UTC_TIME:0:0 UTC_TIMESTAMP:0:0 UUID:0:0 UUID_SHORT:0:0 "
                            + "UUID_TO_BIN:1:2 VERSION:0:0 WEEK:1:2 WEEKDAY:1:1 WEEKOFYEAR:1:1 "
                            + "WEIGHT_STRING:1:1 YEAR:1:1 YEARWEEK:1:2 USER:0:0 "
                            + "NO_SUCH_FUNCTION:0:1")
                    .split(" ");

    private static final String[] AGGREGATES = {
        "COUNT",
        "SUM",
        "AVG",
        "MIN",
        "MAX",
        "BIT_AND",
        "BIT_OR",
        "BIT_XOR",
        "GROUP_CONCAT",
        "STDDEV",
        "STDDEV_SAMP",
        "VARIANCE",
        "VAR_SAMP",
        "JSON_ARRAYAGG",
        "ANY_VALUE",
    };
    private static final String[] WINDOWS = {
        "ROW_NUMBER()",
        "RANK()",
        "DENSE_RANK()",
        "PERCENT_RANK()",
        "CUME_DIST()",
        "NTILE(3)",
        "LAG(%s, 1, 0)",
        "LEAD(%s, 2)",
        "FIRST_VALUE(%s)",
        "LAST_VALUE(%s)",
        "NTH_VALUE(%s, 2)",
        "SUM(%s)",
        "COUNT(*)",
        "MAX(%s)",
        "AVG(%s)",
    };
    private static final String[] FRAMES = {
        "",
        "",
        "ROWS UNBOUNDED PRECEDING",
        "ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING",
        "RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW",
        "RANGE BETWEEN 1 PRECEDING AND 1.5 FOLLOWING",
        "ROWS BETWEEN 2 FOLLOWING AND 1 PRECEDING",
        "RANGE BETWEEN INTERVAL 1 DAY PRECEDING AND CURRENT ROW",
    };
    private static final String[] TYPES = {
        "SIGNED", "UNSIGNED", "CHAR", "CHAR(3)", "BINARY(4)", "DECIMAL(65,30)", "DECIMAL(5,2)",
                "DATE",
        "TIME(6)", "DATETIME(3)", "JSON", "YEAR", "FLOAT", "DOUBLE", "NCHAR(2)",
                "CHAR CHARACTER SET latin1",
    };
    private static final String[] UNITS = {
        "DAY",
        "MONTH",
        "YEAR",
        "SECOND",
        "MICROSECOND",
        "WEEK",
        "QUARTER",
        "DAY_HOUR",
        "YEAR_MONTH",
        "MINUTE_SECOND",
        "DAY_MICROSECOND",
    };
    static final String[] COLLATIONS = {
        "utf8mb4_0900_ai_ci",
        "utf8mb4_bin",
        "latin1_swedish_ci",
        "binary",
        "utf8mb4_general_ci",
        "utf8mb4_unicode_ci",
        "no_such_collation",
        "ascii_general_ci",
    };

    private final Random random;
    private final StatementGrammar grammar;
    private List<String> columns;

    RandomExpression(Random random, StatementGrammar grammar, List<String> columns) {
        this.random = random;
        this.grammar = grammar;
        this.columns = columns;
    }

    static String pick(Random random, String[] of) {
        return of[random.nextInt(of.length)];
    }

    String column() {
        return columns.isEmpty() || random.nextInt(60) == 0
                ? "no_such_column"
                : columns.get(random.nextInt(columns.size()));
    }

    String leaf() {
        return random.nextInt(5) < 3 && !columns.isEmpty() ? column() : pick(random, CONSTANTS);
    }

    String any(int depth) {
        if (depth <= 0) {
            return leaf();
        }
        return switch (random.nextInt(24)) {
            case 20 -> "(" + leaf() + ")";
            case 21 ->
                    columns.isEmpty() || random.nextInt(10) > 0
                            ? leaf()
                            : "DEFAULT(" + column() + ")";
            case 22 ->
                    columns.isEmpty() || random.nextInt(10) > 0
                            ? leaf()
                            : "VALUES(" + column() + ")";
            case 0, 1, 2 -> leaf();
            case 3, 4, 5, 6 -> binary(depth);
            case 7, 8, 9, 10, 11 -> call(depth);
            case 12 ->
                    "("
                            + pick(random, new String[] {"-", "NOT ", "!", "~", "+", "BINARY "})
                            + "("
                            + any(depth - 1)
                            + "))";
            case 13 ->
                    "(("
                            + any(depth - 1)
                            + ") IS "
                            + pick(
                                    random,
                                    new String[] {
                                        "NULL", "NOT NULL", "TRUE", "NOT FALSE", "UNKNOWN"
                                    })
                            + ")";
            case 14 ->
                    "CASE "
                            + (random.nextBoolean() ? any(depth - 1) : "")
                            + " WHEN "
                            + any(depth - 1)
                            + " THEN "
                            + any(depth - 1)
                            + (random.nextBoolean() ? " ELSE " + any(depth - 1) : "")
                            + " END";
            case 15 ->
                    random.nextBoolean()
                            ? "CAST(" + any(depth - 1) + " AS " + pick(random, TYPES) + ")"
                            : "CONVERT("
                                    + any(depth - 1)
                                    + " USING "
                                    + pick(
                                            random,
                                            new String[] {"utf8mb4", "latin1", "binary", "ascii"})
                                    + ")";
            case 16 -> "(" + membership(depth) + ")";
            case 17 -> dates(depth);
            case 18 -> "(" + subquery(depth) + ")";
            default ->
                    "(("
                            + any(depth - 1)
                            + ", "
                            + any(depth - 1)
                            + ") "
                            + pick(random, new String[] {"=", "<", "IN", "<=>"})
                            + " (("
                            + any(depth - 1)
                            + ", "
                            + any(depth - 1)
                            + ")))";
        };
    }

    private String binary(int depth) {
        String operator = pick(random, BINARY);
        return switch (operator) {
            case "COLLATE" -> "(" + any(depth - 1) + ") COLLATE " + pick(random, COLLATIONS);
            case ":=" -> "(@u := " + any(depth - 1) + ")";
            case "->", "->>" -> (columns.isEmpty() ? "js" : column()) + operator + "'$.a'";
            default -> "(" + any(depth - 1) + " " + operator + " " + any(depth - 1) + ")";
        };
    }

    private String call(int depth) {
        String[] function = pick(random, FUNCTIONS).split(":");
        int fewest = Integer.parseInt(function[1]);
        int most = Integer.parseInt(function[2]);
        int count =
                random.nextInt(50) == 0
                        ? random.nextInt(5)
                        : fewest + random.nextInt(most - fewest + 1);
        StringJoiner arguments = new StringJoiner(", ", function[0] + "(", ")");
        for (int i = 0; i < count; i++) {
            arguments.add(any(depth - 1));
        }
        return arguments.toString();
    }

    private String membership(int depth) {
        String not = random.nextBoolean() ? " NOT" : "";
        return switch (random.nextInt(4)) {
            case 0 ->
                    "("
                            + any(depth - 1)
                            + ")"
                            + not
                            + " BETWEEN "
                            + any(depth - 1)
                            + " AND "
                            + any(depth - 1);
            case 1 ->
                    "("
                            + any(depth - 1)
                            + ")"
                            + not
                            + " IN ("
                            + any(depth - 1)
                            + ", "
                            + any(depth - 1)
                            + ", "
                            + leaf()
                            + ")";
            case 2 ->
                    "(" + any(depth - 1) + ")" + not + " IN (" + grammar.select(depth - 1, 1) + ")";
            default -> "(" + any(depth - 1) + ") MEMBER OF (" + any(depth - 1) + ")";
        };
    }

    private String dates(int depth) {
        String unit = pick(random, UNITS);
        return switch (random.nextInt(4)) {
            case 0 -> "(" + any(depth - 1) + " + INTERVAL " + any(depth - 1) + " " + unit + ")";
            case 1 -> "DATE_SUB(" + any(depth - 1) + ", INTERVAL " + leaf() + " " + unit + ")";
            case 2 -> "EXTRACT(" + unit + " FROM " + any(depth - 1) + ")";
            default ->
                    "TIMESTAMPDIFF("
                            + pick(
                                    random,
                                    new String[] {
                                        "DAY", "MONTH", "SECOND", "MICROSECOND", "QUARTER"
                                    })
                            + ", "
                            + any(depth - 1)
                            + ", "
                            + any(depth - 1)
                            + ")";
        };
    }

    private String subquery(int depth) {
        return switch (random.nextInt(4)) {
            case 0 -> "EXISTS (" + grammar.select(depth - 1, 1 + random.nextInt(2)) + ")";
            case 1 ->
                    "("
                            + any(depth - 1)
                            + ") "
                            + pick(random, new String[] {"= ANY", "> ALL", "<> SOME"})
                            + " ("
                            + grammar.select(depth - 1, 1)
                            + ")";
            default -> "(" + grammar.select(depth - 1, 1) + " LIMIT 1)";
        };
    }

    String aggregate(int depth) {
        String name = pick(random, AGGREGATES);
        return switch (random.nextInt(6)) {
            case 0 -> "COUNT(*)";
            case 1 ->
                    pick(random, new String[] {"COUNT", "SUM", "AVG", "MIN", "GROUP_CONCAT"})
                            + "(DISTINCT "
                            + any(depth)
                            + ")";
            case 2 -> "GROUP_CONCAT(" + any(depth) + " ORDER BY " + leaf() + " DESC SEPARATOR '-')";
            default -> name + "(" + any(depth) + ")";
        };
    }

    String window(int depth) {
        return pick(random, WINDOWS).replace("%s", any(depth))
                + " OVER ("
                + (random.nextBoolean() ? "PARTITION BY " + leaf() + " " : "")
                + (random.nextInt(4) > 0 ? "ORDER BY " + leaf() + " " : "")
                + pick(random, FRAMES)
                + ")";
    }
}
