package io.daybreak.sql.plan;

import io.daybreak.sql.exec.CteSource;
import io.daybreak.sql.types.SqlType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The common table expressions that a query sees. Confined to one planning run. */
final class CteScope {
    /**
     * @param boundary around the query that has the WITH; null if that query is not inside another
     * @param recursion whether a reference means the rows of the last round
     */
    record Cte(
            String name,
            List<Column> columns,
            @Nullable Scope boundary,
            CteSource source,
            boolean recursion,
            double rows) {
        /** A reference: every query between it and the WITH reads what the table reads. */
        void referredToIn(Scope scope) {
            for (Scope s = scope; s != null && s != boundary; s = s.outer) {
                for (int slot : source.outer()) {
                    s.outerSlots.set(slot);
                }
            }
        }
    }

    record Column(String name, SqlType type, boolean nullable) {}

    private final @Nullable CteScope outer;
    private final Map<String, Cte> tables = new LinkedHashMap<>();

    CteScope(@Nullable CteScope outer) {
        this.outer = outer;
    }

    void add(Cte cte) {
        tables.put(cte.name().toLowerCase(java.util.Locale.ROOT), cte);
    }

    @Nullable Cte find(String name) {
        Cte cte = tables.get(name.toLowerCase(java.util.Locale.ROOT));
        return cte != null || outer == null ? cte : outer.find(name);
    }
}
