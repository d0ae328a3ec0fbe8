package io.daybreak.sql.ddl;

import io.daybreak.sql.account.Privilege;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.DdlStatement;
import io.daybreak.sql.ast.TableName;
import io.daybreak.sql.catalog.CatalogTable;

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
        return change(table, draft);
    }

    DdlResult dropIndex(DdlStatement.DropIndex statement) {
        CatalogTable table = locked(statement.table(), Privilege.INDEX);
        TableDraft draft = TableDraft.of(table.definition());
        TableDraft.Key key = draft.key(statement.name());
        if (key == null) {
            throw new SqlException(MySqlError.ER_CANT_DROP_FIELD_OR_KEY, statement.name());
        }
        draft.keys.remove(key);
        return change(table, draft);
    }

    private CatalogTable locked(TableName name, Privilege privilege) {
        String schema = run.schemaOf(name);
        run.requireUserSchema(schema);
        run.context().requireTable(privilege, schema, name.name());
        run.lockTable(schema, name.name());
        return run.table(schema, name.name());
    }

    private DdlResult change(CatalogTable table, TableDraft draft) {
        new KeyRules(run, draft).apply();
        TableChange change = new TableChange(run, table, draft);
        if (!change.isInstant()) {
            throw DdlRun.unsupported("this ALTER TABLE");
        }
        change.applyInstantly();
        return new DdlResult(0, "Records: 0  Duplicates: 0  Warnings: 0");
    }

    DdlResult alter(DdlStatement.AlterTable statement) {
        throw DdlRun.unsupported("ALTER TABLE");
    }
}
