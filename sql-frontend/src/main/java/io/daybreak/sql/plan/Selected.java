package io.daybreak.sql.plan;

import io.daybreak.sql.catalog.ColumnDefinition;
import io.daybreak.sql.types.SqlType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A query's plan with what its columns are. Immutable. */
public record Selected(Plan plan, List<Column> columns) {
    public Selected {
        columns = List.copyOf(columns);
    }

    /**
     * @param origin the column of a base table that it shows unchanged; null for anything else
     */
    public record Column(
            String name, SqlType type, boolean nullable, @Nullable ColumnDefinition origin) {}
}
