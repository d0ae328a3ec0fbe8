package io.daybreak.sql.account;

import io.daybreak.sql.api.Credentials;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlDatabase;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.AccountStatement;
import io.daybreak.sql.ast.AccountStatement.AccountName;
import io.daybreak.sql.ast.AccountStatement.Authentication;
import io.daybreak.sql.ast.AccountStatement.UserOption;
import io.daybreak.sql.session.StatementContext;
import io.daybreak.sql.types.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** CREATE, ALTER, DROP and RENAME USER, SET PASSWORD. Owned by one statement. */
final class UserStatements {
    private static final int USER_MAX = 32;
    private static final int HOST_MAX = 255;

    private final StatementContext context;
    private final AccountChanges changes;

    UserStatements(StatementContext context, AccountChanges changes) {
        this.context = context;
        this.changes = changes;
    }

    void create(AccountStatement.CreateUser statement) {
        context.requireGlobal(Privilege.CREATE_USER);
        if (!statement.defaultRoles().isEmpty()) {
            throw AccountStatements.unsupported("DEFAULT ROLE");
        }
        List<String> failed = new ArrayList<>();
        for (AccountStatement.UserSpecification specification : statement.users()) {
            Name name = name(context, specification.name());
            checkLength(name);
            if (changes.find(name.user(), name.host()) != null) {
                if (statement.ifNotExists()) {
                    context.execution().note(MySqlError.ER_USER_ALREADY_EXISTS, name.quoted());
                } else {
                    failed.add(name.quoted());
                }
                continue;
            }
            Authentication authentication = specification.authentication();
            String plugin = plugin(authentication, Credentials.CACHING_SHA2);
            AccountEntry entry =
                    new AccountEntry(
                            new SqlDatabase.Account(
                                    name.user(),
                                    name.host(),
                                    plugin,
                                    credential(plugin, authentication),
                                    false,
                                    false,
                                    false),
                            Grants.NONE);
            changes.replace(null, options(entry, statement.options()));
        }
        failIfAny("CREATE USER", failed);
    }

    void alter(AccountStatement.AlterUser statement) {
        List<String> failed = new ArrayList<>();
        for (AccountStatement.UserSpecification specification : statement.users()) {
            Name name = name(context, specification.name());
            Authentication authentication = specification.authentication();
            if (!isSelf(name) || !statement.options().isEmpty()) {
                context.requireGlobal(Privilege.CREATE_USER);
            }
            AccountEntry before = changes.find(name.user(), name.host());
            if (before == null) {
                if (statement.ifExists()) {
                    context.execution().note(MySqlError.ER_USER_DOES_NOT_EXIST, name.quoted());
                } else {
                    failed.add(name.quoted());
                }
                continue;
            }
            AccountEntry after = authenticate(before, authentication);
            changes.replace(before, options(after, statement.options()));
        }
        failIfAny("ALTER USER", failed);
    }

    void drop(AccountStatement.DropUser statement) {
        context.requireGlobal(Privilege.CREATE_USER);
        List<String> failed = new ArrayList<>();
        for (AccountName account : statement.users()) {
            Name name = name(context, account);
            AccountEntry before = changes.find(name.user(), name.host());
            if (before != null) {
                changes.replace(before, null);
            } else if (statement.ifExists()) {
                context.execution().note(MySqlError.ER_USER_DOES_NOT_EXIST, name.quoted());
            } else {
                failed.add(name.quoted());
            }
        }
        failIfAny("DROP USER", failed);
    }

    void rename(AccountStatement.RenameUser statement) {
        context.requireGlobal(Privilege.CREATE_USER);
        List<String> failed = new ArrayList<>();
        for (AccountStatement.UserRenaming renaming : statement.renamings()) {
            Name from = name(context, renaming.from());
            Name to = name(context, renaming.to());
            checkLength(to);
            AccountEntry before = changes.find(from.user(), from.host());
            if (before == null || changes.find(to.user(), to.host()) != null) {
                failed.add(from.quoted());
                continue;
            }
            SqlDatabase.Account old = before.account();
            changes.replace(
                    before,
                    before.withAccount(
                            new SqlDatabase.Account(
                                    to.user(),
                                    to.host(),
                                    old.plugin(),
                                    old.credential(),
                                    old.requireTls(),
                                    old.locked(),
                                    old.passwordExpired())));
        }
        failIfAny("RENAME USER", failed);
    }

    void setPassword(AccountStatement.SetPassword statement) {
        AccountName user = statement.user();
        Name name =
                user == null
                        ? new Name(context.account().user(), context.account().host())
                        : name(context, user);
        if (!isSelf(name)) {
            context.requireGlobal(Privilege.CREATE_USER);
        }
        AccountEntry before = changes.find(name.user(), name.host());
        if (before == null) {
            throw new SqlException(MySqlError.ER_PASSWORD_NO_MATCH);
        }
        String password = statement.password();
        changes.replace(
                before,
                authenticate(
                        before,
                        new Authentication(
                                null,
                                password,
                                null,
                                password == null,
                                statement.replace(),
                                statement.retainCurrent(),
                                false)));
    }

    /** An account name as the statement means it. */
    record Name(String user, String host) {
        String quoted() {
            return "'" + user + "'@'" + host + "'";
        }
    }

    static Name name(StatementContext context, AccountName account) {
        return account.currentUser()
                ? new Name(context.account().user(), context.account().host())
                : new Name(account.user(), account.host());
    }

    private boolean isSelf(Name name) {
        return name.user().equals(context.account().user())
                && name.host().equalsIgnoreCase(context.account().host());
    }

    private static void checkLength(Name name) {
        if (name.user().length() > USER_MAX) {
            throw new SqlException(
                    MySqlError.ER_WRONG_STRING_LENGTH, name.user(), "user name", USER_MAX);
        }
        if (name.host().length() > HOST_MAX) {
            throw new SqlException(
                    MySqlError.ER_WRONG_STRING_LENGTH, name.host(), "host name", HOST_MAX);
        }
    }

    private static void failIfAny(String operation, List<String> failed) {
        if (!failed.isEmpty()) {
            throw new SqlException(MySqlError.ER_CANNOT_USER, operation, String.join(",", failed));
        }
    }

    // ---- Passwords

    private static String plugin(Authentication authentication, String otherwise) {
        String plugin = authentication.plugin();
        if (plugin == null) {
            return otherwise;
        }
        String lower = plugin.toLowerCase(Locale.ROOT);
        if (!Credentials.isKnownPlugin(lower)) {
            throw new SqlException(MySqlError.ER_PLUGIN_IS_NOT_LOADED, plugin);
        }
        return lower;
    }

    private static byte[] credential(String plugin, Authentication authentication) {
        if (authentication.random()) {
            throw AccountStatements.unsupported("RANDOM PASSWORD");
        }
        String hash = authentication.hash();
        if (hash != null) {
            byte[] credential = hash.getBytes(StandardCharsets.UTF_8);
            if (!Credentials.isValid(plugin, credential)) {
                throw new SqlException(MySqlError.ER_PASSWORD_FORMAT);
            }
            return credential;
        }
        String password = authentication.password();
        return password == null
                ? new byte[0]
                : Credentials.create(plugin, password.getBytes(StandardCharsets.UTF_8));
    }

    private static AccountEntry authenticate(AccountEntry before, Authentication authentication) {
        if (authentication.retainCurrent() || authentication.discardOld()) {
            throw AccountStatements.unsupported("two passwords of an account");
        }
        if (authentication.equals(Authentication.NONE)) {
            return before;
        }
        SqlDatabase.Account old = before.account();
        String replace = authentication.replace();
        if (replace != null
                && !Credentials.verify(
                        old.plugin(), old.credential(), replace.getBytes(StandardCharsets.UTF_8))) {
            throw new SqlException(MySqlError.ER_MISSING_CURRENT_PASSWORD);
        }
        String plugin = plugin(authentication, old.plugin());
        boolean named = authentication.password() != null || authentication.hash() != null;
        byte[] credential = credential(plugin, authentication);
        return before.withAccount(
                new SqlDatabase.Account(
                        old.user(),
                        old.host(),
                        plugin,
                        credential,
                        old.requireTls(),
                        old.locked(),
                        // A plugin without a password leaves an account that has to get one.
                        !named));
    }

    // ---- Options

    private static AccountEntry options(AccountEntry entry, List<UserOption> options) {
        AccountEntry result = entry;
        for (UserOption option : options) {
            result = option(result, option);
        }
        return result;
    }

    private static AccountEntry option(AccountEntry entry, UserOption option) {
        SqlDatabase.Account account = entry.account();
        boolean tls = account.requireTls();
        boolean locked = account.locked();
        boolean expired = account.passwordExpired();
        Object value = option.value();
        switch (option.name()) {
            case "SSL" -> tls = true;
            case "NO_TLS" -> tls = false;
            case "ACCOUNT_LOCK" -> locked = true;
            case "ACCOUNT_UNLOCK" -> locked = false;
            case "PASSWORD_EXPIRE" -> expired = true;
            // Passwords do not expire by themselves here, so these say what is the case anyway.
            case "PASSWORD_EXPIRE_NEVER", "PASSWORD_EXPIRE_DEFAULT" -> {}
            case "COMMENT" -> {
                return entry.withAttribute(comment(entry.attribute(), (String) value));
            }
            case "ATTRIBUTE" -> {
                return entry.withAttribute(merged(entry.attribute(), (String) value));
            }
            default -> {
                boolean isDefault =
                        value == null
                                || value.equals(0L)
                                || value.equals("DEFAULT")
                                || value.equals("OPTIONAL");
                if (!isDefault || option.name().equals("X509")) {
                    throw AccountStatements.unsupported(option.name().replace('_', ' '));
                }
            }
        }
        return entry.withAccount(
                new SqlDatabase.Account(
                        account.user(),
                        account.host(),
                        account.plugin(),
                        account.credential(),
                        tls,
                        locked,
                        expired));
    }

    private static @Nullable String comment(@Nullable String before, @Nullable String comment) {
        Json.Members members = new Json.Members();
        members.put("comment", comment == null ? "" : comment);
        return merged(before, new String(Json.bytes(members), StandardCharsets.UTF_8));
    }

    /** The members of the new object over those of the old one; null members go. */
    private static @Nullable String merged(@Nullable String before, @Nullable String attribute) {
        if (attribute == null) {
            return before;
        }
        Json.Members members = before == null ? new Json.Members() : object(before);
        object(attribute)
                .forEach((key, value) -> {
                    if (Json.NULL.equals(value)) {
                        members.remove(key);
                    } else {
                        members.put(key, value);
                    }
                });
        return members.isEmpty() ? null : new String(Json.bytes(members), StandardCharsets.UTF_8);
    }

    private static Json.Members object(String text) {
        try {
            if (Json.parseText(text.getBytes(StandardCharsets.UTF_8))
                    instanceof Json.Members members) {
                return members;
            }
        } catch (Json.SyntaxException _) {
            // Said by the error below.
        }
        throw new SqlException(MySqlError.ER_INVALID_USER_ATTRIBUTE_JSON);
    }
}
