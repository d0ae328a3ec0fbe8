package io.daybreak.sql.ddl;

import io.daybreak.engine.api.Table;
import io.daybreak.sql.account.Privilege;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.DdlStatement;
import io.daybreak.sql.ast.Query;
import io.daybreak.sql.ast.TableName;
import io.daybreak.sql.catalog.ViewDefinition;
import io.daybreak.sql.parse.AstPrinter;
import io.daybreak.sql.plan.AstWalk;
import io.daybreak.sql.plan.Selected;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** CREATE VIEW and ALTER VIEW. */
final class Views {
    private final DdlRun run;

    Views(DdlRun run) {
        this.run = run;
    }

    DdlResult create(DdlStatement.CreateView statement) {
        String schema = run.schemaOf(statement.name());
        String name = statement.name().name();
        Names.requireTable(name);
        run.requireUserSchema(schema);
        run.context().requireTable(Privilege.CREATE_VIEW, schema, name);
        if (statement.orReplace() || statement.alter()) {
            run.context().requireTable(Privilege.DROP, schema, name);
        }
        run.lockTable(schema, name);
        run.schemaDefinition(schema);
        Table old = run.catalog().engine().table(schema, name);
        if (old != null && !ViewDefinition.is(old.spec())) {
            if (statement.orReplace() || statement.alter()) {
                throw new SqlException(MySqlError.ER_WRONG_OBJECT, schema, name, "VIEW");
            }
            throw new SqlException(MySqlError.ER_TABLE_EXISTS_ERROR, name);
        }
        if (old != null && !statement.orReplace() && !statement.alter()) {
            if (!statement.ifNotExists()) {
                throw new SqlException(MySqlError.ER_TABLE_EXISTS_ERROR, name);
            }
            run.note(MySqlError.ER_TABLE_EXISTS_ERROR, name);
            return DdlResult.NONE;
        }
        if (old == null && statement.alter()) {
            throw new SqlException(MySqlError.ER_NO_SUCH_TABLE, schema, name);
        }
        ViewDefinition view = definition(statement, schema, name);
        if (old != null) {
            run.ddl().dropTable(old);
        }
        run.ddl().createTable(view.toSpec());
        return DdlResult.NONE;
    }

    private ViewDefinition definition(
            DdlStatement.CreateView statement, String schema, String name) {
        requireSameSchema(statement.query(), schema);
        Selected selected =
                run.context()
                        .planner()
                        .select(run.parsed(), statement.query(), run.context().planning());
        List<String> columns = statement.columns();
        if (!columns.isEmpty() && columns.size() != selected.columns().size()) {
            throw new SqlException(MySqlError.ER_VIEW_WRONG_LIST);
        }
        List<String> names =
                columns.isEmpty()
                        ? selected.columns().stream().map(Selected.Column::name).toList()
                        : columns;
        Set<String> seen = new HashSet<>();
        for (String column : names) {
            if (!seen.add(column.toLowerCase(Locale.ROOT))) {
                throw new SqlException(MySqlError.ER_DUP_FIELDNAME, column);
            }
        }
        var account = run.context().account();
        String definer = account.user() + "@" + account.host();
        if (statement.definer() != null && !statement.definer().currentUser()) {
            definer = statement.definer().user() + "@" + statement.definer().host();
        }
        return new ViewDefinition(
                schema,
                name,
                columns,
                AstPrinter.print(statement.query()),
                definer,
                statement.invokerSecurity(),
                statement.algorithm().name(),
                statement.check().name(),
                variable("character_set_client"),
                variable("collation_connection"));
    }

    private String variable(String name) {
        return Objects.requireNonNull(run.context().variable(name));
    }

    /** Names without a schema are looked up in the view's own. */
    private void requireSameSchema(Query query, String schema) {
        if (schema.equals(run.context().schema())) {
            return;
        }
        List<String> open = new ArrayList<>();
        AstWalk.visitAll(
                query,
                node -> {
                    if (node instanceof TableName table && table.schema() == null) {
                        open.add(table.name());
                    }
                    return true;
                });
        if (!open.isEmpty()) {
            throw DdlRun.unsupported(
                    "view in another schema over a table without a schema: " + open.get(0));
        }
    }
}
