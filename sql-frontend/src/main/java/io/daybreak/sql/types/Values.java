package io.daybreak.sql.types;

import io.daybreak.sql.api.MySqlError;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Converts values as MySQL does implicitly: text to a number as far as it is one, with warning 1292
 * for the rest; dates to numbers such as 20201231.
 */
public final class Values {
    private Values() {}

    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static String string(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    /** As an integer; DOUBLE and DECIMAL are rounded, text is cut at the first non-digit. */
    public static long toLong(Object value, SqlType type, ConversionContext ctx) {
        return switch (type.kind()) {
            case TINYINT, SMALLINT, MEDIUMINT, INT, BIGINT, BIT, YEAR, ENUM, SET -> (Long) value;
            case NULL -> 0;
            case DATE -> Temporal.dateNumber((Long) value);
            case DATETIME, TIMESTAMP ->
                    Temporal.datetimeNumber(Temporal.roundDatetime((Long) value, 0));
            case TIME -> Temporal.timeNumber(Temporal.roundTime((Long) value, 0));
            case FLOAT, DOUBLE -> Numbers.toLong((Double) value);
            case DECIMAL -> Numbers.toLong((BigDecimal) value, type.unsigned());
            case JSON -> JsonText.toLong((byte[]) value, ctx);
            case CHAR,
                    VARCHAR,
                    TINYTEXT,
                    TEXT,
                    MEDIUMTEXT,
                    LONGTEXT,
                    BINARY,
                    VARBINARY,
                    TINYBLOB,
                    BLOB,
                    MEDIUMBLOB,
                    LONGBLOB,
                    GEOMETRY ->
                    textToLong((byte[]) value, ctx);
        };
    }

    private static long textToLong(byte[] text, ConversionContext ctx) {
        Numbers.Prefix prefix = new Numbers.Prefix();
        long result = prefix.toLong(text, 0, text.length);
        if (!prefix.isComplete()) {
            ctx.warn(MySqlError.ER_TRUNCATED_WRONG_VALUE, "INTEGER", shown(text));
        }
        return result;
    }

    public static double toDouble(Object value, SqlType type, ConversionContext ctx) {
        return switch (type.kind()) {
            case TINYINT, SMALLINT, MEDIUMINT, INT, BIGINT, BIT, YEAR, ENUM, SET ->
                    Numbers.toDouble((Long) value, isUnsigned(type));
            case NULL -> 0;
            case DATE -> Temporal.dateNumber((Long) value);
            case DATETIME, TIMESTAMP, TIME -> temporalNumber((Long) value, type).doubleValue();
            case FLOAT, DOUBLE -> (Double) value;
            case DECIMAL -> ((BigDecimal) value).doubleValue();
            case JSON -> JsonText.toDouble((byte[]) value, ctx);
            case CHAR,
                    VARCHAR,
                    TINYTEXT,
                    TEXT,
                    MEDIUMTEXT,
                    LONGTEXT,
                    BINARY,
                    VARBINARY,
                    TINYBLOB,
                    BLOB,
                    MEDIUMBLOB,
                    LONGBLOB,
                    GEOMETRY ->
                    textToDouble((byte[]) value, ctx);
        };
    }

    private static boolean isUnsigned(SqlType type) {
        return type.unsigned() || type.kind() == TypeKind.BIT || type.kind() == TypeKind.SET;
    }

    private static double textToDouble(byte[] text, ConversionContext ctx) {
        Numbers.Prefix prefix = new Numbers.Prefix();
        double result = prefix.toDouble(text, 0, text.length);
        boolean blank = result == 0 && prefix.end() == text.length;
        if (!prefix.isComplete() && !blank) {
            ctx.warn(MySqlError.ER_TRUNCATED_WRONG_VALUE, "DOUBLE", shown(text));
        }
        return result;
    }

    public static BigDecimal toDecimal(Object value, SqlType type, ConversionContext ctx) {
        return switch (type.kind()) {
            case TINYINT, SMALLINT, MEDIUMINT, INT, BIGINT, BIT, YEAR, ENUM, SET ->
                    Numbers.ofLong((Long) value, isUnsigned(type));
            case NULL -> BigDecimal.ZERO;
            case DATE -> BigDecimal.valueOf(Temporal.dateNumber((Long) value));
            case DATETIME, TIMESTAMP, TIME -> temporalNumber((Long) value, type);
            case FLOAT, DOUBLE -> doubleToDecimal((Double) value);
            case DECIMAL -> (BigDecimal) value;
            case JSON -> JsonText.toDecimal((byte[]) value, ctx);
            case CHAR,
                    VARCHAR,
                    TINYTEXT,
                    TEXT,
                    MEDIUMTEXT,
                    LONGTEXT,
                    BINARY,
                    VARBINARY,
                    TINYBLOB,
                    BLOB,
                    MEDIUMBLOB,
                    LONGBLOB,
                    GEOMETRY ->
                    textToDecimal((byte[]) value, ctx);
        };
    }

    /** Exactly the shortest digits of the number, as many as a DECIMAL has. */
    public static BigDecimal doubleToDecimal(double value) {
        if (Double.isNaN(value)) {
            return BigDecimal.ZERO;
        }
        if (Math.abs(value) >= 1e65) {
            return Numbers.maxDecimal(65, 0, value < 0);
        }
        BigDecimal exact = new BigDecimal(Double.toString(value));
        if (exact.scale() < 0) {
            return exact.setScale(0);
        }
        return exact.scale() > 30
                ? exact.setScale(30, java.math.RoundingMode.HALF_UP)
                : exact.stripTrailingZeros().scale() < 0
                        ? exact.setScale(0)
                        : exact.stripTrailingZeros();
    }

    private static BigDecimal textToDecimal(byte[] text, ConversionContext ctx) {
        Numbers.Prefix prefix = new Numbers.Prefix();
        BigDecimal result = prefix.toDecimal(text, 0, text.length);
        if (!prefix.isComplete()) {
            ctx.warn(MySqlError.ER_TRUNCATED_WRONG_VALUE, "DECIMAL", shown(text));
        }
        return result;
    }

    /** DATETIME or TIME as YYYYMMDDhhmmss.ffffff. */
    public static BigDecimal temporalNumber(long value, SqlType type) {
        long whole =
                switch (type.kind()) {
                    case TIME -> Temporal.timeNumber(value);
                    case DATE -> Temporal.dateNumber(value);
                    default -> Temporal.datetimeNumber(value);
                };
        if (type.scale() == 0 || type.kind() == TypeKind.DATE) {
            return BigDecimal.valueOf(whole);
        }
        long micros = Temporal.micros(Math.abs(value));
        long fraction = micros / Temporal.POWERS_OF_TEN[6 - type.scale()];
        BigDecimal result =
                BigDecimal.valueOf(Math.abs(whole)).add(BigDecimal.valueOf(fraction, type.scale()));
        return value < 0 && type.kind() == TypeKind.TIME ? result.negate() : result;
    }

    /** The text form in UTF-8; binary strings as they are. May return the value itself. */
    public static byte[] toBytes(Object value, SqlType type) {
        return switch (type.kind()) {
            case TINYINT, SMALLINT, MEDIUMINT, INT, BIGINT -> integerText((Long) value, type);
            case YEAR -> yearText((Long) value);
            case BIT -> bitBytes((Long) value, (int) type.length());
            case NULL -> new byte[0];
            case DATE, TIME, DATETIME, TIMESTAMP -> Temporal.text((Long) value, type);
            case FLOAT, DOUBLE ->
                    Numbers.text((Double) value, type).getBytes(StandardCharsets.US_ASCII);
            case DECIMAL -> decimalText((BigDecimal) value, type);
            case ENUM -> utf8(type.enumText((Long) value));
            case SET -> utf8(type.setText((Long) value));
            case JSON,
                    CHAR,
                    VARCHAR,
                    TINYTEXT,
                    TEXT,
                    MEDIUMTEXT,
                    LONGTEXT,
                    BINARY,
                    VARBINARY,
                    TINYBLOB,
                    BLOB,
                    MEDIUMBLOB,
                    LONGBLOB,
                    GEOMETRY ->
                    (byte[]) value;
        };
    }

    private static byte[] integerText(long value, SqlType type) {
        byte[] text = Numbers.text(value, type.unsigned());
        if (!type.zerofill()) {
            return text;
        }
        int width = (int) type.displayLength(CharacterSet.BINARY);
        if (text.length >= width) {
            return text;
        }
        byte[] padded = new byte[width];
        java.util.Arrays.fill(padded, (byte) '0');
        System.arraycopy(text, 0, padded, width - text.length, text.length);
        return padded;
    }

    static byte[] yearText(long year) {
        byte[] text = new byte[4];
        long y = year;
        for (int i = 3; i >= 0; i--) {
            text[i] = (byte) ('0' + y % 10);
            y /= 10;
        }
        return text;
    }

    /** A BIT as a binary string, most significant byte first. */
    public static byte[] bitBytes(long value, int bits) {
        int n = Math.max(1, (bits + 7) / 8);
        byte[] bytes = new byte[n];
        for (int i = 0; i < n; i++) {
            bytes[n - 1 - i] = (byte) (value >>> 8 * i);
        }
        return bytes;
    }

    static byte[] decimalText(BigDecimal value, SqlType type) {
        // Quotients have more digits than their type until they are shown.
        BigDecimal shown =
                value.scale() == type.scale()
                        ? value
                        : value.setScale(type.scale(), java.math.RoundingMode.HALF_UP);
        String text = shown.toPlainString();
        if (type.zerofill()) {
            int width = (int) type.length() + (type.scale() > 0 ? 1 : 0);
            text = "0".repeat(Math.max(0, width - text.length())) + text;
        }
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Neither zero nor, as a number, zero. */
    public static boolean isTrue(Object value, SqlType type, ConversionContext ctx) {
        return switch (type.holder()) {
            case NONE -> false;
            case LONG -> (Long) value != 0;
            case DOUBLE -> (Double) value != 0;
            case DECIMAL -> ((BigDecimal) value).signum() != 0;
            case BYTES -> toDouble(value, type, ctx) != 0;
        };
    }

    /** A packed DATETIME; {@link Temporal#INVALID} with a warning for what is none. */
    public static long toDatetime(Object value, SqlType type, ConversionContext ctx) {
        switch (type.kind()) {
            case DATETIME, TIMESTAMP -> {
                return (Long) value;
            }
            case DATE -> {
                return Temporal.dateToDatetime((Long) value);
            }
            case TIME -> {
                return Temporal.timeToDatetime((Long) value, today(ctx));
            }
            case YEAR -> {
                return Temporal.packDatetime((int) (long) (Long) value, 1, 1, 0, 0, 0, 0);
            }
            case TINYINT, SMALLINT, MEDIUMINT, INT, BIGINT, BIT, SET -> {
                return numberToDatetime((Long) value, 0, value.toString(), ctx);
            }
            case DECIMAL, FLOAT, DOUBLE -> {
                BigDecimal d =
                        type.kind() == TypeKind.DECIMAL
                                ? (BigDecimal) value
                                : doubleToDecimal((Double) value);
                return numberToDatetime(
                        Numbers.toLong(floor(d), false), micros(d), d.toPlainString(), ctx);
            }
            default -> {
                return textToDatetime(dateText(value, type), ctx);
            }
        }
    }

    private static byte[] dateText(Object value, SqlType type) {
        byte[] text = toBytes(value, type);
        if (type.kind() == TypeKind.JSON && text.length > 1 && text[0] == '"') {
            return java.util.Arrays.copyOfRange(text, 1, text.length - 1);
        }
        return text;
    }

    private static BigDecimal floor(BigDecimal d) {
        return d.setScale(0, java.math.RoundingMode.DOWN);
    }

    private static int micros(BigDecimal d) {
        return d.subtract(floor(d)).movePointRight(6).intValue();
    }

    private static long numberToDatetime(
            long number, int micros, String shown, ConversionContext ctx) {
        TemporalParser parser = new TemporalParser();
        long packed = parser.datetime(number, micros, ctx.sqlMode());
        if (packed == Temporal.INVALID) {
            ctx.warn(MySqlError.ER_TRUNCATED_WRONG_VALUE, "datetime", shown);
        }
        return packed;
    }

    private static long textToDatetime(byte[] text, ConversionContext ctx) {
        TemporalParser parser = new TemporalParser();
        long packed = parser.datetime(text, 0, text.length, ctx.sqlMode());
        if (parser.outcome() != TemporalParser.Outcome.OK) {
            ctx.warn(MySqlError.ER_TRUNCATED_WRONG_VALUE, "datetime", shown(text));
        }
        if (packed != Temporal.INVALID && parser.isZoned()) {
            return Temporal.localOfEpochMicros(Temporal.epochMicrosOfUtc(packed), ctx.timeZone());
        }
        return packed;
    }

    /** The packed DATE of the statement's start. */
    public static long today(ConversionContext ctx) {
        return Temporal.datetimeToDate(
                Temporal.localOfEpochMicros(ctx.nowMicros(), ctx.timeZone()));
    }

    /** A packed TIME; {@link Temporal#INVALID} with a warning for what is none. */
    public static long toTime(Object value, SqlType type, ConversionContext ctx) {
        switch (type.kind()) {
            case TIME -> {
                return (Long) value;
            }
            case DATETIME, TIMESTAMP -> {
                return Temporal.datetimeToTime((Long) value);
            }
            case DATE, YEAR -> {
                return 0;
            }
            case TINYINT, SMALLINT, MEDIUMINT, INT, BIGINT, BIT, SET -> {
                return numberToTime((Long) value, 0, value.toString(), ctx);
            }
            case DECIMAL, FLOAT, DOUBLE -> {
                BigDecimal d =
                        type.kind() == TypeKind.DECIMAL
                                ? (BigDecimal) value
                                : doubleToDecimal((Double) value);
                return numberToTime(
                        Numbers.toLong(floor(d), false), micros(d), d.toPlainString(), ctx);
            }
            default -> {
                byte[] text = dateText(value, type);
                TemporalParser parser = new TemporalParser();
                long packed = parser.time(text, 0, text.length, ctx.sqlMode());
                if (parser.outcome() != TemporalParser.Outcome.OK) {
                    ctx.warn(MySqlError.ER_TRUNCATED_WRONG_VALUE, "time", shown(text));
                }
                return packed;
            }
        }
    }

    private static long numberToTime(long number, int micros, String shown, ConversionContext ctx) {
        TemporalParser parser = new TemporalParser();
        long packed = parser.time(number, micros, ctx.sqlMode());
        if (parser.outcome() != TemporalParser.Outcome.OK) {
            ctx.warn(MySqlError.ER_TRUNCATED_WRONG_VALUE, "time", shown);
        }
        return packed;
    }

    /** A value for an error text: at most 128 characters; bytes that are no text as \xNN. */
    public static String shown(byte[] text) {
        StringBuilder out = new StringBuilder();
        int i = 0;
        while (i < text.length && out.length() < 128) {
            int c = io.daybreak.engine.collation.Utf8.codePoint(text, i, text.length);
            if (io.daybreak.engine.collation.Utf8.isValid(c)) {
                out.appendCodePoint(c);
            } else {
                out.append(String.format(java.util.Locale.ROOT, "\\x%02X", text[i] & 0xFF));
            }
            i += io.daybreak.engine.collation.Utf8.width(c);
        }
        return out.toString();
    }

    /** A value for an error text. */
    public static String shown(@Nullable Object value, SqlType type) {
        return value == null ? "NULL" : shown(toBytes(value, type));
    }
}
