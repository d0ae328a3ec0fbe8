/**
 * The words of the storage tower: positions in the log, pages, redo and the messages of a segment.
 *
 * <p>Every module above uses these types; none of them knows about B+trees or SQL. Values are
 * immutable and checked at birth. {@link io.daybreak.logstorage.api.MiniTransaction} is the one
 * mutable type and is owned by one thread.
 *
 * <p>Sources: Verbitski et al., SIGMOD 2017, sections 3 and 4; SIGMOD 2018, sections 2 to 4.
 */
@NullMarked
package io.daybreak.logstorage.api;

import org.jspecify.annotations.NullMarked;
