package io.daybreak.sql.catalog;

import java.util.List;

/**
 * A FOREIGN KEY of the child table that declares it.
 *
 * @param columns positions in the child
 * @param parentColumns names in the parent, one per child column
 */
public record ForeignKey(
        String name,
        List<Integer> columns,
        String parentSchema,
        String parentTable,
        List<String> parentColumns,
        Action onDelete,
        Action onUpdate) {
    /** RESTRICT and NO ACTION do the same, but are shown as written. */
    public enum Action {
        NO_ACTION("NO ACTION"),
        RESTRICT("RESTRICT"),
        CASCADE("CASCADE"),
        SET_NULL("SET NULL"),
        SET_DEFAULT("SET DEFAULT");

        private final String sql;

        Action(String sql) {
            this.sql = sql;
        }

        public String sql() {
            return sql;
        }
    }

    public ForeignKey {
        columns = List.copyOf(columns);
        parentColumns = List.copyOf(parentColumns);
        if (columns.size() != parentColumns.size() || columns.isEmpty()) {
            throw new IllegalArgumentException("foreign key " + name + " with unequal columns");
        }
    }
}
