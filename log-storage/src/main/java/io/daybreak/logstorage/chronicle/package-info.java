/**
 * The segment log on Chronicle Queue. Its types do not leave this package.
 *
 * <p>What Chronicle does here: it lays out files, and in them documents of megabytes. The excerpts
 * in those are our own and go through the file channel: a store through Chronicle's mapping makes
 * the next force flush the address translations of all processors, and faults after it; with a
 * document per excerpt that was half of a commit's CPU. What it is not trusted with, for reasons
 * that were all seen: it has no checksums, so excerpts carry their own and files are read back by
 * that framing; its {@code sync()} covers one mapped chunk and swallows errors, so a force is an
 * {@code fdatasync} of the file, whose errors count; after an unclean stop it may append behind a
 * hole, so every start opens a queue of its own in a new directory; a full disk under a mapping
 * kills the process, so files are written in full beforehand.
 *
 * <p>Because of the last, a force of a few appended bytes needs no metadata, and the logs of nodes
 * on one disk can be forced together for little more than the price of one: {@code SharedForce}.
 * Its calls go to the C library ({@code RawFile}); where redo stays in memory until pages are made
 * of it, so that the log is hardly read, excerpts go past the page cache ({@code WriteRing}).
 *
 * <p>Threads: see {@code SegmentLog}; a background executor makes the next file.
 */
@NullMarked
package io.daybreak.logstorage.chronicle;

import org.jspecify.annotations.NullMarked;
