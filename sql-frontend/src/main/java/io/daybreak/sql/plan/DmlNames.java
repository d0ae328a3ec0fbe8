package io.daybreak.sql.plan;

import io.daybreak.sql.ast.Expression;

/** What VALUES(column) means in a DML statement. */
interface DmlNames {
    Bound inserted(Expression.Column column);
}
