package io.daybreak.simulator;

import io.daybreak.logstorage.api.PageId;
import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.logstorage.api.SegmentReply;
import io.daybreak.logstorage.api.VolumeEpoch;
import io.daybreak.logstorage.chronicle.FileScanner;
import io.daybreak.quorum.volume.RecoveredVolume;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A whole volume in one thread: six nodes, a succession of writers with readers, a network between
 * them, and somebody who breaks things.
 *
 * <p>Fault model, what the volume must survive: {@link Fault}, within the limits that {@link
 * Damage} and the disks state. Not simulated: a consensus service that loses the epoch counter (the
 * control plane is a register here), disks that claim to have forced what they have not, and more
 * lost disks than the replicas can bear.
 */
final class SimCluster {
    static final int WRITER_PLACES = 4;
    private static final long MILLI = 1_000_000;

    final Scenario scenario;
    final Simulation simulation;
    final Tally tally;
    final SimNetwork network;
    final Messages messages;
    final Promises promises = new Promises();
    final FileScanner scanner = SimLogDisk.scanner();
    final SimNode[] nodes = new SimNode[SegmentId.REPLICAS];
    final VolumeModel model;
    final Damage damage = new Damage(this);

    private final SimRandom random;
    private final Saboteur saboteur;
    private final List<SimWriter> writers = new ArrayList<>();
    private SimWriter current;
    private long epochs;
    private int groups;
    private boolean fresh = true;

    /**
     * @param trace gets the history as it happens; null = nobody listens
     */
    SimCluster(long seed, @Nullable Consumer<String> trace, Tally tally) {
        this.tally = tally;
        this.model = new VolumeModel(tally);
        this.random = new SimRandom(seed);
        this.scenario = Scenario.draw(random.fork());
        this.simulation = new Simulation(random.fork(), trace);
        this.messages = new Messages(simulation, tally, promises);
        this.groups = scenario.groups();
        this.network =
                new SimNetwork(
                        simulation, random.fork(), tally, SegmentId.REPLICAS + WRITER_PLACES);
        note(scenario.describe());
        for (int i = 0; i < nodes.length; i++) {
            nodes[i] = new SimNode(this, i, random.fork());
            nodes[i].start();
        }
        this.saboteur = new Saboteur(this, random.fork());
        this.current = newWriter();
    }

    // ---- the run

    /** Runs everything; throws if a check fails. */
    void run() {
        simulation.after(MILLI, this::background);
        simulation.after(50 * MILLI, this::look);
        saboteur.start();
        runUntil(scenario.faultyNanos());
        saboteur.stop();
        everyWriterDies();
        new Settlement(this).run();
    }

    void runUntil(long time) {
        while (simulation.now() < time && simulation.step()) {
            // Every step checks for itself.
        }
    }

    private void background() {
        nodes[random.below(nodes.length)].background();
        simulation.after(random.between(MILLI, 40 * MILLI), this::background);
    }

    private void look() {
        damage.heal(current);
        simulation.after(50 * MILLI, this::look);
    }

    void note(String text) {
        simulation.note(text);
    }

    // ---- writers

    SimWriter current() {
        return current;
    }

    SimWriter newWriter() {
        int place = SegmentId.REPLICAS + writers.size() % WRITER_PLACES;
        SimWriter writer = new SimWriter(this, place, random.fork());
        writers.add(writer);
        current = writer;
        writer.start();
        return writer;
    }

    boolean replaceWriter(boolean leaveBehind) {
        note(leaveBehind ? "the writer is left behind" : "the writer dies");
        if (!leaveBehind) {
            current.die();
        }
        newWriter();
        return true;
    }

    void everyWriterDies() {
        for (SimWriter writer : writers) {
            writer.die();
        }
    }

    // ---- the control plane: a register that never fails

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
        tally.count(Path.GROUPS_ADDED);
        return true;
    }

    void recovered(SimWriter writer, RecoveredVolume volume) {
        fresh = false;
        if (writer == current) {
            tally.count(Path.RECOVERIES);
            model.recovered(volume);
        } else {
            // It ends after a newer one began: it is fenced before it can acknowledge.
            note("a recovery ends late, epoch " + volume.epoch().value());
            writer.die();
        }
    }

    // ---- checks

    /** Compares what a segment answered with the model; returns whether it answered. */
    boolean checkRead(SegmentId segment, PageId page, long asOf, SegmentReply reply) {
        if (reply instanceof SegmentReply.PageImage(_, _, byte[] image)) {
            model.check(image, page.number(), asOf, segment + ", " + page + " as of LSN " + asOf);
            return true;
        }
        if (reply instanceof SegmentReply.NoSuchPage) {
            Violation.unless(
                    !model.exists(page.number(), asOf),
                    "%s says that %s does not exist as of LSN %d",
                    segment,
                    page,
                    asOf);
            return true;
        }
        return false;
    }
}
