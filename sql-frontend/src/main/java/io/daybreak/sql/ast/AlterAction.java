package io.daybreak.sql.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An action of ALTER TABLE. */
public sealed interface AlterAction {

    /**
     * Where a column goes.
     *
     * @param first FIRST
     * @param after AFTER this column; null with first false: at the end, or where it was
     */
    record Position(boolean first, @Nullable String after) {
        public static final Position UNCHANGED = new Position(false, null);
    }

    record AddColumn(TableElement.ColumnDefinition column, Position position)
            implements AlterAction {}

    /** ADD INDEX, KEY, PRIMARY KEY, UNIQUE, FULLTEXT, SPATIAL, FOREIGN KEY, CHECK. */
    record AddElement(TableElement element) implements AlterAction {}

    /** {@code ADD (column, …, key, …)}: everything at the end. */
    record AddElements(List<TableElement> elements) implements AlterAction {}

    /** CHANGE COLUMN and MODIFY COLUMN (where both names are the same). */
    record ChangeColumn(String name, TableElement.ColumnDefinition column, Position position)
            implements AlterAction {}

    record RenameColumn(String from, String to) implements AlterAction {}

    /**
     * ALTER COLUMN … SET DEFAULT or DROP DEFAULT.
     *
     * @param value null for DROP
     */
    record SetDefault(String column, @Nullable Expression value, boolean expression)
            implements AlterAction {}

    record SetColumnVisible(String column, boolean visible) implements AlterAction {}

    record DropColumn(String name) implements AlterAction {}

    record DropPrimaryKey() implements AlterAction {}

    record DropIndex(String name) implements AlterAction {}

    record DropForeignKey(String name) implements AlterAction {}

    /** DROP CHECK, and DROP CONSTRAINT (then {@code anyKind}). */
    record DropConstraint(String name, boolean anyKind) implements AlterAction {}

    record AlterConstraint(String name, boolean enforced) implements AlterAction {}

    record AlterIndex(String name, boolean visible) implements AlterAction {}

    record RenameIndex(String from, String to) implements AlterAction {}

    record RenameTable(TableName to) implements AlterAction {}

    record OrderBy(List<OrderItem> items) implements AlterAction {}

    /**
     * @param charset null for DEFAULT
     */
    record ConvertCharset(@Nullable String charset, @Nullable String collation)
            implements AlterAction {}

    record SetOptions(List<TableElement.TableOption> options) implements AlterAction {}

    record EnableKeys(boolean enable) implements AlterAction {}

    record DiscardTablespace(boolean discard) implements AlterAction {}

    record Force() implements AlterAction {}

    /** ALGORITHM, LOCK, WITH/WITHOUT VALIDATION: how, not what. */
    record Modifier(String name, String value) implements AlterAction {}

    /** Anything about partitions: known to the grammar, not supported. */
    record Partitioning(String text) implements AlterAction {}
}
