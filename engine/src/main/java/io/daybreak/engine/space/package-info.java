/**
 * Which pages of the volume are in use, the volume's header page, and chains of overflow pages.
 *
 * <p><b>Invariants.</b> A page's bit in its space map is set in the same mini-transaction that
 * first names the page in another page, and cleared in the one that forgets it, so that at any
 * moment, and after a crash, every page in use has one owner: the volume header, a tree, an undo
 * stream, a row or an undo record that names an overflow chain, or the DDL log.
 *
 * <p><b>Threads.</b> Thread-safe by page latches; hints in memory are racy and harmless.
 *
 * <p>Sources: InnoDB's fsp0fsp and lob0lob, simplified: no segments, no extents.
 */
@NullMarked
package io.daybreak.engine.space;

import org.jspecify.annotations.NullMarked;
