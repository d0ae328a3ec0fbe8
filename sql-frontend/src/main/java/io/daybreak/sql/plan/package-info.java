/**
 * From the syntax tree to a physical plan: names and types by MySQL's rules, then access paths,
 * join order and join methods.
 *
 * <p>Binding gives every column and value a slot of the execution's frame (see {@code sql.exec});
 * after it nothing refers to names. Conditions keep their outline ({@link
 * io.daybreak.sql.plan.Shape}) next to the compiled expression, so that planning looks at
 * comparisons without taking expressions apart. Joins of several tables are ordered by Apache
 * Calcite; its types stay inside this package.
 *
 * <p>Invariants: a plan depends on values of literals only where {@link
 * io.daybreak.sql.plan.Plan#structuralLiterals} says so; key ranges are always a superset of the
 * rows wanted, unless the condition they came from is proven to be the same.
 *
 * <p>Threads: a planner is thread-safe; one planning run is confined to its thread; plans are
 * immutable.
 *
 * <p>Sources: MySQL 8.4 manual, "SELECT Statement", "Optimizing SELECT Statements"; Selinger et
 * al., "Access Path Selection" (1979).
 */
@NullMarked
package io.daybreak.sql.plan;

import org.jspecify.annotations.NullMarked;
