package io.daybreak.sql.expr;

import io.daybreak.engine.collation.Collation;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.TypeKind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** BETWEEN and IN. A list of constants that compare alike becomes a hash set, once per run. */
final class Membership {
    /** Shorter lists are compared one by one. */
    private static final int SET_FROM = 5;

    private Membership() {}

    static void register(FunctionRegistry.Registrar to) {
        to.add("BETWEEN", 3, 3, (args, bind) -> between(args, bind, false));
        to.add("NOT BETWEEN", 3, 3, (args, bind) -> between(args, bind, true));
        to.add("IN", 2, -1, (args, bind) -> in(args, bind, false));
        to.add("NOT IN", 2, -1, (args, bind) -> in(args, bind, true));
        to.add("ROW", 1, -1, (args, bind) -> new RowValue(args));
    }

    private static Expr between(List<Expr> args, BindContext bind, boolean negated) {
        Expr value =
                mixesTextAndNumbers(args)
                        ? Exprs.convert(args.get(0), SqlType.DOUBLE)
                        : args.get(0);
        if (Comparison.kind(value, args.get(1)) == Comparison.Kind.TEXT) {
            CollationMix.ofComparison("between", args, bind);
        }
        Expr low = Comparison.bound(">=", value, args.get(1), bind);
        Expr high = Comparison.bound("<=", value, args.get(2), bind);
        Expr both = Logic.and(List.of(low, high));
        return negated ? new Logic.Not(both) : both;
    }

    /** Then all three are compared as doubles, also the two that are texts. */
    private static boolean mixesTextAndNumbers(List<Expr> args) {
        boolean text = false;
        boolean number = false;
        for (Expr arg : args) {
            TypeKind kind = arg.type().kind();
            if (arg instanceof RowValue || arg.type().isTemporal() || kind == TypeKind.JSON) {
                return false;
            }
            text |= arg.type().isString() || kind == TypeKind.ENUM || kind == TypeKind.SET;
            number |= arg.type().isNumeric();
        }
        return text && number;
    }

    private static Expr in(List<Expr> args, BindContext bind, boolean negated) {
        Expr value = args.getFirst();
        List<Expr> list = args.subList(1, args.size());
        Expr found = inSet(value, list, bind);
        if (found == null) {
            List<Expr> comparisons = new ArrayList<>();
            for (Expr candidate : list) {
                comparisons.add(
                        list.size() == 1
                                ? Comparison.of("=", value, candidate, bind)
                                : Comparison.asIs("=", value, candidate, bind));
            }
            found = Logic.or(comparisons);
        }
        return negated ? new Logic.Not(found) : found;
    }

    private static @Nullable Expr inSet(Expr value, List<Expr> list, BindContext bind) {
        if (list.size() < SET_FROM || value instanceof RowValue) {
            return null;
        }
        Comparison.Kind kind = null;
        boolean unsigned = TypeMath.unsigned(value.type());
        for (Expr candidate : list) {
            if (!candidate.isConstant() || candidate instanceof RowValue) {
                return null;
            }
            if (candidate.type().kind() == TypeKind.NULL) {
                continue;
            }
            Comparison.Kind next = Comparison.kind(value, candidate);
            if ((kind != null && next != kind)
                    || (next == Comparison.Kind.LONG
                            && TypeMath.unsigned(candidate.type()) != unsigned
                            && !isSmall(candidate))
                    || (next == Comparison.Kind.DOUBLE
                            && value.type().isInteger()
                            && candidate.type().isString())) {
                return null;
            }
            kind = next;
        }
        if (kind == null
                || kind == Comparison.Kind.JSON
                || kind == Comparison.Kind.TIME
                || kind == Comparison.Kind.DATETIME) {
            return null;
        }
        List<Expr> all = new ArrayList<>(list);
        all.addFirst(value);
        Collation collation =
                kind == Comparison.Kind.TEXT
                        ? CollationMix.ofComparison("in", all, bind).collation()
                        : value.type().collation();
        return new InSet(value, List.copyOf(list), kind, collation, bind);
    }

    /** A literal that is the same number signed and unsigned. */
    private static boolean isSmall(Expr expr) {
        return expr instanceof Literal literal && literal.value() instanceof Long l && l >= 0;
    }

    /** The elements of a list, for one run of the statement. */
    private record Elements(long executionId, Set<Object> values, boolean hasNull) {}

    private static final class InSet extends Logic.Condition {
        private final Expr value;
        private final List<Expr> list;
        private final Comparison.Kind kind;
        private final Collation collation;
        private final BindContext bind;
        private final boolean literals;

        /** Replaced, never changed: threads may share it. */
        private @Nullable Elements last;

        InSet(
                Expr value,
                List<Expr> list,
                Comparison.Kind kind,
                Collation collation,
                BindContext bind) {
            super(true);
            this.value = value;
            this.list = list;
            this.kind = kind;
            this.collation = collation;
            this.bind = bind;
            this.literals = list.stream().allMatch(Literal.class::isInstance);
        }

        @Override
        public long evalLong(EvalContext ctx) {
            Object key = key(value, ctx);
            if (key == null) {
                ctx.wasNull = true;
                return 0;
            }
            Elements elements = elements(ctx);
            boolean found = elements.values.contains(key);
            ctx.wasNull = !found && elements.hasNull;
            return found ? 1 : 0;
        }

        private Elements elements(EvalContext ctx) {
            Elements known = last;
            if (known != null && (literals || known.executionId == ctx.executionId)) {
                return known;
            }
            Set<Object> values = new HashSet<>(list.size() * 2);
            boolean hasNull = false;
            for (Expr candidate : list) {
                Object key = key(candidate, ctx);
                if (key == null) {
                    hasNull = true;
                } else {
                    values.add(key);
                }
            }
            Elements built = new Elements(ctx.executionId, values, hasNull);
            last = built;
            return built;
        }

        private @Nullable Object key(Expr expr, EvalContext ctx) {
            switch (kind) {
                case LONG -> {
                    long v = expr.evalLong(ctx);
                    return ctx.wasNull ? null : (Object) v;
                }
                case DECIMAL -> {
                    BigDecimal v = expr.evalDecimal(ctx);
                    return v == null ? null : v.stripTrailingZeros();
                }
                case DOUBLE -> {
                    double v = expr.evalDouble(ctx);
                    return ctx.wasNull ? null : (Object) (v == 0 ? 0.0 : v);
                }
                default -> {
                    byte[] v = expr.evalBytes(ctx);
                    return v == null ? null : new ValueKey(collation.sortKey(v, 0, v.length));
                }
            }
        }

        @Override
        public List<Expr> children() {
            List<Expr> all = new ArrayList<>(list);
            all.addFirst(value);
            return all;
        }

        @Override
        public Expr withChildren(List<Expr> children) {
            return in(children, bind, false);
        }

        @Override
        public String toString() {
            return "(" + value + " in " + list + ")";
        }
    }
}
