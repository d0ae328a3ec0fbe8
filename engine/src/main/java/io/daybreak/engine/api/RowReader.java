package io.daybreak.engine.api;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Typed access to the columns of one row, by the column's position in the table. A wrong accessor
 * for the type is a programmer error.
 */
public interface RowReader {
    boolean isNull(int column);

    /** For {@link PhysicalType.Int}; 0 if null. */
    long getLong(int column);

    /** For both float types; 0 if null. */
    double getDouble(int column);

    @Nullable BigDecimal getDecimal(int column);

    /** A copy of the bytes; reads overflow pages if need be. */
    byte @Nullable [] getBytes(int column);

    /** Any type, in the representation that the package describes. */
    @Nullable Object get(int column);

    /**
     * Copies the bytes of a {@link PhysicalType.Bytes} column into a target without an array in
     * between.
     *
     * @return false if the value is null or does not stand in the row; nothing is written then and
     *     {@link #getBytes} serves
     */
    boolean copyBytes(int column, ByteSink sink);

    /** Takes bytes; the array must not be kept. */
    interface ByteSink {
        void accept(byte[] source, int offset, int length);
    }
}
