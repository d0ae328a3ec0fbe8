package io.daybreak.sql.account;

import io.daybreak.engine.api.LockMode;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.AccountStatement;
import io.daybreak.sql.session.StatementContext;
import java.util.ArrayList;
import java.util.List;

/** Runs the statements about users and privileges, and prints what they made. Stateless. */
public final class AccountStatements {
    private AccountStatements() {}

    /**
     * Changes the rows of the account tables in the statement's transaction; the snapshot shows it
     * after {@link Accounts#reload}. A statement about several accounts changes all or none.
     *
     * @throws SqlException 1396 and others, as MySQL has them; 1235 for roles and proxies
     */
    public static void execute(AccountStatement statement, StatementContext context) {
        switch (statement) {
            case AccountStatement.CreateUser create -> users(context).create(create);
            case AccountStatement.AlterUser alter -> users(context).alter(alter);
            case AccountStatement.DropUser drop -> users(context).drop(drop);
            case AccountStatement.RenameUser rename -> users(context).rename(rename);
            case AccountStatement.SetPassword set -> users(context).setPassword(set);
            case AccountStatement.Grant grant -> privileges(context).grant(grant);
            case AccountStatement.Revoke revoke -> privileges(context).revoke(revoke);
            case AccountStatement.SetRole set -> noRoles(set.roles(), context);
            case AccountStatement.SetDefaultRole set -> noRoles(set.roles(), context);
            case AccountStatement.CreateRole _ -> throw unsupported("CREATE ROLE");
            case AccountStatement.DropRole _ -> throw unsupported("DROP ROLE");
            case AccountStatement.GrantRoles _ -> throw unsupported("GRANT role");
            case AccountStatement.RevokeRoles _ -> throw unsupported("REVOKE role");
            case AccountStatement.GrantProxy _ -> throw unsupported("GRANT PROXY");
            case AccountStatement.RevokeProxy _ -> throw unsupported("REVOKE PROXY");
        }
    }

    private static UserStatements users(StatementContext context) {
        return new UserStatements(context, run(context));
    }

    private static PrivilegeStatements privileges(StatementContext context) {
        return new PrivilegeStatements(context, run(context));
    }

    private static AccountChanges run(StatementContext context) {
        AccountTables tables =
                new AccountTables(context.catalog(), context.execution().transaction());
        return new AccountChanges(
                tables,
                tables.read(LockMode.EXCLUSIVE),
                context.account().user() + "@" + context.account().host());
    }

    /** Nobody has roles: NONE, ALL and DEFAULT are the same. */
    private static void noRoles(
            List<AccountStatement.AccountName> roles, StatementContext context) {
        for (AccountStatement.AccountName role : roles) {
            throw new SqlException(
                    MySqlError.ER_ROLE_NOT_GRANTED,
                    role.user(),
                    role.host(),
                    context.account().user(),
                    context.account().host());
        }
    }

    static SqlException unsupported(String what) {
        return new SqlException(MySqlError.ER_NOT_SUPPORTED_YET, what);
    }

    /** The rows of SHOW GRANTS. */
    public static List<String> showGrants(AccountEntry account) {
        Grants grants = account.grants();
        String to = " TO " + identifier(account.user()) + "@" + identifier(account.host());
        List<String> lines = new ArrayList<>();
        lines.add(
                "GRANT "
                        + words(grants.global(), Privilege.Level.GLOBAL)
                        + " ON *.*"
                        + to
                        + option(grants.global().contains(Privilege.GRANT_OPTION)));
        List<String> plain = new ArrayList<>(grants.dynamic());
        plain.removeAll(grants.grantableDynamic());
        if (!plain.isEmpty()) {
            lines.add("GRANT " + String.join(",", plain) + " ON *.*" + to);
        }
        if (!grants.grantableDynamic().isEmpty()) {
            lines.add(
                    "GRANT "
                            + String.join(",", grants.grantableDynamic())
                            + " ON *.*"
                            + to
                            + option(true));
        }
        grants.schemas()
                .forEach((schema, privileges) ->
                        lines.add(
                                "GRANT "
                                        + words(privileges, Privilege.Level.SCHEMA)
                                        + " ON "
                                        + identifier(schema)
                                        + ".*"
                                        + to
                                        + option(privileges.contains(Privilege.GRANT_OPTION))));
        grants.tables()
                .forEach((table, privileges) ->
                        lines.add(
                                "GRANT "
                                        + words(privileges, Privilege.Level.TABLE)
                                        + " ON "
                                        + identifier(table.schema())
                                        + "."
                                        + identifier(table.table())
                                        + to
                                        + option(privileges.contains(Privilege.GRANT_OPTION))));
        return List.copyOf(lines);
    }

    private static String words(java.util.Set<Privilege> privileges, Privilege.Level level) {
        List<String> words = new ArrayList<>();
        boolean all = true;
        for (Privilege privilege : Privilege.values()) {
            if (privilege == Privilege.GRANT_OPTION || privilege.level().compareTo(level) < 0) {
                continue;
            }
            if (privileges.contains(privilege)) {
                words.add(privilege.sql());
            } else {
                all = false;
            }
        }
        if (words.isEmpty()) {
            return "USAGE";
        }
        // Globally MySQL lists them, since there are dynamic privileges besides.
        return all && level != Privilege.Level.GLOBAL ? "ALL PRIVILEGES" : String.join(", ", words);
    }

    private static String option(boolean granted) {
        return granted ? " WITH GRANT OPTION" : "";
    }

    /** The row of SHOW CREATE USER. */
    public static String showCreateUser(AccountEntry entry) {
        StringBuilder out = new StringBuilder("CREATE USER ");
        out.append(identifier(entry.user())).append('@').append(identifier(entry.host()));
        out.append(" IDENTIFIED WITH ").append(string(entry.account().plugin()));
        byte[] credential = entry.account().credential();
        if (credential.length > 0) {
            out.append(" AS ")
                    .append(
                            string(
                                    new String(
                                            credential, java.nio.charset.StandardCharsets.UTF_8)));
        }
        out.append(" REQUIRE ").append(entry.account().requireTls() ? "SSL" : "NONE");
        out.append(" PASSWORD EXPIRE").append(entry.account().passwordExpired() ? "" : " DEFAULT");
        out.append(" ACCOUNT ").append(entry.account().locked() ? "LOCK" : "UNLOCK");
        out.append(" PASSWORD HISTORY DEFAULT PASSWORD REUSE INTERVAL DEFAULT");
        out.append(" PASSWORD REQUIRE CURRENT DEFAULT");
        String attribute = entry.attribute();
        if (attribute != null) {
            out.append(" ATTRIBUTE ").append(string(attribute));
        }
        return out.toString();
    }

    private static String identifier(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    private static String string(String text) {
        StringBuilder out = new StringBuilder("'");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\'' -> out.append("\\'");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\u001a' -> out.append("\\Z");
                case '\0' -> out.append("\\0");
                default -> out.append(c);
            }
        }
        return out.append('\'').toString();
    }
}
