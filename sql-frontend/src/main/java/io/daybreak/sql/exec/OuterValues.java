package io.daybreak.sql.exec;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** What a part of a query reads of the rows around it, as a key for what it then answers. */
final class OuterValues {
    private static final Object NULL = new Object();

    private OuterValues() {}

    static List<Object> of(Execution execution, int[] slots) {
        List<Object> key = new ArrayList<>(slots.length);
        for (int slot : slots) {
            Object value = LateColumn.resolve(execution.frame()[slot]);
            key.add(
                    value == null
                            ? NULL
                            : value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : value);
        }
        return key;
    }
}
