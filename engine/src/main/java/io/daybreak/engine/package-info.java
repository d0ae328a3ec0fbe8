/**
 * Where an engine is opened; everything else is in the packages below and in {@code engine.api}.
 *
 * <p>The layers, each using those before it: {@code buffer}, {@code mtr}, {@code space} and {@code
 * btree} (pages); {@code key} and {@code row} (bytes); {@code mvcc}, {@code lock} and {@code undo}
 * (isolation); {@code table} (definitions); {@code txn} (transactions); {@code dictionary}; {@code
 * purge}; and the engine that puts them together.
 *
 * <p>Sources: SIGMOD 2017, sections 4.2 and 5; the InnoDB chapter of the MySQL 8.4 manual.
 */
@NullMarked
package io.daybreak.engine;

import org.jspecify.annotations.NullMarked;
