package io.daybreak.sql.show;

import io.daybreak.sql.plan.VirtualTable;
import io.daybreak.sql.types.Values;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Values that a statement wants text columns to have; a hint to make fewer rows. */
final class Wanted {
    static final Wanted ALL = new Wanted(List.of(), Map.of());

    private final Map<String, String> byColumn = new HashMap<>();

    Wanted(List<VirtualTable.Column> columns, Map<Integer, Object> equal) {
        equal.forEach((position, value) -> {
            if (value instanceof byte[] bytes) {
                byColumn.put(columns.get(position).name(), Values.string(bytes));
            }
        });
    }

    private Wanted(String column, String value) {
        byColumn.put(column, value);
    }

    static Wanted only(String column, String value) {
        return new Wanted(column, value);
    }

    /** Whether a row with this value may be wanted; trailing spaces and case are left open. */
    boolean allows(String column, String value) {
        String wanted = byColumn.get(column);
        return wanted == null || wanted.strip().equalsIgnoreCase(value.strip());
    }
}
