package io.daybreak.sql.plan;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.Query;
import io.daybreak.sql.ast.TableReference;
import io.daybreak.sql.exec.CteSource;
import io.daybreak.sql.exec.PlanNode;
import io.daybreak.sql.exec.Slots;
import io.daybreak.sql.exec.UnionNode;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.TypeKind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * WITH: each table sees those before it, a recursive one itself, and the columns of the queries
 * around the one that has the WITH.
 */
final class CteBinder {
    private static final double RECURSIVE_ROWS = 100;

    private final PlanningRun run;
    private final @Nullable Scope boundary;
    private final CteScope scope;

    /**
     * @param boundary around the query that has the WITH; null if nothing is around it
     */
    CteBinder(PlanningRun run, @Nullable Scope boundary, CteScope scope) {
        this.run = run;
        this.boundary = boundary;
        this.scope = scope;
    }

    void bind(Query.With with) {
        for (Query.CommonTable table : with.tables()) {
            run.step();
            boolean recursive = with.recursive() && refersToItself(table);
            scope.add(recursive ? recursive(table) : plain(table));
        }
    }

    private static boolean refersToItself(Query.CommonTable table) {
        return Mentions.table(table.query(), table.name());
    }

    private CteScope.Cte plain(Query.CommonTable table) {
        BoundQuery query = new QueryBinder(run, boundary, scope).bind(table.query());
        return new CteScope.Cte(
                table.name(),
                columns(table, query.outputs(), false),
                boundary,
                new CteSource.Materialized(
                        query.plan(), query.slots(), Slots.toArray(query.outerSlots())),
                false,
                query.plan().rows());
    }

    private List<CteScope.Column> columns(
            Query.CommonTable table, List<BoundQuery.Output> outputs, boolean nullable) {
        if (!table.columns().isEmpty() && table.columns().size() != outputs.size()) {
            throw new SqlException(MySqlError.ER_VIEW_WRONG_LIST);
        }
        List<CteScope.Column> columns = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            Bound value = outputs.get(i).value();
            columns.add(
                    new CteScope.Column(
                            table.columns().isEmpty()
                                    ? outputs.get(i).name()
                                    : table.columns().get(i),
                            value.type(),
                            nullable || value.expr().nullable()));
        }
        return columns;
    }

    /** {@code seed UNION [ALL|DISTINCT] step [UNION … step]}. */
    private CteScope.Cte recursive(Query.CommonTable table) {
        Query query = table.query();
        if (!(query.body() instanceof Query.Body.SetOperation union)
                || union.operator() != Query.SetOperator.UNION) {
            throw new SqlException(MySqlError.ER_CTE_RECURSIVE_REQUIRES_UNION, table.name());
        }
        List<Query.Body> parts = new ArrayList<>();
        boolean distinct = false;
        Query.Body rest = union;
        while (rest instanceof Query.Body.SetOperation operation
                && Mentions.table(operation.right(), table.name())) {
            distinct |= !operation.all();
            parts.add(0, operation.right());
            rest = operation.left();
        }
        if (parts.isEmpty() || Mentions.table(rest, table.name())) {
            throw new SqlException(
                    MySqlError.ER_CTE_RECURSIVE_REQUIRES_NONRECURSIVE_FIRST, table.name());
        }
        SetBinder sets = new SetBinder(run, new Scope(boundary), scope);
        BoundQuery seed =
                new QueryBinder(run, boundary, scope)
                        .body(rest, List.of(), null, scope, FromBinder.Usage.READ);
        List<BoundQuery.Output> outputs = new ArrayList<>();
        for (BoundQuery.Output output : seed.outputs()) {
            outputs.add(
                    new BoundQuery.Output(
                            output.name(),
                            ExpressionBinder.slot(
                                    run.slots.next(),
                                    widened(output.value().type()),
                                    true,
                                    output.name()),
                            null));
        }
        int[] slots = outputs.stream().mapToInt(o -> o.value().slot()).toArray();
        CteSource.Recursive source =
                new CteSource.Recursive(
                        sets.into(seed, outputs), slots, SelectPlanner.keysOf(outputs), distinct);
        List<CteScope.Column> columns = columns(table, outputs, true);
        CteScope inner = new CteScope(scope);
        inner.add(new CteScope.Cte(table.name(), columns, boundary, source, true, RECURSIVE_ROWS));
        BitSet outer = (BitSet) seed.outerSlots().clone();
        List<PlanNode> steps = new ArrayList<>();
        for (Query.Body part : parts) {
            BoundQuery step =
                    new QueryBinder(run, boundary, inner)
                            .body(part, List.of(), null, inner, FromBinder.Usage.READ);
            if (step.outputs().size() != outputs.size()) {
                throw new SqlException(MySqlError.ER_WRONG_NUMBER_OF_COLUMNS_IN_SELECT);
            }
            outer.or(step.outerSlots());
            steps.add(new SetBinder(run, new Scope(boundary), inner).into(step, outputs));
        }
        source.step(new UnionNode(steps, slots), Slots.toArray(outer));
        CteScope.Cte done =
                new CteScope.Cte(table.name(), columns, boundary, source, false, RECURSIVE_ROWS);
        if (query.limit() == null && query.orderBy().isEmpty()) {
            return done;
        }
        throw new SqlException(
                MySqlError.ER_NOT_SUPPORTED_YET,
                "ORDER BY / LIMIT over UNION in recursive Common Table Expression");
    }

    /** Integers of the first rows leave room for those of later ones. */
    private static SqlType widened(SqlType type) {
        if (type.kind() == TypeKind.ENUM || type.kind() == TypeKind.SET) {
            // The recursive part may give any text.
            return SqlType.string(type.maxCharacters(), type.collation());
        }
        return type.isInteger() && type.kind() != TypeKind.BIGINT
                ? SqlType.integer(TypeKind.BIGINT, type.unsigned())
                : type;
    }

    /** Looks for a table's name in a query. */
    private static final class Mentions {
        private Mentions() {}

        static boolean table(Object node, String name) {
            boolean[] found = {false};
            AstWalk.visitAll(
                    node,
                    n -> {
                        if (n instanceof TableReference.Named named
                                && named.name().schema() == null
                                && named.name().name().equalsIgnoreCase(name)) {
                            found[0] = true;
                        }
                        return !found[0];
                    });
            return found[0];
        }
    }
}
