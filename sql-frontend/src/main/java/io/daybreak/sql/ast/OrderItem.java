package io.daybreak.sql.ast;

/** An element of ORDER BY. */
public record OrderItem(Expression expression, boolean descending, int start, int end)
        implements Node {}
