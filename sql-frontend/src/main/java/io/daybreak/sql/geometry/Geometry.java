package io.daybreak.sql.geometry;

import java.util.List;

/** A well-formed geometry in the plane of its coordinates. Immutable. */
public sealed interface Geometry {
    GeometryShape shape();

    /** The dimension of the shape; -1 for a collection without members. */
    int dimension();

    /** The same with the two coordinates of each point swapped. */
    Geometry swapped();

    record Point(double x, double y) implements Geometry {
        public Point {
            if (!Double.isFinite(x) || !Double.isFinite(y)) {
                throw new InvalidGeometryException();
            }
        }

        @Override
        public GeometryShape shape() {
            return GeometryShape.POINT;
        }

        @Override
        public int dimension() {
            return 0;
        }

        @Override
        public Point swapped() {
            return new Point(y, x);
        }
    }

    record LineString(List<Point> points) implements Geometry {
        public LineString {
            if (points.size() < 2) {
                throw new InvalidGeometryException();
            }
            points = List.copyOf(points);
        }

        boolean isRing() {
            return points.size() >= 4 && points.getFirst().equals(points.getLast());
        }

        @Override
        public GeometryShape shape() {
            return GeometryShape.LINESTRING;
        }

        @Override
        public int dimension() {
            return 1;
        }

        @Override
        public LineString swapped() {
            return new LineString(points.stream().map(Point::swapped).toList());
        }
    }

    /** The first ring is the outer one. */
    record Polygon(List<LineString> rings) implements Geometry {
        public Polygon {
            if (rings.isEmpty() || !rings.stream().allMatch(LineString::isRing)) {
                throw new InvalidGeometryException();
            }
            rings = List.copyOf(rings);
        }

        @Override
        public GeometryShape shape() {
            return GeometryShape.POLYGON;
        }

        @Override
        public int dimension() {
            return 2;
        }

        @Override
        public Polygon swapped() {
            return new Polygon(rings.stream().map(LineString::swapped).toList());
        }
    }

    /** MULTIPOINT, MULTILINESTRING, MULTIPOLYGON, or a collection, which alone may be empty. */
    record Several(GeometryShape shape, List<Geometry> members) implements Geometry {
        public Several {
            boolean empty = members.isEmpty() && shape != GeometryShape.GEOMCOLLECTION;
            if (empty || !members.stream().allMatch(m -> shape.takesMember(m.shape()))) {
                throw new InvalidGeometryException();
            }
            members = List.copyOf(members);
        }

        @Override
        public int dimension() {
            return members.stream().mapToInt(Geometry::dimension).max().orElse(-1);
        }

        @Override
        public Several swapped() {
            return new Several(shape, members.stream().map(Geometry::swapped).toList());
        }
    }
}
