package io.daybreak.sql.ast;

import org.jspecify.annotations.Nullable;

/**
 * LIMIT: each a literal integer, a parameter, or a variable's name inside a routine.
 *
 * @param offset null when not written
 */
public record Limit(Expression count, @Nullable Expression offset, int start, int end)
        implements Node {}
