/**
 * The MySQL client/server protocol as bytes: packet framing, length-encoded values, answers, binary
 * parameters. Nothing here knows channels, sessions or threads.
 *
 * <p>Invariants: a decoder reads no byte outside its packet and says {@link
 * io.daybreak.server.wire.MalformedPacketException} instead; what is written is split at 16 MB - 1
 * and numbered.
 *
 * <p>Threads: every object belongs to one connection, and to the one thread that works for it at
 * the moment.
 *
 * <p>Source: MySQL 8.4 source documentation, "Client/Server Protocol".
 */
@NullMarked
package io.daybreak.server.wire;

import org.jspecify.annotations.NullMarked;
