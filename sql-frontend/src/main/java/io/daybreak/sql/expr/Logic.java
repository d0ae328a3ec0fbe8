package io.daybreak.sql.expr;

import io.daybreak.sql.types.SqlType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** AND, OR, XOR, NOT and the IS tests, in three values. */
final class Logic {
    private Logic() {}

    static void register(FunctionRegistry.Registrar to) {
        to.add("AND", 2, -1, (args, bind) -> and(args));
        to.add("OR", 2, -1, (args, bind) -> or(args));
        to.add("XOR", 2, 2, (args, bind) -> xor(args, bind));
        to.add("NOT", 1, 1, (args, bind) -> new Not(args.getFirst()));
        to.add("!", 1, 1, (args, bind) -> new Not(args.getFirst()));
        to.add("IS NULL", 1, 1, (args, bind) -> new IsNull(args.getFirst(), false));
        to.add("ISNULL", 1, 1, (args, bind) -> new IsNull(args.getFirst(), false));
        to.add("IS NOT NULL", 1, 1, (args, bind) -> new IsNull(args.getFirst(), true));
        to.add("IS UNKNOWN", 1, 1, (args, bind) -> new IsNull(args.getFirst(), false));
        to.add("IS NOT UNKNOWN", 1, 1, (args, bind) -> new IsNull(args.getFirst(), true));
        to.add("IS TRUE", 1, 1, (args, bind) -> new IsTruth(args.getFirst(), true, false));
        to.add("IS NOT TRUE", 1, 1, (args, bind) -> new IsTruth(args.getFirst(), true, true));
        to.add("IS FALSE", 1, 1, (args, bind) -> new IsTruth(args.getFirst(), false, false));
        to.add("IS NOT FALSE", 1, 1, (args, bind) -> new IsTruth(args.getFirst(), false, true));
    }

    static Expr and(List<Expr> operands) {
        return operands.size() == 1 ? operands.getFirst() : new Junction(operands, true);
    }

    static Expr or(List<Expr> operands) {
        return operands.size() == 1 ? operands.getFirst() : new Junction(operands, false);
    }

    /** A condition: BIGINT of width 1. */
    abstract static class Condition extends Expr {
        Condition(boolean nullable) {
            super(SqlType.BOOLEAN, nullable);
        }

        @Override
        public final @Nullable Object eval(EvalContext ctx) {
            long value = evalLong(ctx);
            return ctx.wasNull ? null : (Object) value;
        }

        @Override
        public abstract long evalLong(EvalContext ctx);

        @Override
        public final boolean isBoolean() {
            return true;
        }

        @Override
        public boolean evalTrue(EvalContext ctx) {
            long value = evalLong(ctx);
            return !ctx.wasNull && value != 0;
        }
    }

    private static final class Junction extends Condition {
        private final Expr[] operands;
        private final boolean isAnd;

        Junction(List<Expr> operands, boolean isAnd) {
            super(Call.anyNullable(operands));
            this.operands = operands.toArray(new Expr[0]);
            this.isAnd = isAnd;
        }

        @Override
        public long evalLong(EvalContext ctx) {
            boolean sawNull = false;
            for (Expr operand : operands) {
                boolean value = operand.evalTrue(ctx);
                if (ctx.wasNull) {
                    sawNull = true;
                } else if (value != isAnd) {
                    return value ? 1 : 0;
                }
            }
            ctx.wasNull = sawNull;
            return !sawNull && isAnd ? 1 : 0;
        }

        @Override
        public boolean evalTrue(EvalContext ctx) {
            boolean sawNull = false;
            for (Expr operand : operands) {
                boolean value = operand.evalTrue(ctx);
                if (value != isAnd && !ctx.wasNull) {
                    return value;
                }
                sawNull |= ctx.wasNull;
            }
            ctx.wasNull = sawNull;
            return !sawNull && isAnd;
        }

        @Override
        public List<Expr> children() {
            return List.of(operands);
        }

        @Override
        public Expr withChildren(List<Expr> children) {
            return new Junction(children, isAnd);
        }

        @Override
        public String toString() {
            StringBuilder out = new StringBuilder("(");
            for (int i = 0; i < operands.length; i++) {
                out.append(i == 0 ? "" : isAnd ? " and " : " or ").append(operands[i]);
            }
            return out.append(')').toString();
        }
    }

    private static Expr xor(List<Expr> args, BindContext bind) {
        return new Call.OfLong(
                "XOR",
                args,
                bind,
                SqlType.BOOLEAN,
                Call.anyNullable(args),
                (x, ctx) -> {
                    boolean a = x[0].evalTrue(ctx);
                    if (ctx.wasNull) {
                        return 0;
                    }
                    boolean b = x[1].evalTrue(ctx);
                    return !ctx.wasNull && a != b ? 1 : 0;
                });
    }

    static final class Not extends Condition {
        private final Expr operand;

        Not(Expr operand) {
            super(operand.nullable());
            this.operand = operand;
        }

        @Override
        public long evalLong(EvalContext ctx) {
            return operand.evalTrue(ctx) || ctx.wasNull ? 0 : 1;
        }

        @Override
        public List<Expr> children() {
            return List.of(operand);
        }

        @Override
        public Expr withChildren(List<Expr> children) {
            return new Not(children.getFirst());
        }

        @Override
        public String toString() {
            return "(not " + operand + ")";
        }
    }

    static final class IsNull extends Condition {
        private final Expr operand;
        private final boolean negated;

        IsNull(Expr operand, boolean negated) {
            super(false);
            this.operand = operand;
            this.negated = negated;
        }

        @Override
        public long evalLong(EvalContext ctx) {
            boolean isNull = AggregateResolver.isNull(operand, ctx);
            ctx.wasNull = false;
            return isNull != negated ? 1 : 0;
        }

        @Override
        public List<Expr> children() {
            return List.of(operand);
        }

        @Override
        public Expr withChildren(List<Expr> children) {
            return new IsNull(children.getFirst(), negated);
        }

        @Override
        public String toString() {
            return "(" + operand + (negated ? " is not null)" : " is null)");
        }
    }

    private static final class IsTruth extends Condition {
        private final Expr operand;
        private final boolean wanted;
        private final boolean negated;

        IsTruth(Expr operand, boolean wanted, boolean negated) {
            super(false);
            this.operand = operand;
            this.wanted = wanted;
            this.negated = negated;
        }

        @Override
        public long evalLong(EvalContext ctx) {
            boolean value = operand.evalTrue(ctx);
            boolean holds = !ctx.wasNull && value == wanted;
            ctx.wasNull = false;
            return holds != negated ? 1 : 0;
        }

        @Override
        public List<Expr> children() {
            return List.of(operand);
        }

        @Override
        public Expr withChildren(List<Expr> children) {
            return new IsTruth(children.getFirst(), wanted, negated);
        }

        @Override
        public String toString() {
            return "(" + operand + " is " + (negated ? "not " : "") + wanted + ")";
        }
    }
}
