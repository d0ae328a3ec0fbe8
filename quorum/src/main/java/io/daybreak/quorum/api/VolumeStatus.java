package io.daybreak.quorum.api;

import java.util.List;

/** A snapshot of the volume for people: status page, metrics, SHOW VOLUME STATUS. */
public record VolumeStatus(
        long epoch,
        long vcl,
        long vdl,
        long lastLsn,
        long minReadPoint,
        long redoBytes,
        long forces,
        List<Segment> segments) {
    public VolumeStatus {
        segments = List.copyOf(segments);
    }

    /**
     * @param zone the availability zone, such as {@code az1}
     * @param state {@code healthy}, {@code lagging}, {@code dead} or {@code damaged}
     */
    public record Segment(
            int group,
            int index,
            String zone,
            String kind,
            long scl,
            long logBytes,
            String state) {}
}
