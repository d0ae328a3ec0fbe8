package io.daybreak.sql.account;

import io.daybreak.engine.api.Isolation;
import io.daybreak.engine.api.LockMode;
import io.daybreak.engine.api.StorageEngine;
import io.daybreak.engine.api.Transaction;
import io.daybreak.logstorage.api.Lsn;
import io.daybreak.sql.catalog.Catalog;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All accounts of the server: an immutable snapshot that sessions read without a lock. Thread-safe.
 */
public final class Accounts {
    /** The order in which accounts are tried for a login (manual, section 8.2.6). */
    private static final Comparator<AccountEntry> MOST_SPECIFIC_FIRST =
            Comparator.<AccountEntry>comparingInt(entry -> HostPattern.order(entry.host()))
                    .thenComparing(entry -> entry.user().isEmpty())
                    .thenComparing(AccountEntry::user)
                    .thenComparing(AccountEntry::host);

    private final Catalog catalog;
    private volatile List<AccountEntry> entries = List.of();

    private Accounts(Catalog catalog) {
        this.catalog = catalog;
    }

    /**
     * Reads the accounts. The first start makes the tables and {@code root@localhost} without a
     * password, and waits until they are durable.
     */
    public static Accounts open(Catalog catalog) {
        StorageEngine engine = catalog.engine();
        if (!AccountTables.exist(catalog)) {
            Transaction transaction = engine.begin(Isolation.READ_COMMITTED, false);
            long lsn;
            try {
                transaction.beginStatement();
                AccountTables.create(catalog, transaction);
                transaction.endStatement();
                lsn = transaction.commit();
            } catch (RuntimeException e) {
                transaction.rollback();
                throw e;
            }
            if (lsn > 0) {
                engine.volume().whenDurable(new Lsn(lsn)).toCompletableFuture().join();
            }
        }
        Accounts accounts = new Accounts(catalog);
        accounts.reload();
        return accounts;
    }

    /**
     * The most specific account for a user who comes from a host; null if there is none. An account
     * without a user name takes every user.
     *
     * @param host an address, or {@code localhost} for all loopback addresses
     */
    public @Nullable AccountEntry match(String user, String host) {
        for (AccountEntry entry : entries) {
            if ((entry.user().equals(user) || entry.user().isEmpty())
                    && HostPattern.matches(entry.host(), host)) {
                return entry;
            }
        }
        return null;
    }

    /** The account of exactly this name. */
    public @Nullable AccountEntry find(String user, String host) {
        for (AccountEntry entry : entries) {
            if (entry.user().equals(user) && entry.host().equalsIgnoreCase(host)) {
                return entry;
            }
        }
        return null;
    }

    /** All accounts, the most specific first. */
    public List<AccountEntry> all() {
        return entries;
    }

    /** Reads the tables again, after a change of accounts was committed. */
    public synchronized void reload() {
        Transaction transaction = catalog.engine().begin(Isolation.READ_COMMITTED, true);
        try {
            transaction.beginStatement();
            List<AccountEntry> read =
                    new ArrayList<>(new AccountTables(catalog, transaction).read(LockMode.NONE));
            transaction.endStatement();
            read.sort(MOST_SPECIFIC_FIRST);
            entries = List.copyOf(read);
        } finally {
            transaction.rollback();
        }
    }
}
