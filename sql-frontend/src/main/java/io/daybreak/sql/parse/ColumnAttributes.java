package io.daybreak.sql.parse;

import static io.daybreak.sql.parse.Keyword.*;

import io.daybreak.sql.ast.DataType;
import io.daybreak.sql.ast.Expression;
import io.daybreak.sql.ast.TableElement.Check;
import io.daybreak.sql.ast.TableElement.ColumnDefinition;
import io.daybreak.sql.ast.TableElement.References;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What follows a column's type, collected; one per column. */
final class ColumnAttributes {
    private final Grammar grammar;
    private final Tokens tokens;
    private final TableParser tables;

    private @Nullable Boolean nullable;
    private @Nullable Expression defaultValue;
    private boolean defaultExpression;
    private @Nullable Expression onUpdate;
    private boolean autoIncrement;
    private boolean primaryKey;
    private boolean unique;
    private @Nullable String comment;
    private @Nullable Boolean visible;
    private @Nullable Expression generated;
    private boolean stored;
    private final List<Check> checks = new ArrayList<>();
    private @Nullable References references;
    private @Nullable Long srid;
    private @Nullable String columnFormat;
    private @Nullable String storage;
    private @Nullable String collation;

    ColumnAttributes(Grammar grammar, TableParser tables) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
        this.tables = tables;
    }

    void read() {
        if (tokens.accept(COLLATE)) {
            collation = grammar.names.collation();
        }
        if (tokens.is(GENERATED) || tokens.is(AS)) {
            generated();
        }
        while (attribute()) {}
        if (tokens.is(REFERENCES)) {
            references = tables.references();
        }
    }

    private void generated() {
        if (tokens.accept(GENERATED)) {
            tokens.expect(ALWAYS);
        }
        tokens.expect(AS);
        tokens.expect('(');
        generated = grammar.expressions.nested();
        tokens.expect(')');
        if (tokens.accept(STORED)) {
            stored = true;
        } else {
            tokens.accept(VIRTUAL);
        }
    }

    private boolean attribute() {
        Keyword word = tokens.keyword();
        if (word == null) {
            return false;
        }
        switch (word) {
            case NULL -> {
                tokens.skip();
                nullable = true;
            }
            case NOT -> {
                if (tokens.keyword(1) == SECONDARY) {
                    tokens.skip();
                } else {
                    tokens.skip();
                    tokens.expect(NULL);
                    nullable = false;
                    return true;
                }
                tokens.skip();
            }
            case DEFAULT -> defaultValue();
            case ON -> {
                if (tokens.keyword(1) != UPDATE) {
                    return false;
                }
                tokens.skip();
                tokens.skip();
                onUpdate = now();
            }
            case AUTO_INCREMENT -> {
                tokens.skip();
                autoIncrement = true;
            }
            case SERIAL -> {
                tokens.skip();
                tokens.expect(DEFAULT);
                tokens.expect(VALUE);
                autoIncrement = true;
                nullable = false;
                unique = true;
            }
            case UNIQUE -> {
                tokens.skip();
                tokens.accept(KEY);
                unique = true;
            }
            case PRIMARY -> {
                tokens.skip();
                tokens.expect(KEY);
                primaryKey = true;
            }
            case KEY -> {
                tokens.skip();
                primaryKey = true;
            }
            default -> {
                return description(word);
            }
        }
        return true;
    }

    private void defaultValue() {
        tokens.skip();
        if (tokens.accept('(')) {
            defaultValue = grammar.expressions.nested();
            defaultExpression = true;
            tokens.expect(')');
        } else {
            defaultValue = tables.plainDefault();
            defaultExpression = false;
        }
    }

    private Expression now() {
        Keyword word = tokens.keyword();
        if (word == CURRENT_TIMESTAMP
                || word == LOCALTIME
                || word == LOCALTIMESTAMP
                || word == NOW) {
            return grammar.functions.clock("now", tokens.start());
        }
        throw tokens.error();
    }

    private boolean description(Keyword word) {
        switch (word) {
            case COMMENT -> {
                tokens.skip();
                comment = tokens.string();
            }
            case COLLATE -> {
                tokens.skip();
                collation = grammar.names.collation();
            }
            case VISIBLE, INVISIBLE -> {
                tokens.skip();
                visible = word == VISIBLE;
            }
            case COLUMN_FORMAT -> {
                tokens.skip();
                columnFormat = word();
            }
            case STORAGE -> {
                tokens.skip();
                storage = word();
            }
            case SRID -> {
                tokens.skip();
                srid = tokens.integer();
            }
            case ENGINE_ATTRIBUTE, SECONDARY_ENGINE_ATTRIBUTE -> {
                tokens.skip();
                tokens.accept('=');
                tokens.string();
            }
            case CONSTRAINT, CHECK -> checks.add(check());
            default -> {
                return false;
            }
        }
        return true;
    }

    private String word() {
        Keyword word = tokens.keyword();
        if (word == DEFAULT || word == FIXED || word == DYNAMIC || word == DISK || word == MEMORY) {
            tokens.skip();
            return word.name().toUpperCase(Locale.ROOT);
        }
        throw tokens.error();
    }

    private Check check() {
        int start = tokens.start();
        String name = null;
        if (tokens.accept(CONSTRAINT) && tokens.isIdentifier()) {
            name = tokens.identifier();
        }
        return tables.check(name, start, true);
    }

    ColumnDefinition definition(String name, DataType type, int start) {
        return new ColumnDefinition(
                name,
                TypeParser.withCollation(type, collation),
                nullable,
                defaultValue,
                defaultExpression,
                onUpdate,
                autoIncrement,
                primaryKey,
                unique,
                comment,
                visible,
                generated,
                stored,
                List.copyOf(checks),
                references,
                srid,
                columnFormat,
                storage,
                start,
                tokens.lastEnd());
    }
}
