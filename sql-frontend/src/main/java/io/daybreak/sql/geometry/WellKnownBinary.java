package io.daybreak.sql.geometry;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Well-known binary.
 *
 * <pre>
 * offset  length  field
 *      0       1  byte order: 1 little endian, 0 big endian
 *      1       4  shape, by its code
 *      5          POINT            x, y (8 bytes each, IEEE 754)
 *                 LINESTRING       count of points (4), x and y of each
 *                 POLYGON          count of rings (4), each as a LINESTRING without its head
 *                 other shapes     count of members (4), each with its head
 * </pre>
 */
public final class WellKnownBinary {
    private static final int DEPTH_MAX = 100;
    private static final int HEAD_BYTES = 5;
    private static final int COUNT_BYTES = 4;
    private static final int POINT_BYTES = 16;

    private WellKnownBinary() {}

    /**
     * Reads one geometry that fills the bytes from the offset to the end.
     *
     * @throws InvalidGeometryException if that is not what they hold
     */
    public static Geometry read(byte[] bytes, int offset) {
        ByteBuffer in = ByteBuffer.wrap(bytes, offset, bytes.length - offset);
        try {
            Geometry geometry = geometry(in, DEPTH_MAX);
            if (in.hasRemaining()) {
                throw new InvalidGeometryException();
            }
            return geometry;
        } catch (BufferUnderflowException _) {
            throw new InvalidGeometryException();
        }
    }

    private static Geometry geometry(ByteBuffer in, int depth) {
        if (depth == 0) {
            throw new InvalidGeometryException();
        }
        int order = in.get();
        if (order != 0 && order != 1) {
            throw new InvalidGeometryException();
        }
        in.order(order == 1 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        GeometryShape shape = GeometryShape.ofCode(Integer.toUnsignedLong(in.getInt()));
        return switch (shape) {
            case GEOMETRY -> throw new InvalidGeometryException();
            case POINT -> point(in);
            case LINESTRING -> line(in);
            case POLYGON -> {
                List<Geometry.LineString> rings = new ArrayList<>();
                for (int left = count(in, COUNT_BYTES); left > 0; left--) {
                    rings.add(line(in));
                }
                yield new Geometry.Polygon(rings);
            }
            case MULTIPOINT, MULTILINESTRING, MULTIPOLYGON, GEOMCOLLECTION -> {
                List<Geometry> members = new ArrayList<>();
                ByteOrder own = in.order();
                for (int left = count(in, HEAD_BYTES + COUNT_BYTES); left > 0; left--) {
                    members.add(geometry(in, depth - 1));
                    in.order(own);
                }
                yield new Geometry.Several(shape, members);
            }
        };
    }

    /** A count of things that each take so many bytes at least. */
    private static int count(ByteBuffer in, int bytesMin) {
        long count = Integer.toUnsignedLong(in.getInt());
        if (count * bytesMin > in.remaining()) {
            throw new InvalidGeometryException();
        }
        return (int) count;
    }

    private static Geometry.Point point(ByteBuffer in) {
        return new Geometry.Point(in.getDouble(), in.getDouble());
    }

    private static Geometry.LineString line(ByteBuffer in) {
        List<Geometry.Point> points = new ArrayList<>();
        for (int left = count(in, POINT_BYTES); left > 0; left--) {
            points.add(point(in));
        }
        return new Geometry.LineString(points);
    }

    /** Little endian, as MySQL writes it. */
    public static byte[] write(Geometry geometry) {
        return write(geometry, 0).array();
    }

    /** With room before it; the buffer is little endian and stands at its start. */
    static ByteBuffer write(Geometry geometry, int room) {
        ByteBuffer out =
                ByteBuffer.allocate(room + length(geometry)).order(ByteOrder.LITTLE_ENDIAN);
        out.position(room);
        put(geometry, out);
        return out.position(0);
    }

    private static int length(Geometry geometry) {
        return HEAD_BYTES
                + switch (geometry) {
                    case Geometry.Point _ -> POINT_BYTES;
                    case Geometry.LineString line -> lineLength(line);
                    case Geometry.Polygon polygon ->
                            COUNT_BYTES
                                    + polygon.rings().stream()
                                            .mapToInt(WellKnownBinary::lineLength)
                                            .sum();
                    case Geometry.Several several ->
                            COUNT_BYTES
                                    + several.members().stream()
                                            .mapToInt(WellKnownBinary::length)
                                            .sum();
                };
    }

    private static int lineLength(Geometry.LineString line) {
        return COUNT_BYTES + line.points().size() * POINT_BYTES;
    }

    private static void put(Geometry geometry, ByteBuffer out) {
        out.put((byte) 1).putInt(geometry.shape().code());
        switch (geometry) {
            case Geometry.Point point -> putPoint(point, out);
            case Geometry.LineString line -> putLine(line, out);
            case Geometry.Polygon polygon -> {
                out.putInt(polygon.rings().size());
                polygon.rings().forEach(ring -> putLine(ring, out));
            }
            case Geometry.Several several -> {
                out.putInt(several.members().size());
                several.members().forEach(member -> put(member, out));
            }
        }
    }

    private static void putPoint(Geometry.Point point, ByteBuffer out) {
        out.putDouble(point.x()).putDouble(point.y());
    }

    private static void putLine(Geometry.LineString line, ByteBuffer out) {
        out.putInt(line.points().size());
        line.points().forEach(point -> putPoint(point, out));
    }
}
