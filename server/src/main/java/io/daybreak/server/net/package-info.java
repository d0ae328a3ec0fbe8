/**
 * Client connections: transport, handshake, authentication, commands, the answer's way back.
 *
 * <p><b>Threads.</b> A connection belongs to its event loop. A command runs there to completion if
 * the session can; else on a virtual thread of its own, to which the session, the packet writer and
 * the current packet belong until it ends. Bytes that arrive meanwhile are kept, up to a bound, and
 * then the socket is not read. A commit's OK is written by the event loop when the volume says that
 * it is durable.
 *
 * <p><b>Invariants.</b> At most one command of a connection runs at a time; answers leave in the
 * order of their commands; nothing blocks an event loop; a connection that ends, for whatever
 * reason, ends its statement and its session; no line of the log holds a password or a statement.
 *
 * <p>Sources: MySQL 8.4 source documentation, "Client/Server Protocol"; MySQL 8.4 manual, "Server
 * System Variables" for the limits.
 */
@NullMarked
package io.daybreak.server.net;

import org.jspecify.annotations.NullMarked;
