package io.daybreak.sql.show;

import io.daybreak.sql.exec.ExecutionContext;
import io.daybreak.sql.plan.VirtualTable;
import io.daybreak.sql.session.StatementContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A table whose rows a source makes all at once. Immutable. */
record RowsTable(String schema, String name, List<VirtualTable.Column> columns, Source source)
        implements VirtualTable {
    /** Makes the rows, on the statement's thread. */
    @FunctionalInterface
    interface Source {
        void fill(StatementContext context, Wanted wanted, Rows rows);

        Source NONE = (_, _, _) -> {};
    }

    RowsTable {
        columns = List.copyOf(columns);
    }

    @Override
    public Iterable<@Nullable Object[]> rows(ExecutionContext context, Map<Integer, Object> equal) {
        Rows rows = new Rows(columns);
        source.fill((StatementContext) context, new Wanted(columns, equal), rows);
        return rows.list();
    }

    /** Collects rows. Owned by one statement. */
    static final class Rows {
        private final List<VirtualTable.Column> columns;
        private final List<@Nullable Object[]> list = new ArrayList<>();

        Rows(List<VirtualTable.Column> columns) {
            this.columns = columns;
        }

        /** A row of Java values: strings, numbers, LocalDateTime. */
        void add(@Nullable Object... values) {
            list.add(Cells.row(columns, values));
        }

        List<@Nullable Object[]> list() {
            return list;
        }
    }
}
