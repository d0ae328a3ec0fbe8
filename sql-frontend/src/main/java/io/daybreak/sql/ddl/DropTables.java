package io.daybreak.sql.ddl;

import io.daybreak.engine.api.Table;
import io.daybreak.sql.account.Privilege;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.DdlStatement;
import io.daybreak.sql.ast.TableName;
import io.daybreak.sql.catalog.CatalogTable;
import io.daybreak.sql.catalog.ParentOf;
import io.daybreak.sql.catalog.ViewDefinition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** DROP TABLE, DROP VIEW and TRUNCATE. */
final class DropTables {
    private record Name(String schema, String table) {
        @Override
        public String toString() {
            return schema + "." + table;
        }
    }

    private final DdlRun run;

    DropTables(DdlRun run) {
        this.run = run;
    }

    DdlResult drop(DdlStatement.DropTable statement) {
        List<Name> names = namesOf(statement.names());
        List<Name> temporary =
                names.stream()
                        .filter(n -> run.context().temporaryTables().covers(n.schema, n.table))
                        .toList();
        names.removeAll(temporary);
        DdlResult result =
                statement.temporary()
                        ? missing(names, statement.ifExists())
                        : drop(names, statement.ifExists(), false);
        temporary.forEach(n -> run.context().temporaryTables().retire(n.schema, n.table));
        return result;
    }

    DdlResult dropViews(DdlStatement.DropView statement) {
        return drop(namesOf(statement.names()), statement.ifExists(), true);
    }

    private List<Name> namesOf(List<TableName> written) {
        List<Name> names = new ArrayList<>();
        for (TableName name : written) {
            Name known = new Name(run.schemaOf(name), name.name());
            if (names.contains(known)) {
                throw new SqlException(MySqlError.ER_NONUNIQ_TABLE, name.name());
            }
            names.add(known);
        }
        return names;
    }

    private DdlResult drop(List<Name> names, boolean ifExists, boolean views) {
        for (Name name : names) {
            run.requireUserSchema(name.schema);
            run.context().requireTable(Privilege.DROP, name.schema, name.table);
        }
        for (Name name : names) {
            run.lockTable(name.schema, name.table);
        }
        List<Table> found = new ArrayList<>();
        List<Name> missing = new ArrayList<>();
        Set<Name> dropped = new HashSet<>(names);
        for (Name name : names) {
            Table table = run.catalog().engine().table(name.schema, name.table);
            if (table != null && views && !ViewDefinition.is(table.spec())) {
                throw new SqlException(MySqlError.ER_WRONG_OBJECT, name.schema, name.table, "VIEW");
            }
            if (table == null || ViewDefinition.is(table.spec()) != views) {
                missing.add(name);
            } else {
                requireNoChildren(name, dropped);
                found.add(table);
            }
        }
        DdlResult result = missing(missing, ifExists);
        found.forEach(run.ddl()::dropTable);
        return result;
    }

    private DdlResult missing(List<Name> missing, boolean ifExists) {
        if (!missing.isEmpty() && !ifExists) {
            throw new SqlException(
                    MySqlError.ER_BAD_TABLE_ERROR,
                    String.join(",", missing.stream().map(Name::toString).toList()));
        }
        for (Name name : missing) {
            run.note(MySqlError.ER_BAD_TABLE_ERROR, name.toString());
        }
        return DdlResult.NONE;
    }

    private void requireNoChildren(Name name, Set<Name> dropped) {
        if (!run.checksForeignKeys()) {
            return;
        }
        for (ParentOf child : run.catalog().childrenOf(name.schema, name.table)) {
            if (!dropped.contains(new Name(child.childSchema(), child.childTable()))) {
                throw new SqlException(
                        MySqlError.ER_FK_CANNOT_DROP_PARENT,
                        name.table,
                        child.key().name(),
                        child.childTable());
            }
        }
    }

    DdlResult truncate(DdlStatement.TruncateTable statement) {
        String schema = run.schemaOf(statement.name());
        String name = statement.name().name();
        run.requireUserSchema(schema);
        run.context().requireTable(Privilege.DROP, schema, name);
        run.lockTable(schema, name);
        CatalogTable table = run.table(schema, name);
        if (run.checksForeignKeys() && !run.context().temporaryTables().covers(schema, name)) {
            for (ParentOf child : run.catalog().childrenOf(schema, name)) {
                if (!(child.childSchema().equals(schema) && child.childTable().equals(name))) {
                    throw new SqlException(
                            MySqlError.ER_TRUNCATE_ILLEGAL_FK,
                            ForeignKeys.text(child.childSchema(), child.childTable(), child.key()));
                }
            }
        }
        run.ddl().truncate(table.table());
        return DdlResult.NONE;
    }
}
