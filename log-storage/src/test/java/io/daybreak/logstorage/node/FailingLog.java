package io.daybreak.logstorage.node;

import io.daybreak.logstorage.api.SegmentLog;
import io.daybreak.logstorage.chronicle.SharedForce;
import io.daybreak.logstorage.memory.MemorySegmentLog;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A log in memory whose disk can be told to fail, or to stand still. */
final class FailingLog implements SegmentLog, SharedForce.Log {
    /** What fails. */
    enum Step {
        APPEND,
        /** Half of an excerpt is written, then the disk is full. */
        SHORT_APPEND,
        BEGIN_WRITING,
        FINISH_WRITING,
        FLUSH,
        FORCE,
        ROLL
    }

    private static final long FILE_BYTES = 100_000;

    final MemorySegmentLog disk = new MemorySegmentLog(FILE_BYTES);
    volatile @Nullable Step failing;
    volatile boolean forceableInPart = true;

    /** A roll waits for it. */
    volatile CountDownLatch rolling = new CountDownLatch(0);

    private void step(Step step) throws IOException {
        if (failing == step) {
            throw new IOException("injected: " + step);
        }
    }

    @Override
    public void replay(Visitor visitor) throws IOException {
        disk.replay(visitor);
    }

    @Override
    public long append(byte[] bytes, int offset, int length) throws IOException {
        step(Step.APPEND);
        if (failing == Step.SHORT_APPEND) {
            disk.append(bytes, offset, length / 2);
        }
        step(Step.SHORT_APPEND);
        return disk.append(bytes, offset, length);
    }

    @Override
    public boolean isForcing() {
        return true;
    }

    @Override
    public boolean isForceableInPart() {
        return forceableInPart;
    }

    @Override
    public void beginWriting() throws IOException {
        step(Step.BEGIN_WRITING);
    }

    @Override
    public void finishWriting() throws IOException {
        step(Step.FINISH_WRITING);
    }

    @Override
    public void flushDevice() throws IOException {
        step(Step.FLUSH);
    }

    @Override
    public void forced() {
        try {
            disk.force();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void force() throws IOException {
        step(Step.FORCE);
        disk.force();
    }

    @Override
    public boolean isRollDue() {
        return disk.isRollDue();
    }

    @Override
    public void roll() throws IOException {
        try {
            rolling.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        step(Step.ROLL);
        disk.roll();
    }

    @Override
    public void summarize(long file, byte[] summary) {
        disk.summarize(file, summary);
    }

    @Override
    public byte[] read(long position) throws IOException {
        return disk.read(position);
    }

    @Override
    public byte[] read(long position, int offset, int length) throws IOException {
        return disk.read(position, offset, length);
    }

    @Override
    public long fileOf(long position) {
        return disk.fileOf(position);
    }

    @Override
    public long currentFile() {
        return disk.currentFile();
    }

    @Override
    public void deleteBelow(long file) {
        disk.deleteBelow(file);
    }

    @Override
    public long bytes() {
        return disk.bytes();
    }

    @Override
    public void close() {}
}
