package io.daybreak.sql.expr;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.geometry.Geometry;
import io.daybreak.sql.geometry.GeometryShape;
import io.daybreak.sql.geometry.InvalidGeometryException;
import io.daybreak.sql.geometry.SpatialValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** POINT(x, y), LINESTRING(points), … : MySQL's own way to make spatial values. */
final class SpatialConstructors {
    private SpatialConstructors() {}

    static void register(FunctionRegistry.Registrar to) {
        to.add(
                "POINT",
                2,
                2,
                (a, b) -> SpatialFunctions.geometry("POINT", a, b, SpatialConstructors::point));
        for (GeometryShape shape : GeometryShape.values()) {
            if (shape != GeometryShape.GEOMETRY && shape != GeometryShape.POINT) {
                register(to, shape.name(), shape);
            }
        }
        register(to, "GEOMETRYCOLLECTION", GeometryShape.GEOMCOLLECTION);
    }

    private static void register(FunctionRegistry.Registrar to, String name, GeometryShape shape) {
        to.add(
                name,
                shape == GeometryShape.GEOMCOLLECTION ? 0 : 1,
                -1,
                (a, b) -> of(name, shape, a, b));
    }

    private static byte @Nullable [] point(Expr[] x, EvalContext ctx) {
        double first = x[0].evalDouble(ctx);
        boolean missing = ctx.wasNull;
        double second = x[1].evalDouble(ctx);
        if (missing || ctx.wasNull) {
            return null;
        }
        try {
            return new SpatialValue(0, new Geometry.Point(first, second)).bytes();
        } catch (InvalidGeometryException _) {
            throw SpatialFunctions.invalid("POINT");
        }
    }

    private static Expr of(String name, GeometryShape shape, List<Expr> args, BindContext bind) {
        for (Expr arg : args) {
            if (!SpatialFunctions.isGeometry(arg)
                    && !arg.type().isString()
                    && arg.type().kind() != io.daybreak.sql.types.TypeKind.NULL) {
                throw new SqlException(
                        MySqlError.ER_ILLEGAL_VALUE_FOR_TYPE, "non geometric", arg.toString());
            }
        }
        return SpatialFunctions.geometry(
                name,
                args,
                bind,
                (x, ctx) -> {
                    List<SpatialValue> members = new ArrayList<>();
                    for (Expr argument : x) {
                        SpatialValue member = SpatialFunctions.value(name, argument, ctx);
                        if (member == null) {
                            return null;
                        }
                        members.add(member);
                    }
                    long srid = members.isEmpty() ? 0 : members.getFirst().srid();
                    return new SpatialValue(srid, made(name, shape, members)).bytes();
                });
    }

    private static Geometry made(String name, GeometryShape shape, List<SpatialValue> members) {
        List<Geometry> geometries = SpatialFunctions.geometries(members);
        try {
            return switch (shape) {
                case LINESTRING ->
                        new Geometry.LineString(
                                geometries.stream()
                                        .map(g -> as(Geometry.Point.class, g, name))
                                        .toList());
                case POLYGON ->
                        new Geometry.Polygon(
                                geometries.stream()
                                        .map(g -> as(Geometry.LineString.class, g, name))
                                        .toList());
                case MULTIPOINT, MULTILINESTRING, MULTIPOLYGON, GEOMCOLLECTION -> {
                    if (!geometries.stream().allMatch(g -> shape.takesMember(g.shape()))) {
                        throw new SqlException(
                                MySqlError.ER_WRONG_ARGUMENTS, SpatialFunctions.lower(name));
                    }
                    yield new Geometry.Several(shape, geometries);
                }
                case GEOMETRY, POINT -> throw new IllegalStateException(shape + " has no members");
            };
        } catch (InvalidGeometryException _) {
            throw SpatialFunctions.invalid(name);
        }
    }

    private static <T extends Geometry> T as(Class<T> wanted, Geometry geometry, String name) {
        if (!wanted.isInstance(geometry)) {
            throw new SqlException(MySqlError.ER_WRONG_ARGUMENTS, SpatialFunctions.lower(name));
        }
        return wanted.cast(geometry);
    }
}
