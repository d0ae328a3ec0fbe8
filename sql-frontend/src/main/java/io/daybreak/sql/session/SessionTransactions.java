package io.daybreak.sql.session;

import io.daybreak.engine.api.Isolation;
import io.daybreak.engine.api.Transaction;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import org.jspecify.annotations.Nullable;

/**
 * The session's transaction: begun by BEGIN, or by the first statement without autocommit, or for
 * one statement alone. Owned by the session's thread.
 *
 * <p>Source: MySQL 8.4 manual, section 15.3.
 */
final class SessionTransactions {
    private final SessionContext context;
    private @Nullable Transaction open;
    private boolean readOnly;
    private @Nullable Isolation nextIsolation;
    private @Nullable Boolean nextReadOnly;

    SessionTransactions(SessionContext context) {
        this.context = context;
    }

    boolean isOpen() {
        return open != null;
    }

    /** Whether a rollback has something to undo, which takes as long as it takes. */
    boolean hasChanges() {
        Transaction current = open;
        return current != null && current.hasChanges();
    }

    boolean isReadOnly() {
        return readOnly;
    }

    /** SET TRANSACTION without a scope: for the next transaction only. */
    void next(@Nullable Isolation isolation, @Nullable Boolean wantsReadOnly) {
        if (open != null) {
            throw new SqlException(MySqlError.ER_CANT_CHANGE_TX_CHARACTERISTICS);
        }
        nextIsolation = isolation == null ? nextIsolation : isolation;
        nextReadOnly = wantsReadOnly == null ? nextReadOnly : wantsReadOnly;
    }

    /** BEGIN. The transaction before it was committed. */
    void begin(boolean consistentSnapshot, @Nullable Boolean wantsReadOnly) {
        Transaction begun = start(wantsReadOnly);
        open = begun;
        if (consistentSnapshot && begun.isolation().compareTo(Isolation.REPEATABLE_READ) >= 0) {
            begun.takeReadView();
        }
    }

    /**
     * The transaction for a statement: the open one, or a new one that stays open without
     * autocommit.
     */
    Transaction forStatement() {
        Transaction current = open;
        if (current == null) {
            current = start(null);
            if (!context.variables.autocommit()) {
                open = current;
            }
        }
        context.transaction(current, open != null);
        return current;
    }

    /** A transaction of its own for DDL and the like, whatever autocommit says. */
    Transaction alone() {
        Transaction current = context.database.engine().begin(Isolation.READ_COMMITTED, false);
        context.transaction(current, false);
        return current;
    }

    private Transaction start(@Nullable Boolean wantsReadOnly) {
        Isolation isolation = nextIsolation != null ? nextIsolation : context.variables.isolation();
        boolean only =
                wantsReadOnly != null
                        ? wantsReadOnly
                        : nextReadOnly != null ? nextReadOnly : context.variables.readOnly();
        nextIsolation = null;
        nextReadOnly = null;
        readOnly = only;
        return context.database.engine().begin(isolation, only);
    }

    /** Commits the open transaction, if there is one. Returns the LSN to wait for; 0 for none. */
    long commit() {
        Transaction current = open;
        if (current == null) {
            nextIsolation = null;
            nextReadOnly = null;
            return 0;
        }
        if (!current.hasChanges()) {
            forget();
            return current.commit();
        }
        context.enterWrite();
        try {
            forget();
            return current.commit();
        } finally {
            context.exitWrite();
        }
    }

    void rollback() {
        Transaction current = open;
        if (current != null) {
            forget();
            current.rollback();
        }
    }

    /** After a deadlock: the engine has rolled the transaction back already. */
    void forget() {
        open = null;
        readOnly = false;
        context.transaction(null, false);
    }

    @Nullable Transaction openOne() {
        return open;
    }

    /** The client is gone or wants a fresh session. */
    void abandon() {
        rollback();
        nextIsolation = null;
        nextReadOnly = null;
    }
}
