/**
 * MySQL's types: what a type is, how its values are packed, converted, stored into a column and
 * written to a client.
 *
 * <p>Values are null, {@code Long}, {@code Double}, {@code BigDecimal} or {@code byte[]}, as in
 * {@code io.daybreak.engine.api}; which of them, says {@link io.daybreak.sql.types.TypeKind}. Text
 * is UTF-8 in memory whatever the character set of its type. Dates and times are packed by {@link
 * io.daybreak.sql.types.Temporal}; a TIMESTAMP is UTC in a stored row and local time of the session
 * everywhere else.
 *
 * <p>Everything here is immutable and thread-safe.
 *
 * <p>Sources: MySQL 8.4 manual, chapters 12 and 13.
 */
@NullMarked
package io.daybreak.sql.types;

import org.jspecify.annotations.NullMarked;
