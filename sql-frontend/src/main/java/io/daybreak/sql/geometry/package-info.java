/**
 * Spatial values: shapes, MySQL's internal bytes, well-known text and well-known binary.
 *
 * <p>What does not belong here: functions of SQL (they are in {@code expr}) and columns. There is
 * no geometry in the sense of mathematics: nothing is intersected or measured.
 *
 * <p>Invariants: a {@link io.daybreak.sql.geometry.Geometry} is well-formed (a line has two points,
 * a ring is closed, coordinates are finite); whatever is not cannot be made.
 *
 * <p>Threads: everything is immutable, or used by one thread during one call.
 *
 * <p>Sources: MySQL reference manual, "Supported Spatial Data Formats"; OGC Simple Feature Access.
 */
@NullMarked
package io.daybreak.sql.geometry;

import org.jspecify.annotations.NullMarked;
