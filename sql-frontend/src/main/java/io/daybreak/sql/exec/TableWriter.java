package io.daybreak.sql.exec;

import io.daybreak.engine.api.DuplicateKeyException;
import io.daybreak.engine.api.Index;
import io.daybreak.engine.api.RowId;
import io.daybreak.engine.api.Transaction;
import io.daybreak.engine.api.Transaction.OnDuplicate;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.catalog.CatalogTable;
import io.daybreak.sql.catalog.ColumnDefault;
import io.daybreak.sql.catalog.ColumnDefinition;
import io.daybreak.sql.expr.Expr;
import io.daybreak.sql.types.ColumnStore;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.Temporal;
import io.daybreak.sql.types.TypeKind;
import io.daybreak.sql.types.Values;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows of one table with all that SQL promises of them: conversion, defaults, NOT NULL,
 * generated columns, CHECK, foreign keys in both directions. Rows are arrays in stored form.
 * Immutable once planning has linked the foreign keys; shared by executions.
 */
public final class TableWriter {
    /** A generated column or an expression default, over the row's slots. */
    public record Computed(int column, Expr expression) {}

    public record Check(String name, Expr condition) {}

    private final CatalogTable table;
    private final ColumnStore[] stores;
    private final int[] slots;
    private final List<Computed> generated;
    private final @Nullable Expr[] defaults;
    private final boolean defaultsReadRows;
    private final @Nullable Object[] blank;
    private final List<Check> checks;
    private final List<ParentCheck> parents = new ArrayList<>();
    private final List<ChildAction> children = new ArrayList<>();

    /**
     * @param slots the frame's slots of the row that expressions read; -1 where none does
     * @param defaults expression defaults by column
     */
    public TableWriter(
            CatalogTable table,
            int[] slots,
            List<Computed> generated,
            @Nullable Expr[] defaults,
            List<Check> checks) {
        this.table = table;
        this.slots = slots;
        this.generated = List.copyOf(generated);
        this.defaults = defaults;
        this.checks = List.copyOf(checks);
        this.defaultsReadRows =
                Arrays.stream(defaults).anyMatch(each -> each != null)
                        && Arrays.stream(slots).anyMatch(slot -> slot >= 0);
        List<ColumnDefinition> columns = table.definition().columns();
        this.stores = new ColumnStore[columns.size()];
        for (int i = 0; i < stores.length; i++) {
            stores[i] =
                    new ColumnStore(
                            columns.get(i).type(),
                            table.definition().name(),
                            columns.get(i).name());
        }
        this.blank = blankRow();
    }

    /** While planning: the foreign keys of this table. */
    public void link(ParentCheck parent) {
        parents.add(parent);
    }

    /** While planning: the foreign keys that refer to this table. */
    public void link(ChildAction child) {
        children.add(child);
    }

    public CatalogTable table() {
        return table;
    }

    int width() {
        return stores.length;
    }

    ColumnDefinition column(int position) {
        return table.definition().columns().get(position);
    }

    /** What the column stores for a value. */
    @Nullable Object store(int column, @Nullable Object value, SqlType from, RowStoring storing) {
        Object stored = stores[column].store(value, from, storing);
        return stored;
    }

    /**
     * What expressions see of a row that has no values yet: constant defaults, NULL, or what stands
     * for a missing value.
     */
    @Nullable Object[] blank() {
        return blank.clone();
    }

    private @Nullable Object[] blankRow() {
        @Nullable Object[] row = new Object[stores.length];
        for (int i = 0; i < row.length; i++) {
            ColumnDefinition column = column(i);
            if (column.defaultValue() instanceof ColumnDefault.Constant constant) {
                row[i] = constant.value();
            } else if (!column.nullable() && column.type().kind() != TypeKind.GEOMETRY) {
                row[i] = implicitDefault(column);
            }
        }
        return row;
    }

    /** Whether a computed default may read columns. */
    boolean defaultsReadRows() {
        return defaultsReadRows;
    }

    /**
     * The value for a column that is not named, or for DEFAULT.
     *
     * @param row as it is by now, which a computed default reads
     */
    @Nullable Object defaultOf(
            int column, @Nullable Object[] row, Execution execution, RowStoring storing) {
        ColumnDefinition definition = column(column);
        if (definition.isGenerated()) {
            return null;
        }
        return switch (definition.defaultValue()) {
            case ColumnDefault.Constant constant -> constant.value();
            case ColumnDefault.Expression _ -> {
                Expr expression = java.util.Objects.requireNonNull(defaults[column]);
                if (defaultsReadRows) {
                    toFrame(row, execution, slots);
                }
                yield store(column, execution.eval(expression), expression.type(), storing);
            }
            case ColumnDefault.None _ -> {
                if (definition.nullable() || definition.autoIncrement()) {
                    yield null;
                }
                if (definition.type().kind() == TypeKind.ENUM) {
                    yield 1L;
                }
                if (definition.type().kind() == TypeKind.GEOMETRY) {
                    throw new SqlException(MySqlError.ER_NO_DEFAULT_FOR_FIELD, definition.name());
                }
                storing.complain(MySqlError.ER_NO_DEFAULT_FOR_FIELD, definition.name());
                yield implicitDefault(definition);
            }
        };
    }

    /** What stands for a missing value where NOT NULL is not an error; no geometry does. */
    public static Object implicitDefault(ColumnDefinition column) {
        SqlType type = column.type();
        if (type.kind() == TypeKind.GEOMETRY) {
            throw new SqlException(MySqlError.ER_BAD_NULL_ERROR_NOT_IGNORED, column.name());
        }
        return switch (type.holder()) {
            case NONE, LONG -> type.kind() == TypeKind.ENUM ? 1L : 0L;
            case DOUBLE -> 0.0;
            case DECIMAL -> BigDecimal.ZERO.setScale(type.scale());
            case BYTES ->
                    type.kind() == TypeKind.JSON
                            ? "null".getBytes(StandardCharsets.UTF_8)
                            : new byte[type.kind() == TypeKind.BINARY ? (int) type.length() : 0];
        };
    }

    /** What is stored for a NULL that is no error: of an ENUM no member, not the first. */
    static Object insteadOfNull(ColumnDefinition column) {
        return column.type().kind() == TypeKind.ENUM ? (Object) 0L : implicitDefault(column);
    }

    /** The row in the frame, as expressions see it: TIMESTAMPs in local time. */
    void toFrame(@Nullable Object[] row, Execution execution, int[] targets) {
        for (int i = 0; i < targets.length; i++) {
            if (targets[i] >= 0) {
                execution.frame()[targets[i]] = shown(i, row[i], execution);
            }
        }
    }

    @Nullable Object shown(int column, @Nullable Object value, Execution execution) {
        return value != null && column(column).type().kind() == TypeKind.TIMESTAMP
                ? Temporal.timestampToLocal((Long) value, execution.context().timeZone())
                : value;
    }

    /**
     * Computes generated columns and checks NOT NULL and CHECK.
     *
     * @return false if the row is passed over (IGNORE)
     */
    boolean complete(@Nullable Object[] row, Execution execution, RowStoring storing) {
        if (!generated.isEmpty() || !checks.isEmpty()) {
            toFrame(row, execution, slots);
        }
        for (Computed computed : generated) {
            Object value = execution.eval(computed.expression);
            row[computed.column] =
                    store(computed.column, value, computed.expression.type(), storing);
            if (slots[computed.column] >= 0) {
                execution.frame()[slots[computed.column]] =
                        shown(computed.column, row[computed.column], execution);
            }
        }
        checkNulls(row, storing, -1);
        for (Check check : checks) {
            boolean holds = check.condition.evalTrue(execution.context());
            if (!holds && !execution.context().wasNull) {
                storing.refuse(MySqlError.ER_CHECK_CONSTRAINT_VIOLATED, check.name);
                return false;
            }
        }
        return true;
    }

    /**
     * NOT NULL: an error, or the type's implicit default with a warning.
     *
     * @param except a column that gets its value later; -1 for none
     */
    void checkNulls(@Nullable Object[] row, RowStoring storing, int except) {
        for (int i = 0; i < row.length; i++) {
            if (row[i] == null && i != except && !column(i).nullable()) {
                ColumnDefinition column = column(i);
                if (column.type().kind() == TypeKind.GEOMETRY) {
                    throw new SqlException(MySqlError.ER_BAD_NULL_ERROR_NOT_IGNORED, column.name());
                }
                if (storing.isStrict() || (!storing.ignore() && storing.row() == 1)) {
                    throw new SqlException(MySqlError.ER_BAD_NULL_ERROR, column.name());
                }
                storing.warn(MySqlError.ER_BAD_NULL_ERROR, column.name());
                row[i] = insteadOfNull(column);
            }
        }
    }

    boolean hasGenerated() {
        return !generated.isEmpty();
    }

    /**
     * Inserts a completed row.
     *
     * @return null when inserted; else the index that has the key already ({@code REPORT} modes)
     */
    @Nullable Index insert(
            @Nullable Object[] row, OnDuplicate mode, Execution execution, RowStoring storing) {
        for (ParentCheck parent : parents) {
            if (!parent.holds(row, null, table, execution, storing)) {
                return table.table().clustered();
            }
        }
        return insertChecked(row, mode, execution);
    }

    private @Nullable Index insertChecked(
            @Nullable Object[] row, OnDuplicate mode, Execution execution) {
        try {
            return execution.transaction().insert(table.table(), row, mode);
        } catch (DuplicateKeyException e) {
            throw duplicate(e.index(), e.key());
        }
    }

    /** Whether parents of the row are there; false if it is passed over (IGNORE). */
    boolean parentsHold(@Nullable Object[] row, Execution execution, RowStoring storing) {
        for (ParentCheck parent : parents) {
            if (!parent.holds(row, null, table, execution, storing)) {
                return false;
            }
        }
        return true;
    }

    @Nullable Index insertAfterParents(
            @Nullable Object[] row, OnDuplicate mode, Execution execution) {
        return insertChecked(row, mode, execution);
    }

    /**
     * Changes a row that was read through an exclusive cursor.
     *
     * @param updated completed
     * @return whether it was changed; false if it is passed over (IGNORE)
     */
    boolean update(
            RowId id,
            @Nullable Object[] old,
            @Nullable Object[] updated,
            Execution execution,
            RowStoring storing) {
        for (ParentCheck parent : parents) {
            if (!parent.holds(updated, old, table, execution, storing)) {
                return false;
            }
        }
        for (ChildAction child : children) {
            if (!child.beforeUpdate(old, updated, this, execution, storing)) {
                return false;
            }
        }
        try {
            Index duplicate =
                    execution
                            .transaction()
                            .update(
                                    table.table(),
                                    id,
                                    updated,
                                    storing.ignore() ? OnDuplicate.REPORT : OnDuplicate.FAIL);
            if (duplicate != null) {
                storing.warn(
                        MySqlError.ER_DUP_ENTRY,
                        keyText(duplicate, keyOf(duplicate, updated)),
                        keyName(duplicate));
                return false;
            }
        } catch (DuplicateKeyException e) {
            throw duplicate(e.index(), e.key());
        }
        for (ChildAction child : children) {
            child.afterUpdate(old, updated, this, execution, storing);
        }
        return true;
    }

    /**
     * Deletes a row that was read through an exclusive cursor.
     *
     * @return false if it is passed over: IGNORE, or a foreign key's action of the same statement
     *     has deleted it already
     */
    boolean delete(RowId id, @Nullable Object[] old, Execution execution, RowStoring storing) {
        for (ChildAction child : children) {
            if (child.restrictsDelete() && !child.mayDelete(old, this, execution, storing)) {
                return false;
            }
        }
        if (!execution.transaction().delete(table.table(), id)) {
            return false;
        }
        for (ChildAction child : children) {
            if (!child.restrictsDelete()) {
                child.afterDelete(old, this, execution, storing);
            }
        }
        return true;
    }

    boolean hasChildren() {
        return !children.isEmpty();
    }

    static boolean same(@Nullable Object a, @Nullable Object b) {
        return switch (a) {
            case null -> b == null;
            case byte[] bytes -> b instanceof byte[] other && Arrays.equals(bytes, other);
            case BigDecimal decimal ->
                    b instanceof BigDecimal other && decimal.compareTo(other) == 0;
            default -> a.equals(b);
        };
    }

    static boolean same(@Nullable Object[] a, @Nullable Object[] b) {
        for (int i = 0; i < a.length; i++) {
            if (!same(a[i], b[i])) {
                return false;
            }
        }
        return true;
    }

    static @Nullable Object[] keyOf(Index index, @Nullable Object[] row) {
        @Nullable Object[] key = new Object[index.spec().parts().size()];
        for (int i = 0; i < key.length; i++) {
            key[i] = row[index.spec().parts().get(i).column()];
        }
        return key;
    }

    String keyName(Index index) {
        return table.definition().name() + "." + index.spec().name();
    }

    /** {@code 1-abc}, as error 1062 shows a key. */
    String keyText(Index index, @Nullable Object[] key) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < key.length && i < index.spec().parts().size(); i++) {
            Object value = key[i];
            SqlType type = column(index.spec().parts().get(i).column()).type();
            parts.add(value == null ? "NULL" : Values.string(Values.toBytes(value, type)));
        }
        String text = String.join("-", parts);
        return text.length() > 64 ? text.substring(0, 64) : text;
    }

    SqlException duplicate(Index index, @Nullable Object[] key) {
        return new SqlException(MySqlError.ER_DUP_ENTRY, keyText(index, key), keyName(index));
    }

    static void requireWritable(Transaction transaction) {
        if (transaction.isReadOnly()) {
            throw new SqlException(MySqlError.ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION);
        }
    }
}
