/**
 * Tables and indexes as objects: immutable versions of definitions, the state that all versions of
 * a table share, and the codecs between values, rows and keys.
 *
 * <p>What does not belong here: transactions and where definitions are stored. Threads: definitions
 * are immutable; the shared state is thread-safe. Sources: InnoDB's {@code dict_table_t}.
 */
@NullMarked
package io.daybreak.engine.table;

import org.jspecify.annotations.NullMarked;
