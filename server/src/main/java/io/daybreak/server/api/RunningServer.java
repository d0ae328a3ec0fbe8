package io.daybreak.server.api;

import java.util.concurrent.CompletionStage;

/** A server that accepts clients. Thread-safe. */
public interface RunningServer extends AutoCloseable {
    /** The port it listens on. */
    int port();

    /** The admin port, or -1. */
    int adminPort();

    /** {@code io_uring}, {@code epoll} or {@code nio}. */
    String transport();

    /** Completes when the server has stopped. */
    CompletionStage<Void> stopped();

    /** Accepts no one any more, ends running statements and closes every connection. */
    @Override
    void close();
}
