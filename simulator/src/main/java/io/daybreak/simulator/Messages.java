package io.daybreak.simulator;

import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.logstorage.api.SegmentReply;
import io.daybreak.logstorage.api.SegmentRequest;
import java.util.function.Consumer;

/** Looks at what segments answer: counts the paths that show in it, and tells a listener. */
final class Messages {
    private final Simulation simulation;
    private final Tally tally;
    private final Promises promises;

    Messages(Simulation simulation, Tally tally, Promises promises) {
        this.simulation = simulation;
        this.tally = tally;
        this.promises = promises;
    }

    Consumer<SegmentReply> watching(
            SegmentId id, SegmentRequest request, Consumer<SegmentReply> reply) {
        return answer -> {
            count(request, answer);
            promises.note(answer);
            if (simulation.isTraced()) {
                simulation.detail(id + " " + Words.of(request) + " -> " + Words.of(answer));
            }
            reply.accept(answer);
        };
    }

    private void count(SegmentRequest request, SegmentReply answer) {
        switch (answer) {
            case SegmentReply.StaleEpoch _ -> tally.count(Path.EPOCH_REJECTIONS);
            case SegmentReply.NotJoined _ -> tally.count(Path.NOT_JOINED);
            case SegmentReply.Truncated _ -> tally.count(Path.TRUNCATIONS);
            case SegmentReply.Failed _ -> tally.count(Path.FAILURES_ANSWERED);
            case SegmentReply.NotHere _ -> tally.count(Path.READS_REFUSED);
            case SegmentReply.Durable _ -> {
                switch (request) {
                    case SegmentRequest.InstallPages install -> {
                        tally.count(Path.PAGES_INSTALLED, install.images().size());
                        tally.count(Path.HYDRATIONS, install.last() ? 1 : 0);
                    }
                    case SegmentRequest.MendPage _ -> tally.count(Path.PAGES_MENDED);
                    case SegmentRequest.MendLog _ -> tally.count(Path.LOG_MENDED);
                    default -> {
                        // Redo; the model counts it.
                    }
                }
            }
            case SegmentReply.Status _,
                    SegmentReply.PageImage _,
                    SegmentReply.NoSuchPage _,
                    SegmentReply.Fenced _,
                    SegmentReply.LogRange _,
                    SegmentReply.Pages _ -> {
                // The usual.
            }
        }
    }
}
