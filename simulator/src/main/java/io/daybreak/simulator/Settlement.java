package io.daybreak.simulator;

import io.daybreak.logstorage.api.Lsn;
import io.daybreak.logstorage.api.PageId;
import io.daybreak.logstorage.api.ProtectionGroupId;
import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.logstorage.api.SegmentKind;
import io.daybreak.logstorage.api.SegmentReply;
import io.daybreak.logstorage.api.SegmentRequest;
import io.daybreak.logstorage.api.TimelineId;
import io.daybreak.quorum.volume.WriterCore;
import java.util.ArrayList;
import java.util.List;

/**
 * The end of a run, after the faults: a last writer takes over and appends a while; everything
 * becomes durable, every segment catches up, and every full one answers for every page, at the end
 * of the log and at a read point that was kept.
 */
final class Settlement {
    private static final long SECOND = 1_000_000_000L;
    private static final long CALM_NANOS = 60 * SECOND;

    /** A page that a full segment has yet to answer for. */
    private record Open(SegmentId segment, PageId page, long asOf) {}

    private final SimCluster cluster;
    private final List<Open> open = new ArrayList<>();
    private final SimWriter writer;
    private String lastRefusal = "";

    Settlement(SimCluster cluster) {
        this.cluster = cluster;
        this.writer = cluster.newWriter();
        writer.pin();
    }

    void run() {
        long deadline = cluster.simulation.now() + CALM_NANOS;
        while (!writer.isOpen()) {
            advance(deadline);
        }
        cluster.runUntil(cluster.simulation.now() + SECOND);
        writer.quieten();
        WriterCore core = writer.core();
        while (core == null || !isSettled(core)) {
            advance(deadline);
        }
        listPages(core);
        deadline = cluster.simulation.now() + CALM_NANOS;
        while (!open.isEmpty()) {
            for (Open each : List.copyOf(open)) {
                ask(core, each);
            }
            cluster.runUntil(cluster.simulation.now() + SECOND / 5);
            advance(deadline);
        }
    }

    private void advance(long deadline) {
        if (cluster.simulation.now() >= deadline || !cluster.simulation.step()) {
            throw new Violation("no progress after the faults stopped: " + describe());
        }
        Violation.unless(writer.isAlive(), "the last writer found itself fenced");
    }

    private boolean isSettled(WriterCore core) {
        for (int g = 0; g < core.groupCount(); g++) {
            if (!core.isGroupDurable(g)) {
                return false;
            }
            for (int i = 0; i < SegmentId.REPLICAS; i++) {
                if (core.scl(g, i) != core.completeLsn(g)) {
                    return false;
                }
            }
        }
        Violation.unless(core.vdl() == core.lastLsn(), "all is durable, but VDL is %d", core.vdl());
        return true;
    }

    private void listPages(WriterCore core) {
        for (long page = 0; page < core.pageCapacity(); page++) {
            int group = (int) (page / cluster.scenario.pagesPerGroup());
            for (int i = 0; i < SegmentId.REPLICAS; i++) {
                if (cluster.scenario.kinds()[i] == SegmentKind.FULL) {
                    SegmentId segment = new SegmentId(new ProtectionGroupId(group), i);
                    open.add(new Open(segment, new PageId(page), core.vdl()));
                    if (writer.pinned() > 0) {
                        open.add(new Open(segment, new PageId(page), writer.pinned()));
                    }
                }
            }
        }
    }

    private void ask(WriterCore core, Open each) {
        long readPoint = core.readPoint(each.segment.group().value(), each.asOf);
        if (readPoint == 0) {
            open.remove(each);
            return;
        }
        cluster.nodes[each.segment.index()].deliver(
                each.segment,
                new SegmentRequest.ReadPage(
                        core.epoch(), TimelineId.FIRST, each.page, new Lsn(readPoint)),
                reply -> onAnswer(each, readPoint, reply));
    }

    private void onAnswer(Open each, long readPoint, SegmentReply reply) {
        if (cluster.checkRead(each.segment, each.page, readPoint, reply)) {
            cluster.tally.count(Path.SEGMENTS_COMPARED);
            open.remove(each);
        } else {
            lastRefusal = Words.of(reply);
        }
    }

    private String describe() {
        WriterCore core = writer.core();
        if (core == null) {
            return "the last writer did not open";
        }
        StringBuilder text = new StringBuilder("VDL " + core.vdl() + " of " + core.lastLsn());
        if (!open.isEmpty()) {
            text.append("; ").append(open.size()).append(" pages are not readable, the first ");
            text.append(open.getFirst()).append(": ").append(lastRefusal);
        }
        for (int g = 0; g < core.groupCount(); g++) {
            text.append("; group ").append(g).append(" PGCL ").append(core.completeLsn(g));
            for (int i = 0; i < SegmentId.REPLICAS; i++) {
                text.append(i == 0 ? " SCL " : " ").append(core.scl(g, i));
            }
        }
        for (int i = 0; i < SegmentId.REPLICAS; i++) {
            if (core.isSuspect(i)) {
                text.append("; node ").append(i).append(": ").append(core.suspicion(i));
            }
        }
        return text.toString();
    }
}
