package io.daybreak.sql.ddl;

import io.daybreak.engine.api.Table;
import io.daybreak.sql.account.Privilege;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.AlterAction;
import io.daybreak.sql.ast.DdlStatement;
import io.daybreak.sql.ast.TableName;
import io.daybreak.sql.catalog.CatalogTable;
import io.daybreak.sql.catalog.TemporaryTables;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** ALTER TABLE, CREATE INDEX and DROP INDEX. */
final class AlterTables {
    private final DdlRun run;

    AlterTables(DdlRun run) {
        this.run = run;
    }

    DdlResult createIndex(DdlStatement.CreateIndex statement) {
        CatalogTable table = locked(statement.table(), Privilege.INDEX);
        TableDraft draft = TableDraft.of(table.definition());
        draft.addKey(statement.key());
        return change(table, draft, false).result;
    }

    DdlResult dropIndex(DdlStatement.DropIndex statement) {
        CatalogTable table = locked(statement.table(), Privilege.INDEX);
        TableDraft draft = TableDraft.of(table.definition());
        new AlterActions(run, table, draft).apply(new AlterAction.DropIndex(statement.name()));
        return change(table, draft, false).result;
    }

    private CatalogTable locked(TableName name, Privilege privilege) {
        String schema = run.schemaOf(name);
        run.requireUserSchema(schema);
        run.context().requireTable(privilege, schema, name.name());
        run.lockTable(schema, name.name());
        Table temporary = run.context().temporaryTables().stored(schema, name.name());
        return temporary == null ? run.table(schema, name.name()) : run.catalog().of(temporary);
    }

    private record Changed(Table table, DdlResult result) {}

    DdlResult alter(DdlStatement.AlterTable statement) {
        new WrittenExpressions(run).requireActions(statement.actions());
        CatalogTable table = locked(statement.name(), Privilege.ALTER);
        TableDraft draft = TableDraft.of(table.definition());
        AlterActions actions = new AlterActions(run, table, draft);
        if (changesNothing(statement)) {
            statement.actions().forEach(actions::apply);
            return DdlResult.NONE;
        }
        boolean instantOnly = false;
        AlterAction.RenameTable renaming = null;
        for (AlterAction action : statement.actions()) {
            if (isDrop(action)) {
                actions.apply(action);
            }
        }
        for (AlterAction action : statement.actions()) {
            switch (action) {
                case AlterAction.RenameTable rename -> renaming = rename;
                case AlterAction.Modifier(String name, String value) ->
                        instantOnly |=
                                name.equalsIgnoreCase("ALGORITHM")
                                        && value.toUpperCase(Locale.ROOT).equals("INSTANT");
                default -> {
                    if (!isDrop(action)) {
                        actions.apply(action);
                    }
                }
            }
        }
        if (draft.columns.isEmpty()) {
            throw new SqlException(MySqlError.ER_CANT_REMOVE_ALL_FIELDS);
        }
        Changed changed = change(table, draft, instantOnly);
        actions.renameInChildren();
        rename(changed.table, renaming);
        return changed.result;
    }

    private void rename(Table table, AlterAction.@Nullable RenameTable renaming) {
        if (renaming == null) {
            return;
        }
        if (table.spec().schema().equals(TemporaryTables.SCHEMA)) {
            throw DdlRun.unsupported("renaming a temporary table");
        }
        String name = renaming.to().name();
        String schema =
                renaming.to().schema() == null ? table.spec().schema() : renaming.to().schema();
        if (!schema.equals(table.spec().schema()) || !name.equals(table.spec().name())) {
            new Renames(run).renameChanged(table, schema, name);
        }
    }

    /** Dumps have DISABLE KEYS and ENABLE KEYS around the rows of each table. */
    private static boolean changesNothing(DdlStatement.AlterTable statement) {
        return !statement.actions().isEmpty()
                && statement.actions().stream().allMatch(AlterAction.EnableKeys.class::isInstance);
    }

    /** Drops come first: what another action adds may have the name of what goes. */
    private static boolean isDrop(AlterAction action) {
        return action instanceof AlterAction.DropColumn
                || action instanceof AlterAction.DropPrimaryKey
                || action instanceof AlterAction.DropIndex
                || action instanceof AlterAction.DropForeignKey
                || action instanceof AlterAction.DropConstraint;
    }

    private Changed change(CatalogTable table, TableDraft draft, boolean instantOnly) {
        ForeignKeys references = new ForeignKeys(run, draft);
        references.dropNeedlessIndexes();
        new Constraints(run, draft, table.definition()).apply();
        new KeyRules(run, draft).apply();
        references.requireIndexes(table.definition());
        references.check();
        TableChange change = new TableChange(run, table, draft);
        TableCopy copy = new TableCopy(run, table, draft);
        Table changed;
        if (change.isInstant()) {
            changed = change.applyInstantly();
            if (copy.mustCheck()) {
                copy.check(changed);
            }
        } else {
            if (instantOnly) {
                throw new SqlException(
                        MySqlError.ER_ALTER_OPERATION_NOT_SUPPORTED,
                        "ALGORITHM=INSTANT",
                        "ALGORITHM=COPY/INPLACE");
            }
            changed = copy.copy();
        }
        Long first = draft.autoIncrement;
        if (first != null && first > 1 && draft.definition().autoIncrementColumn() >= 0) {
            run.catalog().engine().raiseAutoIncrement(changed, first - 1);
        }
        references.renewParents();
        String info =
                "Records: "
                        + copy.rows()
                        + "  Duplicates: 0  Warnings: "
                        + run.context().execution().warningCount();
        return new Changed(changed, new DdlResult(copy.rows(), info));
    }
}
