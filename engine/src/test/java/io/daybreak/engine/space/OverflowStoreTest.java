package io.daybreak.engine.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.daybreak.engine.api.StorageFailedException;
import io.daybreak.engine.buffer.BufferPool;
import io.daybreak.engine.buffer.Frame;
import io.daybreak.engine.buffer.MirrorVolume;
import io.daybreak.engine.buffer.PageBytes;
import io.daybreak.engine.mtr.LatchLevel;
import io.daybreak.engine.mtr.Mtr;
import io.daybreak.quorum.memory.InMemoryVolume;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class OverflowStoreTest {
    private final MirrorVolume volume = new MirrorVolume(InMemoryVolume.durableAtOnce(40));
    private final BufferPool pool = new BufferPool(volume, 64 * 16_384L);
    private final Space space;
    private final Mtr mtr = new Mtr(pool);

    OverflowStoreTest() {
        volume.attach(pool);
        space = Space.format(pool);
    }

    private long pagesInUse() {
        try (mtr) {
            mtr.start(true);
            return space.pagesInUse(mtr);
        }
    }

    private ChainHolder holder() {
        try (mtr) {
            mtr.start(true);
            long page = space.allocate(mtr);
            mtr.create(page, 20, LatchLevel.UNDO);
            mtr.commit();
            return new ChainHolder(page, 100);
        }
    }

    private long held(ChainHolder holder) {
        Frame frame = pool.shared(holder.page(), true);
        try {
            return PageBytes.i64(frame.bytes(), holder.offset());
        } finally {
            frame.releaseShared();
        }
    }

    @Test
    void longValuesComeBackAndAreFreedInSteps() {
        OverflowStore store = new OverflowStore(space);
        ChainHolder holder = holder();
        Random random = new Random(7);
        int[] lengths = {1, 16_336, 16_337, 100_000, 3_000_000};
        for (int length : lengths) {
            byte[] value = new byte[length + 10];
            random.nextBytes(value);
            long first = store.write(mtr, true, value, 5, length, holder);
            assertThat(held(holder)).isEqualTo(first);
            assertThat(pagesInUse()).isEqualTo(3 + (length + 16_335) / 16_336);
            byte[] read = new byte[length + 10];
            mtr.start(true);
            store.read(mtr, first, read, 3, length);
            mtr.commit();
            assertThat(Arrays.equals(value, 5, 5 + length, read, 3, 3 + length)).isTrue();
            while (first != 0) {
                mtr.start(true);
                first = store.free(mtr, first, 16);
                mtr.commit();
            }
            assertThat(pagesInUse()).isEqualTo(3);
        }
    }

    @Test
    void aPageIsNotFreedTwice() {
        mtr.start(true);
        long page = space.allocate(mtr);
        mtr.commit();
        mtr.start(true);
        space.free(mtr, page);
        mtr.commit();
        try (mtr) {
            mtr.start(true);
            assertThatThrownBy(() -> space.free(mtr, page))
                    .isInstanceOf(StorageFailedException.class);
        }
        assertThatThrownBy(() -> freeMap()).isInstanceOf(StorageFailedException.class);
    }

    private void freeMap() {
        try (mtr) {
            mtr.start(true);
            space.free(mtr, 1);
        }
    }

    @Test
    void theSpaceGrowsByMapsOfPages() {
        int pages = Space.PAGES_PER_MAP + 100;
        for (int i = 0; i < pages / 100; i++) {
            mtr.start(true);
            for (int n = 0; n < 100; n++) {
                assertThat(space.allocate(mtr)).isGreaterThan(1);
            }
            mtr.commit();
        }
        assertThat(pagesInUse()).isEqualTo(4 + pages / 100 * 100L);
        mtr.start(true);
        Space reopened = Space.open(pool);
        assertThat(reopened.allocate(mtr)).isGreaterThan(Space.PAGES_PER_MAP);
        mtr.commit();
        assertThat(Space.isFormatted(pool)).isTrue();
    }

    @Test
    void rootsAreKeptInTheHeader() {
        mtr.start(true);
        space.setRoot(mtr, 3, 77);
        mtr.commit();
        mtr.start(true);
        assertThat(space.root(mtr, 3)).isEqualTo(77);
        assertThat(space.root(mtr, 4)).isZero();
        mtr.commit();
    }
}
