package io.daybreak.sql.catalog;

import org.jspecify.annotations.Nullable;

/** What a column gets when an INSERT names no value for it. */
public sealed interface ColumnDefault {
    /**
     * No DEFAULT clause: null where null is allowed, else error 1364 (or the type's zero value).
     */
    record None() implements ColumnDefault {}

    /**
     * @param value in the column's stored representation; null for DEFAULT NULL
     */
    record Constant(@Nullable Object value) implements ColumnDefault {}

    /**
     * An expression, evaluated for each row; CURRENT_TIMESTAMP too.
     *
     * @param sql its text as SHOW CREATE TABLE prints it, without the outer parentheses
     */
    record Expression(String sql) implements ColumnDefault {
        /** Whether it is CURRENT_TIMESTAMP, which stands without parentheses. */
        public boolean isNow() {
            return sql.startsWith("CURRENT_TIMESTAMP");
        }
    }

    ColumnDefault NONE = new None();
}
