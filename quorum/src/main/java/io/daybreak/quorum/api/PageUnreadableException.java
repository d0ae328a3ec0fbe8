package io.daybreak.quorum.api;

import io.daybreak.logstorage.api.Lsn;
import io.daybreak.logstorage.api.PageId;

/** No segment could serve a page. The statement fails; the server goes on. */
public final class PageUnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PageUnreadableException(PageId page, Lsn asOf, String reason) {
        super(page + " as of LSN " + asOf + ": " + reason);
    }
}
