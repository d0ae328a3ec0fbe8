package io.daybreak.logstorage.chronicle;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.logstorage.api.ExcerptLayout;
import io.daybreak.logstorage.api.SegmentLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChronicleSegmentLogTest {
    @TempDir Path directory;

    static byte[] excerpt(int length, long sequence) {
        byte[] bytes = new byte[length];
        for (int i = ExcerptLayout.HEADER_SIZE; i < length; i++) {
            bytes[i] = (byte) (i * 31 + sequence);
        }
        ExcerptLayout.seal(bytes, length, sequence);
        return bytes;
    }

    /** Remembers what it is shown. */
    static final class Shown implements SegmentLog.Visitor {
        final List<Long> sequences = new ArrayList<>();
        final List<Long> positions = new ArrayList<>();
        int damages;

        @Override
        public void excerpt(long position, byte[] bytes, int offset, int length) {
            sequences.add(ExcerptLayout.sequence(bytes, offset));
            positions.add(position);
        }

        @Override
        public void damage(long file, String description) {
            damages++;
        }
    }

    @Test
    void showsAfterReopeningWhatWasAppended() throws IOException {
        List<Long> positions = new ArrayList<>();
        try (SegmentLog log = new ChronicleSegmentLog(directory, 1 << 20, true, Runnable::run)) {
            log.replay(new Shown());
            for (int i = 1; i <= 3000; i++) {
                byte[] bytes = excerpt(24 + i % 3000, i);
                positions.add(log.append(bytes, 0, bytes.length));
                if (i % 100 == 0) {
                    log.force();
                }
                if (log.isRollDue()) {
                    log.roll();
                }
                assertThat(log.read(positions.getLast())).isEqualTo(bytes);
            }
        }
        Shown shown = new Shown();
        try (SegmentLog log = new ChronicleSegmentLog(directory, 1 << 20, true, Runnable::run)) {
            log.replay(shown);
            assertThat(shown.positions).isEqualTo(positions);
            assertThat(log.fileOf(positions.getLast())).isGreaterThan(2);
        }
        assertThat(shown.damages).isZero();
    }
}
