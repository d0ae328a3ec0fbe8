/**
 * The syntax tree of MySQL's statements: sealed families of records, one file per family.
 *
 * <p>The tree says what the text says and no more: no name is resolved, no type derived, nothing is
 * folded. Synonyms are merged where MySQL merges them ({@code <>} and {@code !=}, {@code DATE_ADD}
 * and {@code + INTERVAL}); a node keeps its place in the text ({@code [start, end)}), so that a
 * column can be named by the text it was written with.
 *
 * <p><b>Invariants.</b> Trees are immutable and hold unmodifiable lists; they may be shared by
 * threads. Function, unit and charset names are lower case, all other names as written.
 *
 * <p><b>Threads.</b> No state.
 *
 * <p><b>Sources.</b> MySQL 8.4 Reference Manual, chapters 11 (language structure), 14 (functions
 * and operators) and 15 (SQL statements).
 */
@NullMarked
package io.daybreak.sql.ast;

import org.jspecify.annotations.NullMarked;
