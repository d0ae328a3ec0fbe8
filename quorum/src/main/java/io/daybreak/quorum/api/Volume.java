package io.daybreak.quorum.api;

import io.daybreak.logstorage.api.Lsn;
import io.daybreak.logstorage.api.MiniTransaction;
import io.daybreak.logstorage.api.PageId;
import java.util.concurrent.CompletionStage;

/**
 * One volume, opened for writing by one process. Thread-safe.
 *
 * <p>After an unrecoverable failure (fenced by a newer writer) every method throws {@link
 * VolumeClosedException}.
 */
public interface Volume extends AutoCloseable {
    /**
     * Gives the records of the mini-transaction consecutive LSNs, the last of which is its CPL, and
     * hands them to the log stream. Never blocks on I/O. Two mini-transactions that change the same
     * page are appended in the order of their changes because the caller holds the page's exclusive
     * latch across this call. On return the bytes of {@code mtr} are copied; it may be reset.
     *
     * @return the LSN of the last record; record {@code i} of {@code n} has LSN {@code result - (n
     *     - 1) + i}
     */
    Lsn append(MiniTransaction mtr);

    /**
     * VDL: everything up to here (inclusive) is durable on a write quorum. Never falls. Cheap: a
     * volatile read.
     */
    long durableLsn();

    /** The LSN given out last. */
    long lastLsn();

    /** Completes when VDL reaches the LSN; completes exceptionally if the volume closes before. */
    CompletionStage<Void> whenDurable(Lsn lsn);

    /**
     * The allocation-free form for commits: runs {@code action} once VDL reaches the LSN, at once
     * on this thread if it already has, else on the volume's completion thread, where it must be
     * short and must not block. If the volume closes before, runs {@code failed}.
     */
    void onDurable(long lsn, Runnable action, Runnable failed);

    /**
     * Whether the writer is within the LSN allocation limit (LAL) and the log stream's memory
     * bound. Ask before a mini-transaction, holding no latch; if not, wait with {@link
     * #awaitAppendable} or, on an event loop, give up and run elsewhere.
     */
    boolean isAppendable();

    /**
     * Blocks until {@link #isAppendable}.
     *
     * @throws VolumeFullException if too many disks are full: that may last
     */
    void awaitAppendable() throws InterruptedException;

    /**
     * Reads the page with exactly the redo up to {@code asOf} applied, {@code asOf <=
     * durableLsn()}. Blocks; never call it on an event loop.
     *
     * @param into receives {@code PageLayout.PAGE_SIZE} bytes, checksum verified; all zero if no
     *     record up to there names the page
     * @throws PageUnreadableException if no segment can serve it: every copy damaged, or not enough
     *     segments within the time limit
     */
    void read(PageId page, Lsn asOf, byte[] into);

    /** How many pages the volume's protection groups hold now. */
    long pageCapacity();

    /**
     * Adds protection groups until {@code page} lies in one. Blocks. Call before the first record
     * for that page.
     */
    void ensureCapacity(PageId page);

    /** PGMRPL: promises that no page will be read at an LSN below this one from now on. */
    void advanceMinReadPoint(Lsn lsn);

    VolumeStatus status();

    /**
     * Faults on request.
     *
     * @throws UnsupportedOperationException if this volume's nodes are out of reach for that
     */
    default FaultInjection faults() {
        throw new UnsupportedOperationException("this volume takes no faults");
    }

    @Override
    void close();
}
