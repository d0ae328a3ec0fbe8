package io.daybreak.sql.parse;

import static io.daybreak.sql.parse.Keyword.*;

import io.daybreak.sql.ast.AccountStatement;
import io.daybreak.sql.ast.AccountStatement.AccountName;
import io.daybreak.sql.ast.AccountStatement.RoleChoice;
import io.daybreak.sql.ast.Expression;
import io.daybreak.sql.ast.Statement;
import io.daybreak.sql.ast.Statement.IsolationLevel;
import io.daybreak.sql.ast.Statement.SetItem;
import io.daybreak.sql.ast.VariableScope;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SET in all its forms. */
final class SetParser {
    private final Grammar grammar;
    private final Tokens tokens;
    private final NameParser names;

    SetParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
        this.names = grammar.names;
    }

    Statement set() {
        int start = tokens.start();
        tokens.expect(SET);
        if (tokens.is(PASSWORD) && tokens.kind(1) != '.') {
            return password(start);
        }
        if (tokens.accept(ROLE)) {
            return role(start);
        }
        if (tokens.accept(DEFAULT, ROLE)) {
            return defaultRole(start);
        }
        if (tokens.is(RESOURCE, GROUP)) {
            return SessionParser.unsupported(tokens, "SET RESOURCE GROUP", start);
        }
        VariableScope scope = isTransaction(1) ? scopeWord() : VariableScope.DEFAULT;
        if (isTransaction(0)) {
            return transaction(scope, start);
        }
        List<SetItem> items = new ArrayList<>();
        do {
            items.add(item());
        } while (tokens.accept(','));
        return new Statement.Set(List.copyOf(items), start, tokens.lastEnd());
    }

    private boolean isTransaction(int ahead) {
        return tokens.keyword(ahead) == TRANSACTION
                && (tokens.keyword(ahead + 1) == ISOLATION || tokens.keyword(ahead + 1) == READ);
    }

    /** GLOBAL, SESSION, LOCAL, PERSIST, PERSIST_ONLY; null if there is none. */
    private @Nullable VariableScope acceptScope() {
        Keyword word = tokens.keyword();
        VariableScope scope =
                word == null
                        ? null
                        : switch (word) {
                            case GLOBAL -> VariableScope.GLOBAL;
                            case SESSION, LOCAL -> VariableScope.SESSION;
                            case PERSIST -> VariableScope.PERSIST;
                            case PERSIST_ONLY -> VariableScope.PERSIST_ONLY;
                            default -> null;
                        };
        if (scope != null) {
            tokens.skip();
        }
        return scope;
    }

    private VariableScope scopeWord() {
        VariableScope scope = acceptScope();
        if (scope == null) {
            throw tokens.error();
        }
        return scope;
    }

    // ---- Variables

    private SetItem item() {
        if (tokens.is('@')) {
            String name = grammar.expressions.userVariableName().name();
            equal();
            return new SetItem.User(name, grammar.expressions.expression());
        }
        if (tokens.accept(NAMES)) {
            if (tokens.is('=')) {
                throw tokens.error();
            }
            return setNames();
        }
        if (names.isCharset()) {
            names.acceptCharset();
            return new SetItem.CharacterSet(
                    tokens.accept(DEFAULT) ? null : names.charsetUnwarned());
        }
        VariableScope scope = VariableScope.DEFAULT;
        if (tokens.accept(Lexer.AT_AT)) {
            if (tokens.kind(1) == '.') {
                VariableScope written = acceptScope();
                if (written != null) {
                    scope = written;
                    tokens.expect('.');
                }
            }
        } else if (tokens.kind(1) != '=' && tokens.kind(1) != Lexer.ASSIGN) {
            VariableScope written = tokens.kind(1) == '.' ? null : acceptScope();
            scope = written == null ? VariableScope.DEFAULT : written;
        }
        return variable(scope);
    }

    private SetItem setNames() {
        if (tokens.accept(DEFAULT)) {
            return new SetItem.Names(null, null);
        }
        String charset = names.charset();
        String collation = tokens.accept(COLLATE) ? names.collation() : null;
        return new SetItem.Names(charset, collation);
    }

    private SetItem variable(VariableScope scope) {
        String prefix = null;
        String name;
        if (tokens.is(DEFAULT) && tokens.kind(1) == '.') {
            tokens.skip();
            prefix = "default";
            tokens.skip();
            name = tokens.identifier();
        } else {
            name = tokens.identifier();
            if (tokens.accept('.')) {
                prefix = name;
                name = tokens.identifier();
            }
        }
        equal();
        return new SetItem.Variable(scope, prefix, name, value());
    }

    private void equal() {
        if (!tokens.accept('=')) {
            tokens.expect(Lexer.ASSIGN);
        }
    }

    /** An expression, or one of the reserved words that stand for themselves here. */
    private Expression value() {
        int start = tokens.start();
        if (tokens.is(DEFAULT) && tokens.kind(1) != '(') {
            tokens.skip();
            return new Expression.DefaultValue(start, tokens.lastEnd());
        }
        boolean bare =
                tokens.is(ON)
                        || tokens.is(ALL)
                        || tokens.is(ROW)
                        || tokens.is(SYSTEM)
                        || tokens.is(BINARY);
        int next = tokens.kind(1);
        if (bare && (next == Lexer.END || next == ',' || next == ';')) {
            String word = tokens.raw();
            tokens.skip();
            return new Expression.Column(null, null, word, start, tokens.lastEnd());
        }
        return grammar.expressions.expression();
    }

    // ---- SET TRANSACTION

    private Statement transaction(VariableScope scope, int start) {
        tokens.expect(TRANSACTION);
        IsolationLevel isolation = null;
        Boolean readOnly = null;
        do {
            if (isolation == null && tokens.accept(ISOLATION)) {
                tokens.expect(LEVEL);
                isolation = isolation();
            } else if (readOnly == null && tokens.accept(READ)) {
                readOnly = tokens.accept(ONLY);
                if (!readOnly) {
                    tokens.expect(WRITE);
                }
            } else {
                throw tokens.error();
            }
        } while (tokens.accept(','));
        return new Statement.SetTransaction(scope, isolation, readOnly, start, tokens.lastEnd());
    }

    private IsolationLevel isolation() {
        if (tokens.accept(SERIALIZABLE)) {
            return IsolationLevel.SERIALIZABLE;
        }
        if (tokens.accept(REPEATABLE)) {
            tokens.expect(READ);
            return IsolationLevel.REPEATABLE_READ;
        }
        tokens.expect(READ);
        if (tokens.accept(COMMITTED)) {
            return IsolationLevel.READ_COMMITTED;
        }
        tokens.expect(UNCOMMITTED);
        return IsolationLevel.READ_UNCOMMITTED;
    }

    // ---- Accounts

    private Statement password(int start) {
        tokens.skip();
        AccountParser accounts = new AccountParser(grammar);
        AccountName user = tokens.accept(FOR) ? accounts.account() : null;
        String password = null;
        if (tokens.accept(TO)) {
            tokens.expect(RANDOM);
        } else {
            equal();
            password = tokens.string();
        }
        String replace = tokens.accept(REPLACE) ? tokens.string() : null;
        boolean retain = tokens.accept(RETAIN);
        if (retain) {
            tokens.expect(CURRENT);
            tokens.expect(PASSWORD);
        }
        return new AccountStatement.SetPassword(
                user, password, replace, retain, start, tokens.lastEnd());
    }

    private Statement role(int start) {
        AccountParser accounts = new AccountParser(grammar);
        RoleChoice choice = RoleChoice.LIST;
        List<AccountName> roles = List.of();
        if (tokens.accept(DEFAULT)) {
            choice = RoleChoice.DEFAULT;
        } else if (tokens.accept(NONE)) {
            choice = RoleChoice.NONE;
        } else if (tokens.accept(ALL)) {
            choice = RoleChoice.ALL;
            if (tokens.accept(EXCEPT)) {
                choice = RoleChoice.ALL_EXCEPT;
                roles = names.list(accounts::role);
            }
        } else {
            roles = names.list(accounts::role);
        }
        return new AccountStatement.SetRole(choice, roles, start, tokens.lastEnd());
    }

    private Statement defaultRole(int start) {
        AccountParser accounts = new AccountParser(grammar);
        RoleChoice choice = RoleChoice.LIST;
        List<AccountName> roles = List.of();
        if (tokens.accept(NONE)) {
            choice = RoleChoice.NONE;
        } else if (tokens.accept(ALL)) {
            choice = RoleChoice.ALL;
        } else {
            roles = names.list(accounts::role);
        }
        tokens.expect(TO);
        List<AccountName> users = names.list(accounts::account);
        return new AccountStatement.SetDefaultRole(choice, roles, users, start, tokens.lastEnd());
    }
}
