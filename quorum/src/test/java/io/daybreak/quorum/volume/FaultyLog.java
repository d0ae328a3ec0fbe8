package io.daybreak.quorum.volume;

import io.daybreak.logstorage.api.SegmentLog;
import io.daybreak.logstorage.memory.MemorySegmentLog;
import java.io.IOException;

/**
 * A log that dies, fills up or lies on request. What crashes and bit rot do to the excerpts is
 * {@link MemorySegmentLog}'s.
 */
final class FaultyLog implements SegmentLog {
    /** The simulated process dies at this write. */
    static final class Death extends Error {
        private static final long serialVersionUID = 1L;

        Death() {
            super("the simulated process dies", null, false, false);
        }
    }

    private final MemorySegmentLog log;
    private int writesUntilDeath;
    private boolean full;
    private boolean lying;

    FaultyLog(MemorySegmentLog log) {
        this.log = log;
    }

    /** Dies at the n-th append or force from now; 0 = never. */
    void dieAfter(int writes) {
        writesUntilDeath = writes;
    }

    void full(boolean isFull) {
        full = isFull;
    }

    /** Forces return at once and do nothing. */
    void lie() {
        lying = true;
    }

    private void write() throws IOException {
        if (writesUntilDeath > 0 && --writesUntilDeath == 0) {
            throw new Death();
        }
        if (full) {
            throw new IOException("No space left on device (simulated)");
        }
    }

    @Override
    public void replay(Visitor visitor) throws IOException {
        log.replay(visitor);
    }

    @Override
    public long append(byte[] bytes, int offset, int length) throws IOException {
        write();
        return log.append(bytes, offset, length);
    }

    @Override
    public void force() throws IOException {
        write();
        if (!lying) {
            log.force();
        }
    }

    @Override
    public boolean isRollDue() {
        return log.isRollDue();
    }

    @Override
    public void roll() throws IOException {
        write();
        log.roll();
    }

    @Override
    public byte[] read(long position) throws IOException {
        return log.read(position);
    }

    @Override
    public byte[] read(long position, int offset, int length) throws IOException {
        return log.read(position, offset, length);
    }

    @Override
    public void summarize(long file, byte[] summary) throws IOException {
        write();
        log.summarize(file, summary);
    }

    @Override
    public long fileOf(long position) {
        return log.fileOf(position);
    }

    @Override
    public long currentFile() {
        return log.currentFile();
    }

    @Override
    public void deleteBelow(long file) throws IOException {
        log.deleteBelow(file);
    }

    @Override
    public long bytes() {
        return log.bytes();
    }

    @Override
    public void close() {
        log.close();
    }
}
