package io.daybreak.quorum.volume;

import io.daybreak.logstorage.api.Lsn;
import io.daybreak.logstorage.api.RedoBatch;
import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.logstorage.api.SegmentKind;
import io.daybreak.logstorage.api.SegmentReply;
import io.daybreak.logstorage.api.SegmentRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What keeps the segments of an open volume whole, apart from the writer's stream: gossip for those
 * that fell behind, hydration for those that lost their pages, mending of those that found damage,
 * and collection of log that nobody needs any more. All of it in the background and bounded.
 *
 * <p>It looks at the writer's view of the segments and speaks in the writer's epoch. No threads,
 * clocks, I/O; guarded as the {@link WriterCore} is.
 */
public final class SegmentCare {
    /** So many segments are brought up at the same time. */
    static final int CHASES_MAX = 8;

    /** With more log than this a suspect segment does not hold up collection: it gets pages. */
    static final long LOG_BYTES_KEPT = 256L << 20;

    private static final int INSPECT_ALL_EVERY = 5;

    private static final class GroupCare {
        final GossipCore[] gossip = new GossipCore[SegmentId.REPLICAS];
        final long[] lastScl = new long[SegmentId.REPLICAS];
        final SegmentReply.@Nullable Status[] status =
                new SegmentReply.@Nullable Status[SegmentId.REPLICAS];
        long lastComplete;
        long collected;
        long inspectedAt = -1;
    }

    private final WriterCore writer;
    private final SegmentKind[] kinds;
    private final Outbox outbox;
    private final List<GroupCare> groups = new ArrayList<>();
    private long nowNanos;
    private long repairs;
    private long mends;
    private long collectionTicks;

    public SegmentCare(WriterCore writer, SegmentKind[] kinds, Outbox outbox) {
        this.writer = writer;
        this.kinds = kinds.clone();
        this.outbox = outbox;
    }

    /** Looks for segments that are behind and make no progress of their own. */
    public void onGossipTick(long now) {
        nowNanos = now;
        int busy = 0;
        for (int g = 0; g < writer.groupCount(); g++) {
            GroupCare care = care(g);
            GroupState group = writer.group(g);
            for (int i = 0; i < SegmentId.REPLICAS; i++) {
                long scl = group.scl[i];
                // The timed-out are idle only after another chase.
                boolean stalled = scl == care.lastScl[i] && scl < care.lastComplete;
                care.lastScl[i] = scl;
                if (scl < 0 || writer.isSuspect(i)) {
                    continue;
                }
                if (stalled && busy < CHASES_MAX) {
                    busy++;
                    care.gossip[i].chase(group.scl, nowNanos);
                } else if (busy < CHASES_MAX && fetchPages(care, group, i)) {
                    busy++;
                } else if (busy < CHASES_MAX && mend(care, group, i)) {
                    busy++;
                }
            }
            care.lastComplete = group.completeLsn;
        }
    }

    private boolean fetchPages(GroupCare care, GroupState group, int index) {
        SegmentReply.Status status = care.status[index];
        if (status == null || !status.needsPages()) {
            return false;
        }
        long asOf = pageLsn(care, group);
        care.gossip[index].chasePages(status.damage(), group.scl, asOf, nowNanos);
        return true;
    }

    private boolean mend(GroupCare care, GroupState group, int index) {
        SegmentReply.Status status = care.status[index];
        if (status == null
                || status.needsPages()
                || status.damage().pages() == 0 && status.damage().batches() == 0) {
            return false;
        }
        care.gossip[index].mend(status.damage(), group.scl, pageLsn(care, group), nowNanos);
        return true;
    }

    /**
     * An LSN that every full segment can be asked for: none has newer images, nobody reads below.
     * Images may be here of which no segment's complete ones tell, from a round that a crash ended:
     * none is newer than what was durable when the volume was opened.
     */
    private long pageLsn(GroupCare care, GroupState group) {
        long lsn = Math.max(writer.minReadPoint(group), writer.recoveredVdl());
        for (SegmentReply.Status status : care.status) {
            if (status != null && status.kind() == SegmentKind.FULL) {
                lsn = Math.max(lsn, status.pagesComplete().value());
            }
        }
        return Math.min(lsn, group.completeLsn);
    }

    /** Asks the segments of groups with new redo how they stand, and lets log go. */
    public void onCollectionTick() {
        // What a scrub finds while nobody writes is heard of only by asking.
        boolean inspectAll = collectionTicks++ % INSPECT_ALL_EVERY == 0;
        for (int g = 0; g < writer.groupCount(); g++) {
            GroupCare care = care(g);
            GroupState group = writer.group(g);
            collect(group, care);
            boolean unsettled = group.completeLsn != care.inspectedAt || anyDamaged(care);
            if (unsettled || care.collected < group.completeLsn || inspectAll) {
                care.inspectedAt = group.completeLsn;
                for (int i = 0; i < SegmentId.REPLICAS; i++) {
                    inspect(group, i);
                }
            }
        }
    }

    private static boolean anyDamaged(GroupCare care) {
        for (SegmentReply.Status status : care.status) {
            if (status != null && !status.isWhole()) {
                return true;
            }
        }
        return false;
    }

    /** A read failed there: asks how it stands. */
    public void suspect(SegmentId segment) {
        inspect(writer.group(segment.group().value()), segment.index());
    }

    private void inspect(GroupState group, int index) {
        if (group.isJoined(index) && !writer.isSuspect(index)) {
            outbox.send(group.segments[index], new SegmentRequest.Inspect(writer.epoch()));
        }
    }

    private void collect(GroupState group, GroupCare care) {
        long below = group.completeLsn;
        boolean pages = false;
        for (int i = 0; i < SegmentId.REPLICAS; i++) {
            SegmentReply.Status status = care.status[i];
            boolean counts =
                    !writer.isSuspect(i) || status != null && status.logBytes() < LOG_BYTES_KEPT;
            if (!group.isJoined(i) || !counts) {
                continue;
            }
            if (status == null) {
                return;
            }
            below = Math.min(below, group.scl[i]);
            if (kinds[i] == SegmentKind.FULL) {
                pages = true;
                below = Math.min(below, status.needsPages() ? 0 : status.pagesComplete().value());
            }
        }
        if (!pages || below <= care.collected) {
            return;
        }
        care.collected = below;
        for (int i = 0; i < SegmentId.REPLICAS; i++) {
            if (group.isJoined(i) && !writer.isSuspect(i)) {
                outbox.send(
                        group.segments[i],
                        new SegmentRequest.CollectLog(writer.epoch(), new Lsn(below)));
            }
        }
    }

    public void onReply(SegmentRequest request, SegmentReply reply, long now) {
        nowNanos = now;
        int g = reply.segment().group().value();
        GroupCare care = care(g);
        int index = reply.segment().index();
        if (reply instanceof SegmentReply.Status status) {
            // The answer to CollectLog is short of the node's log size.
            if (request instanceof SegmentRequest.Inspect) {
                care.status[index] = status;
                mend(care, writer.group(g), index);
            }
            return;
        }
        GroupState group = writer.group(g);
        if (request instanceof SegmentRequest.MendLog
                || request instanceof SegmentRequest.MendPage
                || request instanceof SegmentRequest.InstallPages install && install.last()) {
            mends += reply instanceof SegmentReply.Durable ? 1 : 0;
            // There may be more to mend.
            inspect(group, index);
        }
        for (GossipCore gossip : care.gossip) {
            if (gossip.onReply(
                    request, reply, writer.vdl(), writer.minReadPoint(group), nowNanos)) {
                repairs++;
                // Keep going while it makes progress, without waiting for the next tick.
                if (gossip.isIdle()
                        && reply instanceof SegmentReply.Durable(_, Lsn scl)
                        && scl.value() < group.completeLsn) {
                    gossip.chase(group.scl, nowNanos);
                }
                return;
            }
        }
    }

    public SegmentReply.@Nullable Status status(int group, int index) {
        return care(group).status[index];
    }

    /** Damaged pages and stretches of log replaced so far, and hydrations ended. */
    long mends() {
        return mends;
    }

    /** Answers that gossip got so far. */
    long repairs() {
        return repairs;
    }

    private GroupCare care(int group) {
        while (groups.size() <= group) {
            GroupState state = writer.group(groups.size());
            GroupCare care = new GroupCare();
            for (int i = 0; i < SegmentId.REPLICAS; i++) {
                care.gossip[i] =
                        new GossipCore(state.segments[i], kinds, writer.epoch(), this::send);
            }
            groups.add(care);
        }
        return groups.get(group);
    }

    private void send(SegmentId segment, SegmentRequest request) {
        if (request instanceof SegmentRequest.Append(_, RedoBatch batch, _, _)) {
            writer.onGossipSent(segment.index(), batch.bytes().length, nowNanos);
        }
        outbox.send(segment, request);
    }
}
