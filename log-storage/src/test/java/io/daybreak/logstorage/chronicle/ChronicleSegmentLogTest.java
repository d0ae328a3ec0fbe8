package io.daybreak.logstorage.chronicle;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.daybreak.logstorage.api.ExcerptLayout;
import io.daybreak.logstorage.api.SegmentLog;
import io.daybreak.logstorage.api.SegmentLogContract;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChronicleSegmentLogTest extends SegmentLogContract {
    private static final long OFFSET_MASK = (1L << 36) - 1;

    @TempDir Path directory;

    private final List<Long> positions = new ArrayList<>();

    @BeforeEach
    void nothingWritten() {
        positions.clear();
    }

    @Override
    protected SegmentLog open() throws IOException {
        return new ChronicleSegmentLog(directory, 300_000, true, false, Runnable::run);
    }

    private void writeTen() throws IOException {
        try (SegmentLog log = open()) {
            log.replay(new Shown());
            for (int i = 1; i <= 10; i++) {
                byte[] bytes = excerpt(5000, i);
                positions.add(log.append(bytes, 0, bytes.length));
                log.force();
            }
        }
    }

    private void overwrite(int excerpt, int at, byte[] bytes) throws IOException {
        Path path = ChronicleSegmentLog.filesIn(directory).firstEntry().getValue();
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.seek((positions.get(excerpt) & OFFSET_MASK) + at);
            file.write(bytes);
        }
    }

    private Shown reopen() throws IOException {
        Shown shown = new Shown();
        try (SegmentLog log = open()) {
            log.replay(shown);
            byte[] bytes = excerpt(100, 99);
            log.append(bytes, 0, bytes.length);
            log.force();
        }
        try (SegmentLog log = open()) {
            Shown again = new Shown();
            log.replay(again);
            assertThat(again.sequences).endsWith(99L).hasSize(shown.sequences.size() + 1);
        }
        return shown;
    }

    /** What a fault reads ahead is megabytes on some machines, and the log thread waits for it. */
    @Test
    void theNewestExcerptIsOnDiskBeforeASummaryCanTellOfIt() throws IOException {
        writeTen();
        long[] writtenAtEnd = {-1};
        try (SegmentLog log = open()) {
            log.replay(
                    new SegmentLog.Visitor() {
                        @Override
                        public void excerpt(long position, byte[] bytes, int offset, int length) {}

                        @Override
                        public void damage(long file, String description) {}

                        @Override
                        public void endOfFile(long file) {
                            writtenAtEnd[0] = log.writtenBytes();
                        }
                    });
        }
        // It was written once more: the process that wrote it may have died before its force.
        assertThat(writtenAtEnd[0]).isGreaterThanOrEqualTo(5000);
    }

    @Test
    void appendsReadNothingFromTheDisk() throws IOException {
        Path account = Path.of("/proc/thread-self/io");
        assumeTrue(Files.isReadable(account), "the kernel keeps no account");
        try (SegmentLog log =
                new ChronicleSegmentLog(directory, 10 << 20, true, false, Runnable::run)) {
            log.replay(new Shown());
            log.roll();
            byte[] bytes = excerpt(1 << 20, 1);
            log.append(bytes, 0, bytes.length);
            long before = readBytes(account);
            for (int i = 0; i < 8; i++) {
                log.append(bytes, 0, bytes.length);
            }
            assertThat(log.isRollDue()).as("the file after that").isFalse();
            assertThat(readBytes(account) - before).isZero();
        }
    }

    private static long readBytes(Path account) throws IOException {
        for (String line : Files.readAllLines(account)) {
            if (line.startsWith("read_bytes: ")) {
                return Long.parseLong(line.substring("read_bytes: ".length()));
            }
        }
        throw new AssertionError("no read_bytes in " + account);
    }

    /** Keeps no excerpts of files with summaries. */
    private static final class Summarized implements SegmentLog.Visitor {
        final List<Long> sequences = new ArrayList<>();
        final List<String> summaries = new ArrayList<>();

        @Override
        public void excerpt(long position, byte[] bytes, int offset, int length) {
            sequences.add(ExcerptLayout.sequence(bytes, offset));
        }

        @Override
        public boolean summary(long file, byte[] summary, boolean newest) {
            summaries.add(new String(summary, US_ASCII) + (newest ? " newest" : ""));
            return true;
        }

        @Override
        public void damage(long file, String description) {}
    }

    private Summarized showSummaries() throws IOException {
        Summarized shown = new Summarized();
        try (SegmentLog log = open()) {
            log.replay(shown);
        }
        return shown;
    }

    /** A full file with two excerpts and a summary of each, and one with a third excerpt. */
    private void writeSummaries() throws IOException {
        try (SegmentLog log = open()) {
            log.replay(new Shown());
            for (int i = 1; i <= 3; i++) {
                byte[] bytes = excerpt(5000, i);
                positions.add(log.append(bytes, 0, bytes.length));
                log.force();
                if (i < 3) {
                    log.summarize(log.currentFile(), ("part " + i).getBytes(US_ASCII));
                }
                if (i == 2) {
                    log.roll();
                }
            }
        }
    }

    private static byte[] forged() {
        return excerpt(100, 77);
    }

    @Test
    void nothingIsLookedForBehindTheSummaryOfAFullFile() throws IOException {
        writeSummaries();
        overwrite(1, 5000, forged());
        Summarized shown = showSummaries();
        assertThat(shown.summaries).containsExactly("part 1", "part 2 newest");
        assertThat(shown.sequences).containsExactly(3L);
    }

    @Test
    void nothingIsLookedForAgainWhereTheStartBeforeFoundNothing() throws IOException {
        try (SegmentLog log = open()) {
            log.replay(new Shown());
            byte[] bytes = excerpt(5000, 1);
            positions.add(log.append(bytes, 0, bytes.length));
            log.force();
            log.summarize(log.currentFile(), "part 1".getBytes(US_ASCII));
        }
        assertThat(showSummaries().sequences).isEmpty();
        overwrite(0, 5000, forged());
        Summarized again = showSummaries();
        assertThat(again.summaries).containsExactly("part 1 newest");
        assertThat(again.sequences).isEmpty();
    }

    @Test
    void theEndOfAFullFileThatGotShorterIsLookedForInTheFile() throws IOException {
        writeSummaries();
        overwrite(1, 5000, forged());
        Path path = ChronicleSegmentLog.filesIn(directory).firstEntry().getValue();
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength((positions.get(1) & OFFSET_MASK) + 6000);
        }
        assertThat(showSummaries().sequences).containsExactly(77L, 3L);
    }

    @Test
    void aTornTailIsNotDamage() throws IOException {
        writeTen();
        overwrite(9, 2000, new byte[3000]);
        Shown shown = reopen();
        assertThat(shown.sequences).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
        assertThat(shown.damages).isZero();
    }

    /** It may stand in the page cache alone: the process died, or its force failed. */
    @Test
    void theNewestExcerptOfTheProcessBeforeIsWrittenAndForcedAgain() throws IOException {
        writeTen();
        Path path = ChronicleSegmentLog.filesIn(directory).firstEntry().getValue();
        byte[] before = Files.readAllBytes(path);
        FileTime longAgo = FileTime.fromMillis(1_000_000_000);
        Files.setLastModifiedTime(path, longAgo);
        try (SegmentLog log = open()) {
            log.replay(new Shown());
        }
        assertThat(Files.getLastModifiedTime(path)).isGreaterThan(longAgo);
        assertThat(Files.readAllBytes(path)).isEqualTo(before);
    }

    @Test
    void aFlippedByteInTheMiddleIsDamage() throws IOException {
        writeTen();
        overwrite(4, 100, new byte[] {99});
        Shown shown = reopen();
        assertThat(shown.sequences).containsExactly(1L, 2L, 3L, 4L, 6L, 7L, 8L, 9L, 10L);
        assertThat(shown.damages).isEqualTo(1);
    }

    @Test
    void findsWhatStandsBehindAZeroedPage() throws IOException {
        writeTen();
        overwrite(3, 0, new byte[4096]);
        assertThat(reopen().sequences).containsExactly(1L, 2L, 3L, 5L, 6L, 7L, 8L, 9L, 10L);
    }

    @Test
    void survivesACorruptLength() throws IOException {
        writeTen();
        // Chronicle's own length before the first excerpt, and ours in another one.
        overwrite(0, -4, new byte[] {-1, -1, -1, 0x3f});
        overwrite(5, 12, new byte[] {0x7f, -1, -1, -1});
        Shown shown = reopen();
        assertThat(shown.sequences).containsExactly(1L, 2L, 3L, 4L, 5L, 7L, 8L, 9L, 10L);
        assertThat(shown.damages).isEqualTo(1);
    }

    @Test
    void excerptsThatFillManyExtentsAreAllFound() throws IOException {
        List<Long> written = new ArrayList<>();
        try (SegmentLog log = openLarge()) {
            log.replay(new Shown());
            for (int i = 1; i <= 40; i++) {
                byte[] bytes = excerpt(i % 7 == 0 ? SegmentLog.EXCERPT_BYTES_MAX : 700_001, i);
                written.add(log.append(bytes, 0, bytes.length));
                log.force();
                assertThat(log.read(written.getLast())).isEqualTo(bytes);
                if (log.isRollDue()) {
                    log.roll();
                }
            }
        }
        Shown shown = new Shown();
        try (SegmentLog log = openLarge()) {
            log.replay(shown);
        }
        assertThat(shown.sequences)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 40).boxed().toList());
        assertThat(shown.damages).isZero();
    }

    private SegmentLog openLarge() throws IOException {
        return new ChronicleSegmentLog(directory, 16 << 20, true, false, Runnable::run);
    }
}
