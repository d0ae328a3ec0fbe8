package io.daybreak.sql.plan;

import io.daybreak.engine.collation.Collation;
import io.daybreak.engine.collation.Collations;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.Expression;
import io.daybreak.sql.ast.Expression.BinaryOperator;
import io.daybreak.sql.ast.Expression.TruthTest;
import io.daybreak.sql.ast.Expression.UnaryOperator;
import io.daybreak.sql.ast.OrderItem;
import io.daybreak.sql.exec.AssignVariable;
import io.daybreak.sql.exec.NumberConstant;
import io.daybreak.sql.exec.TemporalConstant;
import io.daybreak.sql.exec.UserVariableValue;
import io.daybreak.sql.expr.AggregateFunction;
import io.daybreak.sql.expr.Aggregates;
import io.daybreak.sql.expr.BindContext;
import io.daybreak.sql.expr.Expr;
import io.daybreak.sql.expr.Exprs;
import io.daybreak.sql.expr.FunctionRegistry;
import io.daybreak.sql.types.CharacterSet;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.TypeKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compiles operators, calls and literals with the function registry. */
final class Functions {
    /** Functions whose value differs from row to row, or that do something. */
    private static final Set<String> VOLATILE =
            Set.of(
                    "rand",
                    "uuid",
                    "uuid_short",
                    "sleep",
                    "benchmark",
                    "random_bytes",
                    "get_lock",
                    "release_lock",
                    "release_all_locks",
                    "last_insert_id",
                    "sysdate");

    /** Functions whose later arguments shape the result: bound as constants. */
    private static final Set<String> SHAPED =
            Set.of(
                    "round",
                    "truncate",
                    "format",
                    "str_to_date",
                    "date_format",
                    "time_format",
                    "now",
                    "current_timestamp",
                    "localtime",
                    "localtimestamp",
                    "sysdate",
                    "curtime",
                    "current_time",
                    "utc_time",
                    "utc_timestamp",
                    "convert_tz");

    private final PlanningRun run;
    private final BindContext bind;
    private final LiteralTypes literals;

    Functions(PlanningRun run) {
        this.run = run;
        this.bind = run.context.bindContext();
        this.literals = new LiteralTypes(run);
    }

    Expr call(String name, Expr... arguments) {
        return FunctionRegistry.resolve(name, List.of(arguments), bind);
    }

    Expr call(String name, List<Expr> arguments) {
        return FunctionRegistry.resolve(name, arguments, bind);
    }

    Expr literal(Expression.Literal literal, boolean constant) {
        return literals.literal(literal, constant);
    }

    Expr marker(Expression.Parameter parameter) {
        SqlType type = run.context.parameterType(parameter.ordinal());
        return Exprs.parameter(
                parameter.ordinal(),
                type == null || type.kind() == TypeKind.NULL
                        ? SqlType.varchar(255, bind.connection())
                        : type,
                true);
    }

    Expr binary(BinaryOperator operator, Expr left, Expr right) {
        return call(
                switch (operator) {
                    case CONCAT -> "CONCAT";
                    case SOUNDS_LIKE -> "=";
                    default -> operator.symbol();
                },
                operator == BinaryOperator.SOUNDS_LIKE ? call("SOUNDEX", left) : left,
                operator == BinaryOperator.SOUNDS_LIKE ? call("SOUNDEX", right) : right);
    }

    Expr unary(UnaryOperator operator, Expr operand) {
        return switch (operator) {
            case MINUS -> call("NEG", operand);
            case PLUS -> operand;
            case BIT_NOT -> call("~", operand);
            case NOT -> call("NOT", operand);
            case BINARY -> Exprs.cast(operand, SqlType.binary(operand.type().maxCharacters() * 4));
        };
    }

    Expr is(Expr operand, TruthTest test, boolean negated) {
        return call((negated ? "IS NOT " : "IS ") + test.name(), operand);
    }

    Expr between(Expr value, Expr low, Expr high, boolean negated) {
        return call(negated ? "NOT BETWEEN" : "BETWEEN", value, low, high);
    }

    Expr in(Expr value, List<Expr> list, boolean negated) {
        List<Expr> arguments = new ArrayList<>();
        arguments.add(value);
        arguments.addAll(list);
        return call(negated ? "NOT IN" : "IN", arguments);
    }

    Expr like(Expr value, Expr pattern, @Nullable Expr escape, boolean negated) {
        String name = negated ? "NOT LIKE" : "LIKE";
        return escape == null ? call(name, value, pattern) : call(name, value, pattern, escape);
    }

    /** A constant in the form in which it is compared with another value; see {@link #listed}. */
    static Bound comparable(Bound value, Bound other) {
        Expr converted = Exprs.comparable(other.expr(), value.expr());
        return converted == value.expr()
                ? listed(value, other.type())
                : new Bound(converted, value.slots(), value.shape(), value.stable(), value.text());
    }

    /**
     * A text constant in the form in which a number, date or time is compared with it; what key
     * ranges are made of.
     */
    static Bound listed(Bound value, SqlType other) {
        if (!value.isConstant()
                || !value.type().isString()
                || value.shape() instanceof Shape.NullLiteral) {
            return value;
        }
        Expr converted =
                switch (other.kind()) {
                    case DATE, DATETIME, TIMESTAMP ->
                            new TemporalConstant(value.expr(), SqlType.datetime(6));
                    case TIME -> new TemporalConstant(value.expr(), SqlType.time(6));
                    case TINYINT, SMALLINT, MEDIUMINT, INT, BIGINT, FLOAT, DOUBLE ->
                            new NumberConstant(value.expr());
                    default -> value.expr();
                };
        return new Bound(converted, value.slots(), value.shape(), value.stable(), value.text());
    }

    /** Everything that has no outline of its own. */
    Bound other(Expression e, ExpressionBinder binder) {
        return binder.compose(e, () -> compile(e, binder));
    }

    private Expr compile(Expression e, ExpressionBinder b) {
        return switch (e) {
            case Expression.Call call -> call(call, b);
            case Expression.Case c -> caseOf(c, b);
            case Expression.Cast cast -> Types.cast(b.expr(cast.operand()), cast, bind);
            case Expression.ConvertUsing using ->
                    Exprs.convertUsing(b.expr(using.operand()), charset(using.charset()));
            case Expression.Collate collate ->
                    Exprs.collate(b.expr(collate.operand()), collation(collate.collation()), bind);
            case Expression.IntervalArithmetic interval ->
                    call(
                            interval.subtract() ? "DATE_SUB" : "DATE_ADD",
                            b.expr(interval.date()),
                            b.expr(interval.amount()),
                            word(interval.unit().name()));
            case Expression.Regexp regexp ->
                    call(
                            regexp.negated() ? "NOT REGEXP" : "REGEXP",
                            b.expr(regexp.value()),
                            b.expr(regexp.pattern()));
            case Expression.Trim trim -> trim(trim, b);
            case Expression.Extract extract ->
                    call("EXTRACT", word(extract.unit().name()), b.expr(extract.operand()));
            case Expression.TimestampAdd add ->
                    call(
                            "TIMESTAMPADD",
                            word(add.unit().name()),
                            b.expr(add.amount()),
                            b.expr(add.date()));
            case Expression.TimestampDiff diff ->
                    call(
                            "TIMESTAMPDIFF",
                            word(diff.unit().name()),
                            b.expr(diff.from()),
                            b.expr(diff.to()));
            case Expression.GetFormat format ->
                    call("GET_FORMAT", word(format.type().name()), b.expr(format.format()));
            case Expression.MemberOf member ->
                    call("MEMBER OF", b.expr(member.value()), b.expr(member.array()));
            case Expression.WeightString weight when weight.as() == null ->
                    call("WEIGHT_STRING", b.expr(weight.operand()));
            case Expression.JsonValue value -> new JsonTables(run).value(value, b);
            case Expression.JsonExtract extract ->
                    call(
                            extract.unquote() ? "->>" : "->",
                            b.expr(extract.column()),
                            b.withConstants(() -> b.expr(extract.path())));
            case Expression.UserVariable variable -> {
                b.unstable();
                yield new UserVariableValue(
                        variable.name(), run.context.userVariableType(variable.name()));
            }
            case Expression.SystemVariable variable -> run.context.systemVariable(variable);
            case Expression.Assign assign -> {
                b.unstable();
                yield new AssignVariable(assign.target().name(), b.expr(assign.value()));
            }
            case Expression.CharCodes codes -> charCodes(codes, b);
            default -> throw new SqlException(MySqlError.ER_NOT_SUPPORTED_YET, run.parsed.text(e));
        };
    }

    private static CharacterSet charset(String name) {
        CharacterSet charset = CharacterSet.byName(name);
        if (charset == null) {
            throw new SqlException(MySqlError.ER_UNKNOWN_CHARACTER_SET, name);
        }
        return charset;
    }

    private static Collation collation(String name) {
        Collation collation = Collations.byName(name);
        if (collation == null) {
            throw new SqlException(MySqlError.ER_UNKNOWN_COLLATION, name);
        }
        return collation;
    }

    private Expr word(String text) {
        return Exprs.text(text, Collations.UTF8MB4_0900_AI_CI);
    }

    private Expr call(Expression.Call call, ExpressionBinder b) {
        String name = call.name().toLowerCase(Locale.ROOT);
        if (call.schema() != null) {
            throw new SqlException(
                    MySqlError.ER_SP_DOES_NOT_EXIST, "FUNCTION", call.schema() + "." + call.name());
        }
        if (!FunctionRegistry.exists(name) && !name.equals("any_value")) {
            String schema = run.context.currentSchema();
            throw new SqlException(
                    MySqlError.ER_SP_DOES_NOT_EXIST,
                    "FUNCTION",
                    schema == null ? call.name() : schema + "." + call.name());
        }
        if (name.equals("any_value") && call.arguments().size() == 1) {
            return b.ofAnyRow(() -> b.expr(call.arguments().getFirst()));
        }
        List<Expr> arguments = new ArrayList<>();
        for (int i = 0; i < call.arguments().size(); i++) {
            Expression argument = call.arguments().get(i);
            boolean shapes =
                    FunctionRegistry.isStructural(name, i) || (SHAPED.contains(name) && i > 0);
            arguments.add(shapes ? b.withConstants(() -> b.expr(argument)) : b.expr(argument));
        }
        if (VOLATILE.contains(name)) {
            b.unstable();
        }
        return call(name, arguments);
    }

    private Expr caseOf(Expression.Case c, ExpressionBinder b) {
        List<Expr> arguments = new ArrayList<>();
        if (c.operand() != null) {
            arguments.add(b.expr(c.operand()));
        }
        for (Expression.When when : c.whens()) {
            arguments.add(b.expr(when.condition()));
            arguments.add(b.expr(when.result()));
        }
        if (c.otherwise() != null) {
            arguments.add(b.expr(c.otherwise()));
        }
        return call(c.operand() == null ? "CASE" : "CASE_VALUE", arguments);
    }

    private Expr trim(Expression.Trim trim, ExpressionBinder b) {
        String name =
                switch (trim.side()) {
                    case BOTH -> "TRIM_BOTH";
                    case LEADING -> "TRIM_LEADING";
                    case TRAILING -> "TRIM_TRAILING";
                };
        Expr operand = b.expr(trim.operand());
        return trim.remove() == null
                ? call(name, operand)
                : call(name, operand, b.expr(trim.remove()));
    }

    private Expr charCodes(Expression.CharCodes codes, ExpressionBinder b) {
        List<Expr> arguments = new ArrayList<>();
        codes.codes().forEach(code -> arguments.add(b.expr(code)));
        Expr bytes = call("CHAR", arguments);
        return codes.charset() == null
                ? bytes
                : Exprs.convertUsing(bytes, charset(codes.charset()));
    }

    AggregateFunction aggregate(Expression.Aggregate e, ExpressionBinder inside) {
        List<Expr> arguments = new ArrayList<>();
        for (Expression argument : e.arguments()) {
            arguments.add(inside.bind(argument).expr());
        }
        if (e.name().equals("group_concat")) {
            List<Aggregates.SortKey> order = new ArrayList<>();
            for (OrderItem item : e.orderBy()) {
                order.add(
                        new Aggregates.SortKey(
                                inside.bind(item.expression()).expr(), item.descending()));
            }
            byte[] separator =
                    e.separator() == null
                            ? ",".getBytes(StandardCharsets.UTF_8)
                            : separator(e.separator());
            return Aggregates.groupConcat(arguments, e.distinct(), order, separator, bind);
        }
        return Aggregates.resolve(e.name(), arguments, e.distinct(), bind);
    }

    private byte[] separator(Expression.Literal literal) {
        run.structural(literal);
        return literal.value() instanceof byte[] bytes ? bytes : new byte[0];
    }
}
