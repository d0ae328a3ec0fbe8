/**
 * The admin port, on loopback only: {@code /health} (JSON) and {@code /metrics} (Prometheus text).
 * No credentials, no statements and no data pass here.
 *
 * <p>Threads: requests are read on the event loops and answered by a virtual thread, since status
 * may wait for a lock.
 */
@NullMarked
package io.daybreak.server.admin;

import org.jspecify.annotations.NullMarked;
