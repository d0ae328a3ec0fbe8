package io.daybreak.quorum.volume;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.logstorage.api.MiniTransaction;
import io.daybreak.logstorage.api.PageLayout;
import io.daybreak.logstorage.api.PageOps;
import io.daybreak.logstorage.api.SegmentReply.Truncation;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
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

    private long recoveredVdl;
    private long recoveredEpoch;
    private long greatestAcknowledged;
    private long acknowledgedCount;

    void appended(long epoch, MiniTransaction mtr, long last) {
        int count = mtr.recordCount();
        for (int i = 0; i < count; i++) {
            Change change =
                    new Change(
                            epoch,
                            mtr.pageNumber(i),
                            Arrays.copyOfRange(mtr.ops(), mtr.opsStart(i), mtr.opsEnd(i)),
                            i == count - 1);
            Change before = all.put(last - count + 1 + i, change);
            assertThat(before).as("LSN %d was given out twice", last - count + 1 + i).isNull();
        }
    }

    /** A writer of this epoch saw VDL rise, and told whoever waited. */
    void acknowledged(long epoch, long from, long to) {
        if (epoch < recoveredEpoch) {
            assertThat(to)
                    .as(
                            "a writer of epoch %d was fenced by %d and acknowledges",
                            epoch, recoveredEpoch)
                    .isLessThanOrEqualTo(recoveredVdl);
        }
        for (Map.Entry<Long, Change> entry : all.subMap(from, false, to, true).entrySet()) {
            Change change = entry.getValue();
            if (change.epoch != epoch) {
                // Annulled: an older writer's, above the VDL that this writer started from.
                continue;
            }
            change.acknowledged = true;
            acknowledgedCount++;
            if (epoch >= recoveredEpoch) {
                alive.computeIfAbsent(change.page, _ -> new TreeMap<>())
                        .put(entry.getKey(), change);
            }
        }
        greatestAcknowledged = Math.max(greatestAcknowledged, to);
    }

    /** A recovery has ended: what it found is the volume now. */
    void recovered(RecoveredVolume volume) {
        assertThat(volume.vdl())
                .as("recovered VDL, against what was acknowledged")
                .isGreaterThanOrEqualTo(greatestAcknowledged);
        assertThat(volume.epoch().value()).as("epoch").isGreaterThan(recoveredEpoch);
        if (volume.vdl() > 0) {
            Change last = all.get(volume.vdl());
            assertThat(last != null && last.consistencyPoint)
                    .as("VDL %d is a CPL", volume.vdl())
                    .isTrue();
        }
        for (Truncation range : volume.history()) {
            for (Map.Entry<Long, Change> entry : within(range).entrySet()) {
                assertThat(entry.getValue().acknowledged)
                        .as("LSN %d was acknowledged, and is annulled by %s", entry.getKey(), range)
                        .isFalse();
            }
        }
        alive.clear();
        for (Map.Entry<Long, Change> entry : all.headMap(volume.vdl(), true).entrySet()) {
            long lsn = entry.getKey();
            boolean annulled =
                    volume.history().stream()
                            .anyMatch(r -> r.from().value() <= lsn && lsn <= r.to().value());
            if (!annulled) {
                alive.computeIfAbsent(entry.getValue().page, _ -> new TreeMap<>())
                        .put(lsn, entry.getValue());
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

    /** The page as of the LSN, sealed; all zero if it does not exist. */
    byte[] page(long page, long asOf) {
        byte[] bytes = new byte[PageLayout.PAGE_SIZE];
        TreeMap<Long, Change> changes = alive.get(page);
        if (changes == null || changes.firstKey() > asOf) {
            return bytes;
        }
        for (Map.Entry<Long, Change> entry : changes.headMap(asOf, true).entrySet()) {
            byte[] ops = entry.getValue().ops;
            PageOps.apply(bytes, page, ops, 0, ops.length);
            PageLayout.setLsn(bytes, entry.getKey());
        }
        PageLayout.seal(bytes);
        return bytes;
    }

    boolean exists(long page, long asOf) {
        TreeMap<Long, Change> changes = alive.get(page);
        return changes != null && changes.firstKey() <= asOf;
    }

    long acknowledgedCount() {
        return acknowledgedCount;
    }
}
