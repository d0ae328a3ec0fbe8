/**
 * Random schemas, rows, queries and changes, put to Daybreak and to a real MySQL, and what they
 * answer differently.
 *
 * <p>One seed makes one schema with its statements. Statements are made so that they mean one thing
 * only: a LIMIT has a total order, a change does not depend on the order of rows, nothing asks for
 * the time. Types are mixed within reason, and once in a while beyond.
 *
 * <p>One thread.
 */
@NullMarked
package io.daybreak.it.differential;

import org.jspecify.annotations.NullMarked;
