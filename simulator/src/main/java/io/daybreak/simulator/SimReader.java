package io.daybreak.simulator;

import io.daybreak.logstorage.api.Lsn;
import io.daybreak.logstorage.api.PageId;
import io.daybreak.logstorage.api.ProtectionGroupId;
import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.logstorage.api.SegmentKind;
import io.daybreak.logstorage.api.SegmentReply;
import io.daybreak.logstorage.api.SegmentRequest;
import io.daybreak.logstorage.api.TimelineId;
import io.daybreak.quorum.volume.PageRead;
import io.daybreak.quorum.volume.ReadRouting;
import io.daybreak.quorum.volume.WriterCore;

/**
 * A session that reads pages: it takes a read point, which nobody may collect then, reads a few
 * pages as of it, and lets go. A read asks the fastest segment, and one more when that is late, as
 * the volume's shell does.
 */
final class SimReader {
    private static final long GIVE_UP_NANOS = 5_000_000_000L;
    private static final long RETRY_NANOS = 200_000_000;

    private final SimCluster cluster;
    private final SimWriter writer;
    private final WriterCore core;
    private final SimRandom random;
    private final ReadRouting routing = new ReadRouting();
    private long readPoint = Long.MAX_VALUE;
    private long keptUntil;

    SimReader(SimCluster cluster, SimWriter writer, WriterCore core, SimRandom random) {
        this.cluster = cluster;
        this.writer = writer;
        this.core = core;
        this.random = random;
    }

    void start() {
        cluster.simulation.after(random.between(1_000_000, 50_000_000), this::take);
    }

    /** The LSN that this reader reads as of; MAX_VALUE while it reads nothing. */
    long readPoint() {
        return readPoint;
    }

    private void take() {
        if (!writer.isOpen()) {
            return;
        }
        readPoint = core.vdl();
        keptUntil = cluster.simulation.now() + random.between(0, cluster.scenario.readPointNanos());
        readNext();
    }

    private void readNext() {
        if (!writer.isOpen()) {
            return;
        }
        if (cluster.simulation.now() >= keptUntil) {
            readPoint = Long.MAX_VALUE;
            cluster.simulation.after(random.between(1_000_000, 100_000_000), this::take);
            return;
        }
        PageId page = new PageId(random.below((int) core.pageCapacity()));
        int group = (int) (page.number() / cluster.scenario.pagesPerGroup());
        long asOf = core.readPoint(group, readPoint);
        if (asOf == 0) {
            Violation.unless(
                    !cluster.model.exists(page.number(), readPoint),
                    "%s exists as of LSN %d, but its group is empty for the writer",
                    page,
                    readPoint);
            pause();
        } else {
            new Reading(page, group, asOf).ask();
        }
    }

    private void pause() {
        cluster.simulation.after(random.latency(2_000_000, 100_000_000), this::readNext);
    }

    /** One page read under way. */
    private final class Reading {
        private final PageId page;
        private final int group;
        private final long asOf;
        private final PageRead read;
        private final long giveUpAt = cluster.simulation.now() + GIVE_UP_NANOS;
        private int asked;
        private int askedCount;
        private int refusedCount;
        private boolean over;

        Reading(PageId page, int group, long asOf) {
            this.page = page;
            this.group = group;
            this.asOf = asOf;
            this.read = new PageRead(page, asOf);
        }

        void ask() {
            if (over) {
                return;
            }
            if (!writer.isOpen() || cluster.simulation.now() > giveUpAt) {
                end();
                return;
            }
            int index = routing.choose(candidates() & ~asked);
            if (index < 0) {
                asked = 0;
                cluster.simulation.after(RETRY_NANOS, this::ask);
                return;
            }
            if (asked != 0) {
                cluster.tally.count(Path.HEDGED_READS);
            }
            asked |= 1 << index;
            askedCount++;
            read.asked();
            int mark = askedCount;
            long start = cluster.simulation.now();
            writer.exchange(
                    segment(index),
                    new SegmentRequest.ReadPage(
                            core.epoch(), TimelineId.FIRST, page, new Lsn(asOf)),
                    reply -> onReply(index, start, reply));
            cluster.simulation.after(
                    routing.hedgeNanos(index),
                    () -> {
                        if (askedCount == mark) {
                            ask();
                        }
                    });
        }

        private int candidates() {
            int complete = 0;
            int trusted = 0;
            for (int i = 0; i < SegmentId.REPLICAS; i++) {
                if (cluster.scenario.kinds()[i] == SegmentKind.FULL
                        && core.isCompleteFor(group, i, asOf)) {
                    complete |= 1 << i;
                    trusted |= core.isSuspect(i) ? 0 : 1 << i;
                }
            }
            return trusted != 0 ? trusted : complete;
        }

        private SegmentId segment(int index) {
            return new SegmentId(new ProtectionGroupId(group), index);
        }

        private void onReply(int index, long start, SegmentReply reply) {
            // Every answer is checked, the late ones too.
            cluster.checkRead(segment(index), page, asOf, reply);
            if (read.answer(reply)) {
                routing.answered(index, cluster.simulation.now() - start);
                if (!over) {
                    cluster.tally.count(Path.PAGE_READS);
                    end();
                }
                return;
            }
            routing.late(index, RETRY_NANOS / 10);
            if (reply instanceof SegmentReply.Failed) {
                writer.suspect(segment(index));
            }
            refusedCount++;
            if (!over && refusedCount >= askedCount) {
                ask();
            }
        }

        private void end() {
            over = true;
            pause();
        }
    }
}
