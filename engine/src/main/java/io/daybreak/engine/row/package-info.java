/**
 * Rows as bytes: how a clustered record and a secondary entry look inside a tree's value.
 *
 * <p>Invariants: a row written under an older version of its table stays readable; a column is read
 * without decoding those before it. Threads: layouts are immutable. Sources: the InnoDB COMPACT row
 * format, MySQL's instant ADD COLUMN.
 */
@NullMarked
package io.daybreak.engine.row;

import org.jspecify.annotations.NullMarked;
