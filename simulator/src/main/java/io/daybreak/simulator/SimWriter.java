package io.daybreak.simulator;

import io.daybreak.logstorage.api.ProtectionGroupId;
import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.logstorage.api.SegmentReply;
import io.daybreak.logstorage.api.SegmentRequest;
import io.daybreak.logstorage.api.VolumeEpoch;
import io.daybreak.quorum.volume.Outbox;
import io.daybreak.quorum.volume.RecoveredVolume;
import io.daybreak.quorum.volume.RecoveryCore;
import io.daybreak.quorum.volume.SegmentCare;
import io.daybreak.quorum.volume.WriterCore;
import io.daybreak.quorum.volume.WriterLimits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One incarnation of the writer in the simulator: it recovers, then appends, reads and looks after
 * the segments until it dies, or goes on unknowing after another one took over. Around the
 * production cores it does what the volume's shell does with threads and clocks.
 */
final class SimWriter {
    private static final long TICK_NANOS = 20_000_000;
    private static final long ATTEMPT_NANOS = 3_000_000_000L;
    static final WriterLimits LIMITS =
            new WriterLimits(
                    5_000,
                    2_000,
                    256 << 10,
                    2 << 10,
                    1,
                    64 << 10,
                    300_000_000,
                    200_000_000,
                    100_000_000);

    private final SimCluster cluster;
    private final int place;
    private final SimRandom random;
    private final SimLoad load;
    private final List<SimReader> readers = new ArrayList<>();
    private boolean alive = true;
    private VolumeEpoch epoch = VolumeEpoch.NONE;
    private @Nullable RecoveryCore recovery;
    private long attemptStart;
    private @Nullable WriterCore writer;
    private @Nullable SegmentCare care;
    private @Nullable Growth growth;
    private long lastVdl;
    private long ticks;
    private long pinned = Long.MAX_VALUE;
    private boolean quiet;

    SimWriter(SimCluster cluster, int place, SimRandom random) {
        this.cluster = cluster;
        this.place = place;
        this.random = random;
        this.load = new SimLoad(cluster, random.fork());
    }

    void start() {
        recover();
        cluster.simulation.after(TICK_NANOS, this::tick);
    }

    private void recover() {
        epoch = cluster.nextEpoch();
        attemptStart = cluster.simulation.now();
        cluster.note("recovery starts, epoch " + epoch.value());
        recovery =
                new RecoveryCore(
                        epoch,
                        cluster.groupCount(),
                        cluster.isFresh(),
                        cluster.scenario.kinds(),
                        LIMITS.lsnAllocationLimit(),
                        this::sendForCare);
        recovery.start(cluster.simulation.now());
    }

    // ---- seen from outside

    boolean isAlive() {
        return alive;
    }

    /** Whether it believes that the volume is its own. */
    boolean isOpen() {
        return alive && writer != null && writer.fencedBy() == null;
    }

    int place() {
        return place;
    }

    void die() {
        alive = false;
    }

    /** Appends nothing more. */
    void quieten() {
        quiet = true;
    }

    /** A read point that is kept from the moment the volume is open. */
    void pin() {
        pinned = 0;
    }

    long pinned() {
        return pinned;
    }

    @Nullable WriterCore core() {
        return writer;
    }

    VolumeEpoch epoch() {
        return epoch;
    }

    /** A read failed at that segment. */
    void suspect(SegmentId segment) {
        if (care != null) {
            care.suspect(segment);
        }
    }

    // ---- messages

    /** Sends for the recovery and for gossip; what they append, a peer had. */
    private void sendForCare(SegmentId segment, SegmentRequest request) {
        if (request instanceof SegmentRequest.Append) {
            cluster.tally.count(Path.GOSSIP_FILLS);
        }
        send(segment, request);
    }

    private void send(SegmentId segment, SegmentRequest request) {
        VolumeEpoch sentIn = epoch;
        exchange(
                segment,
                request,
                reply -> {
                    // Answers to an earlier attempt of this incarnation are of no interest.
                    if (sentIn.equals(epoch)) {
                        onReply(request, reply);
                    }
                });
    }

    /** Sends a request there and the reply back, over the network. */
    void exchange(SegmentId segment, SegmentRequest request, Consumer<SegmentReply> onReply) {
        int node = segment.index();
        cluster.network.send(
                place,
                node,
                () ->
                        cluster.nodes[node].deliver(
                                segment,
                                request,
                                reply ->
                                        cluster.network.send(
                                                node,
                                                place,
                                                () -> {
                                                    if (alive) {
                                                        onReply.accept(reply);
                                                    }
                                                })));
    }

    private void onReply(SegmentRequest request, SegmentReply reply) {
        long now = cluster.simulation.now();
        WriterCore core = writer;
        if (core == null) {
            if (recovery != null) {
                recovery.onReply(request, reply, now);
                openIfRecovered();
            }
            return;
        }
        if (growth != null && growth.isOf(reply)) {
            growth.onReply(reply);
        } else {
            core.onReply(request, reply, now);
            if (care != null) {
                care.onReply(request, reply, now);
            }
        }
        core.pump(now, now / 1_000);
        check(core);
    }

    private void openIfRecovered() {
        RecoveredVolume recovered = recovery == null ? null : recovery.result();
        if (recovered == null) {
            return;
        }
        cluster.recovered(this, recovered);
        if (!alive) {
            return;
        }
        WriterCore core =
                new WriterCore(recovered, cluster.scenario.pagesPerGroup(), LIMITS, this::send);
        writer = core;
        care = new SegmentCare(core, cluster.scenario.kinds(), outbox());
        load.begin(cluster.model.pages());
        lastVdl = recovered.vdl();
        if (pinned == 0) {
            pinned = recovered.vdl();
        }
        cluster.note(
                "open: epoch "
                        + epoch.value()
                        + ", VCL "
                        + recovered.vcl()
                        + ", VDL "
                        + recovered.vdl()
                        + ", floor "
                        + recovered.floor());
        scheduleAppend();
        for (int i = 0; i < cluster.scenario.readers(); i++) {
            SimReader reader = new SimReader(cluster, this, core, random.fork());
            readers.add(reader);
            reader.start();
        }
    }

    private Outbox outbox() {
        return this::sendForCare;
    }

    // ---- time

    /** Nanoseconds for which this process still stands still. */
    private long hangs() {
        return cluster.network.hangsUntil(place) - cluster.simulation.now();
    }

    private void tick() {
        if (!alive) {
            return;
        }
        if (hangs() > 0) {
            cluster.simulation.after(hangs(), this::tick);
            return;
        }
        long now = cluster.simulation.now();
        ticks++;
        if (writer == null) {
            tickRecovery(now);
        } else {
            tickOpen(writer, now);
        }
        cluster.simulation.after(TICK_NANOS, this::tick);
    }

    private void tickOpen(WriterCore core, long now) {
        core.onTick(now, now / 1_000);
        if (care != null && ticks % 3 == 0) {
            care.onGossipTick(now);
        }
        if (ticks % 10 == 0) {
            core.onSlowTick(now);
        }
        if (care != null && ticks % 15 == 0) {
            care.onCollectionTick();
        }
        grow(core);
        if (core.fencedBy() != null) {
            cluster.note("the writer of epoch " + epoch.value() + " finds itself fenced");
            cluster.tally.count(Path.WRITERS_FENCED);
            alive = false;
            return;
        }
        check(core);
    }

    private void tickRecovery(long now) {
        RecoveryCore core = recovery;
        if (core == null) {
            return;
        }
        core.onTick(now);
        openIfRecovered();
        if (writer != null || !alive) {
            return;
        }
        if (core.newerEpoch() != null || now - attemptStart > ATTEMPT_NANOS) {
            cluster.note("recovery starts over: " + core.progress());
            cluster.tally.count(Path.RECOVERIES_STARTED_OVER);
            if (cluster.isCurrent(this)) {
                recover();
            } else {
                alive = false;
            }
        }
    }

    private void grow(WriterCore core) {
        if (growth != null) {
            if (ticks % 5 == 0) {
                growth.invite();
            }
        } else if (!quiet
                && random.chance(cluster.scenario.growth())
                && cluster.isCurrent(this)
                && cluster.groupCount() < cluster.scenario.groupsMax()) {
            growth = new Growth(core, cluster.groupCount());
            cluster.note("protection group " + cluster.groupCount() + " is being added");
        }
    }

    /** A protection group in the making; what the opener of a volume does with threads. */
    private final class Growth {
        private final WriterCore core;
        private final ProtectionGroupId group;
        private final long[] scl = new long[SegmentId.REPLICAS];

        Growth(WriterCore core, int group) {
            this.core = core;
            this.group = new ProtectionGroupId(group);
            Arrays.fill(scl, -1);
        }

        boolean isOf(SegmentReply reply) {
            return reply.segment().group().equals(group);
        }

        void invite() {
            for (int i = 0; i < SegmentId.REPLICAS; i++) {
                if (scl[i] < 0) {
                    send(new SegmentId(group, i), new SegmentRequest.Fence(epoch));
                }
            }
        }

        void onReply(SegmentReply reply) {
            if (reply instanceof SegmentReply.Fenced fenced && fenced.epoch().equals(epoch)) {
                send(reply.segment(), new SegmentRequest.Truncate(epoch, core.history()));
            } else if (reply instanceof SegmentReply.Truncated truncated) {
                scl[reply.segment().index()] = truncated.scl().value();
                int joined = 0;
                for (long each : scl) {
                    joined += each >= 0 ? 1 : 0;
                }
                if (joined >= 4 && cluster.grow(SimWriter.this, group.value())) {
                    core.addGroup(new RecoveredVolume.Group(0, scl.clone()));
                    growth = null;
                }
            }
        }
    }

    // ---- load

    private void scheduleAppend() {
        long typical = cluster.scenario.appendGapNanos();
        cluster.simulation.after(random.latency(typical, typical * 25), this::appendSome);
    }

    private void appendSome() {
        WriterCore core = writer;
        if (!isOpen() || quiet || core == null) {
            return;
        }
        if (hangs() > 0) {
            cluster.simulation.after(hangs(), this::appendSome);
            return;
        }
        long now = cluster.simulation.now();
        load.append(core, epoch);
        if (random.chance(0.8)) {
            core.demand(core.lastLsn());
        }
        if (random.chance(0.4)) {
            core.advanceMinReadPoint(oldestReadPoint(core));
        }
        core.pump(now, now / 1_000);
        check(core);
        scheduleAppend();
    }

    private long oldestReadPoint(WriterCore core) {
        long oldest = Math.min(core.vdl(), pinned);
        for (SimReader reader : readers) {
            oldest = Math.min(oldest, reader.readPoint());
        }
        return Math.max(core.minReadPoint(), oldest);
    }

    // ---- checks

    private void checkPromises(long page, long lsn) {
        cluster.promises.check((int) (page / cluster.scenario.pagesPerGroup()), lsn);
    }

    private void check(WriterCore core) {
        long vdl = core.vdl();
        Violation.unless(vdl >= lastVdl, "VDL fell from %d to %d", lastVdl, vdl);
        Violation.unless(vdl <= core.vcl(), "VDL %d is above VCL %d", vdl, core.vcl());
        Violation.unless(
                core.vcl() <= core.lastLsn(),
                "VCL %d is above the last LSN %d",
                core.vcl(),
                core.lastLsn());
        if (vdl > lastVdl) {
            cluster.model.acknowledged(epoch.value(), lastVdl, vdl, this::checkPromises);
            cluster.note("VDL " + vdl + " (epoch " + epoch.value() + ")");
            lastVdl = vdl;
        }
    }
}
