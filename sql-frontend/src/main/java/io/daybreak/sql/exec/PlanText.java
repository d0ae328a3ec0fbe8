package io.daybreak.sql.exec;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A plan as an indented tree. */
public final class PlanText {
    private PlanText() {}

    public static String tree(PlanNode root) {
        return tree(root, null);
    }

    static String tree(PlanNode root, @Nullable Actuals actuals) {
        StringBuilder out = new StringBuilder();
        append(root, 0, actuals, out);
        return out.toString();
    }

    private static void append(
            PlanNode node, int depth, @Nullable Actuals actuals, StringBuilder out) {
        out.append("    ".repeat(depth))
                .append("-> ")
                .append(node.describe())
                .append("  (rows=")
                .append(number(node.rows()))
                .append(')')
                .append(actuals == null ? "" : actuals.text(node))
                .append('\n');
        for (PlanNode input : node.inputs()) {
            append(input, depth + 1, actuals, out);
        }
    }

    /** Whole, or with two digits behind the point below ten, as MySQL has it. */
    static String number(double value) {
        return value < 10 && value != Math.rint(value)
                ? String.format(Locale.ROOT, "%.2f", value)
                : String.format(Locale.ROOT, "%.0f", value);
    }
}
