package io.daybreak.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.quorum.api.CompletionBatch;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * How often commits wake a loop that sleeps. The loop is Netty's own; its selector is replaced by
 * one that counts.
 */
@Timeout(30) // A lost wake-up would wait for ever.
class CommitArrivalsTest {
    private final Selector selector = new Selector();
    private final EventLoop loop =
            new SingleThreadIoEventLoop(
                    null, new DefaultThreadFactory("counted-loop"), _ -> selector);
    private final CommitArrivals arrivals = new CommitArrivals(loop);
    private int wakeUpsBefore;

    @BeforeEach
    void letTheLoopFallAsleep() throws InterruptedException {
        loop.execute(() -> {});
        selector.awaitSleep();
        wakeUpsBefore = selector.wakeUps();
    }

    @AfterEach
    void stop() throws InterruptedException {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
    }

    private int wakeUps() {
        return selector.wakeUps() - wakeUpsBefore;
    }

    @Test
    void allCommitsOfARoundWakeTheirLoopOnceAndLast() throws InterruptedException {
        CountDownLatch answered = new CountDownLatch(3);
        CompletionBatch round = new CompletionBatch();
        round.begin();
        for (int i = 0; i < 3; i++) {
            arrivals.arrived(answered::countDown);
        }
        assertThat(wakeUps()).as("before the end of the round").isZero();
        round.end();
        answered.await();
        assertThat(wakeUps()).isOne();
    }

    @Test
    void eachRoundWakesTheLoopAnew() throws InterruptedException {
        CompletionBatch round = new CompletionBatch();
        for (int i = 1; i <= 3; i++) {
            CountDownLatch answered = new CountDownLatch(2);
            round.begin();
            arrivals.arrived(answered::countDown);
            arrivals.arrived(answered::countDown);
            round.end();
            answered.await();
            assertThat(wakeUps()).isEqualTo(i);
            selector.awaitSleep();
        }
    }

    @Test
    void aCommitOutsideOfARoundWakesTheLoopAtOnce() throws InterruptedException {
        CountDownLatch answered = new CountDownLatch(1);
        arrivals.arrived(answered::countDown);
        answered.await();
        assertThat(wakeUps()).isOne();
    }

    @Test
    void aCommitThatComesAtTheEndOfARoundIsNotForgotten() throws InterruptedException {
        CountDownLatch answered = new CountDownLatch(3);
        CompletionBatch round = new CompletionBatch();
        round.begin();
        CompletionBatch.last(() -> arrivals.arrived(answered::countDown));
        arrivals.arrived(answered::countDown);
        CompletionBatch.last(() -> arrivals.arrived(answered::countDown));
        round.end();
        answered.await();
        assertThat(wakeUps()).as("one for the round, one for the commit behind it").isEqualTo(2);
    }

    /** Sleeps until it is woken, and counts how often it was. Thread-safe by its monitor. */
    private static final class Selector implements IoHandler {
        private int wakeUps;
        private boolean woken;
        private boolean asleep;

        synchronized int wakeUps() {
            return wakeUps;
        }

        synchronized void awaitSleep() throws InterruptedException {
            while (!asleep || woken) {
                wait();
            }
        }

        @Override
        public synchronized int run(IoHandlerContext context) {
            try {
                while (context.canBlock() && !woken) {
                    asleep = true;
                    notifyAll();
                    wait();
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            asleep = false;
            woken = false;
            return 0;
        }

        @Override
        public synchronized void wakeup() {
            wakeUps++;
            woken = true;
            notifyAll();
        }

        @Override
        public void destroy() {}

        @Override
        public IoRegistration register(IoHandle handle) {
            throw new UnsupportedOperationException("no channels here");
        }

        @Override
        public boolean isCompatible(Class<? extends IoHandle> handleType) {
            return false;
        }
    }
}
