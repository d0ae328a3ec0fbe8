package io.daybreak.sql.catalog;

/**
 * @param sql the condition's text without outer parentheses
 */
public record CheckConstraint(String name, String sql, boolean enforced) {}
