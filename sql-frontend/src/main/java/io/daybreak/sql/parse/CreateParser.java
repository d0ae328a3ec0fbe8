package io.daybreak.sql.parse;

import static io.daybreak.sql.parse.Keyword.*;

import io.daybreak.sql.ast.AccountStatement.AccountName;
import io.daybreak.sql.ast.AlterAction;
import io.daybreak.sql.ast.DdlStatement;
import io.daybreak.sql.ast.DdlStatement.CheckOption;
import io.daybreak.sql.ast.DdlStatement.DatabaseOptions;
import io.daybreak.sql.ast.DdlStatement.OnDuplicateRow;
import io.daybreak.sql.ast.DdlStatement.RoutineKind;
import io.daybreak.sql.ast.DdlStatement.ViewAlgorithm;
import io.daybreak.sql.ast.Query;
import io.daybreak.sql.ast.Statement;
import io.daybreak.sql.ast.TableElement;
import io.daybreak.sql.ast.TableElement.KeyKind;
import io.daybreak.sql.ast.TableElement.KeyPart;
import io.daybreak.sql.ast.TableElement.TableOption;
import io.daybreak.sql.ast.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** CREATE. */
final class CreateParser {
    private final Grammar grammar;
    private final Tokens tokens;
    private final NameParser names;
    private final TableParser tables;

    CreateParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
        this.names = grammar.names;
        this.tables = new TableParser(grammar);
    }

    Statement create() {
        int start = tokens.start();
        tokens.expect(CREATE);
        Keyword word = tokens.keyword();
        if (word == null) {
            throw tokens.error();
        }
        return switch (word) {
            case TEMPORARY -> {
                tokens.skip();
                tokens.expect(TABLE);
                yield table(true, start);
            }
            case TABLE -> {
                tokens.skip();
                yield table(false, start);
            }
            case DATABASE, SCHEMA -> database(start);
            case INDEX, UNIQUE, FULLTEXT, SPATIAL -> index(start);
            case USER, ROLE -> new AccountParser(grammar).create(start);
            case OR,
                    ALGORITHM,
                    DEFINER,
                    SQL,
                    VIEW,
                    PROCEDURE,
                    FUNCTION,
                    TRIGGER,
                    EVENT,
                    AGGREGATE ->
                    stored(false, start);
            case TABLESPACE, UNDO, LOGFILE, SERVER, RESOURCE, LIBRARY -> {
                tokens.skip();
                yield SessionParser.unsupported(tokens, "CREATE " + word, start);
            }
            default -> {
                if (tokens.isWord("SPATIAL")) {
                    yield SessionParser.unsupported(tokens, "CREATE SPATIAL REFERENCE", start);
                }
                throw tokens.error();
            }
        };
    }

    boolean ifNotExists() {
        if (!tokens.accept(IF)) {
            return false;
        }
        tokens.expect(NOT);
        tokens.expect(EXISTS);
        return true;
    }

    // ---- Databases

    private Statement database(int start) {
        tokens.skip();
        boolean ifNotExists = ifNotExists();
        String name = tokens.identifier();
        DatabaseOptions options = databaseOptions();
        return new DdlStatement.CreateDatabase(name, ifNotExists, options, start, tokens.lastEnd());
    }

    DatabaseOptions databaseOptions() {
        String charset = null;
        String collation = null;
        String encryption = null;
        String readOnly = null;
        while (true) {
            if (tokens.accept(READ)) {
                tokens.expect(ONLY);
                tokens.accept('=');
                readOnly = tokens.accept(DEFAULT) ? "default" : String.valueOf(tokens.integer());
                continue;
            }
            Keyword next = tokens.keyword(1);
            if (tokens.is(DEFAULT)
                    && (next == CHARACTER
                            || next == CHAR
                            || next == CHARSET
                            || next == COLLATE
                            || next == ENCRYPTION)) {
                tokens.skip();
            }
            if (names.acceptCharset()) {
                tokens.accept('=');
                charset = tokens.accept(DEFAULT) ? "default" : names.charset();
            } else if (tokens.accept(COLLATE)) {
                tokens.accept('=');
                collation = tokens.accept(DEFAULT) ? "default" : names.collation();
            } else if (tokens.accept(ENCRYPTION)) {
                tokens.accept('=');
                encryption = tokens.string();
            } else {
                return new DatabaseOptions(charset, collation, encryption, readOnly);
            }
        }
    }

    // ---- Tables

    private Statement table(boolean temporary, int start) {
        boolean ifNotExists = ifNotExists();
        TableName name = names.table();
        if (tokens.accept(LIKE)) {
            return like(name, temporary, ifNotExists, start);
        }
        List<TableElement> elements = List.of();
        if (tokens.is('(') && !grammar.queries.startsParenthesisedQuery()) {
            if (tokens.keyword(1) == LIKE) {
                tokens.skip();
                tokens.skip();
                Statement statement = like(name, temporary, ifNotExists, start);
                tokens.expect(')');
                return statement;
            }
            elements = names.parenthesised(tables::element);
        }
        List<TableOption> options = tables.options();
        String partitioning = null;
        if (tokens.is(PARTITION)) {
            int from = tokens.start();
            skipPartitioning();
            partitioning = tokens.utf8(from, tokens.lastEnd());
        }
        OnDuplicateRow onDuplicate = OnDuplicateRow.ERROR;
        if (tokens.accept(IGNORE)) {
            onDuplicate = OnDuplicateRow.IGNORE;
        } else if (tokens.accept(REPLACE)) {
            onDuplicate = OnDuplicateRow.REPLACE;
        }
        Query query = null;
        if (tokens.accept(AS)
                || onDuplicate != OnDuplicateRow.ERROR
                || grammar.queries.startsQuery(0)
                || tokens.is('(')) {
            query = grammar.queries.query();
        }
        if (elements.isEmpty() && query == null && !tokens.isEnd()) {
            throw tokens.error();
        }
        return new DdlStatement.CreateTable(
                name,
                temporary,
                ifNotExists,
                elements,
                options,
                partitioning,
                onDuplicate,
                query,
                start,
                tokens.lastEnd());
    }

    private Statement like(TableName name, boolean temporary, boolean ifNotExists, int start) {
        TableName like = names.table();
        return new DdlStatement.CreateTableLike(
                name, temporary, ifNotExists, like, start, tokens.lastEnd());
    }

    /** PARTITION BY … is kept as text: its extent is found by its words and parentheses. */
    private void skipPartitioning() {
        tokens.expect(PARTITION);
        tokens.expect(BY);
        int depth = 0;
        while (!tokens.isEnd()) {
            if (tokens.is('(')) {
                depth++;
            } else if (tokens.is(')')) {
                depth--;
                if (depth < 0) {
                    throw tokens.error();
                }
            } else if (tokens.is(Lexer.ERROR)) {
                throw tokens.error();
            } else if (depth == 0
                    && (tokens.is(AS)
                            || tokens.is(SELECT)
                            || tokens.is(IGNORE)
                            || tokens.is(REPLACE)
                            || tokens.is(WITH)
                            || tokens.is(TABLE))) {
                return;
            }
            tokens.skip();
        }
        if (depth > 0) {
            throw tokens.error();
        }
    }

    // ---- Indexes

    private Statement index(int start) {
        KeyKind kind = KeyKind.INDEX;
        if (tokens.accept(UNIQUE)) {
            kind = KeyKind.UNIQUE;
        } else if (tokens.accept(FULLTEXT)) {
            kind = KeyKind.FULLTEXT;
        } else if (tokens.accept(SPATIAL)) {
            kind = KeyKind.SPATIAL;
            if (tokens.isWord("REFERENCE")) {
                return SessionParser.unsupported(tokens, "CREATE SPATIAL REFERENCE", start);
            }
        }
        int keyStart = tokens.start();
        tokens.expect(INDEX);
        String name = tokens.identifier();
        String using = kind == KeyKind.INDEX || kind == KeyKind.UNIQUE ? tables.using() : null;
        tokens.expect(ON);
        TableName table = names.table();
        List<KeyPart> parts = names.parenthesised(tables::keyPart);
        TableElement.IndexOptions options = tables.indexOptions(using);
        TableElement.Key key =
                new TableElement.Key(kind, null, name, parts, options, keyStart, tokens.lastEnd());
        List<AlterAction.Modifier> modifiers = modifiers();
        return new DdlStatement.CreateIndex(table, key, modifiers, start, tokens.lastEnd());
    }

    /** ALGORITHM and LOCK of CREATE and DROP INDEX. */
    List<AlterAction.Modifier> modifiers() {
        List<AlterAction.Modifier> modifiers = new ArrayList<>();
        while (tokens.is(ALGORITHM) || tokens.is(LOCK)) {
            modifiers.add(modifier());
        }
        return List.copyOf(modifiers);
    }

    AlterAction.Modifier modifier() {
        String name = tokens.raw().toUpperCase(Locale.ROOT);
        tokens.skip();
        tokens.accept('=');
        if (!tokens.is(DEFAULT) && !tokens.isIdentifier()) {
            throw tokens.error();
        }
        String value = tokens.raw().toUpperCase(Locale.ROOT);
        tokens.skip();
        return new AlterAction.Modifier(name, value);
    }

    // ---- Views and stored programs

    /** After CREATE or ALTER, where a DEFINER and the like may stand before the kind. */
    Statement stored(boolean alter, int start) {
        boolean orReplace = false;
        if (!alter && tokens.accept(OR)) {
            tokens.expect(REPLACE);
            orReplace = true;
        }
        ViewAlgorithm algorithm = ViewAlgorithm.UNDEFINED;
        boolean viewOnly = orReplace;
        if (tokens.accept(ALGORITHM)) {
            tokens.expect('=');
            algorithm = algorithm();
            viewOnly = true;
        }
        AccountName definer = null;
        if (tokens.accept(DEFINER)) {
            tokens.expect('=');
            definer = new AccountParser(grammar).account();
        }
        boolean invoker = false;
        if (tokens.accept(SQL)) {
            tokens.expect(SECURITY);
            invoker = tokens.accept(INVOKER);
            if (!invoker) {
                tokens.expect(DEFINER);
            }
            viewOnly = true;
        }
        if (tokens.accept(VIEW)) {
            return view(alter, orReplace, algorithm, definer, invoker, start);
        }
        if (viewOnly && !orReplace) {
            throw tokens.error();
        }
        return routine(alter, start);
    }

    private ViewAlgorithm algorithm() {
        if (tokens.accept(MERGE)) {
            return ViewAlgorithm.MERGE;
        }
        if (tokens.accept(TEMPTABLE)) {
            return ViewAlgorithm.TEMPTABLE;
        }
        tokens.expect(UNDEFINED);
        return ViewAlgorithm.UNDEFINED;
    }

    private Statement view(
            boolean alter,
            boolean orReplace,
            ViewAlgorithm algorithm,
            @Nullable AccountName definer,
            boolean invoker,
            int start) {
        boolean ifNotExists = !alter && !orReplace && ifNotExists();
        TableName name = names.table();
        List<String> columns = tokens.is('(') ? names.identifiers() : List.of();
        tokens.expect(AS);
        Query query = grammar.queries.query();
        CheckOption check = CheckOption.NONE;
        if (tokens.accept(WITH)) {
            check = CheckOption.CASCADED;
            if (tokens.accept(LOCAL)) {
                check = CheckOption.LOCAL;
            } else {
                tokens.accept(CASCADED);
            }
            tokens.expect(CHECK);
            tokens.expect(OPTION);
        }
        return new DdlStatement.CreateView(
                alter,
                orReplace,
                ifNotExists,
                algorithm,
                definer,
                invoker,
                name,
                columns,
                query,
                check,
                start,
                tokens.lastEnd());
    }

    /** A stored program: everything to the end of the text is its own. */
    private Statement routine(boolean alter, int start) {
        if (tokens.accept(AGGREGATE) && !tokens.is(FUNCTION)) {
            throw tokens.error();
        }
        RoutineKind kind;
        if (tokens.accept(TRIGGER)) {
            kind = RoutineKind.TRIGGER;
        } else if (tokens.accept(PROCEDURE)) {
            kind = RoutineKind.PROCEDURE;
        } else if (tokens.accept(FUNCTION)) {
            kind = RoutineKind.FUNCTION;
        } else if (tokens.accept(EVENT)) {
            kind = RoutineKind.EVENT;
        } else {
            throw tokens.error();
        }
        if (!alter) {
            ifNotExists();
        }
        names.table();
        while (!tokens.is(Lexer.END)) {
            if (tokens.is(Lexer.ERROR)) {
                throw tokens.error();
            }
            tokens.skip();
        }
        return new DdlStatement.CreateRoutine(kind, alter, start, tokens.lastEnd());
    }
}
