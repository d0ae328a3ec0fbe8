package io.daybreak.sql.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An element of FROM. */
public sealed interface TableReference extends Node {

    /** A stored table, view or CTE by name. */
    record Named(
            TableName name,
            List<String> partitions,
            @Nullable String alias,
            List<IndexHint> hints,
            int start,
            int end)
            implements TableReference {
        /** The name that columns are qualified with: the alias, else the table's name. */
        public String exposedName() {
            return alias == null ? name.name() : alias;
        }

        public boolean hasAlias() {
            return alias != null;
        }
    }

    /**
     * {@code [LATERAL] (query) alias (columns)}.
     *
     * @param columns empty when not written
     */
    record Derived(
            Query query, boolean lateral, String alias, List<String> columns, int start, int end)
            implements TableReference {}

    enum JoinType {
        /** INNER JOIN, JOIN, CROSS JOIN: the same in MySQL. */
        INNER,
        STRAIGHT,
        LEFT,
        RIGHT
    }

    /**
     * A join; the comma of FROM is in the list instead.
     *
     * @param using empty when not written
     */
    record Join(
            JoinType type,
            boolean natural,
            TableReference left,
            TableReference right,
            @Nullable Expression on,
            List<String> using,
            int start,
            int end)
            implements TableReference {}

    /** A parenthesised list {@code (a, b)}: as a cross join of its elements. */
    record Group(List<TableReference> elements, int start, int end) implements TableReference {}

    /** {@code JSON_TABLE(document, path COLUMNS (…)) AS alias}. */
    record JsonTable(
            Expression document,
            Expression path,
            List<JsonColumn> columns,
            String alias,
            int start,
            int end)
            implements TableReference {}

    /** A column of JSON_TABLE. */
    sealed interface JsonColumn {
        record Ordinality(String name) implements JsonColumn {}

        record Value(
                String name,
                DataType type,
                Expression path,
                boolean exists,
                Expression.@Nullable JsonOnResponse onEmpty,
                Expression.@Nullable JsonOnResponse onError)
                implements JsonColumn {}

        record Nested(Expression path, List<JsonColumn> columns) implements JsonColumn {}
    }

    enum HintKind {
        USE,
        FORCE,
        IGNORE
    }

    enum HintScope {
        ALL,
        JOIN,
        ORDER_BY,
        GROUP_BY
    }

    record IndexHint(HintKind kind, HintScope scope, List<String> indexes) {}
}
