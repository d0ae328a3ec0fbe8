package io.daybreak.sql.ddl;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.Expression;
import io.daybreak.sql.ast.Query;
import io.daybreak.sql.catalog.CatalogTable;
import io.daybreak.sql.catalog.ColumnDefault;
import io.daybreak.sql.catalog.ColumnDefinition;
import io.daybreak.sql.ddl.TableDraft.Condition;
import io.daybreak.sql.parse.ParseOptions;
import io.daybreak.sql.parse.Parser;
import io.daybreak.sql.plan.AstWalk;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Expressions in a draft: CHECK, generated columns, defaults. */
final class Constraints {
    private final DdlRun run;
    private final TableDraft draft;

    Constraints(DdlRun run, TableDraft draft) {
        this.run = run;
        this.draft = draft;
    }

    void apply() {
        nameChecks();
        for (Condition condition : draft.conditions) {
            checkCondition(condition);
        }
        for (int i = 0; i < draft.columns.size(); i++) {
            checkColumn(i);
        }
    }

    private void nameChecks() {
        Set<String> taken = new HashSet<>();
        for (Condition condition : draft.conditions) {
            if (!condition.name().isEmpty()
                    && !taken.add(condition.name().toLowerCase(Locale.ROOT))) {
                throw new SqlException(MySqlError.ER_CHECK_CONSTRAINT_DUP_NAME, condition.name());
            }
        }
        if (draft.conditions.stream().anyMatch(c -> c.added() && !c.name().isEmpty())) {
            requireNamesElsewhereDiffer();
        }
        int number = 1;
        for (int i = 0; i < draft.conditions.size(); i++) {
            Condition c = draft.conditions.get(i);
            if (c.name().isEmpty()) {
                while (!taken.add((draft.name + "_chk_" + number).toLowerCase(Locale.ROOT))) {
                    number++;
                }
                draft.conditions.set(
                        i,
                        new Condition(
                                draft.name + "_chk_" + number, c.sql(), c.enforced(), c.added()));
            }
        }
    }

    /** Names of CHECK constraints are the schema's. */
    private void requireNamesElsewhereDiffer() {
        Set<String> elsewhere = new HashSet<>();
        for (CatalogTable table : run.catalog().tables(draft.schema)) {
            if (!table.definition().name().equals(draft.name)) {
                table.definition()
                        .checks()
                        .forEach(c -> elsewhere.add(c.name().toLowerCase(Locale.ROOT)));
            }
        }
        for (Condition condition : draft.conditions) {
            if (condition.added()
                    && elsewhere.contains(condition.name().toLowerCase(Locale.ROOT))) {
                throw new SqlException(MySqlError.ER_CHECK_CONSTRAINT_DUP_NAME, condition.name());
            }
        }
    }

    private void checkCondition(Condition condition) {
        for (String column : columnsOf(condition.sql(), condition.name())) {
            if (draft.position(column) < 0) {
                throw new SqlException(
                        MySqlError.ER_CHECK_CONSTRAINT_REFERS_UNKNOWN_COLUMN,
                        condition.name(),
                        column);
            }
        }
    }

    private void checkColumn(int position) {
        ColumnDefinition column = draft.columns.get(position).definition();
        if (column.generated() != null) {
            for (String name : columnsOf(column.generated().sql(), column.name())) {
                requireColumn(name, "generated column function");
                int at = draft.position(name);
                ColumnDefinition other = draft.columns.get(at).definition();
                if (other.autoIncrement()) {
                    throw new SqlException(
                            MySqlError.ER_GENERATED_COLUMN_REF_AUTO_INC, column.name());
                }
                if (other.generated() != null && at >= position) {
                    throw new SqlException(MySqlError.ER_GENERATED_COLUMN_NON_PRIOR);
                }
            }
        }
        if (column.defaultValue() instanceof ColumnDefault.Expression(String sql)
                && !sql.startsWith("CURRENT_TIMESTAMP")) {
            for (String name : columnsOf(sql, column.name())) {
                requireColumn(name, "default value expression");
            }
        }
    }

    private void requireColumn(String name, String where) {
        if (draft.position(name) < 0) {
            throw new SqlException(MySqlError.ER_BAD_FIELD_ERROR, name, where);
        }
    }

    /** The columns that an expression of a definition reads. */
    static List<String> columnsOf(String sql, String owner) {
        List<String> columns = new ArrayList<>();
        AstWalk.visitAll(
                Parser.parseExpression(sql, ParseOptions.DEFAULT),
                node -> {
                    if (node instanceof Expression.Column column) {
                        columns.add(column.name());
                    }
                    if (node instanceof Query) {
                        throw new SqlException(
                                MySqlError.ER_CHECK_CONSTRAINT_FUNCTION_IS_NOT_ALLOWED, owner);
                    }
                    return true;
                });
        return columns;
    }
}
