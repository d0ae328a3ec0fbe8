package io.daybreak.logstorage.chronicle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class BlockBufferTest {
    private static final int BLOCK = BlockBuffer.BLOCK_BYTES;

    private final byte[] file = new byte[4 << 20];
    private int reads;

    private final FileScanner.Source source =
            new FileScanner.Source() {
                @Override
                public long number() {
                    return 1;
                }

                @Override
                public int read(long offset, byte[] into, int at, int length) {
                    reads++;
                    int count = Math.clamp(file.length - offset, 0, length);
                    System.arraycopy(file, (int) offset, into, at, count);
                    return count;
                }
            };

    private void write(BlockBuffer buffer) {
        ByteBuffer bytes = buffer.bytes();
        assertThat(bytes.remaining()).isEqualTo(buffer.length());
        assertThat(buffer.offset() % BLOCK).isZero();
        assertThat(buffer.length() % BLOCK).isZero();
        assertThat(buffer.address() % BLOCK).isZero();
        bytes.get(file, (int) buffer.offset(), buffer.length());
    }

    @Test
    void appendsOfEverySizeLeaveTheFileAsItShouldBe() throws IOException {
        Random random = new Random(5);
        byte[] model = new byte[file.length];
        BlockBuffer buffer = new BlockBuffer();
        int at = 0;
        while (at < file.length - 500_000) {
            int before = random.nextInt(4);
            at += before;
            byte[] bytes = new byte[1 + random.nextInt(1 << random.nextInt(1, 19))];
            random.nextBytes(bytes);
            System.arraycopy(bytes, 0, model, at, bytes.length);
            switch (random.nextInt(10)) {
                case 0 -> {
                    // Somebody else writes.
                    buffer.forget();
                    System.arraycopy(bytes, 0, file, at, bytes.length);
                }
                case 1 -> {
                    buffer.free();
                    buffer.put(source, at, bytes, 0, bytes.length);
                    write(buffer);
                }
                default -> {
                    byte[] longer = new byte[bytes.length + 7];
                    System.arraycopy(bytes, 0, longer, 3, bytes.length);
                    buffer.put(source, at, longer, 3, bytes.length);
                    write(buffer);
                }
            }
            at += bytes.length;
        }
        assertThat(Arrays.equals(file, model)).isTrue();
    }

    @Test
    void readsNothingThatItHasWritten() throws IOException {
        BlockBuffer buffer = new BlockBuffer();
        for (int i = 0; i < 1000; i++) {
            buffer.put(source, i * 100L, new byte[100], 0, 100);
            write(buffer);
        }
        assertThat(reads).isZero();
        buffer.forget();
        buffer.put(source, 100_000, new byte[100], 0, 100);
        assertThat(reads).isEqualTo(1);
    }

    @Test
    void aFileThatEndsTooEarlyIsAnError() {
        assertThatThrownBy(() -> new BlockBuffer().put(source, file.length + 10, new byte[1], 0, 1))
                .isInstanceOf(IOException.class);
    }
}
