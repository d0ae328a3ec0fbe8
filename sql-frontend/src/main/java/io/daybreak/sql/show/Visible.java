package io.daybreak.sql.show;

import io.daybreak.engine.api.Table;
import io.daybreak.engine.collation.Collation;
import io.daybreak.engine.collation.Collations;
import io.daybreak.sql.catalog.CatalogTable;
import io.daybreak.sql.catalog.SchemaDefinition;
import io.daybreak.sql.catalog.TemporaryTables;
import io.daybreak.sql.catalog.ViewDefinition;
import io.daybreak.sql.session.StatementContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The schemas and tables that the session's account may know of, in order of names. Stateless. */
final class Visible {
    private Visible() {}

    /** Schemas with storage and those without. */
    static List<String> schemas(StatementContext context, Wanted wanted, String column) {
        List<String> names = new ArrayList<>(context.catalog().engine().schemas());
        names.addAll(InformationSchema.schemas());
        names.removeIf(name ->
                name.equals(TemporaryTables.SCHEMA)
                        || !wanted.allows(column, name)
                        || !InformationSchema.isVirtual(name)
                                && !context.grants().seesSchema(name));
        names.sort(Comparator.naturalOrder());
        return names;
    }

    /** Tables and views of a schema with storage. */
    static List<Table> tables(
            StatementContext context, String schema, Wanted wanted, String column) {
        List<Table> tables = new ArrayList<>();
        for (Table table : context.catalog().engine().tables(schema)) {
            String name = table.spec().name();
            if (wanted.allows(column, name) && context.grants().seesTable(schema, name)) {
                tables.add(table);
            }
        }
        tables.sort(Comparator.comparing(table -> table.spec().name()));
        return tables;
    }

    /** Base tables of all schemas, as far as they are wanted. */
    static List<CatalogTable> baseTables(StatementContext context, Wanted wanted) {
        return baseTables(context, wanted, "TABLE_SCHEMA");
    }

    static List<CatalogTable> baseTables(
            StatementContext context, Wanted wanted, String schemaColumn) {
        List<CatalogTable> tables = new ArrayList<>();
        for (String schema : schemas(context, wanted, schemaColumn)) {
            for (Table table : tables(context, schema, wanted, "TABLE_NAME")) {
                if (!ViewDefinition.is(table.spec())) {
                    tables.add(context.catalog().of(table));
                }
            }
        }
        return tables;
    }

    static Collation collation(StatementContext context, String schema) {
        if (InformationSchema.isVirtual(schema)) {
            return schema.equalsIgnoreCase(InformationSchema.INFORMATION_SCHEMA)
                    ? DeclaredColumns.general()
                    : Collations.UTF8MB4_0900_AI_CI;
        }
        byte[] definition = context.catalog().engine().schemaDefinition(schema);
        Collation found =
                definition == null
                        ? null
                        : Collations.byName(SchemaDefinition.of(definition).collation());
        return found == null ? Collations.UTF8MB4_0900_AI_CI : found;
    }
}
