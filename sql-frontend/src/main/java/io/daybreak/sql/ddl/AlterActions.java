package io.daybreak.sql.ddl;

import io.daybreak.engine.api.Table;
import io.daybreak.engine.collation.Collation;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.AlterAction;
import io.daybreak.sql.ast.TableElement;
import io.daybreak.sql.catalog.CatalogTable;
import io.daybreak.sql.catalog.ColumnDefault;
import io.daybreak.sql.catalog.ColumnDefinition;
import io.daybreak.sql.catalog.ForeignKey;
import io.daybreak.sql.catalog.IndexDefinition;
import io.daybreak.sql.catalog.ParentOf;
import io.daybreak.sql.catalog.TableDefinition;
import io.daybreak.sql.ddl.TableDraft.Column;
import io.daybreak.sql.ddl.TableDraft.Condition;
import io.daybreak.sql.ddl.TableDraft.Key;
import io.daybreak.sql.ddl.TableDraft.Part;
import io.daybreak.sql.ddl.TableDraft.Reference;
import io.daybreak.sql.types.CharacterSet;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.TypeKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The actions of one ALTER TABLE, on a draft. Owned by the statement. */
final class AlterActions {
    private final DdlRun run;
    private final CatalogTable table;
    private final TableDraft draft;

    /** New names of columns by old ones. */
    private final Map<String, String> renamed = new LinkedHashMap<>();

    AlterActions(DdlRun run, CatalogTable table, TableDraft draft) {
        this.run = run;
        this.table = table;
        this.draft = draft;
    }

    void apply(AlterAction action) {
        switch (action) {
            case AlterAction.AddColumn a -> addColumn(a.column(), a.position());
            case AlterAction.AddElement a -> addElement(a.element());
            case AlterAction.AddElements a -> a.elements().forEach(this::addElement);
            case AlterAction.ChangeColumn a -> changeColumn(a);
            case AlterAction.RenameColumn a -> renameColumn(a.from(), a.to());
            case AlterAction.SetDefault a -> setDefault(a);
            case AlterAction.SetColumnVisible a -> {
                int at = require(a.column());
                Column column = draft.columns.get(at);
                draft.columns.set(
                        at, column.with(Columns.withVisible(column.definition(), a.visible())));
            }
            case AlterAction.DropColumn a -> dropColumn(a.name());
            case AlterAction.DropPrimaryKey _ -> dropKey("PRIMARY");
            case AlterAction.DropIndex a -> dropKey(a.name());
            case AlterAction.DropForeignKey a -> {
                if (!draft.references.removeIf(r -> r.name().equalsIgnoreCase(a.name()))) {
                    throw new SqlException(MySqlError.ER_CANT_DROP_FIELD_OR_KEY, a.name());
                }
            }
            case AlterAction.DropConstraint a -> dropConstraint(a.name(), a.anyKind());
            case AlterAction.AlterConstraint a -> enforce(a.name(), a.enforced());
            case AlterAction.AlterIndex a -> {
                Key key = requireKey(a.name());
                if (key.kind() == IndexDefinition.Kind.PRIMARY && !a.visible()) {
                    throw new SqlException(MySqlError.ER_PK_INDEX_CANT_BE_INVISIBLE);
                }
                draft.keys.set(draft.keys.indexOf(key), key.visible(a.visible()));
            }
            case AlterAction.RenameIndex a -> renameIndex(a);
            case AlterAction.ConvertCharset a -> convert(a);
            case AlterAction.SetOptions a -> new Options(run, draft).apply(a.options());
            case AlterAction.DiscardTablespace _ ->
                    throw DdlRun.unsupported("DISCARD and IMPORT TABLESPACE");
            case AlterAction.Partitioning _ -> throw DdlRun.unsupported("PARTITION BY");
            // Rows have no order but their key's, and their trees need no rebuilding.
            case AlterAction.OrderBy _, AlterAction.Force _ -> {}
            case AlterAction.EnableKeys _ ->
                    run.note(MySqlError.ER_ILLEGAL_HA, table.table().spec().name());
            case AlterAction.RenameTable _, AlterAction.Modifier _ ->
                    throw new IllegalArgumentException("not the draft's: " + action);
        }
    }

    private int require(String column) {
        int at = draft.position(column);
        if (at < 0) {
            throw new SqlException(MySqlError.ER_BAD_FIELD_ERROR, column, draft.name);
        }
        return at;
    }

    private Key requireKey(String name) {
        Key key = draft.key(name);
        if (key == null) {
            throw new SqlException(MySqlError.ER_KEY_DOES_NOT_EXITS, name, draft.name);
        }
        return key;
    }

    // ---- Columns

    private int place(AlterAction.Position position, int otherwise) {
        if (position.first()) {
            return 0;
        }
        return position.after() == null ? otherwise : require(position.after()) + 1;
    }

    private void addColumn(TableElement.ColumnDefinition written, AlterAction.Position position) {
        draft.addColumn(
                place(position, draft.columns.size()),
                Columns.define(run, written, draft.collation),
                written);
    }

    private void addElement(TableElement element) {
        switch (element) {
            case TableElement.ColumnDefinition column ->
                    addColumn(column, AlterAction.Position.UNCHANGED);
            case TableElement.Key key -> draft.addKey(key);
            case TableElement.ForeignKey key -> new ForeignKeys(run, draft).add(key);
            case TableElement.Check check -> draft.addCheck(check, null);
        }
    }

    private void changeColumn(AlterAction.ChangeColumn action) {
        int at = require(action.name());
        Column column = draft.columns.get(at);
        String name = action.column().name();
        ColumnDefinition definition = Columns.define(run, action.column(), draft.collation);
        if (!name.equalsIgnoreCase(column.name())) {
            renameColumn(column.name(), name);
        }
        requireReferencesFit(column, definition);
        GeneratedChange.require(column.definition(), definition);
        draft.columns.set(at, column.with(definition));
        draft.columnElements(name, action.column());
        if (action.position().first() || action.position().after() != null) {
            Column moved = draft.columns.remove(at);
            draft.columns.add(place(action.position(), at), moved);
        }
    }

    /** A column of a foreign key keeps its type. */
    private void requireReferencesFit(Column column, ColumnDefinition after) {
        SqlType before = column.definition().type();
        boolean same =
                before.kind() == after.type().kind()
                        && before.unsigned() == after.type().unsigned()
                        && before.scale() == after.type().scale()
                        && before.collation().id() == after.type().collation().id();
        if (same || !run.checksForeignKeys()) {
            return;
        }
        for (Reference reference : draft.references) {
            if (!reference.added()
                    && reference.columns().stream().anyMatch(column.name()::equalsIgnoreCase)) {
                throw new SqlException(
                        MySqlError.ER_FK_COLUMN_CANNOT_CHANGE, column.name(), reference.name());
            }
        }
        for (ParentOf child : run.catalog().childrenOf(draft.schema, draft.name)) {
            if (child.key().parentColumns().stream().anyMatch(column.name()::equalsIgnoreCase)) {
                throw new SqlException(
                        MySqlError.ER_FK_COLUMN_CANNOT_CHANGE_CHILD,
                        column.name(),
                        child.key().name(),
                        child.childSchema() + "." + child.childTable());
            }
        }
    }

    private void renameColumn(String from, String to) {
        Names.requireColumn(to);
        int at = require(from);
        int taken = draft.position(to);
        if (taken >= 0 && taken != at) {
            throw new SqlException(MySqlError.ER_DUP_FIELDNAME, to);
        }
        requireNoExpression(from, true);
        Column column = draft.columns.get(at);
        draft.columns.set(at, column.with(Columns.renamed(column.definition(), to)));
        draft.keys.replaceAll(k ->
                k.of(
                        k.parts().stream()
                                .map(p ->
                                        new Part(
                                                swap(p.column(), from, to),
                                                p.prefix(),
                                                p.descending()))
                                .toList()));
        draft.references.replaceAll(r -> {
            boolean own =
                    r.parentSchema().equals(draft.schema) && r.parentTable().equals(draft.name);
            return new Reference(
                    r.name(),
                    r.columns().stream().map(c -> swap(c, from, to)).toList(),
                    r.parentSchema(),
                    r.parentTable(),
                    own
                            ? r.parentColumns().stream().map(c -> swap(c, from, to)).toList()
                            : r.parentColumns(),
                    r.onDelete(),
                    r.onUpdate(),
                    r.added());
        });
        renamed.put(column.name(), to);
    }

    private static String swap(String name, String from, String to) {
        return name.equalsIgnoreCase(from) ? to : name;
    }

    /** Expressions keep their texts, so a column in one of them keeps its name. */
    private void requireNoExpression(String column, boolean renaming) {
        for (Column other : draft.columns) {
            if (other.definition().generated() != null
                    && reads(other.definition().generated().sql(), column)) {
                throw new SqlException(MySqlError.ER_DEPENDENT_BY_GENERATED_COLUMN, column);
            }
            if (other.definition().defaultValue() instanceof ColumnDefault.Expression computed
                    && !computed.isNow()
                    && reads(computed.sql(), column)) {
                throw new SqlException(
                        MySqlError.ER_DEPENDENT_BY_DEFAULT_GENERATED_VALUE, column, draft.name);
            }
        }
        for (Condition condition : List.copyOf(draft.conditions)) {
            List<String> columns = Constraints.columnsOf(condition.sql());
            if (columns.stream().anyMatch(column::equalsIgnoreCase)) {
                if (!renaming && columns.stream().allMatch(column::equalsIgnoreCase)) {
                    draft.conditions.remove(condition);
                    continue;
                }
                throw new SqlException(
                        MySqlError.ER_DEPENDENT_BY_CHECK_CONSTRAINT, condition.name(), column);
            }
        }
    }

    private static boolean reads(String sql, String column) {
        return Constraints.columnsOf(sql).stream().anyMatch(column::equalsIgnoreCase);
    }

    private void setDefault(AlterAction.SetDefault action) {
        int at = require(action.column());
        Column column = draft.columns.get(at);
        ColumnDefinition definition = column.definition();
        if (definition.isGenerated()) {
            throw new SqlException(MySqlError.ER_WRONG_USAGE, "DEFAULT", "generated column");
        }
        if (action.expression()) {
            new WrittenExpressions(run)
                    .requireDefault(Objects.requireNonNull(action.value()), definition.name());
        }
        ColumnDefault value =
                new Defaults(run, definition.name(), definition.type())
                        .of(action.value(), action.expression());
        boolean isNull =
                value instanceof ColumnDefault.Constant(Object constant) && constant == null;
        if (definition.autoIncrement() && action.value() != null
                || isNull && !definition.nullable()) {
            throw new SqlException(MySqlError.ER_INVALID_DEFAULT, definition.name());
        }
        draft.columns.set(at, column.with(Columns.withDefault(definition, value)));
    }

    private void dropColumn(String name) {
        int at = draft.position(name);
        if (at < 0) {
            throw new SqlException(MySqlError.ER_CANT_DROP_FIELD_OR_KEY, name);
        }
        for (Reference reference : draft.references) {
            if (reference.columns().stream().anyMatch(name::equalsIgnoreCase)) {
                throw new SqlException(MySqlError.ER_FK_COLUMN_CANNOT_DROP, name, reference.name());
            }
        }
        for (ParentOf child : run.catalog().childrenOf(draft.schema, draft.name)) {
            if (child.key().parentColumns().stream().anyMatch(name::equalsIgnoreCase)) {
                throw new SqlException(
                        MySqlError.ER_FK_COLUMN_CANNOT_DROP_CHILD,
                        name,
                        child.key().name(),
                        child.childTable());
            }
        }
        Column dropped = draft.columns.remove(at);
        requireNoExpression(dropped.name(), false);
        List<Key> kept = new ArrayList<>();
        for (Key key : draft.keys) {
            List<Part> parts =
                    key.parts().stream()
                            .filter(p -> !p.column().equalsIgnoreCase(dropped.name()))
                            .toList();
            if (!parts.isEmpty()) {
                kept.add(key.of(parts));
            }
        }
        draft.keys.clear();
        draft.keys.addAll(kept);
    }

    // ---- Keys and constraints

    private void dropKey(String name) {
        Key key = draft.key(name);
        if (key == null) {
            throw new SqlException(MySqlError.ER_CANT_DROP_FIELD_OR_KEY, name);
        }
        draft.keys.remove(key);
    }

    private void dropConstraint(String name, boolean anyKind) {
        boolean found = draft.conditions.removeIf(c -> c.name().equalsIgnoreCase(name));
        if (!found && anyKind) {
            found = draft.references.removeIf(r -> r.name().equalsIgnoreCase(name));
            if (!found) {
                found =
                        draft.keys.removeIf(k ->
                                k.name().equalsIgnoreCase(name)
                                        && (k.kind() == IndexDefinition.Kind.UNIQUE
                                                || k.kind() == IndexDefinition.Kind.PRIMARY));
            }
            if (!found) {
                throw new SqlException(MySqlError.ER_CONSTRAINT_NOT_FOUND, name);
            }
        }
        if (!found) {
            throw new SqlException(MySqlError.ER_CHECK_CONSTRAINT_NOT_FOUND, name);
        }
    }

    private void enforce(String name, boolean enforced) {
        for (int i = 0; i < draft.conditions.size(); i++) {
            Condition c = draft.conditions.get(i);
            if (c.name().equalsIgnoreCase(name)) {
                draft.conditions.set(i, c.enforced(enforced));
                return;
            }
        }
        throw new SqlException(MySqlError.ER_CHECK_CONSTRAINT_NOT_FOUND, name);
    }

    private void renameIndex(AlterAction.RenameIndex action) {
        Key key = requireKey(action.from());
        Names.requireIndex(action.to());
        if (key.kind() == IndexDefinition.Kind.PRIMARY
                || action.to().toUpperCase(Locale.ROOT).equals("PRIMARY")) {
            throw new SqlException(MySqlError.ER_WRONG_NAME_FOR_INDEX, action.to());
        }
        Key other = draft.key(action.to());
        if (other != null && other != key) {
            throw new SqlException(MySqlError.ER_DUP_KEYNAME, action.to());
        }
        draft.keys.set(draft.keys.indexOf(key), key.named(action.to()));
    }

    // ---- Character sets

    private void convert(AlterAction.ConvertCharset action) {
        Collation inherited = Charsets.named(run.schemaDefinition(draft.schema).collation());
        draft.collation = Charsets.resolve(action.charset(), action.collation(), false, inherited);
        for (int i = 0; i < draft.columns.size(); i++) {
            Column column = draft.columns.get(i);
            SqlType type = column.definition().type();
            if (TableChange.isText(type)) {
                draft.columns.set(
                        i,
                        column.with(
                                Columns.withType(
                                        column.definition(), converted(type, draft.collation))));
            }
        }
    }

    /** TEXT gets larger where characters take more bytes. */
    private static SqlType converted(SqlType type, Collation collation) {
        boolean grows =
                CharacterSet.of(collation).maxBytes()
                        > CharacterSet.of(type.collation()).maxBytes();
        TypeKind kind =
                !grows
                        ? type.kind()
                        : switch (type.kind()) {
                            case TINYTEXT -> TypeKind.TEXT;
                            case TEXT -> TypeKind.MEDIUMTEXT;
                            case MEDIUMTEXT -> TypeKind.LONGTEXT;
                            default -> type.kind();
                        };
        return new SqlType(
                kind,
                type.length(),
                type.scale(),
                type.unsigned(),
                type.zerofill(),
                collation,
                type.members());
    }

    // ---- Children

    /** Foreign keys of other tables name the columns of this one. */
    void renameInChildren() {
        if (renamed.isEmpty()) {
            return;
        }
        List<List<String>> children =
                run.catalog().childrenOf(draft.schema, draft.name).stream()
                        .map(c -> List.of(c.childSchema(), c.childTable()))
                        .distinct()
                        .filter(c -> !c.equals(List.of(draft.schema, draft.name)))
                        .toList();
        for (List<String> child : children) {
            run.lockTable(child.get(0), child.get(1));
            Table engineTable =
                    Objects.requireNonNull(
                            run.catalog().engine().table(child.get(0), child.get(1)));
            TableDefinition changed = withParentColumns(TableDefinition.of(engineTable.spec()));
            var spec = engineTable.spec();
            run.ddl()
                    .alterTable(
                            engineTable,
                            new io.daybreak.engine.api.TableSpec(
                                    spec.schema(),
                                    spec.name(),
                                    spec.columns(),
                                    spec.primaryKey(),
                                    spec.secondary(),
                                    changed.toBytes()));
        }
    }

    private TableDefinition withParentColumns(TableDefinition child) {
        List<ForeignKey> keys = new ArrayList<>();
        for (ForeignKey key : child.foreignKeys()) {
            boolean refers =
                    key.parentSchema().equals(table.definition().schema())
                            && key.parentTable().equals(table.definition().name());
            keys.add(
                    !refers
                            ? key
                            : new ForeignKey(
                                    key.name(),
                                    key.columns(),
                                    key.parentSchema(),
                                    key.parentTable(),
                                    key.parentColumns().stream().map(this::renamedName).toList(),
                                    key.onDelete(),
                                    key.onUpdate()));
        }
        return Renames.with(child, keys, child.checks());
    }

    private String renamedName(String column) {
        for (Map.Entry<String, String> entry : renamed.entrySet()) {
            if (entry.getKey().equalsIgnoreCase(column)) {
                return entry.getValue();
            }
        }
        return column;
    }

    /** What a generated column may not become. */
    private static final class GeneratedChange {
        static void require(ColumnDefinition before, ColumnDefinition after) {
            boolean wasStored = before.generated() != null && before.generated().stored();
            boolean isVirtual = after.generated() != null && !after.generated().stored();
            boolean wasVirtual = before.generated() != null && !before.generated().stored();
            if (isVirtual && (wasStored || before.generated() == null)
                    || wasVirtual && (after.generated() == null || after.generated().stored())) {
                throw new SqlException(
                        MySqlError.ER_UNSUPPORTED_ACTION_ON_GENERATED_COLUMN,
                        "Changing the STORED status");
            }
        }
    }
}
