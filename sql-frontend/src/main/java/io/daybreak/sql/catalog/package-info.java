/**
 * What SQL knows of tables beyond the engine: types, defaults, generated columns, constraints,
 * comments; and how it is kept in the engine's dictionary.
 *
 * <p>Invariants: a {@link io.daybreak.sql.catalog.TableDefinition} is immutable; column positions
 * here and in the engine's table are the same; every foreign key has an index on its columns.
 *
 * <p>Threads: definitions are immutable, {@link io.daybreak.sql.catalog.Catalog} is thread-safe.
 *
 * <p>Sources: MySQL 8.4 manual, "CREATE TABLE Statement".
 */
@NullMarked
package io.daybreak.sql.catalog;

import org.jspecify.annotations.NullMarked;
