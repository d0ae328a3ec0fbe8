package io.daybreak.server.net;

import io.daybreak.sql.api.ResultSink.LocalFileReader;
import io.daybreak.sql.api.SqlException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The pieces of a client's file on their way from the event loop to the statement that reads them
 * (LOAD DATA LOCAL). At most {@link #PIECES_MAX} wait; then the socket is not read. Thread-safe:
 * one producer, one consumer.
 */
final class LocalFile {
    static final int PIECES_MAX = 16;

    private static final byte[] END = {};

    private final ArrayBlockingQueue<byte[]> pieces = new ArrayBlockingQueue<>(PIECES_MAX + 1);
    private volatile boolean gone;

    /** Event loop: whether another piece may be offered. */
    boolean hasRoom() {
        return pieces.size() < PIECES_MAX;
    }

    void offer(byte[] piece) {
        if (!pieces.offer(piece.length == 0 ? END : piece)) {
            throw new IllegalStateException("file piece offered without room");
        }
    }

    /** The client is gone or the statement was killed. */
    void abort() {
        gone = true;
        pieces.clear();
        pieces.offer(END);
    }

    /**
     * Hands all pieces to a statement, on its thread. If it refuses one, the client sends the rest
     * all the same, and it is skipped.
     *
     * @param roomAgain is called when the producer may have been stopped for lack of room
     */
    void copyTo(LocalFileReader target, long timeoutMillis, Runnable roomAgain)
            throws SqlException, InterruptedException {
        RuntimeException failure = null;
        byte[] piece;
        while ((piece = take(timeoutMillis)) != null) {
            if (failure == null) {
                try {
                    target.chunk(piece, 0, piece.length);
                } catch (RuntimeException e) {
                    failure = e;
                }
            }
            if (pieces.size() <= PIECES_MAX / 2) {
                roomAgain.run();
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** The next piece; null at the end; throws if no more will come. */
    private byte @Nullable [] take(long timeoutMillis) throws InterruptedException {
        byte[] piece = pieces.poll(timeoutMillis, TimeUnit.MILLISECONDS);
        if (piece == null || gone) {
            throw new InterruptedException("the client sends no more of its file");
        }
        return piece.length == 0 ? null : piece;
    }
}
