package io.daybreak.simulator;

import io.daybreak.logstorage.api.MiniTransaction;
import io.daybreak.logstorage.api.PageLayout;
import io.daybreak.logstorage.api.PageOps;
import io.daybreak.logstorage.api.SegmentReply.Truncation;
import io.daybreak.quorum.volume.RecoveredVolume;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a volume must be, kept in the simplest way: all records ever appended, which of them were
 * acknowledged, and which of them are alive after the last recovery.
 */
final class VolumeModel {
    private static final class Change {
        final long epoch;
        final long page;
        final byte[] ops;
        final boolean consistencyPoint;
        boolean acknowledged;
        boolean annulled;

        Change(long epoch, long page, byte[] ops, boolean consistencyPoint) {
            this.epoch = epoch;
            this.page = page;
            this.ops = ops;
            this.consistencyPoint = consistencyPoint;
        }
    }

    /** By LSN; LSNs are never given out twice. */
    private final TreeMap<Long, Change> all = new TreeMap<>();

    /** By page and LSN: what a reader may see. */
    private final TreeMap<Long, TreeMap<Long, Change>> alive = new TreeMap<>();

    /** The last version of each page that was asked for, to build the next one on; unsealed. */
    private final Map<Long, byte[]> versions = new HashMap<>();

    private final Tally tally;
    private long recoveredVdl;
    private long recoveredEpoch;
    private long greatestAcknowledged;

    VolumeModel(Tally tally) {
        this.tally = tally;
    }

    void appended(long epoch, MiniTransaction mtr, long last) {
        tally.count(Path.MTRS_APPENDED);
        int count = mtr.recordCount();
        for (int i = 0; i < count; i++) {
            Change change =
                    new Change(
                            epoch,
                            mtr.pageNumber(i),
                            Arrays.copyOfRange(mtr.ops(), mtr.opsStart(i), mtr.opsEnd(i)),
                            i == count - 1);
            long lsn = last - count + 1 + i;
            Violation.unless(all.put(lsn, change) == null, "LSN %d was given out twice", lsn);
        }
    }

    /** Looks whether a record may be acknowledged. */
    interface Check {
        void acknowledging(long page, long lsn);
    }

    /** A writer of this epoch saw its VDL rise, and told whoever waited. */
    void acknowledged(long epoch, long from, long to, Check check) {
        Violation.unless(
                epoch >= recoveredEpoch || to <= recoveredVdl,
                "a writer of epoch %d was fenced by %d, and acknowledges up to %d above VDL %d",
                epoch,
                recoveredEpoch,
                to,
                recoveredVdl);
        Change last = all.get(to);
        Violation.unless(
                last != null && last.consistencyPoint && last.epoch == epoch,
                "VDL %d of epoch %d is no consistency point",
                to,
                epoch);
        for (Map.Entry<Long, Change> entry : all.subMap(from, false, to, true).entrySet()) {
            Change change = entry.getValue();
            if (change.epoch != epoch) {
                // Annulled: an older writer's, above the VDL that this writer started from.
                continue;
            }
            check.acknowledging(change.page, entry.getKey());
            change.acknowledged = true;
            tally.count(Path.COMMITS_ACKNOWLEDGED, change.consistencyPoint ? 1 : 0);
            if (epoch >= recoveredEpoch) {
                alive.computeIfAbsent(change.page, _ -> new TreeMap<>())
                        .put(entry.getKey(), change);
            }
        }
        greatestAcknowledged = Math.max(greatestAcknowledged, to);
    }

    /** A recovery has ended: what it found is the volume now. */
    void recovered(RecoveredVolume volume) {
        Violation.unless(
                volume.vdl() >= greatestAcknowledged,
                "recovered VDL %d is below the acknowledged LSN %d",
                volume.vdl(),
                greatestAcknowledged);
        Violation.unless(
                volume.epoch().value() > recoveredEpoch,
                "epoch %d follows epoch %d",
                volume.epoch().value(),
                recoveredEpoch);
        if (volume.vdl() > 0) {
            Change last = all.get(volume.vdl());
            Violation.unless(
                    last != null && last.consistencyPoint,
                    "recovered VDL %d is no consistency point",
                    volume.vdl());
        }
        for (Truncation range : volume.history()) {
            for (Map.Entry<Long, Change> entry : within(range).entrySet()) {
                Change change = entry.getValue();
                Violation.unless(
                        !change.acknowledged,
                        "LSN %d was acknowledged, and is annulled by %s",
                        entry.getKey(),
                        range);
                tally.count(Path.RECORDS_ANNULLED, change.annulled ? 0 : 1);
                change.annulled = true;
            }
        }
        alive.clear();
        versions.clear();
        for (Map.Entry<Long, Change> entry : all.headMap(volume.vdl(), true).entrySet()) {
            if (!entry.getValue().annulled) {
                alive.computeIfAbsent(entry.getValue().page, _ -> new TreeMap<>())
                        .put(entry.getKey(), entry.getValue());
            }
        }
        recoveredVdl = volume.vdl();
        recoveredEpoch = volume.epoch().value();
    }

    private NavigableMap<Long, Change> within(Truncation range) {
        return all.subMap(range.from().value(), true, range.to().value(), true);
    }

    Set<Long> pages() {
        return new TreeSet<>(alive.keySet());
    }

    /** The greatest LSN that any writer vouched for. */
    long greatestAcknowledged() {
        return greatestAcknowledged;
    }

    /** Whether the image is the page as of the LSN; throws if it is not. */
    void check(byte[] image, long page, long asOf, String what) {
        Violation.unless(exists(page, asOf), "%s exists, but should not", what);
        byte[] expected = page(page, asOf);
        int from = PageLayout.VERSION_OFFSET;
        int at =
                Arrays.mismatch(
                        image, from, PageLayout.PAGE_SIZE, expected, from, PageLayout.PAGE_SIZE);
        if (at >= 0) {
            throw new Violation(
                    what
                            + " has page LSN "
                            + PageLayout.lsn(image)
                            + ", not "
                            + PageLayout.lsn(expected)
                            + "; first wrong byte at "
                            + (from + at)
                            + explanation(image, page, asOf));
        }
        Violation.unless(PageLayout.isSealed(image), "%s is not sealed", what);
    }

    /** Which single record, left out or applied too much, would make the page that was answered. */
    private String explanation(byte[] image, long page, long asOf) {
        TreeMap<Long, Change> changes = alive.get(page);
        if (changes == null) {
            return "";
        }
        List<Long> lsns = List.copyOf(changes.headMap(asOf, true).keySet());
        for (long suspect : lsns.reversed()) {
            byte[] without = new byte[PageLayout.PAGE_SIZE];
            for (long lsn : lsns) {
                byte[] ops = Objects.requireNonNull(changes.get(lsn)).ops;
                if (lsn != suspect) {
                    PageOps.apply(without, page, ops, 0, ops.length);
                }
            }
            PageLayout.setLsn(without, PageLayout.lsn(image));
            int from = PageLayout.VERSION_OFFSET;
            int to = PageLayout.PAGE_SIZE;
            if (Arrays.equals(image, from, to, without, from, to)) {
                return ": LSN " + suspect + " is missing";
            }
        }
        return "; the page has the LSNs " + lsns;
    }

    private byte[] page(long page, long asOf) {
        byte[] bytes = versions.get(page);
        if (bytes == null || PageLayout.lsn(bytes) > asOf) {
            bytes = new byte[PageLayout.PAGE_SIZE];
            versions.put(page, bytes);
        }
        TreeMap<Long, Change> changes = alive.get(page);
        if (changes == null) {
            return bytes;
        }
        for (Map.Entry<Long, Change> entry :
                changes.subMap(PageLayout.lsn(bytes), false, asOf, true).entrySet()) {
            byte[] ops = entry.getValue().ops;
            PageOps.apply(bytes, page, ops, 0, ops.length);
            PageLayout.setLsn(bytes, entry.getKey());
        }
        return bytes;
    }

    boolean exists(long page, long asOf) {
        TreeMap<Long, Change> changes = alive.get(page);
        return changes != null && changes.firstKey() <= asOf;
    }
}
