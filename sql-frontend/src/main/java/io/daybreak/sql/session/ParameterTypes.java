package io.daybreak.sql.session;

import io.daybreak.engine.collation.Collation;
import io.daybreak.sql.api.SqlSession;
import io.daybreak.sql.expr.Exprs;
import io.daybreak.sql.types.SqlType;
import java.math.BigDecimal;

/**
 * From the protocol's parameter types to SQL's (manual: "Prepared Statements", protocol's Binary
 * Protocol Value).
 */
final class ParameterTypes {
    private static final int DATE = 0x0a;
    private static final int TIME = 0x0b;
    private static final int BLOB_FIRST = 0xf9;
    private static final int BLOB_LAST = 0xfc;
    private static final long TEXT_CHARACTERS_MAX = 16_383;

    private ParameterTypes() {}

    /**
     * @param before the type of the run before: what a null has
     */
    static SqlType of(SqlSession.Parameter parameter, SqlType before, Collation connection) {
        return switch (parameter.value()) {
            case null -> before;
            case Double _ -> SqlType.DOUBLE;
            case BigDecimal decimal -> Exprs.decimalType(decimal);
            case byte[] bytes ->
                    parameter.typeCode() >= BLOB_FIRST && parameter.typeCode() <= BLOB_LAST
                            ? SqlType.binary(Math.max(bytes.length, TEXT_CHARACTERS_MAX))
                            : SqlType.string(
                                    Math.max(bytes.length, TEXT_CHARACTERS_MAX), connection);
            case Long _ ->
                    switch (parameter.typeCode()) {
                        case DATE -> SqlType.DATE;
                        case TIME -> SqlType.time(6);
                        case 0x07, 0x0c -> SqlType.datetime(6);
                        default -> parameter.unsigned() ? SqlType.BIGINT_UNSIGNED : SqlType.BIGINT;
                    };
            default ->
                    throw new IllegalArgumentException(
                            "parameter of " + parameter.value().getClass());
        };
    }
}
