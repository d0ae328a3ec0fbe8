package io.daybreak.sql.expr;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.geometry.Geometry;
import io.daybreak.sql.geometry.GeometryShape;
import io.daybreak.sql.geometry.InvalidGeometryException;
import io.daybreak.sql.geometry.SpatialReference;
import io.daybreak.sql.geometry.SpatialValue;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.TypeKind;
import io.daybreak.sql.types.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Functions that take spatial values apart: coordinates, parts, properties. */
final class SpatialFunctions {
    private SpatialFunctions() {}

    static void register(FunctionRegistry.Registrar to) {
        SpatialFormats.register(to);
        SpatialConstructors.register(to);
        coordinate(to, "ST_X", true, false);
        coordinate(to, "ST_Y", false, false);
        coordinate(to, "ST_LATITUDE", true, true);
        coordinate(to, "ST_LONGITUDE", false, true);
        to.add("ST_SRID", 1, 2, SpatialFunctions::srid);
        to.add(
                "ST_GEOMETRYTYPE",
                1,
                1,
                (a, b) ->
                        Results.ascii(
                                "ST_GEOMETRYTYPE",
                                a,
                                b,
                                20,
                                (x, ctx) -> {
                                    SpatialValue value = value("ST_GEOMETRYTYPE", x[0], ctx);
                                    return value == null
                                            ? null
                                            : Values.utf8(value.geometry().shape().name());
                                }));
        number(to, "ST_DIMENSION", g -> g.dimension() < 0 ? null : (Integer) g.dimension());
        number(to, "ST_ISEMPTY", g -> g.dimension() < 0 ? 1 : 0);
        number(
                to,
                "ST_NUMPOINTS",
                g -> g instanceof Geometry.LineString l ? l.points().size() : null);
        number(
                to,
                "ST_NUMGEOMETRIES",
                g -> g instanceof Geometry.Several s ? s.members().size() : null);
        for (String name : List.of("ST_NUMINTERIORRINGS", "ST_NUMINTERIORRING")) {
            number(to, name, g -> g instanceof Geometry.Polygon p ? p.rings().size() - 1 : null);
        }
        part(
                to,
                "ST_STARTPOINT",
                g -> g instanceof Geometry.LineString l ? l.points().getFirst() : null);
        part(
                to,
                "ST_ENDPOINT",
                g -> g instanceof Geometry.LineString l ? l.points().getLast() : null);
        part(
                to,
                "ST_EXTERIORRING",
                g -> g instanceof Geometry.Polygon p ? p.rings().getFirst() : null);
        part(to, "ST_SWAPXY", Geometry::swapped);
        partAt(to, "ST_POINTN", g -> g instanceof Geometry.LineString l ? l.points() : List.of());
        partAt(to, "ST_GEOMETRYN", g -> g instanceof Geometry.Several s ? s.members() : List.of());
        partAt(
                to,
                "ST_INTERIORRINGN",
                g ->
                        g instanceof Geometry.Polygon p
                                ? p.rings().subList(1, p.rings().size())
                                : List.of());
    }

    private interface Property {
        @Nullable Integer of(Geometry geometry);
    }

    private interface Part {
        @Nullable Geometry of(Geometry geometry);
    }

    private interface Parts {
        List<? extends Geometry> of(Geometry geometry);
    }

    private static void number(FunctionRegistry.Registrar to, String name, Property property) {
        to.add(
                name,
                1,
                1,
                (a, b) ->
                        Results.nullableLong(
                                name,
                                a,
                                b,
                                name.equals("ST_ISEMPTY") ? 1 : 10,
                                (x, ctx) -> {
                                    SpatialValue value = value(name, x[0], ctx);
                                    Integer found =
                                            value == null ? null : property.of(value.geometry());
                                    ctx.wasNull = found == null;
                                    return found == null ? 0 : found;
                                }));
    }

    private static void part(FunctionRegistry.Registrar to, String name, Part part) {
        to.add(
                name,
                1,
                1,
                (a, b) ->
                        geometry(
                                name,
                                a,
                                b,
                                (x, ctx) -> {
                                    SpatialValue value = value(name, x[0], ctx);
                                    return value == null
                                            ? null
                                            : bytes(value, part.of(value.geometry()));
                                }));
    }

    private static void partAt(FunctionRegistry.Registrar to, String name, Parts parts) {
        to.add(
                name,
                2,
                2,
                (a, b) ->
                        geometry(
                                name,
                                a,
                                b,
                                (x, ctx) -> {
                                    SpatialValue value = value(name, x[0], ctx);
                                    long n = x[1].evalLong(ctx);
                                    if (value == null || ctx.wasNull) {
                                        return null;
                                    }
                                    List<? extends Geometry> all = parts.of(value.geometry());
                                    return n < 1 || n > all.size()
                                            ? null
                                            : bytes(value, all.get((int) n - 1));
                                }));
    }

    private static byte @Nullable [] bytes(SpatialValue whole, @Nullable Geometry part) {
        return part == null ? null : new SpatialValue(whole.srid(), part).bytes();
    }

    // ---- coordinates and reference systems

    private static void coordinate(
            FunctionRegistry.Registrar to, String name, boolean first, boolean geographicOnly) {
        to.add(
                name,
                1,
                1,
                (a, b) ->
                        Results.ofDouble(
                                name,
                                a,
                                b,
                                (x, ctx) -> {
                                    SpatialValue value = value(name, x[0], ctx);
                                    ctx.wasNull = value == null;
                                    return value == null
                                            ? 0
                                            : coordinate(name, value, first, geographicOnly);
                                }));
    }

    private static double coordinate(
            String name, SpatialValue value, boolean first, boolean geographicOnly) {
        SpatialReference system = system(value.srid());
        if (geographicOnly && !system.geographic()) {
            throw new SqlException(MySqlError.ER_SRS_NOT_GEOGRAPHIC, lower(name), value.srid());
        }
        if (!(value.geometry() instanceof Geometry.Point(double x, double y))) {
            throw unexpected("POINT", value.geometry(), name);
        }
        return first == system.geographic() ? y : x;
    }

    private static Expr srid(List<Expr> args, BindContext bind) {
        if (args.size() == 1) {
            return Results.nullableLong(
                    "ST_SRID",
                    args,
                    bind,
                    10,
                    (x, ctx) -> {
                        SpatialValue value = value("ST_SRID", x[0], ctx);
                        ctx.wasNull = value == null;
                        return value == null ? 0 : value.srid();
                    });
        }
        return geometry(
                "ST_SRID",
                args,
                bind,
                (x, ctx) -> {
                    SpatialValue value = value("ST_SRID", x[0], ctx);
                    Long srid = srid("ST_SRID", x[1], ctx);
                    if (value == null || srid == null) {
                        return null;
                    }
                    if (system(srid).geographic()) {
                        SpatialFormats.requireOnGlobe(value.geometry(), "ST_SRID");
                    }
                    return new SpatialValue(srid, value.geometry()).bytes();
                });
    }

    /** An argument that names a reference system which exists; null for NULL. */
    static @Nullable Long srid(String function, Expr argument, EvalContext ctx) {
        long srid = argument.evalLong(ctx);
        if (ctx.wasNull) {
            return null;
        }
        if (srid < 0 || srid > 0xFFFF_FFFFL) {
            throw new SqlException(MySqlError.ER_DATA_OUT_OF_RANGE, "SRID", lower(function));
        }
        return system(srid).srid();
    }

    static SpatialReference system(long srid) {
        SpatialReference system = SpatialReference.of(srid);
        if (system == null) {
            throw new SqlException(MySqlError.ER_SRS_NOT_FOUND, srid);
        }
        return system;
    }

    // ---- shared with the other spatial functions

    static Expr geometry(String name, List<Expr> args, BindContext bind, Call.BytesBody body) {
        return new Call.OfBytes(
                name, args, bind, SqlType.geometry(GeometryShape.GEOMETRY, -1), true, body);
    }

    /** An argument; null for NULL, error 3037 for what is no geometry. */
    static @Nullable SpatialValue value(String function, Expr argument, EvalContext ctx) {
        byte[] bytes = argument.evalBytes(ctx);
        if (bytes == null) {
            return null;
        }
        try {
            return SpatialValue.read(bytes);
        } catch (InvalidGeometryException _) {
            throw invalid(function);
        }
    }

    static SqlException invalid(String function) {
        return new SqlException(MySqlError.ER_GIS_INVALID_DATA, lower(function));
    }

    static SqlException unexpected(String argument, Geometry geometry, String function) {
        return new SqlException(
                MySqlError.ER_UNEXPECTED_GEOMETRY_TYPE,
                argument,
                geometry.shape().name(),
                lower(function));
    }

    static String lower(String function) {
        return function.toLowerCase(Locale.ROOT);
    }

    static boolean isGeometry(Expr expr) {
        return expr.type().kind() == TypeKind.GEOMETRY;
    }

    /** Error 1210 if an argument is a geometry: for what would take its bytes for a number. */
    static void requireNone(String function, List<Expr> args) {
        if (args.stream().anyMatch(SpatialFunctions::isGeometry)) {
            throw new SqlException(MySqlError.ER_WRONG_ARGUMENTS, lower(function));
        }
    }

    static List<Geometry> geometries(List<SpatialValue> values) {
        List<Geometry> geometries = new ArrayList<>();
        values.forEach(v -> geometries.add(v.geometry()));
        return geometries;
    }
}
