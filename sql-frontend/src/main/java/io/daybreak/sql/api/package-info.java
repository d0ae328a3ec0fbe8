/**
 * SQL as the server sees it: a database hands out sessions, a session runs statements and writes
 * their results into a sink.
 *
 * <p>Nothing here knows packets; the server encodes what a {@link io.daybreak.sql.api.ResultSink}
 * is told. Errors that a client sees are {@link io.daybreak.sql.api.SqlException}s of the catalogue
 * {@link io.daybreak.sql.api.MySqlError}.
 */
@NullMarked
package io.daybreak.sql.api;

import org.jspecify.annotations.NullMarked;
