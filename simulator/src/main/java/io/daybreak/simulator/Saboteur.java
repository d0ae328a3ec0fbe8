package io.daybreak.simulator;

import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.logstorage.api.SegmentKind;

/** Breaks things, at times and places that the seed chooses. */
final class Saboteur {
    private static final long MILLI = 1_000_000;
    private static final int WRITERS_IN_STORM = 6;

    private final SimCluster cluster;
    private final SimRandom random;
    private final Fault[] faults;
    private boolean stopped;

    Saboteur(SimCluster cluster, SimRandom random) {
        this.cluster = cluster;
        this.random = random;
        this.faults = cluster.scenario.faults().toArray(new Fault[0]);
    }

    void start() {
        if (faults.length > 0) {
            after(cluster.scenario.faultGapNanos(), this::next);
        }
    }

    /** Breaks nothing more, and mends what does not mend by itself. */
    void stop() {
        stopped = true;
        cluster.note("faults stop");
        cluster.network.heal();
        for (SimNode node : cluster.nodes) {
            node.full(false);
            node.forcesFail(false);
            node.slow(1);
            node.readErrors(0);
            node.staysDead(false);
            if (node.isFailed() && random.chance(0.5)) {
                node.crash();
            }
            after(10 * MILLI, node::startIfDown);
        }
    }

    private void after(long nanos, Runnable action) {
        cluster.simulation.after(nanos, action);
    }

    private void next() {
        if (stopped) {
            return;
        }
        Fault fault = faults[random.below(faults.length)];
        if (inject(fault, random.below(SegmentId.REPLICAS))) {
            cluster.tally.count(fault);
        }
        after(random.between(5 * MILLI, cluster.scenario.faultGapNanos()), this::next);
    }

    /** Returns whether the fault was possible. */
    private boolean inject(Fault fault, int node) {
        return switch (fault) {
            case NODE_CRASHES -> down(node, random.between(1, 300) * MILLI);
            case NODE_IS_KILLED -> killed(node, random.between(1, 100) * MILLI);
            case NODE_DIES_WRITING -> {
                cluster.nodes[node].dieSoon();
                yield true;
            }
            case NODE_STAYS_DEAD -> staysDead(node);
            case NODE_HANGS -> hang(node, "node " + node);
            case NODE_IS_SLOW -> slow(node);
            case ZONE_FAILS -> zoneFails(random.below(3), false);
            case ZONE_AND_ONE_FAIL -> zoneFails(random.below(3), true);
            case POWER_CUT -> powerCut();
            case LINK_FROM_NODE_CUT -> cut(node, place());
            case LINK_TO_NODE_CUT -> cut(place(), node);
            case WRITER_CUT_OFF -> cutWriterOff();
            case MESSAGES_MISTREATED -> mistreatMessages();
            case NETWORK_HEALS -> {
                cluster.network.heal();
                cluster.note("the network heals");
                yield true;
            }
            case DISK_FULL -> fill(node);
            case FORCES_FAIL -> forcesFail(node, random.chance(0.4));
            case DISK_REPLACED -> replaceDisk(node);
            case PAGES_LOST -> losePages(node);
            case PAGES_DAMAGED -> damagePages(node);
            case LOG_ROTS -> rotLog(node);
            case IMAGE_ROTS -> rotImage(node);
            case READ_ERRORS -> readErrors(node);
            case WRITER_DIES -> cluster.replaceWriter(false);
            case WRITER_LEFT_BEHIND -> cluster.replaceWriter(true);
            case WRITER_HANGS -> hang(cluster.current().place(), "the writer");
            case WRITERS_STORM -> storm(WRITERS_IN_STORM);
        };
    }

    private int place() {
        return SegmentId.REPLICAS + random.below(SimCluster.WRITER_PLACES);
    }

    // ---- nodes

    private boolean down(int node, long nanos) {
        if (!cluster.nodes[node].isUp()) {
            return false;
        }
        cluster.note("node " + node + " goes down");
        cluster.nodes[node].crash();
        after(nanos, cluster.nodes[node]::startIfDown);
        return true;
    }

    private boolean killed(int node, long nanos) {
        if (!cluster.nodes[node].isUp()) {
            return false;
        }
        cluster.note("node " + node + " is killed");
        cluster.nodes[node].kill();
        after(nanos, cluster.nodes[node]::startIfDown);
        return true;
    }

    private boolean staysDead(int node) {
        cluster.nodes[node].staysDead(true);
        long nanos = random.between(500, 10_000) * MILLI;
        after(
                nanos,
                () -> {
                    cluster.nodes[node].staysDead(false);
                    cluster.nodes[node].startIfDown();
                });
        return down(node, nanos);
    }

    private boolean hang(int place, String who) {
        long nanos = random.between(10, 3_000) * MILLI;
        cluster.note(who + " hangs for " + nanos / MILLI + " ms");
        cluster.network.hang(place, cluster.simulation.now() + nanos);
        return true;
    }

    private boolean slow(int node) {
        int factor = (int) random.between(2, 40);
        cluster.note("node " + node + " becomes " + factor + " times slower");
        cluster.nodes[node].slow(factor);
        cluster.network.slow(node, factor);
        after(
                random.between(100, 3_000) * MILLI,
                () -> {
                    cluster.nodes[node].slow(1);
                    cluster.network.slow(node, 1);
                });
        return true;
    }

    private boolean zoneFails(int zone, boolean andOne) {
        cluster.note("az" + (zone + 1) + " goes down");
        long nanos = random.between(10, 800) * MILLI;
        down(zone * 2, nanos);
        down(zone * 2 + 1, nanos);
        if (andOne) {
            down((zone * 2 + 2 + random.below(4)) % SegmentId.REPLICAS, nanos);
        }
        return true;
    }

    private boolean powerCut() {
        cluster.note("the power is cut");
        for (int i = 0; i < SegmentId.REPLICAS; i++) {
            down(i, random.between(1, 100) * MILLI);
        }
        cluster.everyWriterDies();
        return cluster.replaceWriter(false);
    }

    // ---- network

    private boolean cut(int from, int to) {
        cluster.network.cut(from, to);
        cluster.note("the link from place " + from + " to place " + to + " is cut");
        return true;
    }

    private boolean cutWriterOff() {
        int writer = random.chance(0.5) ? cluster.current().place() : place();
        int zone = random.below(4);
        for (int i = 0; i < SegmentId.REPLICAS; i++) {
            if (zone == 3 || i / 2 == zone) {
                cluster.network.cut(writer, i);
                cluster.network.cut(i, writer);
            }
        }
        cluster.note(
                "place "
                        + writer
                        + " is cut off from "
                        + (zone == 3 ? "all nodes" : "az" + (zone + 1)));
        after(random.between(50, 2_000) * MILLI, cluster.network::heal);
        return true;
    }

    private boolean mistreatMessages() {
        cluster.network.mistreat(random.below(30) / 100.0, 0.1, random.between(1, 400) * MILLI);
        cluster.note("messages are lost, doubled and late");
        return true;
    }

    // ---- disks

    private boolean fill(int node) {
        cluster.note("the disk of node " + node + " is full");
        cluster.nodes[node].full(true);
        after(
                random.between(10, 500) * MILLI,
                () -> {
                    cluster.note("the disk of node " + node + " has room");
                    cluster.nodes[node].full(false);
                    if (cluster.nodes[node].isFailed() && random.chance(0.4)) {
                        down(node, MILLI);
                    }
                });
        return true;
    }

    /** A flush that fails fails every log that relied on it. */
    private boolean forcesFail(int node, boolean ofAll) {
        cluster.note("forces of " + (ofAll ? "all nodes" : "node " + node) + " fail");
        int first = ofAll ? 0 : node;
        int last = ofAll ? SegmentId.REPLICAS - 1 : node;
        for (int i = first; i <= last; i++) {
            cluster.nodes[i].forcesFail(true);
        }
        after(
                random.between(10, 500) * MILLI,
                () -> {
                    cluster.note("forces work again");
                    for (int i = first; i <= last; i++) {
                        cluster.nodes[i].forcesFail(false);
                        if (cluster.nodes[i].isFailed() && random.chance(0.4)) {
                            killed(i, random.between(1, 10) * MILLI);
                        }
                    }
                });
        return true;
    }

    private boolean replaceDisk(int node) {
        if (cluster.isFresh() || !cluster.damage.mayLoseLog(node)) {
            return false;
        }
        cluster.note("node " + node + " gets a new disk");
        cluster.damage.logLost(node);
        cluster.nodes[node].crash();
        cluster.nodes[node].replaceDisk();
        after(random.between(1, 500) * MILLI, cluster.nodes[node]::startIfDown);
        return true;
    }

    private boolean losePages(int node) {
        if (cluster.scenario.kinds()[node] != SegmentKind.FULL
                || !cluster.damage.mayLosePages(node)) {
            return false;
        }
        cluster.note("node " + node + " loses its page store");
        cluster.damage.pagesLost(node);
        cluster.nodes[node].crash();
        cluster.nodes[node].losePages();
        after(random.between(1, 500) * MILLI, cluster.nodes[node]::startIfDown);
        return true;
    }

    private boolean damagePages(int node) {
        if (cluster.scenario.kinds()[node] != SegmentKind.FULL
                || !cluster.damage.mayLosePages(node)
                || !cluster.nodes[node].isUp()) {
            return false;
        }
        cluster.note("node " + node + " finds its page store damaged");
        cluster.damage.pagesLost(node);
        return cluster.nodes[node].resetPages();
    }

    private boolean rotLog(int node) {
        if (cluster.isFresh()
                || !cluster.nodes[node].isUp()
                || !cluster.damage.mayLoseLog(node)
                || !cluster.nodes[node].rotLog()) {
            return false;
        }
        cluster.note("a bit rots in the log of node " + node);
        cluster.damage.logLost(node);
        return true;
    }

    private boolean rotImage(int node) {
        if (!cluster.damage.mayLosePages(node) || !cluster.nodes[node].rotImage()) {
            return false;
        }
        cluster.note("a bit rots in an image of node " + node);
        cluster.damage.pagesLost(node);
        return true;
    }

    private boolean readErrors(int node) {
        cluster.note("reads of the disk of node " + node + " fail");
        cluster.nodes[node].readErrors(random.oneOf(0.1, 0.5, 1.0));
        after(random.between(10, 1_000) * MILLI, () -> cluster.nodes[node].readErrors(0));
        return true;
    }

    // ---- writers

    private boolean storm(int left) {
        if (left > 0 && !stopped) {
            cluster.replaceWriter(random.chance(0.5));
            after(random.between(1, 120) * MILLI, () -> storm(left - 1));
        }
        return true;
    }
}
