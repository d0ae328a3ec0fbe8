/**
 * Physical plans and how they run: operators that pull rows, and DML.
 *
 * <p><b>One frame per execution.</b> The binder gives every column, computed value and aggregate of
 * a statement, over all its query blocks, a slot of its own in one array, the frame. An operator
 * that has moved to its next row has written the row's values into its slots; an expression reads
 * slots. So a join only moves its inputs, a correlated subquery simply reads the slots of the query
 * around it, and no expression is ever renumbered when the planner reorders things. Operators that
 * keep rows (sort, hash tables, materialisation) save the slots of their input and restore them.
 *
 * <p>Invariants: a {@link io.daybreak.sql.exec.PlanNode} is immutable and shared by all sessions;
 * an {@link io.daybreak.sql.exec.Operator} belongs to one {@link io.daybreak.sql.exec.Execution},
 * which belongs to one thread.
 *
 * <p>Sources: Graefe, "Query Evaluation Techniques for Large Databases" (1993); MySQL 8.4 manual,
 * "Data Manipulation Statements".
 */
@NullMarked
package io.daybreak.sql.exec;

import org.jspecify.annotations.NullMarked;
