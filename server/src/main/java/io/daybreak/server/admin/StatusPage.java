package io.daybreak.server.admin;

import io.daybreak.quorum.api.Fault;
import io.daybreak.quorum.api.FaultInjection.InForce;
import io.daybreak.quorum.api.FaultTarget;
import io.daybreak.quorum.api.Volume;
import io.daybreak.quorum.api.VolumeStatus;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How the volume is, for programs and for people. Stateless. */
final class StatusPage {
    private StatusPage() {}

    /** A JSON object. */
    static String json(Volume volume) {
        VolumeStatus status = volume.status();
        return String.format(
                Locale.ROOT,
                "{\"epoch\":%d,\"vdl\":%d,\"vcl\":%d,\"lastLsn\":%d,\"minReadPoint\":%d,"
                        + "\"segments\":[%s],\"faults\":[%s]}",
                status.epoch(),
                status.vdl(),
                status.vcl(),
                status.lastLsn(),
                status.minReadPoint(),
                status.segments().stream().map(StatusPage::json).collect(Collectors.joining(",")),
                faults(volume).stream().map(StatusPage::json).collect(Collectors.joining(",")));
    }

    private static String json(VolumeStatus.Segment segment) {
        return String.format(
                Locale.ROOT,
                "{\"group\":%d,\"index\":%d,\"zone\":\"%s\",\"kind\":\"%s\",\"scl\":%d,\"lag\":%d,"
                        + "\"logBytes\":%d,\"state\":\"%s\",\"suspicion\":\"%s\"}",
                segment.group(),
                segment.index(),
                segment.zone(),
                segment.kind(),
                segment.scl(),
                segment.lag(),
                segment.logBytes(),
                segment.state(),
                escaped(segment.suspicion()));
    }

    private static String json(InForce fault) {
        return String.format(
                Locale.ROOT,
                "{\"fault\":\"%s\",\"target\":\"%s\",\"remainingMillis\":%d}",
                text(fault.fault()),
                text(fault.target()),
                fault.remainingMillis());
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\p{Cntrl}", " ");
    }

    /** Lines, each segment in its zone. */
    static String text(Volume volume) {
        VolumeStatus status = volume.status();
        StringBuilder page = new StringBuilder();
        page.append(
                String.format(
                        Locale.ROOT,
                        "VDL %d  VCL %d  last LSN %d  epoch %d%n",
                        status.vdl(),
                        status.vcl(),
                        status.lastLsn(),
                        status.epoch()));
        List<String> zones =
                status.segments().stream().map(VolumeStatus.Segment::zone).distinct().toList();
        for (String zone : zones) {
            page.append(zone).append('\n');
            status.segments().stream()
                    .filter(segment -> segment.zone().equals(zone))
                    .map(StatusPage::line)
                    .forEach(page::append);
        }
        List<InForce> faults = faults(volume);
        page.append(faults.isEmpty() ? "no faults in force\n" : "faults in force\n");
        for (InForce fault : faults) {
            page.append(
                    String.format(
                            Locale.ROOT,
                            "  %s: %s, for %d s more%n",
                            text(fault.target()),
                            text(fault.fault()),
                            fault.remainingMillis() / 1_000));
        }
        return page.toString();
    }

    private static String line(VolumeStatus.Segment segment) {
        return String.format(
                Locale.ROOT,
                "  segment %d.%d %s %-8s SCL %d%s%s%n",
                segment.group(),
                segment.index(),
                segment.kind(),
                segment.state(),
                segment.scl(),
                segment.lag() > 0 ? ", " + segment.lag() + " behind" : "",
                segment.suspicion().isEmpty() ? "" : " (" + segment.suspicion() + ")");
    }

    private static String text(Fault fault) {
        return switch (fault) {
            case Fault.Dead _ -> "crash";
            case Fault.Hung _ -> "hang";
            case Fault.Full _ -> "disk full";
            case Fault.Failing(double percent) -> "disk failure " + percent + "%";
            case Fault.Slow(double percent, long min, long max) ->
                    "disk congestion " + percent + "%, " + min + " to " + max + " ms";
        };
    }

    private static String text(FaultTarget target) {
        return target instanceof FaultTarget.Everything ? "everything" : target.toString();
    }

    private static List<InForce> faults(Volume volume) {
        try {
            return volume.faults().inForce();
        } catch (UnsupportedOperationException _) {
            return List.of(); // A volume that takes no faults has none.
        }
    }
}
