package io.daybreak.sql.exec;

import java.util.Locale;

/** A plan as an indented tree. */
public final class PlanText {
    private PlanText() {}

    public static String tree(PlanNode root) {
        StringBuilder out = new StringBuilder();
        append(root, 0, out);
        return out.toString();
    }

    private static void append(PlanNode node, int depth, StringBuilder out) {
        out.append("    ".repeat(depth))
                .append("-> ")
                .append(node.describe())
                .append(String.format(Locale.ROOT, "  (rows=%.0f)%n", node.rows()));
        for (PlanNode input : node.inputs()) {
            append(input, depth + 1, out);
        }
    }
}
