package io.daybreak.sql.parse;

import static io.daybreak.sql.parse.Keyword.*;

import io.daybreak.sql.ast.AccountStatement.AccountName;
import io.daybreak.sql.ast.Expression;
import io.daybreak.sql.ast.Expression.Literal;
import io.daybreak.sql.ast.Limit;
import io.daybreak.sql.ast.Show;
import io.daybreak.sql.ast.Show.Kind;
import io.daybreak.sql.ast.Statement;
import io.daybreak.sql.ast.TableName;
import io.daybreak.sql.ast.VariableScope;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** SHOW in all its forms; collects the parts of one statement. */
final class ShowParser {
    private final Grammar grammar;
    private final Tokens tokens;
    private final NameParser names;

    private final int start;
    private boolean full;
    private boolean extended;
    private VariableScope scope = VariableScope.DEFAULT;
    private @Nullable String schema;
    private @Nullable TableName name;
    private @Nullable AccountName account;
    private @Nullable Literal like;
    private @Nullable Expression where;
    private @Nullable Limit limit;
    private boolean count;
    private boolean ifNotExists;
    private @Nullable String detail;

    ShowParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
        this.names = grammar.names;
        this.start = tokens.start();
    }

    Statement show() {
        tokens.expect(SHOW);
        extended = tokens.accept(EXTENDED);
        full = tokens.accept(FULL);
        Keyword word = tokens.keyword();
        if (word == null) {
            return volume();
        }
        if (full && word != COLUMNS && word != FIELDS && word != TABLES && word != PROCESSLIST) {
            throw tokens.error();
        }
        if (extended
                && word != COLUMNS
                && word != FIELDS
                && word != TABLES
                && word != INDEX
                && word != INDEXES
                && word != KEYS) {
            throw tokens.error();
        }
        return switch (word) {
            case CREATE -> create();
            case GLOBAL, SESSION, LOCAL -> scoped(word);
            case BINARY, RELAYLOG, BINLOG, REPLICA, REPLICAS, MASTER, SLAVE -> replication(word);
            case WARNINGS, ERRORS, COUNT -> diagnostics();
            case ENGINE, FUNCTION, PROCEDURE, PROFILE, GRANTS -> special(word);
            default -> plain(word);
        };
    }

    private Show done(Kind kind) {
        return new Show(
                kind,
                full,
                extended,
                scope,
                schema,
                name,
                account,
                like,
                where,
                limit,
                count,
                ifNotExists,
                detail,
                start,
                tokens.lastEnd());
    }

    private Show filtered(Kind kind) {
        likeOrWhere();
        return done(kind);
    }

    private void likeOrWhere() {
        if (tokens.accept(LIKE)) {
            if (!tokens.is(Lexer.STRING)) {
                throw tokens.error();
            }
            like = tokens.literal();
        } else if (tokens.accept(WHERE)) {
            where = grammar.expressions.expression();
        }
    }

    /** {@code [FROM|IN schema]}. */
    private void fromSchema() {
        if (tokens.accept(FROM) || tokens.accept(IN)) {
            schema = tokens.identifier();
        }
    }

    /** {@code FROM|IN table [FROM|IN schema]}. */
    private void fromTable() {
        if (!tokens.accept(FROM)) {
            tokens.expect(IN);
        }
        name = names.table();
        fromSchema();
    }

    private Show plain(Keyword word) {
        if (names.isCharset()) {
            names.acceptCharset();
            return filtered(Kind.CHARACTER_SET);
        }
        tokens.skip();
        return switch (word) {
            case DATABASES, SCHEMAS -> filtered(Kind.DATABASES);
            case TABLES -> inSchema(Kind.TABLES);
            case TRIGGERS -> inSchema(Kind.TRIGGERS);
            case EVENTS -> inSchema(Kind.EVENTS);
            case TABLE -> {
                tokens.expect(STATUS);
                yield inSchema(Kind.TABLE_STATUS);
            }
            case OPEN -> {
                tokens.expect(TABLES);
                yield inSchema(Kind.OPEN_TABLES);
            }
            case COLUMNS, FIELDS -> {
                fromTable();
                yield filtered(Kind.COLUMNS);
            }
            case INDEX, INDEXES, KEYS -> {
                fromTable();
                if (tokens.accept(WHERE)) {
                    where = grammar.expressions.expression();
                }
                yield done(Kind.INDEX);
            }
            case STATUS -> filtered(Kind.STATUS);
            case VARIABLES -> filtered(Kind.VARIABLES);
            case COLLATION -> filtered(Kind.COLLATION);
            case PLUGINS -> done(Kind.PLUGINS);
            case PRIVILEGES -> done(Kind.PRIVILEGES);
            case PROCESSLIST -> done(Kind.PROCESSLIST);
            case PROFILES -> done(Kind.PROFILES);
            case ENGINES -> done(Kind.ENGINES);
            case STORAGE -> {
                tokens.expect(ENGINES);
                yield done(Kind.ENGINES);
            }
            default -> {
                tokens.back(tokens.position() - 1);
                throw tokens.error();
            }
        };
    }

    private Show inSchema(Kind kind) {
        fromSchema();
        return filtered(kind);
    }

    /** SHOW VOLUME STATUS: no word of MySQL's. */
    private Show volume() {
        if (full || extended || !tokens.isWord("VOLUME")) {
            throw tokens.error();
        }
        tokens.skip();
        tokens.expect(STATUS);
        return done(Kind.VOLUME_STATUS);
    }

    private Show scoped(Keyword word) {
        tokens.skip();
        scope = word == GLOBAL ? VariableScope.GLOBAL : VariableScope.SESSION;
        if (tokens.accept(STATUS)) {
            return filtered(Kind.STATUS);
        }
        tokens.expect(VARIABLES);
        return filtered(Kind.VARIABLES);
    }

    private Show create() {
        tokens.skip();
        Keyword word = tokens.keyword();
        if (word == null) {
            throw tokens.error();
        }
        tokens.skip();
        switch (word) {
            case DATABASE, SCHEMA -> {
                if (tokens.accept(IF)) {
                    tokens.expect(NOT);
                    tokens.expect(EXISTS);
                    ifNotExists = true;
                }
                int from = tokens.start();
                String database = tokens.identifier();
                name = new TableName(null, database, from, tokens.lastEnd());
                return done(Kind.CREATE_DATABASE);
            }
            case USER -> {
                account = new AccountParser(grammar).account();
                return done(Kind.CREATE_USER);
            }
            default -> {}
        }
        Kind kind =
                switch (word) {
                    case TABLE -> Kind.CREATE_TABLE;
                    case VIEW -> Kind.CREATE_VIEW;
                    case EVENT -> Kind.CREATE_EVENT;
                    case FUNCTION -> Kind.CREATE_FUNCTION;
                    case PROCEDURE -> Kind.CREATE_PROCEDURE;
                    case TRIGGER -> Kind.CREATE_TRIGGER;
                    default -> throw tokens.errorAt(tokens.position() - 1);
                };
        name = names.table();
        return done(kind);
    }

    private Show diagnostics() {
        count = tokens.accept(COUNT);
        if (count) {
            tokens.expect('(');
            tokens.expect('*');
            tokens.expect(')');
        }
        boolean warnings = tokens.accept(WARNINGS);
        if (!warnings) {
            tokens.expect(ERRORS);
        }
        if (!count) {
            limit = grammar.queries.limit();
        }
        return done(warnings ? Kind.WARNINGS : Kind.ERRORS);
    }

    private Show special(Keyword word) {
        tokens.skip();
        switch (word) {
            case ENGINE -> {
                int from = tokens.start();
                String engine = tokens.accept(ALL) ? "ALL" : tokens.identifierOrString();
                name = new TableName(null, engine, from, tokens.lastEnd());
                if (!tokens.is(STATUS) && !tokens.is(MUTEX) && !tokens.is(LOGS)) {
                    throw tokens.error();
                }
                detail = tokens.raw().toUpperCase(Locale.ROOT);
                tokens.skip();
                return done(Kind.ENGINE);
            }
            case FUNCTION, PROCEDURE -> {
                boolean function = word == FUNCTION;
                if (tokens.accept(CODE)) {
                    name = names.table();
                    return done(function ? Kind.FUNCTION_CODE : Kind.PROCEDURE_CODE);
                }
                tokens.expect(STATUS);
                return filtered(function ? Kind.FUNCTION_STATUS : Kind.PROCEDURE_STATUS);
            }
            case GRANTS -> {
                if (tokens.accept(FOR)) {
                    account = new AccountParser(grammar).account();
                    if (tokens.accept(USING)) {
                        names.list(new AccountParser(grammar)::role);
                    }
                }
                return done(Kind.GRANTS);
            }
            default -> {
                return profile();
            }
        }
    }

    private Show profile() {
        StringBuilder kinds = new StringBuilder();
        while (!tokens.isEnd() && !tokens.is(FOR) && !tokens.is(LIMIT)) {
            kinds.append(kinds.isEmpty() ? "" : " ").append(tokens.raw());
            if (tokens.keyword() == null && !tokens.is(',')) {
                throw tokens.error();
            }
            tokens.skip();
        }
        detail = kinds.toString().toUpperCase(Locale.ROOT);
        if (tokens.accept(FOR)) {
            tokens.expect(QUERY);
            tokens.integer();
        }
        limit = grammar.queries.limit();
        return done(Kind.PROFILE);
    }

    private Show replication(Keyword word) {
        tokens.skip();
        switch (word) {
            case BINARY -> {
                if (tokens.accept(LOGS)) {
                    return done(Kind.BINARY_LOGS);
                }
                tokens.expect(LOG);
                tokens.expect(STATUS);
                return done(Kind.BINARY_LOG_STATUS);
            }
            case BINLOG, RELAYLOG -> {
                tokens.expect(EVENTS);
                if (tokens.accept(IN)) {
                    detail = tokens.string();
                }
                if (tokens.accept(FROM)) {
                    tokens.integer();
                }
                limit = grammar.queries.limit();
                channel();
                return done(word == BINLOG ? Kind.BINLOG_EVENTS : Kind.RELAYLOG_EVENTS);
            }
            case REPLICAS -> {
                return done(Kind.REPLICAS);
            }
            case REPLICA -> {
                tokens.expect(STATUS);
                channel();
                return done(Kind.REPLICA_STATUS);
            }
            default -> {
                tokens.back(tokens.position() - 1);
                throw tokens.error();
            }
        }
    }

    private void channel() {
        if (tokens.accept(FOR)) {
            tokens.expect(CHANNEL);
            tokens.string();
        }
    }
}
