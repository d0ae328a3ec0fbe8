package io.daybreak.sql.plan;

import io.daybreak.sql.ast.Query;
import java.lang.reflect.Method;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Looks through syntax without descending into subqueries. Only used while planning. */
public final class AstWalk {
    private AstWalk() {}

    /**
     * Visits every record below (and with) the node; stops going down where the visitor says so.
     */
    static void visit(@Nullable Object node, Predicate<Object> descend) {
        if (node != null && !(node instanceof Query)) {
            visitAll(node, n -> !(n instanceof Query) && descend.test(n));
        }
    }

    /** As {@link #visit}, but into subqueries too. */
    public static void visitAll(@Nullable Object node, Predicate<Object> descend) {
        if (node == null) {
            return;
        }
        if (node instanceof List<?> list) {
            for (Object element : list) {
                visitAll(element, descend);
            }
            return;
        }
        RecordParts parts = RecordParts.of(node);
        if (parts.isRecord && descend.test(node)) {
            for (Method part : parts.nodes) {
                visitAll(RecordParts.read(part, node), descend);
            }
        }
    }

    /**
     * Visits every record below the node and then the node itself, as MySQL does when it looks for
     * what an expression may not have; goes below a record only where the test says so. Into
     * subqueries too.
     */
    public static void visitPartsFirst(
            @Nullable Object node, Predicate<Object> descend, Consumer<Object> visitor) {
        if (node == null) {
            return;
        }
        if (node instanceof List<?> list) {
            for (Object element : list) {
                visitPartsFirst(element, descend, visitor);
            }
            return;
        }
        RecordParts parts = RecordParts.of(node);
        if (!parts.isRecord) {
            return;
        }
        if (descend.test(node)) {
            for (Method part : parts.nodes) {
                visitPartsFirst(RecordParts.read(part, node), descend, visitor);
            }
        }
        visitor.accept(node);
    }
}
