package io.daybreak.sql.parse;

import static io.daybreak.sql.parse.Keyword.*;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.Expression;
import io.daybreak.sql.ast.Limit;
import io.daybreak.sql.ast.OrderItem;
import io.daybreak.sql.ast.Query;
import io.daybreak.sql.ast.Query.Body;
import io.daybreak.sql.ast.Query.LockWait;
import io.daybreak.sql.ast.Query.SelectItem;
import io.daybreak.sql.ast.Query.SelectOption;
import io.daybreak.sql.ast.TableName;
import io.daybreak.sql.ast.TableReference;
import io.daybreak.sql.ast.Window;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Query expressions: WITH, SELECT, VALUES, TABLE, set operations and their clauses. */
final class QueryParser {
    /** Operands of one chain of UNIONs, whose tree is as deep as it is long. */
    private static final int CHAIN_MAX = 1_000;

    private final Grammar grammar;
    private final Tokens tokens;

    QueryParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
    }

    // ---- Parentheses that may hold a query

    /** What a parenthesis that begins with a query turned out to hold. */
    sealed interface Content {
        record Whole(Query query) implements Content {}

        /** One or more expressions, the first of which begins with a subquery. */
        record Values(List<Expression> values) implements Content {}
    }

    /** Whether a parenthesis opens here that, perhaps after more of them, begins with a query. */
    boolean startsParenthesisedQuery() {
        int ahead = 0;
        while (tokens.kind(ahead) == '(') {
            ahead++;
        }
        return ahead > 0 && startsQuery(ahead);
    }

    boolean startsQuery(int ahead) {
        Keyword word = tokens.keyword(ahead);
        return word == SELECT
                || word == WITH
                || word == TABLE
                || word == VALUES && tokens.keyword(ahead + 1) == ROW;
    }

    /** Reads such a parenthesis in one pass, however deep. */
    Content parenthesised() {
        tokens.expect('(');
        tokens.enter();
        Content content;
        if (tokens.is('(')) {
            int innerStart = tokens.start();
            content =
                    switch (parenthesised()) {
                        case Content.Whole(Query query) -> afterQuery(query, innerStart);
                        case Content.Values(List<Expression> values) ->
                                new Content.Values(
                                        grammar.expressions.expressionsAfter(
                                                grammar.expressions.rowOrValue(
                                                        values, innerStart)));
                    };
        } else {
            content = new Content.Whole(query());
        }
        tokens.leave();
        if (!tokens.accept(')')) {
            throw tokens.error();
        }
        return content;
    }

    private Content afterQuery(Query query, int start) {
        if (tokens.is(')')) {
            return new Content.Whole(query);
        }
        if (continuesQuery()) {
            return new Content.Whole(queryAfter(query, start));
        }
        Expression operand = new Expression.ScalarSubquery(query, start, tokens.lastEnd());
        return new Content.Values(grammar.expressions.expressionsAfter(operand));
    }

    boolean continuesQuery() {
        Keyword word = tokens.keyword();
        return word == UNION
                || word == EXCEPT
                || word == INTERSECT
                || word == ORDER
                || word == LIMIT
                || word == FOR
                || word == LOCK
                || word == INTO;
    }

    /** {@code (query)}. */
    Query subquery() {
        if (startsParenthesisedQuery() && parenthesised() instanceof Content.Whole(Query query)) {
            return query;
        }
        throw tokens.error();
    }

    // ---- Query expressions

    Query query() {
        int start = tokens.start();
        Query.With with = tokens.is(WITH) ? with() : null;
        return clauses(with, body(operand()), start);
    }

    /** The rest of a query expression whose first operand was a query in parentheses. */
    Query queryAfter(Query first, int start) {
        return clauses(null, body(operandOf(first, start)), start);
    }

    private Query clauses(Query.@Nullable With with, Body body, int start) {
        List<OrderItem> orderBy = orderBy();
        Limit limit = limit();
        Query.Into into = tokens.is(INTO) ? into() : null;
        List<Query.Locking> locking = locking();
        if (into == null && tokens.is(INTO)) {
            into = into();
        }
        if (body instanceof Body.Nested nested
                && with == null
                && orderBy.isEmpty()
                && limit == null
                && into == null
                && locking.isEmpty()) {
            return nested.query();
        }
        if (into == null && selectInto != null) {
            into = selectInto;
        }
        selectInto = null;
        return new Query(with, body, orderBy, limit, locking, into, start, tokens.lastEnd());
    }

    /** INTO before FROM, on its way to the query expression. */
    private Query.@Nullable Into selectInto;

    Query.With with() {
        tokens.expect(WITH);
        boolean recursive = tokens.accept(RECURSIVE);
        return new Query.With(recursive, grammar.names.list(this::commonTable));
    }

    private Query.CommonTable commonTable() {
        int start = tokens.start();
        String name = tokens.identifier();
        List<String> columns = tokens.is('(') ? grammar.names.identifiers() : List.of();
        tokens.expect(AS);
        Query query = subquery();
        return new Query.CommonTable(name, columns, query, start, tokens.lastEnd());
    }

    private Body body(Body first) {
        Body left = intersections(first);
        for (int length = 0; tokens.is(UNION) || tokens.is(EXCEPT); length++) {
            checkChain(length);
            Query.SetOperator operator =
                    tokens.is(UNION) ? Query.SetOperator.UNION : Query.SetOperator.EXCEPT;
            tokens.skip();
            boolean all = allOrDistinct();
            Body right = intersections(operand());
            left = new Body.SetOperation(operator, all, left, right, left.start(), right.end());
        }
        return left;
    }

    private Body intersections(Body first) {
        Body left = first;
        for (int length = 0; tokens.accept(INTERSECT); length++) {
            checkChain(length);
            boolean all = allOrDistinct();
            Body right = operand();
            left =
                    new Body.SetOperation(
                            Query.SetOperator.INTERSECT,
                            all,
                            left,
                            right,
                            left.start(),
                            right.end());
        }
        return left;
    }

    private void checkChain(int length) {
        if (length > CHAIN_MAX) {
            throw tokens.tooDeep(CHAIN_MAX);
        }
    }

    private boolean allOrDistinct() {
        boolean all = tokens.accept(ALL);
        if (!all) {
            tokens.accept(DISTINCT);
        }
        return all;
    }

    private Body operand() {
        if (tokens.is('(')) {
            int start = tokens.start();
            return operandOf(subquery(), start);
        }
        if (tokens.is(SELECT)) {
            return select();
        }
        int start = tokens.start();
        if (tokens.accept(TABLE)) {
            TableName table = grammar.names.table();
            return new Body.ExplicitTable(table, start, tokens.lastEnd());
        }
        if (tokens.is(VALUES, ROW)) {
            tokens.skip();
            List<List<Expression>> rows = grammar.names.list(this::rowConstructor);
            return new Body.Values(rows, start, tokens.lastEnd());
        }
        throw tokens.error();
    }

    /** A query in parentheses as an operand: its bare body if it has no clauses of its own. */
    private Body operandOf(Query query, int start) {
        boolean bare =
                query.with() == null
                        && query.orderBy().isEmpty()
                        && query.limit() == null
                        && query.locking().isEmpty()
                        && query.into() == null;
        return bare && !(query.body() instanceof Body.SetOperation)
                ? query.body()
                : new Body.Nested(query, start, tokens.lastEnd());
    }

    private List<Expression> rowConstructor() {
        tokens.expect(ROW);
        tokens.expect('(');
        if (tokens.accept(')')) {
            return List.of();
        }
        List<Expression> row = grammar.names.list(this::valueOrDefault);
        tokens.expect(')');
        return row;
    }

    /** An expression, or DEFAULT alone. */
    Expression valueOrDefault() {
        if (tokens.is(DEFAULT) && tokens.kind(1) != '(') {
            int start = tokens.start();
            tokens.skip();
            return new Expression.DefaultValue(start, tokens.lastEnd());
        }
        return grammar.expressions.expression();
    }

    // ---- SELECT

    private Body select() {
        int start = tokens.start();
        tokens.expect(SELECT);
        tokens.enter();
        List<String> hints = hints();
        boolean distinct = false;
        Set<SelectOption> options = EnumSet.noneOf(SelectOption.class);
        while (true) {
            if (tokens.accept(DISTINCT) || tokens.accept(DISTINCTROW)) {
                distinct = true;
            } else if (!tokens.accept(ALL)) {
                SelectOption option = selectOption();
                if (option == null) {
                    break;
                }
                if (option == SelectOption.SQL_CALC_FOUND_ROWS) {
                    tokens.deprecated(Deprecation.CALC_FOUND_ROWS);
                    if (!tokens.isFirst(SELECT)) {
                        throw new SqlException(
                                MySqlError.ER_CANT_USE_OPTION_HERE, "SQL_CALC_FOUND_ROWS");
                    }
                }
                tokens.skip();
                options.add(option);
            }
        }
        List<SelectItem> items = selectItems();
        Query.Into into = tokens.is(INTO) ? into() : null;
        List<TableReference> from = tokens.accept(FROM) ? from() : List.of();
        Expression where = tokens.accept(WHERE) ? grammar.expressions.expression() : null;
        Query.GroupBy groupBy = tokens.is(GROUP) ? groupBy() : null;
        Expression having = tokens.accept(HAVING) ? grammar.expressions.expression() : null;
        List<Window.Definition> windows =
                tokens.accept(WINDOW) ? grammar.names.list(this::windowDefinition) : List.of();
        tokens.leave();
        selectInto = into;
        return new Body.Select(
                distinct,
                List.copyOf(options),
                items,
                from,
                where,
                groupBy,
                having,
                windows,
                hints,
                start,
                tokens.lastEnd());
    }

    /** The texts of optimizer hints, without their comment marks. */
    List<String> hints() {
        if (!tokens.is(Lexer.HINT)) {
            return List.of();
        }
        String comment = tokens.raw();
        tokens.skip();
        return List.of(comment.substring(3, comment.length() - 2).strip());
    }

    private @Nullable SelectOption selectOption() {
        Keyword word = tokens.keyword();
        return word == null
                ? null
                : switch (word) {
                    case HIGH_PRIORITY -> SelectOption.HIGH_PRIORITY;
                    case STRAIGHT_JOIN -> SelectOption.STRAIGHT_JOIN;
                    case SQL_SMALL_RESULT -> SelectOption.SQL_SMALL_RESULT;
                    case SQL_BIG_RESULT -> SelectOption.SQL_BIG_RESULT;
                    case SQL_BUFFER_RESULT -> SelectOption.SQL_BUFFER_RESULT;
                    case SQL_NO_CACHE -> SelectOption.SQL_NO_CACHE;
                    case SQL_CALC_FOUND_ROWS -> SelectOption.SQL_CALC_FOUND_ROWS;
                    default -> null;
                };
    }

    private List<SelectItem> selectItems() {
        List<SelectItem> items = new ArrayList<>();
        if (tokens.is('*')) {
            int start = tokens.start();
            tokens.skip();
            items.add(new SelectItem.Wildcard(null, null, start, tokens.lastEnd()));
        } else {
            items.add(selectItem());
        }
        while (tokens.accept(',')) {
            items.add(selectItem());
        }
        return List.copyOf(items);
    }

    private SelectItem selectItem() {
        int start = tokens.start();
        if (tokens.isIdentifier() && tokens.kind(1) == '.') {
            if (tokens.kind(2) == '*') {
                String table = tokens.identifier();
                tokens.skip();
                tokens.skip();
                return new SelectItem.Wildcard(null, table, start, tokens.lastEnd());
            }
            if (tokens.isIdentifier(2) && tokens.kind(3) == '.' && tokens.kind(4) == '*') {
                String schema = tokens.identifier();
                tokens.skip();
                String table = tokens.identifier();
                tokens.skip();
                tokens.skip();
                return new SelectItem.Wildcard(schema, table, start, tokens.lastEnd());
            }
        }
        Expression expression = grammar.expressions.expression();
        int textEnd = tokens.lastEnd();
        String alias = null;
        if (tokens.accept(AS)) {
            alias = tokens.identifierOrString();
        } else if (tokens.isIdentifierOrString()) {
            alias = tokens.identifierOrString();
        }
        return new SelectItem.Expr(expression, alias, start, textEnd, start, tokens.lastEnd());
    }

    private List<TableReference> from() {
        return tokens.accept(DUAL) ? List.of() : grammar.tables.references();
    }

    private Query.GroupBy groupBy() {
        tokens.expect(GROUP);
        tokens.expect(BY);
        if (tokens.is(ROLLUP) && tokens.kind(1) == '(') {
            tokens.skip();
            return new Query.GroupBy(grammar.functions.arguments(), true);
        }
        List<Expression> items = grammar.expressions.expressions();
        boolean rollup = tokens.accept(WITH, ROLLUP);
        return new Query.GroupBy(items, rollup);
    }

    // ---- Clauses that other statements have too

    List<OrderItem> orderBy() {
        if (!tokens.accept(ORDER)) {
            return List.of();
        }
        tokens.expect(BY);
        return grammar.names.list(this::orderItem);
    }

    OrderItem orderItem() {
        int start = tokens.start();
        Expression expression = grammar.expressions.expression();
        boolean descending = tokens.accept(DESC);
        if (!descending) {
            tokens.accept(ASC);
        }
        return new OrderItem(expression, descending, start, tokens.lastEnd());
    }

    @Nullable Limit limit() {
        int start = tokens.start();
        if (!tokens.accept(LIMIT)) {
            return null;
        }
        Expression first = limitOption();
        if (tokens.accept(',')) {
            Expression count = limitOption();
            return new Limit(count, first, start, tokens.lastEnd());
        }
        Expression offset = tokens.accept(OFFSET) ? limitOption() : null;
        return new Limit(first, offset, start, tokens.lastEnd());
    }

    /** LIMIT of UPDATE and DELETE: no offset. */
    @Nullable Limit simpleLimit() {
        int start = tokens.start();
        return tokens.accept(LIMIT)
                ? new Limit(limitOption(), null, start, tokens.lastEnd())
                : null;
    }

    Expression limitOption() {
        if (tokens.is(Lexer.INTEGER)) {
            return tokens.literal();
        }
        if (tokens.is(Lexer.PARAMETER)) {
            return tokens.parameter();
        }
        int start = tokens.start();
        String name = tokens.identifier();
        return new Expression.Column(null, null, name, start, tokens.lastEnd());
    }

    private List<Query.Locking> locking() {
        List<Query.Locking> clauses = new ArrayList<>();
        while (true) {
            if (tokens.is(FOR, UPDATE) || tokens.is(FOR, SHARE)) {
                tokens.skip();
                clauses.add(locking(tokens.is(UPDATE)));
            } else if (tokens.is(LOCK, IN)) {
                tokens.skip();
                tokens.skip();
                tokens.expect(SHARE);
                tokens.expect(MODE);
                clauses.add(new Query.Locking(Query.LockStrength.SHARE, List.of(), LockWait.WAIT));
            } else {
                return List.copyOf(clauses);
            }
        }
    }

    private Query.Locking locking(boolean update) {
        tokens.skip();
        List<TableName> tables =
                tokens.accept(OF) ? grammar.names.list(grammar.names::table) : List.of();
        LockWait wait = LockWait.WAIT;
        if (tokens.accept(NOWAIT)) {
            wait = LockWait.NOWAIT;
        } else if (tokens.accept(SKIP)) {
            tokens.expect(LOCKED);
            wait = LockWait.SKIP_LOCKED;
        }
        return new Query.Locking(
                update ? Query.LockStrength.UPDATE : Query.LockStrength.SHARE, tables, wait);
    }

    private Query.Into into() {
        tokens.expect(INTO);
        if (tokens.accept(OUTFILE)) {
            String file = tokens.string();
            String charset = grammar.names.acceptCharset() ? grammar.names.charset() : null;
            return new Query.Into.Outfile(file, charset, fileFormat());
        }
        if (tokens.accept(DUMPFILE)) {
            return new Query.Into.Dumpfile(tokens.string());
        }
        return new Query.Into.Variables(grammar.names.list(this::intoTarget));
    }

    private Expression intoTarget() {
        if (tokens.is('@')) {
            return grammar.expressions.userVariableName();
        }
        int start = tokens.start();
        String name = tokens.identifierOrString();
        return new Expression.Column(null, null, name, start, tokens.lastEnd());
    }

    /** FIELDS … LINES …, each optional. */
    Query.FileFormat fileFormat() {
        String terminated = null;
        String enclosed = null;
        boolean optionally = false;
        String escaped = null;
        String linesStarting = null;
        String linesTerminated = null;
        if (tokens.accept(FIELDS) || tokens.accept(COLUMNS)) {
            int options = 0;
            while (true) {
                if (tokens.accept(TERMINATED)) {
                    terminated = byText();
                } else if (tokens.is(OPTIONALLY) || tokens.is(ENCLOSED)) {
                    optionally = tokens.accept(OPTIONALLY);
                    tokens.expect(ENCLOSED);
                    enclosed = byText();
                } else if (tokens.accept(ESCAPED)) {
                    escaped = byText();
                } else if (options > 0) {
                    break;
                } else {
                    throw tokens.error();
                }
                options++;
            }
        }
        if (tokens.accept(LINES)) {
            int options = 0;
            while (true) {
                if (tokens.accept(TERMINATED)) {
                    linesTerminated = byText();
                } else if (tokens.accept(STARTING)) {
                    linesStarting = byText();
                } else if (options > 0) {
                    break;
                } else {
                    throw tokens.error();
                }
                options++;
            }
        }
        return new Query.FileFormat(
                terminated, enclosed, optionally, escaped, linesStarting, linesTerminated);
    }

    private String byText() {
        tokens.expect(BY);
        if (tokens.is(Lexer.HEX) || tokens.is(Lexer.BIT)) {
            var literal = tokens.literal();
            tokens.fix(literal);
            return new String(
                    (byte[]) java.util.Objects.requireNonNull(literal.value()),
                    java.nio.charset.StandardCharsets.UTF_8);
        }
        return tokens.string();
    }

    // ---- Windows

    private Window.Definition windowDefinition() {
        String name = tokens.identifier();
        tokens.expect(AS);
        return new Window.Definition(name, windowSpecification());
    }

    /** What follows OVER. */
    Window over() {
        int start = tokens.start();
        if (tokens.is('(')) {
            return windowSpecification();
        }
        String name = tokens.identifier();
        return new Window.Named(name, start, tokens.lastEnd());
    }

    private Window.Specification windowSpecification() {
        int start = tokens.start();
        tokens.expect('(');
        tokens.enter();
        String base = null;
        if (tokens.isIdentifier()) {
            base = tokens.identifier();
        }
        List<Expression> partitionBy = List.of();
        if (tokens.accept(PARTITION)) {
            tokens.expect(BY);
            partitionBy = grammar.expressions.expressions();
        }
        List<OrderItem> orderBy = orderBy();
        Window.Frame frame =
                tokens.is(ROWS) || tokens.is(RANGE) || tokens.is(GROUPS) ? frame() : null;
        tokens.leave();
        tokens.expect(')');
        return new Window.Specification(base, partitionBy, orderBy, frame, start, tokens.lastEnd());
    }

    private Window.Frame frame() {
        Window.FrameUnit unit =
                tokens.is(ROWS)
                        ? Window.FrameUnit.ROWS
                        : tokens.is(RANGE) ? Window.FrameUnit.RANGE : Window.FrameUnit.GROUPS;
        tokens.skip();
        Window.Bound from;
        Window.Bound to = new Window.Bound(Window.BoundKind.CURRENT_ROW, null, null);
        if (tokens.accept(BETWEEN)) {
            from = bound();
            tokens.expect(AND);
            to = bound();
        } else {
            int mark = tokens.position();
            from = bound();
            if (from.kind() == Window.BoundKind.FOLLOWING
                    || from.kind() == Window.BoundKind.UNBOUNDED_FOLLOWING) {
                throw tokens.errorAt(mark);
            }
        }
        boolean exclude = tokens.accept(EXCLUDE);
        if (exclude && !tokens.accept(CURRENT, ROW) && !tokens.accept(NO, OTHERS)) {
            if (!tokens.accept(GROUP)) {
                tokens.expect(TIES);
            }
        }
        return new Window.Frame(unit, from, to, exclude);
    }

    private Window.Bound bound() {
        if (tokens.accept(UNBOUNDED)) {
            return new Window.Bound(
                    preceding()
                            ? Window.BoundKind.UNBOUNDED_PRECEDING
                            : Window.BoundKind.UNBOUNDED_FOLLOWING,
                    null,
                    null);
        }
        if (tokens.accept(CURRENT)) {
            tokens.expect(ROW);
            return new Window.Bound(Window.BoundKind.CURRENT_ROW, null, null);
        }
        if (tokens.accept(INTERVAL)) {
            Expression amount = grammar.expressions.nested();
            var unit = grammar.expressions.unit();
            return new Window.Bound(
                    preceding() ? Window.BoundKind.PRECEDING : Window.BoundKind.FOLLOWING,
                    amount,
                    unit);
        }
        Expression offset;
        if (tokens.is(Lexer.PARAMETER)) {
            offset = tokens.parameter();
        } else if (tokens.is(Lexer.INTEGER) || tokens.is(Lexer.DECIMAL) || tokens.is(Lexer.FLOAT)) {
            offset = tokens.literal();
        } else {
            throw tokens.error();
        }
        return new Window.Bound(
                preceding() ? Window.BoundKind.PRECEDING : Window.BoundKind.FOLLOWING,
                offset,
                null);
    }

    private boolean preceding() {
        if (tokens.accept(PRECEDING)) {
            return true;
        }
        tokens.expect(FOLLOWING);
        return false;
    }
}
