package io.daybreak.sql.catalog;

import io.daybreak.engine.api.ColumnSpec;
import io.daybreak.engine.api.IndexSpec;
import io.daybreak.engine.api.TableSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A base table as SQL sees it. Immutable.
 *
 * @param indexes all, the primary key (if any) first
 * @param collation name of the default collation of the table
 * @param options other table options by lower-case name (engine, row_format, ...), for SHOW CREATE
 *     TABLE and information_schema
 * @param createdMillis since the epoch
 */
public record TableDefinition(
        String schema,
        String name,
        List<ColumnDefinition> columns,
        List<IndexDefinition> indexes,
        List<ForeignKey> foreignKeys,
        List<CheckConstraint> checks,
        String charset,
        String collation,
        String comment,
        Map<String, String> options,
        long createdMillis) {
    public TableDefinition {
        columns = List.copyOf(columns);
        indexes = List.copyOf(indexes);
        foreignKeys = List.copyOf(foreignKeys);
        checks = List.copyOf(checks);
        options = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    /** Position of a column by name, ignoring case as MySQL does; -1 if there is none. */
    public int column(String columnName) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equalsIgnoreCase(columnName)) {
                return i;
            }
        }
        return -1;
    }

    public @Nullable IndexDefinition primaryKey() {
        return indexes.isEmpty() || indexes.get(0).kind() != IndexDefinition.Kind.PRIMARY
                ? null
                : indexes.get(0);
    }

    public @Nullable IndexDefinition index(String indexName) {
        for (IndexDefinition index : indexes) {
            if (index.name().equalsIgnoreCase(indexName)) {
                return index;
            }
        }
        return null;
    }

    /** Position of the AUTO_INCREMENT column; -1 if there is none. */
    public int autoIncrementColumn() {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).autoIncrement()) {
                return i;
            }
        }
        return -1;
    }

    /** What the engine stores: physical columns, trees, and this definition as bytes. */
    public TableSpec toSpec() {
        List<ColumnSpec> physical = new ArrayList<>();
        for (ColumnDefinition column : columns) {
            physical.add(
                    new ColumnSpec(
                            column.name(), column.type().physical(), column.nullable(), null));
        }
        IndexSpec primary = null;
        List<IndexSpec> secondary = new ArrayList<>();
        for (IndexDefinition index : indexes) {
            if (index.kind() == IndexDefinition.Kind.PRIMARY) {
                primary = new IndexSpec(IndexSpec.PRIMARY, true, index.parts());
            } else if (index.hasTree()) {
                secondary.add(new IndexSpec(index.name(), index.isUnique(), index.parts()));
            }
        }
        return new TableSpec(schema, name, physical, primary, secondary, toBytes());
    }

    public byte[] toBytes() {
        return TableDefinitionCodec.encode(this);
    }

    /** The definition in an engine table; schema and table name are the engine's. */
    public static TableDefinition of(TableSpec spec) {
        return TableDefinitionCodec.decode(spec.schema(), spec.name(), spec.definition());
    }

    public TableDefinition renamed(String newSchema, String newName) {
        return new TableDefinition(
                newSchema,
                newName,
                columns,
                indexes,
                foreignKeys,
                checks,
                charset,
                collation,
                comment,
                options,
                createdMillis);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s.%s", schema, name);
    }
}
