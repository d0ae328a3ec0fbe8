package io.daybreak.engine.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.daybreak.engine.api.StorageFailedException;
import io.daybreak.engine.buffer.BufferPool;
import io.daybreak.engine.buffer.Frame;
import io.daybreak.engine.mtr.LatchLevel;
import io.daybreak.engine.mtr.Mtr;
import io.daybreak.quorum.memory.InMemoryVolume;
import org.junit.jupiter.api.Test;

/** Programs and volumes of different versions. */
final class FormatVersionTest {
    private final InMemoryVolume volume = InMemoryVolume.durableAtOnce();

    private BufferPool pool() {
        return new BufferPool(volume, 64 * 16_384L);
    }

    private void formatted(int version) {
        BufferPool pool = pool();
        Space.format(pool);
        try (Mtr mtr = new Mtr(pool)) {
            mtr.start(true);
            Frame header = mtr.exclusive(VolumeHeader.PAGE, LatchLevel.VOLUME_HEADER);
            mtr.putI32(header, VolumeHeader.VERSION_OFFSET, version);
            mtr.commit();
        }
    }

    private int version() {
        Frame header = pool().shared(VolumeHeader.PAGE, true);
        try {
            return VolumeHeader.version(header.bytes());
        } finally {
            header.releaseShared();
        }
    }

    @Test
    void aVolumeOfBeforeIsRaisedByTheFirstOpen() {
        formatted(1);
        Space.open(pool());
        assertThat(version()).isEqualTo(VolumeHeader.VERSION).isGreaterThan(1);
    }

    @Test
    void aVolumeOfANewerProgramIsRefusedAndLeftAsItIs() {
        formatted(VolumeHeader.VERSION + 1);
        long lastLsn = volume.lastLsn();
        assertThatThrownBy(() -> Space.open(pool()))
                .isInstanceOf(StorageFailedException.class)
                .hasMessageContaining("engine format " + (VolumeHeader.VERSION + 1))
                .hasMessageContaining("newer Daybreak");
        assertThat(volume.lastLsn()).isEqualTo(lastLsn);
    }

    @Test
    void aVersionThatNeverWasIsRefused() {
        formatted(0);
        assertThatThrownBy(() -> Space.open(pool())).isInstanceOf(StorageFailedException.class);
    }
}
