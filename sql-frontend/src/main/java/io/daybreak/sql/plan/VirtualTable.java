package io.daybreak.sql.plan;

import io.daybreak.sql.exec.ExecutionContext;
import io.daybreak.sql.types.SqlType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A table without storage, such as those of information_schema. Immutable and thread-safe. */
public interface VirtualTable {
    String schema();

    String name();

    List<Column> columns();

    /**
     * The rows, one value per column in the engine's representation.
     *
     * @param equal values that a column (by position) is wanted to be equal to, as far as the
     *     statement says so in constants: a hint that saves work; rows that differ may be returned,
     *     the condition is checked again. Text is compared without regard to case by the caller if
     *     the column's collation says so.
     */
    Iterable<@Nullable Object[]> rows(ExecutionContext context, Map<Integer, Object> equal);

    record Column(String name, SqlType type, boolean nullable) {}
}
