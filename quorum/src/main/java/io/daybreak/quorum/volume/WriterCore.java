package io.daybreak.quorum.volume;

import io.daybreak.logstorage.api.Lsn;
import io.daybreak.logstorage.api.MiniTransaction;
import io.daybreak.logstorage.api.ProtectionGroupId;
import io.daybreak.logstorage.api.RedoBatch;
import io.daybreak.logstorage.api.RedoBatchCodec;
import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.logstorage.api.SegmentReply;
import io.daybreak.logstorage.api.SegmentReply.Truncation;
import io.daybreak.logstorage.api.SegmentRequest;
import io.daybreak.logstorage.api.TimelineId;
import io.daybreak.logstorage.api.VolumeEpoch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The writer's side of the protocol: gives out LSNs, splits the stream into boxcars per group,
 * counts acknowledgements and moves SCL, PGCL, VCL and VDL.
 *
 * <p><b>When a boxcar leaves.</b> {@link #append} only fills. A round of boxcars, one per group
 * with redo, leaves in {@link #pump} when somebody waits for an LSN in it ({@link #demand}), enough
 * others do ({@link GroupCommit}), and fewer than {@link WriterLimits#roundsMax} rounds are under
 * way, or when enough bytes have gathered, or on a tick. So while the segments force one round, the
 * next one fills with everything that commits meanwhile: group commit without a timer, and no force
 * for redo that nobody waits for yet.
 *
 * <p><b>What advances VCL.</b> A batch is complete once four joined segments have an SCL at or
 * above its last LSN. VCL is the LSN before the least first LSN of all incomplete batches and
 * boxcars; VDL is the greatest CPL up to there.
 *
 * <p><b>Segments that miss something.</b> A batch without quorum is sent again. A batch with quorum
 * is forgotten; segments that miss it get it from their peers by gossip. A node that owes too many
 * answers gets no redo until it answers ({@link NodeHealth}); commits go on while four others do. A
 * segment that has not joined the epoch is invited ({@link SegmentRequest.Fence}, {@link
 * SegmentRequest.Truncate}) until it has.
 *
 * <p>No threads, clocks, I/O; not thread-safe: owned by one thread or guarded by its owner's lock.
 */
public final class WriterCore {
    private final VolumeEpoch epoch;
    private final List<Truncation> history;
    private final long pagesPerGroup;
    private final WriterLimits limits;
    private final Outbox outbox;
    private final long floor;

    private final List<GroupState> groups = new ArrayList<>();

    /** Groups with an incomplete batch or a boxcar that is not empty. */
    private final ArrayList<GroupState> active = new ArrayList<>();

    /** Batches that are closed but not sent. */
    private final ArrayList<GroupState.Batch> ready = new ArrayList<>();

    private final GroupCommit groupCommit = new GroupCommit();
    private final NodeHealth[] nodes = new NodeHealth[SegmentId.REPLICAS];

    /** CPLs above VDL. */
    private final LongRing consistencyPoints = new LongRing();

    /** The last LSN of each round that is not complete yet. */
    private final LongRing rounds = new LongRing();

    private long lastLsn;
    private long sentLsn;
    private long demandedLsn;
    private long vcl;
    private final long recoveredVdl;
    private long vdl;
    private long minReadPoint;
    private long gatheredBytes;
    private long bytesAhead;
    private long redoBytes;
    private @Nullable VolumeEpoch fencedBy;
    private boolean pagesBehind;

    public WriterCore(
            RecoveredVolume start, long pagesPerGroup, WriterLimits limits, Outbox outbox) {
        this.epoch = start.epoch();
        this.history = start.history();
        this.pagesPerGroup = pagesPerGroup;
        this.limits = limits;
        this.outbox = outbox;
        this.floor = start.floor();
        this.lastLsn = floor;
        this.sentLsn = floor;
        this.recoveredVdl = start.vdl();
        this.vdl = recoveredVdl;
        // LSNs between VDL and the floor are annulled: nothing is missing below the floor.
        this.vcl = floor;
        for (RecoveredVolume.Group group : start.groups()) {
            addGroup(group);
        }
        for (int i = 0; i < nodes.length; i++) {
            nodes[i] = new NodeHealth();
        }
    }

    public void addGroup(RecoveredVolume.Group group) {
        groups.add(
                new GroupState(
                        new ProtectionGroupId(groups.size()),
                        TimelineId.FIRST,
                        group.lastLsn(),
                        group.scl()));
    }

    // ---- append ----

    /**
     * Gives the records LSNs and puts them into their boxcars.
     *
     * @return the LSN of the last record, the CPL
     * @throws IllegalArgumentException if a record lies outside of the volume; nothing was appended
     * @throws IllegalStateException above the LSN allocation limit; nothing was appended
     */
    public long append(MiniTransaction mtr, long wallClockMicros) {
        int count = mtr.recordCount();
        checkAppend(mtr, count);
        for (int i = 0; i < count; i++) {
            int opsLength = mtr.opsEnd(i) - mtr.opsStart(i);
            GroupState group = groups.get((int) (mtr.pageNumber(i) / pagesPerGroup));
            if (!group.boxcar.hasRoomFor(opsLength)) {
                closeBoxcar(group, wallClockMicros);
            }
            lastLsn++;
            if (group.boxcar.isEmpty()) {
                group.boxcarFirst = lastLsn;
                activate(group);
            }
            int before = group.boxcar.lengthBytes();
            group.boxcar.add(lastLsn, mtr, i);
            int added = group.boxcar.lengthBytes() - before;
            gatheredBytes += added;
            bytesAhead += added;
            redoBytes += added;
        }
        consistencyPoints.add(lastLsn);
        return lastLsn;
    }

    private void checkAppend(MiniTransaction mtr, int count) {
        if (count == 0) {
            throw new IllegalArgumentException("a mini-transaction without records");
        }
        if (lastLsn + count > Math.max(vdl, floor) + limits.lsnAllocationLimit()) {
            throw new IllegalStateException(
                    "LSN " + lastLsn + " is at the allocation limit above VDL " + vdl);
        }
        long capacity = pageCapacity();
        for (int i = 0; i < count; i++) {
            if (mtr.pageNumber(i) < 0 || mtr.pageNumber(i) >= capacity) {
                throw new IllegalArgumentException(
                        "page " + mtr.pageNumber(i) + " is above the capacity " + capacity);
            }
            if (mtr.opsEnd(i) - mtr.opsStart(i) > MiniTransaction.RECORD_OPS_BYTES_MAX + 4096) {
                throw new IllegalArgumentException(
                        "record of page " + mtr.pageNumber(i) + " is too long");
            }
        }
    }

    /** Somebody waits for this LSN. */
    public void demand(long lsn) {
        if (lsn > sentLsn) {
            groupCommit.arrived();
        } else if (lsn > vdl) {
            groupCommit.arrivedLate();
        }
        demandedLsn = Math.max(demandedLsn, Math.min(lsn, lastLsn));
    }

    public boolean isAppendable() {
        return lastLsn - Math.max(vdl, floor) < limits.recordsAheadMax()
                && bytesAhead < limits.bytesAheadMax();
    }

    /**
     * Whether the writer should wait for pages to be made: redo that is not in pages costs the full
     * nodes memory. It waits only while every full node that answers is behind; one that is slow
     * alone holds up nobody.
     *
     * @param full the nodes that make pages, as bits
     * @param behind those of them that have more such redo than they want
     */
    void onPageDebt(int full, int behind) {
        int answering = 0;
        for (int i = 0; i < nodes.length; i++) {
            answering |= nodes[i].isSuspect() ? 0 : 1 << i;
        }
        int making = full & answering;
        pagesBehind = making != 0 && (making & ~behind) == 0;
    }

    boolean mayTakeRedo() {
        return isAppendable() && fullDisks() == null && !pagesBehind;
    }

    /** Whether {@link #pump} would send something now. */
    public boolean wantsPump() {
        return lastLsn > sentLsn
                && (demandedLsn > sentLsn
                                && rounds.size() < limits.roundsMax()
                                && !groupCommit.isHeld()
                        || gatheredBytes >= limits.boxcarBytes()
                                && rounds.size() < limits.roundsMax() * 2
                        || !isAppendable() && rounds.isEmpty());
    }

    /** Sends a round of boxcars if {@link #wantsPump}. */
    public void pump(long nowNanos, long wallClockMicros) {
        if (wantsPump()) {
            sendRound(nowNanos, wallClockMicros);
        }
    }

    private void sendRound(long nowNanos, long wallClockMicros) {
        for (int i = 0; i < active.size(); i++) {
            if (!active.get(i).boxcar.isEmpty()) {
                closeBoxcar(active.get(i), wallClockMicros);
            }
        }
        for (int i = 0; i < ready.size(); i++) {
            transmit(ready.get(i), nowNanos);
        }
        ready.clear();
        gatheredBytes = 0;
        sentLsn = lastLsn;
        rounds.add(lastLsn);
        groupCommit.left();
    }

    private void closeBoxcar(GroupState group, long wallClockMicros) {
        GroupState.Batch batch =
                new GroupState.Batch(group.boxcar.close(epoch, wallClockMicros, vdl));
        group.pending.addLast(batch);
        ready.add(batch);
    }

    /** Sends the batch to every joined segment that lacks it, but for suspect nodes. */
    private void transmit(GroupState.Batch batch, long nowNanos) {
        RedoBatch redo = batch.redo;
        GroupState group = groups.get(redo.group().value());
        SegmentRequest.Append request =
                new SegmentRequest.Append(epoch, redo, new Lsn(vdl), new Lsn(minReadPoint(group)));
        group.toldDurableLsn = vdl;
        group.toldMinReadPoint = request.minReadPoint().value();
        batch.sentNanos = nowNanos;
        for (int i = 0; i < SegmentId.REPLICAS; i++) {
            if (group.isJoined(i)
                    && group.scl[i] < redo.last().value()
                    && nodes[i].takesRedo(nowNanos, limits)) {
                nodes[i].sent(redo.bytes().length, nowNanos);
                outbox.send(group.segments[i], request);
            }
        }
    }

    // ---- answers ----

    /** A segment's answer to a request of this core, or of gossip on behalf of this writer. */
    public void onReply(SegmentRequest request, SegmentReply reply, long nowNanos) {
        SegmentId segment = reply.segment();
        GroupState group = groups.get(segment.group().value());
        NodeHealth node = nodes[segment.index()];
        node.answered(
                request instanceof SegmentRequest.Append(_, RedoBatch redo, _, _)
                        ? redo.bytes().length
                        : 0,
                nowNanos);
        switch (reply) {
            case SegmentReply.Durable(_, Lsn scl) -> {
                node.recovered();
                onScl(group, segment.index(), scl.value(), nowNanos);
                doubt(group, segment.index(), scl.value(), nowNanos);
            }
            case SegmentReply.Fenced fenced -> {
                node.recovered();
                if (!group.isJoined(segment.index()) && fenced.epoch().equals(epoch)) {
                    outbox.send(segment, new SegmentRequest.Truncate(epoch, history));
                }
            }
            case SegmentReply.Truncated(_, Lsn scl) -> {
                node.recovered();
                group.scl[segment.index()] = Math.max(group.scl[segment.index()], 0);
                onScl(group, segment.index(), scl.value(), nowNanos);
            }
            case SegmentReply.NotJoined _ -> {
                group.scl[segment.index()] = -1;
                group.nextJoinNanos[segment.index()] = nowNanos;
            }
            case SegmentReply.StaleEpoch(_, VolumeEpoch current) -> fencedBy = current;
            case SegmentReply.Failed(_, String reason) -> {
                // What fails to read, or to make pages, may well write.
                if (!isApartFromLog(request)) {
                    node.failed(reason, nowNanos, limits);
                }
            }
            case SegmentReply.PageImage _,
                    SegmentReply.NoSuchPage _,
                    SegmentReply.NotHere _,
                    SegmentReply.LogRange _,
                    SegmentReply.Status _,
                    SegmentReply.Pages _ -> {
                // Answers to reads and gossip; they say nothing about the log's progress.
            }
        }
    }

    private static boolean isApartFromLog(SegmentRequest request) {
        return request instanceof SegmentRequest.InstallPages
                || request instanceof SegmentRequest.MendPage
                || request instanceof SegmentRequest.ReadPage
                || request instanceof SegmentRequest.FetchLog
                || request instanceof SegmentRequest.FetchPages
                || request instanceof SegmentRequest.Inspect;
    }

    private void onScl(GroupState group, int index, long scl, long nowNanos) {
        if (!group.isJoined(index) || scl <= group.scl[index]) {
            return;
        }
        group.scl[index] = scl;
        boolean advanced = false;
        for (GroupState.Batch batch = group.pending.peekFirst();
                batch != null && group.hasWriteQuorum(batch.redo.last().value());
                batch = group.pending.peekFirst()) {
            group.completeLsn = batch.redo.last().value();
            bytesAhead -= batch.redo.bytes().length - RedoBatchCodec.HEADER_SIZE;
            group.pending.removeFirst();
            advanced = true;
        }
        if (advanced) {
            boolean underWay = !rounds.isEmpty();
            advanceVolume();
            if (underWay && rounds.isEmpty()) {
                groupCommit.completed(nowNanos);
            }
        }
    }

    /** Whether a round is held back for more commits; then {@link #onHoldTick} is to be called. */
    boolean isHeld() {
        return groupCommit.isHeld();
    }

    /** Lets a round go that was held back for too long. */
    void onHoldTick(long nowNanos, long wallClockMicros) {
        groupCommit.tick(nowNanos);
        pump(nowNanos, wallClockMicros);
    }

    /**
     * A lower SCL than before is an old answer that comes late, or a segment that lost redo it had
     * acknowledged: a damaged disk. If nothing but lower ones come for a while, it is the latter.
     */
    private void doubt(GroupState group, int index, long scl, long nowNanos) {
        if (scl >= group.scl[index]) {
            group.doubtedSince[index] = GroupState.NOT_DOUBTED;
        } else if (group.doubtedSince[index] == GroupState.NOT_DOUBTED) {
            group.doubtedSince[index] = nowNanos;
        } else if (nowNanos - group.doubtedSince[index] > limits.stuckNanos()) {
            group.scl[index] = scl;
            group.doubtedSince[index] = GroupState.NOT_DOUBTED;
        }
    }

    private void advanceVolume() {
        long complete = lastLsn;
        for (int i = active.size() - 1; i >= 0; i--) {
            GroupState group = active.get(i);
            long first = group.firstIncomplete();
            if (first == GroupState.NOTHING_PENDING) {
                group.active = false;
                active.set(i, active.getLast());
                active.removeLast();
            } else {
                complete = Math.min(complete, first - 1);
            }
        }
        if (complete < vcl) {
            throw new IllegalStateException("VCL fell from " + vcl + " to " + complete);
        }
        vcl = complete;
        while (!consistencyPoints.isEmpty() && consistencyPoints.first() <= vcl) {
            vdl = consistencyPoints.first();
            consistencyPoints.removeFirst();
        }
        while (!rounds.isEmpty() && rounds.first() <= vcl) {
            rounds.removeFirst();
        }
    }

    // ---- time ----

    /** Time passes: sends what waits, again what is lost, and probes who was silent. */
    public void onTick(long nowNanos, long wallClockMicros) {
        for (NodeHealth node : nodes) {
            node.tick(nowNanos, limits);
        }
        groupCommit.tick(nowNanos);
        if (lastLsn > sentLsn && rounds.size() < limits.roundsMax()) {
            sendRound(nowNanos, wallClockMicros);
        }
        for (int i = 0; i < active.size(); i++) {
            for (GroupState.Batch batch : active.get(i).pending) {
                if (batch.redo.first().value() <= sentLsn
                        && nowNanos - batch.sentNanos > limits.retransmitNanos()) {
                    transmit(batch, nowNanos);
                }
            }
        }
        for (int index = 0; index < nodes.length; index++) {
            boolean probe = nodes[index].probeIsDue(nowNanos, limits);
            for (int i = 0; i < groups.size(); i++) {
                GroupState group = groups.get(i);
                if (!group.isJoined(index)) {
                    invite(group, index, nowNanos);
                } else if (probe) {
                    advance(group, index, nowNanos);
                    probe = false;
                }
            }
        }
    }

    private void invite(GroupState group, int index, long nowNanos) {
        if (nowNanos >= group.nextJoinNanos[index]) {
            group.nextJoinNanos[index] = nowNanos + limits.retryNanos();
            outbox.send(group.segments[index], new SegmentRequest.Fence(epoch));
        }
    }

    /**
     * Tells idle groups VDL and the minimum read point, so that segments can make pages and collect
     * old versions. To be called now and then.
     */
    public void onSlowTick(long nowNanos) {
        for (GroupState group : groups) {
            long toTell = minReadPoint(group);
            boolean behind = group.toldDurableLsn < group.completeLsn && group.toldDurableLsn < vdl;
            if (behind || toTell > group.toldMinReadPoint) {
                group.toldDurableLsn = vdl;
                group.toldMinReadPoint = toTell;
                for (int i = 0; i < SegmentId.REPLICAS; i++) {
                    if (group.isJoined(i) && !nodes[i].isSuspect()) {
                        advance(group, i, nowNanos);
                    }
                }
            }
        }
    }

    /** Gossip sent redo to this node on behalf of this writer. */
    void onGossipSent(int index, int bytes, long nowNanos) {
        nodes[index].sent(bytes, nowNanos);
    }

    private void advance(GroupState group, int index, long nowNanos) {
        nodes[index].sent(0, nowNanos);
        outbox.send(
                group.segments[index],
                new SegmentRequest.Advance(epoch, new Lsn(vdl), new Lsn(minReadPoint(group))));
    }

    // ---- reads ----

    /**
     * What a segment is asked for a page as of {@code asOf <= VDL}: a segment knows its SCL, not
     * that the group has no record between SCL and {@code asOf}; the writer does.
     */
    public long readPoint(int group, long asOf) {
        return Math.min(asOf, groups.get(group).completeLsn);
    }

    /** Whether this segment has everything of its group up to the read point. */
    public boolean isCompleteFor(int group, int index, long readPoint) {
        return groups.get(group).scl[index] >= readPoint;
    }

    /** Why nothing more becomes durable before somebody makes space; null if that is not so. */
    @Nullable String fullDisks() {
        int full = 0;
        String reason = null;
        for (NodeHealth node : nodes) {
            if (node.isFull()) {
                full++;
                reason = node.reason();
            }
        }
        return full > SegmentId.REPLICAS - Quorum.WRITE
                ? "the disks of " + full + " storage nodes are full: " + reason
                : null;
    }

    public boolean isSuspect(int index) {
        return nodes[index].isSuspect();
    }

    public String suspicion(int index) {
        return nodes[index].reason();
    }

    public void advanceMinReadPoint(long lsn) {
        if (lsn > vdl) {
            throw new IllegalArgumentException("minimum read point " + lsn + " above VDL " + vdl);
        }
        minReadPoint = Math.max(minReadPoint, lsn);
    }

    /** PGMRPL: no read of this group is clipped to an LSN below this one any more. */
    long minReadPoint(GroupState group) {
        return Math.min(minReadPoint, group.completeLsn);
    }

    // ---- state ----

    public long vdl() {
        return vdl;
    }

    /** VDL when this writer opened the volume: nobody reads as of less by way of it. */
    long recoveredVdl() {
        return recoveredVdl;
    }

    public long vcl() {
        return vcl;
    }

    public long lastLsn() {
        return lastLsn;
    }

    public long minReadPoint() {
        return minReadPoint;
    }

    long redoBytes() {
        return redoBytes;
    }

    public VolumeEpoch epoch() {
        return epoch;
    }

    public List<Truncation> history() {
        return history;
    }

    /** The epoch of a newer writer that took the volume over; null while there is none. */
    public @Nullable VolumeEpoch fencedBy() {
        return fencedBy;
    }

    public long pageCapacity() {
        return groups.size() * pagesPerGroup;
    }

    public int groupCount() {
        return groups.size();
    }

    /** PGCL at the end of a batch: every record of the group up to here has a write quorum. */
    public long completeLsn(int group) {
        return groups.get(group).completeLsn;
    }

    /** SCL as the segment reported it; -1 while it has not joined the epoch. */
    public long scl(int group, int index) {
        return groups.get(group).scl[index];
    }

    /** Whether every record of the group that was appended has a write quorum. */
    public boolean isGroupDurable(int group) {
        return groups.get(group).firstIncomplete() == GroupState.NOTHING_PENDING;
    }

    GroupState group(int group) {
        return groups.get(group);
    }

    private void activate(GroupState group) {
        if (!group.active) {
            group.active = true;
            active.add(group);
        }
    }
}
