package io.daybreak.logstorage.segment;

import io.daybreak.logstorage.api.CorruptRedoException;
import io.daybreak.logstorage.api.RedoBatch;
import io.daybreak.logstorage.api.RedoBatchCodec;
import io.daybreak.logstorage.api.SegmentKind;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Which batches of a segment's chain have their bytes in memory: all that are not written or not
 * durable yet, and as many of the others as the node has room for. They go oldest first, so that
 * those that are here are the end of the chain, but for some that were read back.
 *
 * <p>Guarded by its segment's monitor.
 */
final class HeldBatches {
    private final SegmentCore owner;
    private final SegmentKind kind;
    private final SegmentLimits limits;
    private final BatchChain chain;
    private final HeldRedo held;

    /** Batches before this place in the chain are not in memory. */
    private int from;

    private @Nullable BatchLoader source;

    HeldBatches(SegmentCore owner, SegmentLimits limits, BatchChain chain, HeldRedo held) {
        this.owner = owner;
        this.kind = owner.kind;
        this.limits = limits;
        this.chain = chain;
        this.held = held;
    }

    /** Where a replay finds the bytes of what a summary tells of. */
    void source(BatchLoader loader) {
        source = loader;
    }

    BatchLoader source() {
        if (source == null) {
            throw new IllegalStateException("redo above the VDL must stay in memory");
        }
        return source;
    }

    /** Only a replay finds redo above the VDL out of memory: a summary told of it. */
    RedoBatch bytesOf(LogEntry entry) {
        RedoBatch batch = entry.batch;
        return batch != null ? batch : source().load(owner, LogPlace.of(entry));
    }

    /** The last batch of the chain came with its bytes. */
    void added(LogEntry entry) {
        held.add(kind, entry.lengthBytes);
    }

    // ---- what goes

    private void release(LogEntry entry) {
        if (entry.batch != null) {
            entry.batch = null;
            held.add(kind, -entry.lengthBytes);
        }
    }

    /** Makes room if the node holds too much: written batches up to the VDL go. */
    void releaseExcess(long durableLsn) {
        while (from < chain.size() && held.exceeds(kind, limits)) {
            LogEntry entry = chain.at(from);
            if (entry.position < 0 || entry.last > durableLsn) {
                return;
            }
            release(entry);
            from++;
        }
    }

    /** Nobody needs the bytes of written batches up to the LSN. */
    void releaseUpTo(long lsn) {
        while (from < chain.size() && chain.at(from).last <= lsn && chain.at(from).position >= 0) {
            release(chain.at(from));
            from++;
        }
    }

    /** The chain begins anew behind this LSN. */
    void restart(long base) {
        while (from < chain.size()) {
            release(chain.at(from++));
        }
        chain.restart(base);
        from = 0;
    }

    /** The oldest batches leave the chain. */
    void dropFirst(int count) {
        for (int i = 0; i < count; i++) {
            release(chain.removeFirst());
        }
        from = Math.max(0, from - count);
    }

    /** The chain ends before this LSN, which is of the batch at this index or the first of it. */
    void cutChain(int at, long lsn) {
        while (chain.size() > at + 1) {
            removeLast();
        }
        LogEntry last = chain.at(at);
        if (last.first >= lsn) {
            removeLast();
        } else {
            cut(last, lsn);
        }
        from = Math.min(from, chain.size());
    }

    private void removeLast() {
        LogEntry entry = chain.removeLast();
        release(entry);
        entry.annul();
    }

    /** The batch ends before this LSN. */
    void cut(LogEntry entry, long lsn) {
        RedoBatch head = RedoBatchCodec.slice(bytesOf(entry), 0, lsn - 1);
        if (head == null) {
            throw new IllegalStateException(
                    "batch up to LSN " + entry.last + " has nothing below LSN " + lsn);
        }
        if (entry.batch != null) {
            entry.batch = head;
        }
        entry.last = head.last().value();
    }

    // ---- what comes back

    /** Whether the node may hold more of what was read back. */
    boolean hasRoom() {
        return held.takesReadBack(limits);
    }

    /** Keeps a batch that was read back from the log if the chain still has it so, above an LSN. */
    void hold(LogPlace place, RedoBatch batch, long above) {
        int at = chain.indexAfter(place.previous());
        if (at == chain.size() || chain.at(at).previous != place.previous()) {
            return;
        }
        LogEntry entry = chain.at(at);
        if (entry.batch == null && entry.last == place.last() && entry.last > above) {
            hold(at, batch);
        }
    }

    private void hold(int at, RedoBatch batch) {
        LogEntry entry = chain.at(at);
        if (entry.batch == null) {
            held.add(kind, entry.lengthBytes);
        }
        entry.batch = batch;
        from = Math.min(from, at);
    }

    /** Puts a sound copy in the place of a batch that the log does not have any more. */
    void mend(int at, RedoBatch whole) {
        hold(at, whole);
        LogEntry entry = chain.at(at);
        entry.position = -1;
        entry.storedBytes = whole.bytes().length;
    }

    /**
     * Brings all above the LSN into memory.
     *
     * @return index of the first batch that cannot be read; negative if all are here
     */
    int holdAbove(long lsn) {
        for (int i = chain.indexAfter(lsn); i < chain.size(); i++) {
            LogEntry entry = chain.at(i);
            if (entry.batch != null) {
                continue;
            }
            try {
                hold(i, bytesOf(entry));
            } catch (CorruptRedoException | UncheckedIOException _) {
                return i;
            }
        }
        return -1;
    }
}
