package io.daybreak.sql.catalog;

/** A foreign key seen from the parent: the child table that declares it. */
public record ParentOf(String childSchema, String childTable, ForeignKey key) {}
