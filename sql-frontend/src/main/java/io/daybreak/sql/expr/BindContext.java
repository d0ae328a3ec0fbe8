package io.daybreak.sql.expr;

import io.daybreak.engine.collation.Collation;
import io.daybreak.engine.collation.Collations;
import io.daybreak.sql.types.SqlMode;

/**
 * What the type of an expression depends on besides its operands. A plan that is cached depends on
 * it too.
 *
 * @param connection {@code collation_connection}: of literals and of numbers turned into text
 * @param divPrecisionIncrement {@code div_precision_increment}
 * @param sqlMode the {@link SqlMode}s
 */
public record BindContext(Collation connection, int divPrecisionIncrement, long sqlMode) {
    public static final BindContext DEFAULT =
            new BindContext(Collations.UTF8MB4_0900_AI_CI, 4, SqlMode.DEFAULT);
}
