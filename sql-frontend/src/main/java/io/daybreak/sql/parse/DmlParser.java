package io.daybreak.sql.parse;

import static io.daybreak.sql.parse.Keyword.*;

import io.daybreak.sql.ast.Expression;
import io.daybreak.sql.ast.Expression.Column;
import io.daybreak.sql.ast.Limit;
import io.daybreak.sql.ast.OrderItem;
import io.daybreak.sql.ast.Query;
import io.daybreak.sql.ast.Statement;
import io.daybreak.sql.ast.Statement.Assignment;
import io.daybreak.sql.ast.Statement.ExplainFormat;
import io.daybreak.sql.ast.Statement.LoadDuplicates;
import io.daybreak.sql.ast.Statement.Priority;
import io.daybreak.sql.ast.TableName;
import io.daybreak.sql.ast.TableReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** INSERT, REPLACE, UPDATE, DELETE, LOAD DATA, DO, CALL, EXPLAIN. */
final class DmlParser {
    private final Grammar grammar;
    private final Tokens tokens;
    private final NameParser names;

    DmlParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
        this.names = grammar.names;
    }

    // ---- INSERT and REPLACE

    Statement insert() {
        int start = tokens.start();
        boolean replace = tokens.is(REPLACE);
        tokens.skip();
        grammar.queries.hints();
        Priority priority = priority(replace);
        boolean ignore = !replace && tokens.accept(IGNORE);
        tokens.accept(INTO);
        TableName table = names.table();
        List<String> partitions = grammar.tables.partitions();
        List<Column> columns = null;
        List<List<Expression>> rows = null;
        Query query = null;
        boolean set = tokens.accept(SET);
        if (set) {
            List<Assignment> assignments = assignments();
            columns = assignments.stream().map(Assignment::column).toList();
            rows = List.of(assignments.stream().map(Assignment::value).toList());
        } else {
            if (tokens.is('(') && !grammar.queries.startsParenthesisedQuery()) {
                columns = columnList();
            }
            if (tokens.is(VALUE) || tokens.is(VALUES) && tokens.keyword(1) != ROW) {
                tokens.skip();
                rows = rows();
            } else {
                query = grammar.queries.query();
            }
        }
        Statement.RowAlias alias = null;
        if (!replace && query == null && tokens.accept(AS)) {
            String name = tokens.identifier();
            alias = new Statement.RowAlias(name, tokens.is('(') ? names.identifiers() : List.of());
        }
        List<Assignment> onDuplicate = replace ? List.of() : onDuplicate();
        return new Statement.Insert(
                replace,
                priority,
                ignore,
                table,
                partitions,
                columns,
                rows,
                query,
                alias,
                onDuplicate,
                set,
                start,
                tokens.lastEnd());
    }

    private Priority priority(boolean replace) {
        if (tokens.accept(LOW_PRIORITY)) {
            return Priority.LOW;
        }
        if (tokens.accept(DELAYED)) {
            return Priority.DELAYED;
        }
        return !replace && tokens.accept(HIGH_PRIORITY) ? Priority.HIGH : Priority.NORMAL;
    }

    private List<Column> columnList() {
        tokens.expect('(');
        if (tokens.accept(')')) {
            return List.of();
        }
        List<Column> columns = names.list(names::column);
        tokens.expect(')');
        return columns;
    }

    private List<List<Expression>> rows() {
        List<List<Expression>> rows = new ArrayList<>();
        do {
            rows.add(row());
        } while (tokens.accept(','));
        return Collections.unmodifiableList(rows);
    }

    private List<Expression> row() {
        tokens.expect('(');
        if (tokens.accept(')')) {
            return List.of();
        }
        List<Expression> row = new ArrayList<>();
        do {
            // Long INSERTs are literals: no descent for those.
            int next = tokens.kind(1);
            if ((next == ',' || next == ')') && tokens.isLiteral()) {
                row.add(tokens.literal());
            } else {
                row.add(grammar.queries.valueOrDefault());
            }
        } while (tokens.accept(','));
        tokens.expect(')');
        return Collections.unmodifiableList(row);
    }

    private List<Assignment> onDuplicate() {
        if (!tokens.accept(ON)) {
            return List.of();
        }
        tokens.expect(DUPLICATE);
        tokens.expect(KEY);
        tokens.expect(UPDATE);
        return assignments();
    }

    private List<Assignment> assignments() {
        return names.list(this::assignment);
    }

    private Assignment assignment() {
        Column column = names.column();
        if (!tokens.accept('=')) {
            tokens.expect(Lexer.ASSIGN);
        }
        return new Assignment(column, grammar.queries.valueOrDefault());
    }

    // ---- UPDATE and DELETE

    Statement update(Query.@Nullable With with, int start) {
        tokens.expect(UPDATE);
        grammar.queries.hints();
        boolean lowPriority = tokens.accept(LOW_PRIORITY);
        boolean ignore = tokens.accept(IGNORE);
        List<TableReference> tables = grammar.tables.references();
        tokens.expect(SET);
        List<Assignment> assignments = assignments();
        Expression where = where();
        List<OrderItem> orderBy = grammar.queries.orderBy();
        Limit limit = grammar.queries.simpleLimit();
        return new Statement.Update(
                with,
                lowPriority,
                ignore,
                tables,
                assignments,
                where,
                orderBy,
                limit,
                start,
                tokens.lastEnd());
    }

    private @Nullable Expression where() {
        return tokens.accept(WHERE) ? grammar.expressions.expression() : null;
    }

    Statement delete(Query.@Nullable With with, int start) {
        tokens.expect(DELETE);
        grammar.queries.hints();
        boolean lowPriority = false;
        boolean quick = false;
        boolean ignore = false;
        while (true) {
            if (tokens.accept(LOW_PRIORITY)) {
                lowPriority = true;
            } else if (tokens.accept(QUICK)) {
                quick = true;
            } else if (tokens.accept(IGNORE)) {
                ignore = true;
            } else {
                break;
            }
        }
        List<TableName> targets = List.of();
        List<TableReference> from;
        List<OrderItem> orderBy = List.of();
        Limit limit = null;
        Expression where;
        if (!tokens.accept(FROM)) {
            targets = names.list(names::tableWithStar);
            tokens.expect(FROM);
            from = grammar.tables.references();
            where = where();
        } else if (targetsFollow()) {
            targets = names.list(names::tableWithStar);
            tokens.expect(USING);
            from = grammar.tables.references();
            where = where();
        } else {
            from = List.of(target());
            where = where();
            orderBy = grammar.queries.orderBy();
            limit = grammar.queries.simpleLimit();
        }
        return new Statement.Delete(
                with,
                lowPriority,
                quick,
                ignore,
                targets,
                from,
                where,
                orderBy,
                limit,
                start,
                tokens.lastEnd());
    }

    /** After DELETE FROM: whether {@code t1[.*], … USING} follows. */
    private boolean targetsFollow() {
        int ahead = 0;
        while (tokens.isIdentifier(ahead) || tokens.kind(ahead) == '*') {
            ahead++;
            if (tokens.kind(ahead) == '.' || tokens.kind(ahead) == ',') {
                ahead++;
            } else {
                return tokens.keyword(ahead) == USING;
            }
        }
        return false;
    }

    private TableReference target() {
        int start = tokens.start();
        TableName name = names.table();
        String alias = grammar.tables.alias();
        List<String> partitions = grammar.tables.partitions();
        return new TableReference.Named(
                name, partitions, alias, List.of(), start, tokens.lastEnd());
    }

    // ---- LOAD

    Statement load() {
        int start = tokens.start();
        tokens.expect(LOAD);
        if (tokens.is(XML) || tokens.is(INDEX)) {
            return SessionParser.unsupported(tokens, "LOAD " + tokens.raw(), start);
        }
        tokens.expect(DATA);
        if (!tokens.accept(LOW_PRIORITY)) {
            tokens.accept(CONCURRENT);
        }
        boolean local = tokens.accept(LOCAL);
        tokens.expect(INFILE);
        String file = tokens.string();
        LoadDuplicates duplicates = LoadDuplicates.ERROR;
        if (tokens.accept(REPLACE)) {
            duplicates = LoadDuplicates.REPLACE;
        } else if (tokens.accept(IGNORE)) {
            duplicates = LoadDuplicates.IGNORE;
        }
        tokens.expect(INTO);
        tokens.expect(TABLE);
        TableName table = names.table();
        List<String> partitions = grammar.tables.partitions();
        String charset = names.acceptCharset() ? names.charset() : null;
        Query.FileFormat format = grammar.queries.fileFormat();
        Expression ignoreLines = null;
        if (tokens.accept(IGNORE)) {
            ignoreLines = grammar.queries.limitOption();
            if (!tokens.accept(LINES)) {
                tokens.expect(ROWS);
            }
        }
        List<Expression> columns = List.of();
        if (tokens.accept('(')) {
            if (!tokens.accept(')')) {
                columns = names.list(this::loadTarget);
                tokens.expect(')');
            }
        }
        List<Assignment> assignments = tokens.accept(SET) ? assignments() : List.of();
        return new Statement.LoadData(
                local,
                file,
                duplicates,
                table,
                partitions,
                charset,
                format,
                ignoreLines,
                columns,
                assignments,
                start,
                tokens.lastEnd());
    }

    private Expression loadTarget() {
        return tokens.is('@') ? grammar.expressions.userVariableName() : names.column();
    }

    // ---- DO, CALL, EXPLAIN

    Statement doExpressions() {
        int start = tokens.start();
        tokens.expect(DO);
        List<Expression> expressions = names.list(this::aliasedExpression);
        return new Statement.Do(expressions, start, tokens.lastEnd());
    }

    private Expression aliasedExpression() {
        Expression expression = grammar.expressions.expression();
        if (tokens.accept(AS) || tokens.isIdentifierOrString()) {
            tokens.identifierOrString();
        }
        return expression;
    }

    Statement call() {
        int start = tokens.start();
        tokens.expect(CALL);
        TableName routine = names.table();
        List<Expression> arguments = tokens.is('(') ? grammar.functions.arguments() : List.of();
        return new Statement.Call(routine, arguments, start, tokens.lastEnd());
    }

    Statement explain(StatementParser statements) {
        int start = tokens.start();
        tokens.skip();
        if (tokens.isIdentifier() && !explainsWords()) {
            return describe(start);
        }
        boolean analyze = tokens.accept(ANALYZE);
        ExplainFormat format = ExplainFormat.DEFAULT;
        if (tokens.accept(EXTENDED) || tokens.accept(PARTITIONS)) {
            throw tokens.errorAt(tokens.position() - 1);
        }
        if (tokens.is(FORMAT) && tokens.kind(1) == '=') {
            tokens.skip();
            tokens.skip();
            format = format();
        }
        String into = null;
        if (tokens.accept(INTO)) {
            into = grammar.expressions.userVariableName().name();
        }
        if (tokens.accept(FOR)) {
            if (tokens.accept(CONNECTION)) {
                long id = tokens.integer();
                return new Statement.Explain(
                        analyze, format, null, id, into, start, tokens.lastEnd());
            }
            // FOR SCHEMA name statement
            if (!tokens.accept(SCHEMA)) {
                tokens.expect(DATABASE);
            }
            tokens.identifier();
        }
        Keyword word = tokens.keyword();
        if (!tokens.is('(')
                && word != SELECT
                && word != WITH
                && word != TABLE
                && word != VALUES
                && word != INSERT
                && word != REPLACE
                && word != UPDATE
                && word != DELETE) {
            throw tokens.error();
        }
        Statement statement = statements.statement();
        return new Statement.Explain(
                analyze, format, statement, null, into, start, tokens.lastEnd());
    }

    private boolean explainsWords() {
        return tokens.is(FORMAT) && tokens.kind(1) == '=';
    }

    private ExplainFormat format() {
        String word = tokens.identifierOrString().toUpperCase(Locale.ROOT);
        return switch (word) {
            case "TRADITIONAL" -> ExplainFormat.TRADITIONAL;
            case "JSON" -> ExplainFormat.JSON;
            case "TREE" -> ExplainFormat.TREE;
            default ->
                    throw new io.daybreak.sql.api.SqlException(
                            io.daybreak.sql.api.MySqlError.ER_UNKNOWN_EXPLAIN_FORMAT, word);
        };
    }

    private Statement describe(int start) {
        TableName table = names.table();
        String column = null;
        if (tokens.isIdentifierOrString()) {
            column = tokens.identifierOrString();
        }
        return new Statement.Describe(table, column, start, tokens.lastEnd());
    }
}
