package io.daybreak.sql.geometry;

import java.util.Locale;

/** The kinds of spatial values; the order is that of well-known binary's type codes. */
public enum GeometryShape {
    /** A column that takes every shape. */
    GEOMETRY,
    POINT,
    LINESTRING,
    POLYGON,
    MULTIPOINT,
    MULTILINESTRING,
    MULTIPOLYGON,
    GEOMCOLLECTION;

    private static final GeometryShape[] ALL = values();

    /** The shape with a type code of well-known binary; 0 stands for every shape. */
    public static GeometryShape ofCode(long code) {
        if (code < 0 || code >= ALL.length) {
            throw new InvalidGeometryException();
        }
        return ALL[(int) code];
    }

    public int code() {
        return ordinal();
    }

    /** The name of the column type. */
    public String sql() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The word of well-known text. */
    String word() {
        return this == GEOMCOLLECTION ? "GEOMETRYCOLLECTION" : name();
    }

    /** Whether a column of this shape takes values of the other. */
    public boolean takes(GeometryShape value) {
        boolean several = value.ordinal() >= MULTIPOINT.ordinal();
        return this == GEOMETRY || this == value || (this == GEOMCOLLECTION && several);
    }

    /** Whether a value of this shape may have members of the other. */
    public boolean takesMember(GeometryShape value) {
        return member().takes(value);
    }

    /** The shape of the members of a MULTI shape; {@link #GEOMETRY} for a collection. */
    private GeometryShape member() {
        return switch (this) {
            case MULTIPOINT -> POINT;
            case MULTILINESTRING -> LINESTRING;
            case MULTIPOLYGON -> POLYGON;
            case GEOMCOLLECTION -> GEOMETRY;
            case GEOMETRY, POINT, LINESTRING, POLYGON ->
                    throw new IllegalStateException(this + " has no members");
        };
    }
}
