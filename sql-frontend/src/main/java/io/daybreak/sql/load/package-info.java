/**
 * LOAD DATA: splits a file into rows and inserts them as INSERT would.
 *
 * <p>Invariant: a row goes through the planner's INSERT, so constraints, defaults and conversions
 * are those of INSERT.
 *
 * <p>Threads: one statement, one thread.
 *
 * <p>Sources: MySQL 8.4 manual, section 15.2.9 (LOAD DATA).
 */
@NullMarked
package io.daybreak.sql.load;

import org.jspecify.annotations.NullMarked;
