package io.daybreak.sql.parse;

import static io.daybreak.sql.parse.Keyword.*;

import io.daybreak.sql.ast.DataType;
import io.daybreak.sql.ast.Expression;
import io.daybreak.sql.ast.Expression.Column;
import io.daybreak.sql.ast.Expression.Literal;
import io.daybreak.sql.ast.IntervalUnit;
import io.daybreak.sql.ast.OrderItem;
import io.daybreak.sql.ast.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Function calls: the plain ones, and those with a syntax of their own. */
final class FunctionParser {
    private final Grammar grammar;
    private final Tokens tokens;

    FunctionParser(Grammar grammar) {
        this.grammar = grammar;
        this.tokens = grammar.tokens;
    }

    private Expression expression() {
        return grammar.expressions.nested();
    }

    /** At an identifier: a column, or a call of a function by any name. */
    Expression nameOrCall() {
        int start = tokens.start();
        if (tokens.kind(1) == '(' && (tokens.is(Lexer.WORD) || tokens.is(Lexer.QUOTED))) {
            String name = tokens.identifier().toLowerCase(Locale.ROOT);
            return call(null, name, start);
        }
        if (tokens.kind(1) == '.'
                && tokens.isIdentifier(2)
                && tokens.kind(3) == '('
                && tokens.isIdentifier()) {
            String schema = tokens.identifier();
            tokens.skip();
            String name = tokens.identifier();
            return call(schema, name, start);
        }
        return grammar.expressions.jsonPath(grammar.names.column());
    }

    private Expression call(@Nullable String schema, String name, int start) {
        List<Expression> arguments = arguments();
        if (schema == null && name.equalsIgnoreCase("FOUND_ROWS")) {
            tokens.deprecated(Deprecation.FOUND_ROWS);
        } else if (schema == null && name.equalsIgnoreCase("JSON_MERGE")) {
            tokens.deprecated(Deprecation.JSON_MERGE);
        }
        return new Expression.Call(schema, name, arguments, start, tokens.lastEnd());
    }

    /** {@code ([a, b, …])}. */
    List<Expression> arguments() {
        tokens.expect('(');
        if (tokens.accept(')')) {
            return List.of();
        }
        tokens.enter();
        List<Expression> list = grammar.expressions.expressions();
        tokens.leave();
        tokens.expect(')');
        return list;
    }

    private Expression call(String name, List<Expression> arguments, int start) {
        return new Expression.Call(null, name, arguments, start, tokens.lastEnd());
    }

    /** At a keyword in an operand's place. */
    Expression keywordCall(Keyword word) {
        int start = tokens.start();
        boolean parenthesis = tokens.kind(1) == '(';
        switch (word) {
            case CURRENT_TIMESTAMP, LOCALTIME, LOCALTIMESTAMP, NOW -> {
                return clock("now", start);
            }
            case CURRENT_DATE, CURDATE -> {
                return emptyCall("curdate", start);
            }
            case CURRENT_TIME, CURTIME -> {
                return clock("curtime", start);
            }
            case SYSDATE -> {
                return clock("sysdate", start);
            }
            case UTC_DATE -> {
                return emptyCall("utc_date", start);
            }
            case UTC_TIME -> {
                return clock("utc_time", start);
            }
            case UTC_TIMESTAMP -> {
                return clock("utc_timestamp", start);
            }
            case CURRENT_USER -> {
                return emptyCall("current_user", start);
            }
            case MATCH -> {
                return match(start);
            }
            default -> {}
        }
        if (!parenthesis) {
            return nameOrError();
        }
        Expression special = special(word, start);
        if (special != null) {
            return special;
        }
        Expression aggregate = aggregateOrWindow(word, start);
        if (aggregate != null) {
            return aggregate;
        }
        if (isCallable(word)) {
            tokens.skip();
            return call(null, word.name().toLowerCase(Locale.ROOT), start);
        }
        return nameOrError();
    }

    private Expression nameOrError() {
        if (!tokens.isIdentifier()) {
            throw tokens.error();
        }
        return nameOrCall();
    }

    /** Keywords that are also the names of ordinary functions. */
    private static boolean isCallable(Keyword word) {
        return switch (word) {
            case ASCII,
                    CHARSET,
                    COALESCE,
                    COLLATION,
                    DATABASE,
                    SCHEMA,
                    DATE,
                    DAY,
                    FORMAT,
                    GEOMETRYCOLLECTION,
                    GEOMCOLLECTION,
                    GROUPING,
                    HOUR,
                    IF,
                    INSERT,
                    LEFT,
                    LINESTRING,
                    LOG,
                    MICROSECOND,
                    MINUTE,
                    MOD,
                    MONTH,
                    MULTILINESTRING,
                    MULTIPOINT,
                    MULTIPOLYGON,
                    PASSWORD,
                    POINT,
                    POLYGON,
                    QUARTER,
                    REPEAT,
                    REPLACE,
                    REVERSE,
                    RIGHT,
                    ROW_COUNT,
                    SECOND,
                    TIME,
                    TIMESTAMP,
                    TRUNCATE,
                    USER,
                    WEEK,
                    YEAR ->
                    true;
            default -> false;
        };
    }

    /** NOW and its kin: no parentheses, empty ones, or a number of digits. */
    Expression clock(String name, int start) {
        tokens.skip();
        List<Expression> arguments = List.of();
        if (tokens.accept('(')) {
            if (tokens.is(Lexer.INTEGER)) {
                Literal digits = tokens.literal();
                tokens.fix(digits);
                arguments = List.of(digits);
            }
            tokens.expect(')');
        }
        return call(name, arguments, start);
    }

    private Expression emptyCall(String name, int start) {
        tokens.skip();
        if (tokens.accept('(')) {
            tokens.expect(')');
        }
        return call(name, List.of(), start);
    }

    private @Nullable Expression special(Keyword word, int start) {
        return switch (word) {
            case CAST -> cast(start);
            case CONVERT -> convert(start);
            case CHAR -> charCodes(start);
            case DEFAULT -> {
                tokens.skip();
                tokens.skip();
                Column column = grammar.names.column();
                tokens.expect(')');
                yield new Expression.DefaultOf(column, start, tokens.lastEnd());
            }
            case VALUES -> {
                tokens.skip();
                tokens.skip();
                Column column = grammar.names.column();
                tokens.expect(')');
                tokens.deprecated(Deprecation.VALUES_FUNCTION);
                yield new Expression.InsertedValue(column, start, tokens.lastEnd());
            }
            case TRIM -> trim(start);
            case SUBSTRING, SUBSTR, MID -> substring(start);
            case POSITION -> position(start);
            case EXTRACT -> extract(start);
            case ADDDATE, DATE_ADD -> dateArithmetic(word, false, start);
            case SUBDATE, DATE_SUB -> dateArithmetic(word, true, start);
            case TIMESTAMPADD, TIMESTAMPDIFF -> timestampArithmetic(word, start);
            case GET_FORMAT -> getFormat(start);
            case WEIGHT_STRING -> weightString(start);
            case JSON_VALUE -> jsonValue(start);
            case SESSION_USER, SYSTEM_USER -> {
                tokens.skip();
                yield call("user", arguments(), start);
            }
            default -> null;
        };
    }

    private Expression cast(int start) {
        tokens.skip();
        tokens.skip();
        Expression operand = expression();
        String timeZone = null;
        if (tokens.accept(AT)) {
            tokens.expect(TIME);
            tokens.expect(ZONE);
            tokens.accept(INTERVAL);
            timeZone = tokens.string();
        }
        tokens.expect(AS);
        DataType type = grammar.types.castType();
        boolean array = tokens.accept(ARRAY);
        tokens.expect(')');
        return new Expression.Cast(operand, type, array, timeZone, start, tokens.lastEnd());
    }

    private Expression convert(int start) {
        tokens.skip();
        tokens.skip();
        Expression operand = expression();
        if (tokens.accept(USING)) {
            String charset = grammar.names.charset();
            tokens.expect(')');
            return new Expression.ConvertUsing(operand, charset, start, tokens.lastEnd());
        }
        tokens.expect(',');
        DataType type = grammar.types.castType();
        tokens.expect(')');
        return new Expression.Cast(operand, type, false, null, start, tokens.lastEnd());
    }

    private Expression charCodes(int start) {
        tokens.skip();
        tokens.skip();
        tokens.enter();
        List<Expression> codes = grammar.expressions.expressions();
        tokens.leave();
        String charset = tokens.accept(USING) ? grammar.names.charset() : null;
        tokens.expect(')');
        return new Expression.CharCodes(codes, charset, start, tokens.lastEnd());
    }

    private Expression trim(int start) {
        tokens.skip();
        tokens.skip();
        Expression.TrimSide side = null;
        if (tokens.accept(LEADING)) {
            side = Expression.TrimSide.LEADING;
        } else if (tokens.accept(TRAILING)) {
            side = Expression.TrimSide.TRAILING;
        } else if (tokens.accept(BOTH)) {
            side = Expression.TrimSide.BOTH;
        }
        Expression remove = null;
        Expression operand;
        if (side != null && tokens.accept(FROM)) {
            operand = expression();
        } else {
            operand = expression();
            if (tokens.accept(FROM)) {
                remove = operand;
                operand = expression();
            } else if (side != null) {
                throw tokens.error();
            }
        }
        tokens.expect(')');
        return new Expression.Trim(
                side == null ? Expression.TrimSide.BOTH : side,
                remove,
                operand,
                start,
                tokens.lastEnd());
    }

    private Expression substring(int start) {
        tokens.skip();
        tokens.skip();
        Expression text = expression();
        if (!tokens.accept(FROM)) {
            tokens.expect(',');
            Expression from = expression();
            List<Expression> arguments =
                    tokens.accept(',') ? List.of(text, from, expression()) : List.of(text, from);
            tokens.expect(')');
            return call("substring", arguments, start);
        }
        Expression from = expression();
        List<Expression> arguments =
                tokens.accept(FOR) ? List.of(text, from, expression()) : List.of(text, from);
        tokens.expect(')');
        return call("substring", arguments, start);
    }

    /** {@code POSITION(needle IN text)} is LOCATE. */
    private Expression position(int start) {
        tokens.skip();
        tokens.skip();
        Expression needle = grammar.expressions.bitExpression();
        tokens.expect(IN);
        Expression text = expression();
        tokens.expect(')');
        return call("locate", List.of(needle, text), start);
    }

    private Expression extract(int start) {
        tokens.skip();
        tokens.skip();
        IntervalUnit unit = grammar.expressions.unit();
        tokens.expect(FROM);
        Expression operand = expression();
        tokens.expect(')');
        return new Expression.Extract(unit, operand, start, tokens.lastEnd());
    }

    private Expression dateArithmetic(Keyword word, boolean subtract, int start) {
        tokens.skip();
        tokens.skip();
        Expression date = expression();
        tokens.expect(',');
        if (tokens.accept(INTERVAL)) {
            Expression amount = expression();
            IntervalUnit unit = grammar.expressions.unit();
            tokens.expect(')');
            return new Expression.IntervalArithmetic(
                    date, amount, unit, subtract, start, tokens.lastEnd());
        }
        if (word == DATE_ADD || word == DATE_SUB) {
            throw tokens.error();
        }
        Expression days = expression();
        tokens.expect(')');
        return new Expression.IntervalArithmetic(
                date, days, IntervalUnit.DAY, subtract, start, tokens.lastEnd());
    }

    private Expression timestampArithmetic(Keyword word, int start) {
        tokens.skip();
        tokens.skip();
        IntervalUnit unit = grammar.expressions.unit();
        if (unit.isCompound()) {
            tokens.back(tokens.position() - 1);
            throw tokens.error();
        }
        tokens.expect(',');
        Expression first = expression();
        tokens.expect(',');
        Expression second = expression();
        tokens.expect(')');
        return word == TIMESTAMPADD
                ? new Expression.TimestampAdd(unit, first, second, start, tokens.lastEnd())
                : new Expression.TimestampDiff(unit, first, second, start, tokens.lastEnd());
    }

    private Expression getFormat(int start) {
        tokens.skip();
        tokens.skip();
        DataType.Kind kind;
        if (tokens.accept(DATE)) {
            kind = DataType.Kind.DATE;
        } else if (tokens.accept(TIME)) {
            kind = DataType.Kind.TIME;
        } else if (tokens.accept(DATETIME) || tokens.accept(TIMESTAMP)) {
            kind = DataType.Kind.DATETIME;
        } else {
            throw tokens.error();
        }
        tokens.expect(',');
        Expression format = expression();
        tokens.expect(')');
        return new Expression.GetFormat(kind, format, start, tokens.lastEnd());
    }

    private Expression weightString(int start) {
        tokens.skip();
        tokens.skip();
        Expression operand = expression();
        DataType.Kind as = null;
        int length = 0;
        if (tokens.accept(AS)) {
            if (tokens.accept(BINARY)) {
                as = DataType.Kind.BINARY;
            } else {
                tokens.expect(CHAR);
                as = DataType.Kind.CHAR;
            }
            tokens.expect('(');
            length = (int) Math.min(tokens.integer(), Integer.MAX_VALUE);
            tokens.expect(')');
        }
        tokens.expect(')');
        return new Expression.WeightString(operand, as, length, start, tokens.lastEnd());
    }

    private Expression match(int start) {
        tokens.skip();
        boolean parenthesis = tokens.accept('(');
        List<Column> columns = grammar.names.list(grammar.names::column);
        if (parenthesis) {
            tokens.expect(')');
        }
        tokens.expect(AGAINST);
        tokens.expect('(');
        tokens.enter();
        Expression against = grammar.expressions.bitExpression();
        tokens.leave();
        Expression.MatchMode mode = matchMode();
        tokens.expect(')');
        return new Expression.MatchAgainst(columns, against, mode, start, tokens.lastEnd());
    }

    private Expression.MatchMode matchMode() {
        if (tokens.accept(IN)) {
            if (tokens.accept(BOOLEAN)) {
                tokens.expect(MODE);
                return Expression.MatchMode.BOOLEAN;
            }
            tokens.expect(NATURAL);
            tokens.expect(LANGUAGE);
            tokens.expect(MODE);
            return withExpansion()
                    ? Expression.MatchMode.NATURAL_LANGUAGE_WITH_EXPANSION
                    : Expression.MatchMode.NATURAL_LANGUAGE;
        }
        return withExpansion()
                ? Expression.MatchMode.WITH_EXPANSION
                : Expression.MatchMode.NATURAL_LANGUAGE;
    }

    private boolean withExpansion() {
        if (!tokens.accept(WITH)) {
            return false;
        }
        tokens.expect(QUERY);
        tokens.expect(EXPANSION);
        return true;
    }

    // ---- JSON

    private Expression jsonValue(int start) {
        tokens.skip();
        tokens.skip();
        Expression document = grammar.expressions.simple();
        tokens.expect(',');
        Expression path = grammar.expressions.text();
        DataType returning = null;
        if (tokens.accept(RETURNING)) {
            returning = grammar.types.castType();
        }
        JsonResponses responses = jsonResponses();
        tokens.expect(')');
        return new Expression.JsonValue(
                document,
                path,
                returning,
                responses.onEmpty,
                responses.onError,
                start,
                tokens.lastEnd());
    }

    record JsonResponses(
            Expression.@Nullable JsonOnResponse onEmpty,
            Expression.@Nullable JsonOnResponse onError) {}

    /** {@code [response ON EMPTY] [response ON ERROR]}. */
    JsonResponses jsonResponses() {
        Expression.JsonOnResponse onEmpty = null;
        Expression.JsonOnResponse onError = null;
        while (tokens.is(NULL) || tokens.is(ERROR) || tokens.is(DEFAULT)) {
            Expression.JsonOnResponse response = jsonResponse();
            tokens.expect(ON);
            if (onEmpty == null && onError == null && tokens.accept(EMPTY)) {
                onEmpty = response;
            } else {
                tokens.expect(ERROR);
                onError = response;
                break;
            }
        }
        return new JsonResponses(onEmpty, onError);
    }

    private Expression.JsonOnResponse jsonResponse() {
        if (tokens.accept(NULL)) {
            return new Expression.JsonOnResponse(false, null);
        }
        if (tokens.accept(ERROR)) {
            return new Expression.JsonOnResponse(true, null);
        }
        tokens.expect(DEFAULT);
        return new Expression.JsonOnResponse(false, grammar.expressions.simple());
    }

    // ---- Aggregates and window functions

    private @Nullable Expression aggregateOrWindow(Keyword word, int start) {
        return switch (word) {
            case COUNT -> count(start);
            case GROUP_CONCAT -> groupConcat(start);
            case SUM, AVG, MIN, MAX, ST_COLLECT -> aggregate(word, true, 1, start);
            case BIT_AND,
                    BIT_OR,
                    BIT_XOR,
                    STD,
                    STDDEV,
                    STDDEV_POP,
                    STDDEV_SAMP,
                    VARIANCE,
                    VAR_POP,
                    VAR_SAMP,
                    JSON_ARRAYAGG ->
                    aggregate(word, false, 1, start);
            case JSON_OBJECTAGG -> aggregate(word, false, 2, start);
            case ROW_NUMBER, RANK, DENSE_RANK, CUME_DIST, PERCENT_RANK -> window(word, 0, 0, start);
            case NTILE, FIRST_VALUE, LAST_VALUE -> window(word, 1, 1, start);
            case LEAD, LAG -> window(word, 1, 3, start);
            case NTH_VALUE -> window(word, 2, 2, start);
            default -> null;
        };
    }

    private Expression aggregate(Keyword word, boolean distinctAllowed, int count, int start) {
        tokens.skip();
        tokens.skip();
        boolean distinct = distinctAllowed && (tokens.accept(DISTINCT));
        List<Expression> arguments = new ArrayList<>(count);
        do {
            tokens.accept(ALL);
            arguments.add(expression());
        } while (arguments.size() < count && tokens.accept(','));
        if (arguments.size() < count) {
            throw tokens.error();
        }
        tokens.expect(')');
        return aggregate(word, distinct, false, List.copyOf(arguments), List.of(), null, start);
    }

    private Expression aggregate(
            Keyword word,
            boolean distinct,
            boolean star,
            List<Expression> arguments,
            List<OrderItem> orderBy,
            @Nullable Literal separator,
            int start) {
        Window over = tokens.accept(OVER) ? grammar.queries.over() : null;
        return new Expression.Aggregate(
                word.name().toLowerCase(Locale.ROOT),
                distinct,
                star,
                arguments,
                orderBy,
                separator,
                over,
                start,
                tokens.lastEnd());
    }

    private Expression count(int start) {
        tokens.skip();
        tokens.skip();
        if (tokens.accept(DISTINCT)) {
            tokens.enter();
            List<Expression> arguments = grammar.expressions.expressions();
            tokens.leave();
            tokens.expect(')');
            return aggregate(COUNT, true, false, arguments, List.of(), null, start);
        }
        tokens.accept(ALL);
        if (tokens.accept('*')) {
            tokens.expect(')');
            return aggregate(COUNT, false, true, List.of(), List.of(), null, start);
        }
        List<Expression> arguments = List.of(expression());
        tokens.expect(')');
        return aggregate(COUNT, false, false, arguments, List.of(), null, start);
    }

    private Expression groupConcat(int start) {
        tokens.skip();
        tokens.skip();
        tokens.enter();
        boolean distinct = tokens.accept(DISTINCT);
        List<Expression> arguments = grammar.expressions.expressions();
        List<OrderItem> orderBy = grammar.queries.orderBy();
        Literal separator = null;
        if (tokens.accept(SEPARATOR)) {
            if (!tokens.is(Lexer.STRING) && !tokens.is(Lexer.HEX) && !tokens.is(Lexer.BIT)) {
                throw tokens.error();
            }
            separator = tokens.literal();
            tokens.fix(separator);
        }
        tokens.leave();
        tokens.expect(')');
        return aggregate(GROUP_CONCAT, distinct, false, arguments, orderBy, separator, start);
    }

    private Expression window(Keyword word, int least, int most, int start) {
        tokens.skip();
        tokens.skip();
        tokens.enter();
        List<Expression> arguments = new ArrayList<>(most);
        while (arguments.size() < most && (arguments.isEmpty() || tokens.accept(','))) {
            arguments.add(grammar.expressions.expression());
        }
        tokens.leave();
        if (arguments.size() < least) {
            throw tokens.error();
        }
        tokens.expect(')');
        boolean fromLast = false;
        if (word == NTH_VALUE && tokens.accept(FROM)) {
            fromLast = tokens.accept(LAST);
            if (!fromLast) {
                tokens.expect(FIRST);
            }
        }
        boolean ignoreNulls = false;
        if (least > 0 && word != NTILE && (tokens.is(RESPECT) || tokens.is(IGNORE))) {
            ignoreNulls = tokens.is(IGNORE);
            tokens.skip();
            tokens.expect(NULLS);
        }
        tokens.expect(OVER);
        Window over = grammar.queries.over();
        return new Expression.WindowFunction(
                word.name().toLowerCase(Locale.ROOT),
                List.copyOf(arguments),
                fromLast,
                ignoreNulls,
                over,
                start,
                tokens.lastEnd());
    }
}
