package io.daybreak.sql.parse;

import static io.daybreak.sql.parse.Keyword.*;

import io.daybreak.sql.ast.Expression;
import io.daybreak.sql.ast.Statement;
import io.daybreak.sql.ast.Statement.MaintenanceKind;
import io.daybreak.sql.ast.Statement.TableLockKind;
import io.daybreak.sql.ast.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Transactions, prepared statements, locks, maintenance and administration. */
final class SessionParser {
    private final Grammar grammar;
    private final Tokens tokens;
    private final NameParser names;

    SessionParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
        this.names = grammar.names;
    }

    Statement statement(Keyword word) {
        int start = tokens.start();
        return switch (word) {
            case BEGIN -> {
                tokens.skip();
                tokens.accept(WORK);
                yield new Statement.Begin(false, null, start, tokens.lastEnd());
            }
            case START -> startTransaction(start);
            case COMMIT -> commit(start);
            case ROLLBACK -> rollback(start);
            case SAVEPOINT -> {
                tokens.skip();
                yield new Statement.Savepoint(tokens.identifier(), start, tokens.lastEnd());
            }
            case RELEASE -> {
                tokens.skip();
                tokens.expect(SAVEPOINT);
                yield new Statement.ReleaseSavepoint(tokens.identifier(), start, tokens.lastEnd());
            }
            case USE -> {
                tokens.skip();
                yield new Statement.Use(tokens.identifier(), start, tokens.lastEnd());
            }
            case PREPARE -> prepare(start);
            case EXECUTE -> execute(start);
            case DEALLOCATE -> {
                tokens.skip();
                tokens.expect(PREPARE);
                yield new Statement.Deallocate(tokens.identifier(), start, tokens.lastEnd());
            }
            case KILL -> kill(start);
            case ANALYZE, CHECK, CHECKSUM, OPTIMIZE, REPAIR -> maintenance(word, start);
            case LOCK -> lock(start);
            case UNLOCK -> unlock(start);
            case FLUSH -> flush(start);
            default -> other(word, start);
        };
    }

    // ---- Transactions

    private Statement startTransaction(int start) {
        tokens.skip();
        if (!tokens.accept(TRANSACTION)) {
            if (tokens.is(REPLICA) || tokens.is(GROUP_REPLICATION) || tokens.is(SLAVE)) {
                return unsupported(tokens, "START " + tokens.raw(), start);
            }
            throw tokens.error();
        }
        boolean snapshot = false;
        Boolean readOnly = null;
        if (tokens.is(WITH) || tokens.is(READ)) {
            do {
                if (tokens.accept(WITH)) {
                    tokens.expect(CONSISTENT);
                    tokens.expect(SNAPSHOT);
                    snapshot = true;
                } else {
                    tokens.expect(READ);
                    readOnly = tokens.accept(ONLY);
                    if (!readOnly) {
                        tokens.expect(WRITE);
                    }
                }
            } while (tokens.accept(','));
        }
        return new Statement.Begin(snapshot, readOnly, start, tokens.lastEnd());
    }

    private Statement commit(int start) {
        tokens.skip();
        tokens.accept(WORK);
        Boolean chain = chain();
        Boolean release = release();
        return new Statement.Commit(chain, release, start, tokens.lastEnd());
    }

    private @Nullable Boolean chain() {
        if (!tokens.accept(AND)) {
            return null;
        }
        boolean chain = !tokens.accept(NO);
        tokens.expect(CHAIN);
        return chain;
    }

    private @Nullable Boolean release() {
        if (tokens.accept(RELEASE)) {
            return true;
        }
        if (tokens.accept(NO)) {
            tokens.expect(RELEASE);
            return false;
        }
        return null;
    }

    private Statement rollback(int start) {
        tokens.skip();
        tokens.accept(WORK);
        if (tokens.accept(TO)) {
            tokens.accept(SAVEPOINT);
            return new Statement.RollbackTo(tokens.identifier(), start, tokens.lastEnd());
        }
        Boolean chain = chain();
        Boolean release = release();
        return new Statement.Rollback(chain, release, start, tokens.lastEnd());
    }

    // ---- Prepared statements

    private Statement prepare(int start) {
        tokens.skip();
        String name = tokens.identifier();
        tokens.expect(FROM);
        Expression text;
        if (tokens.is('@')) {
            text = grammar.expressions.userVariableName();
        } else if (tokens.is(Lexer.STRING)) {
            text = tokens.literal();
        } else {
            throw tokens.error();
        }
        return new Statement.Prepare(name, text, start, tokens.lastEnd());
    }

    private Statement execute(int start) {
        tokens.skip();
        String name = tokens.identifier();
        List<Expression.UserVariable> using =
                tokens.accept(USING)
                        ? names.list(grammar.expressions::userVariableName)
                        : List.of();
        return new Statement.Execute(name, using, start, tokens.lastEnd());
    }

    // ---- Administration

    private Statement kill(int start) {
        tokens.skip();
        boolean queryOnly = tokens.accept(QUERY);
        if (!queryOnly) {
            tokens.accept(CONNECTION);
        }
        Expression id = grammar.expressions.expression();
        return new Statement.Kill(queryOnly, id, start, tokens.lastEnd());
    }

    private Statement maintenance(Keyword word, int start) {
        tokens.skip();
        List<String> options = new ArrayList<>();
        if (word != CHECK && word != CHECKSUM) {
            if (tokens.accept(NO_WRITE_TO_BINLOG) || tokens.accept(LOCAL)) {
                options.add("NO_WRITE_TO_BINLOG");
            }
        }
        if (!tokens.accept(TABLE)) {
            tokens.expect(TABLES);
        }
        List<TableName> tables = names.list(names::table);
        switch (word) {
            case CHECK -> checkOptions(options);
            case CHECKSUM -> {
                if (tokens.is(QUICK) || tokens.is(EXTENDED)) {
                    options.add(takeWord());
                }
            }
            case REPAIR -> {
                while (tokens.is(QUICK) || tokens.is(EXTENDED) || tokens.is(USE_FRM)) {
                    options.add(takeWord());
                }
            }
            case ANALYZE -> histogram(options);
            default -> {}
        }
        return new Statement.Maintenance(
                MaintenanceKind.valueOf(word.name()),
                tables,
                List.copyOf(options),
                start,
                tokens.lastEnd());
    }

    private String takeWord() {
        String word = tokens.raw().toUpperCase(Locale.ROOT);
        tokens.skip();
        return word;
    }

    private void checkOptions(List<String> options) {
        while (true) {
            if (tokens.accept(FOR)) {
                tokens.expect(UPGRADE);
                options.add("FOR UPGRADE");
            } else if (tokens.is(QUICK)
                    || tokens.is(FAST)
                    || tokens.is(MEDIUM)
                    || tokens.is(EXTENDED)
                    || tokens.is(CHANGED)) {
                options.add(takeWord());
            } else {
                return;
            }
        }
    }

    private void histogram(List<String> options) {
        boolean update = tokens.is(UPDATE);
        if (!update && !tokens.is(DROP)) {
            return;
        }
        tokens.skip();
        tokens.expect(HISTOGRAM);
        tokens.expect(ON);
        options.add(update ? "UPDATE HISTOGRAM" : "DROP HISTOGRAM");
        names.list(tokens::identifier);
        if (!update) {
            return;
        }
        if (tokens.accept(USING)) {
            tokens.expect(DATA);
            tokens.string();
        } else if (tokens.accept(WITH)) {
            tokens.integer();
            tokens.expect(BUCKETS);
        }
        if (tokens.accept(MANUAL) || tokens.accept(AUTO)) {
            tokens.expect(UPDATE);
        }
    }

    private Statement lock(int start) {
        tokens.skip();
        if (tokens.accept(INSTANCE)) {
            tokens.expect(FOR);
            tokens.expect(BACKUP);
            return new Statement.LockInstance(true, start, tokens.lastEnd());
        }
        if (!tokens.accept(TABLES)) {
            tokens.expect(TABLE);
        }
        List<Statement.TableLock> locks = names.list(this::tableLock);
        return new Statement.LockTables(locks, start, tokens.lastEnd());
    }

    private Statement.TableLock tableLock() {
        TableName table = names.table();
        String alias = grammar.tables.alias();
        TableLockKind kind;
        if (tokens.accept(READ)) {
            kind = tokens.accept(LOCAL) ? TableLockKind.READ_LOCAL : TableLockKind.READ;
        } else {
            tokens.accept(LOW_PRIORITY);
            tokens.expect(WRITE);
            kind = TableLockKind.WRITE;
        }
        return new Statement.TableLock(table, alias, kind);
    }

    private Statement unlock(int start) {
        tokens.skip();
        if (tokens.accept(INSTANCE)) {
            return new Statement.LockInstance(false, start, tokens.lastEnd());
        }
        if (!tokens.accept(TABLES)) {
            tokens.expect(TABLE);
        }
        return new Statement.UnlockTables(start, tokens.lastEnd());
    }

    private Statement flush(int start) {
        tokens.skip();
        if (!tokens.accept(NO_WRITE_TO_BINLOG)) {
            tokens.accept(LOCAL);
        }
        if (tokens.accept(TABLES) || tokens.accept(TABLE)) {
            List<TableName> tables = tokens.isIdentifier() ? names.list(names::table) : List.of();
            boolean readLock = tokens.accept(WITH);
            if (readLock) {
                tokens.expect(READ);
                tokens.expect(LOCK);
            }
            boolean export = !readLock && !tables.isEmpty() && tokens.accept(FOR);
            if (export) {
                tokens.expect(EXPORT);
            }
            return new Statement.Flush(
                    List.of("TABLES"), tables, readLock, export, start, tokens.lastEnd());
        }
        List<String> what = names.list(this::flushOption);
        return new Statement.Flush(what, List.of(), false, false, start, tokens.lastEnd());
    }

    private String flushOption() {
        Keyword word = tokens.keyword();
        if (word == null) {
            throw tokens.error();
        }
        tokens.skip();
        switch (word) {
            case BINARY, ENGINE, ERROR, GENERAL, SLOW -> {
                tokens.expect(LOGS);
                return word.name() + " LOGS";
            }
            case RELAY -> {
                tokens.expect(LOGS);
                if (tokens.accept(FOR)) {
                    tokens.expect(CHANNEL);
                    tokens.string();
                }
                return "RELAY LOGS";
            }
            case LOGS, PRIVILEGES, STATUS, USER_RESOURCES, OPTIMIZER_COSTS -> {
                return word.name();
            }
            default -> throw tokens.errorAt(tokens.position() - 1);
        }
    }

    // ---- The rest

    /** Statements that are known and not supported: told by their first word. */
    private Statement other(Keyword word, int start) {
        return switch (word) {
            case HANDLER,
                    XA,
                    HELP,
                    INSTALL,
                    UNINSTALL,
                    CLONE,
                    PURGE,
                    RESET,
                    CHANGE,
                    STOP,
                    BINLOG,
                    CACHE,
                    SIGNAL,
                    RESIGNAL,
                    GET,
                    RESTART,
                    SHUTDOWN,
                    IMPORT -> {
                String first = takeWord();
                if (tokens.isEnd() && word != RESTART && word != SHUTDOWN && word != RESIGNAL) {
                    throw tokens.error();
                }
                yield unsupported(tokens, first, start);
            }
            default -> throw tokens.error();
        };
    }

    /** Takes the rest of the statement unread. */
    static Statement unsupported(Tokens tokens, String what, int start) {
        while (!tokens.isEnd()) {
            if (tokens.is(Lexer.ERROR)) {
                throw tokens.error();
            }
            tokens.skip();
        }
        return new Statement.Unsupported(what.toUpperCase(Locale.ROOT), start, tokens.lastEnd());
    }
}
