package io.daybreak.logstorage.chronicle;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.logstorage.api.ExcerptLayout;
import io.daybreak.logstorage.api.SegmentLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FileScannerTest {
    private static final int LONGEST = 64 << 10;
    private static final int FILE_BYTES = 64 * LONGEST;

    /** A file of zeroes with excerpts in it, that knows how far it was read. */
    private static final class Zeroes implements FileScanner.Source {
        private final byte[] bytes = new byte[FILE_BYTES];
        private long readUpTo;

        void put(int offset, long sequence) {
            byte[] excerpt = new byte[ExcerptLayout.HEADER_SIZE + 40];
            ExcerptLayout.seal(excerpt, excerpt.length, sequence);
            System.arraycopy(excerpt, 0, bytes, offset, excerpt.length);
        }

        @Override
        public long number() {
            return 1;
        }

        @Override
        public int read(long offset, byte[] into, int at, int length) {
            int count = Math.clamp(bytes.length - offset, 0, length);
            System.arraycopy(bytes, (int) offset, into, at, count);
            readUpTo = Math.max(readUpTo, offset + count);
            return count;
        }
    }

    private static List<Long> sequences(Zeroes file) throws IOException {
        List<Long> found = new ArrayList<>();
        new FileScanner(LONGEST)
                .scan(
                        file,
                        0,
                        0,
                        new SegmentLog.Visitor() {
                            @Override
                            public void excerpt(
                                    long position, byte[] bytes, int offset, int length) {
                                found.add(ExcerptLayout.sequence(bytes, offset));
                            }

                            @Override
                            public void damage(long file, String description) {}
                        });
        return found;
    }

    @Test
    void theRestOfAFileThatWasMadeBeforehandIsNotRead() throws IOException {
        Zeroes file = new Zeroes();
        file.put(0, 1);
        file.put(3 * LONGEST, 2);
        assertThat(sequences(file)).containsExactly(1L, 2L);
        assertThat(file.readUpTo).isLessThan(10L * LONGEST);
    }

    @Test
    void whatStandsBehindAHoleOfAFewExcerptsIsFound() throws IOException {
        Zeroes file = new Zeroes();
        int at = 0;
        for (int i = 1; i <= 10; i++) {
            file.put(at, i);
            at += 3 * LONGEST + 256;
        }
        assertThat(sequences(file)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
    }
}
