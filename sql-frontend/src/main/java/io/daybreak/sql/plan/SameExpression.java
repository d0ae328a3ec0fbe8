package io.daybreak.sql.plan;

import io.daybreak.sql.ast.Expression;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether two pieces of syntax say the same, wherever they stand in the text: how GROUP BY and
 * ORDER BY expressions find themselves in the select list. Only used while planning.
 */
final class SameExpression {
    private SameExpression() {}

    static boolean same(@Nullable Object a, @Nullable Object b) {
        if (a == b) {
            return true;
        }
        if (a == null || b == null) {
            return false;
        }
        if (a instanceof byte[] x && b instanceof byte[] y) {
            return Arrays.equals(x, y);
        }
        if (a instanceof List<?> x && b instanceof List<?> y) {
            return sameLists(x, y);
        }
        if (a instanceof Expression.Column x && b instanceof Expression.Column y) {
            return sameColumns(x, y);
        }
        if (a.getClass() != b.getClass()) {
            return false;
        }
        return RecordParts.of(a).isRecord ? sameRecords(a, b) : a.equals(b);
    }

    private static boolean sameColumns(Expression.Column a, Expression.Column b) {
        return a.name().equalsIgnoreCase(b.name())
                && (a.table() == null || b.table() == null || a.table().equals(b.table()))
                && (a.schema() == null || b.schema() == null || a.schema().equals(b.schema()));
    }

    private static boolean sameLists(List<?> a, List<?> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (!same(a.get(i), b.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameRecords(Object a, Object b) {
        for (Method component : RecordParts.of(a).all) {
            switch (component.getName()) {
                case "start", "end", "textStart", "textEnd" -> {}
                case "ordinal" -> {
                    if (a instanceof Expression.Parameter
                            && !same(
                                    RecordParts.read(component, a),
                                    RecordParts.read(component, b))) {
                        return false;
                    }
                }
                default -> {
                    if (!same(RecordParts.read(component, a), RecordParts.read(component, b))) {
                        return false;
                    }
                }
            }
        }
        return true;
    }
}
