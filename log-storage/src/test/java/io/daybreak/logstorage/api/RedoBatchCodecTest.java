package io.daybreak.logstorage.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RedoBatchCodecTest {
    private static final ProtectionGroupId GROUP = new ProtectionGroupId(3);

    private static RedoBatch small() {
        RedoBatchEncoder encoder = new RedoBatchEncoder(GROUP, TimelineId.FIRST, new Lsn(9));
        MiniTransaction mtr = new MiniTransaction();
        mtr.record(300, RedoKind.INSERT);
        mtr.write(32, new byte[] {1, 2}, 0, 2);
        mtr.record(5, RedoKind.COMMIT);
        mtr.zero(40, 8);
        encoder.add(10, mtr, 0);
        encoder.add(12, mtr, 1);
        return encoder.close(new VolumeEpoch(7), 1_000_000L, 8);
    }

    @Test
    void bytesOfVersionOneStayAsTheyAre() {
        String golden =
                "b38eb316" // CRC32C
                        + "44425242" // magic
                        + "01" // version
                        + "000000"
                        + "0000006d" // total length
                        + "0000000000000007" // epoch
                        + "00000001" // timeline
                        + "00000003" // group
                        + "0000000000000009" // previous
                        + "000000000000000a" // first
                        + "000000000000000c" // last
                        + "00000000000f4240" // wall clock
                        + "0000000000000008" // VDL
                        + "00000002" // records
                        + "00000000"
                        + "01" // LSN 10
                        + "01" // INSERT
                        + "ac02" // page 300
                        + "07" // program length
                        + "01002000020102" // WRITE 32, 2 bytes
                        + "7bf08481" // CRC
                        + "02" // LSN 12
                        + "8d" // COMMIT, CPL
                        + "05" // page 5
                        + "05" // program length
                        + "0300280008" // ZERO 40, 8 bytes
                        + "a92ff31a"; // CRC
        assertThat(HexFormat.of().formatHex(small().bytes())).isEqualTo(golden);
    }

    @Test
    void decodesWhatWasEncoded() {
        for (long seed = 1; seed <= 50; seed++) {
            Random random = new Random(seed);
            RedoBatch batch = random(random);
            RedoBatch decoded = RedoBatchCodec.decode(batch.bytes().clone());
            assertThat(decoded.first()).as("seed %s", seed).isEqualTo(batch.first());
            assertThat(decoded.last()).isEqualTo(batch.last());
            assertThat(decoded.previous()).isEqualTo(batch.previous());
            assertThat(decoded.group()).isEqualTo(GROUP);
            assertThat(RedoBatchCodec.isSound(decoded)).isTrue();
        }
    }

    @Test
    void cursorGivesTheRecordsBack() {
        RecordCursor cursor = new RecordCursor();
        cursor.reset(small());
        assertThat(cursor.next()).isTrue();
        assertThat(cursor.lsn()).isEqualTo(10);
        assertThat(cursor.previousLsn()).isEqualTo(9);
        assertThat(cursor.pageNumber()).isEqualTo(300);
        assertThat(cursor.kind()).isEqualTo(RedoKind.INSERT);
        assertThat(cursor.isConsistencyPoint()).isFalse();
        int offset = cursor.recordOffset();
        assertThat(cursor.next()).isTrue();
        assertThat(cursor.lsn()).isEqualTo(12);
        assertThat(cursor.previousLsn()).isEqualTo(10);
        assertThat(cursor.isConsistencyPoint()).isTrue();
        assertThat(cursor.verifies()).isTrue();
        assertThat(cursor.next()).isFalse();

        cursor.seek(small().bytes(), offset, 10);
        assertThat(cursor.verifies()).isTrue();
        assertThat(cursor.previousLsn()).isEqualTo(9);
        cursor.seek(small().bytes(), offset, 11);
        assertThat(cursor.verifies()).isFalse();
    }

    @Test
    void refusesAnyFlippedByte() {
        byte[] bytes = small().bytes();
        for (int i = 0; i < bytes.length; i++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] damaged = bytes.clone();
                damaged[i] ^= (byte) (1 << bit);
                assertThatThrownBy(() -> RedoBatchCodec.decode(damaged))
                        .as("byte %s bit %s", i, bit)
                        .isInstanceOf(CorruptRedoException.class);
            }
        }
    }

    @Test
    void refusesZeroesAndCutBatches() {
        assertThatThrownBy(() -> RedoBatchCodec.decode(new byte[200]))
                .isInstanceOf(CorruptRedoException.class);
        byte[] bytes = small().bytes();
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = RedoBatchCodec.copy(bytes, 0, length);
            assertThatThrownBy(() -> RedoBatchCodec.decode(cut))
                    .isInstanceOf(CorruptRedoException.class);
        }
    }

    @Test
    void slicesAreBatchesOfTheSameChain() {
        for (long seed = 1; seed <= 50; seed++) {
            RedoBatch batch = random(new Random(seed));
            long cut = (batch.first().value() + batch.last().value()) / 2;
            RedoBatch head = Objects.requireNonNull(RedoBatchCodec.slice(batch, 0, cut));
            RedoBatch tail = RedoBatchCodec.slice(batch, cut, Long.MAX_VALUE);
            RedoBatchCodec.decode(head.bytes());
            assertThat(head.previous()).isEqualTo(batch.previous());
            assertThat(head.last().value()).isLessThanOrEqualTo(cut);
            if (tail == null) {
                assertThat(head).isEqualTo(batch);
                continue;
            }
            RedoBatchCodec.decode(tail.bytes());
            assertThat(tail.previous()).isEqualTo(head.last());
            assertThat(tail.last()).isEqualTo(batch.last());
            assertThat(
                            RedoBatchCodec.recordCount(head.bytes())
                                    + RedoBatchCodec.recordCount(tail.bytes()))
                    .isEqualTo(RedoBatchCodec.recordCount(batch.bytes()));
        }
        assertThat(RedoBatchCodec.slice(small(), 12, 20)).isNull();
    }

    @Test
    void batchesOfOneEncoderChain() {
        RedoBatchEncoder encoder = new RedoBatchEncoder(GROUP, TimelineId.FIRST, Lsn.ZERO);
        encoder.add(4, 1, RedoKind.OTHER, true, new byte[0], 0, 0);
        RedoBatch one = encoder.close(VolumeEpoch.NONE, 0, 0);
        encoder.add(9, 1, RedoKind.OTHER, true, new byte[0], 0, 0);
        RedoBatch two = encoder.close(VolumeEpoch.NONE, 0, 0);
        assertThat(one.previous()).isEqualTo(Lsn.ZERO);
        assertThat(two.previous()).isEqualTo(new Lsn(4));
    }

    private static RedoBatch random(Random random) {
        long lsn = 1L + random.nextInt(1_000_000);
        RedoBatchEncoder encoder = new RedoBatchEncoder(GROUP, TimelineId.FIRST, new Lsn(lsn - 1));
        int count = 1 + random.nextInt(20);
        for (int i = 0; i < count; i++) {
            byte[] ops = new byte[random.nextInt(500)];
            random.nextBytes(ops);
            lsn += 1 + random.nextInt(300);
            long page = random.nextLong(PageId.MAX_NUMBER + 1);
            encoder.add(lsn, page, RedoKind.UPDATE, random.nextBoolean(), ops, 0, ops.length);
        }
        return encoder.close(new VolumeEpoch(random.nextInt(9)), random.nextLong(), lsn);
    }
}
