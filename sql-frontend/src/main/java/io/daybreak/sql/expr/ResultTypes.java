package io.daybreak.sql.expr;

import io.daybreak.sql.geometry.GeometryShape;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.TypeKind;
import java.util.ArrayList;
import java.util.List;

/** The common type of alternatives: of CASE, COALESCE, UNION, IN lists, … */
public final class ResultTypes {
    private ResultTypes() {}

    /** The type that holds the values of all operands, by MySQL's rules. */
    public static SqlType common(String function, List<Expr> operands, BindContext bind) {
        List<Expr> typed = new ArrayList<>();
        for (Expr operand : operands) {
            if (operand.type().kind() != TypeKind.NULL) {
                typed.add(operand);
            }
        }
        if (typed.isEmpty()) {
            return SqlType.NULL;
        }
        SqlType first = typed.getFirst().type();
        boolean same = true;
        for (Expr operand : typed) {
            same &= operand.type().equals(first);
        }
        if (same) {
            return first.sized();
        }
        if (allNumeric(typed)) {
            return numeric(typed);
        }
        SqlType temporal = temporal(typed);
        if (temporal != null) {
            return temporal;
        }
        if (all(typed, TypeKind.JSON)) {
            return SqlType.JSON;
        }
        if (all(typed, TypeKind.GEOMETRY)) {
            return SqlType.geometry(GeometryShape.GEOMETRY, -1);
        }
        return text(function, typed, bind);
    }

    private static boolean all(List<Expr> operands, TypeKind kind) {
        for (Expr operand : operands) {
            if (operand.type().kind() != kind) {
                return false;
            }
        }
        return true;
    }

    private static boolean allNumeric(List<Expr> operands) {
        for (Expr operand : operands) {
            if (!operand.type().isNumeric()) {
                return false;
            }
        }
        return true;
    }

    private static SqlType numeric(List<Expr> operands) {
        boolean floating = false;
        boolean decimal = false;
        boolean anyUnsigned = false;
        boolean anySigned = false;
        int scale = 0;
        int digits = 0;
        TypeKind widest = TypeKind.TINYINT;
        for (Expr operand : operands) {
            SqlType type = operand.type();
            floating |= type.isFloating();
            decimal |= type.kind() == TypeKind.DECIMAL;
            boolean unsigned = TypeMath.unsigned(type);
            anyUnsigned |= unsigned;
            anySigned |= !unsigned;
            scale = Math.max(scale, TypeMath.scale(type));
            digits = Math.max(digits, TypeMath.integerDigits(type));
            widest = wider(widest, type.kind());
        }
        if (floating) {
            boolean floats = fitsFloat(operands);
            SqlType base = floats ? SqlType.FLOAT : SqlType.DOUBLE;
            return scale < SqlType.NOT_FIXED && !floats ? SqlType.doubleOf(scale) : base;
        }
        boolean mixed = anyUnsigned && anySigned;
        boolean tooLarge = mixed && anyUnsigned(operands, TypeKind.BIGINT, TypeKind.BIT);
        if (decimal || tooLarge) {
            return SqlType.decimal(Math.min(65, digits + scale), Math.min(scale, 30), !anySigned);
        }
        if (all(operands, TypeKind.BIT) || all(operands, TypeKind.YEAR)) {
            return widestOf(operands);
        }
        if (mixed && anyUnsigned(operands, widest, widest)) {
            widest = next(widest);
        }
        int width = 0;
        for (Expr operand : operands) {
            width = (int) Math.max(width, operand.type().length());
        }
        SqlType result = SqlType.integer(widest, anyUnsigned && !anySigned);
        return width > 0 && widest == TypeKind.BIGINT ? result.withLength(width) : result;
    }

    /** FLOAT stays what it is beside integers, but for INT. */
    private static boolean fitsFloat(List<Expr> operands) {
        for (Expr operand : operands) {
            switch (operand.type().kind()) {
                case DOUBLE, DECIMAL, INT, BIT -> {
                    return false;
                }
                default -> {
                    // As wide as a FLOAT, or taken for it.
                }
            }
        }
        return true;
    }

    private static SqlType widestOf(List<Expr> operands) {
        SqlType widest = operands.getFirst().type();
        for (Expr operand : operands) {
            if (operand.type().length() > widest.length()) {
                widest = operand.type();
            }
        }
        return widest;
    }

    /** Whether there is an unsigned operand that the signed type of its width could not hold. */
    private static boolean anyUnsigned(List<Expr> operands, TypeKind one, TypeKind other) {
        for (Expr operand : operands) {
            SqlType type = operand.type();
            if (TypeMath.unsigned(type) && (type.kind() == one || type.kind() == other)) {
                return true;
            }
        }
        return false;
    }

    private static TypeKind next(TypeKind integer) {
        return switch (integer) {
            case TINYINT -> TypeKind.SMALLINT;
            case SMALLINT -> TypeKind.MEDIUMINT;
            case MEDIUMINT -> TypeKind.INT;
            default -> TypeKind.BIGINT;
        };
    }

    private static TypeKind wider(TypeKind a, TypeKind b) {
        TypeKind x =
                b == TypeKind.YEAR ? TypeKind.SMALLINT : b == TypeKind.BIT ? TypeKind.BIGINT : b;
        return x.isInteger() && order(x) > order(a) ? x : a;
    }

    private static int order(TypeKind kind) {
        return switch (kind) {
            case TINYINT -> 1;
            case SMALLINT -> 2;
            case MEDIUMINT -> 3;
            case INT -> 4;
            default -> 5;
        };
    }

    private static @org.jspecify.annotations.Nullable SqlType temporal(List<Expr> operands) {
        int scale = 0;
        TypeKind kind = operands.getFirst().type().kind();
        for (Expr operand : operands) {
            SqlType type = operand.type();
            if (!type.isTemporal()) {
                return null;
            }
            scale = Math.max(scale, type.scale());
            if (type.kind() != kind) {
                kind = TypeKind.DATETIME;
            }
        }
        return switch (kind) {
            case DATE -> SqlType.DATE;
            case TIME -> SqlType.time(scale);
            case TIMESTAMP -> SqlType.timestamp(scale);
            default -> SqlType.datetime(scale);
        };
    }

    private static SqlType text(String function, List<Expr> operands, BindContext bind) {
        long characters = 0;
        for (Expr operand : operands) {
            characters = Math.max(characters, operand.type().maxCharacters());
        }
        return SqlType.string(characters, CollationMix.of(function, operands, bind).collation());
    }
}
