package io.daybreak.logstorage.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link SegmentLog} does. */
public abstract class SegmentLogContract {
    /** Opens the log again; the one before is closed or was never. */
    protected abstract SegmentLog open() throws IOException;

    /** An excerpt with the sequence number and some content. */
    public static byte[] excerpt(int length, long sequence) {
        byte[] bytes = new byte[length];
        for (int i = ExcerptLayout.HEADER_SIZE; i < length; i++) {
            bytes[i] = (byte) (i * 31 + sequence);
        }
        ExcerptLayout.seal(bytes, length, sequence);
        return bytes;
    }

    /** Remembers what it is shown. */
    public static final class Shown implements SegmentLog.Visitor {
        public final List<Long> sequences = new ArrayList<>();
        public final List<Long> positions = new ArrayList<>();
        public int damages;

        @Override
        public void excerpt(long position, byte[] bytes, int offset, int length) {
            assertThat(ExcerptLayout.isSound(bytes, offset, offset + length)).isTrue();
            sequences.add(ExcerptLayout.sequence(bytes, offset));
            positions.add(position);
        }

        @Override
        public void damage(long file, String description) {
            damages++;
        }
    }

    @Test
    void showsAfterReopeningWhatWasForced() throws IOException {
        List<Long> positions = new ArrayList<>();
        try (SegmentLog log = open()) {
            Shown empty = new Shown();
            log.replay(empty);
            assertThat(empty.sequences).isEmpty();
            for (int i = 1; i <= 500; i++) {
                byte[] bytes = excerpt(24 + i * 7 % 3000, i);
                positions.add(log.append(bytes, 0, bytes.length));
                log.force();
                assertThat(log.read(positions.getLast())).isEqualTo(bytes);
                if (log.isRollDue()) {
                    long before = log.currentFile();
                    log.roll();
                    assertThat(log.currentFile()).isGreaterThan(before);
                }
            }
        }
        try (SegmentLog log = open()) {
            Shown shown = new Shown();
            log.replay(shown);
            assertThat(shown.positions).isEqualTo(positions).isSorted();
            assertThat(shown.damages).isZero();
            long last = positions.getLast();
            assertThat(log.currentFile()).isGreaterThan(log.fileOf(last));
            byte[] bytes = excerpt(100, 501);
            assertThat(log.append(bytes, 0, bytes.length)).isGreaterThan(last);
        }
    }

    @Test
    void deletesFilesBelow() throws IOException {
        try (SegmentLog log = open()) {
            log.replay(new Shown());
            byte[] first = excerpt(100, 1);
            long gone = log.append(first, 0, first.length);
            log.roll();
            byte[] second = excerpt(100, 2);
            long kept = log.append(second, 0, second.length);
            log.force();
            log.deleteBelow(log.currentFile() + 10);
            assertThatThrownBy(() -> log.read(gone)).isInstanceOf(IOException.class);
            assertThat(log.read(kept)).isEqualTo(second);
        }
        try (SegmentLog log = open()) {
            Shown shown = new Shown();
            log.replay(shown);
            assertThat(shown.sequences).containsExactly(2L);
        }
    }

    @Test
    void takesExcerptsOfEverySize() throws IOException {
        int[] lengths = {24, 25, 4000, 65536, 1_000_003, SegmentLog.EXCERPT_BYTES_MAX};
        try (SegmentLog log = open()) {
            log.replay(new Shown());
            for (int i = 0; i < lengths.length; i++) {
                byte[] bytes = excerpt(lengths[i], i + 1);
                long position = log.append(bytes, 0, bytes.length);
                log.force();
                assertThat(log.read(position)).isEqualTo(bytes);
            }
        }
        try (SegmentLog log = open()) {
            Shown shown = new Shown();
            log.replay(shown);
            assertThat(shown.sequences).hasSize(lengths.length);
        }
    }
}
