package io.daybreak.sql.plan;

import io.daybreak.sql.ast.Query;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.List;
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
        if (!node.getClass().isRecord() || !descend.test(node)) {
            return;
        }
        for (RecordComponent component : node.getClass().getRecordComponents()) {
            Class<?> type = component.getType();
            if (!type.isPrimitive() && !type.isEnum() && type != String.class) {
                visitAll(read(component, node), descend);
            }
        }
    }

    private static @Nullable Object read(RecordComponent component, Object record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }
}
