package io.daybreak.sql.catalog;

/**
 * The expression of a generated column. Its value is kept in the row in both kinds; {@code stored}
 * is what the user declared.
 */
public record GeneratedColumn(String sql, boolean stored) {}
