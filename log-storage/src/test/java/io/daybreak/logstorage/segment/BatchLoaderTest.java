package io.daybreak.logstorage.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.logstorage.api.Lsn;
import io.daybreak.logstorage.api.MiniTransaction;
import io.daybreak.logstorage.api.RecordCursor;
import io.daybreak.logstorage.api.RedoBatch;
import io.daybreak.logstorage.api.RedoBatchEncoder;
import io.daybreak.logstorage.api.RedoKind;
import io.daybreak.logstorage.api.TimelineId;
import io.daybreak.logstorage.api.VolumeEpoch;
import io.daybreak.logstorage.memory.MemorySegmentLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchLoaderTest {
    private final MemorySegmentLog log = new MemorySegmentLog(1 << 20);
    private final BatchLoader loader = new BatchLoader(log);

    /** Three records, each of which writes so many bytes to a page of its own. */
    private static RedoBatch batch(int bytes) {
        RedoBatchEncoder encoder =
                new RedoBatchEncoder(GroupModel.GROUP, TimelineId.FIRST, Lsn.ZERO);
        MiniTransaction mtr = new MiniTransaction();
        for (int lsn = 1; lsn <= 3; lsn++) {
            mtr.reset();
            mtr.record(lsn, RedoKind.OTHER);
            mtr.write(100, new byte[bytes], 0, bytes);
            encoder.add(lsn, mtr, 0);
        }
        return encoder.close(VolumeEpoch.NONE.next(), 0, 0);
    }

    private LogPlace append(RedoBatch batch) throws IOException {
        byte[] bytes = batch.bytes();
        long position = log.append(bytes, 0, bytes.length);
        return new LogPlace(position, 0, bytes.length, 0, 3);
    }

    private static List<Integer> offsets(RedoBatch batch) {
        List<Integer> offsets = new ArrayList<>();
        RecordCursor cursor = new RecordCursor();
        cursor.reset(batch);
        while (cursor.next()) {
            offsets.add(cursor.recordOffset());
        }
        return offsets;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 300, 900, 9_000})
    void readsARecordByItself(int bytes) throws IOException {
        RedoBatch batch = batch(bytes);
        LogPlace place = append(batch);
        List<Integer> offsets = offsets(batch);
        for (int lsn = 1; lsn <= 3; lsn++) {
            byte[] record = Objects.requireNonNull(loader.record(place, offsets.get(lsn - 1), lsn));
            RecordCursor cursor = new RecordCursor();
            cursor.seek(record, 0, lsn);
            assertThat(cursor.pageNumber()).isEqualTo(lsn);
            assertThat(cursor.verifies()).isTrue();
        }
    }

    @Test
    void doesNotTakeAnotherRecordForTheOneThatIsAskedFor() throws IOException {
        RedoBatch batch = batch(300);
        LogPlace place = append(batch);
        List<Integer> offsets = offsets(batch);
        assertThat(loader.record(place, offsets.get(1), 3)).isNull();
        assertThat(loader.record(place, offsets.get(1) + 1, 2)).isNull();
        assertThat(loader.record(place, batch.bytes().length + 10, 3)).isNull();
    }

    @Test
    void findsThatARecordIsDamaged() throws IOException {
        RedoBatch batch = batch(300);
        LogPlace place = append(batch);
        int offset = offsets(batch).get(1);
        log.damage(0, (offset + 200) * 8);
        assertThat(loader.record(place, offset, 2)).isNull();
        assertThat(loader.record(place, offsets(batch).getFirst(), 1)).isNotNull();
    }
}
