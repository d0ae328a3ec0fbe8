package io.daybreak.engine.undo;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.engine.buffer.BufferPool;
import io.daybreak.engine.buffer.MirrorVolume;
import io.daybreak.engine.mtr.Mtr;
import io.daybreak.engine.space.Space;
import io.daybreak.quorum.memory.InMemoryVolume;
import org.junit.jupiter.api.Test;

final class UndoStreamTest {
    private final MirrorVolume volume = new MirrorVolume(InMemoryVolume.durableAtOnce(40));
    private final BufferPool pool = new BufferPool(volume, 64 * 16_384L);
    private final Mtr mtr = new Mtr(pool);
    private final UndoLogs logs;

    UndoStreamTest() {
        volume.attach(pool);
        logs = UndoLogs.format(Space.format(pool), 3);
    }

    private long append(TransactionUndo undo, UndoRecord record) {
        undo.prepare(mtr, true, 200);
        mtr.start(true);
        long pointer = undo.append(mtr, record);
        mtr.commit();
        undo.committed();
        return pointer;
    }

    @Test
    void aPageThatGotRecordsSincePurgeSawItsEndIsNotFreed() {
        TransactionUndo undo = new TransactionUndo(logs);
        undo.open(mtr, true);
        undo.transactionId(7);
        UndoStream stream = logs.streams().getFirst();
        long page = stream.headPage();
        // Purge has seen the end of the page here, and is overtaken.
        UndoRecord record = new UndoRecord().insert(3, new byte[100], 0, 100);
        long first = append(undo, record);
        while (RollPointer.page(stream.end()) == page) {
            append(undo, record);
        }

        assertThat(stream.dropHeadPage(mtr)).as("there is more to look at").isTrue();

        assertThat(stream.headPage()).isEqualTo(page);
        UndoRecord read = new UndoRecord();
        logs.reader().read(first, read, true);
        assertThat(read.type()).isEqualTo(UndoType.INSERT);
    }

    @Test
    void aPageIsFreedWhenPurgeHasPassedItsRecords() {
        TransactionUndo undo = new TransactionUndo(logs);
        undo.open(mtr, true);
        undo.transactionId(7);
        UndoStream stream = logs.streams().getFirst();
        long page = stream.headPage();
        while (RollPointer.page(stream.end()) == page) {
            append(undo, new UndoRecord().insert(3, new byte[100], 0, 100));
        }
        stream.headOffset(logs.reader().endOf(page));

        assertThat(stream.dropHeadPage(mtr)).isTrue();

        assertThat(stream.headPage()).isEqualTo(RollPointer.page(stream.end()));
        assertThat(stream.dropHeadPage(mtr)).as("the last page stays").isFalse();
    }
}
