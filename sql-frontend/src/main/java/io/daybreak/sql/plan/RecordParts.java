package io.daybreak.sql.plan;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The components of syntax records. The JDK makes them anew each time it is asked, which was half
 * of what planning cost; here they are kept with the class. Thread-safe.
 */
final class RecordParts {
    private static final ClassValue<RecordParts> OF =
            new ClassValue<>() {
                @Override
                protected RecordParts computeValue(Class<?> type) {
                    return new RecordParts(type);
                }
            };

    /** Whether the class is a record at all. */
    final boolean isRecord;

    /** One accessor for each component; named as the component. */
    final Method[] all;

    /** Those that can hold syntax. */
    final Method[] nodes;

    private RecordParts(Class<?> type) {
        isRecord = type.isRecord();
        RecordComponent[] components = isRecord ? type.getRecordComponents() : null;
        all =
                components == null
                        ? new Method[0]
                        : Arrays.stream(components)
                                .map(RecordComponent::getAccessor)
                                .toArray(Method[]::new);
        nodes =
                Arrays.stream(all)
                        .filter(m -> canHoldSyntax(m.getReturnType()))
                        .toArray(Method[]::new);
    }

    private static boolean canHoldSyntax(Class<?> type) {
        return !type.isPrimitive() && !type.isEnum() && type != String.class;
    }

    static RecordParts of(Object node) {
        return OF.get(node.getClass());
    }

    static @Nullable Object read(Method accessor, Object record) {
        try {
            return accessor.invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }
}
