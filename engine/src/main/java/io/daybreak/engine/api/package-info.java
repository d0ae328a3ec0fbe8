/**
 * The engine as SQL sees it: tables of typed columns with B+tree indexes, transactions, cursors, a
 * data dictionary.
 *
 * <p><b>Values.</b> A column value is {@code null}, a {@link Long} (every {@link PhysicalType.Int};
 * an unsigned 64-bit value is the same 64 bits), a {@link Double} (both float types), a {@link
 * java.math.BigDecimal} or a {@code byte[]}. What they mean (a date, an enumeration, a character
 * set) is the business of {@code sql-frontend}, which maps every SQL type onto a physical one whose
 * order is the SQL order; only collations are known here, because an index needs them.
 *
 * <p><b>Blocking.</b> A call may wait for a page, a row lock or the log. In a transaction that
 * {@link Transaction#mayBlock} forbids to, it throws {@link WouldBlockException} instead; the
 * caller rolls the statement back and runs it again on a thread that may.
 *
 * <p>Sources: the InnoDB chapter of the MySQL 8.4 manual; SIGMOD 2017, section 4.2.
 */
@NullMarked
package io.daybreak.engine.api;

import org.jspecify.annotations.NullMarked;
