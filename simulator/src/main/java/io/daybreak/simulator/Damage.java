package io.daybreak.simulator;

import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.logstorage.api.SegmentKind;
import io.daybreak.logstorage.api.SegmentReply;
import io.daybreak.quorum.volume.WriterCore;

/**
 * Which nodes have lost redo or pages and are not whole again: six segments bear only so much at a
 * time. An acknowledged record is on four of them at first, so two may lose their logs; a page that
 * the log no longer has is on full segments only, and they may lag, so two of these must keep it.
 */
final class Damage {
    private final SimCluster cluster;
    private final boolean[] log = new boolean[SegmentId.REPLICAS];
    private final boolean[] pages = new boolean[SegmentId.REPLICAS];

    Damage(SimCluster cluster) {
        this.cluster = cluster;
    }

    /** Whether this node may lose its log, and pages that are on the same disk. */
    boolean mayLoseLog(int node) {
        int lost = 0;
        for (int i = 0; i < SegmentId.REPLICAS; i++) {
            lost += i != node && (log[i] || isNewToAGroup(i)) ? 1 : 0;
        }
        return lost < cluster.scenario.lostDisksMax() && mayLosePages(node);
    }

    /**
     * Whether the volume grew and the node has not joined the new group: four had to. It is told
     * from one that lost its disk by nothing.
     */
    private boolean isNewToAGroup(int node) {
        WriterCore core = cluster.current().core();
        for (int g = 1; core != null && g < core.groupCount(); g++) {
            if (core.scl(g, node) < 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether two other segments of each group have all pages, up to date, at this moment. */
    boolean mayLosePages(int node) {
        SimWriter writer = cluster.current();
        WriterCore core = writer.core();
        if (core == null || !writer.isOpen()) {
            return false;
        }
        int whole = 0;
        for (int i = 0; i < SegmentId.REPLICAS; i++) {
            boolean isFull = cluster.scenario.kinds()[i] == SegmentKind.FULL;
            whole += isFull && i != node && isWhole(writer, core, i) ? 1 : 0;
        }
        return whole >= 2;
    }

    void logLost(int node) {
        log[node] = true;
        pages[node] = true;
    }

    void pagesLost(int node) {
        pages[node] = true;
    }

    /** Looks which nodes have become whole. */
    void heal(SimWriter writer) {
        WriterCore core = writer.core();
        if (core == null || !writer.isOpen()) {
            return;
        }
        for (int i = 0; i < SegmentId.REPLICAS; i++) {
            if ((log[i] || pages[i]) && isWhole(writer, core, i)) {
                log[i] = false;
                pages[i] = false;
                cluster.note("node " + i + " is whole again");
            }
        }
    }

    private boolean isWhole(SimWriter writer, WriterCore core, int node) {
        if (cluster.nodes[node].isFailed() || !cluster.nodes[node].isSound()) {
            return false;
        }
        for (int g = 0; g < core.groupCount(); g++) {
            SegmentReply.Status status = cluster.nodes[node].status(g);
            if (status == null
                    || !status.epoch().equals(writer.epoch())
                    || core.scl(g, node) < 0
                    || status.scl().value() < core.completeLsn(g)
                    || !status.isWhole()) {
                return false;
            }
        }
        return true;
    }
}
