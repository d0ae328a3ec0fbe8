package io.daybreak.sql.expr;

import io.daybreak.engine.collation.Collation;
import io.daybreak.sql.types.Json;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.TypeKind;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The order of values of one type, as ORDER BY has it. */
public final class Comparing {
    private Comparing() {}

    /** Nulls come first. Both values are of the type. */
    public static int order(@Nullable Object a, @Nullable Object b, SqlType type) {
        if (a == null || b == null) {
            return a == b ? 0 : a == null ? -1 : 1;
        }
        return switch (a) {
            case Long l ->
                    TypeMath.unsigned(type) || type.kind() == TypeKind.SET
                            ? Long.compareUnsigned(l, (Long) b)
                            : Long.compare(l, (Long) b);
            case Double d -> doubles(d, (Double) b);
            case BigDecimal d -> d.compareTo((BigDecimal) b);
            case byte[] s ->
                    type.kind() == TypeKind.JSON
                            ? Json.compare(Json.parse(s), Json.parse((byte[]) b))
                            : text(s, (byte[]) b, type.collation());
            default -> throw new IllegalArgumentException(a.getClass().getName());
        };
    }

    static int text(byte[] a, byte[] b, Collation collation) {
        return collation.compare(a, 0, a.length, b, 0, b.length);
    }

    /** -0 equals 0. */
    static int doubles(double a, double b) {
        return a < b ? -1 : a > b ? 1 : 0;
    }
}
