package io.daybreak.sql.parse;

import static io.daybreak.sql.parse.Keyword.*;

import io.daybreak.sql.ast.AlterAction;
import io.daybreak.sql.ast.DdlStatement;
import io.daybreak.sql.ast.DdlStatement.RoutineKind;
import io.daybreak.sql.ast.Statement;
import io.daybreak.sql.ast.TableName;
import java.util.List;

/** DROP, TRUNCATE and RENAME. */
final class DropParser {
    private final Grammar grammar;
    private final Tokens tokens;
    private final NameParser names;

    DropParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
        this.names = grammar.names;
    }

    Statement drop() {
        int start = tokens.start();
        tokens.expect(DROP);
        Keyword word = tokens.keyword();
        if (word == null) {
            throw tokens.error();
        }
        return switch (word) {
            case TEMPORARY -> {
                tokens.skip();
                yield table(true, start);
            }
            case TABLE, TABLES -> table(false, start);
            case DATABASE, SCHEMA -> {
                tokens.skip();
                boolean ifExists = ifExists();
                yield new DdlStatement.DropDatabase(
                        tokens.identifier(), ifExists, start, tokens.lastEnd());
            }
            case INDEX -> index(start);
            case VIEW -> {
                tokens.skip();
                boolean ifExists = ifExists();
                List<TableName> views = names.list(names::table);
                restrict();
                yield new DdlStatement.DropView(views, ifExists, start, tokens.lastEnd());
            }
            case TRIGGER, PROCEDURE, FUNCTION, EVENT -> {
                tokens.skip();
                boolean ifExists = ifExists();
                TableName name = names.table();
                yield new DdlStatement.DropRoutine(
                        RoutineKind.valueOf(word.name()), name, ifExists, start, tokens.lastEnd());
            }
            case USER, ROLE -> new AccountParser(grammar).drop(start);
            case PREPARE -> {
                tokens.skip();
                yield new Statement.Deallocate(tokens.identifier(), start, tokens.lastEnd());
            }
            case TABLESPACE, UNDO, LOGFILE, SERVER, RESOURCE, SPATIAL, LIBRARY -> {
                tokens.skip();
                yield SessionParser.unsupported(tokens, "DROP " + word, start);
            }
            default -> throw tokens.error();
        };
    }

    boolean ifExists() {
        if (!tokens.accept(IF)) {
            return false;
        }
        tokens.expect(EXISTS);
        return true;
    }

    private void restrict() {
        if (!tokens.accept(RESTRICT)) {
            tokens.accept(CASCADE);
        }
    }

    private Statement table(boolean temporary, int start) {
        if (!tokens.accept(TABLE)) {
            tokens.expect(TABLES);
        }
        boolean ifExists = ifExists();
        List<TableName> tables = names.list(names::table);
        restrict();
        return new DdlStatement.DropTable(tables, temporary, ifExists, start, tokens.lastEnd());
    }

    private Statement index(int start) {
        tokens.skip();
        String name = tokens.identifier();
        tokens.expect(ON);
        TableName table = names.table();
        List<AlterAction.Modifier> modifiers = new CreateParser(grammar).modifiers();
        return new DdlStatement.DropIndex(table, name, modifiers, start, tokens.lastEnd());
    }

    Statement truncate() {
        int start = tokens.start();
        tokens.expect(TRUNCATE);
        tokens.accept(TABLE);
        TableName name = names.table();
        return new DdlStatement.TruncateTable(name, start, tokens.lastEnd());
    }

    Statement rename() {
        int start = tokens.start();
        tokens.expect(RENAME);
        if (tokens.is(USER)) {
            return new AccountParser(grammar).rename(start);
        }
        if (!tokens.accept(TABLE)) {
            tokens.expect(TABLES);
        }
        List<DdlStatement.Renaming> renamings = names.list(this::renaming);
        return new DdlStatement.RenameTable(renamings, start, tokens.lastEnd());
    }

    private DdlStatement.Renaming renaming() {
        TableName from = names.table();
        tokens.expect(TO);
        return new DdlStatement.Renaming(from, names.table());
    }
}
