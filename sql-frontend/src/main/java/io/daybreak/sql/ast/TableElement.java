package io.daybreak.sql.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An element of CREATE TABLE's list. */
public sealed interface TableElement extends Node {

    /**
     * A column. Booleans and values are null where the text is silent.
     *
     * @param nullable NULL or NOT NULL
     * @param defaultValue a literal, or {@code now(n)} as a call, or an expression (then {@code
     *     defaultExpression})
     * @param defaultExpression whether the default was written in parentheses
     * @param onUpdate ON UPDATE CURRENT_TIMESTAMP, as a call of now
     * @param generated the expression of a generated column
     * @param stored STORED, else VIRTUAL
     * @param references a REFERENCES clause at the column, which MySQL parses and ignores
     */
    record ColumnDefinition(
            String name,
            DataType type,
            @Nullable Boolean nullable,
            @Nullable Expression defaultValue,
            boolean defaultExpression,
            @Nullable Expression onUpdate,
            boolean autoIncrement,
            boolean primaryKey,
            boolean unique,
            @Nullable String comment,
            @Nullable Boolean visible,
            @Nullable Expression generated,
            boolean stored,
            List<Check> checks,
            @Nullable References references,
            @Nullable Long srid,
            @Nullable String columnFormat,
            @Nullable String storage,
            int start,
            int end)
            implements TableElement {}

    enum KeyKind {
        PRIMARY,
        UNIQUE,
        INDEX,
        FULLTEXT,
        SPATIAL
    }

    /**
     * A key.
     *
     * @param constraint the name after CONSTRAINT
     * @param name null when not written (MySQL takes the constraint's, then the first column's)
     */
    record Key(
            KeyKind kind,
            @Nullable String constraint,
            @Nullable String name,
            List<KeyPart> parts,
            IndexOptions options,
            int start,
            int end)
            implements TableElement {}

    /**
     * @param column null for a functional part
     * @param length of a prefix; -1 when not written
     * @param expression null for a column
     */
    record KeyPart(
            @Nullable String column,
            int length,
            @Nullable Expression expression,
            boolean descending,
            int start,
            int end)
            implements Node {}

    /**
     * @param using BTREE, HASH or RTREE
     */
    record IndexOptions(
            @Nullable String using,
            @Nullable Long keyBlockSize,
            @Nullable String comment,
            @Nullable Boolean visible,
            @Nullable String parser) {
        public static final IndexOptions NONE = new IndexOptions(null, null, null, null, null);
    }

    /** FOREIGN KEY. */
    record ForeignKey(
            @Nullable String constraint,
            @Nullable String indexName,
            List<String> columns,
            References references,
            int start,
            int end)
            implements TableElement {}

    enum ReferenceAction {
        RESTRICT,
        CASCADE,
        SET_NULL,
        NO_ACTION,
        SET_DEFAULT
    }

    /**
     * @param columns empty when not written
     * @param match FULL, PARTIAL or SIMPLE
     * @param onDelete null when not written
     * @param onUpdate null when not written
     */
    record References(
            TableName table,
            List<String> columns,
            @Nullable String match,
            @Nullable ReferenceAction onDelete,
            @Nullable ReferenceAction onUpdate) {}

    /** CHECK. */
    record Check(
            @Nullable String constraint, Expression condition, boolean enforced, int start, int end)
            implements TableElement {}

    /**
     * A table option.
     *
     * @param name upper case with underscores: ENGINE, AUTO_INCREMENT, CHARSET, COLLATE, COMMENT,
     *     ROW_FORMAT, KEY_BLOCK_SIZE, …
     * @param value Long for numbers, String for words and strings, null for DEFAULT; lower case for
     *     charsets and collations
     */
    record TableOption(String name, @Nullable Object value) {}
}
