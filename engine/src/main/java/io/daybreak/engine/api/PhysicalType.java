package io.daybreak.engine.api;

import io.daybreak.engine.collation.Collation;

/** How a column is stored and ordered. */
public sealed interface PhysicalType {
    /**
     * An integer of 1, 2, 3, 4, 5, 6, 7 or 8 bytes. Also dates, times, ENUM, SET and BIT, packed so
     * that integer order is their order.
     *
     * @param unsigned whether the stored bits order as an unsigned number
     */
    record Int(int bytes, boolean unsigned) implements PhysicalType {
        public Int {
            if (bytes < 1 || bytes > 8) {
                throw new IllegalArgumentException("integer of " + bytes + " bytes");
            }
        }
    }

    record Float32() implements PhysicalType {}

    record Float64() implements PhysicalType {}

    /** A fixed-point number; values are rounded to the scale before they get here. */
    record Decimal(int precision, int scale) implements PhysicalType {
        public Decimal {
            if (precision < 1 || precision > 65 || scale < 0 || scale > 30 || scale > precision) {
                throw new IllegalArgumentException("DECIMAL(" + precision + "," + scale + ")");
            }
        }
    }

    /**
     * Bytes of any length up to {@code maxBytes}; long values go to overflow pages. Ordered by the
     * collation's weights.
     */
    record Bytes(Collation collation, long maxBytes) implements PhysicalType {}
}
