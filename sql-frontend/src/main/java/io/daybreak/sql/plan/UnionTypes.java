package io.daybreak.sql.plan;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.expr.Expr;
import io.daybreak.sql.expr.Exprs;
import io.daybreak.sql.expr.FunctionRegistry;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.TypeKind;
import java.util.ArrayList;
import java.util.List;

/** The type of a column that several queries or rows give: as that of COALESCE. */
final class UnionTypes {
    /** The coercibility of what has no one order. */
    private static final int NO_COLLATION = 1;

    private static final int BINARY_BYTES_MAX = 255;

    record Column(SqlType type, boolean nullable) {}

    private UnionTypes() {}

    static Column common(List<Expr> sources, PlanningRun run) {
        boolean nullable = false;
        List<Expr> typed = new ArrayList<>();
        for (Expr source : sources) {
            nullable |= source.nullable();
            if (source.type().kind() != TypeKind.NULL) {
                typed.add(source);
            }
        }
        if (typed.isEmpty()) {
            return new Column(SqlType.NULL, true);
        }
        SqlType first = typed.get(0).type();
        boolean same = true;
        for (Expr source : typed) {
            same &= source.type().equals(first);
        }
        if (same) {
            return new Column(typed.size() > 1 ? merged(first) : first.sized(), nullable);
        }
        Expr common = FunctionRegistry.resolve("COALESCE", typed, run.context.bindContext());
        if (common.type().hasCollation() && common.coercibility() == NO_COLLATION) {
            throw new SqlException(MySqlError.ER_CANT_AGGREGATE_NCOLLATIONS, "UNION");
        }
        return new Column(isPadded(typed) ? padded(common.type()) : common.type(), nullable);
    }

    /** Two ENUMs or SETs are texts, and in their order, even if their members are the same. */
    private static SqlType merged(SqlType type) {
        return type.kind() == TypeKind.ENUM || type.kind() == TypeKind.SET
                ? SqlType.string(type.maxCharacters(), type.collation())
                : type.sized();
    }

    /** BINARY beside numbers and dates stays BINARY, and everything becomes as long as that. */
    private static boolean isPadded(List<Expr> sources) {
        boolean binary = false;
        for (Expr source : sources) {
            SqlType type = source.type();
            binary |= type.kind() == TypeKind.BINARY;
            if (!(type.kind() == TypeKind.BINARY && source.isColumn())
                    && !type.isNumeric()
                    && !type.isTemporal()
                    && type.kind() != TypeKind.ENUM
                    && type.kind() != TypeKind.SET) {
                return false;
            }
        }
        return binary;
    }

    private static SqlType padded(SqlType type) {
        return type.isBinaryString() && type.length() <= BINARY_BYTES_MAX
                ? new SqlType(
                        TypeKind.BINARY,
                        type.length(),
                        0,
                        false,
                        false,
                        type.collation(),
                        List.of())
                : type;
    }

    static Expr convert(Expr source, SqlType type, PlanningRun run) {
        if (source.type().equals(type) || source.type().kind() == TypeKind.NULL) {
            return source;
        }
        return type.kind() == TypeKind.BINARY
                ? Exprs.cast(source, type)
                : Exprs.convert(source, type);
    }
}
