package io.daybreak.engine.buffer;

import io.daybreak.logstorage.api.Lsn;
import io.daybreak.logstorage.api.MiniTransaction;
import io.daybreak.logstorage.api.PageId;
import io.daybreak.logstorage.api.PageLayout;
import io.daybreak.logstorage.api.PageOps;
import io.daybreak.quorum.api.Volume;
import io.daybreak.quorum.api.VolumeStatus;
import io.daybreak.quorum.memory.InMemoryVolume;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A volume in memory that replays every mini-transaction on page copies of its own and compares
 * them with the frames that the engine changed: redo must say exactly what was done. The caller
 * holds the frames exclusively during {@code append}, so this may look at them. Thread-safe.
 */
public final class MirrorVolume implements Volume {
    private final InMemoryVolume inner;
    private final Map<Long, byte[]> copies = new ConcurrentHashMap<>();
    private volatile @Nullable BufferPool pool;
    public final AtomicLong redoBytes = new AtomicLong();
    public final AtomicLong appends = new AtomicLong();

    public MirrorVolume(InMemoryVolume inner) {
        this.inner = inner;
    }

    public void attach(BufferPool pool) {
        this.pool = pool;
    }

    public InMemoryVolume inner() {
        return inner;
    }

    @Override
    public Lsn append(MiniTransaction mtr) {
        Lsn lsn = inner.append(mtr);
        appends.incrementAndGet();
        redoBytes.addAndGet(mtr.opsBytes());
        for (int i = 0; i < mtr.recordCount(); i++) {
            long page = mtr.pageNumber(i);
            byte[] copy = copies.computeIfAbsent(page, _ -> new byte[PageLayout.PAGE_SIZE]);
            int start = mtr.opsStart(i);
            PageOps.apply(copy, page, mtr.ops(), start, mtr.opsEnd(i) - start);
        }
        BufferPool attached = pool;
        if (attached != null) {
            for (int i = 0; i < mtr.recordCount(); i++) {
                compare(attached, mtr.pageNumber(i));
            }
        }
        return lsn;
    }

    private void compare(BufferPool attached, long page) {
        Frame frame = attached.peek(page);
        byte[] copy = copies.get(page);
        if (frame == null || copy == null) {
            throw new AssertionError("page " + page + " is changed but not in the pool");
        }
        int from = PageLayout.HEADER_SIZE;
        int differs =
                Arrays.mismatch(
                        frame.bytes(),
                        from,
                        PageLayout.PAGE_SIZE,
                        copy,
                        from,
                        PageLayout.PAGE_SIZE);
        if (differs >= 0
                || PageLayout.type(frame.bytes()) != PageLayout.type(copy)
                || PageLayout.pageNumber(frame.bytes()) != page) {
            throw new AssertionError(
                    "page " + page + " differs from its redo at offset " + (from + differs));
        }
    }

    @Override
    public long durableLsn() {
        return inner.durableLsn();
    }

    @Override
    public long lastLsn() {
        return inner.lastLsn();
    }

    @Override
    public CompletionStage<Void> whenDurable(Lsn lsn) {
        return inner.whenDurable(lsn);
    }

    @Override
    public void onDurable(long lsn, Runnable action, Runnable failed) {
        inner.onDurable(lsn, action, failed);
    }

    @Override
    public boolean isAppendable() {
        return inner.isAppendable();
    }

    @Override
    public void awaitAppendable() throws InterruptedException {
        inner.awaitAppendable();
    }

    @Override
    public void read(PageId page, Lsn asOf, byte[] into) {
        inner.read(page, asOf, into);
    }

    @Override
    public long pageCapacity() {
        return inner.pageCapacity();
    }

    @Override
    public void ensureCapacity(PageId page) {
        inner.ensureCapacity(page);
    }

    @Override
    public void advanceMinReadPoint(Lsn lsn) {
        inner.advanceMinReadPoint(lsn);
    }

    @Override
    public VolumeStatus status() {
        return inner.status();
    }

    @Override
    public void close() {
        inner.close();
    }
}
