/**
 * Expressions: immutable trees that are compiled once, by name and argument types, and evaluated
 * many times, by many threads, each with its own {@link io.daybreak.sql.expr.EvalContext}. Scalar
 * functions and operators ({@link io.daybreak.sql.expr.FunctionRegistry}), aggregates ({@link
 * io.daybreak.sql.expr.Aggregates}) and window functions ({@link
 * io.daybreak.sql.expr.WindowFunctions}), with MySQL's result types, conversions, warnings and
 * errors.
 *
 * <p>Nothing here knows tables, plans or syntax trees.
 *
 * <p>Values are those of {@code io.daybreak.sql.types}. A BIGINT UNSIGNED is a {@code Long} whose
 * bits count as unsigned, as {@code type().unsigned()} says.
 *
 * <p>Sources: MySQL 8.4 manual, chapters 14 and 12.
 */
@NullMarked
package io.daybreak.sql.expr;

import org.jspecify.annotations.NullMarked;
