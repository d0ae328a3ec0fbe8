package io.daybreak.logstorage.api;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A page store's files are damaged so that it cannot go on. Its pages are to be had from peers. */
public final class DamagedPageStoreException extends IOException {
    private static final long serialVersionUID = 1L;

    public DamagedPageStoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
