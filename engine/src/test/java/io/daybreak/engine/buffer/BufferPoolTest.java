package io.daybreak.engine.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.daybreak.engine.api.WouldBlockException;
import io.daybreak.engine.mtr.LatchLevel;
import io.daybreak.engine.mtr.Mtr;
import io.daybreak.logstorage.api.PageId;
import io.daybreak.quorum.api.Volume;
import io.daybreak.quorum.api.VolumeClosedException;
import io.daybreak.quorum.memory.InMemoryVolume;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class BufferPoolTest {
    private static final int FRAMES = 64;
    private static final int AT = 100;

    private static void create(BufferPool pool, int pages) {
        pool.volume().ensureCapacity(new PageId(pages));
        Mtr mtr = new Mtr(pool);
        for (int page = 0; page < pages; page++) {
            mtr.start(true);
            Frame frame = mtr.create(page, 20, LatchLevel.SYSTEM);
            mtr.putI64(frame, AT, page);
            mtr.commit();
        }
    }

    @Test
    void dataTenTimesLargerThanThePoolIsServed() {
        BufferPool pool = new BufferPool(InMemoryVolume.durableAtOnce(40), FRAMES * 16_384L);
        int pages = FRAMES * 10;
        create(pool, pages);
        Random random = new Random(1);
        for (int i = 0; i < 5_000; i++) {
            int page = random.nextInt(pages);
            Frame frame = pool.shared(page, true);
            assertThat(PageBytes.i64(frame.bytes(), AT)).isEqualTo(page);
            frame.releaseShared();
        }
        assertThat(pool.framesUsed()).isEqualTo(FRAMES);
        assertThat(pool.pageReads()).isGreaterThan(1_000);
        pool.advanceMinReadPoint();
    }

    @Test
    void aPageIsNotDroppedBeforeItIsDurable() {
        InMemoryVolume volume = InMemoryVolume.durableOnDemand(4_000);
        BufferPool pool = new BufferPool(volume, FRAMES * 16_384L);
        create(pool, FRAMES);
        assertThatThrownBy(() -> pool.create(1_000, false)).isInstanceOf(WouldBlockException.class);
        assertThat(pool.evictions()).isZero();
        volume.makeDurable(volume.lastLsn() / 2);
        for (int i = 0; i < 10; i++) {
            pool.exclusive(i, true).releaseExclusive();
        }
        Frame frame = pool.create(1_000, true);
        assertThat(pool.evictions()).isEqualTo(1);
        pool.discard(frame);
        for (int page = 0; page < FRAMES; page++) {
            Frame kept = pool.shared(page, true);
            assertThat(PageBytes.i64(kept.bytes(), AT)).isEqualTo(page);
            kept.releaseShared();
        }
    }

    /** Redo becomes durable when somebody waits for it, and not before. */
    private static Volume onRequest(InMemoryVolume volume) {
        return (Volume)
                Proxy.newProxyInstance(
                        Volume.class.getClassLoader(),
                        new Class<?>[] {Volume.class},
                        (_, method, arguments) -> {
                            if (method.getName().equals("onDurable")) {
                                volume.makeDurable((long) arguments[0]);
                            }
                            return method.invoke(volume, arguments);
                        });
    }

    @Test
    @Timeout(30)
    void aFullPoolAsksForDurability() {
        InMemoryVolume volume = InMemoryVolume.durableOnDemand(4_000);
        BufferPool pool = new BufferPool(onRequest(volume), FRAMES * 16_384L);
        create(pool, FRAMES * 3);
        assertThat(pool.evictions()).isEqualTo(FRAMES * 2);
        assertThat(volume.durableLsn()).isPositive().isLessThan(volume.lastLsn());
    }

    @Test
    @Timeout(30)
    void whoeverWaitsForAFrameLearnsThatTheVolumeIsClosed() throws Exception {
        InMemoryVolume volume = InMemoryVolume.durableOnDemand(4_000);
        BufferPool pool = new BufferPool(volume, FRAMES * 16_384L);
        create(pool, FRAMES);
        try (ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> waiting = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                int page = 1_000 + i;
                waiting.add(others.submit(() -> pool.create(page, true)));
            }
            TimeUnit.MILLISECONDS.sleep(20);
            volume.close();
            for (Future<?> one : waiting) {
                assertThatThrownBy(one::get).hasCauseInstanceOf(VolumeClosedException.class);
            }
        }
    }

    @Test
    @Timeout(60)
    void whoeverGivesUpALatchLeavesTheFrameToTheClock() throws Exception {
        try (ExecutorService other = Executors.newSingleThreadExecutor()) {
            for (int i = 0; i < 500; i++) {
                Frame frame = new Frame();
                frame.pin();
                Future<Boolean> visitor = other.submit(() -> frame.latchPinned(true, false));
                while ((frame.state() & Frame.WRITER_WAITS) == 0 && !visitor.isDone()) {
                    Thread.onSpinWait();
                }
                // The frame is given to another page, which is read from the volume.
                frame.beginLoading();
                assertThat(visitor.get()).isFalse();
                frame.unpin();
                frame.endLoading();
                frame.unpin();
                assertThat(frame.tryTake()).as(frame.toString()).isTrue();
            }
        }
    }

    @Test
    void aMissIsRefusedToWhoMayNotBlock() {
        BufferPool pool = new BufferPool(InMemoryVolume.durableAtOnce(), FRAMES * 16_384L);
        create(pool, FRAMES * 2);
        assertThatThrownBy(() -> pool.shared(0, false)).isInstanceOf(WouldBlockException.class);
        pool.shared(0, true).releaseShared();
        pool.shared(0, false).releaseShared();
        Frame held = pool.exclusive(0, false);
        assertThatThrownBy(
                        () -> {
                            try (ExecutorService other = Executors.newSingleThreadExecutor()) {
                                other.submit(() -> pool.shared(0, false)).get();
                            }
                        })
                .hasCauseInstanceOf(WouldBlockException.class);
        held.releaseExclusive();
        pool.shared(0, false).releaseShared();
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void countersUnderExclusiveLatchesLoseNoIncrement() throws Exception {
        BufferPool pool = new BufferPool(InMemoryVolume.durableAtOnce(40), FRAMES * 16_384L);
        int pages = FRAMES * 2;
        create(pool, pages);
        int threads = 8;
        int steps = 4_000;
        List<Future<?>> futures = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int t = 0; t < threads; t++) {
                Random random = new Random(t);
                futures.add(
                        executor.submit(() -> {
                            Mtr mtr = new Mtr(pool);
                            for (int i = 0; i < steps; i++) {
                                increment(mtr, random.nextInt(8) * random.nextInt(16));
                            }
                        }));
            }
            for (Future<?> future : futures) {
                future.get();
            }
        }
        long sum = 0;
        for (int page = 0; page < pages; page++) {
            Frame frame = pool.shared(page, true);
            sum += PageBytes.i64(frame.bytes(), AT + 8);
            frame.releaseShared();
        }
        assertThat(sum).isEqualTo((long) threads * steps);
    }

    private static void increment(Mtr mtr, int page) {
        try (mtr) {
            mtr.start(true);
            Frame frame = mtr.exclusive(page, LatchLevel.SYSTEM);
            mtr.putI64(frame, AT + 8, PageBytes.i64(frame.bytes(), AT + 8) + 1);
            mtr.commit();
        }
    }
}
