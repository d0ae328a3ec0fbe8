package io.daybreak.sql.expr;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.types.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code (a, b, …)}; only comparisons take it. */
final class RowValue extends Expr {
    private final List<Expr> parts;

    RowValue(List<Expr> parts) {
        super(SqlType.NULL, true);
        this.parts = parts;
    }

    @Override
    public List<Expr> children() {
        return parts;
    }

    @Override
    public Expr withChildren(List<Expr> children) {
        return new RowValue(List.copyOf(children));
    }

    @Override
    public @Nullable Object eval(EvalContext ctx) {
        throw new SqlException(MySqlError.ER_OPERAND_COLUMNS, 1);
    }

    /** As conditions on the parts. */
    static Expr compare(String operator, Expr left, Expr right, BindContext bind) {
        int size = Math.max(left.children().size(), 1);
        if (!(left instanceof RowValue a)
                || !(right instanceof RowValue b)
                || a.parts.size() != b.parts.size()) {
            throw new SqlException(
                    MySqlError.ER_OPERAND_COLUMNS, left instanceof RowValue ? size : 1);
        }
        List<Expr> conditions = new ArrayList<>();
        switch (operator) {
            case "=", "<=>" -> {
                for (int i = 0; i < a.parts.size(); i++) {
                    conditions.add(Comparison.of(operator, a.parts.get(i), b.parts.get(i), bind));
                }
                return Logic.and(conditions);
            }
            case "<>" -> {
                for (int i = 0; i < a.parts.size(); i++) {
                    conditions.add(Comparison.of("<>", a.parts.get(i), b.parts.get(i), bind));
                }
                return Logic.or(conditions);
            }
            default -> {
                return lexicographic(operator, a.parts, b.parts, bind);
            }
        }
    }

    /** a1 < b1 OR (a1 = b1 AND (…)). */
    private static Expr lexicographic(
            String operator, List<Expr> a, List<Expr> b, BindContext bind) {
        Expr last = Comparison.of(operator, a.getLast(), b.getLast(), bind);
        String strict = operator.substring(0, 1);
        for (int i = a.size() - 2; i >= 0; i--) {
            Expr equal = Comparison.of("=", a.get(i), b.get(i), bind);
            Expr less = Comparison.of(strict, a.get(i), b.get(i), bind);
            last = Logic.or(List.of(less, Logic.and(List.of(equal, last))));
        }
        return last;
    }
}
