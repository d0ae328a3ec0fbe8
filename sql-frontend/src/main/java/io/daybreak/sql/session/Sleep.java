package io.daybreak.sql.session;

import org.jspecify.annotations.Nullable;

/**
 * The waits of a session that a KILL ends. Its thread is interrupted only between {@link #begin}
 * and {@link #end}, and is not interrupted when it comes back: whoever reads a file while
 * interrupted closes it for everybody. Thread-safe; one thread waits at a time.
 */
final class Sleep {
    private @Nullable Thread sleeper;

    /** This thread waits from here on. */
    synchronized void begin() {
        sleeper = Thread.currentThread();
    }

    synchronized void end() {
        sleeper = null;
        Thread.interrupted();
    }

    /** Any thread. */
    synchronized void wake() {
        if (sleeper != null) {
            sleeper.interrupt();
        }
    }
}
