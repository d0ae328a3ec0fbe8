/**
 * From text to tree: lexer, digest and parser of MySQL's language.
 *
 * <p>{@code Parser} gives a {@link io.daybreak.sql.parse.Parsed} statement; {@code Digest} gives
 * the plan cache's key and the literals of a text in one pass, without a tree; {@code DigestText}
 * prints the normalised text that people see; {@code AstPrinter} prints trees. Names and types are
 * resolved elsewhere.
 *
 * <p><b>Invariants.</b> Parser and digest read with the same lexer, so a literal has the same
 * ordinal and value in both. Whatever the bytes, the answer is a tree or a {@link
 * io.daybreak.sql.api.SqlException}: nesting is bounded, no other exception leaves.
 *
 * <p><b>Threads.</b> Static functions are free of state; a {@code Digest} belongs to one thread.
 *
 * <p><b>Sources.</b> MySQL 8.4 Reference Manual, chapters 11 and 15; the judge of doubts is a real
 * MySQL.
 */
@NullMarked
package io.daybreak.sql.parse;

import org.jspecify.annotations.NullMarked;
