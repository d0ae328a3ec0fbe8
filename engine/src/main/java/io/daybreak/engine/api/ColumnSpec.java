package io.daybreak.engine.api;

import org.jspecify.annotations.Nullable;

/**
 * @param initial the value that rows written before the column was added instantly have; null
 *     unless it was
 */
public record ColumnSpec(
        String name, PhysicalType type, boolean nullable, @Nullable Object initial) {}
