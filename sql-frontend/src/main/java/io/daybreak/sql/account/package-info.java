/**
 * Accounts and privileges: who may log in, who may do what. Kept in the tables {@code mysql.user},
 * {@code mysql.db} and {@code mysql.tables_priv}, and in memory as one immutable snapshot that
 * sessions read without a lock.
 *
 * <p>Invariant: a change is committed to the tables before the snapshot shows it.
 *
 * <p>Threads: {@link io.daybreak.sql.account.Accounts} is thread-safe; everything else is
 * immutable.
 *
 * <p>Sources: MySQL 8.4 manual, chapter 8.2 (access control and account management).
 */
@NullMarked
package io.daybreak.sql.account;

import org.jspecify.annotations.NullMarked;
