package io.daybreak.engine.undo;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.engine.buffer.BufferPool;
import io.daybreak.engine.buffer.Frame;
import io.daybreak.engine.buffer.MirrorVolume;
import io.daybreak.engine.mtr.LatchLevel;
import io.daybreak.engine.mtr.Mtr;
import io.daybreak.engine.space.Space;
import io.daybreak.logstorage.api.PageLayout;
import io.daybreak.quorum.memory.InMemoryVolume;
import java.util.Arrays;
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
        undo.prepare(mtr, true, record.length());
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
    void aRollbackEndsAtItsBeginThoughThePageBeforeIsGone() {
        TransactionUndo before = new TransactionUndo(logs);
        before.open(mtr, true);
        before.transactionId(7);
        UndoStream stream = logs.streams().getFirst();
        long page = stream.headPage();
        // So full that only its end record fits: the next transaction goes to a new page.
        while (stream.tailEnd() + 400 < PageLayout.PAGE_SIZE) {
            append(before, new UndoRecord().insert(3, new byte[100], 0, 100));
        }
        before.finish(true, mtr);
        TransactionUndo undo = new TransactionUndo(logs);
        undo.open(mtr, true);
        undo.transactionId(8);
        append(undo, new UndoRecord().insert(3, new byte[380], 0, 380));
        assertThat(RollPointer.page(stream.end())).isNotEqualTo(page);
        undo.undoneTo(0, mtr);
        stream.headOffset(logs.reader().endOf(page));
        assertThat(stream.dropHeadPage(mtr)).isTrue();
        overwrite(page);

        assertThat(undo.previous(undo.end(), 0, new UndoRecord())).isFalse();
    }

    private void overwrite(long page) {
        mtr.start(true);
        Frame frame = mtr.create(page, UndoLayout.DATA, LatchLevel.UNDO);
        byte[] other = new byte[PageLayout.PAGE_SIZE - UndoLayout.RECORDS];
        Arrays.fill(other, (byte) 0xff);
        mtr.write(frame, UndoLayout.RECORDS, other, 0, other.length);
        mtr.commit();
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
