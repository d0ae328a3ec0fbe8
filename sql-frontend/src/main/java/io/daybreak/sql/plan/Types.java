package io.daybreak.sql.plan;

import io.daybreak.engine.collation.Collation;
import io.daybreak.engine.collation.Collations;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.DataType;
import io.daybreak.sql.ast.Expression;
import io.daybreak.sql.expr.BindContext;
import io.daybreak.sql.expr.Expr;
import io.daybreak.sql.expr.Exprs;
import io.daybreak.sql.types.CharacterSet;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.TypeKind;
import java.util.List;

/** The types that CAST names. */
final class Types {
    private Types() {}

    static Expr cast(Expr operand, Expression.Cast cast, BindContext bind) {
        return Exprs.cast(operand, castType(cast.type(), operand, bind));
    }

    /** What RETURNING names. */
    static SqlType returned(DataType type, Expr operand, BindContext bind) {
        return castType(type, operand, bind);
    }

    /** A column of JSON_TABLE. */
    static SqlType column(DataType type, BindContext bind) {
        return switch (type.kind()) {
            case TINYINT -> SqlType.integer(TypeKind.TINYINT, type.unsigned());
            case SMALLINT -> SqlType.integer(TypeKind.SMALLINT, type.unsigned());
            case MEDIUMINT -> SqlType.integer(TypeKind.MEDIUMINT, type.unsigned());
            case INT -> SqlType.integer(TypeKind.INT, type.unsigned());
            case BIGINT -> SqlType.integer(TypeKind.BIGINT, type.unsigned());
            case BOOLEAN -> SqlType.TRUTH;
            case VARCHAR -> SqlType.varchar(type.length(), collation(type, bind));
            case CHAR ->
                    new SqlType(
                            TypeKind.CHAR,
                            type.length() < 0 ? 1 : type.length(),
                            0,
                            false,
                            false,
                            collation(type, bind),
                            List.of());
            case TINYTEXT -> text(TypeKind.TINYTEXT, type, bind);
            case TEXT -> text(TypeKind.TEXT, type, bind);
            case MEDIUMTEXT -> text(TypeKind.MEDIUMTEXT, type, bind);
            case LONGTEXT -> text(TypeKind.LONGTEXT, type, bind);
            case DECIMAL, FLOAT, DOUBLE, DATE, TIME, DATETIME, TIMESTAMP, YEAR, JSON ->
                    castType(type, Exprs.nullLiteral(), bind);
            default ->
                    throw new SqlException(
                            MySqlError.ER_NOT_SUPPORTED_YET,
                            "JSON_TABLE column of type " + type.kind());
        };
    }

    private static SqlType text(TypeKind kind, DataType type, BindContext bind) {
        return new SqlType(kind, 0, 0, false, false, collation(type, bind), List.of());
    }

    private static Collation collation(DataType type, BindContext bind) {
        if (type.collation() != null) {
            Collation named = Collations.byName(type.collation());
            if (named == null) {
                throw new SqlException(MySqlError.ER_UNKNOWN_COLLATION, type.collation());
            }
            return named;
        }
        if (type.charset() == null) {
            return bind.connection();
        }
        CharacterSet charset = CharacterSet.byName(type.charset());
        if (charset == null) {
            throw new SqlException(MySqlError.ER_UNKNOWN_CHARACTER_SET, type.charset());
        }
        return charset == CharacterSet.BINARY ? Collations.BINARY : charset.defaultCollation();
    }

    private static SqlType castType(DataType type, Expr operand, BindContext bind) {
        int digits = Math.max(0, type.length());
        return switch (type.kind()) {
            case SIGNED -> SqlType.BIGINT;
            case UNSIGNED -> SqlType.BIGINT_UNSIGNED;
            case DATE -> SqlType.DATE;
            case TIME -> SqlType.time(digits);
            case DATETIME, TIMESTAMP -> SqlType.datetime(digits);
            case YEAR -> SqlType.YEAR;
            case DOUBLE -> SqlType.DOUBLE;
            case FLOAT -> type.length() > 24 ? SqlType.DOUBLE : SqlType.FLOAT;
            case DECIMAL ->
                    SqlType.decimal(
                            type.length() < 0 ? 10 : type.length(), Math.max(0, type.scale()));
            case JSON -> SqlType.JSON;
            case CHAR, VARCHAR -> text(type, operand, bind);
            case BINARY, VARBINARY ->
                    type.length() >= 0
                            ? new SqlType(
                                    TypeKind.BINARY,
                                    type.length(),
                                    0,
                                    false,
                                    false,
                                    Collations.BINARY,
                                    List.of())
                            : SqlType.binary(operand.type().maxCharacters());
            default ->
                    throw new SqlException(
                            MySqlError.ER_NOT_SUPPORTED_YET, "CAST AS " + type.kind());
        };
    }

    private static SqlType text(DataType type, Expr operand, BindContext bind) {
        Collation collation = collation(type, bind);
        return type.length() >= 0
                ? new SqlType(TypeKind.CHAR, type.length(), 0, false, false, collation, List.of())
                : SqlType.string(operand.type().maxCharacters(), collation);
    }
}
