package io.daybreak.sql.plan;

import io.daybreak.engine.api.Table;
import io.daybreak.engine.api.TableStatistics;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.Expression;
import io.daybreak.sql.ast.TableName;
import io.daybreak.sql.catalog.CatalogTable;
import io.daybreak.sql.catalog.ViewDefinition;
import io.daybreak.sql.exec.KeyRanges;
import io.daybreak.sql.expr.EvalContext;
import io.daybreak.sql.parse.Parsed;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one planning run shares among its query blocks. Confined to its thread. */
final class PlanningRun {
    final Parsed parsed;

    /** Parts of a statement that are looked at between two pauses. */
    private static final int STEPS_BETWEEN_PAUSES = 1024;

    private int stepsLeft = STEPS_BETWEEN_PAUSES;

    final PlanningContext context;
    final SlotAllocator slots;
    final BitSet structural = new BitSet();
    private final Map<String, Plan.Dependency> dependencies;
    private final Map<Long, TableStatistics> statistics = new HashMap<>();
    private final int depth;
    private final Joins joins = new Joins(this);
    private final Map<String, Sensitivity> sensitivities;
    private final @Nullable KnownValues values;

    PlanningRun(Parsed parsed, PlanningContext context) {
        this(parsed, context, new SlotAllocator(), new LinkedHashMap<>(), new LinkedHashMap<>(), 0);
    }

    private PlanningRun(
            Parsed parsed,
            PlanningContext context,
            SlotAllocator slots,
            Map<String, Plan.Dependency> dependencies,
            Map<String, Sensitivity> sensitivities,
            int depth) {
        this.parsed = parsed;
        this.context = context;
        this.slots = slots;
        this.dependencies = dependencies;
        this.sensitivities = sensitivities;
        this.depth = depth;
        EvalContext known = context.values();
        this.values = known == null || depth > 0 ? null : new KnownValues(known);
    }

    /** A part of the statement was looked at. */
    void step() {
        if (--stepsLeft == 0) {
            stepsLeft = STEPS_BETWEEN_PAUSES;
            context.pause();
        }
    }

    /** How deep this is inside views. */
    int depth() {
        return depth;
    }

    /** For an expression of a table's definition inside this statement. */
    PlanningRun embedded(Parsed expression) {
        return embedded(expression, context.currentSchema());
    }

    /** For a view's query. */
    PlanningRun embedded(Parsed query, @Nullable String schema) {
        return new PlanningRun(
                query,
                new EmbeddedContext(context, schema),
                slots,
                dependencies,
                sensitivities,
                depth + 1);
    }

    Joins joins() {
        return joins;
    }

    TableStatistics statistics(CatalogTable table) {
        return statistics.computeIfAbsent(
                table.table().id(), _ -> context.catalog().engine().statistics(table.table()));
    }

    /** Rows in ranges by looking into the index; -1 if the bounds are not known yet. */
    double estimate(KeyRanges ranges) {
        KnownValues known = values;
        return known == null ? -1 : Sensitivity.estimate(context.catalog().engine(), ranges, known);
    }

    /** The plan was chosen because of this number of rows. */
    void sensitive(String what, Sensitivity sensitivity) {
        sensitivities.put(what, sensitivity);
    }

    List<Sensitivity> sensitivities() {
        return List.copyOf(sensitivities.values());
    }

    /** The schema a table name means; error 1046 if there is no default schema. */
    String schemaOf(TableName name) {
        String schema = name.schema() == null ? context.currentSchema() : name.schema();
        if (schema == null) {
            throw new SqlException(MySqlError.ER_NO_DB_ERROR);
        }
        return schema;
    }

    /** A stored table by name; error 1146 if there is none. */
    CatalogTable table(TableName name) {
        String schema = schemaOf(name);
        CatalogTable table = context.catalog().table(schema, name.name());
        if (table == null) {
            if (!context.hasSchema(schema)) {
                throw new SqlException(MySqlError.ER_BAD_DB_ERROR, schema);
            }
            throw new SqlException(MySqlError.ER_NO_SUCH_TABLE, schema, name.name());
        }
        dependsOn(table);
        return table;
    }

    void dependsOn(CatalogTable table) {
        dependencies.put(
                table.definition().schema() + "." + table.definition().name(),
                new Plan.Dependency(
                        table.definition().schema(),
                        table.definition().name(),
                        table.table().id(),
                        table.table().version()));
    }

    void dependsOn(ViewDefinition view) {
        Table table = context.catalog().engine().table(view.schema(), view.name());
        if (table != null) {
            dependencies.put(
                    view.schema() + "." + view.name(),
                    new Plan.Dependency(view.schema(), view.name(), table.id(), table.version()));
        }
    }

    void dependsOn(VirtualTable table) {
        dependencies.put(
                table.schema() + "." + table.name(),
                new Plan.Dependency(table.schema(), table.name(), 0, 0));
    }

    List<Plan.Dependency> dependencies() {
        return new ArrayList<>(dependencies.values());
    }

    /** The literal's value shaped the plan. */
    void structural(Expression.Literal literal) {
        if (literal.ordinal() >= 0) {
            structural.set(literal.ordinal());
        }
    }

    /** All literals of a piece of syntax shaped the plan. */
    void structural(Expression expression) {
        AstWalk.visit(
                expression,
                node -> {
                    if (node instanceof Expression.Literal literal) {
                        structural(literal);
                    }
                    return true;
                });
    }

    String describe(List<Bound> conditions) {
        List<String> texts = new ArrayList<>();
        for (Bound condition : conditions) {
            texts.add(condition.text());
        }
        return String.join(" and ", texts);
    }
}
