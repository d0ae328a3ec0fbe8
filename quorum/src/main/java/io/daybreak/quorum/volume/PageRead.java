package io.daybreak.quorum.volume;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.daybreak.logstorage.api.PageId;
import io.daybreak.logstorage.api.PageLayout;
import io.daybreak.logstorage.api.SegmentReply;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One page read while it waits for segments. Thread-safe: answers come on the segments' threads,
 * one thread waits.
 */
public final class PageRead {
    private final PageId page;
    private final long readPoint;

    /** Whom an answer wakes. */
    private volatile @Nullable Thread waiter;

    @GuardedBy("this")
    private byte @Nullable [] image;

    @GuardedBy("this")
    private boolean absent;

    @GuardedBy("this")
    private int asked;

    @GuardedBy("this")
    private int refused;

    @GuardedBy("this")
    private String reason = "no segment is complete up to there";

    public PageRead(PageId page, long readPoint) {
        this.page = page;
        this.readPoint = readPoint;
    }

    public synchronized void asked() {
        asked++;
    }

    /** Takes an answer; the first good one decides. Returns whether it was good. */
    public boolean answer(SegmentReply reply) {
        boolean good = take(reply);
        LockSupport.unpark(waiter);
        return good;
    }

    private synchronized boolean take(SegmentReply reply) {
        boolean good = false;
        switch (reply) {
            case SegmentReply.PageImage(_, PageId id, byte[] bytes) -> {
                if (isSound(id, bytes)) {
                    image = bytes;
                    good = true;
                } else {
                    refuse(reply.segment() + " sent a damaged image");
                }
            }
            case SegmentReply.NoSuchPage _ -> {
                absent = true;
                good = true;
            }
            case SegmentReply.NotHere(var segment, var scl, String why) ->
                    refuse(segment + " (SCL " + scl + "): " + why);
            case SegmentReply.Failed(var segment, String why) -> refuse(segment + ": " + why);
            default -> refuse(reply.toString());
        }
        return good;
    }

    @GuardedBy("this")
    private void refuse(String why) {
        refused++;
        reason = why;
    }

    /** Checked here once more: the bytes may have come over a network. */
    private boolean isSound(PageId id, byte[] bytes) {
        return id.equals(page)
                && bytes.length == PageLayout.PAGE_SIZE
                && PageLayout.isSealed(bytes)
                && PageLayout.pageNumber(bytes) == page.number()
                && PageLayout.lsn(bytes) <= readPoint;
    }

    /**
     * Waits until there is a good answer, every request was refused, or the time is over.
     *
     * @return whether there is a good answer
     */
    boolean await(long nanos) throws InterruptedException {
        // Parked, not in a monitor: a virtual thread that waits in one comes back by way of a
        // thread that only wakes those.
        waiter = Thread.currentThread();
        long deadline = System.nanoTime() + nanos;
        while (!isSettled()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                break;
            }
            LockSupport.parkNanos(this, left);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        return isAnswered();
    }

    private synchronized boolean isSettled() {
        return isAnswered() || refused >= asked;
    }

    /** Whether there is a good answer. */
    public synchronized boolean isAnswered() {
        return absent || image != null;
    }

    public synchronized void copyTo(byte[] into) {
        if (image != null) {
            if (image != into) {
                System.arraycopy(image, 0, into, 0, PageLayout.PAGE_SIZE);
            }
        } else {
            Arrays.fill(into, 0, PageLayout.PAGE_SIZE, (byte) 0);
        }
    }

    public synchronized String reason() {
        return reason;
    }
}
