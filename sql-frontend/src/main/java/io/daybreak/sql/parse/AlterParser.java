package io.daybreak.sql.parse;

import static io.daybreak.sql.parse.Keyword.*;

import io.daybreak.sql.ast.AlterAction;
import io.daybreak.sql.ast.AlterAction.Position;
import io.daybreak.sql.ast.DdlStatement;
import io.daybreak.sql.ast.Expression;
import io.daybreak.sql.ast.Statement;
import io.daybreak.sql.ast.TableElement;
import io.daybreak.sql.ast.TableElement.TableOption;
import io.daybreak.sql.ast.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** ALTER. */
final class AlterParser {
    private final Grammar grammar;
    private final Tokens tokens;
    private final NameParser names;
    private final TableParser tables;
    private final CreateParser creates;

    AlterParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
        this.names = grammar.names;
        this.tables = new TableParser(grammar);
        this.creates = new CreateParser(grammar);
    }

    Statement alter() {
        int start = tokens.start();
        tokens.expect(ALTER);
        Keyword word = tokens.keyword();
        if (word == null) {
            throw tokens.error();
        }
        return switch (word) {
            case TABLE -> {
                tokens.skip();
                yield table(start);
            }
            case DATABASE, SCHEMA -> database(start);
            case USER -> new AccountParser(grammar).alter(start);
            case SYSTEM -> new SystemParser(grammar).alter(start);
            case ALGORITHM, DEFINER, SQL, VIEW, PROCEDURE, FUNCTION, EVENT ->
                    creates.stored(true, start);
            case INSTANCE, TABLESPACE, UNDO, LOGFILE, SERVER, RESOURCE, LIBRARY -> {
                tokens.skip();
                yield SessionParser.unsupported(tokens, "ALTER " + word, start);
            }
            default -> throw tokens.error();
        };
    }

    private Statement database(int start) {
        tokens.skip();
        boolean named =
                tokens.isIdentifier()
                        && !names.isCharset()
                        && !(tokens.is(ENCRYPTION)
                                && (tokens.kind(1) == '=' || tokens.kind(1) == Lexer.STRING));
        String name = named ? tokens.identifier() : null;
        int mark = tokens.position();
        DdlStatement.DatabaseOptions options = creates.databaseOptions();
        if (tokens.position() == mark) {
            throw tokens.error();
        }
        return new DdlStatement.AlterDatabase(name, options, start, tokens.lastEnd());
    }

    private Statement table(int start) {
        TableName name = names.table();
        List<AlterAction> actions = new ArrayList<>();
        if (!tokens.isEnd()) {
            do {
                actions.add(action());
                // Options and partitioning may follow without a comma.
                while (!tokens.is(',') && !tokens.isEnd()) {
                    if (tokens.is(PARTITION, BY) || tokens.is(REMOVE)) {
                        actions.add(partitioning());
                    } else {
                        TableOption option = tables.option();
                        if (option == null) {
                            throw tokens.error();
                        }
                        actions.add(new AlterAction.SetOptions(List.of(option)));
                    }
                }
            } while (tokens.accept(','));
        }
        return new DdlStatement.AlterTable(name, List.copyOf(actions), start, tokens.lastEnd());
    }

    private AlterAction action() {
        Keyword word = tokens.keyword();
        if (word == null) {
            throw tokens.error();
        }
        return switch (word) {
            case ADD -> add();
            case CHANGE -> change();
            case MODIFY -> modify();
            case RENAME -> rename();
            case ALTER -> alterElement();
            case DROP -> drop();
            case ORDER -> new AlterAction.OrderBy(orderBy());
            case CONVERT -> convert();
            case ENABLE, DISABLE -> {
                tokens.skip();
                tokens.expect(KEYS);
                yield new AlterAction.EnableKeys(word == ENABLE);
            }
            case DISCARD, IMPORT -> discard(word);
            case FORCE -> {
                tokens.skip();
                yield new AlterAction.Force();
            }
            case ALGORITHM, LOCK -> creates.modifier();
            case WITH, WITHOUT -> {
                tokens.skip();
                tokens.expect(VALIDATION);
                yield new AlterAction.Modifier("VALIDATION", word.name());
            }
            case PARTITION,
                    REMOVE,
                    ANALYZE,
                    CHECK,
                    COALESCE,
                    EXCHANGE,
                    OPTIMIZE,
                    REBUILD,
                    REORGANIZE,
                    REPAIR,
                    TRUNCATE,
                    SECONDARY_LOAD,
                    SECONDARY_UNLOAD ->
                    partitioning();
            default -> options();
        };
    }

    private AlterAction options() {
        TableOption option = tables.option();
        if (option == null) {
            throw tokens.error();
        }
        return new AlterAction.SetOptions(List.of(option));
    }

    // ---- ADD

    private AlterAction add() {
        tokens.skip();
        if (tokens.is(PARTITION)) {
            return partitioning();
        }
        boolean column = tokens.accept(COLUMN);
        if (!column && tables.startsConstraint()) {
            return new AlterAction.AddElement(tables.constraint());
        }
        if (tokens.accept('(')) {
            return addList();
        }
        TableElement.ColumnDefinition definition = tables.column();
        return new AlterAction.AddColumn(definition, position());
    }

    /** ADD (a INT, b INT, KEY (a)): as one action each, joined. */
    private AlterAction addList() {
        List<TableElement> elements = names.list(tables::element);
        tokens.expect(')');
        return new AlterAction.AddElements(elements);
    }

    private Position position() {
        if (tokens.accept(FIRST)) {
            return new Position(true, null);
        }
        return tokens.accept(AFTER) ? new Position(false, tokens.identifier()) : Position.UNCHANGED;
    }

    // ---- CHANGE, MODIFY, ALTER, RENAME

    private AlterAction change() {
        tokens.skip();
        tokens.accept(COLUMN);
        String name = tokens.identifier();
        TableElement.ColumnDefinition definition = tables.column();
        return new AlterAction.ChangeColumn(name, definition, position());
    }

    private AlterAction modify() {
        tokens.skip();
        tokens.accept(COLUMN);
        TableElement.ColumnDefinition definition = tables.column();
        return new AlterAction.ChangeColumn(definition.name(), definition, position());
    }

    private AlterAction alterElement() {
        tokens.skip();
        if (tokens.accept(INDEX)) {
            String name = tokens.identifier();
            return new AlterAction.AlterIndex(name, visibility());
        }
        if (tokens.is(CHECK) || tokens.is(CONSTRAINT)) {
            tokens.skip();
            String name = tokens.identifier();
            boolean enforced = !tokens.accept(NOT);
            tokens.expect(ENFORCED);
            return new AlterAction.AlterConstraint(name, enforced);
        }
        tokens.accept(COLUMN);
        String name = tokens.identifier();
        if (tokens.accept(DROP)) {
            tokens.expect(DEFAULT);
            return new AlterAction.SetDefault(name, null, false);
        }
        tokens.expect(SET);
        if (!tokens.accept(DEFAULT)) {
            return new AlterAction.SetColumnVisible(name, visibility());
        }
        if (tokens.accept('(')) {
            Expression value = grammar.expressions.nested();
            tokens.expect(')');
            return new AlterAction.SetDefault(name, value, true);
        }
        return new AlterAction.SetDefault(name, tables.plainDefault(), false);
    }

    private boolean visibility() {
        boolean visible = tokens.accept(VISIBLE);
        if (!visible) {
            tokens.expect(INVISIBLE);
        }
        return visible;
    }

    private AlterAction rename() {
        tokens.skip();
        if (tokens.accept(COLUMN)) {
            String from = tokens.identifier();
            tokens.expect(TO);
            return new AlterAction.RenameColumn(from, tokens.identifier());
        }
        if (tables.acceptKeyOrIndex()) {
            String from = tokens.identifier();
            tokens.expect(TO);
            return new AlterAction.RenameIndex(from, tokens.identifier());
        }
        if (!tokens.accept(TO) && !tokens.accept(AS)) {
            tokens.accept('=');
        }
        return new AlterAction.RenameTable(names.table());
    }

    // ---- DROP

    private AlterAction drop() {
        tokens.skip();
        Keyword word = tokens.keyword();
        if (word == PRIMARY) {
            tokens.skip();
            tokens.expect(KEY);
            return new AlterAction.DropPrimaryKey();
        }
        if (word == FOREIGN) {
            tokens.skip();
            tokens.expect(KEY);
            return new AlterAction.DropForeignKey(tokens.identifier());
        }
        if (word == KEY || word == INDEX) {
            tokens.skip();
            return new AlterAction.DropIndex(tokens.identifier());
        }
        if (word == CHECK || word == CONSTRAINT) {
            tokens.skip();
            return new AlterAction.DropConstraint(tokens.identifier(), word == CONSTRAINT);
        }
        if (word == PARTITION) {
            return partitioning();
        }
        tokens.accept(COLUMN);
        String name = tokens.identifier();
        if (!tokens.accept(RESTRICT)) {
            tokens.accept(CASCADE);
        }
        return new AlterAction.DropColumn(name);
    }

    // ---- Others

    private List<io.daybreak.sql.ast.OrderItem> orderBy() {
        return grammar.queries.orderBy();
    }

    private AlterAction convert() {
        tokens.skip();
        tokens.expect(TO);
        if (!names.acceptCharset()) {
            throw tokens.error();
        }
        String charset = tokens.accept(DEFAULT) ? null : names.charset();
        String collation = null;
        if (tokens.accept(COLLATE)) {
            tokens.accept('=');
            collation = tokens.accept(DEFAULT) ? null : names.collation();
        }
        return new AlterAction.ConvertCharset(charset, collation);
    }

    private AlterAction discard(Keyword word) {
        if (tokens.keyword(1) == PARTITION) {
            return partitioning();
        }
        tokens.skip();
        tokens.expect(TABLESPACE);
        return new AlterAction.DiscardTablespace(word == DISCARD);
    }

    /** Taken unread to the end of the statement: partitions are not supported. */
    private AlterAction partitioning() {
        @Nullable Keyword word = tokens.keyword();
        int start = tokens.start();
        while (!tokens.isEnd()) {
            if (tokens.is(Lexer.ERROR)) {
                throw tokens.error();
            }
            tokens.skip();
        }
        String text = word == null ? "PARTITION" : word.name();
        return new AlterAction.Partitioning(
                tokens.utf8(start, Math.max(start, tokens.lastEnd()))
                                .toUpperCase(Locale.ROOT)
                                .startsWith("REMOVE")
                        ? "REMOVE PARTITIONING"
                        : text);
    }
}
