package io.daybreak.sql.ddl;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.AlterAction;
import io.daybreak.sql.ast.Expression;
import io.daybreak.sql.ast.Query;
import io.daybreak.sql.ast.TableElement;
import io.daybreak.sql.ast.TableReference;
import io.daybreak.sql.ast.Window;
import io.daybreak.sql.expr.FunctionRegistry;
import io.daybreak.sql.parse.AstPrinter;
import io.daybreak.sql.plan.AstWalk;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the expressions that a statement writes into a table's definition may not have: variables,
 * subqueries, aggregates and the functions of {@link FunctionRules}. Only what is written now is
 * looked at, so that a table whose definition is older than a rule can be used and altered.
 *
 * <p>Owned by the statement.
 */
final class WrittenExpressions {
    private final DdlRun run;

    WrittenExpressions(DdlRun run) {
        this.run = run;
    }

    /**
     * The columns of CREATE TABLE. To be called before anything is looked up: MySQL finds these
     * errors while it parses. CHECK conditions come later, with {@link #requireCondition}.
     */
    void requireColumns(List<TableElement> elements) {
        elements.forEach(this::requireWellFormed);
        for (TableElement element : elements) {
            if (element instanceof TableElement.ColumnDefinition column) {
                requireColumn(column);
            }
        }
    }

    /** The columns of ALTER TABLE, as {@link #requireColumns} has it for CREATE TABLE. */
    void requireActions(List<AlterAction> actions) {
        actions.forEach(this::requireWellFormed);
        boolean adds = false;
        boolean computes = false;
        for (AlterAction action : actions) {
            for (TableElement.ColumnDefinition column : columns(action)) {
                requireColumn(column);
                adds |= !(action instanceof AlterAction.ChangeColumn);
                computes |= column.defaultExpression();
            }
        }
        // The rows that are there get the default, and on a replica they could get another one.
        if (adds && computes && actions.stream().anyMatch(WrittenExpressions::isUnsafe)) {
            throw new SqlException(MySqlError.ER_BINLOG_UNSAFE_SYSTEM_FUNCTION);
        }
    }

    private static List<TableElement.ColumnDefinition> columns(AlterAction action) {
        List<TableElement> elements =
                switch (action) {
                    case AlterAction.AddColumn a -> List.of(a.column());
                    case AlterAction.ChangeColumn a -> List.of(a.column());
                    case AlterAction.AddElement a -> List.of(a.element());
                    case AlterAction.AddElements a -> a.elements();
                    default -> List.of();
                };
        List<TableElement.ColumnDefinition> columns = new ArrayList<>();
        for (TableElement element : elements) {
            if (element instanceof TableElement.ColumnDefinition column) {
                columns.add(column);
            }
        }
        return columns;
    }

    private void requireColumn(TableElement.ColumnDefinition column) {
        if (column.generated() != null) {
            require(column.generated(), ExpressionPlace.GENERATED, column.name());
        }
        if (column.defaultExpression()) {
            Expression value = Objects.requireNonNull(column.defaultValue());
            require(value, ExpressionPlace.DEFAULT, column.name());
        }
    }

    /** Of {@code ALTER COLUMN … SET DEFAULT (…)}. */
    void requireDefault(Expression value, String column) {
        require(value, ExpressionPlace.DEFAULT, column);
    }

    /**
     * @param name of the constraint
     * @param column where it is written; null if it stands for itself
     */
    void requireCondition(Expression condition, String name, @Nullable String column) {
        if (!isBoolean(condition)) {
            throw new SqlException(MySqlError.ER_NON_BOOLEAN_EXPR_FOR_CHECK_CONSTRAINT, name);
        }
        if (column != null) {
            AstWalk.visitAll(
                    condition,
                    node -> {
                        if (node instanceof Query || node instanceof Window) {
                            return false;
                        }
                        if (node instanceof Expression.Column other
                                && !other.name().equalsIgnoreCase(column)) {
                            throw new SqlException(
                                    MySqlError.ER_COLUMN_CHECK_CONSTRAINT_REFERENCES_OTHER_COLUMN,
                                    name);
                        }
                        return true;
                    });
        }
        require(condition, ExpressionPlace.CHECK, name);
    }

    // ---- Whole expressions

    private void require(Expression expression, ExpressionPlace place, String owner) {
        if (expression instanceof Expression.Row) {
            throw place.row(owner);
        }
        AstWalk.visitPartsFirst(
                expression,
                node ->
                        !(node instanceof TableReference
                                || node instanceof Window
                                || node instanceof Expression.MatchAgainst),
                node -> {
                    if (node instanceof Expression part) {
                        requireAllowed(part, place, owner);
                    }
                });
    }

    private void requireAllowed(Expression part, ExpressionPlace place, String owner) {
        switch (part) {
            case Expression.UserVariable _, Expression.SystemVariable _, Expression.Assign _ ->
                    throw place.variable(owner);
            case Expression.Parameter _,
                    Expression.ScalarSubquery _,
                    Expression.InSubquery _,
                    Expression.QuantifiedComparison _,
                    Expression.Exists _ ->
                    throw place.function(owner, null);
            case Expression.Aggregate aggregate when aggregate.over() == null ->
                    throw new SqlException(MySqlError.ER_INVALID_GROUP_FUNC_USE);
            case Expression.Aggregate aggregate -> throw window(aggregate.name());
            case Expression.WindowFunction window -> throw window(window.name());
            case Expression.InsertedValue _ -> throw place.function(owner, "values");
            case Expression.MatchAgainst _ -> throw place.function(owner, "match");
            case Expression.Call call -> requireAllowed(call, place, owner);
            default -> {}
        }
    }

    private static SqlException window(String function) {
        return new SqlException(MySqlError.ER_WINDOW_INVALID_WINDOW_FUNC_USE, function);
    }

    private void requireAllowed(Expression.Call call, ExpressionPlace place, String owner) {
        if (call.schema() != null) {
            throw place.function(
                    owner, AstPrinter.quote(call.schema()) + "." + AstPrinter.quote(call.name()));
        }
        if (call.name().equals("grouping")) {
            throw new SqlException(MySqlError.ER_INVALID_GROUP_FUNC_USE);
        }
        if (FunctionRules.isStored(call.name())) {
            throw place.function(owner, AstPrinter.quote(written(call)));
        }
        FunctionRules.Rule rule = FunctionRules.rule(call.name());
        if (rule != null && rule.refusedIn().contains(place)) {
            throw place.function(owner, rule.shownAs());
        }
    }

    /** What MySQL's parser refuses, wherever the expression stands. */
    private void requireWellFormed(Object syntax) {
        AstWalk.visitAll(
                syntax,
                node -> {
                    if (node instanceof Expression.Call call && call.schema() == null) {
                        FunctionRegistry.requireArguments(written(call), call.arguments().size());
                    } else if (node instanceof Expression.SystemVariable variable) {
                        run.context().planning().systemVariable(variable);
                    }
                    return true;
                });
    }

    private static boolean isUnsafe(AlterAction action) {
        boolean[] found = new boolean[1];
        AstWalk.visitAll(
                action,
                node -> {
                    found[0] |=
                            node instanceof Expression.Call call
                                    && call.schema() == null
                                    && FunctionRules.isUnsafe(call.name());
                    return true;
                });
        return found[0];
    }

    /** The name in the letters of the text; the tree has it in lower case. */
    private String written(Expression.Call call) {
        String text = run.parsed().text(call);
        String name = call.name();
        return text.regionMatches(true, 0, name, 0, name.length())
                ? text.substring(0, name.length())
                : name;
    }

    /** Whether MySQL takes an expression for a condition before it knows the columns' types. */
    private static boolean isBoolean(Expression expression) {
        return switch (expression) {
            case Expression.Literal literal -> literal.kind() == Expression.LiteralKind.BOOLEAN;
            case Expression.Unary unary -> unary.operator() == Expression.UnaryOperator.NOT;
            case Expression.Binary binary ->
                    switch (binary.operator()) {
                        case AND, OR, XOR, SOUNDS_LIKE -> true;
                        default -> binary.operator().isComparison();
                    };
            case Expression.Is _,
                    Expression.Between _,
                    Expression.InList _,
                    Expression.InSubquery _,
                    Expression.QuantifiedComparison _,
                    Expression.Exists _,
                    Expression.Like _,
                    Expression.Regexp _,
                    Expression.MemberOf _ ->
                    true;
            case Expression.Call call ->
                    call.schema() == null
                            && switch (call.name()) {
                                // STRCMP is a comparison for MySQL, though it gives -1, 0 or 1.
                                case "isnull",
                                        "is_ipv4",
                                        "is_ipv6",
                                        "is_uuid",
                                        "json_contains",
                                        "json_contains_path",
                                        "json_overlaps",
                                        "json_valid",
                                        "regexp_like",
                                        "st_isempty",
                                        "strcmp" ->
                                        true;
                                default -> false;
                            };
            default -> false;
        };
    }
}
