package io.daybreak.engine.api;

import org.jspecify.annotations.Nullable;

/** Error 1062: a row with this unique key is there already. */
public final class DuplicateKeyException extends EngineException {
    private static final long serialVersionUID = 1L;

    private final transient Index index;
    private final transient @Nullable Object[] key;

    /**
     * @param key the values of the index parts of the row that was refused
     */
    public DuplicateKeyException(Index index, @Nullable Object[] key) {
        super("duplicate key in " + index.spec().name(), false);
        this.index = index;
        this.key = key;
    }

    public Index index() {
        return index;
    }

    public @Nullable Object[] key() {
        return key.clone();
    }
}
