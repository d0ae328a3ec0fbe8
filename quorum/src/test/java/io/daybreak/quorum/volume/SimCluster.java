package io.daybreak.quorum.volume;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.logstorage.api.Lsn;
import io.daybreak.logstorage.api.PageId;
import io.daybreak.logstorage.api.PageLayout;
import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.logstorage.api.SegmentKind;
import io.daybreak.logstorage.api.SegmentReply;
import io.daybreak.logstorage.api.SegmentRequest;
import io.daybreak.logstorage.api.TimelineId;
import io.daybreak.logstorage.api.VolumeEpoch;
import io.daybreak.testsupport.sim.SimNetwork;
import io.daybreak.testsupport.sim.SimRandom;
import io.daybreak.testsupport.sim.Simulation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A whole volume in one thread: six nodes, a succession of writers, a network between them, and
 * somebody who breaks things.
 *
 * <p>Fault model, what the volume must survive: crashes of nodes at any point of a write, two of
 * them at a time as an availability zone and one more; disks that fill up; one disk that is
 * replaced by an empty one or rots a bit, in a run; messages lost, late, doubled, reordered; links
 * cut in one direction; writers that die, hang on as zombies, or die during recovery. Not
 * simulated: a consensus service that loses the epoch counter (the control plane is a register
 * here), and more broken disks than replicas can bear.
 */
final class SimCluster {
    /** Deliberate mistakes that the checks must find. */
    enum Mutation {
        NONE,
        ACKNOWLEDGE_BEFORE_FORCE,
        THREE_ACKNOWLEDGEMENTS,
        SKIP_EPOCH_CHECK,
        FORGET_TRUNCATION
    }

    static final SegmentKind[] KINDS = {
        SegmentKind.FULL,
        SegmentKind.TAIL,
        SegmentKind.FULL,
        SegmentKind.TAIL,
        SegmentKind.FULL,
        SegmentKind.TAIL
    };
    static final int PAGES_PER_GROUP = 4;
    static final int GROUPS_MAX = 6;
    private static final int WRITER_PLACES = 4;
    private static final long FAULTY_NANOS = 4_000_000_000L;
    private static final long CALM_NANOS = 60_000_000_000L;

    final Simulation simulation;
    final SimNetwork network;
    final SimNode[] nodes = new SimNode[SegmentId.REPLICAS];
    final VolumeModel model = new VolumeModel();
    final Mutation mutation;
    long reads;

    private final SimRandom random;
    private final List<SimWriter> writers = new ArrayList<>();
    private SimWriter current;
    private long epochs;
    private int groups = 3;
    private boolean fresh = true;
    private int recoveries;
    private boolean diskSpoiled;

    SimCluster(long seed, Mutation mutation) {
        this.mutation = mutation;
        this.random = new SimRandom(seed);
        this.simulation = new Simulation(random.fork());
        this.network =
                new SimNetwork(simulation, random.fork(), SegmentId.REPLICAS + WRITER_PLACES);
        for (int i = 0; i < nodes.length; i++) {
            nodes[i] = new SimNode(this, i, random.fork());
            nodes[i].start();
        }
        this.current = newWriter();
    }

    private SimWriter newWriter() {
        int place = SegmentId.REPLICAS + writers.size() % WRITER_PLACES;
        SimWriter writer = new SimWriter(this, place, random.fork());
        writers.add(writer);
        writer.start();
        return writer;
    }

    // ---- the control plane: a register that never fails ----

    VolumeEpoch nextEpoch() {
        return new VolumeEpoch(++epochs);
    }

    int groupCount() {
        return groups;
    }

    boolean isFresh() {
        return fresh;
    }

    boolean isCurrent(SimWriter writer) {
        return current == writer;
    }

    boolean grow(SimWriter writer, int group) {
        if (writer != current || group != groups) {
            return false;
        }
        groups++;
        return true;
    }

    void recovered(SimWriter writer, RecoveredVolume volume) {
        // A recovery that ends after a newer one began is fenced before it can acknowledge.
        fresh = false;
        recoveries++;
        if (writer == current) {
            model.recovered(volume);
        } else {
            note("a recovery ends late, epoch " + volume.epoch().value());
            writer.die();
        }
    }

    // ---- the run ----

    /** Runs everything; throws if a check fails. */
    void run() {
        simulation.after(1_000_000, this::background);
        simulation.after(200_000_000, this::breakSomething);
        runUntil(FAULTY_NANOS);
        heal();
        SimWriter last = settle();
        compareSegments(last);
    }

    private void runUntil(long time) {
        while (simulation.now() < time && simulation.step()) {
            // Every step checks for itself.
        }
    }

    private void background() {
        nodes[random.below(nodes.length)].background();
        simulation.after(random.between(1_000_000, 40_000_000), this::background);
    }

    private void breakSomething() {
        if (simulation.now() >= FAULTY_NANOS) {
            return;
        }
        int node = random.below(nodes.length);
        switch (random.below(12)) {
            case 0, 1 -> down(node, random.between(1_000_000, 300_000_000));
            case 2 -> nodes[node].dieSoon();
            case 3 -> zoneDown(random.below(3));
            case 4 -> {
                network.cut(node, SegmentId.REPLICAS + random.below(WRITER_PLACES));
                note("link from node " + node + " is cut");
            }
            case 5 -> {
                network.cut(SegmentId.REPLICAS + random.below(WRITER_PLACES), node);
                note("link to node " + node + " is cut");
            }
            case 6 ->
                    network.faults(
                            random.below(30) / 100.0, 0.1, random.between(1, 200) * 1_000_000);
            case 7 -> {
                network.heal();
                note("the network heals");
            }
            case 8 -> fill(node);
            case 9 -> spoil(node);
            default -> replaceWriter();
        }
        simulation.after(random.between(5_000_000, 250_000_000), this::breakSomething);
    }

    private void down(int node, long nanos) {
        note("node " + node + " goes down");
        nodes[node].crash();
        simulation.after(nanos, nodes[node]::startIfDown);
    }

    private void zoneDown(int zone) {
        note("az" + (zone + 1) + " goes down");
        long nanos = random.between(10_000_000, 500_000_000);
        down(zone * 2, nanos);
        down(zone * 2 + 1, nanos);
        if (random.chance(0.5)) {
            down(random.below(nodes.length), nanos / 2);
        }
    }

    private void fill(int node) {
        note("the disk of node " + node + " is full");
        nodes[node].full(true);
        simulation.after(
                random.between(10_000_000, 300_000_000),
                () -> {
                    note("the disk of node " + node + " has room");
                    nodes[node].full(false);
                    restartIfFailed(node);
                });
    }

    private void restartIfFailed(int node) {
        if (nodes[node].isFailed()) {
            down(node, 1_000_000);
        }
    }

    /** One disk is lost, or rots a bit, once in a run. */
    private void spoil(int node) {
        if (diskSpoiled || fresh) {
            return;
        }
        diskSpoiled = true;
        if (random.chance(0.5)) {
            note("node " + node + " gets a new disk");
            nodes[node].crash();
            nodes[node].replaceDisk();
            simulation.after(random.between(1_000_000, 100_000_000), nodes[node]::startIfDown);
        } else {
            note("a bit rots on node " + node);
            nodes[node].rot();
        }
    }

    private void replaceWriter() {
        boolean zombie = random.chance(0.4);
        note(zombie ? "the writer is left behind as a zombie" : "the writer dies");
        if (!zombie) {
            current.die();
        }
        current = newWriter();
    }

    private void heal() {
        note("faults stop");
        network.heal();
        for (int i = 0; i < nodes.length; i++) {
            nodes[i].full(false);
            restartIfFailed(i);
            int node = i;
            simulation.after(10_000_000, nodes[node]::startIfDown);
        }
    }

    /** A last writer takes over; everything it appends becomes durable, all segments catch up. */
    private SimWriter settle() {
        long deadline = simulation.now() + CALM_NANOS;
        current.die();
        SimWriter last = newWriter();
        current = last;
        long quietAt = simulation.now() + 1_000_000_000L;
        while (simulation.now() < deadline && simulation.step()) {
            if (simulation.now() > quietAt) {
                last.quieten();
                if (isSettled(last)) {
                    return last;
                }
            }
        }
        throw new AssertionError("no progress after the faults stopped: " + describe(last));
    }

    private boolean isSettled(SimWriter writer) {
        WriterCore core = writer.core();
        if (core == null || core.vdl() < core.group(0).completeLsn || !isDurable(core)) {
            return false;
        }
        for (int g = 0; g < core.groupCount(); g++) {
            for (long scl : core.group(g).scl) {
                if (scl != core.group(g).completeLsn) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean isDurable(WriterCore core) {
        for (int g = 0; g < core.groupCount(); g++) {
            if (core.group(g).firstIncomplete() != GroupState.NOTHING_PENDING) {
                return false;
            }
        }
        return true;
    }

    private String describe(SimWriter writer) {
        WriterCore core = writer.core();
        if (core == null) {
            return "the last writer did not open";
        }
        StringBuilder text = new StringBuilder("VDL " + core.vdl() + " of " + core.lastLsn());
        for (int g = 0; g < core.groupCount(); g++) {
            text.append("; group ").append(g).append(" PGCL ").append(core.group(g).completeLsn);
            text.append(" SCL ").append(Arrays.toString(core.group(g).scl));
        }
        for (int i = 0; i < nodes.length; i++) {
            if (core.isSuspect(i)) {
                text.append("; node ").append(i).append(": ").append(core.suspicion(i));
            }
        }
        return text.toString();
    }

    /** Every page of every full segment is what the model says. */
    private void compareSegments(SimWriter writer) {
        WriterCore core = writer.core();
        if (core == null) {
            throw new AssertionError("no writer");
        }
        long vdl = core.vdl();
        int[] answers = new int[1];
        int[] asked = new int[1];
        for (long page = 0; page < core.pageCapacity(); page++) {
            int group = (int) (page / PAGES_PER_GROUP);
            long readPoint = core.readPoint(group, vdl);
            for (int i = 0; i < nodes.length; i++) {
                if (KINDS[i] != SegmentKind.FULL || readPoint == 0) {
                    continue;
                }
                asked[0]++;
                SegmentId segment = core.group(group).segments[i];
                long number = page;
                nodes[i].deliver(
                        segment,
                        new SegmentRequest.ReadPage(
                                core.epoch(),
                                TimelineId.FIRST,
                                new PageId(page),
                                new Lsn(readPoint)),
                        reply -> answers[0] += compare(segment, number, vdl, reply) ? 1 : 0);
            }
        }
        runUntil(simulation.now() + 1_000_000_000L);
        // A rotten image or a hydration that is still under way may make one segment refuse.
        assertThat(answers[0]).as("pages read in the end").isGreaterThanOrEqualTo(asked[0] * 2 / 3);
    }

    private boolean compare(SegmentId segment, long page, long vdl, SegmentReply reply) {
        switch (reply) {
            case SegmentReply.PageImage(_, _, byte[] image) ->
                    assertSame(image, model.page(page, vdl), segment + ", page " + page);
            case SegmentReply.NoSuchPage _ ->
                    assertThat(model.exists(page, vdl))
                            .as("%s: page %d exists as of %d", segment, page, vdl)
                            .isFalse();
            default -> {
                note(segment + " refuses page " + page + ": " + reply);
                return false;
            }
        }
        return true;
    }

    static void assertSame(byte[] image, byte[] expected, String what) {
        if (!Arrays.equals(image, expected)) {
            int at = Arrays.mismatch(image, expected);
            throw new AssertionError(
                    what
                            + " has page LSN "
                            + PageLayout.lsn(image)
                            + ", not "
                            + PageLayout.lsn(expected)
                            + "; first wrong byte at "
                            + at);
        }
    }

    void note(String text) {
        simulation.note(text);
    }

    int recoveries() {
        return recoveries;
    }
}
