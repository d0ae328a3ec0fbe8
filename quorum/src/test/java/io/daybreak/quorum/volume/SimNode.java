package io.daybreak.quorum.volume;

import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.logstorage.api.SegmentReply;
import io.daybreak.logstorage.api.SegmentRequest;
import io.daybreak.logstorage.api.TimelineId;
import io.daybreak.logstorage.api.VolumeEpoch;
import io.daybreak.logstorage.memory.MemoryPageStore;
import io.daybreak.logstorage.memory.MemorySegmentLog;
import io.daybreak.logstorage.segment.NodeCore;
import io.daybreak.logstorage.segment.SegmentLimits;
import io.daybreak.testsupport.sim.SimRandom;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A storage node in the simulator: the production {@link NodeCore} over disks in memory. Requests
 * are taken in as they arrive and answered when the next force ends, some virtual time later, all
 * at once: group commit.
 */
final class SimNode {
    private static final boolean TRACE = Boolean.getBoolean("daybreak.trace");
    private static final long FILE_BYTES = 8 << 10;
    private static final SegmentLimits LIMITS =
            new SegmentLimits(16, 64 << 10, 32 << 10, 4 << 10, 64 << 10, 256 << 10);

    private final SimCluster cluster;
    private final int index;
    private final SimRandom random;
    private MemorySegmentLog disk = new MemorySegmentLog(FILE_BYTES);
    private MemoryPageStore pages = new MemoryPageStore();
    private FaultyLog log = new FaultyLog(disk);
    private @Nullable NodeCore core;
    private final Set<SegmentId> present = new HashSet<>();
    private boolean commitIsComing;
    private boolean full;
    private VolumeEpoch newestEpoch = VolumeEpoch.NONE;

    SimNode(SimCluster cluster, int index, SimRandom random) {
        this.cluster = cluster;
        this.index = index;
        this.random = random;
    }

    boolean isUp() {
        return core != null;
    }

    void start() {
        log = new FaultyLog(disk);
        log.full(full);
        if (cluster.mutation == SimCluster.Mutation.ACKNOWLEDGE_BEFORE_FORCE) {
            log.lie();
        }
        commitIsComing = false;
        present.clear();
        try {
            core = NodeCore.open(log, pages, LIMITS);
            present.addAll(core.segments());
            if (TRACE) {
                for (SegmentId id : core.segments()) {
                    System.out.println(
                            cluster.simulation.now() / 1_000
                                    + " us start "
                                    + core.read(id, new SegmentRequest.Inspect(VolumeEpoch.NONE)));
                }
            }
            if (random.chance(0.05)) {
                log.dieAfter(1 + random.below(20));
            }
        } catch (IOException e) {
            // A full disk: the node does not come up, and is tried again.
            core = null;
            cluster.note("node " + index + " does not start: " + e.getMessage());
            cluster.simulation.after(100_000_000, this::startIfDown);
        }
    }

    void startIfDown() {
        if (core == null) {
            start();
            if (core != null) {
                cluster.note("node " + index + " starts");
            }
        }
    }

    /** Goes down now; what was not forced is lost, kept or torn. */
    void crash() {
        core = null;
        disk.crash(random.below(disk.unforced() + 1), random.chance(0.5));
        pages.crash(random.below(pages.unflushed() + 1));
    }

    /** A new, empty disk. The node must be down. */
    void replaceDisk() {
        disk = new MemorySegmentLog(FILE_BYTES);
        pages = new MemoryPageStore();
    }

    /** One bit of the log or of an image flips. */
    void rot() {
        if (random.chance(0.5) && pages.images() > 0) {
            pages.damage(random.below(pages.images()), random.below(1 << 20));
        } else if (disk.excerpts() > 0) {
            disk.damage(random.below(disk.excerpts()), random.below(1 << 20));
            if (random.chance(0.3)) {
                disk.forgetSummaries();
            }
        }
    }

    void dieSoon() {
        log.dieAfter(1 + random.below(8));
    }

    void full(boolean isFull) {
        full = isFull;
        log.full(isFull);
    }

    boolean isFailed() {
        return core != null && !core.failure().isEmpty();
    }

    void deliver(SegmentId id, SegmentRequest request, Consumer<SegmentReply> reply) {
        NodeCore node = core;
        if (node == null) {
            return;
        }
        try {
            if (present.add(id)) {
                node.createSegment(id, SimCluster.KINDS[id.index()], TimelineId.FIRST);
            }
            node.accept(id, mutated(request), traced(id, request, reply));
        } catch (IOException | FaultyLog.Death e) {
            die(e.getMessage());
            return;
        }
        if (!commitIsComing) {
            commitIsComing = true;
            cluster.simulation.after(random.latency(500_000, 30_000_000), () -> commit(node));
        }
    }

    /** With {@code -Ddaybreak.trace=true} every message is printed. */
    private Consumer<SegmentReply> traced(
            SegmentId id, SegmentRequest request, Consumer<SegmentReply> reply) {
        if (!TRACE) {
            return reply;
        }
        return answer -> {
            System.out.println(
                    cluster.simulation.now() / 1_000
                            + " us "
                            + id
                            + " "
                            + request
                            + "\n    "
                            + answer);
            reply.accept(answer);
        };
    }

    private void commit(NodeCore node) {
        if (core != node) {
            return;
        }
        commitIsComing = false;
        try {
            node.commit();
        } catch (FaultyLog.Death e) {
            die(e.getMessage());
        }
    }

    /** Makes pages, lets log go. */
    void background() {
        NodeCore node = core;
        if (node == null || !node.failure().isEmpty()) {
            return;
        }
        try {
            if (random.chance(0.5)) {
                node.materialize();
            }
            if (random.chance(0.5)) {
                node.collectLog();
            }
            node.scrub(64 << 10);
        } catch (IOException e) {
            cluster.note("node " + index + ": " + e.getMessage());
        } catch (FaultyLog.Death e) {
            die(e.getMessage());
        }
    }

    private void die(@Nullable String reason) {
        cluster.note("node " + index + " dies: " + reason);
        crash();
        cluster.simulation.after(random.between(1_000_000, 400_000_000), this::startIfDown);
    }

    /** What a broken implementation would make of the request. */
    private SegmentRequest mutated(SegmentRequest request) {
        if (request instanceof SegmentRequest.Fence || request instanceof SegmentRequest.Truncate) {
            if (request.epoch().compareTo(newestEpoch) > 0) {
                newestEpoch = request.epoch();
            }
        }
        return switch (cluster.mutation) {
            case FORGET_TRUNCATION ->
                    request instanceof SegmentRequest.Truncate truncate
                            ? new SegmentRequest.Truncate(truncate.epoch(), List.of())
                            : request;
            case SKIP_EPOCH_CHECK ->
                    request instanceof SegmentRequest.Append append
                            ? new SegmentRequest.Append(
                                    newestEpoch,
                                    append.batch(),
                                    append.durableLsn(),
                                    append.minReadPoint())
                            : request;
            case NONE, ACKNOWLEDGE_BEFORE_FORCE, THREE_ACKNOWLEDGEMENTS -> request;
        };
    }
}
