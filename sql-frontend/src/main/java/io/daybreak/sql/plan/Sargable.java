package io.daybreak.sql.plan;

import io.daybreak.sql.exec.KeyConverter;
import io.daybreak.sql.exec.NullValue;
import io.daybreak.sql.expr.Expr;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.TypeKind;
import org.jspecify.annotations.Nullable;

/**
 * Whether a comparison of a column with a value orders as the column's index does, and how the
 * value becomes a key then. What compares as another type (a text column with a number) does not.
 */
final class Sargable {
    private Sargable() {}

    static Expr nullOf(SqlType type) {
        return new NullValue(type);
    }

    static @Nullable KeyConverter converter(SqlType column, SqlType value) {
        if (value.kind() == TypeKind.NULL) {
            return KeyConverter.SAME;
        }
        return switch (column.kind()) {
            case TINYINT, SMALLINT, MEDIUMINT, INT, BIGINT ->
                    isPlainNumber(value) ? integer(column) : null;
            case YEAR ->
                    value.isInteger()
                            ? new KeyConverter(KeyConverter.Kind.INTEGER, 2, true, 0)
                            : null;
            case DECIMAL ->
                    value.isInteger() || value.kind() == TypeKind.DECIMAL
                            ? KeyConverter.decimal(column)
                            : null;
            case FLOAT ->
                    isPlainNumber(value)
                            ? new KeyConverter(KeyConverter.Kind.FLOAT, 0, false, 0)
                            : null;
            case DOUBLE ->
                    isPlainNumber(value)
                            ? new KeyConverter(KeyConverter.Kind.DOUBLE, 0, false, 0)
                            : null;
            case DATE ->
                    switch (value.kind()) {
                        case DATE -> KeyConverter.SAME;
                        case DATETIME -> new KeyConverter(KeyConverter.Kind.DATE, 0, false, 0);
                        default -> null;
                    };
            case TIME, DATETIME -> value.kind() == column.kind() ? KeyConverter.SAME : null;
            case CHAR,
                    VARCHAR,
                    TINYTEXT,
                    TEXT,
                    MEDIUMTEXT,
                    LONGTEXT,
                    BINARY,
                    VARBINARY,
                    TINYBLOB,
                    BLOB,
                    MEDIUMBLOB,
                    LONGBLOB ->
                    text(column, value);
            case TIMESTAMP ->
                    value.kind() == TypeKind.DATETIME || value.kind() == TypeKind.TIMESTAMP
                            ? KeyConverter.TIMESTAMP
                            : null;
            case ENUM ->
                    value.isString()
                            ? KeyConverter.enumeration(column)
                            : value.isInteger()
                                    ? new KeyConverter(
                                            KeyConverter.Kind.INTEGER,
                                            column.members().size() > 255 ? 2 : 1,
                                            true,
                                            0)
                                    : null;
            case NULL, BIT, SET, JSON, GEOMETRY -> null;
        };
    }

    private static boolean isPlainNumber(SqlType value) {
        return value.isInteger() || value.kind() == TypeKind.DECIMAL || value.isFloating();
    }

    private static KeyConverter integer(SqlType column) {
        int bytes =
                switch (column.kind()) {
                    case TINYINT -> 1;
                    case SMALLINT -> 2;
                    case MEDIUMINT -> 3;
                    case INT -> 4;
                    default -> 8;
                };
        return new KeyConverter(KeyConverter.Kind.INTEGER, bytes, column.unsigned(), 0);
    }

    private static @Nullable KeyConverter text(SqlType column, SqlType value) {
        boolean same =
                value.isString()
                        && value.isBinaryString() == column.isBinaryString()
                        && value.collation().id() == column.collation().id();
        return same ? KeyConverter.SAME : null;
    }
}
