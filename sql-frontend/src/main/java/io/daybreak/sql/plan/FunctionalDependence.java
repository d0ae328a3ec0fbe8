package io.daybreak.sql.plan;

import io.daybreak.engine.api.KeyPart;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.Expression.BinaryOperator;
import io.daybreak.sql.catalog.IndexDefinition;
import java.util.BitSet;
import java.util.List;

/**
 * Which columns have one value in a group (ONLY_FULL_GROUP_BY): the grouped ones, those equal to a
 * constant or to such a column, and all columns of a table of which a whole unique key is.
 */
final class FunctionalDependence {
    private final Scope scope;
    private final List<Bound> where;
    private final boolean groups;
    private final BitSet determined = new BitSet();

    FunctionalDependence(Scope scope, List<Bound> where, List<Bound> keys, boolean groups) {
        this.scope = scope;
        this.where = where;
        this.groups = groups;
        for (Bound key : keys) {
            if (key.slot() >= 0) {
                determined.set(key.slot());
            }
        }
    }

    void check(List<ScopeColumn> columns, List<Bound> values, PlanningRun run) {
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
            where.forEach(this::equality);
            scope.tables.forEach(this::keys);
        } while (determined.cardinality() > before);
    }

    private void equality(Bound condition) {
        if (condition.shape() instanceof Shape.Comparison(var operator, var left, var right)
                && operator == BinaryOperator.EQUAL) {
            if (left.slot() >= 0 && Bound.isSubset(right.slots(), determined)) {
                determined.set(left.slot());
            }
            if (right.slot() >= 0 && Bound.isSubset(left.slots(), determined)) {
                determined.set(right.slot());
            }
        }
    }

    private void keys(ScopeTable table) {
        if (table.stored == null) {
            return;
        }
        for (IndexDefinition index : table.stored.definition().indexes()) {
            if (index.isUnique() && covered(table, index)) {
                determined.or(table.slots);
                return;
            }
        }
    }

    private boolean covered(ScopeTable table, IndexDefinition index) {
        for (KeyPart part : index.parts()) {
            ScopeColumn column = table.columns.get(part.column());
            if (!column.isUsed()
                    || !determined.get(column.usedSlot())
                    || part.prefixLength() > 0
                    || column.nullable()) {
                return false;
            }
        }
        return true;
    }
}
