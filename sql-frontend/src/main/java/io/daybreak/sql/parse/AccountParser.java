package io.daybreak.sql.parse;

import static io.daybreak.sql.parse.Keyword.*;

import io.daybreak.sql.ast.AccountStatement;
import io.daybreak.sql.ast.AccountStatement.AccountName;
import io.daybreak.sql.ast.AccountStatement.Authentication;
import io.daybreak.sql.ast.AccountStatement.ObjectKind;
import io.daybreak.sql.ast.AccountStatement.Privilege;
import io.daybreak.sql.ast.AccountStatement.PrivilegeLevel;
import io.daybreak.sql.ast.AccountStatement.UserOption;
import io.daybreak.sql.ast.AccountStatement.UserSpecification;
import io.daybreak.sql.ast.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Users, roles and privileges. */
final class AccountParser {
    private final Tokens tokens;
    private final NameParser names;

    AccountParser(Grammar grammar) {
        this.tokens = grammar.tokens;
        this.names = grammar.names;
    }

    // ---- Names

    /** {@code user[@host]} or CURRENT_USER. */
    AccountName account() {
        int start = tokens.start();
        if (tokens.accept(CURRENT_USER)) {
            if (tokens.accept('(')) {
                tokens.expect(')');
            }
            return new AccountName("", "", true, start, tokens.lastEnd());
        }
        return role();
    }

    /** {@code name[@host]}. */
    AccountName role() {
        int start = tokens.start();
        String user = tokens.identifierOrString();
        String host = "%";
        if (tokens.accept('@')) {
            if (tokens.is(Lexer.HOST)) {
                host = tokens.raw();
                if (host.isEmpty()) {
                    throw tokens.error();
                }
                tokens.skip();
            } else {
                host = tokens.identifierOrString();
            }
        }
        return new AccountName(user, host.toLowerCase(Locale.ROOT), false, start, tokens.lastEnd());
    }

    // ---- CREATE, ALTER, DROP, RENAME

    /** After CREATE. */
    Statement create(int start) {
        boolean role = tokens.is(ROLE);
        tokens.skip();
        boolean ifNotExists = false;
        if (tokens.accept(IF)) {
            tokens.expect(NOT);
            tokens.expect(EXISTS);
            ifNotExists = true;
        }
        if (role) {
            List<AccountName> roles = names.list(this::role);
            return new AccountStatement.CreateRole(roles, ifNotExists, start, tokens.lastEnd());
        }
        List<UserSpecification> users = names.list(this::specification);
        List<AccountName> defaultRoles = List.of();
        if (tokens.accept(DEFAULT)) {
            tokens.expect(ROLE);
            defaultRoles = names.list(this::role);
        }
        List<UserOption> options = options();
        return new AccountStatement.CreateUser(
                users, ifNotExists, defaultRoles, options, start, tokens.lastEnd());
    }

    /** After ALTER, at USER. */
    Statement alter(int start) {
        tokens.skip();
        boolean ifExists = ifExists();
        if (tokens.is(USER) && tokens.kind(1) == '(') {
            int nameStart = tokens.start();
            tokens.skip();
            tokens.skip();
            tokens.expect(')');
            AccountName name = new AccountName("", "", true, nameStart, tokens.lastEnd());
            UserSpecification self = new UserSpecification(name, authentication());
            return new AccountStatement.AlterUser(
                    List.of(self), ifExists, List.of(), start, tokens.lastEnd());
        }
        List<UserSpecification> users = names.list(this::specification);
        if (users.size() == 1 && tokens.is(DEFAULT, ROLE)) {
            tokens.skip();
            tokens.skip();
            return defaultRole(users.getFirst().name(), start);
        }
        List<UserOption> options = options();
        return new AccountStatement.AlterUser(users, ifExists, options, start, tokens.lastEnd());
    }

    private Statement defaultRole(AccountName user, int start) {
        AccountStatement.RoleChoice choice = AccountStatement.RoleChoice.LIST;
        List<AccountName> roles = List.of();
        if (tokens.accept(NONE)) {
            choice = AccountStatement.RoleChoice.NONE;
        } else if (tokens.accept(ALL)) {
            choice = AccountStatement.RoleChoice.ALL;
        } else {
            roles = names.list(this::role);
        }
        return new AccountStatement.SetDefaultRole(
                choice, roles, List.of(user), start, tokens.lastEnd());
    }

    private boolean ifExists() {
        if (!tokens.accept(IF)) {
            return false;
        }
        tokens.expect(EXISTS);
        return true;
    }

    /** After DROP. */
    Statement drop(int start) {
        boolean role = tokens.is(ROLE);
        tokens.skip();
        boolean ifExists = ifExists();
        List<AccountName> accounts = names.list(role ? this::role : this::account);
        return role
                ? new AccountStatement.DropRole(accounts, ifExists, start, tokens.lastEnd())
                : new AccountStatement.DropUser(accounts, ifExists, start, tokens.lastEnd());
    }

    /** After RENAME. */
    Statement rename(int start) {
        tokens.expect(USER);
        List<AccountStatement.UserRenaming> renamings =
                names.list(() -> {
                    AccountName from = account();
                    tokens.expect(TO);
                    return new AccountStatement.UserRenaming(from, account());
                });
        return new AccountStatement.RenameUser(renamings, start, tokens.lastEnd());
    }

    private UserSpecification specification() {
        return new UserSpecification(account(), authentication());
    }

    private Authentication authentication() {
        if (tokens.accept(DISCARD)) {
            tokens.expect(OLD);
            tokens.expect(PASSWORD);
            return new Authentication(null, null, null, false, null, false, true);
        }
        if (!tokens.accept(IDENTIFIED)) {
            return Authentication.NONE;
        }
        String plugin = null;
        String password = null;
        String hash = null;
        boolean random = false;
        if (tokens.accept(WITH)) {
            plugin = tokens.identifierOrString();
            if (tokens.accept(AS)) {
                hash = authenticationString();
            } else if (tokens.accept(BY)) {
                random = randomPassword();
                password = random ? null : tokens.string();
            }
        } else {
            tokens.expect(BY);
            random = randomPassword();
            password = random ? null : tokens.string();
        }
        String replace = tokens.accept(REPLACE) ? tokens.string() : null;
        boolean retain = tokens.accept(RETAIN);
        if (retain) {
            tokens.expect(CURRENT);
            tokens.expect(PASSWORD);
        }
        return new Authentication(plugin, password, hash, random, replace, retain, false);
    }

    private boolean randomPassword() {
        boolean random = tokens.accept(RANDOM);
        if (random) {
            tokens.expect(PASSWORD);
        }
        return random;
    }

    private String authenticationString() {
        if (tokens.is(Lexer.HEX)) {
            var literal = tokens.literal();
            tokens.fix(literal);
            return new String(
                    (byte[]) java.util.Objects.requireNonNull(literal.value()),
                    java.nio.charset.StandardCharsets.UTF_8);
        }
        return tokens.string();
    }

    // ---- Options of users

    private List<UserOption> options() {
        List<UserOption> options = new ArrayList<>();
        if (tokens.accept(REQUIRE)) {
            require(options);
        }
        if (tokens.accept(WITH)) {
            limit(options);
            while (limitFollows()) {
                limit(options);
            }
        }
        while (true) {
            if (tokens.accept(ACCOUNT)) {
                boolean lock = tokens.accept(LOCK);
                if (!lock) {
                    tokens.expect(UNLOCK);
                }
                options.add(new UserOption(lock ? "ACCOUNT_LOCK" : "ACCOUNT_UNLOCK", null));
            } else if (tokens.accept(PASSWORD)) {
                passwordOption(options);
            } else if (tokens.accept(FAILED_LOGIN_ATTEMPTS)) {
                options.add(new UserOption("FAILED_LOGIN_ATTEMPTS", tokens.integer()));
            } else if (tokens.accept(PASSWORD_LOCK_TIME)) {
                options.add(
                        new UserOption(
                                "PASSWORD_LOCK_TIME",
                                tokens.accept(UNBOUNDED) ? null : (Long) tokens.integer()));
            } else {
                break;
            }
        }
        if (tokens.is(COMMENT) || tokens.is(ATTRIBUTE)) {
            String name = tokens.raw().toUpperCase(Locale.ROOT);
            tokens.skip();
            options.add(new UserOption(name, tokens.string()));
        }
        return List.copyOf(options);
    }

    private void require(List<UserOption> options) {
        if (tokens.accept(NONE)) {
            options.add(new UserOption("NO_TLS", null));
        } else if (tokens.accept(SSL)) {
            options.add(new UserOption("SSL", null));
        } else if (tokens.accept(X509)) {
            options.add(new UserOption("X509", null));
        } else {
            do {
                if (!tokens.is(SUBJECT) && !tokens.is(ISSUER) && !tokens.is(CIPHER)) {
                    throw tokens.error();
                }
                String name = tokens.raw().toUpperCase(Locale.ROOT);
                tokens.skip();
                options.add(new UserOption(name, tokens.string()));
                tokens.accept(AND);
            } while (tokens.is(SUBJECT) || tokens.is(ISSUER) || tokens.is(CIPHER));
        }
    }

    private boolean limitFollows() {
        return tokens.is(MAX_QUERIES_PER_HOUR)
                || tokens.is(MAX_UPDATES_PER_HOUR)
                || tokens.is(MAX_CONNECTIONS_PER_HOUR)
                || tokens.is(MAX_USER_CONNECTIONS);
    }

    private void limit(List<UserOption> options) {
        if (!limitFollows()) {
            throw tokens.error();
        }
        String name = tokens.raw().toUpperCase(Locale.ROOT);
        tokens.skip();
        options.add(new UserOption(name, tokens.integer()));
    }

    private void passwordOption(List<UserOption> options) {
        if (tokens.accept(EXPIRE)) {
            if (tokens.accept(INTERVAL)) {
                long days = tokens.integer();
                tokens.expect(DAY);
                options.add(new UserOption("PASSWORD_EXPIRE_INTERVAL", days));
            } else if (tokens.accept(NEVER)) {
                options.add(new UserOption("PASSWORD_EXPIRE_NEVER", null));
            } else if (tokens.accept(DEFAULT)) {
                options.add(new UserOption("PASSWORD_EXPIRE_DEFAULT", null));
            } else {
                options.add(new UserOption("PASSWORD_EXPIRE", null));
            }
        } else if (tokens.accept(HISTORY)) {
            options.add(
                    new UserOption(
                            "PASSWORD_HISTORY",
                            tokens.accept(DEFAULT) ? null : (Long) tokens.integer()));
        } else if (tokens.accept(REUSE)) {
            tokens.expect(INTERVAL);
            Long days = null;
            if (!tokens.accept(DEFAULT)) {
                days = tokens.integer();
                tokens.expect(DAY);
            }
            options.add(new UserOption("PASSWORD_REUSE_INTERVAL", days));
        } else {
            tokens.expect(REQUIRE);
            tokens.expect(CURRENT);
            String value = "REQUIRED";
            if (tokens.accept(DEFAULT)) {
                value = "DEFAULT";
            } else if (tokens.accept(OPTIONAL)) {
                value = "OPTIONAL";
            }
            options.add(new UserOption("PASSWORD_REQUIRE_CURRENT", value));
        }
    }

    // ---- GRANT and REVOKE

    Statement grant() {
        int start = tokens.start();
        tokens.expect(GRANT);
        if (tokens.accept(PROXY)) {
            tokens.expect(ON);
            AccountName proxied = account();
            tokens.expect(TO);
            List<AccountName> to = names.list(this::account);
            boolean option = withOption(GRANT);
            return new AccountStatement.GrantProxy(proxied, to, option, start, tokens.lastEnd());
        }
        int mark = tokens.position();
        List<Privilege> privileges = privileges();
        if (tokens.accept(ON)) {
            PrivilegeLevel level = level();
            tokens.expect(TO);
            List<AccountName> to = names.list(this::account);
            boolean option = withOption(GRANT);
            if (tokens.accept(AS)) {
                account();
                grantAsRoles();
            }
            return new AccountStatement.Grant(
                    privileges, level, to, option, start, tokens.lastEnd());
        }
        tokens.back(mark);
        List<AccountName> roles = names.list(this::role);
        tokens.expect(TO);
        List<AccountName> to = names.list(this::account);
        boolean admin = withOption(ADMIN);
        return new AccountStatement.GrantRoles(roles, to, admin, start, tokens.lastEnd());
    }

    private void grantAsRoles() {
        if (tokens.accept(WITH)) {
            tokens.expect(ROLE);
            if (tokens.accept(ALL)) {
                if (tokens.accept(EXCEPT)) {
                    names.list(this::role);
                }
            } else if (!tokens.accept(NONE) && !tokens.accept(DEFAULT)) {
                names.list(this::role);
            }
        }
    }

    private boolean withOption(Keyword kind) {
        if (!tokens.accept(WITH)) {
            return false;
        }
        tokens.expect(kind);
        tokens.expect(OPTION);
        return true;
    }

    Statement revoke() {
        int start = tokens.start();
        tokens.expect(REVOKE);
        boolean ifExists = ifExists();
        if (tokens.accept(PROXY)) {
            tokens.expect(ON);
            AccountName proxied = account();
            tokens.expect(FROM);
            List<AccountName> from = names.list(this::account);
            boolean ignore = ignoreUnknownUser();
            return new AccountStatement.RevokeProxy(
                    proxied, from, ifExists, ignore, start, tokens.lastEnd());
        }
        int mark = tokens.position();
        List<Privilege> privileges = privileges();
        boolean everything =
                privileges.size() == 2
                        && privileges.get(0).name().equals("ALL")
                        && privileges.get(1).name().equals("GRANT OPTION");
        if (tokens.accept(ON)) {
            PrivilegeLevel level = level();
            tokens.expect(FROM);
            List<AccountName> from = names.list(this::account);
            boolean ignore = ignoreUnknownUser();
            return new AccountStatement.Revoke(
                    privileges, level, from, ifExists, ignore, start, tokens.lastEnd());
        }
        if (everything && tokens.accept(FROM)) {
            List<AccountName> from = names.list(this::account);
            boolean ignore = ignoreUnknownUser();
            return new AccountStatement.Revoke(
                    privileges, null, from, ifExists, ignore, start, tokens.lastEnd());
        }
        tokens.back(mark);
        List<AccountName> roles = names.list(this::role);
        tokens.expect(FROM);
        List<AccountName> from = names.list(this::account);
        boolean ignore = ignoreUnknownUser();
        return new AccountStatement.RevokeRoles(
                roles, from, ifExists, ignore, start, tokens.lastEnd());
    }

    private boolean ignoreUnknownUser() {
        if (!tokens.accept(IGNORE)) {
            return false;
        }
        tokens.expect(UNKNOWN);
        tokens.expect(USER);
        return true;
    }

    private List<Privilege> privileges() {
        if (tokens.accept(ALL)) {
            tokens.accept(PRIVILEGES);
            Privilege all = new Privilege("ALL", List.of());
            if (tokens.accept(',')) {
                tokens.expect(GRANT);
                tokens.expect(OPTION);
                return List.of(all, new Privilege("GRANT OPTION", List.of()));
            }
            return List.of(all);
        }
        return names.list(this::privilege);
    }

    private Privilege privilege() {
        Keyword word = tokens.keyword();
        String name = word == null ? null : staticPrivilege(word);
        if (name == null) {
            // A dynamic privilege, or a role; which of them, ON or TO will tell.
            AccountName account = role();
            return new Privilege(account.user().toUpperCase(Locale.ROOT), List.of());
        }
        List<String> columns = tokens.is('(') ? names.identifiers() : List.of();
        return new Privilege(name, columns);
    }

    /** Takes a privilege of one or more words; null, and nothing taken, if it is none. */
    private @Nullable String staticPrivilege(Keyword word) {
        Keyword next = tokens.keyword(1);
        switch (word) {
            case SELECT,
                    INSERT,
                    UPDATE,
                    REFERENCES,
                    DELETE,
                    USAGE,
                    INDEX,
                    ALTER,
                    CREATE,
                    DROP,
                    EXECUTE,
                    RELOAD,
                    SHUTDOWN,
                    PROCESS,
                    FILE,
                    SUPER,
                    EVENT,
                    TRIGGER,
                    SHOW,
                    LOCK,
                    REPLICATION,
                    GRANT -> {
                if ((word == EXECUTE
                                || word == RELOAD
                                || word == SHUTDOWN
                                || word == PROCESS
                                || word == FILE
                                || word == SUPER
                                || word == EVENT
                                || word == REPLICATION)
                        && tokens.kind(1) == '@') {
                    return null;
                }
                tokens.skip();
            }
            default -> {
                return null;
            }
        }
        int words =
                switch (word) {
                    case GRANT -> require(next == OPTION, 1);
                    case ALTER -> next == ROUTINE ? 1 : 0;
                    case SHOW -> require(next == DATABASES || next == SCHEMAS || next == VIEW, 1);
                    case LOCK -> require(next == TABLES, 1);
                    case REPLICATION ->
                            require(next == CLIENT || tokens.isWord("SLAVE") || next == REPLICA, 1);
                    case CREATE ->
                            next == TEMPORARY
                                    ? 2
                                    : next == VIEW
                                                    || next == ROUTINE
                                                    || next == USER
                                                    || next == TABLESPACE
                                                    || next == ROLE
                                            ? 1
                                            : 0;
                    case DROP -> next == ROLE ? 1 : 0;
                    default -> 0;
                };
        StringBuilder name = new StringBuilder(word.name());
        for (int i = 0; i < words; i++) {
            if (i == 1 && !tokens.is(TABLES)) {
                throw tokens.error();
            }
            name.append(' ').append(tokens.raw().toUpperCase(Locale.ROOT));
            tokens.skip();
        }
        return name.toString();
    }

    private int require(boolean condition, int words) {
        if (!condition) {
            throw tokens.error();
        }
        return words;
    }

    private PrivilegeLevel level() {
        ObjectKind kind = ObjectKind.TABLE;
        if (tokens.accept(FUNCTION)) {
            kind = ObjectKind.FUNCTION;
        } else if (tokens.accept(PROCEDURE)) {
            kind = ObjectKind.PROCEDURE;
        } else {
            tokens.accept(TABLE);
        }
        if (tokens.accept('*')) {
            if (tokens.accept('.')) {
                tokens.expect('*');
                return new PrivilegeLevel(kind, "*", "*");
            }
            return new PrivilegeLevel(kind, null, "*");
        }
        String first = tokens.identifier();
        if (!tokens.accept('.')) {
            return new PrivilegeLevel(kind, null, first);
        }
        return new PrivilegeLevel(kind, first, tokens.accept('*') ? "*" : tokens.identifier());
    }
}
