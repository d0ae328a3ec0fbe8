package io.daybreak.sql.expr;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.geometry.Geometry;
import io.daybreak.sql.geometry.GeometryShape;
import io.daybreak.sql.geometry.InvalidGeometryException;
import io.daybreak.sql.geometry.SpatialValue;
import io.daybreak.sql.geometry.WellKnownBinary;
import io.daybreak.sql.geometry.WellKnownText;
import io.daybreak.sql.types.Numbers;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.TypeKind;
import io.daybreak.sql.types.Values;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Spatial values from and to well-known text and binary. In a geographic reference system both put
 * the latitude first, the value inside the longitude; the option {@code axis-order} is not known.
 */
final class SpatialFormats {
    private static final Map<String, GeometryShape> PREFIXES =
            Map.of(
                    "GEOM", GeometryShape.GEOMETRY,
                    "GEOMETRY", GeometryShape.GEOMETRY,
                    "POINT", GeometryShape.POINT,
                    "LINE", GeometryShape.LINESTRING,
                    "POLY", GeometryShape.POLYGON,
                    "MPOINT", GeometryShape.MULTIPOINT,
                    "MLINE", GeometryShape.MULTILINESTRING,
                    "MPOLY", GeometryShape.MULTIPOLYGON,
                    "GEOMCOLL", GeometryShape.GEOMCOLLECTION);
    private static final Map<String, GeometryShape> LONG_PREFIXES =
            Map.of(
                    "LINESTRING", GeometryShape.LINESTRING,
                    "POLYGON", GeometryShape.POLYGON,
                    "MULTIPOINT", GeometryShape.MULTIPOINT,
                    "MULTILINESTRING", GeometryShape.MULTILINESTRING,
                    "MULTIPOLYGON", GeometryShape.MULTIPOLYGON,
                    "GEOMETRYCOLLECTION", GeometryShape.GEOMCOLLECTION);

    private SpatialFormats() {}

    static void register(FunctionRegistry.Registrar to) {
        PREFIXES.forEach((prefix, shape) -> readers(to, prefix, shape));
        LONG_PREFIXES.forEach((prefix, shape) -> readers(to, prefix, shape));
        for (String name : List.of("ST_ASTEXT", "ST_ASWKT")) {
            to.add(name, 1, 1, (a, b) -> asText(name, a, b));
        }
        for (String name : List.of("ST_ASWKB", "ST_ASBINARY")) {
            to.add(name, 1, 1, (a, b) -> asBinary(name, a, b));
        }
    }

    private static void readers(FunctionRegistry.Registrar to, String prefix, GeometryShape shape) {
        String text = "ST_" + prefix + "FROMTEXT";
        String binary = "ST_" + prefix + "FROMWKB";
        to.add(text, 1, 2, (a, b) -> reader(text, a, b, SpatialFormats::parseText, shape, "WKT"));
        to.add(
                binary,
                1,
                2,
                (a, b) -> reader(binary, a, b, SpatialFormats::parseBinary, shape, "WKB"));
    }

    private interface Parser {
        Geometry parse(byte[] input);
    }

    private static Geometry parseText(byte[] input) {
        return WellKnownText.read(Values.string(input));
    }

    private static Geometry parseBinary(byte[] input) {
        return WellKnownBinary.read(input, 0);
    }

    private static Expr reader(
            String name,
            List<Expr> args,
            BindContext bind,
            Parser parser,
            GeometryShape shape,
            String format) {
        return SpatialFunctions.geometry(
                name,
                args,
                bind,
                (x, ctx) -> {
                    byte[] input = x[0].evalBytes(ctx);
                    Long srid = x.length < 2 ? (Long) 0L : SpatialFunctions.srid(name, x[1], ctx);
                    if (input == null || srid == null) {
                        return null;
                    }
                    if (x[0].type().kind() == TypeKind.GEOMETRY) {
                        throw SpatialFunctions.invalid(name);
                    }
                    Geometry geometry = parsed(name, parser, input);
                    if (!shape.takes(geometry.shape())) {
                        throw SpatialFunctions.unexpected(format, geometry, name);
                    }
                    if (SpatialFunctions.system(srid).geographic()) {
                        geometry = geometry.swapped();
                        requireOnGlobe(geometry, name);
                    }
                    return new SpatialValue(srid, geometry).bytes();
                });
    }

    private static Geometry parsed(String name, Parser parser, byte[] input) {
        try {
            return parser.parse(input);
        } catch (InvalidGeometryException _) {
            throw SpatialFunctions.invalid(name);
        }
    }

    /** Longitudes from -180 (exclusive) to 180, latitudes from -90 to 90. */
    static void requireOnGlobe(Geometry geometry, String function) {
        switch (geometry) {
            case Geometry.Point(double longitude, double latitude) -> {
                if (longitude <= -180 || longitude > 180) {
                    throw outOfRange(
                            MySqlError.ER_LONGITUDE_OUT_OF_RANGE, longitude, function, 180);
                }
                if (latitude < -90 || latitude > 90) {
                    throw outOfRange(MySqlError.ER_LATITUDE_OUT_OF_RANGE, latitude, function, 90);
                }
            }
            case Geometry.LineString line ->
                    line.points().forEach(p -> requireOnGlobe(p, function));
            case Geometry.Polygon polygon ->
                    polygon.rings().forEach(r -> requireOnGlobe(r, function));
            case Geometry.Several several ->
                    several.members().forEach(m -> requireOnGlobe(m, function));
        }
    }

    private static SqlException outOfRange(
            MySqlError error, double value, String function, int bound) {
        return new SqlException(
                error,
                String.format(java.util.Locale.ROOT, "%f", value),
                SpatialFunctions.lower(function),
                "-" + bound + ".000000",
                bound + ".000000");
    }

    private static Expr asText(String name, List<Expr> args, BindContext bind) {
        return new Call.OfBytes(
                name,
                args,
                bind,
                SqlType.string(0xFFFFFFFFL, bind.connection()),
                true,
                4,
                (x, ctx) -> {
                    Geometry seen = seen(name, x[0], ctx);
                    return seen == null
                            ? null
                            : Values.utf8(WellKnownText.write(seen, Numbers::doubleText));
                });
    }

    private static Expr asBinary(String name, List<Expr> args, BindContext bind) {
        return Results.binary(
                name,
                args,
                bind,
                0xFFFFFFFFL,
                (x, ctx) -> {
                    Geometry seen = seen(name, x[0], ctx);
                    return seen == null ? null : WellKnownBinary.write(seen);
                });
    }

    /** The geometry with its coordinates in the order that people see. */
    private static @Nullable Geometry seen(String name, Expr argument, EvalContext ctx) {
        SpatialValue value = SpatialFunctions.value(name, argument, ctx);
        if (value == null) {
            return null;
        }
        return SpatialFunctions.system(value.srid()).geographic()
                ? value.geometry().swapped()
                : value.geometry();
    }
}
