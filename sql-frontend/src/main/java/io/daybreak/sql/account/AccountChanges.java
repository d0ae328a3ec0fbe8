package io.daybreak.sql.account;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The accounts as one statement sees and changes them: all of them, locked in the tables. Owned by
 * the statement's thread.
 */
final class AccountChanges {
    private final AccountTables tables;
    private final List<AccountEntry> entries;
    private final String grantor;

    AccountChanges(AccountTables tables, List<AccountEntry> entries, String grantor) {
        this.tables = tables;
        this.entries = new ArrayList<>(entries);
        this.grantor = grantor;
    }

    @Nullable AccountEntry find(String user, String host) {
        for (AccountEntry entry : entries) {
            if (entry.user().equals(user) && entry.host().equalsIgnoreCase(host)) {
                return entry;
            }
        }
        return null;
    }

    /**
     * @param before null: a new account
     * @param after null: dropped
     */
    void replace(@Nullable AccountEntry before, @Nullable AccountEntry after) {
        if (before != null) {
            entries.remove(before);
        }
        if (after != null) {
            entries.add(after);
        }
        tables.write(before, after, grantor);
    }
}
