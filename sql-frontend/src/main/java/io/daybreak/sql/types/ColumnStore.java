package io.daybreak.sql.types;

import io.daybreak.engine.collation.Collations;
import io.daybreak.engine.collation.Utf8;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.geometry.InvalidGeometryException;
import io.daybreak.sql.geometry.SpatialValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Converts values of any type into what one column stores. A value that does not fit is an error
 * under strict mode; otherwise the nearest that fits, with a warning. Immutable and thread-safe.
 *
 * <p>NOT NULL is the caller's: null gives null. A TIMESTAMP comes in as local time and goes out as
 * UTC.
 */
public final class ColumnStore {
    private final SqlType type;
    private final String column;
    private final String table;
    private final CharacterSet charset;

    /**
     * @param table for error texts about JSON
     */
    public ColumnStore(SqlType type, String table, String column) {
        this.type = type;
        this.table = table;
        this.column = column;
        this.charset = CharacterSet.of(type.collation());
    }

    public SqlType type() {
        return type;
    }

    /** What the column stores for a value of another type. */
    public @Nullable Object store(@Nullable Object value, SqlType from, StoreContext ctx) {
        if (value == null) {
            return null;
        }
        return switch (type.kind()) {
            case TINYINT, SMALLINT, MEDIUMINT, INT, BIGINT -> integer(value, from, ctx);
            case DECIMAL -> decimal(value, from, ctx);
            case FLOAT, DOUBLE -> floating(value, from, ctx);
            case BIT -> bits(value, from, ctx);
            case YEAR -> year(value, from, ctx);
            case DATE, DATETIME, TIMESTAMP -> datetime(value, from, ctx);
            case TIME -> time(value, from, ctx);
            case CHAR, VARCHAR, TINYTEXT, TEXT, MEDIUMTEXT, LONGTEXT -> text(value, from, ctx);
            case BINARY, VARBINARY, TINYBLOB, BLOB, MEDIUMBLOB, LONGBLOB ->
                    binary(value, from, ctx);
            case ENUM -> member(value, from, ctx);
            case SET -> set(value, from, ctx);
            case GEOMETRY -> geometry(value, from);
            case JSON -> json(value, from);
            case NULL -> null;
        };
    }

    // ---- complaints ----------------------------------------------------------------------

    /** An error under strict mode, else a warning. */
    private void complain(StoreContext ctx, MySqlError error, Object... arguments) {
        if (ctx.isStrict()) {
            throw new SqlException(error, arguments);
        }
        ctx.warn(error, arguments);
    }

    private void outOfRange(StoreContext ctx) {
        complain(ctx, MySqlError.ER_WARN_DATA_OUT_OF_RANGE, column, ctx.row());
    }

    private void truncated(StoreContext ctx) {
        complain(ctx, MySqlError.WARN_DATA_TRUNCATED, column, ctx.row());
    }

    private void incorrect(StoreContext ctx, String kind, byte[] value) {
        complain(
                ctx,
                MySqlError.ER_TRUNCATED_WRONG_VALUE_FOR_FIELD,
                kind,
                Values.shown(value),
                column,
                ctx.row());
    }

    // ---- numbers -------------------------------------------------------------------------

    private Object integer(Object value, SqlType from, StoreContext ctx) {
        if (from.holder() == TypeKind.Holder.LONG && !from.isTemporal()) {
            return inRange((Long) value, isUnsigned(from), ctx);
        }
        if (from.isFloating()) {
            // Sums of large numbers may be infinite.
            double d = Math.clamp(Math.rint((Double) value), -Double.MAX_VALUE, Double.MAX_VALUE);
            if (d >= 0x1p63 || d < -0x1p63) {
                return bigInRange(new BigDecimal(d).toBigInteger(), ctx);
            }
            return inRange((long) d, false, ctx);
        }
        if (from.isString()) {
            return integerOfText((byte[]) value, ctx);
        }
        if (from.isTemporal()) {
            // Rounded as a time: a minute has 60 seconds.
            return inRange(Values.toLong(value, from, ctx), false, ctx);
        }
        if (from.kind() == TypeKind.JSON) {
            return integerOfJson((byte[]) value, ctx);
        }
        BigDecimal number = Values.toDecimal(value, from, ctx);
        return bigInRange(number.setScale(0, RoundingMode.HALF_UP).toBigInteger(), ctx);
    }

    private Object integerOfJson(byte[] json, StoreContext ctx) {
        Numbers.Prefix prefix = new Numbers.Prefix();
        long quick = prefix.toLong(json, 0, json.length);
        if (prefix.isComplete()) {
            return inRange(quick, prefix.isUnsigned(), ctx);
        }
        if (isJsonString(json)) {
            return inRange(JsonText.toLong(json, ctx), false, ctx);
        }
        BigDecimal number = JsonText.toDecimal(json, "INTEGER", ctx);
        return bigInRange(number.setScale(0, RoundingMode.HALF_UP).toBigInteger(), ctx);
    }

    private static boolean isUnsigned(SqlType from) {
        return from.unsigned() || from.kind() == TypeKind.BIT || from.kind() == TypeKind.SET;
    }

    private Object integerOfText(byte[] text, StoreContext ctx) {
        Numbers.Prefix prefix = new Numbers.Prefix();
        long quick = prefix.toLong(text, 0, text.length);
        if (prefix.isComplete()) {
            return inRange(quick, prefix.isUnsigned(), ctx);
        }
        BigDecimal number = prefix.toDecimal(text, 0, text.length);
        if (prefix.end() == leadingSpaces(text)) {
            incorrect(ctx, "integer", text);
        }
        boolean complete = prefix.isComplete();
        Object stored = bigInRange(number.setScale(0, RoundingMode.HALF_UP).toBigInteger(), ctx);
        if (!complete && prefix.end() > leadingSpaces(text)) {
            truncated(ctx);
        }
        return stored;
    }

    private static int leadingSpaces(byte[] text) {
        int i = 0;
        while (i < text.length && TemporalParser.isSpace(text[i])) {
            i++;
        }
        return i;
    }

    private int bytes() {
        return switch (type.kind()) {
            case TINYINT -> 1;
            case SMALLINT -> 2;
            case MEDIUMINT -> 3;
            case INT -> 4;
            default -> 8;
        };
    }

    private Object inRange(long value, boolean unsigned, StoreContext ctx) {
        int bytes = bytes();
        if (type.unsigned()) {
            if (!unsigned && value < 0) {
                outOfRange(ctx);
                return 0L;
            }
            if (bytes < 8 && Long.compareUnsigned(value, (1L << 8 * bytes) - 1) > 0) {
                outOfRange(ctx);
                return (1L << 8 * bytes) - 1;
            }
            return value;
        }
        long max = bytes == 8 ? Long.MAX_VALUE : (1L << 8 * bytes - 1) - 1;
        if ((unsigned && value < 0) || value > max) {
            outOfRange(ctx);
            return max;
        }
        if (value < -max - 1) {
            outOfRange(ctx);
            return -max - 1;
        }
        return value;
    }

    private Object bigInRange(BigInteger value, StoreContext ctx) {
        if (value.bitLength() < 64) {
            return inRange(value.longValue(), false, ctx);
        }
        if (value.signum() > 0 && value.bitLength() == 64) {
            return inRange(value.longValue(), true, ctx);
        }
        outOfRange(ctx);
        if (type.unsigned()) {
            return value.signum() < 0 ? 0L : bytes() == 8 ? -1L : (1L << 8 * bytes()) - 1;
        }
        long max = bytes() == 8 ? Long.MAX_VALUE : (1L << 8 * bytes() - 1) - 1;
        return value.signum() < 0 ? -max - 1 : max;
    }

    private Object decimal(Object value, SqlType from, StoreContext ctx) {
        BigDecimal number;
        if (from.isString()) {
            byte[] text = (byte[]) value;
            Numbers.Prefix prefix = new Numbers.Prefix();
            number = prefix.toDecimal(text, 0, text.length);
            if (!prefix.isComplete()) {
                incorrect(ctx, "decimal", text);
            }
        } else if (from.isFloating()) {
            double d = (Double) value;
            number =
                    from.kind() == TypeKind.FLOAT
                            ? new BigDecimal(Numbers.floatText(d))
                            : Math.abs(d) < 1e65
                                    ? new BigDecimal(Double.toString(d))
                                    : Values.doubleToDecimal(d);
        } else {
            number = Values.toDecimal(value, from, ctx);
        }
        if (type.unsigned() && number.signum() < 0) {
            outOfRange(ctx);
            return BigDecimal.ZERO.setScale(type.scale());
        }
        BigDecimal rounded = number.setScale(type.scale(), RoundingMode.HALF_UP);
        if (rounded.precision() - rounded.scale() > type.length() - type.scale()
                && rounded.signum() != 0) {
            outOfRange(ctx);
            return Numbers.maxDecimal((int) type.length(), type.scale(), number.signum() < 0);
        }
        if (rounded.compareTo(number) != 0 && !from.isFloating()) {
            ctx.note(MySqlError.WARN_DATA_TRUNCATED, column, ctx.row());
        }
        return rounded;
    }

    private Object floating(Object value, SqlType from, StoreContext ctx) {
        double number;
        if (from.isString()) {
            byte[] text = (byte[]) value;
            Numbers.Prefix prefix = new Numbers.Prefix();
            number = prefix.toDouble(text, 0, text.length);
            if (!prefix.isComplete()) {
                incorrect(ctx, type.kind().name(), text);
            }
        } else {
            number = Values.toDouble(value, from, ctx);
        }
        if (type.unsigned() && number < 0) {
            outOfRange(ctx);
            return 0.0;
        }
        if (type.scale() != SqlType.NOT_FIXED) {
            double max = Numbers.maxDecimal((int) type.length(), type.scale(), false).doubleValue();
            if (Math.abs(number) < 1e15) {
                number =
                        new BigDecimal(number)
                                .setScale(type.scale(), RoundingMode.HALF_EVEN)
                                .doubleValue();
            }
            if (Math.abs(number) > max) {
                outOfRange(ctx);
                number = Math.copySign(max, number);
            }
        }
        if (type.kind() == TypeKind.FLOAT) {
            float f = (float) number;
            if (Float.isInfinite(f)) {
                outOfRange(ctx);
                f = Math.copySign(Float.MAX_VALUE, f);
            }
            return (double) f;
        }
        return number;
    }

    private Object bits(Object value, SqlType from, StoreContext ctx) {
        int width = (int) type.length();
        long most = width == 64 ? -1 : (1L << width) - 1;
        if (from.isString() || from.kind() == TypeKind.JSON) {
            byte[] bytes = Values.toBytes(value, from);
            long result = 0;
            boolean tooLong = false;
            for (byte b : bytes) {
                tooLong |= result >>> 56 != 0;
                result = result << 8 | (b & 0xFF);
            }
            if (tooLong || Long.compareUnsigned(result, most) > 0) {
                complain(ctx, MySqlError.ER_DATA_TOO_LONG, column, ctx.row());
                return most;
            }
            return result;
        }
        long number =
                from.kind() == TypeKind.DECIMAL
                        ? Numbers.toLong((BigDecimal) value, ((BigDecimal) value).signum() > 0)
                        : Values.toLong(value, from, ctx);
        if (Long.compareUnsigned(number, most) > 0) {
            complain(ctx, MySqlError.ER_DATA_TOO_LONG, column, ctx.row());
            return most;
        }
        return number;
    }

    private Object year(Object value, SqlType from, StoreContext ctx) {
        if (from.isTemporal()) {
            if (from.kind() == TypeKind.TIME) {
                return (long) Temporal.dateYear(Values.today(ctx));
            }
            return (long) Temporal.year(Values.toDatetime(value, from, ctx));
        }
        long number;
        if (from.isString()) {
            byte[] text = (byte[]) value;
            Numbers.Prefix prefix = new Numbers.Prefix();
            number = prefix.toLong(text, 0, text.length);
            if (!prefix.isComplete()) {
                if (prefix.end() == leadingSpaces(text)) {
                    incorrect(ctx, "integer", text);
                } else {
                    truncated(ctx);
                }
            }
            if (number == 0 && text.length < 4) {
                return prefix.isComplete() ? 2000L : 0L;
            }
        } else {
            number = Values.toLong(value, from, ctx);
        }
        if (number < 0 || (number >= 100 && number < 1901) || number > 2155) {
            outOfRange(ctx);
            return 0L;
        }
        if (number == 0 || number >= 100) {
            return number;
        }
        return number < 70 ? number + 2000 : number + 1900;
    }

    // ---- dates and times -----------------------------------------------------------------

    private @Nullable Object datetime(Object value, SqlType from, StoreContext ctx) {
        long packed;
        TemporalParser parser = new TemporalParser();
        switch (from.kind()) {
            case DATETIME, TIMESTAMP -> packed = (Long) value;
            case DATE -> packed = Temporal.dateToDatetime((Long) value);
            case TIME -> packed = Temporal.timeToDatetime((Long) value, Values.today(ctx));
            default -> packed = parsed(value, from, parser, ctx);
        }
        if (packed == Temporal.INVALID) {
            wrongDate(value, from, ctx);
            return 0L;
        }
        if (parser.outcome() == TemporalParser.Outcome.TRUNCATED) {
            wrongDate(value, from, ctx);
        }
        if (from.isTemporal() && !isAllowed(packed, ctx)) {
            wrongDate(value, from, ctx);
            return 0L;
        }
        return fitted(packed, value, from, ctx);
    }

    private static boolean isAllowed(long packed, StoreContext ctx) {
        return Temporal.isValidDate(
                Temporal.year(packed),
                Temporal.month(packed),
                Temporal.day(packed),
                ctx.sqlMode() & ~SqlMode.ALLOW_INVALID_DATES.bit());
    }

    private long parsed(Object value, SqlType from, TemporalParser parser, StoreContext ctx) {
        if (from.isString() || from.kind() == TypeKind.ENUM || from.kind() == TypeKind.SET) {
            byte[] text = Values.toBytes(value, from);
            long packed = parser.datetime(text, 0, text.length, ctx.sqlMode());
            return packed != Temporal.INVALID && parser.isZoned()
                    ? Temporal.localOfEpochMicros(Temporal.epochMicrosOfUtc(packed), ctx.timeZone())
                    : packed;
        }
        if (from.kind() == TypeKind.JSON) {
            byte[] json = (byte[]) value;
            return isJsonString(json)
                    ? parser.datetime(json, 1, json.length - 1, ctx.sqlMode())
                    : Temporal.INVALID;
        }
        BigDecimal number = Values.toDecimal(value, from, ctx);
        BigDecimal whole = number.setScale(0, RoundingMode.DOWN);
        int micros =
                number.subtract(whole)
                        .movePointRight(6)
                        .setScale(0, RoundingMode.HALF_UP)
                        .intValue();
        return parser.datetime(Numbers.toLong(whole, false), micros, ctx.sqlMode());
    }

    private Object fitted(long packed, Object value, SqlType from, StoreContext ctx) {
        if (type.kind() == TypeKind.DATE) {
            if (Temporal.datetimeToTime(packed) != 0 && from.kind() != TypeKind.TIMESTAMP) {
                ctx.note(
                        MySqlError.ER_TRUNCATED_WRONG_VALUE_IN_COLUMN,
                        "date",
                        Values.shown(value, from),
                        column,
                        ctx.row());
            }
            return Temporal.datetimeToDate(packed);
        }
        long rounded =
                SqlMode.TIME_TRUNCATE_FRACTIONAL.in(ctx.sqlMode())
                        ? Temporal.truncateDatetime(packed, type.scale())
                        : Temporal.roundDatetime(packed, type.scale());
        if (rounded == Temporal.INVALID) {
            wrongDate(value, from, ctx);
            return 0L;
        }
        if (type.kind() == TypeKind.DATETIME) {
            return rounded;
        }
        long utc = Temporal.localToTimestamp(rounded, ctx.timeZone());
        if (utc == Temporal.INVALID) {
            wrongDate(value, from, ctx);
            return 0L;
        }
        return utc;
    }

    private static boolean isJsonString(byte[] json) {
        return json.length > 1 && json[0] == '"';
    }

    private void wrongJson(String target, StoreContext ctx) {
        complain(
                ctx,
                MySqlError.ER_INVALID_JSON_VALUE_FOR_CAST,
                target,
                "",
                JsonText.SOURCE,
                ctx.row());
    }

    private void wrongDate(Object value, SqlType from, StoreContext ctx) {
        if (from.kind() == TypeKind.JSON) {
            wrongJson(type.kind() == TypeKind.DATE ? "DATE" : "DATETIME/TIMESTAMP", ctx);
            return;
        }
        String kind = type.kind() == TypeKind.DATE ? "date" : "datetime";
        if (!ctx.isStrict()) {
            ctx.warn(MySqlError.WARN_DATA_TRUNCATED, column, ctx.row());
            return;
        }
        throw new SqlException(
                MySqlError.ER_TRUNCATED_WRONG_VALUE_IN_COLUMN,
                kind,
                Values.shown(value, from),
                column,
                ctx.row());
    }

    private Object time(Object value, SqlType from, StoreContext ctx) {
        long packed;
        TemporalParser parser = new TemporalParser();
        switch (from.kind()) {
            case TIME -> packed = (Long) value;
            case DATETIME, TIMESTAMP -> packed = Temporal.datetimeToTime((Long) value);
            case DATE -> packed = 0;
            default -> {
                if (from.isString()) {
                    byte[] text = (byte[]) value;
                    if (leadingSpaces(text) == text.length) {
                        return 0L;
                    }
                    packed = parser.time(text, 0, text.length, ctx.sqlMode());
                } else if (from.kind() == TypeKind.JSON) {
                    byte[] json = (byte[]) value;
                    packed =
                            isJsonString(json)
                                    ? parser.time(json, 1, json.length - 1, ctx.sqlMode())
                                    : Temporal.INVALID;
                } else {
                    BigDecimal number = Values.toDecimal(value, from, ctx);
                    BigDecimal whole = number.setScale(0, RoundingMode.DOWN);
                    int micros = number.subtract(whole).movePointRight(6).intValue();
                    packed = parser.time(Numbers.toLong(whole, false), micros, ctx.sqlMode());
                }
            }
        }
        if (parser.outcome() != TemporalParser.Outcome.OK || packed == Temporal.INVALID) {
            if (from.kind() == TypeKind.JSON) {
                wrongJson("TIME", ctx);
            } else {
                complain(
                        ctx,
                        MySqlError.ER_TRUNCATED_WRONG_VALUE_IN_COLUMN,
                        "time",
                        Values.shown(value, from),
                        column,
                        ctx.row());
            }
        }
        if (packed == Temporal.INVALID) {
            return 0L;
        }
        return Temporal.roundTime(packed, type.scale());
    }

    // ---- texts ---------------------------------------------------------------------------

    private Object text(Object value, SqlType from, StoreContext ctx) {
        byte[] text = Values.toBytes(value, from);
        if (from.kind() == TypeKind.BIT || needsCheck(from)) {
            text = checked(text, from, ctx);
        }
        return switch (type.kind()) {
            case CHAR, VARCHAR -> limitedCharacters(text, ctx);
            default -> limitedBytes(text, maxTextBytes(), ctx);
        };
    }

    private boolean needsCheck(SqlType from) {
        if (!from.isString()) {
            return false;
        }
        return from.isBinaryString()
                || !from.collation().charset().equals(type.collation().charset());
    }

    /** Every character must exist in the column's set; bytes must be its text. */
    private byte[] checked(byte[] text, SqlType from, StoreContext ctx) {
        if (from.isBinaryString() && !charset.isUtf8()) {
            return charset.toUtf8(text);
        }
        for (int i = 0; i < text.length; ) {
            int c = Utf8.codePoint(text, i, text.length);
            if (!Utf8.isValid(c) || !charset.canEncode(c)) {
                int end = Math.min(text.length, i + 6);
                complain(
                        ctx,
                        MySqlError.ER_TRUNCATED_WRONG_VALUE_FOR_FIELD,
                        "string",
                        escaped(text, i, end) + (end < text.length ? "..." : ""),
                        column,
                        ctx.row());
                return Utf8.isValid(c)
                        ? charset.toUtf8(charset.fromUtf8(text))
                        : Arrays.copyOf(text, i);
            }
            i += Utf8.width(c);
        }
        return text;
    }

    private static String escaped(byte[] text, int from, int to) {
        StringBuilder out = new StringBuilder();
        for (int i = from; i < to; i++) {
            if (text[i] >= ' ') {
                out.append((char) text[i]);
            } else {
                out.append(String.format(java.util.Locale.ROOT, "\\x%02X", text[i] & 0xFF));
            }
        }
        return out.toString();
    }

    private byte[] limitedCharacters(byte[] text, StoreContext ctx) {
        byte[] result = text;
        int length = (int) type.length();
        if (text.length > length) {
            int fits = Utf8.prefixBytes(text, 0, text.length, length);
            if (fits < text.length) {
                tooLong(text, fits, ctx);
                result = Arrays.copyOf(text, fits);
            }
        }
        return type.kind() == TypeKind.CHAR ? withoutTrailingSpaces(result) : result;
    }

    private static byte[] withoutTrailingSpaces(byte[] text) {
        int end = text.length;
        while (end > 0 && text[end - 1] == ' ') {
            end--;
        }
        return end == text.length ? text : Arrays.copyOf(text, end);
    }

    private void tooLong(byte[] text, int fits, StoreContext ctx) {
        boolean onlySpaces = true;
        for (int i = fits; i < text.length; i++) {
            onlySpaces &= text[i] == ' ';
        }
        if (!onlySpaces) {
            if (ctx.isStrict()) {
                throw new SqlException(MySqlError.ER_DATA_TOO_LONG, column, ctx.row());
            }
            ctx.warn(MySqlError.WARN_DATA_TRUNCATED, column, ctx.row());
        } else if (type.kind() != TypeKind.CHAR) {
            ctx.note(MySqlError.WARN_DATA_TRUNCATED, column, ctx.row());
        }
    }

    private long maxTextBytes() {
        return switch (type.kind()) {
            case TINYTEXT, TINYBLOB -> 255;
            case TEXT, BLOB -> 65_535;
            case MEDIUMTEXT, MEDIUMBLOB -> 0xFFFFFFL;
            default -> 0xFFFFFFFFL;
        };
    }

    private byte[] limitedBytes(byte[] text, long most, StoreContext ctx) {
        if (charset.encodedLength(text) <= most) {
            return text;
        }
        int fits = (int) most;
        while (fits > 0 && (text[fits] & 0xC0) == 0x80) {
            fits--;
        }
        tooLong(text, fits, ctx);
        return Arrays.copyOf(text, fits);
    }

    private Object binary(Object value, SqlType from, StoreContext ctx) {
        byte[] bytes = Values.toBytes(value, from);
        if (from.hasCollation() && from.collation().id() != Collations.BINARY.id()) {
            bytes = CharacterSet.of(from.collation()).fromUtf8(bytes);
        }
        long most =
                type.kind() == TypeKind.BINARY || type.kind() == TypeKind.VARBINARY
                        ? type.length()
                        : maxTextBytes();
        if (bytes.length > most) {
            if (ctx.isStrict()) {
                throw new SqlException(MySqlError.ER_DATA_TOO_LONG, column, ctx.row());
            }
            ctx.warn(MySqlError.WARN_DATA_TRUNCATED, column, ctx.row());
            return Arrays.copyOf(bytes, (int) most);
        }
        return type.kind() == TypeKind.BINARY && bytes.length < most
                ? Arrays.copyOf(bytes, (int) most)
                : bytes;
    }

    // ---- members -------------------------------------------------------------------------

    private Object member(Object value, SqlType from, StoreContext ctx) {
        if (!isText(from)) {
            long number = Values.toLong(value, from, ctx);
            if (number >= 1 && number <= type.members().size()) {
                return number;
            }
            truncated(ctx);
            return 0L;
        }
        byte[] text = withoutTrailingSpaces(Values.toBytes(value, from));
        int found = find(text);
        if (found >= 0) {
            return found + 1L;
        }
        Numbers.Prefix prefix = new Numbers.Prefix();
        long number = prefix.toLong(text, 0, text.length);
        if (prefix.isComplete() && number >= 1 && number <= type.members().size()) {
            return number;
        }
        truncated(ctx);
        return 0L;
    }

    private static boolean isText(SqlType from) {
        return from.isString()
                || from.kind() == TypeKind.ENUM
                || from.kind() == TypeKind.SET
                || from.kind() == TypeKind.JSON;
    }

    private int find(byte[] text) {
        for (int i = 0; i < type.members().size(); i++) {
            byte[] member = type.members().get(i).getBytes(StandardCharsets.UTF_8);
            if (type.collation().compare(text, 0, text.length, member, 0, member.length) == 0) {
                return i;
            }
        }
        return -1;
    }

    private Object set(Object value, SqlType from, StoreContext ctx) {
        int n = type.members().size();
        long all = n == 64 ? -1 : (1L << n) - 1;
        if (!isText(from)) {
            long bits = Values.toLong(value, from, ctx);
            if ((bits & ~all) != 0) {
                truncated(ctx);
            }
            return bits & all;
        }
        byte[] text = Values.toBytes(value, from);
        if (text.length == 0) {
            return 0L;
        }
        long bits = 0;
        boolean unknown = false;
        for (String part : Values.string(text).split(",", -1)) {
            int found = find(withoutTrailingSpaces(Values.utf8(part)));
            if (found >= 0) {
                bits |= 1L << found;
            } else {
                unknown = true;
            }
        }
        if (unknown) {
            Numbers.Prefix prefix = new Numbers.Prefix();
            long number = prefix.toLong(text, 0, text.length);
            if (prefix.isComplete() && bits == 0 && (number & ~all) == 0) {
                return number;
            }
            truncated(ctx);
        }
        return bits;
    }

    // ---- spatial -------------------------------------------------------------------------

    /** An error under every mode: there is no geometry that is near to what is none. */
    private Object geometry(Object value, SqlType from) {
        if (!from.isString()) {
            throw new SqlException(MySqlError.ER_CANT_CREATE_GEOMETRY_OBJECT);
        }
        SpatialValue spatial;
        try {
            spatial = SpatialValue.read((byte[]) value);
        } catch (InvalidGeometryException _) {
            throw new SqlException(MySqlError.ER_CANT_CREATE_GEOMETRY_OBJECT);
        }
        if (!type.shape().takes(spatial.geometry().shape())) {
            throw new SqlException(MySqlError.ER_CANT_CREATE_GEOMETRY_OBJECT);
        }
        if (type.srid() >= 0 && type.srid() != spatial.srid()) {
            throw new SqlException(
                    MySqlError.ER_WRONG_SRID_FOR_COLUMN, column, spatial.srid(), type.srid());
        }
        return spatial.bytes();
    }

    // ---- JSON ----------------------------------------------------------------------------

    private Object json(Object value, SqlType from) {
        if (from.kind() == TypeKind.JSON) {
            return value;
        }
        if (from.isBinaryString() || from.kind() == TypeKind.BIT) {
            throw new SqlException(MySqlError.ER_INVALID_JSON_CHARSET, "binary");
        }
        if (!from.isString()) {
            throw invalidJson("not a JSON text, may need CAST", 0);
        }
        try {
            return Json.bytes(Json.parseText((byte[]) value));
        } catch (Json.SyntaxException e) {
            if (e.position() < 0) {
                throw new SqlException(MySqlError.ER_JSON_DOCUMENT_TOO_DEEP);
            }
            throw invalidJson(e.reason(), e.position());
        }
    }

    private SqlException invalidJson(String message, int position) {
        return new SqlException(
                MySqlError.ER_INVALID_JSON_TEXT, message, position, table + "." + column);
    }
}
