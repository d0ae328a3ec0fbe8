/**
 * What a server tells about itself: SHOW, DESCRIBE, the tables of information_schema and
 * performance_schema, and the maintenance statements (ANALYZE, CHECK, CHECKSUM, OPTIMIZE, REPAIR
 * TABLE).
 *
 * <p>The tables are {@link io.daybreak.sql.plan.VirtualTable}s: their columns are in {@code
 * columns.tsv}, as MySQL declares them, and their rows are made when a statement reads them. SHOW
 * makes its rows by itself; LIKE and WHERE run as a query over these rows.
 *
 * <p>Invariant: a row is made only for what the account of the session may see.
 *
 * <p>Threads: everything is stateless or immutable; a row source runs on the statement's thread.
 *
 * <p>Sources: MySQL 8.4 manual, chapters 15.7.7 (SHOW), 15.7.3 (table maintenance), 28
 * (INFORMATION_SCHEMA) and 29.12 (performance_schema tables).
 */
@NullMarked
package io.daybreak.sql.show;

import org.jspecify.annotations.NullMarked;
