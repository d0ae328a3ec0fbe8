package io.daybreak.sql.expr;

import io.daybreak.sql.types.Numbers;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.Temporal;
import io.daybreak.sql.types.TypeKind;
import io.daybreak.sql.types.Values;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A constant that a YEAR column is compared with: what the column would hold if the constant were
 * stored there, so 70 is 1970 and '1' is 2001. What the column cannot hold stays as it is.
 */
final class ConstantYear extends Expr {
    private final Expr operand;

    private ConstantYear(Expr operand) {
        super(SqlType.BIGINT, operand.nullable());
        this.operand = operand;
    }

    /** Whether the other is read as a year where it is compared with the column. */
    static boolean applies(Expr column, Expr other) {
        SqlType type = other.type();
        return column.type().kind() == TypeKind.YEAR
                && column.isColumn()
                && other.isConstant()
                && !(other instanceof ConstantYear)
                && (type.isInteger() && type.kind() != TypeKind.YEAR
                        || type.kind() == TypeKind.DECIMAL
                        || type.isFloating()
                        || type.isString()
                        || type.kind().hasDate());
    }

    static Expr of(Expr constant) {
        return new ConstantYear(constant);
    }

    @Override
    public List<Expr> children() {
        return List.of(operand);
    }

    @Override
    public Expr withChildren(List<Expr> children) {
        return new ConstantYear(children.getFirst());
    }

    @Override
    public long evalLong(EvalContext ctx) {
        SqlType from = operand.type();
        if (from.kind().hasDate()) {
            long datetime = operand.evalDatetime(ctx);
            return ctx.wasNull ? 0 : Temporal.year(datetime);
        }
        if (Arithmetic.isBits(operand)) {
            return withCentury(Arithmetic.bitsOf(operand, ctx));
        }
        if (from.isString()) {
            return ofText(ctx);
        }
        long number = operand.evalLong(ctx);
        return ctx.wasNull ? 0 : withCentury(number);
    }

    private long ofText(EvalContext ctx) {
        byte[] text = operand.evalBytes(ctx);
        ctx.wasNull = text == null;
        if (text == null) {
            return 0;
        }
        Numbers.Prefix prefix = new Numbers.Prefix();
        long number = prefix.toLong(text, 0, text.length);
        if (number == 0 && prefix.isComplete() && text.length < 4) {
            return 2000;
        }
        long value = prefix.end() == 0 ? Values.toLong(text, operand.type(), ctx) : number;
        ctx.wasNull = false;
        return withCentury(value);
    }

    private static long withCentury(long number) {
        if (number < 1 || number > 99) {
            return number;
        }
        return number < 70 ? number + 2000 : number + 1900;
    }

    @Override
    public @Nullable Object eval(EvalContext ctx) {
        long year = evalLong(ctx);
        return ctx.wasNull ? null : (Object) year;
    }

    @Override
    public String toString() {
        return operand.toString();
    }
}
