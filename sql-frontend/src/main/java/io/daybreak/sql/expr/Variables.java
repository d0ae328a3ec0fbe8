package io.daybreak.sql.expr;

import io.daybreak.sql.types.SqlType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code @name} and {@code @name := value}. */
final class Variables {
    private Variables() {}

    /**
     * A user variable, as the type that it had when the statement was bound; a value of another
     * type is converted.
     */
    static final class Read extends Expr {
        private final String name;

        Read(String name, SqlType type) {
            super(type, true);
            this.name = name;
        }

        @Override
        public @Nullable Object eval(EvalContext ctx) {
            EvalContext.UserVariable variable = ctx.userVariable(name);
            if (variable == null || variable.value() == null) {
                return null;
            }
            return variable.type().equals(type())
                    ? variable.value()
                    : Exprs.convert(Exprs.literal(variable.value(), variable.type()), type())
                            .eval(ctx);
        }

        @Override
        public boolean isConstant() {
            return false;
        }

        @Override
        public int coercibility() {
            return type().hasCollation() ? 2 : 5;
        }

        @Override
        public String toString() {
            return "@" + name;
        }
    }

    static final class Assign extends Expr {
        private final String name;
        private final Expr value;

        Assign(String name, Expr value) {
            super(value.type(), value.nullable());
            this.name = name;
            this.value = value;
        }

        @Override
        public @Nullable Object eval(EvalContext ctx) {
            Object result = value.eval(ctx);
            ctx.setUserVariable(name, new EvalContext.UserVariable(result, type()));
            return result;
        }

        @Override
        public boolean isConstant() {
            return false;
        }

        @Override
        public List<Expr> children() {
            return List.of(value);
        }

        @Override
        public Expr withChildren(List<Expr> children) {
            return new Assign(name, children.getFirst());
        }

        @Override
        public String toString() {
            return "(@" + name + ":=" + value + ")";
        }
    }
}
