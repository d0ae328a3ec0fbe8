package io.daybreak.sql.parse;

import io.daybreak.sql.ast.Expression.Literal;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects all literals of a tree by reflection, so that no node can be forgotten. */
final class TreeLiterals {
    private TreeLiterals() {}

    static List<Literal> of(Object tree) {
        List<Literal> literals = new ArrayList<>();
        collect(tree, literals);
        return literals;
    }

    private static void collect(@Nullable Object node, List<Literal> literals) {
        switch (node) {
            case null -> {}
            case Literal literal -> literals.add(literal);
            case List<?> list -> list.forEach(element -> collect(element, literals));
            case Record record -> {
                try {
                    for (RecordComponent component : record.getClass().getRecordComponents()) {
                        if (!component.getType().isPrimitive()) {
                            component.getAccessor().setAccessible(true);
                            collect(component.getAccessor().invoke(record), literals);
                        }
                    }
                } catch (ReflectiveOperationException e) {
                    throw new LinkageError(e.getMessage(), e);
                }
            }
            default -> {}
        }
    }
}
