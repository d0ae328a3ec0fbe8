package io.daybreak.sql.ddl;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.Expression;
import io.daybreak.sql.catalog.CatalogTable;
import io.daybreak.sql.catalog.ColumnDefault;
import io.daybreak.sql.catalog.ColumnDefinition;
import io.daybreak.sql.catalog.TableDefinition;
import io.daybreak.sql.ddl.TableDraft.Condition;
import io.daybreak.sql.parse.ParseOptions;
import io.daybreak.sql.parse.Parser;
import io.daybreak.sql.plan.AstWalk;
import io.daybreak.sql.plan.DefaultValues;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Expressions in a draft: CHECK, generated columns, defaults. */
final class Constraints {
    private final DdlRun run;
    private final TableDraft draft;

    /** The table that is altered or copied; null if there was none. */
    private final @Nullable TableDefinition before;

    Constraints(DdlRun run, TableDraft draft, @Nullable TableDefinition before) {
        this.run = run;
        this.draft = draft;
        this.before = before;
    }

    void apply() {
        nameChecks();
        for (Condition condition : draft.conditions) {
            checkCondition(condition);
        }
        for (int i = 0; i < draft.columns.size(); i++) {
            checkColumn(i);
        }
        for (Condition condition : draft.conditions) {
            requireNoCounter(condition);
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
                draft.conditions.set(i, c.named(draft.name + "_chk_" + number));
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
        TableDraft.WrittenCondition written = condition.written();
        if (written != null) {
            new WrittenExpressions(run)
                    .requireCondition(written.condition(), condition.name(), written.column());
        }
        requireColumns(
                condition.sql(),
                before != null
                        ? name ->
                                unknown(
                                        name,
                                        "check constraint " + condition.name() + " expression")
                        : name ->
                                new SqlException(
                                        MySqlError.ER_CHECK_CONSTRAINT_REFERS_UNKNOWN_COLUMN,
                                        condition.name(),
                                        name));
    }

    private void requireNoCounter(Condition condition) {
        List<String> columns = columnsOf(condition.sql());
        if (countsUp(draft.definitions(), columns)
                && (before == null
                        || condition.written() != null
                        || !countsUp(before.columns(), columns))) {
            throw new SqlException(
                    MySqlError.ER_CHECK_CONSTRAINT_REFERS_AUTO_INCREMENT_COLUMN, condition.name());
        }
    }

    private static boolean countsUp(List<ColumnDefinition> columns, List<String> names) {
        return names.stream()
                .map(name -> position(columns, name))
                .anyMatch(at -> at >= 0 && columns.get(at).autoIncrement());
    }

    private static int position(List<ColumnDefinition> columns, String name) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    private void checkColumn(int position) {
        ColumnDefinition column = draft.columns.get(position).definition();
        String sql = expression(column);
        if (sql == null) {
            return;
        }
        String where =
                column.isGenerated() ? "generated column function" : "default value expression";
        requireColumns(sql, name -> unknown(name, where));
        MySqlError wrong = misreference(draft.definitions(), position);
        if (wrong != null && !wasSoBefore(wrong, draft.columns.get(position).origin())) {
            throw wrong == MySqlError.ER_GENERATED_COLUMN_NON_PRIOR
                    ? new SqlException(wrong)
                    : new SqlException(wrong, column.name());
        }
    }

    /** A table from before a rule can be altered, as long as it gets no worse. */
    private boolean wasSoBefore(MySqlError wrong, int origin) {
        return before != null && origin >= 0 && misreference(before.columns(), origin) == wrong;
    }

    /** What is wrong with the first column that the expression of a column may not read. */
    private static @Nullable MySqlError misreference(List<ColumnDefinition> columns, int reader) {
        ColumnDefinition column = columns.get(reader);
        String sql = expression(column);
        if (sql == null) {
            return null;
        }
        for (String name : columnsOf(sql)) {
            int at = position(columns, name);
            if (at >= 0 && columns.get(at).autoIncrement()) {
                return column.isGenerated()
                        ? MySqlError.ER_GENERATED_COLUMN_REF_AUTO_INC
                        : MySqlError.ER_DEFAULT_VAL_GENERATED_REF_AUTO_INC;
            }
            if (at >= reader && expression(columns.get(at)) != null) {
                return column.isGenerated()
                        ? MySqlError.ER_GENERATED_COLUMN_NON_PRIOR
                        : MySqlError.ER_DEFAULT_VAL_GENERATED_NON_PRIOR;
            }
        }
        return null;
    }

    /** The expression that gives a column its value; null if there is none. */
    private static @Nullable String expression(ColumnDefinition column) {
        if (column.generated() != null) {
            return column.generated().sql();
        }
        return column.defaultValue() instanceof ColumnDefault.Expression computed
                        && !computed.isNow()
                ? computed.sql()
                : null;
    }

    /** Refuses names of columns that are not there, and DEFAULT(column) of what has none. */
    private void requireColumns(String sql, Function<String, SqlException> unknown) {
        AstWalk.visitAll(
                Parser.parseExpression(sql, ParseOptions.DEFAULT),
                node -> {
                    if (node instanceof Expression.Column column
                            && draft.position(column.name()) < 0) {
                        throw unknown.apply(column.name());
                    }
                    if (node instanceof Expression.DefaultOf value) {
                        int at = draft.position(value.column().name());
                        if (at >= 0) {
                            DefaultValues.requireConstant(draft.columns.get(at).definition());
                        }
                    }
                    return true;
                });
    }

    private static SqlException unknown(String column, String where) {
        return new SqlException(MySqlError.ER_BAD_FIELD_ERROR, column, where);
    }

    /** The columns that an expression of a definition reads. */
    static List<String> columnsOf(String sql) {
        List<String> columns = new ArrayList<>();
        AstWalk.visitAll(
                Parser.parseExpression(sql, ParseOptions.DEFAULT),
                node -> {
                    if (node instanceof Expression.Column column) {
                        columns.add(column.name());
                    }
                    return true;
                });
        return columns;
    }
}
