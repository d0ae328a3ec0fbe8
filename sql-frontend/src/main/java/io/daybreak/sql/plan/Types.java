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
        Collation collation = bind.connection();
        if (type.charset() != null) {
            CharacterSet charset = CharacterSet.byName(type.charset());
            if (charset == null) {
                throw new SqlException(MySqlError.ER_UNKNOWN_CHARACTER_SET, type.charset());
            }
            collation =
                    charset == CharacterSet.BINARY ? Collations.BINARY : charset.defaultCollation();
        }
        return type.length() >= 0
                ? new SqlType(TypeKind.CHAR, type.length(), 0, false, false, collation, List.of())
                : SqlType.string(operand.type().maxCharacters(), collation);
    }
}
