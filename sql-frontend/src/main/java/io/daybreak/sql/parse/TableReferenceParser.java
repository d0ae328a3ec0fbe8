package io.daybreak.sql.parse;

import static io.daybreak.sql.parse.Keyword.*;

import io.daybreak.sql.ast.DataType;
import io.daybreak.sql.ast.Expression;
import io.daybreak.sql.ast.Query;
import io.daybreak.sql.ast.TableName;
import io.daybreak.sql.ast.TableReference;
import io.daybreak.sql.ast.TableReference.HintKind;
import io.daybreak.sql.ast.TableReference.HintScope;
import io.daybreak.sql.ast.TableReference.Join;
import io.daybreak.sql.ast.TableReference.JoinType;
import io.daybreak.sql.ast.TableReference.JsonColumn;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** FROM: tables, derived tables and joins. */
final class TableReferenceParser {
    private final Grammar grammar;
    private final Tokens tokens;
    private final NameParser names;

    TableReferenceParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
        this.names = grammar.names;
    }

    List<TableReference> references() {
        return names.list(this::reference);
    }

    /** A table with the joins that follow it. */
    private TableReference reference() {
        return joins(factor());
    }

    // ---- Joins

    /** How a join begins. */
    private record Operator(JoinType type, boolean natural) {}

    private @Nullable Operator operator() {
        Keyword word = tokens.keyword();
        if (word == null) {
            return null;
        }
        switch (word) {
            case JOIN -> tokens.skip();
            case INNER, CROSS -> {
                tokens.skip();
                tokens.expect(JOIN);
            }
            case STRAIGHT_JOIN -> {
                tokens.skip();
                return new Operator(JoinType.STRAIGHT, false);
            }
            case LEFT, RIGHT -> {
                return new Operator(outer(), false);
            }
            case NATURAL -> {
                tokens.skip();
                if (tokens.is(LEFT) || tokens.is(RIGHT)) {
                    return new Operator(outer(), true);
                }
                tokens.accept(INNER);
                tokens.expect(JOIN);
                return new Operator(JoinType.INNER, true);
            }
            default -> {
                return null;
            }
        }
        return new Operator(JoinType.INNER, false);
    }

    private JoinType outer() {
        JoinType type = tokens.is(LEFT) ? JoinType.LEFT : JoinType.RIGHT;
        tokens.skip();
        tokens.accept(OUTER);
        tokens.expect(JOIN);
        return type;
    }

    private boolean joinFollows() {
        Keyword word = tokens.keyword();
        return word == JOIN
                || word == INNER
                || word == CROSS
                || word == STRAIGHT_JOIN
                || word == LEFT
                || word == RIGHT
                || word == NATURAL;
    }

    /**
     * Joins from the left. When a condition does not follow its table at once, as in {@code a JOIN
     * b JOIN c ON x ON y}, what follows belongs to the right side; and when in the end there is no
     * condition, the join was a cross join that binds first.
     */
    private TableReference joins(TableReference first) {
        TableReference left = first;
        while (true) {
            Operator operator = operator();
            if (operator == null) {
                return left;
            }
            TableReference right = factor();
            if (operator.natural) {
                left = join(operator, left, right, null, List.of());
                continue;
            }
            if (joinFollows()) {
                tokens.enter();
                right = joins(right);
                tokens.leave();
            }
            if (tokens.accept(ON)) {
                Expression condition = grammar.expressions.expression();
                left = join(operator, left, right, condition, List.of());
            } else if (tokens.accept(USING)) {
                left = join(operator, left, right, null, names.identifiers());
            } else if (operator.type == JoinType.LEFT || operator.type == JoinType.RIGHT) {
                throw tokens.error();
            } else {
                left = crossJoin(operator, left, right);
            }
        }
    }

    private Join join(
            Operator operator,
            TableReference left,
            TableReference right,
            @Nullable Expression on,
            List<String> using) {
        return new Join(
                operator.type,
                operator.natural,
                left,
                right,
                on,
                using,
                left.start(),
                tokens.lastEnd());
    }

    /** Puts a join without condition at the leftmost table of what was read as its right side. */
    private Join crossJoin(Operator operator, TableReference left, TableReference right) {
        if (right instanceof Join join) {
            TableReference inner = crossJoin(operator, left, join.left());
            return new Join(
                    join.type(),
                    join.natural(),
                    inner,
                    join.right(),
                    join.on(),
                    join.using(),
                    left.start(),
                    join.end());
        }
        return new Join(
                operator.type, false, left, right, null, List.of(), left.start(), right.end());
    }

    // ---- Factors

    private TableReference factor() {
        int start = tokens.start();
        if (tokens.is('(')) {
            return parenthesis(start);
        }
        if (tokens.accept(LATERAL)) {
            return derived(grammar.queries.subquery(), true, start);
        }
        if (tokens.is(JSON_TABLE)) {
            return jsonTable();
        }
        if (tokens.accept('{')) {
            tokens.identifier();
            TableReference inner = reference();
            tokens.expect('}');
            return inner;
        }
        TableName name = names.table();
        List<String> partitions = partitions();
        String alias = alias();
        List<TableReference.IndexHint> hints = indexHints();
        return new TableReference.Named(name, partitions, alias, hints, start, tokens.lastEnd());
    }

    List<String> partitions() {
        return tokens.accept(PARTITION) ? names.identifiers() : List.of();
    }

    @Nullable String alias() {
        if (tokens.accept(AS) || tokens.isIdentifier()) {
            return tokens.identifier();
        }
        return null;
    }

    private TableReference parenthesis(int start) {
        if (grammar.queries.startsParenthesisedQuery()) {
            return switch (parenthesised()) {
                case Content.Whole(Query query) -> derived(query, false, start);
                case Content.Tables(List<TableReference> tables) -> group(tables, start);
            };
        }
        tokens.skip();
        tokens.enter();
        List<TableReference> elements = references();
        tokens.leave();
        tokens.expect(')');
        return group(elements, start);
    }

    /** A joined table in parentheses stays closed: an outer condition's place is clear. */
    private TableReference group(List<TableReference> elements, int start) {
        return elements.size() == 1 && !(elements.getFirst() instanceof Join)
                ? elements.getFirst()
                : new TableReference.Group(elements, start, tokens.lastEnd());
    }

    /** What a parenthesis that begins with a query turned out to hold. */
    private sealed interface Content {
        record Whole(Query query) implements Content {}

        record Tables(List<TableReference> tables) implements Content {}
    }

    private Content parenthesised() {
        tokens.expect('(');
        tokens.enter();
        Content content;
        if (tokens.is('(')) {
            int start = tokens.start();
            content =
                    switch (parenthesised()) {
                        case Content.Whole(Query query) -> afterQuery(query, start);
                        case Content.Tables(List<TableReference> tables) ->
                                new Content.Tables(referencesAfter(group(tables, start)));
                    };
        } else {
            content = new Content.Whole(grammar.queries.query());
        }
        tokens.leave();
        tokens.expect(')');
        return content;
    }

    private Content afterQuery(Query query, int start) {
        if (tokens.is(')')) {
            return new Content.Whole(query);
        }
        if (grammar.queries.continuesQuery()) {
            return new Content.Whole(grammar.queries.queryAfter(query, start));
        }
        return new Content.Tables(referencesAfter(derived(query, false, start)));
    }

    private List<TableReference> referencesAfter(TableReference first) {
        List<TableReference> list = new ArrayList<>();
        list.add(joins(first));
        while (tokens.accept(',')) {
            list.add(reference());
        }
        return List.copyOf(list);
    }

    private TableReference derived(Query query, boolean lateral, int start) {
        tokens.accept(AS);
        String alias = tokens.identifier();
        List<String> columns = tokens.is('(') ? names.identifiers() : List.of();
        return new TableReference.Derived(query, lateral, alias, columns, start, tokens.lastEnd());
    }

    private List<TableReference.IndexHint> indexHints() {
        List<TableReference.IndexHint> hints = List.of();
        while (tokens.is(USE) || tokens.is(FORCE) || tokens.is(IGNORE)) {
            HintKind kind =
                    tokens.is(USE)
                            ? HintKind.USE
                            : tokens.is(FORCE) ? HintKind.FORCE : HintKind.IGNORE;
            tokens.skip();
            if (!tokens.accept(INDEX)) {
                tokens.expect(KEY);
            }
            HintScope scope = HintScope.ALL;
            if (tokens.accept(FOR)) {
                scope = hintScope();
            }
            tokens.expect('(');
            List<String> indexes =
                    kind == HintKind.USE && tokens.is(')')
                            ? List.of()
                            : names.list(this::indexName);
            tokens.expect(')');
            hints = hints.isEmpty() ? new ArrayList<>() : hints;
            hints.add(new TableReference.IndexHint(kind, scope, indexes));
        }
        return List.copyOf(hints);
    }

    private String indexName() {
        return tokens.accept(PRIMARY) ? "PRIMARY" : tokens.identifier();
    }

    private HintScope hintScope() {
        if (tokens.accept(JOIN)) {
            return HintScope.JOIN;
        }
        if (tokens.accept(ORDER, BY)) {
            return HintScope.ORDER_BY;
        }
        tokens.expect(GROUP);
        tokens.expect(BY);
        return HintScope.GROUP_BY;
    }

    // ---- JSON_TABLE

    private TableReference jsonTable() {
        int start = tokens.start();
        tokens.skip();
        tokens.expect('(');
        Expression document = grammar.expressions.expression();
        tokens.expect(',');
        Expression path = tokens.literal();
        List<JsonColumn> columns = jsonColumns();
        tokens.expect(')');
        tokens.accept(AS);
        String alias = tokens.identifier();
        return new TableReference.JsonTable(
                document, path, columns, alias, start, tokens.lastEnd());
    }

    private List<JsonColumn> jsonColumns() {
        tokens.expect(COLUMNS);
        return names.parenthesised(this::jsonColumn);
    }

    private JsonColumn jsonColumn() {
        if (tokens.accept(NESTED)) {
            tokens.accept(PATH);
            Expression path = tokens.literal();
            tokens.enter();
            List<JsonColumn> columns = jsonColumns();
            tokens.leave();
            return new JsonColumn.Nested(path, columns);
        }
        String name = tokens.identifier();
        if (tokens.accept(FOR)) {
            tokens.expect(ORDINALITY);
            return new JsonColumn.Ordinality(name);
        }
        DataType type = grammar.types.columnType();
        String collation = tokens.accept(COLLATE) ? names.collation() : null;
        boolean exists = tokens.accept(EXISTS);
        tokens.expect(PATH);
        Expression path = tokens.literal();
        FunctionParser.JsonResponses responses = grammar.functions.jsonResponses();
        return new JsonColumn.Value(
                name,
                TypeParser.withCollation(type, collation),
                path,
                exists,
                responses.onEmpty(),
                responses.onError());
    }
}
