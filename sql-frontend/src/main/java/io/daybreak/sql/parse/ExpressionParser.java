package io.daybreak.sql.parse;

import static io.daybreak.sql.parse.Keyword.*;

import io.daybreak.sql.ast.Expression;
import io.daybreak.sql.ast.Expression.Binary;
import io.daybreak.sql.ast.Expression.BinaryOperator;
import io.daybreak.sql.ast.Expression.Column;
import io.daybreak.sql.ast.Expression.Literal;
import io.daybreak.sql.ast.Expression.LiteralKind;
import io.daybreak.sql.ast.Expression.TruthTest;
import io.daybreak.sql.ast.Expression.Unary;
import io.daybreak.sql.ast.Expression.UnaryOperator;
import io.daybreak.sql.ast.IntervalUnit;
import io.daybreak.sql.ast.Query;
import io.daybreak.sql.ast.VariableScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Expressions, by MySQL's own levels: {@code expr} (OR, XOR, AND, NOT), {@code bool_pri}
 * (comparisons), {@code predicate} (IN, BETWEEN, LIKE …), {@code bit_expr} (arithmetic), {@code
 * simple_expr} (signs, COLLATE, operands). So {@code a = b IN (c)} is {@code a = (b IN (c))}.
 */
final class ExpressionParser {
    /** Operators in one chain such as {@code a + b + …}, whose tree is as deep as it is long. */
    private static final int CHAIN_MAX = 1_000;

    private final Grammar grammar;
    private final Tokens tokens;

    /** An operand that was already read, while finding out what a parenthesis holds. */
    private @Nullable Expression pending;

    ExpressionParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
    }

    // ---- OR, XOR, AND, NOT

    Expression expression() {
        Expression first = negation();
        BinaryOperator operator = logicalOperator();
        if (operator == null) {
            return first;
        }
        List<Expression> operands = new ArrayList<>();
        List<BinaryOperator> operators = new ArrayList<>();
        operands.add(first);
        do {
            if (tokens.is(Lexer.AND_AND)) {
                tokens.deprecated(Deprecation.AND_SIGN);
            } else if (tokens.is(Lexer.OR_OR)) {
                tokens.deprecated(Deprecation.OR_SIGN);
            }
            tokens.skip();
            operators.add(operator);
            operands.add(negation());
            operator = logicalOperator();
        } while (operator != null);
        return logical(operands, operators, 0, operands.size(), BinaryOperator.OR);
    }

    private @Nullable BinaryOperator logicalOperator() {
        int kind = tokens.kind();
        if (kind == Lexer.AND_AND || kind == AND.kind) {
            return BinaryOperator.AND;
        }
        if (kind == OR.kind || kind == Lexer.OR_OR) {
            return BinaryOperator.OR;
        }
        return kind == XOR.kind ? BinaryOperator.XOR : null;
    }

    /**
     * The tree of operands [from, to), split at the operators of one level. Equal operators make a
     * balanced tree: they are associative, operands keep their order, and thousands of ORs stay
     * shallow.
     */
    private static Expression logical(
            List<Expression> operands,
            List<BinaryOperator> operators,
            int from,
            int to,
            BinaryOperator level) {
        if (to - from == 1) {
            return operands.get(from);
        }
        BinaryOperator next = level == BinaryOperator.OR ? BinaryOperator.XOR : BinaryOperator.AND;
        List<Expression> parts = new ArrayList<>();
        int partStart = from;
        for (int i = from; i < to; i++) {
            if (i == to - 1 || operators.get(i) == level) {
                parts.add(
                        level == BinaryOperator.AND
                                ? operands.get(i)
                                : logical(operands, operators, partStart, i + 1, next));
                partStart = i + 1;
            }
        }
        return balanced(parts, 0, parts.size(), level);
    }

    private static Expression balanced(
            List<Expression> parts, int from, int to, BinaryOperator operator) {
        if (to - from == 1) {
            return parts.get(from);
        }
        int middle = from + (to - from + 1) / 2;
        Expression left = balanced(parts, from, middle, operator);
        Expression right = balanced(parts, middle, to, operator);
        return new Binary(operator, left, right, left.start(), right.end());
    }

    private Expression negation() {
        if (tokens.is(NOT) && pending == null && !tokens.options.highNotPrecedence()) {
            int start = tokens.start();
            tokens.skip();
            tokens.enter();
            Expression operand = negation();
            tokens.leave();
            return new Unary(UnaryOperator.NOT, operand, start, operand.end());
        }
        return comparison();
    }

    // ---- Comparisons

    private Expression comparison() {
        Expression left = predicate();
        for (int length = 0; ; length++) {
            BinaryOperator operator = comparisonOperator();
            if (operator != null) {
                checkChain(length);
                tokens.skip();
                left = compared(left, operator);
            } else if (tokens.is(IS)) {
                checkChain(length);
                Expression test = is(left);
                if (((Expression.Is) test).test() != TruthTest.NULL) {
                    return test;
                }
                left = test;
            } else {
                return left;
            }
        }
    }

    private void checkChain(int length) {
        if (length > CHAIN_MAX) {
            throw tokens.tooDeep(CHAIN_MAX);
        }
    }

    private @Nullable BinaryOperator comparisonOperator() {
        return switch (tokens.kind()) {
            case '=' -> BinaryOperator.EQUAL;
            case '<' -> BinaryOperator.LESS;
            case '>' -> BinaryOperator.GREATER;
            case Lexer.LESS_OR_EQUAL -> BinaryOperator.LESS_OR_EQUAL;
            case Lexer.GREATER_OR_EQUAL -> BinaryOperator.GREATER_OR_EQUAL;
            case Lexer.NOT_EQUAL -> BinaryOperator.NOT_EQUAL;
            case Lexer.NULL_SAFE_EQUAL -> BinaryOperator.NULL_SAFE_EQUAL;
            default -> null;
        };
    }

    private Expression compared(Expression left, BinaryOperator operator) {
        boolean all = tokens.is(ALL);
        if ((all || tokens.is(ANY) || tokens.is(SOME))
                && tokens.kind(1) == '('
                && operator != BinaryOperator.NULL_SAFE_EQUAL) {
            tokens.skip();
            Query query = grammar.queries.subquery();
            return new Expression.QuantifiedComparison(
                    left, operator, all, query, left.start(), tokens.lastEnd());
        }
        Expression right = predicate();
        return new Binary(operator, left, right, left.start(), right.end());
    }

    private Expression is(Expression operand) {
        tokens.skip();
        boolean negated = acceptNot();
        TruthTest test;
        if (tokens.accept(NULL)) {
            test = TruthTest.NULL;
        } else if (tokens.accept(TRUE)) {
            test = TruthTest.TRUE;
        } else if (tokens.accept(FALSE)) {
            test = TruthTest.FALSE;
        } else {
            tokens.expect(UNKNOWN);
            test = TruthTest.UNKNOWN;
        }
        return new Expression.Is(operand, test, negated, operand.start(), tokens.lastEnd());
    }

    private boolean acceptNot() {
        return tokens.accept(NOT);
    }

    // ---- Predicates

    private Expression predicate() {
        Expression value = bitExpression();
        boolean negated = false;
        Keyword word = tokens.keyword();
        if (word == NOT) {
            word = tokens.keyword(1);
            if (word != IN && word != BETWEEN && word != LIKE && word != REGEXP && word != RLIKE) {
                return value;
            }
            negated = true;
            tokens.skip();
        }
        if (word == null) {
            return value;
        }
        int start = value.start();
        switch (word) {
            case IN -> {
                tokens.skip();
                return in(value, negated);
            }
            case BETWEEN -> {
                tokens.skip();
                Expression low = bitExpression();
                tokens.expect(AND);
                tokens.enter();
                Expression high = predicate();
                tokens.leave();
                return new Expression.Between(value, low, high, negated, start, high.end());
            }
            case LIKE -> {
                tokens.skip();
                Expression pattern = simple();
                Expression escape = tokens.accept(ESCAPE) ? simple() : null;
                return new Expression.Like(
                        value, pattern, escape, negated, start, tokens.lastEnd());
            }
            case REGEXP, RLIKE -> {
                tokens.skip();
                Expression pattern = bitExpression();
                return new Expression.Regexp(value, pattern, negated, start, pattern.end());
            }
            case SOUNDS -> {
                if (tokens.keyword(1) != LIKE) {
                    return value;
                }
                tokens.skip();
                tokens.skip();
                Expression right = bitExpression();
                return new Binary(BinaryOperator.SOUNDS_LIKE, value, right, start, right.end());
            }
            case MEMBER -> {
                if (tokens.keyword(1) != OF && tokens.kind(1) != '(') {
                    return value;
                }
                tokens.skip();
                tokens.accept(OF);
                tokens.expect('(');
                Expression array = simple();
                tokens.expect(')');
                return new Expression.MemberOf(value, array, start, tokens.lastEnd());
            }
            default -> {
                return value;
            }
        }
    }

    private Expression in(Expression value, boolean negated) {
        List<Expression> list;
        if (grammar.queries.startsParenthesisedQuery()) {
            switch (grammar.queries.parenthesised()) {
                case QueryParser.Content.Whole(Query query) -> {
                    return new Expression.InSubquery(
                            value, query, negated, value.start(), tokens.lastEnd());
                }
                case QueryParser.Content.Values(List<Expression> values) -> list = values;
            }
        } else {
            tokens.expect('(');
            tokens.enter();
            list = expressions();
            tokens.leave();
            tokens.expect(')');
        }
        return new Expression.InList(value, list, negated, value.start(), tokens.lastEnd());
    }

    // ---- Arithmetic

    /** {@code bit_expr}. */
    Expression bitExpression() {
        return bits(1);
    }

    private static int precedence(int kind) {
        return switch (kind) {
            case '|' -> 1;
            case '&' -> 2;
            case Lexer.SHIFT_LEFT, Lexer.SHIFT_RIGHT -> 3;
            case '+', '-' -> 4;
            case '*', '/', '%' -> 5;
            case '^' -> 6;
            default -> kind == DIV.kind || kind == MOD.kind ? 5 : 0;
        };
    }

    /** Precedence climbing over left-associative operators. */
    private Expression bits(int lowest) {
        Expression left = simple();
        for (int length = 0; ; length++) {
            int kind = tokens.kind();
            int precedence = precedence(kind);
            if (precedence < lowest || precedence == 0) {
                return left;
            }
            checkChain(length);
            tokens.skip();
            if (precedence == 4 && tokens.is(INTERVAL) && !readsIntervalFunction()) {
                left = interval(left, kind == '-');
            } else {
                Expression right = bits(precedence + 1);
                left = new Binary(arithmetic(kind), left, right, left.start(), right.end());
            }
        }
    }

    private static BinaryOperator arithmetic(int kind) {
        return switch (kind) {
            case '|' -> BinaryOperator.BIT_OR;
            case '&' -> BinaryOperator.BIT_AND;
            case Lexer.SHIFT_LEFT -> BinaryOperator.SHIFT_LEFT;
            case Lexer.SHIFT_RIGHT -> BinaryOperator.SHIFT_RIGHT;
            case '+' -> BinaryOperator.ADD;
            case '-' -> BinaryOperator.SUBTRACT;
            case '*' -> BinaryOperator.MULTIPLY;
            case '/' -> BinaryOperator.DIVIDE;
            case '^' -> BinaryOperator.BIT_XOR;
            default -> kind == DIV.kind ? BinaryOperator.INTEGER_DIVIDE : BinaryOperator.MODULO;
        };
    }

    /**
     * Takes INTERVAL and tells the function INTERVAL(a, b, …), which is read and becomes the
     * pending operand, from a time span, of which a parenthesised amount becomes the pending
     * operand.
     */
    private boolean readsIntervalFunction() {
        int start = tokens.start();
        tokens.skip();
        if (!tokens.is('(') || grammar.queries.startsParenthesisedQuery()) {
            return false;
        }
        tokens.skip();
        tokens.enter();
        List<Expression> list = expressions();
        tokens.leave();
        tokens.expect(')');
        if (list.size() == 1) {
            pending = list.getFirst();
            return false;
        }
        pending = new Expression.Call(null, "interval", list, start, tokens.lastEnd());
        return true;
    }

    /** After {@code date + INTERVAL} or {@code date - INTERVAL}. */
    private Expression interval(Expression date, boolean subtract) {
        Expression amount = nested();
        IntervalUnit unit = unit();
        return new Expression.IntervalArithmetic(
                date, amount, unit, subtract, date.start(), tokens.lastEnd());
    }

    IntervalUnit unit() {
        Keyword word = tokens.keyword();
        if (word != null) {
            String name = word.name();
            if (name.startsWith("SQL_TSI_")) {
                name = name.substring("SQL_TSI_".length());
            }
            for (IntervalUnit unit : IntervalUnit.values()) {
                if (unit.name().equals(name)) {
                    tokens.skip();
                    return unit;
                }
            }
        }
        throw tokens.error();
    }

    // ---- Operands

    /** {@code simple_expr}. */
    Expression simple() {
        Expression left = unary();
        if (tokens.options.pipesAsConcat()) {
            for (int length = 0; tokens.is(Lexer.OR_OR); length++) {
                checkChain(length);
                tokens.skip();
                Expression right = unary();
                left = new Binary(BinaryOperator.CONCAT, left, right, left.start(), right.end());
            }
        }
        return left;
    }

    private @Nullable UnaryOperator sign() {
        return switch (tokens.kind()) {
            case '-' -> UnaryOperator.MINUS;
            case '+' -> UnaryOperator.PLUS;
            case '~' -> UnaryOperator.BIT_NOT;
            case '!' -> UnaryOperator.NOT;
            default ->
                    tokens.is(BINARY)
                            ? UnaryOperator.BINARY
                            : tokens.is(NOT) && tokens.options.highNotPrecedence()
                                    ? UnaryOperator.NOT
                                    : null;
        };
    }

    private Expression unary() {
        UnaryOperator sign = pending == null ? sign() : null;
        if (sign != null) {
            int start = tokens.start();
            if (tokens.is('!')) {
                tokens.deprecated(Deprecation.NOT_SIGN);
            } else if (sign == UnaryOperator.BINARY) {
                tokens.deprecated(Deprecation.BINARY_OPERATOR);
            }
            tokens.skip();
            tokens.enter();
            Expression operand = unary();
            tokens.leave();
            return new Unary(sign, operand, start, operand.end());
        }
        Expression operand = primary();
        while (tokens.is(COLLATE)) {
            tokens.skip();
            String collation = tokens.identifierOrString().toLowerCase(Locale.ROOT);
            operand = new Expression.Collate(operand, collation, operand.start(), tokens.lastEnd());
        }
        return operand;
    }

    private Expression primary() {
        if (pending != null) {
            Expression operand = pending;
            pending = null;
            return operand;
        }
        return switch (tokens.kind()) {
            case Lexer.INTEGER,
                    Lexer.DECIMAL,
                    Lexer.FLOAT,
                    Lexer.STRING,
                    Lexer.NATIONAL,
                    Lexer.HEX,
                    Lexer.BIT ->
                    tokens.literal();
            case Lexer.PARAMETER -> tokens.parameter();
            case Lexer.WORD -> word();
            case Lexer.QUOTED -> grammar.functions.nameOrCall();
            case '(' -> parenthesis();
            case '@' -> userVariable();
            case Lexer.AT_AT -> systemVariable();
            case '{' -> braces();
            default -> keywordOperand();
        };
    }

    private Expression word() {
        int next = tokens.kind(1);
        if (next == Lexer.STRING || next == Lexer.HEX || next == Lexer.BIT) {
            Expression literal = introduced();
            if (literal != null) {
                return literal;
            }
        }
        return grammar.functions.nameOrCall();
    }

    /** A string, with or without introducer. */
    Expression text() {
        if (tokens.is(Lexer.STRING)) {
            return tokens.literal();
        }
        Expression literal =
                tokens.is(Lexer.WORD) && tokens.kind(1) == Lexer.STRING ? introduced() : null;
        if (literal == null) {
            throw tokens.error();
        }
        return literal;
    }

    /** {@code _latin1'…'}, null if the word is no charset. */
    private @Nullable Expression introduced() {
        String word = tokens.raw();
        if (word.charAt(0) != '_') {
            return null;
        }
        String charset = word.substring(1).toLowerCase(Locale.ROOT);
        if (!NameParser.isCharset(charset)) {
            return null;
        }
        int start = tokens.start();
        tokens.deprecated(Deprecation.ofCharset(charset));
        tokens.skip();
        Literal literal = tokens.literal();
        return new Literal(
                literal.kind(),
                literal.value(),
                NameParser.canonicalCharset(charset),
                literal.ordinal(),
                start,
                literal.end());
    }

    private Expression keywordOperand() {
        Keyword word = tokens.keyword();
        if (word == null) {
            throw tokens.error();
        }
        int start = tokens.start();
        switch (word) {
            case NULL -> {
                return constant(LiteralKind.NULL, null);
            }
            case TRUE -> {
                return constant(LiteralKind.BOOLEAN, 1L);
            }
            case FALSE -> {
                return constant(LiteralKind.BOOLEAN, 0L);
            }
            case DATE, TIME, TIMESTAMP -> {
                if (tokens.kind(1) == Lexer.STRING) {
                    return temporal(word);
                }
            }
            case EXISTS -> {
                tokens.skip();
                Query query = grammar.queries.subquery();
                return new Expression.Exists(query, start, tokens.lastEnd());
            }
            case ROW -> {
                if (tokens.kind(1) == '(') {
                    return explicitRow();
                }
            }
            case CASE -> {
                return caseExpression();
            }
            case INTERVAL -> {
                return intervalFirst();
            }
            default -> {}
        }
        return grammar.functions.keywordCall(word);
    }

    private Literal constant(LiteralKind kind, @Nullable Object value) {
        int start = tokens.start();
        tokens.skip();
        return new Literal(kind, value, null, -1, start, tokens.lastEnd());
    }

    private Literal temporal(Keyword word) {
        int start = tokens.start();
        tokens.skip();
        Literal text = tokens.literal();
        LiteralKind kind =
                word == DATE
                        ? LiteralKind.DATE
                        : word == TIME ? LiteralKind.TIME : LiteralKind.TIMESTAMP;
        return new Literal(kind, text.value(), null, text.ordinal(), start, text.end());
    }

    private Expression explicitRow() {
        int start = tokens.start();
        tokens.skip();
        tokens.skip();
        List<Expression> elements = expressions();
        if (elements.size() == 1) {
            throw tokens.error();
        }
        tokens.expect(')');
        return new Expression.Row(elements, start, tokens.lastEnd());
    }

    /** {@code INTERVAL amount unit + date}, or the function. */
    private Expression intervalFirst() {
        int start = tokens.start();
        if (readsIntervalFunction()) {
            return primary();
        }
        Expression amount = nested();
        IntervalUnit unit = unit();
        tokens.expect('+');
        tokens.enter();
        Expression date = negation();
        tokens.leave();
        return new Expression.IntervalArithmetic(
                date, amount, unit, false, start, tokens.lastEnd());
    }

    /** An expression one level deeper. */
    Expression nested() {
        tokens.enter();
        Expression expression = expression();
        tokens.leave();
        return expression;
    }

    List<Expression> expressions() {
        return grammar.names.list(this::expression);
    }

    private Expression parenthesis() {
        int start = tokens.start();
        if (grammar.queries.startsParenthesisedQuery()) {
            return switch (grammar.queries.parenthesised()) {
                case QueryParser.Content.Whole(Query query) ->
                        new Expression.ScalarSubquery(query, start, tokens.lastEnd());
                case QueryParser.Content.Values(List<Expression> values) ->
                        rowOrValue(values, start);
            };
        }
        tokens.skip();
        tokens.enter();
        Expression first = expression();
        if (tokens.accept(')')) {
            tokens.leave();
            return first;
        }
        List<Expression> elements = new ArrayList<>();
        elements.add(first);
        while (tokens.accept(',')) {
            elements.add(expression());
        }
        tokens.expect(')');
        tokens.leave();
        return rowOrValue(elements, start);
    }

    Expression rowOrValue(List<Expression> elements, int start) {
        return elements.size() == 1
                ? elements.getFirst()
                : new Expression.Row(List.copyOf(elements), start, tokens.lastEnd());
    }

    /** A list whose first element begins with an operand that was read already. */
    List<Expression> expressionsAfter(Expression operand) {
        pending = operand;
        return expressions();
    }

    /** ODBC's {@code {d '2020-01-01'}}, {@code {fn now()}}. */
    private Expression braces() {
        tokens.skip();
        String name = tokens.identifier().toLowerCase(Locale.ROOT);
        int start = tokens.start();
        Expression inner = nested();
        tokens.expect('}');
        if (inner instanceof Literal text && text.kind() == LiteralKind.STRING) {
            LiteralKind kind =
                    switch (name) {
                        case "d" -> LiteralKind.DATE;
                        case "t" -> LiteralKind.TIME;
                        case "ts" -> LiteralKind.TIMESTAMP;
                        default -> LiteralKind.STRING;
                    };
            return new Literal(
                    kind, text.value(), text.charset(), text.ordinal(), start, text.end());
        }
        return inner;
    }

    private Expression caseExpression() {
        int start = tokens.start();
        tokens.skip();
        tokens.enter();
        Expression operand = tokens.is(WHEN) ? null : expression();
        List<Expression.When> whens = new ArrayList<>();
        do {
            tokens.expect(WHEN);
            Expression condition = expression();
            tokens.expect(THEN);
            whens.add(new Expression.When(condition, expression()));
        } while (tokens.is(WHEN));
        Expression otherwise = tokens.accept(ELSE) ? expression() : null;
        tokens.expect(END);
        tokens.leave();
        return new Expression.Case(operand, List.copyOf(whens), otherwise, start, tokens.lastEnd());
    }

    /** A literal with signs, charset or COLLATE, as DEFAULT takes it. */
    Expression signedLiteral() {
        int start = tokens.start();
        if (tokens.is('-') || tokens.is('+')) {
            UnaryOperator sign = tokens.is('-') ? UnaryOperator.MINUS : UnaryOperator.PLUS;
            tokens.skip();
            if (!tokens.is(Lexer.INTEGER) && !tokens.is(Lexer.DECIMAL) && !tokens.is(Lexer.FLOAT)) {
                throw tokens.error();
            }
            Literal number = tokens.literal();
            return new Unary(sign, number, start, number.end());
        }
        Expression value = primary();
        if (!(value instanceof Literal)) {
            throw tokens.error();
        }
        return value;
    }

    // ---- Variables

    private Expression userVariable() {
        Expression.UserVariable variable = userVariableName();
        if (!tokens.accept(Lexer.ASSIGN)) {
            return variable;
        }
        Expression value = nested();
        tokens.deprecated(Deprecation.ASSIGNMENT);
        return new Expression.Assign(variable, value, variable.start(), value.end());
    }

    /** {@code @name}. */
    Expression.UserVariable userVariableName() {
        int start = tokens.start();
        tokens.expect('@');
        String name;
        if (tokens.is(Lexer.HOST)) {
            name = tokens.raw();
            tokens.skip();
        } else {
            name = tokens.identifierOrString();
        }
        return new Expression.UserVariable(name, start, tokens.lastEnd());
    }

    private Expression systemVariable() {
        int start = tokens.start();
        tokens.skip();
        VariableScope scope = VariableScope.DEFAULT;
        if (tokens.kind(1) == '.') {
            scope = scope();
            if (scope != VariableScope.DEFAULT) {
                tokens.expect('.');
            }
        }
        String first = tokens.identifier();
        if (tokens.accept('.')) {
            String second = tokens.identifier();
            return new Expression.SystemVariable(scope, first, second, start, tokens.lastEnd());
        }
        return new Expression.SystemVariable(scope, null, first, start, tokens.lastEnd());
    }

    /** GLOBAL, SESSION, LOCAL; DEFAULT, and nothing taken, if there is none. */
    private VariableScope scope() {
        if (tokens.accept(GLOBAL)) {
            return VariableScope.GLOBAL;
        }
        return tokens.accept(SESSION) || tokens.accept(LOCAL)
                ? VariableScope.SESSION
                : VariableScope.DEFAULT;
    }

    /** A column with {@code ->} or {@code ->>} if they follow. */
    Expression jsonPath(Column column) {
        boolean unquote = tokens.is(Lexer.DOUBLE_ARROW);
        if (!unquote && !tokens.is(Lexer.ARROW)) {
            return column;
        }
        tokens.skip();
        if (!tokens.is(Lexer.STRING)) {
            throw tokens.error();
        }
        Literal path = tokens.literal();
        return new Expression.JsonExtract(column, path, unquote, column.start(), path.end());
    }
}
