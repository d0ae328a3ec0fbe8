package io.daybreak.sql.ddl;

import io.daybreak.engine.api.Table;
import io.daybreak.engine.api.Transaction.MetadataLock;
import io.daybreak.engine.collation.Collation;
import io.daybreak.engine.collation.Collations;
import io.daybreak.sql.account.Privilege;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.DdlStatement;
import io.daybreak.sql.catalog.ParentOf;
import io.daybreak.sql.catalog.SchemaDefinition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** CREATE, ALTER and DROP DATABASE. */
final class Databases {
    private final DdlRun run;

    Databases(DdlRun run) {
        this.run = run;
    }

    DdlResult create(DdlStatement.CreateDatabase statement) {
        String name = statement.name();
        Names.requireSchema(name);
        run.context().requireSchema(Privilege.CREATE, name);
        run.lockSchema(name, MetadataLock.EXCLUSIVE);
        if (Names.isSystem(name) || run.catalog().hasSchema(name)) {
            if (!statement.ifNotExists()) {
                throw new SqlException(MySqlError.ER_DB_CREATE_EXISTS, name);
            }
            run.note(MySqlError.ER_DB_CREATE_EXISTS, name);
            return new DdlResult(1, "");
        }
        SchemaDefinition definition = definition(statement.options(), serverDefault());
        run.ddl().createSchema(name, definition.toBytes());
        return new DdlResult(1, "");
    }

    private SchemaDefinition serverDefault() {
        String collation = run.context().variable("collation_server");
        Collation found = collation == null ? null : Collations.byName(collation);
        return found == null ? SchemaDefinition.DEFAULT : SchemaDefinition.of(found);
    }

    private SchemaDefinition definition(
            DdlStatement.DatabaseOptions options, SchemaDefinition inherited) {
        String charset = options.charset();
        String collation = options.collation();
        if ("default".equals(charset) || "default".equals(collation)) {
            return serverDefault();
        }
        return SchemaDefinition.of(
                Charsets.resolve(charset, collation, false, Charsets.named(inherited.collation())));
    }

    DdlResult alter(DdlStatement.AlterDatabase statement) {
        String name = nameOf(statement.name());
        run.requireUserSchema(name);
        run.context().requireSchema(Privilege.ALTER, name);
        run.lockSchema(name, MetadataLock.EXCLUSIVE);
        SchemaDefinition old = run.schemaDefinition(name);
        run.ddl().alterSchema(name, definition(statement.options(), old).toBytes());
        return new DdlResult(1, "");
    }

    private String nameOf(@Nullable String written) {
        String name = written == null ? run.context().schema() : written;
        if (name == null) {
            throw new SqlException(MySqlError.ER_NO_DB_ERROR);
        }
        return name;
    }

    DdlResult drop(DdlStatement.DropDatabase statement) {
        String name = statement.name();
        run.requireUserSchema(name);
        run.context().requireSchema(Privilege.DROP, name);
        run.lockSchema(name, MetadataLock.EXCLUSIVE);
        if (!run.catalog().hasSchema(name)) {
            if (!statement.ifExists()) {
                throw new SqlException(MySqlError.ER_DB_DROP_EXISTS, name);
            }
            run.note(MySqlError.ER_DB_DROP_EXISTS, name);
            return DdlResult.NONE;
        }
        List<Table> tables = run.catalog().engine().tables(name);
        for (Table table : tables) {
            run.lockTable(name, table.spec().name());
        }
        tables = run.catalog().engine().tables(name);
        for (Table table : tables) {
            requireNoChildrenElsewhere(name, table.spec().name());
        }
        for (Table table : tables) {
            run.ddl().dropTable(table);
        }
        run.ddl().dropSchema(name);
        return new DdlResult(tables.size(), "");
    }

    private void requireNoChildrenElsewhere(String schema, String table) {
        if (!run.checksForeignKeys()) {
            return;
        }
        for (ParentOf child : run.catalog().childrenOf(schema, table)) {
            if (!child.childSchema().equals(schema)) {
                throw new SqlException(
                        MySqlError.ER_FK_CANNOT_DROP_PARENT,
                        table,
                        child.key().name(),
                        child.childTable());
            }
        }
    }
}
