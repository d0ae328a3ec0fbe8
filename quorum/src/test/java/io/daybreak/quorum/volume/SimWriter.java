package io.daybreak.quorum.volume;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.logstorage.api.Lsn;
import io.daybreak.logstorage.api.MiniTransaction;
import io.daybreak.logstorage.api.PageId;
import io.daybreak.logstorage.api.PageLayout;
import io.daybreak.logstorage.api.ProtectionGroupId;
import io.daybreak.logstorage.api.RedoKind;
import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.logstorage.api.SegmentKind;
import io.daybreak.logstorage.api.SegmentReply;
import io.daybreak.logstorage.api.SegmentRequest;
import io.daybreak.logstorage.api.TimelineId;
import io.daybreak.logstorage.api.VolumeEpoch;
import io.daybreak.testsupport.sim.SimRandom;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One incarnation of the writer in the simulator: it recovers, then appends, reads and looks after
 * the segments until it dies, or goes on unknowing after another one took over.
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
    private boolean alive = true;
    private VolumeEpoch epoch = VolumeEpoch.NONE;
    private @Nullable RecoveryCore recovery;
    private long attemptStart;
    private @Nullable WriterCore writer;
    private @Nullable SegmentCare care;
    private final Set<Long> initialised = new TreeSet<>();
    private final MiniTransaction mtr = new MiniTransaction();
    private final byte[] value = new byte[16];
    private long lastVdl;
    private long ticks;
    private int growing = -1;
    private final long[] growingScl = new long[SegmentId.REPLICAS];
    private boolean quiet;

    SimWriter(SimCluster cluster, int place, SimRandom random) {
        this.cluster = cluster;
        this.place = place;
        this.random = random;
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
                        SimCluster.KINDS,
                        LIMITS.lsnAllocationLimit(),
                        this::send);
        recovery.start(cluster.simulation.now());
    }

    boolean isOpen() {
        return alive && writer != null && writer.fencedBy() == null;
    }

    boolean isAlive() {
        return alive;
    }

    void die() {
        alive = false;
    }

    /** Appends nothing more. */
    void quieten() {
        quiet = true;
    }

    @Nullable WriterCore core() {
        return writer;
    }

    // ---- messages ----

    private void send(SegmentId segment, SegmentRequest request) {
        VolumeEpoch sentIn = epoch;
        cluster.network.send(
                place,
                segment.index(),
                () ->
                        cluster.nodes[segment.index()].deliver(
                                segment,
                                request,
                                reply ->
                                        cluster.network.send(
                                                segment.index(),
                                                place,
                                                () -> onReply(sentIn, request, reply))));
    }

    private void onReply(VolumeEpoch sentIn, SegmentRequest request, SegmentReply reply) {
        // Answers to an earlier attempt of this incarnation are of no interest.
        if (!alive || !sentIn.equals(epoch)) {
            return;
        }
        long now = cluster.simulation.now();
        if (writer == null) {
            if (recovery != null) {
                recovery.onReply(request, reply, now);
                openIfRecovered();
            }
            return;
        }
        if (reply.segment().group().value() == growing) {
            onGrowth(reply);
            return;
        }
        writer.onReply(request, reply, now);
        if (care != null) {
            care.onReply(request, reply, now);
        }
        if (cluster.mutation == SimCluster.Mutation.THREE_ACKNOWLEDGEMENTS
                && reply instanceof SegmentReply.Durable(SegmentId segment, Lsn scl)
                && request instanceof SegmentRequest.Append) {
            // One of the answers counts for a second segment as well.
            SegmentId other = new SegmentId(segment.group(), (segment.index() + 1) % 2);
            writer.onReply(request, new SegmentReply.Durable(other, scl), now);
        }
        writer.pump(now, now / 1_000);
        check();
    }

    private void openIfRecovered() {
        RecoveredVolume recovered = recovery == null ? null : recovery.result();
        if (recovered == null) {
            return;
        }
        cluster.recovered(this, recovered);
        writer = new WriterCore(recovered, SimCluster.PAGES_PER_GROUP, LIMITS, this::send);
        care = new SegmentCare(writer, SimCluster.KINDS, this::send);
        initialised.clear();
        initialised.addAll(cluster.model.pages());
        lastVdl = recovered.vdl();
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
    }

    // ---- time ----

    private void tick() {
        if (!alive) {
            return;
        }
        long now = cluster.simulation.now();
        ticks++;
        if (writer == null) {
            tickRecovery(now);
        } else {
            writer.onTick(now, now / 1_000);
            if (care != null && ticks % 3 == 0) {
                care.onGossipTick(now);
            }
            if (ticks % 10 == 0) {
                writer.onSlowTick(now);
            }
            if (care != null && ticks % 15 == 0) {
                care.onCollectionTick();
            }
            if (growing >= 0) {
                invite();
            } else if (!quiet && random.chance(0.01)) {
                startGrowth();
            }
            if (writer.fencedBy() != null) {
                cluster.note("writer of epoch " + epoch.value() + " finds itself fenced");
                alive = false;
                return;
            }
            check();
        }
        cluster.simulation.after(TICK_NANOS, this::tick);
    }

    private void tickRecovery(long now) {
        if (recovery == null) {
            return;
        }
        recovery.onTick(now);
        openIfRecovered();
        if (writer != null) {
            return;
        }
        if (recovery.newerEpoch() != null || now - attemptStart > ATTEMPT_NANOS) {
            cluster.note("recovery starts over: " + recovery.progress());
            if (cluster.isCurrent(this)) {
                recover();
            } else {
                alive = false;
            }
        }
    }

    // ---- load ----

    private void scheduleAppend() {
        cluster.simulation.after(random.latency(2_000_000, 50_000_000), this::appendSome);
    }

    private void appendSome() {
        if (!isOpen() || quiet || writer == null) {
            return;
        }
        int count = 1 + random.below(4);
        for (int i = 0; i < count && writer.isAppendable(); i++) {
            append(writer);
        }
        if (random.chance(0.8)) {
            writer.demand(writer.lastLsn());
        }
        if (random.chance(0.2)) {
            long point = random.between(writer.minReadPoint(), writer.vdl());
            writer.advanceMinReadPoint(point);
        }
        writer.pump(cluster.simulation.now(), cluster.simulation.now() / 1_000);
        if (random.chance(0.5)) {
            read(writer);
        }
        check();
        scheduleAppend();
    }

    private void append(WriterCore core) {
        mtr.reset();
        int records = 1 + random.below(5);
        for (int i = 0; i < records; i++) {
            long page = random.below((int) core.pageCapacity());
            mtr.record(page, RedoKind.OTHER);
            if (initialised.add(page)) {
                mtr.init(1);
            }
            for (int b = 0; b < 8; b++) {
                value[b] = (byte) random.below(256);
            }
            mtr.write(PageLayout.HEADER_SIZE + random.below(64) * 16, value, 0, 8);
            if (random.chance(0.1)) {
                mtr.move(PageLayout.HEADER_SIZE, PageLayout.HEADER_SIZE + 512, 256);
            }
        }
        long last = core.append(mtr, cluster.simulation.now() / 1_000);
        cluster.model.appended(epoch.value(), mtr, last);
    }

    private void read(WriterCore core) {
        if (core.vdl() == 0) {
            return;
        }
        long asOf =
                random.chance(0.7) ? core.vdl() : random.between(core.minReadPoint(), core.vdl());
        long page = random.below((int) core.pageCapacity());
        int group = (int) (page / SimCluster.PAGES_PER_GROUP);
        long readPoint = core.readPoint(group, asOf);
        int index = random.below(SegmentId.REPLICAS);
        if (SimCluster.KINDS[index] != SegmentKind.FULL
                || readPoint == 0
                || !core.isCompleteFor(group, index, readPoint)
                || !cluster.isCurrent(this)) {
            return;
        }
        byte[] expected = cluster.model.page(page, asOf);
        boolean exists = cluster.model.exists(page, asOf);
        SegmentId segment = core.group(group).segments[index];
        SegmentRequest.ReadPage request =
                new SegmentRequest.ReadPage(
                        epoch, TimelineId.FIRST, new PageId(page), new Lsn(readPoint));
        cluster.network.send(
                place,
                index,
                () ->
                        cluster.nodes[index].deliver(
                                segment,
                                request,
                                reply -> checkPage(segment, page, asOf, exists, expected, reply)));
    }

    private void checkPage(
            SegmentId segment,
            long page,
            long asOf,
            boolean exists,
            byte[] expected,
            SegmentReply reply) {
        String what = segment + ", page " + page + " as of LSN " + asOf;
        if (reply instanceof SegmentReply.PageImage(_, _, byte[] image)) {
            cluster.reads++;
            assertThat(exists).as("%s exists", what).isTrue();
            SimCluster.assertSame(image, expected, what);
        } else if (reply instanceof SegmentReply.NoSuchPage) {
            cluster.reads++;
            assertThat(exists).as("%s exists, says the model", what).isFalse();
        }
    }

    // ---- growth ----

    private void startGrowth() {
        if (cluster.groupCount() < SimCluster.GROUPS_MAX && cluster.isCurrent(this)) {
            growing = cluster.groupCount();
            Arrays.fill(growingScl, -1);
            cluster.note("protection group " + growing + " is being added");
        }
    }

    private void invite() {
        if (ticks % 5 == 0) {
            for (int i = 0; i < SegmentId.REPLICAS; i++) {
                if (growingScl[i] < 0) {
                    send(
                            new SegmentId(new ProtectionGroupId(growing), i),
                            new SegmentRequest.Fence(epoch));
                }
            }
        }
    }

    private void onGrowth(SegmentReply reply) {
        if (writer == null) {
            return;
        }
        if (reply instanceof SegmentReply.Fenced fenced && fenced.epoch().equals(epoch)) {
            send(reply.segment(), new SegmentRequest.Truncate(epoch, writer.history()));
        } else if (reply instanceof SegmentReply.Truncated truncated) {
            growingScl[reply.segment().index()] = truncated.scl().value();
            long joined = Arrays.stream(growingScl).filter(scl -> scl >= 0).count();
            if (joined >= Quorum.WRITE && cluster.grow(this, growing)) {
                writer.addGroup(new RecoveredVolume.Group(0, growingScl.clone()));
                growing = -1;
            }
        }
    }

    // ---- checks ----

    private void check() {
        if (writer == null) {
            return;
        }
        long vdl = writer.vdl();
        assertThat(vdl).as("VDL never falls").isGreaterThanOrEqualTo(lastVdl);
        assertThat(vdl).as("VDL <= VCL").isLessThanOrEqualTo(writer.vcl());
        assertThat(writer.vcl()).as("VCL <= last LSN").isLessThanOrEqualTo(writer.lastLsn());
        if (vdl > lastVdl) {
            cluster.model.acknowledged(epoch.value(), lastVdl, vdl);
            cluster.note("VDL " + vdl + " (epoch " + epoch.value() + ")");
            lastVdl = vdl;
        }
    }
}
