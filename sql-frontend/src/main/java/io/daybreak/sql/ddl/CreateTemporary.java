package io.daybreak.sql.ddl;

import io.daybreak.engine.api.Table;
import io.daybreak.sql.account.Privilege;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.DdlStatement;
import io.daybreak.sql.ast.TableElement;
import io.daybreak.sql.ast.TableName;
import io.daybreak.sql.catalog.TableDefinition;
import io.daybreak.sql.catalog.TemporaryTables;

/**
 * CREATE TEMPORARY TABLE. The table is made in a transaction of its own; the rows of a query come
 * in the session's transaction afterwards, which reads its own changes, and last the table gets its
 * name: the query may read the table that the name hides.
 */
final class CreateTemporary {
    private final DdlRun run;
    private final String schema;
    private final String name;

    CreateTemporary(DdlRun run, TableName name) {
        this.run = run;
        this.schema = run.schemaOf(name);
        this.name = name.name();
    }

    DdlResult create(DdlStatement.CreateTable statement) {
        if (!prepare(statement.ifNotExists())) {
            return DdlResult.NONE;
        }
        CreateTables tables = new CreateTables(run);
        TableDraft draft = draft(tables);
        new Options(run, draft).apply(statement.options());
        if (statement.query() != null) {
            return new CreateSelect(run).createTemporary(statement, draft, this::publish);
        }
        for (TableElement element : statement.elements()) {
            if (element instanceof TableElement.ForeignKey) {
                throw new SqlException(MySqlError.ER_CANNOT_ADD_FOREIGN);
            }
        }
        tables.columns(draft, statement.elements());
        tables.keys(draft, statement.elements());
        tables.make(draft);
        return publishedLater(draft);
    }

    DdlResult like(DdlStatement.CreateTableLike statement) {
        if (!prepare(statement.ifNotExists())) {
            return DdlResult.NONE;
        }
        CreateTables tables = new CreateTables(run);
        TableDefinition from = tables.source(statement.like());
        TableDraft draft = draft(tables);
        CreateTables.copy(from, draft);
        tables.make(draft, from);
        return publishedLater(draft);
    }

    private boolean prepare(boolean ifNotExists) {
        Names.requireTable(name);
        run.requireUserSchema(schema);
        run.context().requireSchema(Privilege.CREATE_TEMPORARY_TABLES, schema);
        run.schemaDefinition(schema);
        if (!run.context().temporaryTables().covers(schema, name)) {
            return true;
        }
        if (!ifNotExists) {
            throw new SqlException(MySqlError.ER_TABLE_EXISTS_ERROR, name);
        }
        run.note(MySqlError.ER_TABLE_EXISTS_ERROR, name);
        return false;
    }

    private TableDraft draft(CreateTables tables) {
        TableDraft like = tables.draft(schema, name);
        return new TableDraft(
                TemporaryTables.SCHEMA,
                TemporaryTables.newName(),
                like.collation,
                run.context().execution().nowMicros() / 1000);
    }

    private DdlResult publishedLater(TableDraft draft) {
        return new DdlResult(
                0,
                "",
                () -> {
                    publish(draft.name);
                    return DdlResult.NONE;
                },
                draft.name);
    }

    private void publish(String hidden) {
        Table table = run.catalog().engine().table(TemporaryTables.SCHEMA, hidden);
        if (table == null) {
            throw new IllegalStateException("temporary table " + hidden + " is gone");
        }
        run.context().temporaryTables().add(schema, name, hidden);
    }
}
