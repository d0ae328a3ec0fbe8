package io.daybreak.sql.plan;

import io.daybreak.engine.api.KeyPart;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.Expression.BinaryOperator;
import io.daybreak.sql.catalog.IndexDefinition;
import io.daybreak.sql.catalog.TableDefinition;
import java.util.BitSet;
import java.util.List;

/**
 * Which columns have one value in a group (ONLY_FULL_GROUP_BY): the grouped ones, those equal to a
 * constant or to such a column by WHERE or ON, and all columns of a table of which a whole unique
 * key is.
 *
 * <p>Inside an outer join equality to a constant says nothing, because the row may be missing; and
 * its ON determines columns of the optional side only if it determines whether there is a row, that
 * is if every column of the other side in it has one value.
 */
final class FunctionalDependence {
    private final Scope scope;
    private final FromTree from;
    private final List<Bound> where;
    private final boolean groups;
    private final BitSet determined = new BitSet();

    /** Columns inside outer joins that have one value where there is a row at all. */
    private final BitSet fixedIfPresent = new BitSet();

    FunctionalDependence(
            Scope scope, FromTree from, List<Bound> where, List<Bound> keys, boolean groups) {
        this.scope = scope;
        this.from = from;
        this.where = where;
        this.groups = groups;
        for (Bound key : keys) {
            if (key.slot() >= 0) {
                determined.set(key.slot());
            }
        }
    }

    void check(List<ScopeColumn> columns, List<Bound> values, PlanningRun run) {
        determined.or(scope.outerSlots);
        close();
        for (ScopeColumn column : columns) {
            if (determined.get(column.usedSlot())) {
                continue;
            }
            String name =
                    (column.table.schema == null ? "" : column.table.schema + ".")
                            + column.table.alias
                            + "."
                            + column.name;
            int position = 1;
            for (int i = 0; i < values.size(); i++) {
                if (values.get(i).slots().get(column.usedSlot())) {
                    position = i + 1;
                    break;
                }
            }
            throw groups
                    ? new SqlException(
                            MySqlError.ER_WRONG_FIELD_WITH_GROUP, position, "SELECT list", name)
                    : new SqlException(
                            MySqlError.ER_MIX_OF_GROUP_FUNC_AND_FIELDS,
                            position,
                            "SELECT list",
                            name);
        }
    }

    private void close() {
        int before;
        do {
            before = determined.cardinality();
            where.forEach(condition -> equality(condition, true));
            joins(from, false);
            scope.tables.forEach(this::keys);
        } while (determined.cardinality() > before);
    }

    private void joins(FromTree tree, boolean optional) {
        switch (tree) {
            case FromTree.Inner(var left, var right, var on, boolean _) -> {
                joins(left, optional);
                joins(right, optional);
                on.forEach(condition -> equality(condition, !optional));
            }
            case FromTree.Left(var left, var right, var on) -> {
                joins(left, optional);
                joins(right, true);
                outer(right.slots(), on);
            }
            case FromTree.Leaf leaf -> keys(leaf.table());
            case FromTree.Nothing _ -> {}
        }
    }

    private void outer(BitSet right, List<Bound> on) {
        for (Bound condition : on) {
            BitSet others = (BitSet) condition.slots().clone();
            others.andNot(right);
            if (!Bound.isSubset(others, determined)) {
                return;
            }
        }
        on.forEach(condition -> equality(condition, false));
    }

    /**
     * @param constants whether equality to a constant counts
     */
    private void equality(Bound condition, boolean constants) {
        if (condition.shape() instanceof Shape.Comparison(var operator, var left, var right)
                && operator == BinaryOperator.EQUAL) {
            determine(left, right, constants);
            determine(right, left, constants);
        }
    }

    private void determine(Bound column, Bound value, boolean constants) {
        if (column.slot() < 0 || !value.stable() || !Bound.isSubset(value.slots(), determined)) {
            return;
        }
        boolean always = constants || !Bound.isSubset(value.slots(), scope.outerSlots);
        (always ? determined : fixedIfPresent).set(column.slot());
    }

    private void keys(ScopeTable table) {
        if (table.stored == null) {
            return;
        }
        for (IndexDefinition index : table.stored.definition().indexes()) {
            if (index.isUnique() && covered(table, table.stored.definition(), index)) {
                determined.or(table.slots);
                return;
            }
        }
    }

    /**
     * The column's own NOT NULL counts: a row that an outer join lacks is all null, and a column of
     * the key tells that.
     */
    private boolean covered(ScopeTable table, TableDefinition definition, IndexDefinition index) {
        boolean tellsPresence = false;
        for (KeyPart part : index.parts()) {
            ScopeColumn column = table.columns.get(part.column());
            boolean known = column.isUsed() && determined.get(column.usedSlot());
            tellsPresence |= known;
            if (!(known || (column.isUsed() && fixedIfPresent.get(column.usedSlot())))
                    || part.prefixLength() > 0
                    || definition.columns().get(part.column()).nullable()) {
                return false;
            }
        }
        return tellsPresence;
    }
}
