package io.daybreak.sql.expr;

import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.TypeKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** CASE, IF, IFNULL, NULLIF, COALESCE, GREATEST, LEAST, INTERVAL. */
final class Control {
    private Control() {}

    static void register(FunctionRegistry.Registrar to) {
        to.add("CASE", 2, -1, Control::searchedCase);
        to.add("CASE_VALUE", 3, -1, Control::simpleCase);
        to.add("IF", 3, 3, Control::searchedCase);
        to.add("IFNULL", 2, 2, (args, bind) -> coalesce("ifnull", args, bind));
        to.add("COALESCE", 1, -1, (args, bind) -> coalesce("coalesce", args, bind));
        to.add("NULLIF", 2, 2, Control::nullIf);
        to.add("GREATEST", 2, -1, (args, bind) -> extreme("GREATEST", args, bind, ">"));
        to.add("LEAST", 2, -1, (args, bind) -> extreme("LEAST", args, bind, "<"));
        to.add("INTERVAL", 2, -1, Control::interval);
    }

    /** Picks one of its operands, all of the result's type, and passes typed questions on. */
    private abstract static class Choice extends Expr {
        final Expr[] operands;
        private final BindContext bind;
        private final String name;
        private final int coercibility;

        Choice(
                String name,
                List<Expr> operands,
                BindContext bind,
                SqlType type,
                boolean nullable,
                int coercibility) {
            super(type, nullable);
            this.name = name;
            this.operands = operands.toArray(new Expr[0]);
            this.bind = bind;
            this.coercibility = coercibility;
        }

        /** Null: the result is null. */
        abstract @Nullable Expr chosen(EvalContext ctx);

        @Override
        public @Nullable Object eval(EvalContext ctx) {
            Expr expr = chosen(ctx);
            return expr == null ? null : expr.eval(ctx);
        }

        @Override
        public long evalLong(EvalContext ctx) {
            Expr expr = chosen(ctx);
            if (expr == null) {
                ctx.wasNull = true;
                return 0;
            }
            return expr.evalLong(ctx);
        }

        @Override
        public double evalDouble(EvalContext ctx) {
            Expr expr = chosen(ctx);
            if (expr == null) {
                ctx.wasNull = true;
                return 0;
            }
            return expr.evalDouble(ctx);
        }

        @Override
        public boolean evalTrue(EvalContext ctx) {
            Expr expr = chosen(ctx);
            if (expr == null) {
                ctx.wasNull = true;
                return false;
            }
            return expr.evalTrue(ctx);
        }

        @Override
        public List<Expr> children() {
            return List.of(operands);
        }

        @Override
        public Expr withChildren(List<Expr> children) {
            return FunctionRegistry.resolve(name, children, bind);
        }

        @Override
        public int coercibility() {
            return coercibility;
        }

        @Override
        public String toString() {
            return name.toLowerCase(java.util.Locale.ROOT) + List.of(operands);
        }
    }

    private static int coercibilityOf(
            SqlType type, String name, List<Expr> values, BindContext bind) {
        return type.hasCollation() ? CollationMix.of(name, values, bind).coercibility() : 5;
    }

    // ---- CASE ----------------------------------------------------------------------------

    /** Operands: condition, result, …, and the else part if their number is odd. */
    private static Expr searchedCase(List<Expr> args, BindContext bind) {
        List<Expr> results = new ArrayList<>();
        for (int i = 1; i < args.size(); i += 2) {
            results.add(args.get(i));
        }
        boolean hasElse = args.size() % 2 == 1;
        if (hasElse) {
            results.add(args.getLast());
        }
        SqlType type = ResultTypes.common("case", results, bind);
        boolean nullable = !hasElse || Call.anyNullable(results);
        List<Expr> operands = new ArrayList<>(args);
        for (int i = 1; i < args.size(); i += 2) {
            operands.set(i, Exprs.convert(args.get(i), type));
        }
        if (hasElse) {
            operands.set(args.size() - 1, Exprs.convert(args.getLast(), type));
        }
        return new Case(
                operands, bind, type, nullable, coercibilityOf(type, "case", results, bind));
    }

    private static Expr simpleCase(List<Expr> args, BindContext bind) {
        Expr value = args.getFirst();
        List<Expr> searched = new ArrayList<>(args.subList(1, args.size()));
        for (int i = 0; i + 1 < searched.size(); i += 2) {
            searched.set(i, Comparison.asIs("=", value, searched.get(i), bind));
        }
        return searchedCase(searched, bind);
    }

    private static final class Case extends Choice {
        Case(
                List<Expr> operands,
                BindContext bind,
                SqlType type,
                boolean nullable,
                int coercibility) {
            super("CASE", operands, bind, type, nullable, coercibility);
        }

        @Override
        @Nullable Expr chosen(EvalContext ctx) {
            int i = 0;
            for (; i + 1 < operands.length; i += 2) {
                if (operands[i].evalTrue(ctx)) {
                    return operands[i + 1];
                }
            }
            return i < operands.length ? operands[i] : null;
        }
    }

    // ---- nulls ---------------------------------------------------------------------------

    private static Expr coalesce(String name, List<Expr> args, BindContext bind) {
        SqlType type = ResultTypes.common(name, args, bind);
        boolean nullable = true;
        List<Expr> operands = new ArrayList<>();
        for (Expr arg : args) {
            nullable &= arg.nullable();
            operands.add(Exprs.convert(arg, type));
        }
        return new Coalesce(operands, bind, type, nullable, coercibilityOf(type, name, args, bind));
    }

    private static final class Coalesce extends Choice {
        Coalesce(
                List<Expr> operands,
                BindContext bind,
                SqlType type,
                boolean nullable,
                int coercibility) {
            super("COALESCE", operands, bind, type, nullable, coercibility);
        }

        @Override
        @Nullable Expr chosen(EvalContext ctx) {
            for (int i = 0; i < operands.length - 1; i++) {
                if (!AggregateResolver.isNull(operands[i], ctx)) {
                    return operands[i];
                }
            }
            return operands[operands.length - 1];
        }
    }

    private static Expr nullIf(List<Expr> args, BindContext bind) {
        Expr value = args.getFirst();
        Expr equal = Comparison.of("=", value, args.get(1), bind);
        SqlType type = value.type();
        if (type.kind() == TypeKind.ENUM || type.kind() == TypeKind.SET) {
            type = type.withoutMembers();
        }
        return searchedCase(
                List.of(equal, Literal.nullOf(SqlType.NULL), Exprs.convert(value, type)), bind);
    }

    // ---- extremes ------------------------------------------------------------------------

    private static Expr extreme(String name, List<Expr> args, BindContext bind, String better) {
        List<Expr> compared = new ArrayList<>();
        boolean anyTemporal = false;
        boolean anyText = false;
        for (Expr arg : args) {
            anyTemporal |= arg.type().isTemporal();
            anyText |= arg.type().isString();
        }
        SqlType type = ResultTypes.common(name, args, bind);
        if (anyText && !anyTemporal && !allText(args)) {
            type = anyNumeric(args) && !allText(args) ? textOf(name, args, bind) : type;
        }
        for (Expr arg : args) {
            compared.add(Exprs.convert(arg, type));
        }
        Expr best = compared.getFirst();
        SqlType result = type;
        boolean nullable = Call.anyNullable(compared);
        if (best.type().kind() == TypeKind.NULL) {
            return best;
        }
        return new Call.OfObject(
                name,
                compared,
                bind,
                result,
                nullable,
                (x, ctx) -> {
                    Object winner = null;
                    for (Expr candidate : x) {
                        Object value = candidate.eval(ctx);
                        if (value == null) {
                            return null;
                        }
                        if (winner == null) {
                            winner = value;
                        } else {
                            int order = Comparing.order(value, winner, result);
                            if (better.equals(">") ? order > 0 : order < 0) {
                                winner = value;
                            }
                        }
                    }
                    return winner;
                });
    }

    private static boolean allText(List<Expr> args) {
        for (Expr arg : args) {
            if (!arg.type().hasCollation() && arg.type().kind() != TypeKind.NULL) {
                return false;
            }
        }
        return true;
    }

    private static boolean anyNumeric(List<Expr> args) {
        for (Expr arg : args) {
            if (arg.type().isNumeric()) {
                return true;
            }
        }
        return false;
    }

    private static SqlType textOf(String name, List<Expr> args, BindContext bind) {
        long characters = 0;
        for (Expr arg : args) {
            characters = Math.max(characters, arg.type().maxCharacters());
        }
        return SqlType.string(characters, CollationMix.of(name, args, bind).collation());
    }

    /** INTERVAL(n, a, b, …): how many of a, b, … are not above n. */
    private static Expr interval(List<Expr> args, BindContext bind) {
        return new Call.OfLong(
                "INTERVAL",
                args,
                bind,
                SqlType.integerOfWidth(2, false),
                false,
                (x, ctx) -> {
                    double n = x[0].evalDouble(ctx);
                    if (ctx.wasNull) {
                        ctx.wasNull = false;
                        return -1;
                    }
                    int i = 1;
                    for (; i < x.length; i++) {
                        double bound = x[i].evalDouble(ctx);
                        if (!ctx.wasNull && bound > n) {
                            break;
                        }
                    }
                    ctx.wasNull = false;
                    return i - 1L;
                });
    }
}
