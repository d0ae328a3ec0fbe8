package io.daybreak.sql.show;

import static io.daybreak.sql.show.ShowResult.longText;
import static io.daybreak.sql.show.ShowResult.name;

import io.daybreak.engine.api.Table;
import io.daybreak.sql.account.AccountEntry;
import io.daybreak.sql.account.AccountStatements;
import io.daybreak.sql.account.Privilege;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.AccountStatement.AccountName;
import io.daybreak.sql.ast.Show;
import io.daybreak.sql.ast.TableName;
import io.daybreak.sql.catalog.CatalogTable;
import io.daybreak.sql.catalog.SchemaDefinition;
import io.daybreak.sql.catalog.ViewDefinition;
import io.daybreak.sql.ddl.CreateTableText;
import io.daybreak.sql.plan.VirtualTable;
import io.daybreak.sql.session.StatementContext;
import org.jspecify.annotations.Nullable;

/** SHOW CREATE of tables, views, schemas and users; SHOW GRANTS. Stateless. */
final class ShowCreate {
    private ShowCreate() {}

    static ShowResult table(TableName name, StatementContext context) {
        String schema = ShowStatements.requireSchema(name.schema(), context);
        VirtualTable virtual = InformationSchema.table(schema, name.name());
        if (virtual != null) {
            ShowResult result = new ShowResult(name("Table"), longText("Create Table"));
            result.add(virtual.name(), declared(virtual));
            return result;
        }
        Table found = ShowColumns.require(schema, name.name(), context);
        if (ViewDefinition.is(found.spec())) {
            return view(ViewDefinition.of(found.spec()));
        }
        boolean temporary = context.temporaryTables().covers(schema, name.name());
        CatalogTable table = context.catalog().of(found);
        if (temporary) {
            table = new CatalogTable(found, table.definition().renamed(schema, name.name()));
        }
        long next =
                table.definition().autoIncrementColumn() < 0
                        ? 0
                        : context.catalog().engine().peekAutoIncrement(found);
        ShowResult result = new ShowResult(name("Table"), longText("Create Table"));
        String text = CreateTableText.of(table, next);
        result.add(
                name.name(),
                temporary ? text.replaceFirst("CREATE TABLE", "CREATE TEMPORARY TABLE") : text);
        return result;
    }

    private static String declared(VirtualTable table) {
        StringBuilder text = new StringBuilder("CREATE TEMPORARY TABLE `");
        text.append(table.name()).append("` (\n");
        for (int i = 0; i < table.columns().size(); i++) {
            VirtualTable.Column column = table.columns().get(i);
            text.append(i == 0 ? "" : ",\n").append("  `").append(column.name()).append("` ");
            text.append(column.type().sql()).append(column.nullable() ? "" : " NOT NULL");
        }
        return text.append("\n) ENGINE=MEMORY DEFAULT CHARSET=utf8mb3").toString();
    }

    static ShowResult view(TableName name, StatementContext context) {
        String schema = ShowStatements.requireSchema(name.schema(), context);
        if (InformationSchema.table(schema, name.name()) != null) {
            throw new SqlException(MySqlError.ER_WRONG_OBJECT, schema, name.name(), "VIEW");
        }
        Table found = ShowColumns.require(schema, name.name(), context);
        if (!ViewDefinition.is(found.spec())) {
            throw new SqlException(MySqlError.ER_WRONG_OBJECT, schema, name.name(), "VIEW");
        }
        context.requireTable(Privilege.SHOW_VIEW, schema, name.name());
        return view(ViewDefinition.of(found.spec()));
    }

    private static ShowResult view(ViewDefinition view) {
        ShowResult result =
                new ShowResult(
                        name("View"),
                        longText("Create View"),
                        name("character_set_client"),
                        name("collation_connection"));
        result.add(
                view.name(),
                CreateTableText.ofView(view),
                view.characterSetClient(),
                view.collationConnection());
        return result;
    }

    static ShowResult database(String name, Show show, StatementContext context) {
        String schema = ShowStatements.requireSchema(name, context);
        ShowResult result = new ShowResult(name("Database"), longText("Create Database"));
        String text =
                CreateTableText.ofDatabase(
                        schema, SchemaDefinition.of(Visible.collation(context, schema)));
        result.add(
                schema,
                show.ifNotExists()
                        ? text.replaceFirst(
                                "^CREATE DATABASE ", "CREATE DATABASE /*!32312 IF NOT EXISTS*/ ")
                        : text);
        return result;
    }

    static ShowResult user(Show show, StatementContext context) {
        AccountEntry entry = account(show.account(), context);
        if (entry == null) {
            AccountName name = show.account();
            throw new SqlException(
                    MySqlError.ER_CANNOT_USER,
                    "SHOW CREATE USER",
                    name == null ? "" : "'" + name.user() + "'@'" + name.host() + "'");
        }
        ShowResult result =
                new ShowResult(longText("CREATE USER for " + entry.user() + "@" + entry.host()));
        result.add(AccountStatements.showCreateUser(entry));
        return result;
    }

    static ShowResult grants(Show show, StatementContext context) {
        AccountEntry entry = account(show.account(), context);
        if (entry == null) {
            AccountName name = show.account();
            throw new SqlException(
                    MySqlError.ER_NONEXISTING_GRANT,
                    name == null ? "" : name.user(),
                    name == null ? "" : name.host());
        }
        ShowResult result =
                new ShowResult(longText("Grants for " + entry.user() + "@" + entry.host()));
        for (String line : AccountStatements.showGrants(entry)) {
            result.add(line);
        }
        return result;
    }

    /** The session's own account, or another one for whoever may read mysql. */
    private static @Nullable AccountEntry account(
            @Nullable AccountName name, StatementContext context) {
        String user = context.account().user();
        String host = context.account().host();
        if (name == null || name.currentUser()) {
            return context.accounts().find(user, host);
        }
        if (!name.user().equals(user) || !name.host().equalsIgnoreCase(host)) {
            context.requireSchema(Privilege.SELECT, "mysql");
        }
        return context.accounts().find(name.user(), name.host());
    }
}
