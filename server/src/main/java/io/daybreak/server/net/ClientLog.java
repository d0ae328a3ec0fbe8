package io.daybreak.server.net;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Log lines that clients cause at will: at most {@link #LINES_MAX} in {@link #WINDOW_NANOS}; how
 * many were left out is told in the next window. Thread-safe (one lock, held briefly).
 *
 * <p>Names that a client chose go through {@link #shown} first: short, and without control
 * characters that could forge a line.
 */
final class ClientLog {
    static final int LINES_MAX = 50;
    static final long WINDOW_NANOS = 10_000_000_000L;

    private static final Logger LOG = LoggerFactory.getLogger(ClientLog.class);
    private static final int SHOWN_MAX = 80;

    private final LongSupplier nanoTime;
    private long windowStart;
    private int lines;
    private long leftOut;

    ClientLog(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.windowStart = nanoTime.getAsLong();
    }

    void info(String format, @Nullable Object... arguments) {
        long told;
        synchronized (this) {
            long now = nanoTime.getAsLong();
            told = 0;
            if (now - windowStart > WINDOW_NANOS) {
                windowStart = now;
                lines = 0;
                told = leftOut;
                leftOut = 0;
            }
            if (lines >= LINES_MAX) {
                leftOut++;
                return;
            }
            lines++;
        }
        if (told > 0) {
            LOG.info("{} more lines about clients were left out", told);
        }
        LOG.info(format, arguments);
    }

    synchronized long leftOut() {
        return leftOut;
    }

    static String shown(String clientText) {
        String plain = clientText.replaceAll("\\p{Cntrl}", "?");
        return plain.length() > SHOWN_MAX ? plain.substring(0, SHOWN_MAX) : plain;
    }
}
