package io.daybreak.quorum.volume;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class CompletionQueueTest {
    private final AtomicLong vdl = new AtomicLong();
    private final CompletionQueue queue = new CompletionQueue(vdl::get);

    @Test
    void completesInOrderOfLsnWhateverTheOrderOfWaiting() {
        SplittableRandom random = new SplittableRandom(7);
        List<Long> lsns = new ArrayList<>();
        for (long lsn = 1; lsn <= 5000; lsn++) {
            lsns.add(lsn);
        }
        // Nobody is more than 40 places off, so that nobody comes when VDL has passed already.
        for (int i = 0; i + 40 <= lsns.size(); i += 40) {
            Collections.shuffle(lsns.subList(i, i + 40), new Random(random.nextLong()));
        }
        List<Long> done = new ArrayList<>();
        for (long lsn : lsns) {
            assertThat(queue.add(lsn, () -> done.add(lsn), () -> done.add(-lsn))).isTrue();
            if (random.nextInt(10) == 0) {
                vdl.set(Math.max(vdl.get(), lsn - 100));
                queue.drain();
            }
        }
        vdl.set(4990);
        queue.drain();
        queue.close();
        assertThat(done).hasSize(5000);
        assertThat(done.subList(0, 4990)).isSorted().allMatch(lsn -> lsn > 0);
        assertThat(done.subList(4990, 5000)).allMatch(lsn -> lsn < 0);
        assertThat(queue.add(1, () -> {}, () -> {})).isFalse();
    }

    @Test
    void losesNobodyWhenManyThreadsRaiseVdl() throws Exception {
        AtomicInteger done = new AtomicInteger();
        int threads = 4;
        int each = 20_000;
        AtomicLong next = new AtomicLong();
        CountDownLatch end = new CountDownLatch(threads);
        for (int t = 0; t < threads; t++) {
            Thread.ofPlatform()
                    .start(() -> {
                        for (int i = 0; i < each; i++) {
                            long lsn = next.incrementAndGet();
                            queue.add(lsn, done::incrementAndGet, () -> {});
                            vdl.accumulateAndGet(lsn - 3, Math::max);
                            queue.drain();
                        }
                        end.countDown();
                    });
        }
        end.await();
        vdl.set(next.get());
        queue.drain();
        assertThat(done.get()).isEqualTo(threads * each);
    }

    @Test
    void oneFailingActionDoesNotStopTheOthers() {
        List<String> done = new ArrayList<>();
        queue.add(
                1,
                () -> {
                    throw new IllegalStateException("expected by the test");
                },
                () -> {});
        queue.add(2, () -> done.add("second"), () -> {});
        vdl.set(2);
        queue.drain();
        assertThat(done).containsExactly("second");
    }
}
