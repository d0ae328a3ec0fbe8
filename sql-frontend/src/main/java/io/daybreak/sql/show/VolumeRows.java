package io.daybreak.sql.show;

import io.daybreak.engine.api.PageFault;
import io.daybreak.logstorage.api.NodeStatistics;
import io.daybreak.logstorage.api.ProtectionGroupId;
import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.quorum.api.Fault;
import io.daybreak.quorum.api.FaultInjection.InForce;
import io.daybreak.quorum.api.FaultTarget;
import io.daybreak.quorum.api.Volume;
import io.daybreak.quorum.api.VolumeStatus;
import io.daybreak.sql.account.Privilege;
import io.daybreak.sql.session.StatementContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Rows about the volume: its points, segments and the faults that it was told to feel. */
final class VolumeRows {
    private VolumeRows() {}

    /** SHOW VOLUME STATUS: the first two rows are Aurora's, the others our own. */
    static void status(StatementContext context, RowsTable.Rows rows) {
        VolumeStatus volume = volume(context).status();
        add(rows, "Disks", volume.segments().size());
        add(
                rows,
                "Nodes",
                volume.segments().stream()
                        .mapToInt(VolumeStatus.Segment::index)
                        .distinct()
                        .count());
        add(
                rows,
                "Zones",
                volume.segments().stream().map(VolumeStatus.Segment::zone).distinct().count());
        add(rows, "Epoch", volume.epoch());
        add(rows, "VCL", volume.vcl());
        add(rows, "VDL", volume.vdl());
        add(rows, "Last_LSN", volume.lastLsn());
        add(rows, "Min_read_point", volume.minReadPoint());
        add(rows, "Redo_bytes", volume.redoBytes());
        add(rows, "Forces", volume.forces());
        volume.segments().stream()
                .collect(
                        Collectors.groupingBy(
                                VolumeStatus.Segment::state,
                                java.util.TreeMap::new,
                                Collectors.counting()))
                .forEach((state, count) -> add(rows, "Segments_" + state, count));
        add(
                rows,
                "Nodes_with_pages_failing",
                volume.nodes().stream().filter(node -> !node.pagesFailing().isEmpty()).count());
        add(rows, "Page_failures", volume.total(NodeStatistics::pageFailures));
        add(rows, "Faults_in_force", inForce(context).size());
    }

    private static void add(RowsTable.Rows rows, String name, long value) {
        rows.add(name, Long.toString(value));
    }

    /** information_schema.daybreak_segments. */
    static void segments(StatementContext context, RowsTable.Rows rows) {
        List<InForce> faults = inForce(context);
        for (VolumeStatus.Segment segment : volume(context).status().segments()) {
            SegmentId id = new SegmentId(new ProtectionGroupId(segment.group()), segment.index());
            String felt =
                    faults.stream()
                            .filter(fault -> fault.target().includes(id))
                            .map(fault -> text(fault.fault()))
                            .collect(Collectors.joining(", "));
            rows.add(
                    (long) segment.group() * SegmentId.REPLICAS + segment.index(),
                    (long) segment.group(),
                    (long) segment.index(),
                    segment.zone(),
                    segment.kind(),
                    segment.state(),
                    segment.suspicion(),
                    segment.scl(),
                    segment.lag(),
                    segment.logBytes(),
                    felt);
        }
    }

    /** information_schema.daybreak_faults. */
    static void faults(StatementContext context, RowsTable.Rows rows) {
        for (InForce fault : inForce(context)) {
            String target =
                    fault.target() instanceof FaultTarget.Everything
                            ? "everything"
                            : fault.target().toString();
            rows.add(text(fault.fault()), target, fault.remainingMillis());
        }
    }

    /**
     * information_schema.daybreak_page_faults: pages that leaked, or that two own. Reads the whole
     * volume, so it takes the right that makes a server slow anyway.
     */
    static void pageFaults(StatementContext context, RowsTable.Rows rows) {
        if (!context.grants().global(Privilege.PROCESS)) {
            return;
        }
        Optional<List<PageFault>> faults = context.catalog().engine().checkPages();
        if (faults.isEmpty()) {
            rows.add(
                    null,
                    "not looked for: transactions are under way, or old versions are being removed;"
                            + " ask again");
            return;
        }
        faults.get().forEach(fault -> rows.add(fault.page(), fault.what()));
    }

    private static String text(Fault fault) {
        return switch (fault) {
            case Fault.Dead _ -> "crash";
            case Fault.Hung _ -> "hang";
            case Fault.Full _ -> "disk full";
            case Fault.Failing(double percent) ->
                    String.format(Locale.ROOT, "disk failure %s%%", percent);
            case Fault.Slow(double percent, long min, long max) ->
                    String.format(
                            Locale.ROOT, "disk congestion %s%%, %d to %d ms", percent, min, max);
        };
    }

    private static Volume volume(StatementContext context) {
        return context.catalog().engine().volume();
    }

    private static List<InForce> inForce(StatementContext context) {
        try {
            return volume(context).faults().inForce();
        } catch (UnsupportedOperationException _) {
            return List.of(); // A volume that takes no faults has none.
        }
    }
}
