package io.daybreak.sql.plan;

import io.daybreak.sql.ast.Expression;

/** What DEFAULT(column) and VALUES(column) mean in a DML statement. */
interface DmlNames {
    Bound inserted(Expression.Column column);

    Bound defaultOf(Expression.Column column);
}
