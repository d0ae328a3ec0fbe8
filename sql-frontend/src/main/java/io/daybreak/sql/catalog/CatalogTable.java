package io.daybreak.sql.catalog;

import io.daybreak.engine.api.Index;
import io.daybreak.engine.api.Table;
import org.jspecify.annotations.Nullable;

/** One version of a table: the engine's trees and SQL's definition. Immutable, shared by plans. */
public record CatalogTable(Table table, TableDefinition definition) {
    /** The tree of an index by name; null for an index without a tree. */
    public @Nullable Index tree(String indexName) {
        for (Index index : table.indexes()) {
            if (index.spec().name().equalsIgnoreCase(indexName)) {
                return index;
            }
        }
        return null;
    }
}
