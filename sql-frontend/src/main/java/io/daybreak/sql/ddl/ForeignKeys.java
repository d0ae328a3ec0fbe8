package io.daybreak.sql.ddl;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.TableElement;
import io.daybreak.sql.catalog.CatalogTable;
import io.daybreak.sql.catalog.ColumnDefinition;
import io.daybreak.sql.catalog.ForeignKey;
import io.daybreak.sql.catalog.IndexDefinition;
import io.daybreak.sql.catalog.ParentOf;
import io.daybreak.sql.catalog.TableDefinition;
import io.daybreak.sql.ddl.TableDraft.Key;
import io.daybreak.sql.ddl.TableDraft.Part;
import io.daybreak.sql.ddl.TableDraft.Reference;
import io.daybreak.sql.parse.AstPrinter;
import io.daybreak.sql.types.SqlType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The foreign keys of a draft: names, their indexes, and whether the parents fit. */
final class ForeignKeys {
    private final DdlRun run;
    private final TableDraft draft;

    ForeignKeys(DdlRun run, TableDraft draft) {
        this.run = run;
        this.draft = draft;
    }

    /** A foreign key as written; call it after the columns are there. */
    void add(TableElement.ForeignKey written) {
        TableElement.References references = written.references();
        String parentSchema =
                references.table().schema() == null ? draft.schema : references.table().schema();
        String parent = references.table().name();
        String shown =
                written.constraint() == null ? "foreign key without name" : written.constraint();
        if (references.columns().size() != written.columns().size()) {
            throw new SqlException(
                    MySqlError.ER_WRONG_FK_DEF,
                    shown,
                    "Key reference and table reference don't match");
        }
        List<String> columns = new ArrayList<>();
        for (String column : written.columns()) {
            int at = draft.position(column);
            if (at < 0) {
                throw new SqlException(MySqlError.ER_KEY_COLUMN_DOES_NOT_EXITS, column);
            }
            columns.add(draft.columns.get(at).name());
        }
        if (written.constraint() != null) {
            Names.requireLength(written.constraint());
        }
        draft.references.add(
                new Reference(
                        written.constraint() == null ? freeName() : written.constraint(),
                        columns,
                        parentSchema,
                        parent,
                        references.columns(),
                        action(references.onDelete()),
                        action(references.onUpdate()),
                        true));
        if (!isIndexed(columns)) {
            String keyName =
                    written.constraint() != null
                            ? written.constraint()
                            : written.indexName() == null ? "" : written.indexName();
            draft.keys.add(
                    new Key(
                            keyName,
                            IndexDefinition.Kind.KEY,
                            columns.stream().map(c -> new Part(c, 0, false)).toList(),
                            true,
                            "",
                            null,
                            true));
        }
    }

    private static ForeignKey.Action action(TableElement.@Nullable ReferenceAction action) {
        if (action == null) {
            return ForeignKey.Action.NO_ACTION;
        }
        if (action == TableElement.ReferenceAction.SET_DEFAULT) {
            throw new SqlException(MySqlError.ER_CANNOT_ADD_FOREIGN);
        }
        return ForeignKey.Action.valueOf(action.name());
    }

    /** {@code t_ibfk_n} with a number above those that are there. */
    private String freeName() {
        String prefix = draft.name + "_ibfk_";
        int highest = 0;
        for (Reference reference : draft.references) {
            if (reference
                    .name()
                    .toLowerCase(Locale.ROOT)
                    .startsWith(prefix.toLowerCase(Locale.ROOT))) {
                try {
                    highest =
                            Math.max(
                                    highest,
                                    Integer.parseInt(reference.name().substring(prefix.length())));
                } catch (NumberFormatException _) {
                    // A name of the user's that only starts like a made one.
                }
            }
        }
        return prefix + (highest + 1);
    }

    boolean isIndexed(List<String> columns) {
        return draft.keys.stream().anyMatch(k -> startsWith(k, columns));
    }

    private static boolean startsWith(Key key, List<String> columns) {
        if (key.kind() == IndexDefinition.Kind.FULLTEXT || key.parts().size() < columns.size()) {
            return false;
        }
        // In any order, as InnoDB takes it.
        Set<String> wanted = new HashSet<>();
        columns.forEach(c -> wanted.add(c.toLowerCase(Locale.ROOT)));
        for (int i = 0; i < columns.size(); i++) {
            Part part = key.parts().get(i);
            if (part.prefix() > 0 || !wanted.contains(part.column().toLowerCase(Locale.ROOT))) {
                return false;
            }
        }
        return true;
    }

    /** Drops indexes made for foreign keys that another key serves too. */
    void dropNeedlessIndexes() {
        List<Key> kept = new ArrayList<>(draft.keys);
        for (Key key : draft.keys) {
            if (key.generated()) {
                List<String> columns = key.parts().stream().map(Part::column).toList();
                if (kept.stream().anyMatch(k -> k != key && startsWith(k, columns))) {
                    kept.remove(key);
                }
            }
        }
        draft.keys.clear();
        draft.keys.addAll(kept);
    }

    /** Locks and looks at the parents of the added keys. */
    void check() {
        Set<String> names = new HashSet<>();
        for (Reference reference : draft.references) {
            if (!names.add(reference.name().toLowerCase(Locale.ROOT))) {
                throw new SqlException(MySqlError.ER_FK_DUP_NAME, reference.name());
            }
        }
        Set<String> elsewhere = new HashSet<>();
        boolean anyAdded = draft.references.stream().anyMatch(Reference::added);
        if (anyAdded) {
            for (CatalogTable table : run.catalog().tables(draft.schema)) {
                if (!table.definition().name().equals(draft.name)) {
                    table.definition()
                            .foreignKeys()
                            .forEach(k -> elsewhere.add(k.name().toLowerCase(Locale.ROOT)));
                }
            }
        }
        for (Reference reference : draft.references) {
            if (reference.added()) {
                if (elsewhere.contains(reference.name().toLowerCase(Locale.ROOT))) {
                    throw new SqlException(MySqlError.ER_FK_DUP_NAME, reference.name());
                }
                check(reference);
            }
        }
    }

    private void check(Reference reference) {
        requireActionsFit(reference);
        if (reference.parentSchema().equals(draft.schema)
                && reference.parentTable().equals(draft.name)) {
            checkColumns(reference, draft.definition());
            return;
        }
        run.context()
                .requireTable(
                        io.daybreak.sql.account.Privilege.REFERENCES,
                        reference.parentSchema(),
                        reference.parentTable());
        run.lockTable(reference.parentSchema(), reference.parentTable());
        CatalogTable parent =
                run.catalog().table(reference.parentSchema(), reference.parentTable());
        if (parent == null) {
            if (run.checksForeignKeys()) {
                throw new SqlException(
                        MySqlError.ER_FK_CANNOT_OPEN_PARENT, reference.parentTable());
            }
            return;
        }
        checkColumns(reference, parent.definition());
    }

    private void requireActionsFit(Reference reference) {
        boolean setsNull =
                reference.onDelete() == ForeignKey.Action.SET_NULL
                        || reference.onUpdate() == ForeignKey.Action.SET_NULL;
        for (String name : reference.columns()) {
            ColumnDefinition column = draft.columns.get(draft.position(name)).definition();
            if (setsNull && !column.nullable()) {
                throw new SqlException(MySqlError.ER_FK_COLUMN_NOT_NULL, name, reference.name());
            }
            if (column.generated() != null && !column.generated().stored()) {
                throw new SqlException(
                        MySqlError.ER_FK_CANNOT_USE_VIRTUAL_COLUMN, reference.name(), name);
            }
        }
    }

    private void checkColumns(Reference reference, TableDefinition parent) {
        List<Integer> positions = new ArrayList<>();
        for (int i = 0; i < reference.columns().size(); i++) {
            String parentColumn = reference.parentColumns().get(i);
            int at = parent.column(parentColumn);
            if (at < 0) {
                throw new SqlException(
                        MySqlError.ER_FK_NO_COLUMN_PARENT,
                        parentColumn,
                        reference.name(),
                        reference.parentTable());
            }
            positions.add(at);
            String column = reference.columns().get(i);
            SqlType own = draft.columns.get(draft.position(column)).definition().type();
            if (!areCompatible(own, parent.columns().get(at).type())) {
                throw new SqlException(
                        MySqlError.ER_FK_INCOMPATIBLE_COLUMNS,
                        column,
                        parent.columns().get(at).name(),
                        reference.name());
            }
        }
        // restrict_fk_on_non_standard_key, which is on unless it was switched off.
        boolean restricted =
                !"OFF".equalsIgnoreCase(run.context().variable("restrict_fk_on_non_standard_key"));
        if (run.checksForeignKeys() && restricted && !hasUniqueIndex(parent, positions)) {
            throw new SqlException(
                    MySqlError.ER_FK_NO_UNIQUE_INDEX_PARENT,
                    reference.name(),
                    reference.parentTable());
        }
        if (run.checksForeignKeys() && !hasIndex(parent, positions)) {
            throw new SqlException(
                    MySqlError.ER_FK_NO_INDEX_PARENT, reference.name(), reference.parentTable());
        }
    }

    private static boolean hasIndex(TableDefinition parent, List<Integer> columns) {
        for (IndexDefinition index : parent.indexes()) {
            if (!index.hasTree() || index.parts().size() < columns.size()) {
                continue;
            }
            boolean fits = true;
            for (int i = 0; i < columns.size(); i++) {
                fits &=
                        index.parts().get(i).prefixLength() == 0
                                && columns.contains(index.parts().get(i).column());
            }
            if (fits) {
                return true;
            }
        }
        return false;
    }

    /** Whether the columns are all of a unique key. */
    private static boolean hasUniqueIndex(TableDefinition parent, List<Integer> columns) {
        return parent.indexes().stream()
                .anyMatch(i ->
                        i.isUnique()
                                && i.parts().size() == columns.size()
                                && hasIndex(parent, columns)
                                && i.parts().stream()
                                        .allMatch(p ->
                                                p.prefixLength() == 0
                                                        && columns.contains(p.column())));
    }

    private static boolean areCompatible(SqlType a, SqlType b) {
        if (a.isString() && b.isString() && !a.kind().isBlob() && !b.kind().isBlob()) {
            return a.collation().id() == b.collation().id();
        }
        if (a.kind() != b.kind()) {
            return false;
        }
        return a.isInteger() ? a.unsigned() == b.unsigned() : a.scale() == b.scale();
    }

    /** Error 1553 if an index went that a foreign key from or to the table needs. */
    void requireIndexes(TableDefinition before) {
        for (Reference reference : draft.references) {
            if (!reference.added() && !isIndexed(reference.columns())) {
                throw new SqlException(
                        MySqlError.ER_DROP_INDEX_FK, indexOn(before, reference.columns()));
            }
        }
        if (!run.checksForeignKeys()) {
            return;
        }
        for (ParentOf child : run.catalog().childrenOf(draft.schema, draft.name)) {
            List<String> columns = child.key().parentColumns();
            boolean there = columns.stream().allMatch(c -> draft.position(c) >= 0);
            if (there && !isIndexed(columns) && !indexOn(before, columns).isEmpty()) {
                throw new SqlException(MySqlError.ER_DROP_INDEX_FK, indexOn(before, columns));
            }
        }
    }

    private static String indexOn(TableDefinition table, List<String> columns) {
        for (Key key : TableDraft.of(table).keys) {
            if (startsWith(key, columns)) {
                return key.name();
            }
        }
        return "";
    }

    /** Plans that change the parents of added keys must look at this table from now on. */
    void renewParents() {
        draft.references.stream()
                .filter(Reference::added)
                .filter(r ->
                        !(r.parentSchema().equals(draft.schema)
                                && r.parentTable().equals(draft.name)))
                .map(r -> List.of(r.parentSchema(), r.parentTable()))
                .distinct()
                .forEach(p -> run.renew(p.get(0), p.get(1)));
    }

    /** As error 1701 shows a foreign key. */
    static String text(String childSchema, String childTable, ForeignKey key) {
        return AstPrinter.quote(childSchema)
                + "."
                + AstPrinter.quote(childTable)
                + ", CONSTRAINT "
                + AstPrinter.quote(key.name());
    }
}
