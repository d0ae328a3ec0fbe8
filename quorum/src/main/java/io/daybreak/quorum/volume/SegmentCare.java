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
 * that fell behind, hydration for those that lost their pages, and collection of log that nobody
 * needs any more. All of it in the background and bounded.
 *
 * <p>It looks at the writer's view of the segments and speaks in the writer's epoch. No threads,
 * clocks, I/O; guarded as the {@link WriterCore} is.
 */
final class SegmentCare {
    /** So many segments are brought up at the same time. */
    static final int CHASES_MAX = 8;

    /** With more log than this a suspect segment does not hold up collection: it gets pages. */
    static final long LOG_BYTES_KEPT = 256L << 20;

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

    SegmentCare(WriterCore writer, SegmentKind[] kinds, Outbox outbox) {
        this.writer = writer;
        this.kinds = kinds.clone();
        this.outbox = outbox;
    }

    /** Looks for segments that are behind and make no progress of their own. */
    void onGossipTick(long now) {
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
                } else if (needsPages(care, i) && busy < CHASES_MAX) {
                    busy++;
                    care.gossip[i].chasePages(group.scl, nowNanos);
                }
            }
            care.lastComplete = group.completeLsn;
        }
    }

    private static boolean needsPages(GroupCare care, int index) {
        SegmentReply.Status status = care.status[index];
        return status != null && status.needsPages() && care.gossip[index].isIdle();
    }

    /** Asks the segments of groups with new redo how they stand, and lets log go. */
    void onCollectionTick() {
        for (int g = 0; g < writer.groupCount(); g++) {
            GroupCare care = care(g);
            GroupState group = writer.group(g);
            collect(group, care);
            boolean unsettled = group.completeLsn != care.inspectedAt || anyNeedsPages(care);
            if (unsettled || care.collected < group.completeLsn) {
                care.inspectedAt = group.completeLsn;
                for (int i = 0; i < SegmentId.REPLICAS; i++) {
                    if (group.isJoined(i) && !writer.isSuspect(i)) {
                        outbox.send(group.segments[i], new SegmentRequest.Inspect(writer.epoch()));
                    }
                }
            }
        }
    }

    private boolean anyNeedsPages(GroupCare care) {
        for (int i = 0; i < SegmentId.REPLICAS; i++) {
            if (needsPages(care, i)) {
                return true;
            }
        }
        return false;
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

    void onReply(SegmentRequest request, SegmentReply reply, long now) {
        nowNanos = now;
        int g = reply.segment().group().value();
        GroupCare care = care(g);
        int index = reply.segment().index();
        if (reply instanceof SegmentReply.Status status) {
            // The answer to CollectLog is short of the node's log size.
            if (request instanceof SegmentRequest.Inspect) {
                care.status[index] = status;
            }
            return;
        }
        GroupState group = writer.group(g);
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

    SegmentReply.@Nullable Status status(int group, int index) {
        return care(group).status[index];
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
