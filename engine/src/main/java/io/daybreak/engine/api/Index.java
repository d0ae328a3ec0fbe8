package io.daybreak.engine.api;

import org.jspecify.annotations.Nullable;

/** One B+tree of a table. Immutable. */
public interface Index {
    long id();

    IndexSpec spec();

    Table table();

    boolean isClustered();

    /** Whether every row has a key here that no other row has: unique and no nullable part. */
    boolean isStrictlyUnique();

    /**
     * The order-preserving bytes of a key prefix: one value per leading part.
     *
     * @return bytes to compare unsigned, left to right; never shared
     */
    byte[] encodeKey(@Nullable Object... prefix);

    /** Whether the column can be read from an entry of this index without the clustered record. */
    boolean covers(int column);
}
