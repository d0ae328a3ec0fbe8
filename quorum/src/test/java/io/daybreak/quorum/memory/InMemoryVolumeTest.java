package io.daybreak.quorum.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.daybreak.logstorage.api.Lsn;
import io.daybreak.logstorage.api.MiniTransaction;
import io.daybreak.logstorage.api.PageId;
import io.daybreak.logstorage.api.PageLayout;
import io.daybreak.logstorage.api.RedoKind;
import io.daybreak.quorum.api.VolumeClosedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class InMemoryVolumeTest {
    private final byte[] page = new byte[PageLayout.PAGE_SIZE];

    @Test
    void readsAPageAsOfEachLsn() {
        try (InMemoryVolume volume = InMemoryVolume.durableAtOnce(16)) {
            List<Lsn> lsns = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                lsns.add(volume.append(change(3, i, i == 0)));
            }
            for (int i = 0; i < 200; i++) {
                volume.read(new PageId(3), lsns.get(i), page);
                assertThat(page[100]).isEqualTo((byte) i);
                assertThat(PageLayout.lsn(page)).isEqualTo(lsns.get(i).value());
                assertThat(PageLayout.isSealed(page)).isTrue();
            }
            volume.advanceMinReadPoint(lsns.get(150));
            for (int i = 200; i < 400; i++) {
                volume.append(change(3, i, false));
            }
            volume.read(new PageId(3), lsns.get(150), page);
            assertThat(page[100]).isEqualTo((byte) 150);
            assertThatThrownBy(() -> volume.read(new PageId(3), lsns.get(149), page))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aCrashKeepsWhatWasDurableAndNothingElse() {
        InMemoryVolume volume = InMemoryVolume.durableOnDemand(16);
        Lsn first = volume.append(change(1, 1, true));
        Lsn second = volume.append(change(1, 2, false));
        Lsn third = volume.append(change(1, 3, false));
        List<String> events = new ArrayList<>();
        volume.onDurable(second.value(), () -> events.add("2"), () -> events.add("2 failed"));
        volume.onDurable(first.value(), () -> events.add("1"), () -> events.add("1 failed"));
        volume.onDurable(third.value(), () -> events.add("3"), () -> events.add("3 failed"));
        volume.makeDurable(second.value());
        assertThat(events).containsExactly("1", "2");

        InMemoryVolume next = volume.crash();
        assertThat(events).containsExactly("1", "2", "3 failed");
        assertThatThrownBy(() -> volume.append(change(1, 4, false)))
                .isInstanceOf(VolumeClosedException.class);
        assertThat(next.durableLsn()).isEqualTo(second.value());
        assertThat(next.isAppendable()).isTrue();
        next.read(new PageId(1), second, page);
        assertThat(page[100]).isEqualTo((byte) 2);
        assertThat(next.append(change(1, 9, false)).isAfter(third)).isTrue();
        next.close();
    }

    @Test
    void acknowledgesAfterTheDelay() throws Exception {
        try (InMemoryVolume volume = InMemoryVolume.durableAfter(Duration.ofMillis(5), 16)) {
            Lsn lsn = volume.append(change(1, 1, true));
            volume.whenDurable(lsn).toCompletableFuture().get(10, TimeUnit.SECONDS);
            assertThat(volume.durableLsn()).isEqualTo(lsn.value());
        }
    }

    @Test
    void refusesPagesAboveTheCapacityAndPagesWithoutInitialisation() {
        try (InMemoryVolume volume = InMemoryVolume.durableAtOnce(16)) {
            assertThatThrownBy(() -> volume.append(change(16, 1, true)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> volume.append(change(5, 1, false)))
                    .isInstanceOf(IllegalArgumentException.class);
            volume.ensureCapacity(new PageId(40));
            assertThat(volume.pageCapacity()).isEqualTo(48);
            volume.append(change(40, 1, true));
        }
    }

    private static MiniTransaction change(long page, int value, boolean init) {
        MiniTransaction mtr = new MiniTransaction();
        mtr.record(page, RedoKind.OTHER);
        if (init) {
            mtr.init(1);
        }
        mtr.write(100, new byte[] {(byte) value}, 0, 1);
        return mtr;
    }
}
