package io.daybreak.quorum.volume;

import io.daybreak.logstorage.api.Lsn;
import io.daybreak.logstorage.api.ProtectionGroupId;
import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.logstorage.api.SegmentKind;
import io.daybreak.logstorage.api.SegmentReply;
import io.daybreak.logstorage.api.SegmentReply.Truncation;
import io.daybreak.logstorage.api.SegmentRequest;
import io.daybreak.logstorage.api.VolumeEpoch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the end of a volume's log and makes it the only one, before a writer starts.
 *
 * <pre>
 *   FENCING --- a write quorum of every group refuses older epochs ---> JOINING
 *           VCL, VDL and the truncation range are decided here
 *   JOINING --- a write quorum of every group knows the range ---> REPAIRING
 *   REPAIRING --- a write quorum of every group has everything up to VDL ---> DONE
 * </pre>
 *
 * <p><b>Why the decision is right.</b> Fencing four of six stops every older writer: it can reach
 * no write quorum any more. What it acknowledged is on four segments that had joined its epoch, and
 * any three answers meet these. A segment that never joined an epoch (a new disk) can be fenced,
 * but is no part of these three.
 *
 * <p><b>What counts as found.</b> Start from the greatest VDL that any segment was ever told. LSNs
 * are dense but for annulled ranges, so everything above is found by walking the runs that the most
 * complete segment of each group reports, over all groups, up to the first LSN that nobody has.
 * That is VCL, the greatest CPL up to there VDL. A segment that missed a recovery may hold annulled
 * records: of it only what lies before the first range that it does not know counts. The history of
 * ranges is that of the segment with the greatest joined epoch.
 *
 * <p><b>Why repair before opening.</b> VDL may rest on records that one segment alone has. Had the
 * volume opened on them, the next recovery could miss that segment and lose what readers saw.
 *
 * <p>Everything may be repeated: a recovery that dies half-way acknowledged nothing, and the next
 * one overrides its range. If an answer that the decision rests on never comes back, {@link
 * #result} stays null; the caller starts over with a greater epoch.
 *
 * <p>No threads, clocks, I/O; not thread-safe.
 */
public final class RecoveryCore {
    static final long GRACE_NANOS = 300_000_000;
    static final long RETRY_NANOS = 500_000_000;

    enum Phase {
        FENCING,
        JOINING,
        REPAIRING,
        DONE
    }

    private static final class Group {
        final SegmentId[] segments = new SegmentId[SegmentId.REPLICAS];
        final SegmentReply.@Nullable Fenced[] fenced =
                new SegmentReply.@Nullable Fenced[SegmentId.REPLICAS];
        final boolean[] answered = new boolean[SegmentId.REPLICAS];
        final GossipCore[] gossip = new GossipCore[SegmentId.REPLICAS];

        /** SCL after the truncation; -1 while the segment has not joined. */
        final long[] scl = new long[SegmentId.REPLICAS];

        /** The group's last record above the greatest told VDL and up to the new VDL; 0 if none. */
        long lastFound;

        boolean isJoined(boolean fresh) {
            int experienced = 0;
            for (int i = 0; i < SegmentId.REPLICAS; i++) {
                experienced += scl[i] >= 0 && isExperienced(i, fresh) ? 1 : 0;
            }
            return count(0) >= Quorum.WRITE && experienced >= Quorum.READ;
        }

        /** Whether the segment has answered and counts for the read quorum. */
        boolean isExperienced(int index, boolean fresh) {
            SegmentReply.Fenced reply = fenced[index];
            return reply != null && (fresh || reply.joined().compareTo(VolumeEpoch.NONE) > 0);
        }

        int count(long atLeast) {
            int count = 0;
            for (long each : scl) {
                count += each >= atLeast ? 1 : 0;
            }
            return count;
        }

        long last() {
            return Math.max(lastFound, Arrays.stream(scl).max().orElse(0));
        }
    }

    private final VolumeEpoch epoch;
    private final boolean fresh;
    private final long lsnAllocationLimit;
    private final Outbox outbox;
    private final List<Group> groups = new ArrayList<>();

    private Phase phase = Phase.FENCING;
    private boolean graceIsOver;
    private long startNanos;
    private long lastSentNanos;
    private @Nullable VolumeEpoch newerEpoch;
    private String lastFailure = "";

    /** The greatest VDL that any segment was ever told. */
    private long proven;

    private long vcl;
    private long vdl;
    private long floor;
    private List<Truncation> history = List.of();

    /**
     * @param fresh whether the volume is being created: only then do segments count that never
     *     joined an epoch
     */
    public RecoveryCore(
            VolumeEpoch epoch,
            int groupCount,
            boolean fresh,
            SegmentKind[] kinds,
            long lsnAllocationLimit,
            Outbox outbox) {
        this.epoch = epoch;
        this.fresh = fresh;
        this.lsnAllocationLimit = lsnAllocationLimit;
        this.outbox = outbox;
        for (int g = 0; g < groupCount; g++) {
            Group group = new Group();
            Arrays.fill(group.scl, -1);
            for (int i = 0; i < SegmentId.REPLICAS; i++) {
                group.segments[i] = new SegmentId(new ProtectionGroupId(g), i);
                group.gossip[i] = new GossipCore(group.segments[i], kinds, epoch, outbox);
            }
            groups.add(group);
        }
    }

    public void start(long nowNanos) {
        startNanos = nowNanos;
        lastSentNanos = nowNanos;
        for (Group group : groups) {
            for (SegmentId segment : group.segments) {
                outbox.send(segment, new SegmentRequest.Fence(epoch));
            }
        }
    }

    Phase phase() {
        return phase;
    }

    /** The epoch of a newer writer that was met; this recovery will not end. */
    public @Nullable VolumeEpoch newerEpoch() {
        return newerEpoch;
    }

    /** The result once the volume may open; null before. */
    public @Nullable RecoveredVolume result() {
        if (phase != Phase.DONE) {
            return null;
        }
        List<RecoveredVolume.Group> recovered = new ArrayList<>();
        for (Group group : groups) {
            recovered.add(new RecoveredVolume.Group(group.last(), group.scl.clone()));
        }
        return new RecoveredVolume(epoch, vcl, vdl, floor, history, recovered);
    }

    /** What is being waited for, for the log. */
    public String progress() {
        for (int g = 0; g < groups.size(); g++) {
            Group group = groups.get(g);
            int have =
                    switch (phase) {
                        case FENCING -> fenced(group);
                        case JOINING -> group.count(0);
                        case REPAIRING -> group.count(group.last());
                        case DONE -> Quorum.WRITE;
                    };
            if (have < Quorum.WRITE) {
                return phase
                        + ": protection group "
                        + g
                        + " has "
                        + have
                        + " of "
                        + Quorum.WRITE
                        + " segments"
                        + (lastFailure.isEmpty() ? "" : "; " + lastFailure);
            }
        }
        return phase
                + (phase == Phase.FENCING
                        ? ": of a protection group fewer than "
                                + Quorum.READ
                                + " segments with a past answer; new or damaged disks do not count"
                        : "");
    }

    // ---- answers and time ----

    public void onReply(SegmentRequest request, SegmentReply reply, long nowNanos) {
        Group group = groups.get(reply.segment().group().value());
        int index = reply.segment().index();
        group.answered[index] = true;
        switch (reply) {
            case SegmentReply.Fenced fenced -> onFenced(group, index, fenced);
            case SegmentReply.Truncated(_, Lsn scl) -> {
                group.scl[index] = Math.max(group.scl[index], scl.value());
            }
            case SegmentReply.Durable(_, Lsn scl) -> {
                if (group.scl[index] >= 0) {
                    group.scl[index] = Math.max(group.scl[index], scl.value());
                }
            }
            case SegmentReply.StaleEpoch(_, VolumeEpoch current) -> newerEpoch = current;
            case SegmentReply.NotJoined _ -> group.scl[index] = -1;
            case SegmentReply.Failed(SegmentId segment, String reason) ->
                    lastFailure = segment + ": " + reason;
            case SegmentReply.PageImage _,
                    SegmentReply.NoSuchPage _,
                    SegmentReply.NotHere _,
                    SegmentReply.LogRange _,
                    SegmentReply.Status _,
                    SegmentReply.Pages _ -> {
                // Gossip's; see below.
            }
        }
        for (GossipCore gossip : group.gossip) {
            // Not the new VDL: it is durable only after the repair, and whoever hears of it would
            // vouch for it in the next recovery.
            gossip.onReply(request, reply, proven, 0, nowNanos);
        }
        proceed(nowNanos);
    }

    private void onFenced(Group group, int index, SegmentReply.Fenced fenced) {
        if (!fenced.epoch().equals(epoch)) {
            return;
        }
        if (phase == Phase.FENCING) {
            group.fenced[index] = fenced;
        } else if (group.scl[index] < 0) {
            outbox.send(group.segments[index], new SegmentRequest.Truncate(epoch, history));
        }
    }

    public void onTick(long nowNanos) {
        graceIsOver |= nowNanos - startNanos >= GRACE_NANOS;
        if (nowNanos - lastSentNanos >= RETRY_NANOS) {
            lastSentNanos = nowNanos;
            for (Group group : groups) {
                for (int i = 0; i < SegmentId.REPLICAS; i++) {
                    if (phase == Phase.FENCING ? group.fenced[i] == null : group.scl[i] < 0) {
                        outbox.send(group.segments[i], new SegmentRequest.Fence(epoch));
                    }
                }
            }
        }
        proceed(nowNanos);
    }

    private void proceed(long nowNanos) {
        if (newerEpoch != null) {
            return;
        }
        if (phase == Phase.FENCING && isFenced()) {
            decide();
            phase = Phase.JOINING;
            for (Group group : groups) {
                for (int i = 0; i < SegmentId.REPLICAS; i++) {
                    if (group.fenced[i] != null) {
                        outbox.send(group.segments[i], new SegmentRequest.Truncate(epoch, history));
                    }
                }
            }
        }
        if (phase == Phase.JOINING && groups.stream().allMatch(g -> g.isJoined(fresh))) {
            phase = Phase.REPAIRING;
        }
        if (phase == Phase.REPAIRING) {
            repair(nowNanos);
        }
    }

    /** Four of every group, three of them with a past, and all who answer in the time of grace. */
    private boolean isFenced() {
        boolean everybody = true;
        for (Group group : groups) {
            int experienced = 0;
            for (int i = 0; i < SegmentId.REPLICAS; i++) {
                experienced += group.isExperienced(i, fresh) ? 1 : 0;
            }
            if (fenced(group) < Quorum.WRITE || experienced < Quorum.READ) {
                return false;
            }
            for (boolean answered : group.answered) {
                everybody &= answered;
            }
        }
        return everybody || graceIsOver;
    }

    private static int fenced(Group group) {
        int count = 0;
        for (SegmentReply.Fenced fenced : group.fenced) {
            count += fenced != null ? 1 : 0;
        }
        return count;
    }

    private void repair(long nowNanos) {
        boolean complete = true;
        for (Group group : groups) {
            long last = group.last();
            if (group.count(last) < Quorum.WRITE) {
                complete = false;
                for (int i = 0; i < SegmentId.REPLICAS; i++) {
                    if (group.scl[i] >= 0 && group.scl[i] < last) {
                        group.gossip[i].chase(group.scl, nowNanos);
                    }
                }
            }
        }
        if (complete) {
            phase = Phase.DONE;
        }
    }

    // ---- the decision ----

    private void decide() {
        List<Truncation> old = authoritativeHistory();
        LogWalk walk = new LogWalk(old);
        long greatestSeen = 0;
        SegmentReply.Fenced[] sources = new SegmentReply.Fenced[groups.size()];
        long[] usable = new long[groups.size()];
        for (int g = 0; g < groups.size(); g++) {
            usable[g] = -1;
            Group group = groups.get(g);
            for (int i = 0; i < SegmentId.REPLICAS; i++) {
                SegmentReply.Fenced fenced = group.fenced[i];
                if (fenced == null || !group.isExperienced(i, fresh)) {
                    continue;
                }
                walk.startAtLeast(fenced.durableLsn().value());
                greatestSeen = Math.max(greatestSeen, fenced.scl().value());
                long scl = usableScl(fenced, old);
                if (scl > usable[g]) {
                    usable[g] = scl;
                    sources[g] = fenced;
                }
            }
        }
        for (int g = 0; g < groups.size(); g++) {
            walk.add(sources[g].tail(), usable[g]);
        }
        walk.walk();
        proven = walk.start();
        vcl = walk.complete();
        vdl = walk.consistent();
        for (int g = 0; g < groups.size(); g++) {
            groups.get(g).lastFound = walk.lastOf(sources[g].tail(), usable[g], vdl);
        }
        decideHistory(old, greatestSeen);
    }

    private void decideHistory(List<Truncation> old, long greatestSeen) {
        if (fresh && greatestSeen == 0) {
            floor = 0;
            history = List.of();
            return;
        }
        long from = vdl + 1;
        long highest = Math.max(vcl, greatestSeen);
        List<Truncation> ranges = new ArrayList<>();
        for (Truncation range : old) {
            highest = Math.max(highest, range.to().value());
            if (range.to().value() < from) {
                ranges.add(range);
            }
        }
        floor = highest + lsnAllocationLimit;
        ranges.add(new Truncation(epoch, new Lsn(from), new Lsn(floor)));
        history = List.copyOf(ranges);
    }

    private List<Truncation> authoritativeHistory() {
        VolumeEpoch newest = VolumeEpoch.NONE;
        List<Truncation> result = List.of();
        for (Group group : groups) {
            for (SegmentReply.Fenced fenced : group.fenced) {
                if (fenced != null && fenced.joined().compareTo(newest) > 0) {
                    newest = fenced.joined();
                    result = fenced.truncations();
                }
            }
        }
        return result;
    }

    /** SCL, but not beyond the first range of the history that the segment does not know. */
    private static long usableScl(SegmentReply.Fenced fenced, List<Truncation> old) {
        List<Truncation> known = fenced.truncations();
        for (int i = 0; i < old.size(); i++) {
            if (i >= known.size() || !known.get(i).equals(old.get(i))) {
                return Math.min(fenced.scl().value(), old.get(i).from().value() - 1);
            }
        }
        return fenced.scl().value();
    }
}
