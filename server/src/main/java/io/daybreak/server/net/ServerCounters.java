package io.daybreak.server.net;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Counts of what the server did, for SHOW STATUS and metrics. Thread-safe. */
public final class ServerCounters {
    final LongAdder connections = new LongAdder();
    final LongAdder abortedConnects = new LongAdder();
    final LongAdder abortedClients = new LongAdder();
    final LongAdder tlsAccepts = new LongAdder();
    final LongAdder refusedByLimit = new LongAdder();
    final LongAdder bytesReceived = new LongAdder();
    final LongAdder bytesSent = new LongAdder();
    final LongAdder queries = new LongAdder();
    final LongAdder executes = new LongAdder();
    final LongAdder prepares = new LongAdder();
    final LongAdder commands = new LongAdder();
    final LongAdder errors = new LongAdder();
    final LongAdder ranInline = new LongAdder();
    final LongAdder ranOnThread = new LongAdder();
    final LongAdder commitsAwaited = new LongAdder();
    final AtomicInteger open = new AtomicInteger();
    final AtomicInteger openMax = new AtomicInteger();
    final AtomicInteger preparedStatements = new AtomicInteger();
}
