package io.daybreak.sql.account;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.AccountStatement;
import io.daybreak.sql.ast.AccountStatement.AccountName;
import io.daybreak.sql.session.StatementContext;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** GRANT and REVOKE of privileges. Owned by one statement. */
final class PrivilegeStatements {
    private final StatementContext context;
    private final AccountChanges changes;

    PrivilegeStatements(StatementContext context, AccountChanges changes) {
        this.context = context;
        this.changes = changes;
    }

    /**
     * What a statement names.
     *
     * @param all ALL PRIVILEGES was written
     */
    private record Named(Set<Privilege> privileges, Set<String> dynamic, boolean all) {}

    /**
     * The object.
     *
     * @param schema null: everything
     * @param table null: the whole schema
     */
    private record Target(@Nullable String schema, @Nullable String table) {
        Privilege.Level level() {
            if (schema == null) {
                return Privilege.Level.GLOBAL;
            }
            return table == null ? Privilege.Level.SCHEMA : Privilege.Level.TABLE;
        }
    }

    void grant(AccountStatement.Grant statement) {
        Target target = target(statement.on());
        Named named = named(statement.privileges(), target);
        boolean option =
                statement.grantOption() || named.privileges().contains(Privilege.GRANT_OPTION);
        requireGrantable(named, target);
        if (target.schema() != null && target.table() != null) {
            checkTable(target.schema(), target.table(), named);
        }
        for (AccountName account : statement.to()) {
            UserStatements.Name name = UserStatements.name(context, account);
            AccountEntry before = changes.find(name.user(), name.host());
            if (before == null) {
                throw new SqlException(MySqlError.ER_CANT_CREATE_USER_WITH_GRANT);
            }
            Grants grants =
                    change(
                            before.grants(),
                            target,
                            privileges -> {
                                privileges.addAll(named.privileges());
                                if (statement.grantOption() && !onlyDynamic(named)) {
                                    privileges.add(Privilege.GRANT_OPTION);
                                }
                                return privileges;
                            });
            if (!named.dynamic().isEmpty()) {
                Set<String> dynamic = new HashSet<>(grants.dynamic());
                Set<String> grantable = new HashSet<>(grants.grantableDynamic());
                dynamic.addAll(named.dynamic());
                if (option) {
                    grantable.addAll(named.dynamic());
                }
                grants = grants.withDynamic(dynamic, grantable);
            }
            changes.replace(before, before.withGrants(grants));
        }
    }

    private static boolean onlyDynamic(Named named) {
        return named.privileges().isEmpty() && !named.dynamic().isEmpty();
    }

    void revoke(AccountStatement.Revoke statement) {
        AccountStatement.PrivilegeLevel on = statement.on();
        if (on == null) {
            revokeEverything(statement);
            return;
        }
        Target target = target(on);
        Named named = named(statement.privileges(), target);
        requireGrantable(named, target);
        for (AccountName account : statement.from()) {
            UserStatements.Name name = UserStatements.name(context, account);
            AccountEntry before = changes.find(name.user(), name.host());
            if (before == null && statement.ignoreUnknownUser()) {
                context.execution().warn(MySqlError.ER_USER_DOES_NOT_EXIST, name.user());
                continue;
            }
            if (before == null || !has(before.grants(), target)) {
                SqlException missing = noSuchGrant(name, target, before != null);
                if (!statement.ifExists()) {
                    throw missing;
                }
                context.execution()
                        .warn(
                                missing.error(),
                                name.user(),
                                name.host(),
                                target.table() == null ? "" : target.table());
                continue;
            }
            changes.replace(before, before.withGrants(without(before.grants(), target, named)));
        }
    }

    private static Grants without(Grants before, Target target, Named named) {
        Grants grants =
                change(
                        before,
                        target,
                        privileges -> {
                            privileges.removeAll(named.privileges());
                            return privileges;
                        });
        Set<String> dynamic = new HashSet<>(grants.dynamic());
        Set<String> grantable = new HashSet<>(grants.grantableDynamic());
        dynamic.removeAll(named.dynamic());
        grantable.removeAll(named.dynamic());
        if (target.schema() == null && named.privileges().contains(Privilege.GRANT_OPTION)) {
            grantable.clear();
        }
        return grants.withDynamic(dynamic, grantable);
    }

    private void revokeEverything(AccountStatement.Revoke statement) {
        if (!context.grants().global(Privilege.CREATE_USER)) {
            throw new SqlException(MySqlError.ER_SPECIFIC_ACCESS_DENIED_ERROR, "CREATE USER");
        }
        for (AccountName account : statement.from()) {
            UserStatements.Name name = UserStatements.name(context, account);
            AccountEntry before = changes.find(name.user(), name.host());
            if (before != null) {
                changes.replace(before, before.withGrants(Grants.NONE));
            } else if (statement.ignoreUnknownUser() || statement.ifExists()) {
                context.execution().warn(MySqlError.ER_USER_DOES_NOT_EXIST, name.user());
            } else {
                throw new SqlException(MySqlError.ER_REVOKE_GRANTS);
            }
        }
    }

    private static boolean has(Grants grants, Target target) {
        if (target.schema() == null) {
            return true;
        }
        return target.table() == null
                ? grants.schemas().containsKey(target.schema())
                : grants.tables()
                        .containsKey(new Grants.TableName(target.schema(), target.table()));
    }

    private static SqlException noSuchGrant(
            UserStatements.Name name, Target target, boolean userExists) {
        return target.table() != null && userExists
                ? new SqlException(
                        MySqlError.ER_NONEXISTING_TABLE_GRANT,
                        name.user(),
                        name.host(),
                        target.table())
                : new SqlException(MySqlError.ER_NONEXISTING_GRANT, name.user(), name.host());
    }

    private interface Change {
        Set<Privilege> of(Set<Privilege> privileges);
    }

    private static Grants change(Grants grants, Target target, Change change) {
        if (target.schema() == null) {
            return grants.withGlobal(change::of);
        }
        return target.table() == null
                ? grants.withSchema(target.schema(), change::of)
                : grants.withTable(
                        new Grants.TableName(target.schema(), target.table()), change::of);
    }

    // ---- What the statement says

    private Target target(AccountStatement.PrivilegeLevel on) {
        if (on.kind() != AccountStatement.ObjectKind.TABLE) {
            throw AccountStatements.unsupported("privileges on routines");
        }
        String schema = on.schema();
        if ("*".equals(schema)) {
            return new Target(null, null);
        }
        if (schema == null) {
            schema = context.schema();
            if (schema == null) {
                throw new SqlException(MySqlError.ER_NO_DB_ERROR);
            }
        }
        if (schema.equalsIgnoreCase("information_schema")) {
            throw denied(schema);
        }
        return new Target(schema, on.name().equals("*") ? null : on.name());
    }

    private static Named named(List<AccountStatement.Privilege> written, Target target) {
        Set<Privilege> privileges = EnumSet.noneOf(Privilege.class);
        Set<String> dynamic = new HashSet<>();
        boolean all = false;
        for (AccountStatement.Privilege privilege : written) {
            if (!privilege.columns().isEmpty()) {
                throw AccountStatements.unsupported("column privileges");
            }
            if (privilege.name().equals("ALL")) {
                all = true;
                addAll(privileges, target.level());
                if (target.schema() == null) {
                    dynamic.addAll(DynamicPrivileges.ALL);
                }
            } else if (!privilege.name().equals("USAGE")) {
                addOne(privilege.name(), target.level(), privileges, dynamic);
            }
        }
        return new Named(privileges, dynamic, all);
    }

    private static void addAll(Set<Privilege> privileges, Privilege.Level level) {
        for (Privilege privilege : Privilege.values()) {
            if (privilege != Privilege.GRANT_OPTION && privilege.level().compareTo(level) >= 0) {
                privileges.add(privilege);
            }
        }
    }

    private static void addOne(
            String written, Privilege.Level level, Set<Privilege> privileges, Set<String> dynamic) {
        String name =
                switch (written) {
                    case "SHOW SCHEMAS" -> "SHOW DATABASES";
                    case "REPLICATION REPLICA" -> "REPLICATION SLAVE";
                    default -> written;
                };
        Privilege privilege = Privilege.find(name);
        if (privilege == null) {
            if (!DynamicPrivileges.ALL.contains(name)) {
                throw new SqlException(MySqlError.ER_SYNTAX_ERROR);
            }
            if (level != Privilege.Level.GLOBAL) {
                throw new SqlException(MySqlError.ER_ILLEGAL_PRIVILEGE_LEVEL, name);
            }
            dynamic.add(name);
        } else if (privilege.level().compareTo(level) >= 0) {
            privileges.add(privilege);
        } else if (level == Privilege.Level.SCHEMA) {
            throw new SqlException(MySqlError.ER_WRONG_USAGE, "DB GRANT", "GLOBAL PRIVILEGES");
        } else {
            throw new SqlException(MySqlError.ER_ILLEGAL_GRANT_FOR_TABLE);
        }
    }

    /** One grants, and takes away, what one has oneself WITH GRANT OPTION at that level. */
    private void requireGrantable(Named named, Target target) {
        Grants own = context.grants();
        Set<Privilege> needed = EnumSet.of(Privilege.GRANT_OPTION);
        needed.addAll(named.privileges());
        if (onlyDynamic(named)) {
            needed.clear();
        }
        for (Privilege privilege : needed) {
            if (!holds(own, privilege, target)) {
                throw denied(target);
            }
        }
        for (String dynamic : named.dynamic()) {
            if (!own.grantableDynamic().contains(dynamic)) {
                throw new SqlException(MySqlError.ER_SPECIFIC_ACCESS_DENIED_ERROR, "GRANT OPTION");
            }
        }
    }

    private static boolean holds(Grants own, Privilege privilege, Target target) {
        if (target.schema() == null) {
            return own.global(privilege);
        }
        if (target.table() != null) {
            return own.table(target.schema(), target.table(), privilege);
        }
        boolean pattern = target.schema().contains("%") || target.schema().contains("_");
        if (!pattern) {
            return own.schema(target.schema(), privilege);
        }
        // A wildcard of one pattern would take one of another as a letter.
        Set<Privilege> held = own.schemas().get(target.schema());
        return own.global(privilege) || held != null && held.contains(privilege);
    }

    private SqlException denied(Target target) {
        if (target.schema() == null) {
            return new SqlException(
                    MySqlError.ER_ACCESS_DENIED_ERROR,
                    context.account().user(),
                    context.connection().clientHost(),
                    context.account().credential().length > 0 ? "YES" : "NO");
        }
        return target.table() == null
                ? denied(target.schema())
                : new SqlException(
                        MySqlError.ER_TABLEACCESS_DENIED_ERROR,
                        "GRANT",
                        context.account().user(),
                        context.connection().clientHost(),
                        target.table());
    }

    private SqlException denied(String schema) {
        return new SqlException(
                MySqlError.ER_DBACCESS_DENIED_ERROR,
                context.account().user(),
                context.connection().clientHost(),
                schema);
    }

    /** The table must be there, unless it may be made by the privilege. */
    private void checkTable(String schema, String table, Named named) {
        boolean creates = !named.all() && named.privileges().contains(Privilege.CREATE);
        if (!creates && context.catalog().engine().table(schema, table) == null) {
            List<String> name = new ArrayList<>(List.of(schema, table));
            throw new SqlException(MySqlError.ER_NO_SUCH_TABLE, name.toArray());
        }
    }
}
