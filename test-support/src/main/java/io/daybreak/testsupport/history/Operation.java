package io.daybreak.testsupport.history;

import java.util.List;

/** One step of a transaction, as its client saw it. Immutable. */
public sealed interface Operation {
    int key();

    /** The number was put at the list's end; no other append of the history has the number. */
    record Append(int key, long value) implements Operation {}

    /**
     * @param values the whole list
     * @param locking whether it was a locking read, which sees the newest committed list
     */
    record Read(int key, List<Long> values, boolean locking) implements Operation {
        public Read {
            values = List.copyOf(values);
        }
    }
}
