package io.daybreak.sql.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class SleepTest {
    private final Sleep sleep = new Sleep();

    @Test
    void wakesWhoSleeps() throws Exception {
        AtomicBoolean woken = new AtomicBoolean();
        CountDownLatch begun = new CountDownLatch(1);
        Thread sleeper =
                Thread.ofVirtual()
                        .start(() -> {
                            sleep.begin();
                            try {
                                begun.countDown();
                                Thread.sleep(600_000);
                            } catch (InterruptedException _) {
                                woken.set(true);
                            } finally {
                                sleep.end();
                            }
                        });
        begun.await();
        sleep.wake();
        sleeper.join();
        assertThat(woken).isTrue();
    }

    @Test
    void nobodyComesBackInterrupted() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        Thread killer =
                Thread.ofPlatform()
                        .start(() -> {
                            while (!stop.get()) {
                                sleep.wake();
                            }
                        });
        try {
            for (int i = 0; i < 20_000; i++) {
                sleep.begin();
                sleep.end();
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
            }
        } finally {
            stop.set(true);
            killer.join();
        }
    }
}
