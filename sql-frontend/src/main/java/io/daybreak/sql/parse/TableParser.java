package io.daybreak.sql.parse;

import static io.daybreak.sql.parse.Keyword.*;

import io.daybreak.sql.ast.DataType;
import io.daybreak.sql.ast.Expression;
import io.daybreak.sql.ast.Expression.Literal;
import io.daybreak.sql.ast.TableElement;
import io.daybreak.sql.ast.TableElement.Check;
import io.daybreak.sql.ast.TableElement.ColumnDefinition;
import io.daybreak.sql.ast.TableElement.IndexOptions;
import io.daybreak.sql.ast.TableElement.KeyKind;
import io.daybreak.sql.ast.TableElement.KeyPart;
import io.daybreak.sql.ast.TableElement.ReferenceAction;
import io.daybreak.sql.ast.TableElement.References;
import io.daybreak.sql.ast.TableElement.TableOption;
import io.daybreak.sql.ast.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Columns, keys, constraints and options of tables. */
final class TableParser {
    private final Grammar grammar;
    private final Tokens tokens;
    private final NameParser names;

    TableParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
        this.names = grammar.names;
    }

    /** An element of CREATE TABLE's list. */
    TableElement element() {
        return startsConstraint() ? constraint() : column();
    }

    /** Whether a key or constraint follows, and no column. */
    boolean startsConstraint() {
        Keyword word = tokens.keyword();
        return word == PRIMARY
                || word == KEY
                || word == INDEX
                || word == UNIQUE
                || word == FULLTEXT
                || word == SPATIAL
                || word == CONSTRAINT
                || word == FOREIGN
                || word == CHECK;
    }

    // ---- Columns

    ColumnDefinition column() {
        int start = tokens.start();
        String name = tokens.identifier();
        return column(name, start);
    }

    /** A column after its name. */
    ColumnDefinition column(String name, int start) {
        DataType type = grammar.types.columnType();
        ColumnAttributes attributes = new ColumnAttributes(grammar, this);
        attributes.read();
        return attributes.definition(name, type, start);
    }

    // ---- Keys and constraints

    TableElement constraint() {
        int start = tokens.start();
        String constraint = null;
        if (tokens.accept(CONSTRAINT) && tokens.isIdentifier()) {
            constraint = tokens.identifier();
        }
        Keyword word = tokens.keyword();
        if (word == null) {
            throw tokens.error();
        }
        return switch (word) {
            case PRIMARY -> {
                tokens.skip();
                tokens.expect(KEY);
                yield key(KeyKind.PRIMARY, constraint, start);
            }
            case UNIQUE -> {
                tokens.skip();
                acceptKeyOrIndex();
                yield key(KeyKind.UNIQUE, constraint, start);
            }
            case FOREIGN -> foreignKey(constraint, start);
            case CHECK -> check(constraint, start, true);
            case KEY, INDEX -> {
                requireUnnamed(constraint, start);
                tokens.skip();
                yield key(KeyKind.INDEX, null, start);
            }
            case FULLTEXT, SPATIAL -> {
                requireUnnamed(constraint, start);
                tokens.skip();
                acceptKeyOrIndex();
                yield key(word == FULLTEXT ? KeyKind.FULLTEXT : KeyKind.SPATIAL, null, start);
            }
            default -> throw tokens.error();
        };
    }

    private void requireUnnamed(@Nullable String constraint, int start) {
        if (constraint != null || tokens.start() != start) {
            throw tokens.error();
        }
    }

    boolean acceptKeyOrIndex() {
        return tokens.accept(KEY) || tokens.accept(INDEX);
    }

    private TableElement.Key key(KeyKind kind, @Nullable String constraint, int start) {
        String name = null;
        if (tokens.isIdentifier()) {
            name = tokens.identifier();
        }
        String using = null;
        if (kind != KeyKind.FULLTEXT && kind != KeyKind.SPATIAL) {
            using = using();
        }
        List<KeyPart> parts = names.parenthesised(this::keyPart);
        IndexOptions options = indexOptions(using);
        return new TableElement.Key(
                kind, constraint, name, parts, options, start, tokens.lastEnd());
    }

    @Nullable String using() {
        if (!tokens.accept(USING) && !tokens.accept(TYPE)) {
            return null;
        }
        return indexType();
    }

    private String indexType() {
        if (tokens.is(BTREE) || tokens.is(HASH) || tokens.is(RTREE)) {
            String type = tokens.raw().toUpperCase(Locale.ROOT);
            tokens.skip();
            return type;
        }
        throw tokens.error();
    }

    KeyPart keyPart() {
        int start = tokens.start();
        String column = null;
        int length = -1;
        Expression expression = null;
        if (tokens.accept('(')) {
            expression = grammar.expressions.nested();
            tokens.expect(')');
        } else {
            column = tokens.identifier();
            if (tokens.accept('(')) {
                length = (int) Math.min(tokens.integer(), Integer.MAX_VALUE);
                tokens.expect(')');
            }
        }
        boolean descending = tokens.accept(DESC);
        if (!descending) {
            tokens.accept(ASC);
        }
        return new KeyPart(column, length, expression, descending, start, tokens.lastEnd());
    }

    IndexOptions indexOptions(@Nullable String usingBefore) {
        String using = usingBefore;
        Long blockSize = null;
        String comment = null;
        Boolean visible = null;
        String parser = null;
        while (true) {
            if (tokens.is(USING) || tokens.is(TYPE)) {
                tokens.skip();
                using = indexType();
            } else if (tokens.accept(KEY_BLOCK_SIZE)) {
                tokens.accept('=');
                blockSize = tokens.number();
            } else if (tokens.accept(COMMENT)) {
                comment = tokens.string();
            } else if (tokens.accept(VISIBLE)) {
                visible = true;
            } else if (tokens.accept(INVISIBLE)) {
                visible = false;
            } else if (tokens.accept(WITH)) {
                tokens.expect(PARSER);
                parser = tokens.identifier();
            } else if (tokens.accept(ENGINE_ATTRIBUTE)
                    || tokens.accept(SECONDARY_ENGINE_ATTRIBUTE)) {
                tokens.accept('=');
                tokens.string();
            } else {
                return using == null
                                && blockSize == null
                                && comment == null
                                && visible == null
                                && parser == null
                        ? IndexOptions.NONE
                        : new IndexOptions(using, blockSize, comment, visible, parser);
            }
        }
    }

    private TableElement foreignKey(@Nullable String constraint, int start) {
        tokens.skip();
        tokens.expect(KEY);
        String indexName = tokens.isIdentifier() ? tokens.identifier() : null;
        List<String> columns = names.parenthesised(this::referencingColumn);
        References references = references();
        return new TableElement.ForeignKey(
                constraint, indexName, columns, references, start, tokens.lastEnd());
    }

    private String referencingColumn() {
        return tokens.identifier();
    }

    References references() {
        tokens.expect(REFERENCES);
        TableName table = names.table();
        List<String> columns = tokens.is('(') ? names.identifiers() : List.of();
        String match = null;
        if (tokens.accept(MATCH)) {
            if (!tokens.is(FULL) && !tokens.is(PARTIAL) && !tokens.is(SIMPLE)) {
                throw tokens.error();
            }
            match = tokens.raw().toUpperCase(Locale.ROOT);
            tokens.skip();
        }
        ReferenceAction onDelete = null;
        ReferenceAction onUpdate = null;
        while (tokens.is(ON)) {
            if (onDelete == null && tokens.accept(ON, DELETE)) {
                onDelete = action();
            } else if (onUpdate == null && tokens.accept(ON, UPDATE)) {
                onUpdate = action();
            } else {
                break;
            }
        }
        return new References(table, columns, match, onDelete, onUpdate);
    }

    private ReferenceAction action() {
        if (tokens.accept(RESTRICT)) {
            return ReferenceAction.RESTRICT;
        }
        if (tokens.accept(CASCADE)) {
            return ReferenceAction.CASCADE;
        }
        if (tokens.accept(NO)) {
            tokens.expect(ACTION);
            return ReferenceAction.NO_ACTION;
        }
        tokens.expect(SET);
        if (tokens.accept(NULL)) {
            return ReferenceAction.SET_NULL;
        }
        tokens.expect(DEFAULT);
        return ReferenceAction.SET_DEFAULT;
    }

    /** At CHECK. */
    Check check(@Nullable String constraint, int start, boolean enforcement) {
        tokens.expect(CHECK);
        tokens.expect('(');
        Expression condition = grammar.expressions.nested();
        tokens.expect(')');
        boolean enforced = true;
        if (enforcement) {
            if (tokens.accept(ENFORCED)) {
                enforced = true;
            } else if (tokens.accept(NOT, ENFORCED)) {
                enforced = false;
            }
        }
        return new Check(constraint, condition, enforced, start, tokens.lastEnd());
    }

    // ---- Table options

    /** An option, null if none follows. */
    @Nullable TableOption option() {
        if (tokens.is(DEFAULT)) {
            Keyword next = tokens.keyword(1);
            if (next != CHARACTER && next != CHAR && next != CHARSET && next != COLLATE) {
                return null;
            }
            tokens.skip();
        }
        if (names.isCharset()) {
            names.acceptCharset();
            tokens.accept('=');
            return new TableOption("CHARSET", tokens.accept(DEFAULT) ? null : names.charset());
        }
        Keyword word = tokens.keyword();
        if (word == null) {
            return null;
        }
        return switch (word) {
            case COLLATE -> {
                tokens.skip();
                tokens.accept('=');
                yield new TableOption("COLLATE", tokens.accept(DEFAULT) ? null : names.collation());
            }
            case ENGINE, SECONDARY_ENGINE -> {
                tokens.skip();
                tokens.accept('=');
                yield new TableOption(
                        word.name(), tokens.accept(NULL) ? null : tokens.identifierOrString());
            }
            case AUTO_INCREMENT,
                    AVG_ROW_LENGTH,
                    CHECKSUM,
                    TABLE_CHECKSUM,
                    DELAY_KEY_WRITE,
                    KEY_BLOCK_SIZE,
                    MAX_ROWS,
                    MIN_ROWS,
                    PACK_KEYS,
                    STATS_AUTO_RECALC,
                    STATS_PERSISTENT,
                    STATS_SAMPLE_PAGES ->
                    numberOption(word);
            case AUTOEXTEND_SIZE -> {
                tokens.skip();
                tokens.accept('=');
                yield new TableOption(word.name(), size());
            }
            case COMMENT,
                    COMPRESSION,
                    CONNECTION,
                    ENCRYPTION,
                    ENGINE_ATTRIBUTE,
                    PASSWORD,
                    SECONDARY_ENGINE_ATTRIBUTE -> {
                tokens.skip();
                tokens.accept('=');
                yield new TableOption(word.name(), tokens.string());
            }
            case DATA, INDEX -> directory(word);
            case ROW_FORMAT, INSERT_METHOD -> wordOption(word);
            case TABLESPACE -> {
                tokens.skip();
                tokens.accept('=');
                yield new TableOption("TABLESPACE", tokens.identifier());
            }
            case STORAGE -> {
                tokens.skip();
                if (!tokens.is(DISK) && !tokens.is(MEMORY)) {
                    throw tokens.error();
                }
                String value = tokens.raw().toUpperCase(Locale.ROOT);
                tokens.skip();
                yield new TableOption("STORAGE", value);
            }
            case UNION -> union();
            case START -> {
                if (tokens.keyword(1) != TRANSACTION) {
                    yield null;
                }
                tokens.skip();
                tokens.skip();
                yield new TableOption("START_TRANSACTION", null);
            }
            default -> null;
        };
    }

    private TableOption numberOption(Keyword word) {
        tokens.skip();
        tokens.accept('=');
        boolean takesDefault =
                word == PACK_KEYS
                        || word == STATS_AUTO_RECALC
                        || word == STATS_PERSISTENT
                        || word == STATS_SAMPLE_PAGES;
        Long value = takesDefault && tokens.accept(DEFAULT) ? null : (Long) tokens.number();
        return new TableOption(word.name(), value);
    }

    /** A number, perhaps with K, M or G. */
    private String size() {
        String text = tokens.raw();
        if (tokens.is(Lexer.INTEGER) || tokens.is(Lexer.WORD)) {
            tokens.skip();
            return text;
        }
        throw tokens.error();
    }

    private @Nullable TableOption directory(Keyword word) {
        if (tokens.keyword(1) != DIRECTORY) {
            return null;
        }
        tokens.skip();
        tokens.skip();
        tokens.accept('=');
        return new TableOption(word.name() + "_DIRECTORY", tokens.string());
    }

    private TableOption wordOption(Keyword word) {
        tokens.skip();
        tokens.accept('=');
        if (tokens.keyword() == null) {
            throw tokens.error();
        }
        String value = tokens.raw().toUpperCase(Locale.ROOT);
        tokens.skip();
        return new TableOption(word.name(), value.equals("DEFAULT") ? null : value);
    }

    private @Nullable TableOption union() {
        if (tokens.kind(1) != '(' && tokens.kind(1) != '=') {
            return null;
        }
        int mark = tokens.position();
        tokens.skip();
        tokens.accept('=');
        if (grammar.queries.startsParenthesisedQuery()) {
            tokens.back(mark);
            return null;
        }
        tokens.expect('(');
        if (!tokens.is(')')) {
            names.list(names::table);
        }
        tokens.expect(')');
        return new TableOption("UNION", "");
    }

    List<TableOption> options() {
        List<TableOption> options = new ArrayList<>();
        TableOption option = option();
        while (option != null) {
            options.add(option);
            int mark = tokens.position();
            boolean comma = tokens.accept(',');
            option = option();
            if (option == null && comma) {
                tokens.back(mark);
                throw tokens.error();
            }
        }
        return List.copyOf(options);
    }

    /** A default after DEFAULT: literal with sign, NULL, NOW, or an expression in parentheses. */
    Expression plainDefault() {
        Keyword word = tokens.keyword();
        if (word == CURRENT_TIMESTAMP
                || word == LOCALTIME
                || word == LOCALTIMESTAMP
                || word == NOW) {
            return grammar.functions.clock("now", tokens.start());
        }
        Expression value = grammar.expressions.signedLiteral();
        fix(value);
        return value;
    }

    /** A default's value is part of the definition. */
    private void fix(Expression value) {
        if (value instanceof Literal literal && literal.ordinal() >= 0) {
            tokens.fix(literal);
        } else if (value instanceof Expression.Unary unary) {
            fix(unary.operand());
        }
    }
}
