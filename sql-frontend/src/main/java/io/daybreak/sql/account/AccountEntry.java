package io.daybreak.sql.account;

import io.daybreak.sql.api.SqlDatabase;
import org.jspecify.annotations.Nullable;

/**
 * One account with its privileges. Immutable.
 *
 * @param attribute the JSON object of ATTRIBUTE or COMMENT; null if none was given
 */
public record AccountEntry(SqlDatabase.Account account, Grants grants, @Nullable String attribute) {
    public AccountEntry(SqlDatabase.Account account, Grants grants) {
        this(account, grants, null);
    }

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
        return new AccountEntry(account, changed, attribute);
    }

    AccountEntry withAccount(SqlDatabase.Account changed) {
        return new AccountEntry(changed, grants, attribute);
    }

    AccountEntry withAttribute(@Nullable String changed) {
        return new AccountEntry(account, grants, changed);
    }
}
