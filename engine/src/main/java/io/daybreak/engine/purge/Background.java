package io.daybreak.engine.purge;

import io.daybreak.engine.dictionary.Dictionary;
import io.daybreak.engine.txn.Kernel;
import io.daybreak.engine.txn.Purge;
import io.daybreak.engine.txn.Recovery;
import io.daybreak.engine.undo.UndoStream;
import io.daybreak.quorum.api.VolumeClosedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Owns the threads; {@link #close} stops them and waits. */
public final class Background implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Background.class);
    private static final long IDLE_NANOS_MIN = 2_000_000;
    private static final long IDLE_NANOS_MAX = 100_000_000;
    private static final long FAILED_NANOS = 1_000_000_000;

    /**
     * What the engine found of old versions when it was opened can wait: to read the pages that
     * they are of would take the processors from the first statements.
     */
    private static final long FIRST_PURGE_NANOS = 1_000_000_000;

    private static final int RECORDS_PER_TURN = 500;

    private final Kernel kernel;
    private final Dictionary dictionary;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;

    private Background(Kernel kernel, Dictionary dictionary) {
        this.kernel = kernel;
        this.dictionary = dictionary;
    }

    public static Background start(
            Kernel kernel, Dictionary dictionary, Recovery recovery, int purgeThreads) {
        Background background = new Background(kernel, dictionary);
        background.thread("engine-maintenance", () -> background.maintain(recovery));
        for (int i = 0; i < purgeThreads; i++) {
            int number = i;
            background.thread("engine-purge-" + i, () -> background.purge(number, purgeThreads));
        }
        return background;
    }

    private void thread(String name, Runnable body) {
        threads.add(Thread.ofPlatform().name(name).daemon(true).start(body));
    }

    private void maintain(Recovery recovery) {
        boolean recovered = recovery.count() == 0;
        if (!recovered) {
            LOG.info("rolling back {} unfinished transactions", recovery.count());
        }
        while (!stopped) {
            try {
                if (!recovered) {
                    recovery.rollBack();
                    recovered = true;
                    LOG.info("unfinished transactions are rolled back");
                }
                recovery.adoptOrphans();
                dictionary.freeTrees();
                kernel.space().pool().advanceMinReadPoint();
                pause(IDLE_NANOS_MAX);
            } catch (VolumeClosedException _) {
                // the volume went first: nothing can be done any more
                return;
            } catch (RuntimeException e) {
                LOG.error("engine maintenance failed; trying again", e);
                pause(FAILED_NANOS);
            }
        }
    }

    private void purge(int number, int of) {
        Purge purge = new Purge(kernel);
        long idle = IDLE_NANOS_MIN;
        if (hasOldVersions()) {
            pause(FIRST_PURGE_NANOS);
        }
        while (!stopped) {
            try {
                int done = 0;
                int index = 0;
                for (UndoStream stream : kernel.undoLogs().streams()) {
                    if (index++ % of == number && !stopped) {
                        done += purge.run(stream, RECORDS_PER_TURN);
                    }
                }
                idle = done > 0 ? IDLE_NANOS_MIN : Math.min(idle * 2, IDLE_NANOS_MAX);
                pause(idle);
            } catch (VolumeClosedException _) {
                // the volume went first: nothing can be done any more
                return;
            } catch (RuntimeException e) {
                LOG.error("purge failed; trying again", e);
                pause(FAILED_NANOS);
            }
        }
    }

    private boolean hasOldVersions() {
        return kernel.undoLogs().streams().stream().anyMatch(stream -> !stream.isHeadAtEnd());
    }

    private void pause(long nanos) {
        if (!stopped) {
            LockSupport.parkNanos(this, nanos);
        }
    }

    @Override
    public void close() {
        stopped = true;
        boolean interrupted = false;
        for (Thread thread : threads) {
            LockSupport.unpark(thread);
            try {
                thread.join(10_000);
            } catch (InterruptedException _) {
                // reported to the caller below, after all threads were asked
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
