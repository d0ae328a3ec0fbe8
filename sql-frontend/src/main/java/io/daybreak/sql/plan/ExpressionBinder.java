package io.daybreak.sql.plan;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.Expression;
import io.daybreak.sql.ast.Expression.BinaryOperator;
import io.daybreak.sql.ast.Expression.UnaryOperator;
import io.daybreak.sql.exec.GroupingLevel;
import io.daybreak.sql.exec.SlotValue;
import io.daybreak.sql.expr.AggregateFunction;
import io.daybreak.sql.expr.Expr;
import io.daybreak.sql.types.SqlType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Binds expressions of one clause of one query block: names to slots, literals to parameters or
 * constants, operators and calls to compiled expressions. Confined to one planning run.
 */
final class ExpressionBinder {
    /** Names that a clause sees besides the columns of FROM. */
    interface Aliases {
        /** Null if the name is no alias. */
        @Nullable Bound find(Expression.Column name);

        Aliases NONE = name -> null;
    }

    /** A GROUP BY expression, whose value has a slot after grouping. */
    record Grouped(Expression syntax, Bound value) {}

    final PlanningRun run;
    final Scope scope;
    final Clause clause;
    final CteScope ctes;

    private final Functions functions;
    private Aliases before = Aliases.NONE;
    private Aliases after = Aliases.NONE;
    private List<Grouped> grouped = List.of();
    private @Nullable List<ScopeColumn> ungrouped;
    private boolean rollup;
    private @Nullable Aggregation aggregation;
    private @Nullable Windows windows;
    private @Nullable DmlNames dml;
    private boolean aggregatesAllowed;
    private int constantsDepth;

    ExpressionBinder(PlanningRun run, Scope scope, Clause clause, CteScope ctes) {
        this.run = run;
        this.scope = scope;
        this.clause = clause;
        this.ctes = ctes;
        this.functions = new Functions(run);
    }

    /** Aliases that come before columns, and such that come after them. */
    ExpressionBinder aliases(Aliases first, Aliases last) {
        before = first;
        after = last;
        return this;
    }

    /**
     * @param groupExpressions expressions that are found by their text
     * @param withRollup whether rows may sum over groups
     * @param columns collects columns that are read outside of aggregates; null without grouping
     */
    ExpressionBinder grouping(
            List<Grouped> groupExpressions,
            @Nullable List<ScopeColumn> columns,
            boolean withRollup) {
        grouped = groupExpressions;
        ungrouped = columns;
        rollup = withRollup;
        return this;
    }

    ExpressionBinder aggregates(Aggregation collector) {
        aggregation = collector;
        aggregatesAllowed = true;
        return this;
    }

    ExpressionBinder windows(Windows collector) {
        windows = collector;
        return this;
    }

    ExpressionBinder dml(DmlNames names) {
        dml = names;
        return this;
    }

    Functions functions() {
        return functions;
    }

    /** A condition, split at AND. */
    List<Bound> conjuncts(Expression expression) {
        return Conditions.conjuncts(bind(expression));
    }

    Bound bind(Expression e) {
        run.step();
        for (Grouped candidate : grouped) {
            if (!(candidate.syntax instanceof Expression.Column)
                    && SameExpression.same(candidate.syntax, e)) {
                return candidate.value;
            }
        }
        Bound result =
                switch (e) {
                    case Expression.Column column -> column(column);
                    case Expression.Literal literal -> literal(literal);
                    case Expression.Parameter parameter -> constant(functions.marker(parameter), e);
                    case Expression.Binary binary -> binary(binary);
                    case Expression.Unary unary ->
                            compose(e, () -> functions.unary(unary.operator(), operand(unary)));
                    case Expression.Is is -> is(is);
                    case Expression.Between between -> between(between);
                    case Expression.InList in -> inList(in);
                    case Expression.Like like -> like(like);
                    case Expression.Aggregate aggregate ->
                            aggregate.over() == null
                                    ? aggregate(aggregate)
                                    : window(aggregate, aggregate.over());
                    case Expression.WindowFunction function -> window(function, function.over());
                    case Expression.InSubquery in -> subqueries().in(in);
                    case Expression.Exists exists -> subqueries().exists(exists);
                    case Expression.ScalarSubquery scalar -> subqueries().scalar(scalar);
                    case Expression.QuantifiedComparison quantified ->
                            subqueries().quantified(quantified);
                    case Expression.InsertedValue value -> dml(e).inserted(value.column());
                    case Expression.DefaultOf value -> DefaultValues.of(named(value.column()));
                    case Expression.Row _ ->
                            throw new SqlException(MySqlError.ER_OPERAND_COLUMNS, 1);
                    case Expression.Call call when call.name().equalsIgnoreCase("grouping") ->
                            groupingLevel(call);
                    default -> functions.other(e, this);
                };
        return result;
    }

    private Bound groupingLevel(Expression.Call call) {
        Aggregation own = aggregation;
        if (own == null || !rollup) {
            throw new SqlException(MySqlError.ER_INVALID_GROUP_FUNC_USE);
        }
        int[] keys = new int[call.arguments().size()];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = groupedBy(call.arguments().get(i));
            if (keys[i] < 0) {
                throw new SqlException(MySqlError.ER_FIELD_IN_GROUPING_NOT_GROUP_BY, i + 1);
            }
        }
        int level = own.levelSlot(run.slots);
        BitSet slots = new BitSet();
        slots.set(level);
        return new Bound(new GroupingLevel(level, keys), slots, Shape.OPAQUE, true, text(call));
    }

    private int groupedBy(Expression argument) {
        ScopeColumn column = argument instanceof Expression.Column name ? find(scope, name) : null;
        for (int i = 0; i < grouped.size(); i++) {
            Grouped key = grouped.get(i);
            boolean same =
                    column != null && key.syntax instanceof Expression.Column name
                            ? find(scope, name) == column
                            : SameExpression.same(key.syntax, argument);
            if (same) {
                return i;
            }
        }
        return -1;
    }

    private Subqueries subqueries() {
        return new Subqueries(this);
    }

    private DmlNames dml(Expression e) {
        if (dml == null) {
            throw new SqlException(
                    MySqlError.ER_NOT_SUPPORTED_YET, run.parsed.text(e) + " in this place");
        }
        return dml;
    }

    Expr expr(Expression e) {
        Bound bound = bind(e);
        parts.or(bound.slots());
        stable &= bound.stable();
        return bound.expr();
    }

    // What the operands of the expression being bound read; saved and restored around each.
    private BitSet parts = new BitSet();
    private boolean stable = true;

    /** What is being bound differs each time it is evaluated. */
    void unstable() {
        stable = false;
    }

    /** Binds operands by {@code make} and knows what they read. */
    Bound compose(Expression e, java.util.function.Supplier<Expr> make) {
        BitSet savedParts = parts;
        boolean savedStable = stable;
        parts = new BitSet();
        stable = true;
        try {
            Expr expr = make.get();
            return new Bound(expr, parts, shapeOf(expr), stable, text(e));
        } finally {
            parts = savedParts;
            stable = savedStable;
        }
    }

    private Shape shapeOf(Expr expr) {
        return parts.isEmpty() && stable && expr.isConstant() ? Shape.CONSTANT : Shape.OPAQUE;
    }

    /** Operands of calls whose result type depends on their value are constants, not parameters. */
    <T> T withConstants(java.util.function.Supplier<T> make) {
        constantsDepth++;
        try {
            return make.get();
        } finally {
            constantsDepth--;
        }
    }

    /** ANY_VALUE: columns that differ within a group are asked for on purpose. */
    <T> T ofAnyRow(java.util.function.Supplier<T> make) {
        List<ScopeColumn> saved = ungrouped;
        ungrouped = saved == null ? null : new ArrayList<>();
        try {
            return make.get();
        } finally {
            ungrouped = saved;
        }
    }

    Bound constant(Expr expr, Expression e) {
        return new Bound(expr, Bound.NO_SLOTS, Shape.CONSTANT, true, text(e));
    }

    /** Whether the negative of a large number fits a BIGINT depends on its value. */
    private Expr operand(Expression.Unary unary) {
        return unary.operator() == UnaryOperator.MINUS
                        && unary.operand() instanceof Expression.Literal literal
                        && literal.kind() == Expression.LiteralKind.UNSIGNED
                ? withConstants(() -> expr(literal))
                : expr(unary.operand());
    }

    String text(Expression e) {
        return run.parsed.text(e);
    }

    private Bound literal(Expression.Literal literal) {
        Expr expr = functions.literal(literal, constantsDepth > 0);
        return literal.kind() == Expression.LiteralKind.NULL
                ? new Bound(expr, Bound.NO_SLOTS, new Shape.NullLiteral(), true, "NULL")
                : constant(expr, literal);
    }

    private Bound column(Expression.Column name) {
        Bound alias = before.find(name);
        if (alias != null) {
            return alias;
        }
        ScopeColumn column = resolve(name);
        if (column != null) {
            return slot(column, name);
        }
        alias = after.find(name);
        if (alias != null) {
            return alias;
        }
        String table = name.table();
        if (table != null && isAlone() && clause != Clause.VALUES) {
            throw new SqlException(MySqlError.ER_UNKNOWN_TABLE, table, clause.text());
        }
        throw new SqlException(MySqlError.ER_BAD_FIELD_ERROR, display(name), clause.text());
    }

    /** The column, which is not read. */
    private ScopeColumn named(Expression.Column name) {
        for (Scope s = scope; s != null; s = s.outer) {
            ScopeColumn column = find(s, name);
            if (column != null) {
                return column;
            }
        }
        throw new SqlException(MySqlError.ER_BAD_FIELD_ERROR, display(name), clause.text());
    }

    /** Whether no table is here, and no query around this one. */
    private boolean isAlone() {
        return scope.tables.isEmpty() && (scope.outer == null || scope.outer.outer == null);
    }

    static String display(Expression.Column name) {
        String text = name.name();
        if (name.table() != null) {
            text = name.table() + "." + text;
        }
        return name.schema() == null ? text : name.schema() + "." + text;
    }

    private @Nullable ScopeColumn resolve(Expression.Column name) {
        List<Scope> passed = new ArrayList<>();
        for (Scope s = scope; s != null; s = s.outer) {
            ScopeColumn column = find(s, name);
            if (column != null) {
                int slot = column.slot(run.slots);
                passed.forEach(inner -> inner.outerSlots.set(slot));
                if (s == scope && ungrouped != null) {
                    ungrouped.add(column);
                }
                return column;
            }
            if (s == scope) {
                Bound alias = after.find(name);
                if (alias != null) {
                    return null;
                }
            }
            passed.add(s);
        }
        return null;
    }

    private @Nullable ScopeColumn find(Scope s, Expression.Column name) {
        try {
            return s.find(name);
        } catch (Scope.AmbiguousName _) {
            throw new SqlException(MySqlError.ER_NON_UNIQ_ERROR, display(name), clause.text());
        }
    }

    Bound slot(ScopeColumn column, Expression e) {
        return slot(column.slot(run.slots), column.type, column.nullable(), text(e));
    }

    static Bound slot(int slot, SqlType type, boolean nullable, String text) {
        BitSet slots = new BitSet();
        slots.set(slot);
        return new Bound(
                new SlotValue(slot, type, nullable, type.hasCollation() ? 2 : 5, text),
                slots,
                new Shape.Slot(slot),
                true,
                text);
    }

    private Bound binary(Expression.Binary e) {
        BinaryOperator operator = e.operator();
        if (operator == BinaryOperator.AND || operator == BinaryOperator.OR) {
            return logical(e, operator);
        }
        if (e.left() instanceof Expression.Row || e.right() instanceof Expression.Row) {
            return new RowComparisons(this).compare(e);
        }
        if (!operator.isComparison()) {
            return compose(e, () -> functions.binary(operator, expr(e.left()), expr(e.right())));
        }
        Bound left = bind(e.left());
        Bound right = bind(e.right());
        return comparison(operator, left, right, text(e));
    }

    Bound comparison(BinaryOperator operator, Bound left, Bound right, String text) {
        Bound typedLeft = Functions.comparable(left, right);
        Bound typedRight = Functions.comparable(right, left);
        Expr expr = functions.binary(operator, left.expr(), right.expr());
        return new Bound(
                expr,
                union(left, right),
                new Shape.Comparison(operator, typedLeft, typedRight),
                left.stable() && right.stable(),
                text);
    }

    static BitSet union(Bound... parts) {
        BitSet slots = new BitSet();
        for (Bound part : parts) {
            slots.or(part.slots());
        }
        return slots;
    }

    /** AND and OR of any number, without recursion along the chain. */
    private Bound logical(Expression.Binary e, BinaryOperator operator) {
        List<Expression> operands = new ArrayList<>();
        Expression rest = e;
        while (rest instanceof Expression.Binary(var op, var left, var right, _, _)
                && op == operator) {
            operands.add(right);
            rest = left;
        }
        operands.add(rest);
        List<Bound> parts2 = new ArrayList<>();
        for (Expression operand : operands.reversed()) {
            parts2.add(bind(operand));
        }
        return combine(operator, parts2, text(e));
    }

    Bound combine(BinaryOperator operator, List<Bound> operands, String text) {
        Bound[] array = operands.toArray(Bound[]::new);
        Expr expr = array[0].expr();
        boolean allStable = array[0].stable();
        for (int i = 1; i < array.length; i++) {
            expr = functions.binary(operator, expr, array[i].expr());
            allStable &= array[i].stable();
        }
        Shape shape =
                operator == BinaryOperator.AND
                        ? new Shape.And(List.copyOf(operands))
                        : new Shape.Or(List.copyOf(operands));
        return new Bound(expr, union(array), shape, allStable, text);
    }

    private Bound is(Expression.Is e) {
        Bound operand = bind(e.operand());
        Expr expr = functions.is(operand.expr(), e.test(), e.negated());
        boolean isNull =
                !e.negated()
                        && (e.test() == Expression.TruthTest.NULL
                                || e.test() == Expression.TruthTest.UNKNOWN);
        return new Bound(
                expr,
                operand.slots(),
                isNull ? new Shape.IsNull(operand) : Shape.OPAQUE,
                operand.stable(),
                text(e));
    }

    private Bound between(Expression.Between e) {
        Bound value = bind(e.value());
        Bound low = bind(e.low());
        Bound high = bind(e.high());
        Expr expr = functions.between(value.expr(), low.expr(), high.expr(), e.negated());
        return new Bound(
                expr,
                union(value, low, high),
                e.negated()
                        ? Shape.OPAQUE
                        : new Shape.Between(
                                value,
                                Functions.comparable(low, value),
                                Functions.comparable(high, value)),
                value.stable() && low.stable() && high.stable(),
                text(e));
    }

    private Bound inList(Expression.InList e) {
        if (e.value() instanceof Expression.Row) {
            return new RowComparisons(this).in(e);
        }
        Bound value = bind(e.value());
        List<Bound> list = new ArrayList<>();
        List<Expr> elements = new ArrayList<>();
        BitSet slots = (BitSet) value.slots().clone();
        boolean allStable = value.stable();
        for (Expression element : e.list()) {
            Bound bound = bind(element);
            slots.or(bound.slots());
            allStable &= bound.stable();
            elements.add(bound.expr());
            list.add(
                    e.list().size() == 1
                            ? Functions.comparable(bound, value)
                            : Functions.listed(bound, value.type()));
        }
        Expr expr = functions.in(value.expr(), elements, e.negated());
        return new Bound(
                expr,
                slots,
                e.negated() ? Shape.OPAQUE : new Shape.In(value, list),
                allStable,
                text(e));
    }

    private Bound like(Expression.Like e) {
        Bound value = bind(e.value());
        Bound pattern = bind(e.pattern());
        Expression escaped = e.escape();
        Bound escape = escaped == null ? null : withConstants(() -> bind(escaped));
        Expr expr =
                functions.like(
                        value.expr(),
                        pattern.expr(),
                        escape == null ? null : escape.expr(),
                        e.negated());
        return new Bound(
                expr,
                union(value, pattern),
                e.negated() ? Shape.OPAQUE : new Shape.Like(value, pattern, escape == null),
                value.stable() && pattern.stable(),
                text(e));
    }

    private Bound aggregate(Expression.Aggregate e) {
        boolean allowed = aggregatesAllowed && aggregation != null;
        Scope home = new AggregateHome(scope).of(e, allowed);
        if (home == null) {
            throw new SqlException(MySqlError.ER_INVALID_GROUP_FUNC_USE);
        }
        Aggregation collector = java.util.Objects.requireNonNull(home.aggregation);
        Bound known = collector.find(e);
        if (known == null) {
            known = collect(e, home, collector);
        }
        for (Scope inner = scope; inner != null && inner != home; inner = inner.outer) {
            inner.outerSlots.set(known.slot());
        }
        return known;
    }

    private Bound collect(Expression.Aggregate e, Scope home, Aggregation collector) {
        ExpressionBinder inside = new ExpressionBinder(run, home, clause, ctes);
        home.aggregating = true;
        try {
            AggregateFunction function = functions.aggregate(e, inside);
            Bound result = slot(run.slots.next(), function.type(), function.nullable(), text(e));
            collector.add(new Aggregation.Call(e, function, result));
            return result;
        } finally {
            home.aggregating = false;
        }
    }

    private Bound window(Expression e, io.daybreak.sql.ast.Window over) {
        if (windows == null) {
            throw new SqlException(MySqlError.ER_WINDOW_INVALID_WINDOW_FUNC_USE, text(e));
        }
        return windows.add(e, over, this);
    }
}
