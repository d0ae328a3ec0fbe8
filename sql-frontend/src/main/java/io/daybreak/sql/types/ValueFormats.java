package io.daybreak.sql.types;

import io.daybreak.engine.api.RowReader;
import io.daybreak.engine.collation.Collation;
import io.daybreak.engine.collation.Collations;
import io.daybreak.sql.api.ResultColumn;
import io.daybreak.sql.api.ResultColumn.ByteOutput;
import io.daybreak.sql.api.ResultColumn.ValueFormat;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/**
 * The protocol's text and binary forms of each type. Integers and bytes go out without garbage: the
 * digits are written into a buffer of the carrier thread.
 */
public final class ValueFormats {
    private static final ValueFormat TINY = new IntegerFormat(1, false);
    private static final ValueFormat SHORT = new IntegerFormat(2, false);
    private static final ValueFormat INT = new IntegerFormat(4, false);
    private static final ValueFormat LONG = new IntegerFormat(8, false);
    private static final ValueFormat UNSIGNED = new IntegerFormat(8, true);
    private static final ValueFormat BYTES = new BytesFormat();

    /** Longest text without an array of its own: a TIME or DATETIME with fraction, 20 digits. */
    private static final int SCRATCH = 32;

    private ValueFormats() {}

    /** The format of a type for a client whose results are in a character set. */
    public static ValueFormat of(SqlType type, CharacterSet results) {
        return switch (type.kind()) {
            case TINYINT -> type.zerofill() ? new ZerofillFormat(type, 1) : TINY;
            case SMALLINT -> type.zerofill() ? new ZerofillFormat(type, 2) : SHORT;
            case MEDIUMINT, INT -> type.zerofill() ? new ZerofillFormat(type, 4) : INT;
            case BIGINT ->
                    type.zerofill()
                            ? new ZerofillFormat(type, 8)
                            : type.unsigned() ? UNSIGNED : LONG;
            case YEAR -> new YearFormat();
            case BIT -> new BitFormat((int) type.length());
            case DECIMAL -> new DecimalFormat(type);
            case FLOAT -> new FloatFormat(type);
            case DOUBLE -> new DoubleFormat(type);
            case DATE -> new DateFormat();
            case TIME -> new TimeFormat(type.scale());
            case DATETIME, TIMESTAMP -> new DatetimeFormat(type.scale());
            case ENUM, SET -> new MemberFormat(type, results);
            case NULL,
                    JSON,
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
                    needsConversion(type, results) ? new ConvertedFormat(results) : BYTES;
        };
    }

    private static boolean needsConversion(SqlType type, CharacterSet results) {
        CharacterSet own = CharacterSet.of(type.collation());
        if (own == CharacterSet.BINARY) {
            return false;
        }
        // NULL and binary results: each column in its own character set.
        CharacterSet target = results == CharacterSet.BINARY ? own : results;
        return target != CharacterSet.UTF8MB4 && !(target == CharacterSet.UTF8MB3 && own == target);
    }

    /**
     * A column definition.
     *
     * @param keyFlags PRI_KEY 2, UNIQUE_KEY 4, MULTIPLE_KEY 8, AUTO_INCREMENT 512, … of a table's
     *     column; 0 otherwise
     * @param results the collation of {@code character_set_results}
     */
    public static ResultColumn column(
            String schema,
            String table,
            String originalTable,
            String name,
            String originalName,
            SqlType type,
            boolean nullable,
            int keyFlags,
            Collation results) {
        boolean text = type.hasCollation() && type.collation().id() != Collations.BINARY.id();
        boolean json = type.kind() == TypeKind.JSON;
        CharacterSet set = CharacterSet.of(results);
        int collation =
                json ? 63 : !text ? 63 : results.id() == 63 ? type.collation().id() : results.id();
        int flags = type.protocolFlags() | keyFlags | (nullable ? 0 : 1);
        if (!table.isEmpty() && type.isNumeric()) {
            // Of numbers, only computed ones are said to be binary.
            flags &= ~128;
        }
        return new ResultColumn(
                schema,
                table,
                originalTable,
                name,
                originalName,
                type.kind().protocolCode(),
                collation,
                type.displayLength(set),
                flags,
                type.protocolDecimals(),
                of(type, set));
    }

    /** A column definition of an expression. */
    public static ResultColumn column(
            String name, SqlType type, boolean nullable, Collation results) {
        return column("", "", "", name, "", type, nullable, 0, results);
    }

    private static void lengthAndBytes(byte[] bytes, int length, ByteOutput out) {
        out.writeLength(length);
        out.writeBytes(bytes, 0, length);
    }

    private record IntegerFormat(int width, boolean unsigned) implements ValueFormat {
        @Override
        public void text(RowReader row, int column, ByteOutput out) {
            writeDigits(row.getLong(column), unsigned, out);
        }

        @Override
        public void binary(RowReader row, int column, ByteOutput out) {
            writeInteger(row.getLong(column), width, out);
        }
    }

    private static void writeInteger(long value, int width, ByteOutput out) {
        switch (width) {
            case 1 -> out.writeByte((int) value);
            case 2 -> out.writeShort((int) value);
            case 4 -> out.writeInt((int) value);
            default -> out.writeLong(value);
        }
    }

    /** Digits most significant first, without a buffer. */
    private static void writeDigits(long value, boolean unsigned, ByteOutput out) {
        long v = value;
        if (v < 0) {
            if (unsigned || v == Long.MIN_VALUE) {
                byte[] text = Numbers.text(v, unsigned);
                out.writeBytes(text, 0, text.length);
                return;
            }
            out.writeByte('-');
            v = -v;
        }
        long unit = 1;
        while (v / unit >= 10) {
            unit *= 10;
        }
        for (; unit > 0; unit /= 10) {
            out.writeByte((int) ('0' + v / unit % 10));
        }
    }

    private record ZerofillFormat(SqlType type, int width) implements ValueFormat {
        @Override
        public void text(RowReader row, int column, ByteOutput out) {
            byte[] text = Values.toBytes(row.getLong(column), type);
            out.writeBytes(text, 0, text.length);
        }

        @Override
        public void binary(RowReader row, int column, ByteOutput out) {
            writeInteger(row.getLong(column), width, out);
        }
    }

    private record YearFormat() implements ValueFormat {
        @Override
        public void text(RowReader row, int column, ByteOutput out) {
            out.writeBytes(Values.yearText(row.getLong(column)), 0, 4);
        }

        @Override
        public void binary(RowReader row, int column, ByteOutput out) {
            out.writeShort((int) row.getLong(column));
        }
    }

    private record BitFormat(int bits) implements ValueFormat {
        @Override
        public void text(RowReader row, int column, ByteOutput out) {
            byte[] bytes = Values.bitBytes(row.getLong(column), bits);
            out.writeBytes(bytes, 0, bytes.length);
        }

        @Override
        public void binary(RowReader row, int column, ByteOutput out) {
            byte[] bytes = Values.bitBytes(row.getLong(column), bits);
            lengthAndBytes(bytes, bytes.length, out);
        }
    }

    private record DecimalFormat(SqlType type) implements ValueFormat {
        private byte[] bytes(RowReader row, int column) {
            BigDecimal value = row.getDecimal(column);
            if (value == null) {
                return new byte[0];
            }
            return Values.decimalText(value, type);
        }

        @Override
        public void text(RowReader row, int column, ByteOutput out) {
            byte[] text = bytes(row, column);
            out.writeBytes(text, 0, text.length);
        }

        @Override
        public void binary(RowReader row, int column, ByteOutput out) {
            byte[] text = bytes(row, column);
            lengthAndBytes(text, text.length, out);
        }
    }

    private record DoubleFormat(SqlType type) implements ValueFormat {
        @Override
        public void text(RowReader row, int column, ByteOutput out) {
            writeAscii(Numbers.text(row.getDouble(column), type), out);
        }

        @Override
        public void binary(RowReader row, int column, ByteOutput out) {
            out.writeLong(Double.doubleToRawLongBits(row.getDouble(column)));
        }
    }

    private record FloatFormat(SqlType type) implements ValueFormat {
        @Override
        public void text(RowReader row, int column, ByteOutput out) {
            writeAscii(Numbers.text(row.getDouble(column), type), out);
        }

        @Override
        public void binary(RowReader row, int column, ByteOutput out) {
            out.writeInt(Float.floatToRawIntBits((float) row.getDouble(column)));
        }
    }

    private static void writeAscii(String text, ByteOutput out) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        out.writeBytes(bytes, 0, bytes.length);
    }

    private record DateFormat() implements ValueFormat {
        @Override
        public void text(RowReader row, int column, ByteOutput out) {
            byte[] scratch = new byte[SCRATCH];
            int n = Temporal.formatDate(row.getLong(column), scratch, 0);
            out.writeBytes(scratch, 0, n);
        }

        @Override
        public void binary(RowReader row, int column, ByteOutput out) {
            long date = row.getLong(column);
            if (date == 0) {
                out.writeByte(0);
                return;
            }
            out.writeByte(4);
            writeDate(date, out);
        }
    }

    private static void writeDate(long date, ByteOutput out) {
        out.writeShort(Temporal.dateYear(date));
        out.writeByte(Temporal.dateMonth(date));
        out.writeByte(Temporal.dateDay(date));
    }

    private record DatetimeFormat(int digits) implements ValueFormat {
        @Override
        public void text(RowReader row, int column, ByteOutput out) {
            byte[] scratch = new byte[SCRATCH];
            int n = Temporal.formatDatetime(row.getLong(column), digits, scratch, 0);
            out.writeBytes(scratch, 0, n);
        }

        @Override
        public void binary(RowReader row, int column, ByteOutput out) {
            long t = row.getLong(column);
            int micros = Temporal.micros(t);
            boolean noTime = Temporal.datetimeToTime(t) == 0;
            if (t == 0) {
                out.writeByte(0);
                return;
            }
            out.writeByte(noTime ? 4 : micros == 0 ? 7 : 11);
            writeDate(Temporal.datetimeToDate(t), out);
            if (!noTime) {
                out.writeByte(Temporal.hour(t));
                out.writeByte(Temporal.minute(t));
                out.writeByte(Temporal.second(t));
                if (micros != 0) {
                    out.writeInt(micros);
                }
            }
        }
    }

    private record TimeFormat(int digits) implements ValueFormat {
        @Override
        public void text(RowReader row, int column, ByteOutput out) {
            byte[] scratch = new byte[SCRATCH];
            int n = Temporal.formatTime(row.getLong(column), digits, scratch, 0);
            out.writeBytes(scratch, 0, n);
        }

        @Override
        public void binary(RowReader row, int column, ByteOutput out) {
            long t = row.getLong(column);
            if (t == 0) {
                out.writeByte(0);
                return;
            }
            long a = Math.abs(t);
            int micros = Temporal.micros(a);
            out.writeByte(micros == 0 ? 8 : 12);
            out.writeByte(t < 0 ? 1 : 0);
            out.writeInt(Temporal.timeHour(a) / 24);
            out.writeByte(Temporal.timeHour(a) % 24);
            out.writeByte(Temporal.minute(a));
            out.writeByte(Temporal.second(a));
            if (micros != 0) {
                out.writeInt(micros);
            }
        }
    }

    /** ENUM and SET. */
    private static final class MemberFormat implements ValueFormat {
        private final SqlType type;
        private final CharacterSet results;
        private final byte[][] members;

        MemberFormat(SqlType type, CharacterSet results) {
            this.type = type;
            this.results = results == CharacterSet.BINARY ? CharacterSet.UTF8MB4 : results;
            this.members = new byte[type.members().size() + 1][];
            for (int i = 0; i < members.length; i++) {
                members[i] = this.results.fromUtf8(Values.utf8(type.enumText(i)));
            }
        }

        private byte[] bytes(RowReader row, int column) {
            long value = row.getLong(column);
            if (type.kind() == TypeKind.ENUM) {
                return value >= 0 && value < members.length ? members[(int) value] : members[0];
            }
            return results.fromUtf8(Values.utf8(type.setText(value)));
        }

        @Override
        public void text(RowReader row, int column, ByteOutput out) {
            byte[] text = bytes(row, column);
            out.writeBytes(text, 0, text.length);
        }

        @Override
        public void binary(RowReader row, int column, ByteOutput out) {
            byte[] text = bytes(row, column);
            lengthAndBytes(text, text.length, out);
        }
    }

    private record BytesFormat() implements ValueFormat {
        @Override
        public void text(RowReader row, int column, ByteOutput out) {
            if (!row.copyBytes(column, out)) {
                byte[] bytes = row.getBytes(column);
                if (bytes != null) {
                    out.writeBytes(bytes, 0, bytes.length);
                }
            }
        }

        @Override
        public void binary(RowReader row, int column, ByteOutput out) {
            byte[] bytes = row.getBytes(column);
            if (bytes != null) {
                lengthAndBytes(bytes, bytes.length, out);
            }
        }
    }

    /** Text for a client that does not take UTF-8. */
    private record ConvertedFormat(CharacterSet results) implements ValueFormat {
        private byte[] bytes(RowReader row, int column) {
            byte[] utf8 = row.getBytes(column);
            return utf8 == null ? new byte[0] : results.fromUtf8(utf8);
        }

        @Override
        public void text(RowReader row, int column, ByteOutput out) {
            byte[] text = bytes(row, column);
            out.writeBytes(text, 0, text.length);
        }

        @Override
        public void binary(RowReader row, int column, ByteOutput out) {
            byte[] text = bytes(row, column);
            lengthAndBytes(text, text.length, out);
        }
    }
}
