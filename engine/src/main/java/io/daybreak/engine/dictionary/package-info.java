/**
 * The data dictionary: schemas, tables and the DDL log, kept in tables of its own, and the cache of
 * immutable table versions in front of them.
 *
 * <p><b>Atomic DDL.</b> Dictionary rows change in the DDL transaction like any rows, with undo.
 * Trees are not transactional, so the DDL log names those to be freed: a record for a new tree is
 * committed on its own before the tree is used and deleted by the DDL transaction; a record for a
 * dropped tree is inserted by the DDL transaction. Whatever record is committed names a tree that
 * nobody uses; the background frees it and deletes the record last, and does so again after a
 * crash.
 *
 * <p>Invariants: the cache holds committed versions only; a transaction sees its own in its {@code
 * Ddl}. Threads: the cache is thread-safe, DDL belongs to its transaction's thread. Sources: MySQL
 * 8.4 manual, 17.6.1 and 15.1.1 (atomic DDL, {@code innodb_ddl_log}).
 */
@NullMarked
package io.daybreak.engine.dictionary;

import org.jspecify.annotations.NullMarked;
