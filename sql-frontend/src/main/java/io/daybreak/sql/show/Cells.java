package io.daybreak.sql.show;

import io.daybreak.sql.plan.VirtualTable;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.Temporal;
import io.daybreak.sql.types.TypeKind;
import io.daybreak.sql.types.Values;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns Java values into the representation that a column's type has in memory. Stateless. */
final class Cells {
    private Cells() {}

    static @Nullable Object[] row(List<VirtualTable.Column> columns, @Nullable Object[] values) {
        if (values.length != columns.size()) {
            throw new IllegalArgumentException(
                    values.length + " values for " + columns.size() + " columns");
        }
        @Nullable Object[] row = new Object[values.length];
        for (int i = 0; i < row.length; i++) {
            Object value = values[i];
            row[i] = value == null ? null : cell(columns.get(i).type(), value);
        }
        return row;
    }

    private static Object cell(SqlType type, Object value) {
        if (type.kind() == TypeKind.ENUM) {
            return (long) (type.members().indexOf(value.toString()) + 1);
        }
        if (type.holder() == TypeKind.Holder.BYTES && value instanceof Number) {
            return text(value);
        }
        return switch (value) {
            case Integer number -> (long) number;
            case Long number -> number;
            case Double number -> number;
            case BigDecimal number -> number;
            case byte[] bytes -> bytes;
            case LocalDateTime time -> datetime(time);
            default -> text(value);
        };
    }

    /** An expression as the information schema shows it: its quotes and backslashes escaped. */
    static String escaped(String sql) {
        return sql.replace("\\", "\\\\").replace("'", "\\'");
    }

    private static byte[] text(Object value) {
        return Values.utf8(value.toString());
    }

    private static long datetime(LocalDateTime time) {
        return Temporal.packDatetime(
                time.getYear(),
                time.getMonthValue(),
                time.getDayOfMonth(),
                time.getHour(),
                time.getMinute(),
                time.getSecond(),
                0);
    }
}
