package io.daybreak.sql.ast;

import org.jspecify.annotations.Nullable;

/** A table's, view's or routine's name as written, with its schema if that was written. */
public record TableName(@Nullable String schema, String name, int start, int end) implements Node {}
