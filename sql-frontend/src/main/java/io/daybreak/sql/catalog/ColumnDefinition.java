package io.daybreak.sql.catalog;

import io.daybreak.sql.types.SqlType;
import org.jspecify.annotations.Nullable;

/**
 * A column as CREATE TABLE declared it.
 *
 * @param onUpdateNow ON UPDATE CURRENT_TIMESTAMP
 * @param visible false for INVISIBLE columns, which {@code SELECT *} and INSERT without a column
 *     list pass over
 */
public record ColumnDefinition(
        String name,
        SqlType type,
        boolean nullable,
        ColumnDefault defaultValue,
        boolean onUpdateNow,
        boolean autoIncrement,
        @Nullable GeneratedColumn generated,
        boolean visible,
        String comment) {
    /** Whether DML computes the value itself. */
    public boolean isGenerated() {
        return generated != null;
    }
}
