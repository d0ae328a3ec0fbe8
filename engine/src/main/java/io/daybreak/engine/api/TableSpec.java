package io.daybreak.engine.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table as the dictionary stores it.
 *
 * @param primaryKey null: rows are clustered by a hidden row id
 * @param definition what SQL needs to know beyond this (types, defaults, constraints, comments), in
 *     a format of {@code sql-frontend}'s own; opaque here
 */
public record TableSpec(
        String schema,
        String name,
        List<ColumnSpec> columns,
        @Nullable IndexSpec primaryKey,
        List<IndexSpec> secondary,
        byte[] definition) {
    public TableSpec {
        columns = List.copyOf(columns);
        secondary = List.copyOf(secondary);
    }
}
