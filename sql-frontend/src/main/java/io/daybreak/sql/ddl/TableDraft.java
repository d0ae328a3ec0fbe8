package io.daybreak.sql.ddl;

import io.daybreak.engine.api.KeyPart;
import io.daybreak.engine.collation.Collation;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.Expression;
import io.daybreak.sql.ast.TableElement;
import io.daybreak.sql.catalog.CheckConstraint;
import io.daybreak.sql.catalog.ColumnDefinition;
import io.daybreak.sql.catalog.ForeignKey;
import io.daybreak.sql.catalog.IndexDefinition;
import io.daybreak.sql.catalog.TableDefinition;
import io.daybreak.sql.parse.AstPrinter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A table while a statement makes or changes it. Keys and constraints name their columns, so that
 * columns may move. Owned by the statement.
 */
final class TableDraft {
    /** As InnoDB has it. */
    private static final int COLUMNS_MAX = 1017;

    /**
     * @param origin position in the table before; -1 for a new column
     */
    record Column(ColumnDefinition definition, int origin) {
        String name() {
            return definition.name();
        }

        Column with(ColumnDefinition other) {
            return new Column(other, origin);
        }
    }

    record Part(String column, int prefix, boolean descending) {}

    /**
     * @param name empty until it is given one
     * @param origin name of the index before; null for a new one
     * @param generated made for a foreign key, not written
     */
    record Key(
            String name,
            IndexDefinition.Kind kind,
            List<Part> parts,
            boolean visible,
            String comment,
            @Nullable String origin,
            boolean generated) {
        Key named(String other) {
            return new Key(other, kind, parts, visible, comment, origin, generated);
        }

        Key of(List<Part> others) {
            return new Key(name, kind, others, visible, comment, origin, generated);
        }

        Key spatial(List<Part> others) {
            return new Key(
                    name,
                    IndexDefinition.Kind.SPATIAL,
                    others,
                    visible,
                    comment,
                    origin,
                    generated);
        }

        Key visible(boolean other) {
            return new Key(name, kind, parts, other, comment, origin, generated);
        }
    }

    /**
     * @param added by this statement
     */
    record Reference(
            String name,
            List<String> columns,
            String parentSchema,
            String parentTable,
            List<String> parentColumns,
            ForeignKey.Action onDelete,
            ForeignKey.Action onUpdate,
            boolean added) {}

    /**
     * @param added by this statement
     * @param written by this statement, not copied from another table; null if it was not
     */
    record Condition(
            String name,
            String sql,
            boolean enforced,
            boolean added,
            @Nullable WrittenCondition written) {
        Condition named(String other) {
            return new Condition(other, sql, enforced, added, written);
        }

        Condition enforced(boolean other) {
            return new Condition(name, sql, other, added, written);
        }
    }

    /**
     * @param column at which it stands; null if it stands for itself
     */
    record WrittenCondition(Expression condition, @Nullable String column) {}

    final String schema;
    final String name;
    final List<Column> columns = new ArrayList<>();
    final List<Key> keys = new ArrayList<>();
    final List<Reference> references = new ArrayList<>();
    final List<Condition> conditions = new ArrayList<>();
    Collation collation;
    String comment = "";
    final Map<String, String> options = new LinkedHashMap<>();
    long createdMillis;
    @Nullable Long autoIncrement;

    TableDraft(String schema, String name, Collation collation, long createdMillis) {
        this.schema = schema;
        this.name = name;
        this.collation = collation;
        this.createdMillis = createdMillis;
    }

    /** A draft that is the same as a table. */
    static TableDraft of(TableDefinition table) {
        TableDraft draft =
                new TableDraft(
                        table.schema(),
                        table.name(),
                        Charsets.named(table.collation()),
                        table.createdMillis());
        for (int i = 0; i < table.columns().size(); i++) {
            draft.columns.add(new Column(table.columns().get(i), i));
        }
        for (IndexDefinition index : table.indexes()) {
            List<Part> parts = new ArrayList<>();
            for (KeyPart part : index.parts()) {
                parts.add(
                        new Part(
                                table.columns().get(part.column()).name(),
                                part.prefixLength(),
                                part.descending()));
            }
            draft.keys.add(
                    new Key(
                            index.name(),
                            index.kind(),
                            parts,
                            index.visible(),
                            index.comment(),
                            index.name(),
                            false));
        }
        for (ForeignKey key : table.foreignKeys()) {
            draft.references.add(
                    new Reference(
                            key.name(),
                            key.columns().stream().map(c -> table.columns().get(c).name()).toList(),
                            key.parentSchema(),
                            key.parentTable(),
                            key.parentColumns(),
                            key.onDelete(),
                            key.onUpdate(),
                            false));
        }
        for (CheckConstraint check : table.checks()) {
            draft.conditions.add(
                    new Condition(check.name(), check.sql(), check.enforced(), false, null));
        }
        draft.comment = table.comment();
        draft.options.putAll(table.options());
        return draft;
    }

    List<ColumnDefinition> definitions() {
        return columns.stream().map(Column::definition).toList();
    }

    int position(String column) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equalsIgnoreCase(column)) {
                return i;
            }
        }
        return -1;
    }

    @Nullable Key key(String keyName) {
        for (Key key : keys) {
            if (key.name().equalsIgnoreCase(keyName)) {
                return key;
            }
        }
        return null;
    }

    @Nullable Key primaryKey() {
        for (Key key : keys) {
            if (key.kind() == IndexDefinition.Kind.PRIMARY) {
                return key;
            }
        }
        return null;
    }

    // ---- Elements

    void addColumn(int at, ColumnDefinition column, TableElement.ColumnDefinition written) {
        if (columns.size() >= COLUMNS_MAX) {
            throw new SqlException(MySqlError.ER_TOO_MANY_FIELDS);
        }
        if (position(column.name()) >= 0) {
            throw new SqlException(MySqlError.ER_DUP_FIELDNAME, column.name());
        }
        columns.add(at, new Column(column, -1));
        columnElements(column.name(), written);
    }

    /** Keys and checks that stand at a column. */
    void columnElements(String column, TableElement.ColumnDefinition written) {
        List<Part> part = List.of(new Part(column, 0, false));
        if (written.primaryKey()) {
            addPrimary(part, "");
        }
        if (written.unique() || written.type().kind() == io.daybreak.sql.ast.DataType.Kind.SERIAL) {
            keys.add(new Key("", IndexDefinition.Kind.UNIQUE, part, true, "", null, false));
        }
        written.checks().forEach(check -> addCheck(check, column));
    }

    private void addPrimary(List<Part> parts, String keyComment) {
        if (primaryKey() != null) {
            throw new SqlException(MySqlError.ER_MULTIPLE_PRI_KEY);
        }
        keys.add(
                new Key(
                        "PRIMARY",
                        IndexDefinition.Kind.PRIMARY,
                        parts,
                        true,
                        keyComment,
                        null,
                        false));
    }

    /**
     * @param column at which it is written; null if it stands for itself
     */
    void addCheck(TableElement.Check check, @Nullable String column) {
        String constraint = check.constraint();
        if (constraint != null) {
            Names.requireLength(constraint);
        }
        conditions.add(
                new Condition(
                        constraint == null ? "" : constraint,
                        AstPrinter.print(check.condition(), "utf8mb4"),
                        check.enforced(),
                        true,
                        new WrittenCondition(check.condition(), column)));
    }

    void addKey(TableElement.Key key) {
        List<Part> parts = new ArrayList<>();
        for (TableElement.KeyPart part : key.parts()) {
            if (part.column() == null) {
                throw DdlRun.unsupported("functional index");
            }
            if (part.length() == 0) {
                throw new SqlException(MySqlError.ER_KEY_PART_0, part.column());
            }
            parts.add(new Part(part.column(), Math.max(0, part.length()), part.descending()));
        }
        String comment = Objects.requireNonNullElse(key.options().comment(), "");
        boolean visible = !Boolean.FALSE.equals(key.options().visible());
        if (key.kind() == TableElement.KeyKind.PRIMARY) {
            if (!visible) {
                throw new SqlException(MySqlError.ER_PK_INDEX_CANT_BE_INVISIBLE);
            }
            addPrimary(parts, comment);
            return;
        }
        String written = key.name() == null ? key.constraint() : key.name();
        if (written != null) {
            Names.requireIndex(written);
            if (written.equalsIgnoreCase("PRIMARY")) {
                throw new SqlException(MySqlError.ER_WRONG_NAME_FOR_INDEX, written);
            }
        }
        IndexDefinition.Kind kind =
                switch (key.kind()) {
                    case UNIQUE -> IndexDefinition.Kind.UNIQUE;
                    case FULLTEXT -> IndexDefinition.Kind.FULLTEXT;
                    case SPATIAL -> IndexDefinition.Kind.SPATIAL;
                    default -> IndexDefinition.Kind.KEY;
                };
        keys.add(
                new Key(
                        written == null ? "" : written,
                        kind,
                        parts,
                        visible,
                        comment,
                        null,
                        false));
    }

    // ---- The end

    /** The definition; keys and constraints have names and columns that are there. */
    TableDefinition definition() {
        return new TableDefinition(
                schema,
                name,
                definitions(),
                keys.stream().map(this::index).toList(),
                references.stream().map(this::foreignKey).toList(),
                conditions.stream()
                        .map(c -> new CheckConstraint(c.name(), c.sql(), c.enforced()))
                        .toList(),
                collation.charset(),
                collation.name(),
                comment,
                options,
                createdMillis);
    }

    private IndexDefinition index(Key key) {
        return new IndexDefinition(
                key.name(),
                key.kind(),
                key.parts().stream()
                        .map(p -> new KeyPart(position(p.column()), p.prefix(), p.descending()))
                        .toList(),
                key.visible(),
                key.comment());
    }

    private ForeignKey foreignKey(Reference reference) {
        return new ForeignKey(
                reference.name(),
                reference.columns().stream().map(this::position).toList(),
                reference.parentSchema(),
                reference.parentTable(),
                reference.parentColumns(),
                reference.onDelete(),
                reference.onUpdate());
    }

    /** A name that no key has: the column's, or with a number. */
    String freeKeyName(String column) {
        boolean primary = column.toUpperCase(Locale.ROOT).equals("PRIMARY");
        if (!primary && key(column) == null) {
            return column;
        }
        for (int i = 2; ; i++) {
            String candidate = column + "_" + i;
            if (key(candidate) == null) {
                return candidate;
            }
        }
    }
}
