package io.daybreak.it.torture;

import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** The death that a round is about. Thread-safe. */
final class Kill {
    private final Moment moment;
    private final long delayNanos;
    private final AtomicBoolean armed = new AtomicBoolean();
    private final CountDownLatch reached = new CountDownLatch(1);

    Kill(Moment moment, SplittableRandom random) {
        this.moment = moment;
        this.delayNanos = random.nextLong(TimeUnit.MILLISECONDS.toNanos(moment.spreadMillis));
    }

    /** The next time that a writer gets to the moment counts. */
    void arm() {
        armed.set(true);
    }

    Moment moment() {
        return moment;
    }

    void reached(Moment where) {
        if (where == moment && armed.get()) {
            reached.countDown();
        }
    }

    /** Waits for the moment, at most so long, and then a while. */
    void await(long millis) throws InterruptedException {
        if (moment == Moment.IN_DDL || moment == Moment.IN_COMMIT) {
            boolean _ = reached.await(millis, TimeUnit.MILLISECONDS);
        }
        TimeUnit.NANOSECONDS.sleep(delayNanos);
    }
}
