/**
 * Sessions: from statement text to an answer. Holds what a client's connection has (schema,
 * variables, transaction, prepared statements, warnings), finds or makes the plan of a statement,
 * runs it inside its transaction and maps engine errors to MySQL's.
 *
 * <p>What does not belong here: planning ({@code sql.plan}), expressions ({@code sql.expr}), DDL
 * ({@code sql.ddl}), SHOW and information_schema ({@code sql.show}).
 *
 * <p><b>Threads.</b> A session is used by one thread at a time; {@code interrupt} and what
 * PROCESSLIST reads may be called by any.
 *
 * <p>Sources: MySQL 8.4 manual, chapters 7.1.8 (system variables), 15.3 (transactional statements),
 * 15.7 (administration statements).
 */
@NullMarked
package io.daybreak.sql.session;

import org.jspecify.annotations.NullMarked;
