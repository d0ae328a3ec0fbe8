package io.daybreak.sql.ddl;

import io.daybreak.engine.api.Table;
import io.daybreak.sql.account.Privilege;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.DdlStatement;
import io.daybreak.sql.ast.TableElement;
import io.daybreak.sql.ast.TableName;
import io.daybreak.sql.catalog.TableDefinition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** CREATE TABLE and CREATE TABLE … LIKE. */
final class CreateTables {
    private final DdlRun run;

    CreateTables(DdlRun run) {
        this.run = run;
    }

    DdlResult create(DdlStatement.CreateTable statement) {
        if (statement.partitioning() != null) {
            throw DdlRun.unsupported("PARTITION BY");
        }
        new WrittenExpressions(run).requireColumns(statement.elements());
        if (statement.temporary()) {
            return new CreateTemporary(run, statement.name()).create(statement);
        }
        String schema = run.schemaOf(statement.name());
        String name = statement.name().name();
        if (!prepare(schema, name, statement.ifNotExists())) {
            return DdlResult.NONE;
        }
        TableDraft draft = draft(schema, name);
        new Options(run, draft).apply(statement.options());
        if (statement.query() != null) {
            return new CreateSelect(run).create(statement, draft);
        }
        elements(draft, statement.elements());
        make(draft);
        return DdlResult.NONE;
    }

    /**
     * Locks the name.
     *
     * @return false if the table is there and may be
     */
    private boolean prepare(String schema, String name, boolean ifNotExists) {
        Names.requireTable(name);
        run.requireUserSchema(schema);
        run.context().requireTable(Privilege.CREATE, schema, name);
        run.lockTable(schema, name);
        run.schemaDefinition(schema);
        if (run.catalog().engine().table(schema, name) == null) {
            return true;
        }
        if (!ifNotExists) {
            throw new SqlException(MySqlError.ER_TABLE_EXISTS_ERROR, name);
        }
        run.note(MySqlError.ER_TABLE_EXISTS_ERROR, name);
        return false;
    }

    TableDraft draft(String schema, String name) {
        return new TableDraft(
                schema,
                name,
                Charsets.named(run.schemaDefinition(schema).collation()),
                run.context().execution().nowMicros() / 1000);
    }

    private void elements(TableDraft draft, List<TableElement> elements) {
        columns(draft, elements);
        keys(draft, elements);
    }

    /** Columns and checks into the draft. */
    void columns(TableDraft draft, List<TableElement> elements) {
        for (TableElement element : elements) {
            switch (element) {
                case TableElement.ColumnDefinition column ->
                        draft.addColumn(
                                draft.columns.size(),
                                Columns.define(run, column, draft.collation),
                                column);
                case TableElement.Check check -> draft.addCheck(check, null);
                case TableElement.Key _, TableElement.ForeignKey _ -> {}
            }
        }
    }

    /** Keys and foreign keys into the draft, whose columns are there. */
    void keys(TableDraft draft, List<TableElement> elements) {
        if (draft.columns.isEmpty()) {
            throw new SqlException(MySqlError.ER_TABLE_MUST_HAVE_COLUMNS);
        }
        for (TableElement element : elements) {
            if (element instanceof TableElement.Key key) {
                draft.addKey(key);
            }
        }
        ForeignKeys references = new ForeignKeys(run, draft);
        for (TableElement element : elements) {
            if (element instanceof TableElement.ForeignKey key) {
                references.add(key);
            }
        }
    }

    /** Checks the draft and makes the table. */
    Table make(TableDraft draft) {
        return make(draft, null);
    }

    /**
     * @param from what the draft is a copy of; null if of nothing
     */
    Table make(TableDraft draft, @Nullable TableDefinition from) {
        ForeignKeys references = new ForeignKeys(run, draft);
        references.dropNeedlessIndexes();
        new Constraints(run, draft, from).apply();
        new KeyRules(run, draft).apply();
        references.check();
        TableDefinition definition = draft.definition();
        Table table = run.ddl().createTable(definition.toSpec());
        Long first = draft.autoIncrement;
        if (first != null && first > 1 && definition.autoIncrementColumn() >= 0) {
            run.catalog().engine().raiseAutoIncrement(table, first - 1);
        }
        references.renewParents();
        run.renewChildrenOf(draft.schema, draft.name);
        return table;
    }

    DdlResult like(DdlStatement.CreateTableLike statement) {
        if (statement.temporary()) {
            return new CreateTemporary(run, statement.name()).like(statement);
        }
        TableDefinition from = source(statement.like());
        String schema = run.schemaOf(statement.name());
        String name = statement.name().name();
        if (!prepare(schema, name, statement.ifNotExists())) {
            return DdlResult.NONE;
        }
        TableDraft draft = draft(schema, name);
        copy(from, draft);
        make(draft, from);
        return DdlResult.NONE;
    }

    /** The table of LIKE. */
    TableDefinition source(TableName like) {
        String schema = run.schemaOf(like);
        run.context().requireTable(Privilege.SELECT, schema, like.name());
        run.lockForRead(schema, like.name());
        return run.table(schema, like.name()).definition();
    }

    /** Everything but the name and the foreign keys. */
    static void copy(TableDefinition from, TableDraft draft) {
        TableDraft source = TableDraft.of(from);
        draft.collation = source.collation;
        draft.comment = source.comment;
        draft.columns.addAll(source.columns);
        draft.keys.addAll(source.keys);
        source.conditions.forEach(c ->
                draft.conditions.add(
                        new TableDraft.Condition("", c.sql(), c.enforced(), true, null)));
        draft.options.putAll(source.options);
    }
}
