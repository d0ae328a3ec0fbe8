package io.daybreak.sql.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements about users, roles and privileges. */
public sealed interface AccountStatement extends Statement {

    /**
     * {@code user@host}.
     *
     * @param host "%" when not written
     * @param currentUser CURRENT_USER() in the place of a name; then user and host are empty
     */
    record AccountName(String user, String host, boolean currentUser, int start, int end)
            implements Node {}

    /**
     * IDENTIFIED …; null where not written.
     *
     * @param password BY 'password'
     * @param hash AS 'hash'
     * @param random BY RANDOM PASSWORD
     * @param replace REPLACE 'current password'
     */
    record Authentication(
            @Nullable String plugin,
            @Nullable String password,
            @Nullable String hash,
            boolean random,
            @Nullable String replace,
            boolean retainCurrent,
            boolean discardOld) {
        public static final Authentication NONE =
                new Authentication(null, null, null, false, null, false, false);
    }

    record UserSpecification(AccountName name, Authentication authentication) {}

    /**
     * REQUIRE, WITH limits, PASSWORD and ACCOUNT options of CREATE and ALTER USER.
     *
     * @param name upper case: SSL, X509, ISSUER, SUBJECT, CIPHER, NO_TLS, MAX_QUERIES_PER_HOUR, …,
     *     PASSWORD_EXPIRE, PASSWORD_HISTORY, …, ACCOUNT_LOCK, ACCOUNT_UNLOCK, COMMENT, ATTRIBUTE
     * @param value Long or String, null for none or DEFAULT
     */
    record UserOption(String name, @Nullable Object value) {}

    record CreateUser(
            List<UserSpecification> users,
            boolean ifNotExists,
            List<AccountName> defaultRoles,
            List<UserOption> options,
            int start,
            int end)
            implements AccountStatement {}

    record AlterUser(
            List<UserSpecification> users,
            boolean ifExists,
            List<UserOption> options,
            int start,
            int end)
            implements AccountStatement {}

    record DropUser(List<AccountName> users, boolean ifExists, int start, int end)
            implements AccountStatement {}

    record UserRenaming(AccountName from, AccountName to) {}

    record RenameUser(List<UserRenaming> renamings, int start, int end)
            implements AccountStatement {}

    record CreateRole(List<AccountName> roles, boolean ifNotExists, int start, int end)
            implements AccountStatement {}

    record DropRole(List<AccountName> roles, boolean ifExists, int start, int end)
            implements AccountStatement {}

    /**
     * @param name upper case: SELECT, CREATE TEMPORARY TABLES, ALL, … or a dynamic privilege
     * @param columns empty when not written
     */
    record Privilege(String name, List<String> columns) {}

    enum ObjectKind {
        TABLE,
        FUNCTION,
        PROCEDURE
    }

    /**
     * What privileges are about.
     *
     * @param schema "*" for all; null: the session's schema
     * @param name "*" for all of the schema
     */
    record PrivilegeLevel(ObjectKind kind, @Nullable String schema, String name) {}

    /** GRANT of privileges. */
    record Grant(
            List<Privilege> privileges,
            PrivilegeLevel on,
            List<AccountName> to,
            boolean grantOption,
            int start,
            int end)
            implements AccountStatement {}

    record GrantRoles(
            List<AccountName> roles, List<AccountName> to, boolean adminOption, int start, int end)
            implements AccountStatement {}

    record GrantProxy(
            AccountName proxied, List<AccountName> to, boolean grantOption, int start, int end)
            implements AccountStatement {}

    /**
     * REVOKE of privileges.
     *
     * @param on null for REVOKE ALL PRIVILEGES, GRANT OPTION FROM
     */
    record Revoke(
            List<Privilege> privileges,
            @Nullable PrivilegeLevel on,
            List<AccountName> from,
            boolean ifExists,
            boolean ignoreUnknownUser,
            int start,
            int end)
            implements AccountStatement {}

    record RevokeRoles(
            List<AccountName> roles,
            List<AccountName> from,
            boolean ifExists,
            boolean ignoreUnknownUser,
            int start,
            int end)
            implements AccountStatement {}

    record RevokeProxy(
            AccountName proxied,
            List<AccountName> from,
            boolean ifExists,
            boolean ignoreUnknownUser,
            int start,
            int end)
            implements AccountStatement {}

    /**
     * SET PASSWORD.
     *
     * @param user null: the current user
     * @param password null: TO RANDOM
     */
    record SetPassword(
            @Nullable AccountName user,
            @Nullable String password,
            @Nullable String replace,
            boolean retainCurrent,
            int start,
            int end)
            implements AccountStatement {}

    enum RoleChoice {
        DEFAULT,
        NONE,
        ALL,
        ALL_EXCEPT,
        LIST
    }

    record SetRole(RoleChoice choice, List<AccountName> roles, int start, int end)
            implements AccountStatement {}

    record SetDefaultRole(
            RoleChoice choice, List<AccountName> roles, List<AccountName> users, int start, int end)
            implements AccountStatement {}
}
