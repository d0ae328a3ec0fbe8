package io.daybreak.quorum.api;

import io.daybreak.logstorage.api.NodeStatistics;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * A snapshot of the volume for people: status page, metrics, SHOW VOLUME STATUS.
 *
 * @param nodes what the storage nodes of this process have counted; empty if they are out of sight
 */
public record VolumeStatus(
        long epoch,
        long vcl,
        long vdl,
        long lastLsn,
        long minReadPoint,
        long redoBytes,
        long forces,
        List<Segment> segments,
        List<NodeStatistics> nodes) {
    public VolumeStatus {
        nodes = List.copyOf(nodes);
        segments = List.copyOf(segments);
    }

    /** The sum of a counter over all nodes. */
    public long total(ToLongFunction<NodeStatistics> counter) {
        return nodes.stream().mapToLong(counter).sum();
    }

    /**
     * @param zone the availability zone, such as {@code az1}
     * @param lag how many LSNs it is behind its group
     * @param state {@code healthy}, {@code lagging}, {@code dead} or {@code damaged}
     * @param suspicion why the writer believes the node dead, or {@code pages failing: } and why it
     *     cannot make pages; else empty
     */
    public record Segment(
            int group,
            int index,
            String zone,
            String kind,
            long scl,
            long lag,
            long logBytes,
            String state,
            String suspicion) {}
}
