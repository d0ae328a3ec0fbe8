package io.daybreak.server.wire;

import io.daybreak.sql.api.SqlSession.Parameter;
import io.daybreak.sql.types.Temporal;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the values of COM_STMT_EXECUTE (binary protocol) into the engine's value classes. The
 * types come with the first execution and are remembered for the later ones. Belongs to one
 * prepared statement; not thread-safe.
 */
public final class ParameterDecoder {
    private static final int UNSIGNED = 0x8000;
    private static final int UNKNOWN = -1;

    private final int count;
    private final int[] types;
    private boolean bound;

    public ParameterDecoder(int count) {
        this.count = count;
        this.types = new int[count];
        java.util.Arrays.fill(types, UNKNOWN);
    }

    /**
     * Reads null bitmap, types and values.
     *
     * @param named whether each type is followed by a name (CLIENT_QUERY_ATTRIBUTES)
     * @param sent how many values the packet holds: at least {@code count}, more are attributes
     * @param longData by parameter, what COM_STMT_SEND_LONG_DATA brought; such a value is not in
     *     the packet
     */
    public Parameter[] decode(
            PayloadReader in, int sent, boolean named, byte @Nullable [] @Nullable [] longData) {
        int bitmap = in.position();
        in.skip((sent + 7) / 8);
        byte[] array = in.array();
        int newTypes = in.readByte();
        int[] attributeTypes = new int[Math.max(0, sent - count)];
        if (newTypes == 1) {
            for (int i = 0; i < sent; i++) {
                int type = in.readShort();
                if (i < count) {
                    types[i] = type;
                } else {
                    attributeTypes[i - count] = type;
                }
                if (named) {
                    in.skip(in.readLength());
                }
            }
            bound = true;
        } else if (newTypes != 0 || !bound && count > 0 || sent > count) {
            throw new MalformedPacketException("parameters without types");
        }
        Parameter[] parameters = new Parameter[count];
        for (int i = 0; i < sent; i++) {
            int type = i < count ? types[i] : attributeTypes[i - count];
            boolean isNull = (array[bitmap + i / 8] & 1 << i % 8) != 0;
            byte[] streamed = i < count && longData != null ? longData[i] : null;
            Object value = streamed != null ? streamed : isNull ? null : value(in, type);
            if (i < count) {
                parameters[i] = new Parameter(value, type & 0xff, (type & UNSIGNED) != 0);
            }
        }
        return parameters;
    }

    private static @Nullable Object value(PayloadReader in, int type) {
        boolean unsigned = (type & UNSIGNED) != 0;
        return switch (type & 0xff) {
            case ColumnType.TINY -> (long) (unsigned ? in.readByte() : (byte) in.readByte());
            case ColumnType.SHORT, ColumnType.YEAR ->
                    (long) (unsigned ? in.readShort() : (short) in.readShort());
            case ColumnType.LONG, ColumnType.INT24 -> {
                int value = in.readInt();
                yield unsigned ? value & 0xffffffffL : (long) value;
            }
            case ColumnType.LONGLONG -> in.readLong();
            case ColumnType.FLOAT -> (double) Float.intBitsToFloat(in.readInt());
            case ColumnType.DOUBLE -> Double.longBitsToDouble(in.readLong());
            case ColumnType.DECIMAL, ColumnType.NEWDECIMAL -> decimal(in);
            case ColumnType.DATE -> dateTime(in, true);
            case ColumnType.DATETIME, ColumnType.TIMESTAMP -> dateTime(in, false);
            case ColumnType.TIME -> time(in);
            case ColumnType.NULL -> null;
            case ColumnType.VARCHAR,
                    ColumnType.VAR_STRING,
                    ColumnType.STRING,
                    ColumnType.ENUM,
                    ColumnType.SET,
                    ColumnType.BIT,
                    ColumnType.JSON,
                    ColumnType.GEOMETRY,
                    ColumnType.TINY_BLOB,
                    ColumnType.MEDIUM_BLOB,
                    ColumnType.LONG_BLOB,
                    ColumnType.BLOB ->
                    in.readLengthEncodedBytes();
            default -> throw new MalformedPacketException("unknown parameter type " + type);
        };
    }

    private static BigDecimal decimal(PayloadReader in) {
        String text = new String(in.readLengthEncodedBytes(), StandardCharsets.US_ASCII);
        try {
            if (text.length() > 1024) {
                throw new MalformedPacketException("decimal parameter too long");
            }
            return new BigDecimal(text.trim());
        } catch (NumberFormatException _) {
            throw new MalformedPacketException("decimal parameter is no number");
        }
    }

    private static long dateTime(PayloadReader in, boolean dateOnly) {
        int length = in.readByte();
        int year = 0;
        int month = 0;
        int day = 0;
        int hour = 0;
        int minute = 0;
        int second = 0;
        int micros = 0;
        if (length != 0 && length != 4 && length != 7 && length != 11) {
            throw new MalformedPacketException("date parameter of " + length + " bytes");
        }
        if (length >= 4) {
            year = in.readShort();
            month = in.readByte();
            day = in.readByte();
        }
        if (length >= 7) {
            hour = in.readByte();
            minute = in.readByte();
            second = in.readByte();
        }
        if (length == 11) {
            micros = in.readInt();
        }
        if (year > 9999
                || month > 12
                || day > 31
                || hour > 23
                || minute > 59
                || second > 59
                || micros < 0
                || micros > 999_999) {
            throw new MalformedPacketException("date parameter out of range");
        }
        return dateOnly
                ? Temporal.packDate(year, month, day)
                : Temporal.packDatetime(year, month, day, hour, minute, second, micros);
    }

    private static long time(PayloadReader in) {
        int length = in.readByte();
        if (length == 0) {
            return 0;
        }
        if (length != 8 && length != 12) {
            throw new MalformedPacketException("time parameter of " + length + " bytes");
        }
        boolean negative = in.readByte() != 0;
        long days = in.readInt() & 0xffffffffL;
        long hours = days * 24 + in.readByte();
        int minute = in.readByte();
        int second = in.readByte();
        int micros = length == 12 ? in.readInt() : 0;
        if (hours > 838 || minute > 59 || second > 59 || micros < 0 || micros > 999_999) {
            throw new MalformedPacketException("time parameter out of range");
        }
        return Temporal.packTime(negative, (int) hours, minute, second, micros);
    }
}
