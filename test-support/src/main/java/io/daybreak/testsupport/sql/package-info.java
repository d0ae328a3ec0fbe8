/**
 * SQL text for tests: statements made by a grammar, and statements damaged at random.
 *
 * <p>Threads: everything belongs to the thread that made it. One seed gives one sequence.
 */
@NullMarked
package io.daybreak.testsupport.sql;

import org.jspecify.annotations.NullMarked;
