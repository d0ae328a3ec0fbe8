package io.daybreak.engine.row;

import io.daybreak.engine.api.ColumnSpec;
import io.daybreak.engine.api.PhysicalType;
import io.daybreak.engine.key.BigEndian;
import io.daybreak.engine.key.ByteWriter;
import io.daybreak.engine.key.ScalarCodec;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The row bytes of one version of a table. Big-endian. Immutable.
 *
 * <pre>
 * offset           length     field
 *      0                1     format version, {@link #VERSION}
 *      1                2     n: number of columns the table had when the row was written
 *      3      ceil(n / 8)     null bits, column i in bit i % 8 of byte i / 8
 *      +                w     every fixed-width column in order, {@link ScalarCodec}; zero if null
 *      +            2 * v     end of every variable-width column, relative to the data below; top bit: the data is an {@link OverflowReference}
 *      +                      data of the variable-width columns
 * </pre>
 *
 * <p>Columns at or after {@code n} were added instantly; they read as their {@code initial} value.
 */
public final class RowLayout {
    static final int VERSION = 1;
    private static final int HEADER = 3;
    private static final int OVERFLOW_BIT = 0x8000;
    private static final int END_MASK = 0x7fff;

    /** No {@link #variableSlice}. */
    public static final long NOT_IN_ROW = -1;

    private final ColumnSpec[] columns;
    private final PhysicalType[] types;

    /** For fixed columns: offset in the fixed area. For variable ones: ordinal among them. */
    private final int[] slots;

    private final int[] widths;

    /** Which columns are integers, and which of those unsigned: read for every value. */
    private final boolean[] integers;

    private final boolean[] unsigned;

    /** Width of the fixed area of the first n columns. */
    private final int[] fixedTotals;

    private final int[] variableTotals;

    public RowLayout(List<ColumnSpec> specs) {
        int count = specs.size();
        columns = specs.toArray(ColumnSpec[]::new);
        types = new PhysicalType[count];
        slots = new int[count];
        widths = new int[count];
        integers = new boolean[count];
        unsigned = new boolean[count];
        fixedTotals = new int[count + 1];
        variableTotals = new int[count + 1];
        for (int i = 0; i < count; i++) {
            types[i] = columns[i].type();
            widths[i] = ScalarCodec.width(types[i]);
            integers[i] = types[i] instanceof PhysicalType.Int;
            unsigned[i] = types[i] instanceof PhysicalType.Int integer && integer.unsigned();
            boolean fixed = widths[i] >= 0;
            slots[i] = fixed ? fixedTotals[i] : variableTotals[i];
            fixedTotals[i + 1] = fixedTotals[i] + (fixed ? widths[i] : 0);
            variableTotals[i + 1] = variableTotals[i] + (fixed ? 0 : 1);
        }
    }

    public int columnCount() {
        return columns.length;
    }

    public PhysicalType type(int column) {
        return types[column];
    }

    public boolean isVariable(int column) {
        return widths[column] < 0;
    }

    /** Bytes of a row whose variable columns take {@code variableBytes} together. */
    public int encodedLength(int variableBytes) {
        int n = columns.length;
        return HEADER + (n + 7) / 8 + fixedTotals[n] + 2 * variableTotals[n] + variableBytes;
    }

    /**
     * Appends a row.
     *
     * @param values one per column; an {@link OverflowReference} stands for a long value
     */
    public void encode(@Nullable Object[] values, ByteWriter to) {
        int n = columns.length;
        int start = to.length();
        int bitmap = (n + 7) / 8;
        int head = HEADER + bitmap + fixedTotals[n] + 2 * variableTotals[n];
        to.zero(head);
        byte[] bytes = to.bytes();
        bytes[start] = VERSION;
        BigEndian.u16(bytes, start + 1, n);
        int fixed = start + HEADER + bitmap;
        int ends = fixed + fixedTotals[n];
        int data = start + head;
        for (int i = 0; i < n; i++) {
            Object value = values[i];
            if (value == null) {
                to.bytes()[start + HEADER + (i >> 3)] |= (byte) (1 << (i & 7));
            }
            if (widths[i] >= 0) {
                if (value != null) {
                    ScalarCodec.put(to.bytes(), fixed + slots[i], types[i], value);
                }
                continue;
            }
            int flag = 0;
            if (value instanceof OverflowReference reference) {
                reference.write(to);
                flag = OVERFLOW_BIT;
            } else if (value != null) {
                to.bytes((byte[]) value);
            }
            int end = to.length() - data;
            if (end > END_MASK) {
                throw new IllegalArgumentException("row of " + end + " variable bytes");
            }
            BigEndian.u16(to.bytes(), ends + 2 * slots[i], end | flag);
        }
    }

    private int bitmapOf(byte[] row, int at) {
        return (BigEndian.u16(row, at + 1) + 7) / 8;
    }

    private boolean isWritten(byte[] row, int at, int column) {
        return column < BigEndian.u16(row, at + 1);
    }

    public boolean isNull(byte[] row, int at, int column) {
        if (!isWritten(row, at, column)) {
            return columns[column].initial() == null;
        }
        return (row[at + HEADER + (column >> 3)] >> (column & 7) & 1) != 0;
    }

    /** Where a fixed-width column stands; -1 if the row was written before it was added. */
    public int fixedOffset(byte[] row, int at, int column) {
        return isWritten(row, at, column) ? at + HEADER + bitmapOf(row, at) + slots[column] : -1;
    }

    public long longAt(byte[] row, int at, int column) {
        int written = BigEndian.u16(row, at + 1);
        if (column >= written) {
            Object initial = columns[column].initial();
            return initial == null ? 0 : (Long) initial;
        }
        if (!integers[column]) {
            throw new IllegalStateException(columns[column].name() + " is no integer");
        }
        int bitmap = at + HEADER;
        if ((row[bitmap + (column >> 3)] >> (column & 7) & 1) != 0) {
            return 0;
        }
        int from = bitmap + (written + 7 >> 3) + slots[column];
        return ScalarCodec.getInt(row, from, widths[column], unsigned[column]);
    }

    /**
     * An integer column of many rows in one array.
     *
     * @param offsets where rows stand
     * @param chosen which of the offsets, {@code count} of them
     */
    public void longsAt(
            byte[] page,
            int[] offsets,
            int[] chosen,
            int count,
            int column,
            long[] into,
            boolean[] nulls) {
        if (!integers[column]) {
            throw new IllegalStateException(columns[column].name() + " is no integer");
        }
        int byteOfNull = HEADER + (column >> 3);
        int bitOfNull = 1 << (column & 7);
        for (int i = 0; i < count; i++) {
            int row = offsets[chosen[i]];
            int written = BigEndian.u16(page, row + 1);
            if (column >= written) {
                nulls[i] = isNull(page, row, column);
                into[i] = longAt(page, row, column);
                continue;
            }
            boolean isNull = (page[row + byteOfNull] & bitOfNull) != 0;
            int from = row + HEADER + (written + 7 >> 3) + slots[column];
            nulls[i] = isNull;
            into[i] = isNull ? 0 : ScalarCodec.getInt(page, from, widths[column], unsigned[column]);
        }
    }

    public double doubleAt(byte[] row, int at, int column) {
        int from = fixedOffset(row, at, column);
        if (from < 0) {
            Object initial = columns[column].initial();
            return initial == null ? 0 : ((Number) initial).doubleValue();
        }
        if (isNull(row, at, column)) {
            return 0;
        }
        return types[column] instanceof PhysicalType.Float32
                ? ScalarCodec.getFloat(row, from)
                : ScalarCodec.getDouble(row, from);
    }

    public @Nullable BigDecimal decimalAt(byte[] row, int at, int column) {
        if (isNull(row, at, column)) {
            return null;
        }
        int from = fixedOffset(row, at, column);
        return from < 0
                ? (BigDecimal) columns[column].initial()
                : ScalarCodec.getDecimal(row, from, (PhysicalType.Decimal) types[column]);
    }

    private int endsOffset(byte[] row, int at) {
        int n = BigEndian.u16(row, at + 1);
        return at + HEADER + (n + 7) / 8 + fixedTotals[n];
    }

    private int dataOffset(byte[] row, int at) {
        int n = BigEndian.u16(row, at + 1);
        return at + HEADER + (n + 7) / 8 + fixedTotals[n] + 2 * variableTotals[n];
    }

    /** Whether the column was written with the row and its value lies in overflow pages. */
    public boolean isOverflow(byte[] row, int at, int column) {
        return isWritten(row, at, column)
                && (BigEndian.u16(row, endsOffset(row, at) + 2 * slots[column]) & OVERFLOW_BIT)
                        != 0;
    }

    /** Where the data of a variable-width column starts; -1 if added after the row was written. */
    public int variableOffset(byte[] row, int at, int column) {
        if (!isWritten(row, at, column)) {
            return -1;
        }
        int ordinal = slots[column];
        int from =
                ordinal == 0
                        ? 0
                        : BigEndian.u16(row, endsOffset(row, at) + 2 * ordinal - 2) & END_MASK;
        return dataOffset(row, at) + from;
    }

    public int variableLength(byte[] row, int at, int column) {
        int ordinal = slots[column];
        int ends = endsOffset(row, at);
        int from = ordinal == 0 ? 0 : BigEndian.u16(row, ends + 2 * ordinal - 2) & END_MASK;
        return (BigEndian.u16(row, ends + 2 * ordinal) & END_MASK) - from;
    }

    /**
     * Where the bytes of a variable-width column stand, found in one pass.
     *
     * @return offset in the upper and length in the lower half; {@link #NOT_IN_ROW} if the value is
     *     null, lies in overflow pages, or the column was added after the row was written
     */
    public long variableSlice(byte[] row, int at, int column) {
        int written = BigEndian.u16(row, at + 1);
        int bitmap = at + HEADER;
        if (column >= written || (row[bitmap + (column >> 3)] >> (column & 7) & 1) != 0) {
            return NOT_IN_ROW;
        }
        int ends = bitmap + (written + 7 >> 3) + fixedTotals[written];
        int ordinal = slots[column];
        int end = BigEndian.u16(row, ends + 2 * ordinal);
        if ((end & OVERFLOW_BIT) != 0) {
            return NOT_IN_ROW;
        }
        int start = ordinal == 0 ? 0 : BigEndian.u16(row, ends + 2 * ordinal - 2) & END_MASK;
        int length = end - start;
        int from = ends + 2 * variableTotals[written] + start;
        return (long) from << 32 | length;
    }

    /**
     * {@link #variableSlice} of many rows in one array.
     *
     * @param offsets where rows stand
     * @param chosen which of the offsets, {@code count} of them
     */
    public void slicesAt(
            byte[] page, int[] offsets, int[] chosen, int count, int column, long[] slices) {
        for (int i = 0; i < count; i++) {
            slices[i] = variableSlice(page, offsets[chosen[i]], column);
        }
    }

    public @Nullable Object initial(int column) {
        return columns[column].initial();
    }

    /** Whether any value of the row lies in overflow pages. */
    public boolean hasOverflow(byte[] row, int at) {
        int n = BigEndian.u16(row, at + 1);
        if (variableTotals[n] == 0) {
            return false;
        }
        int ends = endsOffset(row, at);
        for (int i = 0; i < variableTotals[n]; i++) {
            if ((row[ends + 2 * i] & 0x80) != 0) {
                return true;
            }
        }
        return false;
    }

    /** The value, with an {@link OverflowReference} for one that lies in overflow pages. */
    public @Nullable Object valueAt(byte[] row, int at, int column) {
        if (isNull(row, at, column)) {
            return null;
        }
        if (!isWritten(row, at, column)) {
            return columns[column].initial();
        }
        if (integers[column]) {
            return longAt(row, at, column);
        }
        if (widths[column] >= 0) {
            return ScalarCodec.get(row, fixedOffset(row, at, column), types[column]);
        }
        int from = variableOffset(row, at, column);
        if (isOverflow(row, at, column)) {
            return OverflowReference.read(row, from);
        }
        return java.util.Arrays.copyOfRange(row, from, from + variableLength(row, at, column));
    }
}
