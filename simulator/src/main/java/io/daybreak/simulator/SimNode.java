package io.daybreak.simulator;

import io.daybreak.logstorage.api.Lsn;
import io.daybreak.logstorage.api.PageId;
import io.daybreak.logstorage.api.PageLayout;
import io.daybreak.logstorage.api.ProtectionGroupId;
import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.logstorage.api.SegmentKind;
import io.daybreak.logstorage.api.SegmentReply;
import io.daybreak.logstorage.api.SegmentRequest;
import io.daybreak.logstorage.api.TimelineId;
import io.daybreak.logstorage.api.VolumeEpoch;
import io.daybreak.logstorage.segment.NodeCore;
import io.daybreak.logstorage.segment.SegmentLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A storage node in the simulator: the production {@link NodeCore} over simulated disks. Requests
 * are taken in as they arrive and answered when the next force ends, some virtual time later, all
 * at once: group commit. Between what is written and its force there may be some time too, in which
 * power may go, and in which the log is read; forces of several nodes end in any order. Reads and
 * the page maker run beside that.
 */
final class SimNode {
    private static final long SCRUB_BYTES = 128 << 10;

    private final SimCluster cluster;
    private final int index;
    private final SimRandom random;
    private SimLogDisk log;
    private SimPageDisk pages;
    private @Nullable NodeCore core;
    private final Set<SegmentId> present = new HashSet<>();
    private boolean commitIsComing;
    private boolean forceIsComing;

    /** Came in between what was written and its force. */
    private final List<Runnable> arrivedMeanwhile = new ArrayList<>();

    private boolean pageThreadRuns;
    private boolean staysDead;
    private int slowness = 1;
    private long damagesSeen;

    SimNode(SimCluster cluster, int index, SimRandom random) {
        this.cluster = cluster;
        this.index = index;
        this.random = random;
        this.log = newLog();
        this.pages = newPages();
    }

    private SimLogDisk newLog() {
        return new SimLogDisk(
                cluster.scenario.fileBytes(), random.fork(), cluster.tally, cluster.scanner);
    }

    private SimPageDisk newPages() {
        return new SimPageDisk(random.fork(), cluster.tally, this::betweenPageWrites);
    }

    // ---- life

    boolean isUp() {
        return core != null;
    }

    boolean isFailed() {
        return core != null && !core.failure().isEmpty();
    }

    void start() {
        pageThreadRuns = false;
        cluster.tally.count(Path.RESTARTS);
        try {
            runs(NodeCore.open(log, pages, limits()));
        } catch (IOException | UncheckedIOException e) {
            // A full disk, or one that cannot be read: the node does not come up, and is tried
            // again.
            note("does not start: " + e.getMessage());
            cluster.simulation.after(100_000_000, this::startIfDown);
        } catch (Death _) {
            die("while it starts");
        }
    }

    private void runs(NodeCore opened) {
        commitIsComing = false;
        forceIsComing = false;
        arrivedMeanwhile.clear();
        present.clear();
        damagesSeen = 0;
        core = opened;
        present.addAll(opened.segments());
        noteDamages(opened);
    }

    /**
     * What the shell does with a log that failed while the process goes on: it is opened anew, over
     * a page store that stays as it is, and with readers on what was before.
     */
    private void reopen(NodeCore failed) {
        try {
            pageThreadRuns = true;
            failed.settlePages();
            NodeCore opened = NodeCore.open(log, pages, limits());
            if (core == failed) {
                runs(opened);
                cluster.tally.count(Path.LOGS_OPENED_ANEW);
                note("opens its log anew");
            }
        } catch (IOException | UncheckedIOException e) {
            note("does not open its log anew: " + e.getMessage());
        } catch (Death _) {
            die("opening its log anew");
        } finally {
            pageThreadRuns = false;
        }
    }

    private SegmentLimits limits() {
        return new SegmentLimits(
                cluster.scenario.pendingBatchesMax(),
                64 << 10,
                32 << 10,
                4 << 10,
                64 << 10,
                cluster.scenario.keptLogBytesMax());
    }

    void startIfDown() {
        if (core == null && !staysDead) {
            start();
            if (core != null) {
                note("starts");
            }
        }
    }

    /** Goes down now; what was not forced is lost, kept or torn. */
    void crash() {
        core = null;
        log.crash();
        pages.crash();
    }

    /** The process dies: what it wrote and did not force is there until the power goes. */
    void kill() {
        core = null;
        log.kill();
        pages.crash();
    }

    void staysDead(boolean dead) {
        staysDead = dead;
    }

    private void die(String where) {
        note("dies " + where);
        crash();
        cluster.simulation.after(random.between(1_000_000, 400_000_000), this::startIfDown);
    }

    // ---- faults

    /** A new, empty disk. The node must be down. */
    void replaceDisk() {
        log = newLog();
        pages = newPages();
    }

    /** The page store is gone. The node must be down. */
    void losePages() {
        pages.wipe();
    }

    /** The page store finds, while it runs, that files of its own are damaged. */
    boolean resetPages() {
        NodeCore node = core;
        if (node == null || isFailed()) {
            return false;
        }
        try {
            pageThreadRuns = true;
            node.resetPages();
            noteDamages(node);
        } catch (IOException | UncheckedIOException e) {
            note("cannot start its page store anew: " + e.getMessage());
        } catch (Death _) {
            die("starting its page store anew");
        } finally {
            pageThreadRuns = false;
        }
        return true;
    }

    boolean rotLog() {
        return log.rot();
    }

    boolean rotImage() {
        return pages.rot();
    }

    boolean isSound() {
        return log.isSound() && pages.isSound();
    }

    void dieSoon() {
        if (random.chance(0.5)) {
            log.dieAfter(1 + random.below(8));
        } else {
            pages.dieAfter(1 + random.below(12));
        }
    }

    void full(boolean isFull) {
        log.full(isFull);
        pages.full(isFull);
    }

    void forcesFail(boolean fail) {
        log.forcesFail(fail);
        pages.forcesFail(fail);
    }

    void readErrors(double probability) {
        log.readErrors(probability);
        pages.readErrors(probability);
    }

    void slow(int factor) {
        slowness = factor;
    }

    // ---- requests

    void deliver(SegmentId id, SegmentRequest request, Consumer<SegmentReply> reply) {
        NodeCore node = core;
        if (node == null) {
            return;
        }
        if (forceIsComing && !isRead(request)) {
            arrivedMeanwhile.add(() -> deliver(id, request, reply));
            return;
        }
        Consumer<SegmentReply> answer = cluster.messages.watching(id, request, reply);
        try {
            if (!forceIsComing && present.add(id)) {
                node.createSegment(id, cluster.scenario.kinds()[id.index()], TimelineId.FIRST);
            }
            if (isRead(request)) {
                cluster.simulation.after(
                        random.latency(50_000, 5_000_000) * slowness,
                        () -> read(node, id, request, answer));
                return;
            }
            node.accept(id, request, answer);
        } catch (IOException e) {
            note("cannot make " + id + ": " + e.getMessage());
            present.remove(id);
            node.accept(id, request, answer);
        } catch (Death _) {
            die("at " + request.getClass().getSimpleName());
            return;
        }
        if (!commitIsComing) {
            commitIsComing = true;
            cluster.simulation.after(
                    random.latency(500_000, 30_000_000) * slowness, () -> commit(node));
        }
    }

    private static boolean isRead(SegmentRequest request) {
        return switch (request) {
            case SegmentRequest.ReadPage _,
                    SegmentRequest.FetchLog _,
                    SegmentRequest.FetchPages _,
                    SegmentRequest.Inspect _ ->
                    true;
            case SegmentRequest.Append _,
                    SegmentRequest.Advance _,
                    SegmentRequest.Fence _,
                    SegmentRequest.Truncate _,
                    SegmentRequest.InstallPages _,
                    SegmentRequest.MendLog _,
                    SegmentRequest.MendPage _,
                    SegmentRequest.CollectLog _ ->
                    false;
        };
    }

    private void read(
            NodeCore node, SegmentId id, SegmentRequest request, Consumer<SegmentReply> reply) {
        if (core != node) {
            return;
        }
        try {
            pageThreadRuns = request instanceof SegmentRequest.FetchPages;
            reply.accept(node.read(id, request));
            noteDamages(node);
        } catch (Death _) {
            die("at " + request.getClass().getSimpleName());
        } finally {
            pageThreadRuns = false;
        }
    }

    private void commit(NodeCore node) {
        if (core != node) {
            return;
        }
        long wait = cluster.network.hangsUntil(index) - cluster.simulation.now();
        if (wait > 0) {
            cluster.simulation.after(wait, () -> commit(node));
            return;
        }
        try {
            if (random.chance(0.5)) {
                commitIsComing = false;
                node.commit();
            } else if (node.append()) {
                forceIsComing = true;
                cluster.simulation.after(
                        random.latency(500_000, 10_000_000) * slowness, () -> force(node));
            } else {
                commitIsComing = false;
                node.finish();
                node.index();
            }
        } catch (Death _) {
            die("at a commit");
        }
    }

    private void force(NodeCore node) {
        if (core != node) {
            return;
        }
        try {
            node.force();
            node.finish();
        } catch (Death _) {
            die("at a force");
            return;
        }
        // Answered, and pages may be asked for before their new records are indexed.
        cluster.simulation.after(random.latency(50_000, 1_000_000) * slowness, () -> index(node));
    }

    private void index(NodeCore node) {
        if (core != node) {
            return;
        }
        commitIsComing = false;
        forceIsComing = false;
        try {
            node.index();
            node.rollIfDue();
        } catch (Death _) {
            die("between two rounds");
            return;
        }
        List<Runnable> arrived = List.copyOf(arrivedMeanwhile);
        arrivedMeanwhile.clear();
        arrived.forEach(Runnable::run);
    }

    // ---- the page maker

    /** Makes pages, lets log go. */
    void background() {
        NodeCore node = core;
        if (node == null) {
            return;
        }
        if (isFailed()) {
            if (random.chance(0.3)) {
                reopen(node);
            }
            return;
        }
        try {
            pageThreadRuns = true;
            node.rollBackPages();
            pageThreadRuns = false;
            if (core == node && random.chance(0.5)) {
                materialize(node);
            }
            if (core == node && !forceIsComing && random.chance(0.5)) {
                node.collectLog();
            }
            if (core == node && random.chance(0.3)) {
                node.hold();
                node.scrub(SCRUB_BYTES);
                noteDamages(node);
            }
        } catch (IOException | UncheckedIOException e) {
            note(e.getMessage() == null ? e.toString() : e.getMessage());
        } catch (Death _) {
            die("making pages");
        } finally {
            pageThreadRuns = false;
        }
    }

    /** What a reader at the read point could see before, it can see afterwards. */
    private void materialize(NodeCore node) throws IOException {
        List<SegmentId> segments = node.segments();
        if (segments.isEmpty()) {
            return;
        }
        SegmentId id = segments.get(random.below(segments.size()));
        SegmentReply.Status status = status(node, id);
        SegmentRequest.ReadPage request =
                new SegmentRequest.ReadPage(
                        status.epoch(),
                        TimelineId.FIRST,
                        randomPage(id),
                        new Lsn(Math.max(1, status.minReadPoint().value())));
        SegmentReply before = node.read(id, request);
        pageThreadRuns = true;
        if (random.chance(0.4)) {
            cluster.tally.count(Path.HOT_PAGES_IMAGED, node.imageHotPages());
        } else {
            cluster.tally.count(Path.IMAGES_WRITTEN, node.materialize());
        }
        pageThreadRuns = false;
        noteDamages(node);
        boolean seen =
                before instanceof SegmentReply.PageImage
                        || before instanceof SegmentReply.NoSuchPage;
        if (!seen
                || core != node
                || !status(node, id).minReadPoint().equals(status.minReadPoint())) {
            return;
        }
        SegmentReply after = node.read(id, request);
        if (after instanceof SegmentReply.Failed) {
            return;
        }
        boolean same =
                before instanceof SegmentReply.PageImage(_, _, byte[] old)
                        ? after instanceof SegmentReply.PageImage(_, _, byte[] now)
                                && PageLayout.lsn(old) == PageLayout.lsn(now)
                        : after instanceof SegmentReply.NoSuchPage;
        Violation.unless(
                same,
                "%s: %s as of LSN %d, the read point, was readable before pages were made: now %s",
                id,
                request.page(),
                request.asOf().value(),
                Words.of(after));
    }

    private PageId randomPage(SegmentId id) {
        int perGroup = cluster.scenario.pagesPerGroup();
        return new PageId((long) id.group().value() * perGroup + random.below(perGroup));
    }

    private static SegmentReply.Status status(NodeCore node, SegmentId id) {
        SegmentReply reply = node.read(id, new SegmentRequest.Inspect(VolumeEpoch.NONE));
        if (reply instanceof SegmentReply.Status status) {
            return status;
        }
        throw new Violation(id + " does not tell its status: " + reply);
    }

    /** How a segment stands; null if the node is down or the segment is not here. */
    SegmentReply.@Nullable Status status(int group) {
        NodeCore node = core;
        SegmentId id = new SegmentId(new ProtectionGroupId(group), index);
        return node == null || !present.contains(id) ? null : status(node, id);
    }

    /** The node's other threads get their turn while the page maker stands before a write. */
    private void betweenPageWrites() {
        NodeCore node = core;
        if (!pageThreadRuns || node == null || !random.chance(0.15)) {
            return;
        }
        pageThreadRuns = false;
        // What the log thread does, it does not do between a write and its force.
        switch (forceIsComing ? 2 : random.below(3)) {
            case 0 -> node.commit();
            case 1 -> collectBetween(node);
            default -> readBetween(node);
        }
        pageThreadRuns = true;
    }

    private void collectBetween(NodeCore node) {
        try {
            node.collectLog();
        } catch (IOException e) {
            note(e.toString());
        }
    }

    private void readBetween(NodeCore node) {
        List<SegmentId> segments = node.segments();
        if (segments.isEmpty()) {
            // They could not be made yet: its disk fails.
            return;
        }
        SegmentId id = segments.get(random.below(segments.size()));
        SegmentReply.Status status = status(node, id);
        if (status.kind() != SegmentKind.FULL || status.durableLsn().value() == 0) {
            return;
        }
        long asOf = Math.min(status.durableLsn().value(), status.scl().value());
        if (asOf == 0) {
            return;
        }
        PageId page = randomPage(id);
        SegmentReply reply =
                node.read(
                        id,
                        new SegmentRequest.ReadPage(
                                status.epoch(), TimelineId.FIRST, page, new Lsn(asOf)));
        cluster.tally.count(Path.READS_IN_BETWEEN);
        cluster.checkRead(id, page, asOf, reply);
    }

    private void noteDamages(NodeCore node) {
        long damages = node.statistics().damages();
        if (damages > damagesSeen) {
            note("finds " + (damages - damagesSeen) + " damaged places");
            cluster.tally.count(Path.DAMAGES_FOUND, damages - damagesSeen);
            damagesSeen = damages;
        }
    }

    private void note(String text) {
        cluster.note("node " + index + " " + text);
    }
}
