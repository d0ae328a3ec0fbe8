/** Statements made at random, put to whole sessions over a volume in memory. */
@NullMarked
package io.daybreak.sql.fuzz;

import org.jspecify.annotations.NullMarked;
