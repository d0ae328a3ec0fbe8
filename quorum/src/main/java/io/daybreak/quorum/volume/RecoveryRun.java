package io.daybreak.quorum.volume;

import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.logstorage.api.SegmentReply;
import io.daybreak.logstorage.api.SegmentRequest;
import io.daybreak.logstorage.api.VolumeEpoch;
import io.daybreak.quorum.api.VolumeOpenException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives {@link RecoveryCore}s over a transport until the volume may open. Owned by the thread that
 * opens the volume; answers come in through a queue, which the requests under way bound.
 */
final class RecoveryRun {
    private static final Logger LOG = LoggerFactory.getLogger(RecoveryRun.class);
    private static final long TICK_MILLIS = 20;

    /** A recovery that does not end by then starts over: a segment that it needs may be gone. */
    private static final long ATTEMPT_NANOS = 10_000_000_000L;

    /** Who waits for disks says so, not too often. */
    private static final long SAY_NANOS = 5_000_000_000L;

    private record Answer(SegmentRequest request, SegmentReply reply) {}

    private record Outgoing(SegmentId segment, SegmentRequest request) {}

    private final VolumeMetadata metadata;
    private final boolean fresh;
    private final SegmentTransport transport;
    private long saidNanos = System.nanoTime();

    RecoveryRun(VolumeMetadata metadata, boolean fresh, SegmentTransport transport) {
        this.metadata = metadata;
        this.fresh = fresh;
        this.transport = transport;
    }

    /**
     * @throws VolumeOpenException if the time is over
     */
    RecoveredVolume run(long timeoutMillis) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        VolumeEpoch epoch = metadata.epoch();
        while (true) {
            LinkedBlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
            List<Outgoing> outbox = new ArrayList<>();
            RecoveryCore core =
                    new RecoveryCore(
                            epoch,
                            metadata.groupCount(),
                            fresh,
                            metadata.kinds(),
                            metadata.lsnAllocationLimit(),
                            (segment, request) -> outbox.add(new Outgoing(segment, request)));
            RecoveredVolume result = attempt(core, outbox, answers, deadline);
            if (result != null) {
                return result;
            }
            if (System.nanoTime() >= deadline) {
                throw new VolumeOpenException(
                        "the volume cannot be recovered now: " + core.progress());
            }
            VolumeEpoch newer = core.newerEpoch();
            epoch = newer == null ? epoch.next() : newer.next();
        }
    }

    private @Nullable RecoveredVolume attempt(
            RecoveryCore core,
            List<Outgoing> outbox,
            LinkedBlockingQueue<Answer> answers,
            long deadline)
            throws InterruptedException {
        long end = Math.min(deadline, System.nanoTime() + ATTEMPT_NANOS);
        core.start(System.nanoTime());
        while (core.phase() != RecoveryCore.Phase.DONE
                && core.newerEpoch() == null
                && System.nanoTime() < end) {
            dispatch(outbox, answers);
            Answer answer = answers.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
            if (answer == null) {
                core.onTick(System.nanoTime());
                sayWhatFor(core, deadline);
            } else {
                core.onReply(answer.request, answer.reply, System.nanoTime());
            }
        }
        return core.result();
    }

    private void sayWhatFor(RecoveryCore core, long deadline) {
        long now = System.nanoTime();
        if (now - saidNanos >= SAY_NANOS) {
            saidNanos = now;
            LOG.warn(
                    "the volume waits for its segments, {} s more at most: {}",
                    TimeUnit.NANOSECONDS.toSeconds(deadline - now),
                    core.progress());
        }
    }

    private void dispatch(List<Outgoing> outbox, LinkedBlockingQueue<Answer> answers) {
        List<Outgoing> leaving = List.copyOf(outbox);
        outbox.clear();
        for (Outgoing outgoing : leaving) {
            transport.send(
                    outgoing.segment,
                    outgoing.request,
                    reply -> answers.add(new Answer(outgoing.request, reply)));
        }
    }
}
