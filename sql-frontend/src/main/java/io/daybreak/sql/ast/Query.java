package io.daybreak.sql.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query expression: what a SELECT statement, subquery, derived table or CTE holds.
 *
 * @param orderBy of the whole, as {@code limit}; those of a parenthesised operand are in {@link
 *     Body.Nested}
 * @param into null, or where the result goes instead of to the client
 */
public record Query(
        @Nullable With with,
        Body body,
        List<OrderItem> orderBy,
        @Nullable Limit limit,
        List<Locking> locking,
        @Nullable Into into,
        int start,
        int end)
        implements Node {

    /** {@code WITH [RECURSIVE] …}. */
    public record With(boolean recursive, List<CommonTable> tables) {}

    /**
     * @param columns empty when not written
     */
    public record CommonTable(String name, List<String> columns, Query query, int start, int end)
            implements Node {}

    /** What stands before ORDER BY. */
    public sealed interface Body extends Node {

        /** One SELECT … FROM … WHERE … GROUP BY … HAVING … WINDOW. */
        record Select(
                boolean distinct,
                List<SelectOption> options,
                List<SelectItem> items,
                List<TableReference> from,
                @Nullable Expression where,
                @Nullable GroupBy groupBy,
                @Nullable Expression having,
                List<Window.Definition> windows,
                List<String> hints,
                int start,
                int end)
                implements Body {}

        /** {@code VALUES ROW(…), ROW(…)}. */
        record Values(List<List<Expression>> rows, int start, int end) implements Body {}

        /** {@code TABLE name}. */
        record ExplicitTable(TableName table, int start, int end) implements Body {}

        /** UNION, EXCEPT, INTERSECT; nested by precedence, left to right. */
        record SetOperation(
                SetOperator operator, boolean all, Body left, Body right, int start, int end)
                implements Body {}

        /** A parenthesised operand with clauses of its own: {@code (SELECT … LIMIT 1) UNION …}. */
        record Nested(Query query, int start, int end) implements Body {}
    }

    public enum SetOperator {
        UNION,
        EXCEPT,
        INTERSECT
    }

    public enum SelectOption {
        HIGH_PRIORITY,
        STRAIGHT_JOIN,
        SQL_SMALL_RESULT,
        SQL_BIG_RESULT,
        SQL_BUFFER_RESULT,
        SQL_NO_CACHE,
        SQL_CALC_FOUND_ROWS
    }

    /** GROUP BY; MySQL 8 has no directions here any more. */
    public record GroupBy(List<Expression> items, boolean rollup) {}

    /** An element of the select list. */
    public sealed interface SelectItem extends Node {
        /** {@code *}, {@code table.*}, {@code schema.table.*}. */
        record Wildcard(@Nullable String schema, @Nullable String table, int start, int end)
                implements SelectItem {}

        /**
         * @param end after the alias; the column's name without alias is the text of the
         *     expression, from {@link #textStart()} to {@link #textEnd()}
         */
        record Expr(
                Expression expression,
                @Nullable String alias,
                int textStart,
                int textEnd,
                int start,
                int end)
                implements SelectItem {}
    }

    public enum LockStrength {
        UPDATE,
        SHARE
    }

    public enum LockWait {
        WAIT,
        NOWAIT,
        SKIP_LOCKED
    }

    /**
     * {@code FOR UPDATE|SHARE [OF tables] [NOWAIT|SKIP LOCKED]} and {@code LOCK IN SHARE MODE}.
     *
     * @param tables empty for all
     */
    public record Locking(LockStrength strength, List<TableName> tables, LockWait waiting) {}

    /** SELECT … INTO. */
    public sealed interface Into {
        /** Targets are user variables, or columns (names of a routine's variables). */
        record Variables(List<Expression> targets) implements Into {}

        record Outfile(String file, @Nullable String charset, FileFormat format) implements Into {}

        record Dumpfile(String file) implements Into {}
    }

    /**
     * FIELDS and LINES of LOAD DATA and INTO OUTFILE; null where the text is silent.
     *
     * @param optionally OPTIONALLY ENCLOSED BY
     */
    public record FileFormat(
            @Nullable String fieldsTerminatedBy,
            @Nullable String enclosedBy,
            boolean optionally,
            @Nullable String escapedBy,
            @Nullable String linesStartingBy,
            @Nullable String linesTerminatedBy) {}
}
