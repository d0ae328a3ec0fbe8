package io.daybreak.sql.expr;

import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.TypeKind;

/** Precision and scale of types as operands of arithmetic. */
final class TypeMath {
    private TypeMath() {}

    /** Whether values need no conversion to be calculated with. */
    static boolean isNumber(SqlType type) {
        return type.isInteger() || type.isFloating() || type.kind() == TypeKind.DECIMAL;
    }

    /** INTEGER, DECIMAL or DOUBLE: how a value of the type takes part in arithmetic. */
    enum Domain {
        INTEGER,
        DECIMAL,
        DOUBLE
    }

    static Domain domain(SqlType type) {
        return switch (type.kind()) {
            case TINYINT, SMALLINT, MEDIUMINT, INT, BIGINT, YEAR, BIT, NULL -> Domain.INTEGER;
            case DECIMAL -> Domain.DECIMAL;
            case DATE -> Domain.INTEGER;
            case TIME, DATETIME, TIMESTAMP -> type.scale() > 0 ? Domain.DECIMAL : Domain.INTEGER;
            default -> Domain.DOUBLE;
        };
    }

    static boolean unsigned(SqlType type) {
        return type.unsigned() || type.kind() == TypeKind.BIT;
    }

    /** Decimal digits that a value of the type can have. */
    static int precision(SqlType type) {
        return switch (type.kind()) {
            case TINYINT -> 3;
            case SMALLINT -> 5;
            case MEDIUMINT -> type.unsigned() ? 8 : 7;
            case INT -> 10;
            case BIGINT ->
                    type.length() > 0 && type.length() < 19
                            ? (int) type.length()
                            : type.unsigned() ? 20 : 19;
            case YEAR -> 4;
            case BIT -> 20;
            case DECIMAL -> (int) type.length();
            case DATE -> 8;
            case TIME -> 6 + type.scale();
            case DATETIME, TIMESTAMP -> 14 + type.scale();
            case NULL -> 1;
            default -> 65;
        };
    }

    static int scale(SqlType type) {
        return switch (type.kind()) {
            case DECIMAL, TIME, DATETIME, TIMESTAMP -> type.scale();
            case FLOAT, DOUBLE -> type.scale();
            default -> type.isString() || type.kind() == TypeKind.JSON ? SqlType.NOT_FIXED : 0;
        };
    }

    /** Digits before the point. */
    static int integerDigits(SqlType type) {
        return precision(type) - Math.min(scale(type), 30);
    }
}
