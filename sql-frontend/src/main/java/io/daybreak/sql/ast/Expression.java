package io.daybreak.sql.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An expression. Parentheses leave no node: the tree's shape says what binds to what. */
public sealed interface Expression extends Node {

    /** What a literal's token was. */
    enum LiteralKind {
        /** Long, at most 2^63-1. */
        INTEGER,
        /** Long whose bits are an unsigned number from 2^63 to 2^64-1. */
        UNSIGNED,
        /** BigDecimal with the written scale; also an integer of 2^64 and more. */
        DECIMAL,
        /** Double: a number with an exponent. */
        DOUBLE,
        /** UTF-8 bytes, escapes decoded, adjacent strings joined. */
        STRING,
        /** N'…': UTF-8 bytes of a string in the national character set. */
        NATIONAL,
        /** X'…' or 0x…: bytes. */
        HEX,
        /** B'…' or 0b…: bytes, right-aligned. */
        BIT,
        /** DATE'…': UTF-8 bytes of the text. */
        DATE,
        /** TIME'…': UTF-8 bytes of the text. */
        TIME,
        /** TIMESTAMP'…': UTF-8 bytes of the text. */
        TIMESTAMP,
        /** TRUE or FALSE: Long 1 or 0. Not lifted. */
        BOOLEAN,
        /** NULL. Not lifted. */
        NULL
    }

    /**
     * @param value Long, BigDecimal, Double, byte[] or null as its kind says; the array is not to
     *     be changed
     * @param charset of the introducer, as in {@code _latin1'…'}
     * @param ordinal the literal's number among all literal tokens of the statement in text order,
     *     the same as in {@code Digest}; -1 for TRUE, FALSE and NULL
     */
    record Literal(
            LiteralKind kind,
            @Nullable Object value,
            @Nullable String charset,
            int ordinal,
            int start,
            int end)
            implements Expression {}

    /** A parameter marker; ordinals count from 0 in text order. */
    record Parameter(int ordinal, int start, int end) implements Expression {}

    /** A name of one to three parts. */
    record Column(@Nullable String schema, @Nullable String table, String name, int start, int end)
            implements Expression {}

    /** {@code @name}. */
    record UserVariable(String name, int start, int end) implements Expression {}

    /** {@code @@[scope.]name}; a name may have two parts, such as {@code hot.key_buffer_size}. */
    record SystemVariable(
            VariableScope scope, @Nullable String prefix, String name, int start, int end)
            implements Expression {}

    /** {@code @name := value}. */
    record Assign(UserVariable target, Expression value, int start, int end)
            implements Expression {}

    enum UnaryOperator {
        MINUS("-"),
        PLUS("+"),
        BIT_NOT("~"),
        NOT("NOT"),
        BINARY("BINARY");

        private final String symbol;

        UnaryOperator(String symbol) {
            this.symbol = symbol;
        }

        public String symbol() {
            return symbol;
        }
    }

    record Unary(UnaryOperator operator, Expression operand, int start, int end)
            implements Expression {}

    enum BinaryOperator {
        OR("OR"),
        XOR("XOR"),
        AND("AND"),
        EQUAL("="),
        NULL_SAFE_EQUAL("<=>"),
        NOT_EQUAL("<>"),
        LESS("<"),
        LESS_OR_EQUAL("<="),
        GREATER(">"),
        GREATER_OR_EQUAL(">="),
        SOUNDS_LIKE("SOUNDS LIKE"),
        BIT_OR("|"),
        BIT_AND("&"),
        SHIFT_LEFT("<<"),
        SHIFT_RIGHT(">>"),
        ADD("+"),
        SUBTRACT("-"),
        MULTIPLY("*"),
        DIVIDE("/"),
        INTEGER_DIVIDE("DIV"),
        MODULO("%"),
        BIT_XOR("^"),
        /** {@code ||} under PIPES_AS_CONCAT. */
        CONCAT("||");

        private final String symbol;

        BinaryOperator(String symbol) {
            this.symbol = symbol;
        }

        public String symbol() {
            return symbol;
        }

        public boolean isComparison() {
            return compareTo(EQUAL) >= 0 && compareTo(GREATER_OR_EQUAL) <= 0;
        }
    }

    record Binary(BinaryOperator operator, Expression left, Expression right, int start, int end)
            implements Expression {}

    enum TruthTest {
        NULL,
        TRUE,
        FALSE,
        UNKNOWN
    }

    /** {@code operand IS [NOT] NULL|TRUE|FALSE|UNKNOWN}. */
    record Is(Expression operand, TruthTest test, boolean negated, int start, int end)
            implements Expression {}

    record Between(
            Expression value, Expression low, Expression high, boolean negated, int start, int end)
            implements Expression {}

    record InList(Expression value, List<Expression> list, boolean negated, int start, int end)
            implements Expression {}

    record InSubquery(Expression value, Query query, boolean negated, int start, int end)
            implements Expression {}

    record Like(
            Expression value,
            Expression pattern,
            @Nullable Expression escape,
            boolean negated,
            int start,
            int end)
            implements Expression {}

    record Regexp(Expression value, Expression pattern, boolean negated, int start, int end)
            implements Expression {}

    /** {@code value MEMBER OF (array)}. */
    record MemberOf(Expression value, Expression array, int start, int end) implements Expression {}

    /** {@code left operator ANY|ALL (query)}; SOME is ANY. */
    record QuantifiedComparison(
            Expression left, BinaryOperator operator, boolean all, Query query, int start, int end)
            implements Expression {}

    record Exists(Query query, int start, int end) implements Expression {}

    /** A query in the place of a value (or of a row, in a row comparison). */
    record ScalarSubquery(Query query, int start, int end) implements Expression {}

    /** {@code (a, b, …)} or {@code ROW(a, b, …)}: at least two elements. */
    record Row(List<Expression> elements, int start, int end) implements Expression {}

    record When(Expression condition, Expression result) {}

    /** With an operand, conditions are values compared to it. */
    record Case(
            @Nullable Expression operand,
            List<When> whens,
            @Nullable Expression otherwise,
            int start,
            int end)
            implements Expression {}

    /**
     * {@code CAST(operand AS type)} and {@code CONVERT(operand, type)}.
     *
     * @param array {@code AS type ARRAY}, only in functional key parts
     * @param timeZone of {@code operand AT TIME ZONE 'zone'}
     */
    record Cast(
            Expression operand,
            DataType type,
            boolean array,
            @Nullable String timeZone,
            int start,
            int end)
            implements Expression {}

    /** {@code CONVERT(operand USING charset)}. */
    record ConvertUsing(Expression operand, String charset, int start, int end)
            implements Expression {}

    record Collate(Expression operand, String collation, int start, int end)
            implements Expression {}

    /**
     * {@code date + INTERVAL amount unit}, {@code date - INTERVAL …}, {@code INTERVAL … + date} and
     * the functions DATE_ADD, DATE_SUB, ADDDATE and SUBDATE with an interval.
     */
    record IntervalArithmetic(
            Expression date,
            Expression amount,
            IntervalUnit unit,
            boolean subtract,
            int start,
            int end)
            implements Expression {}

    /**
     * A function call. Keywords without parentheses (CURRENT_DATE …) and special forms that are a
     * plain call with other punctuation (SUBSTRING … FROM, POSITION) arrive here too.
     *
     * @param schema of a stored function
     * @param name lower case
     */
    record Call(
            @Nullable String schema, String name, List<Expression> arguments, int start, int end)
            implements Expression {}

    /**
     * An aggregate, plain or over a window.
     *
     * @param name lower case: count, sum, avg, min, max, group_concat, bit_and, bit_or, bit_xor,
     *     std, stddev, stddev_pop, stddev_samp, variance, var_pop, var_samp, json_arrayagg,
     *     json_objectagg, st_collect
     * @param star {@code COUNT(*)}: no arguments
     * @param orderBy of GROUP_CONCAT
     * @param separator of GROUP_CONCAT, a string
     */
    record Aggregate(
            String name,
            boolean distinct,
            boolean star,
            List<Expression> arguments,
            List<OrderItem> orderBy,
            @Nullable Literal separator,
            @Nullable Window over,
            int start,
            int end)
            implements Expression {}

    /**
     * A window function that is no aggregate.
     *
     * @param name lower case: row_number, rank, dense_rank, cume_dist, percent_rank, ntile, lead,
     *     lag, first_value, last_value, nth_value
     * @param fromLast NTH_VALUE … FROM LAST
     * @param ignoreNulls IGNORE NULLS
     */
    record WindowFunction(
            String name,
            List<Expression> arguments,
            boolean fromLast,
            boolean ignoreNulls,
            Window over,
            int start,
            int end)
            implements Expression {}

    enum TrimSide {
        BOTH,
        LEADING,
        TRAILING
    }

    record Trim(TrimSide side, @Nullable Expression remove, Expression operand, int start, int end)
            implements Expression {}

    record Extract(IntervalUnit unit, Expression operand, int start, int end)
            implements Expression {}

    /** {@code TIMESTAMPADD(unit, amount, date)}. */
    record TimestampAdd(IntervalUnit unit, Expression amount, Expression date, int start, int end)
            implements Expression {}

    /** {@code TIMESTAMPDIFF(unit, from, to)}. */
    record TimestampDiff(IntervalUnit unit, Expression from, Expression to, int start, int end)
            implements Expression {}

    /** {@code GET_FORMAT(DATE|TIME|DATETIME, format)}. */
    record GetFormat(DataType.Kind type, Expression format, int start, int end)
            implements Expression {}

    /** {@code CHAR(codes… [USING charset])}. */
    record CharCodes(List<Expression> codes, @Nullable String charset, int start, int end)
            implements Expression {}

    /**
     * {@code WEIGHT_STRING(operand [AS CHAR(n)|BINARY(n)])}.
     *
     * @param as null, CHAR or BINARY
     */
    record WeightString(
            Expression operand, DataType.@Nullable Kind as, int length, int start, int end)
            implements Expression {}

    enum MatchMode {
        NATURAL_LANGUAGE,
        NATURAL_LANGUAGE_WITH_EXPANSION,
        BOOLEAN,
        WITH_EXPANSION
    }

    record MatchAgainst(
            List<Column> columns, Expression against, MatchMode mode, int start, int end)
            implements Expression {}

    /** {@code VALUES(column)} in ON DUPLICATE KEY UPDATE. */
    record InsertedValue(Column column, int start, int end) implements Expression {}

    /** {@code DEFAULT(column)}. */
    record DefaultOf(Column column, int start, int end) implements Expression {}

    /** The word DEFAULT in the place of a value, in INSERT, UPDATE and SET. */
    record DefaultValue(int start, int end) implements Expression {}

    /**
     * What JSON_VALUE and JSON_TABLE do when there is nothing or an error.
     *
     * @param value the literal of DEFAULT, else null
     */
    record JsonOnResponse(boolean error, @Nullable Expression value) {}

    /** {@code JSON_VALUE(document, path [RETURNING type] [… ON EMPTY] [… ON ERROR])}. */
    record JsonValue(
            Expression document,
            Expression path,
            @Nullable DataType returning,
            @Nullable JsonOnResponse onEmpty,
            @Nullable JsonOnResponse onError,
            int start,
            int end)
            implements Expression {}

    /** {@code column -> path}, and {@code ->>} with unquoting. */
    record JsonExtract(Column column, Literal path, boolean unquote, int start, int end)
            implements Expression {}
}
