package io.daybreak.sql.geometry;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A value of a spatial column: a geometry in a reference system. Geographic coordinates stand as
 * longitude, latitude inside.
 *
 * <pre>
 * offset  length  field
 *      0       4  SRID, little endian
 *      4          geometry as well-known binary, little endian
 * </pre>
 *
 * @param srid from 0, unsigned 32 bits
 */
public record SpatialValue(long srid, Geometry geometry) {
    private static final int SRID_BYTES = 4;

    /**
     * @throws InvalidGeometryException if the bytes are not a spatial value
     */
    public static SpatialValue read(byte[] bytes) {
        if (bytes.length < SRID_BYTES) {
            throw new InvalidGeometryException();
        }
        return new SpatialValue(sridOf(bytes), WellKnownBinary.read(bytes, SRID_BYTES));
    }

    private static long sridOf(byte[] bytes) {
        return Integer.toUnsignedLong(
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt());
    }

    public byte[] bytes() {
        return WellKnownBinary.write(geometry, SRID_BYTES).putInt((int) srid).array();
    }
}
