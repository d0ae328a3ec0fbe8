package io.daybreak.sql.plan;

import io.daybreak.sql.catalog.CatalogTable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table in FROM: base, virtual, derived or CTE. Confined to one planning run. */
final class ScopeTable {
    final @Nullable String schema;
    final String alias;
    final List<ScopeColumn> columns = new ArrayList<>();

    /** Slots of its used columns. */
    final BitSet slots = new BitSet();

    /** Set for a stored table. */
    @Nullable CatalogTable stored;

    private boolean nullExtended;

    ScopeTable(@Nullable String schema, String alias) {
        this.schema = schema;
        this.alias = alias;
    }

    void own(int slot) {
        slots.set(slot);
    }

    /** The inner side of an outer join. */
    void nullExtend() {
        nullExtended = true;
    }

    boolean isNullExtended() {
        return nullExtended;
    }

    @Nullable ScopeColumn column(String name) {
        for (ScopeColumn column : columns) {
            if (column.name.equalsIgnoreCase(name)) {
                return column;
            }
        }
        return null;
    }
}
