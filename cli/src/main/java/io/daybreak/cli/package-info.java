/**
 * The command line: parses options, opens volume, engine, SQL and server in this order, closes them
 * in the reverse one, and turns failures into sentences that say what to do.
 *
 * <p>Exit codes: 0 success, 1 failure, 2 wrong usage.
 */
@NullMarked
package io.daybreak.cli;

import org.jspecify.annotations.NullMarked;
