package io.daybreak.sql.account;

import io.daybreak.sql.api.SqlDatabase;

/** One account with its privileges. Immutable. */
public record AccountEntry(SqlDatabase.Account account, Grants grants) {
    public String user() {
        return account.user();
    }

    public String host() {
        return account.host();
    }

    /** {@code 'user'@'host'} as error messages have it. */
    public String quoted() {
        return "'" + user() + "'@'" + host() + "'";
    }

    AccountEntry withGrants(Grants changed) {
        return new AccountEntry(account, changed);
    }
}
