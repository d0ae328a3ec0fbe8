package io.daybreak.quorum.volume;

import io.daybreak.logstorage.api.NodeStatistics;
import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.logstorage.api.SegmentReply;
import io.daybreak.logstorage.api.SegmentRequest;
import io.daybreak.quorum.api.Fault;
import io.daybreak.quorum.api.FaultInjection;
import io.daybreak.quorum.api.FaultTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transport of a volume that can be told to feel faults. Without any it costs a volatile read a
 * request.
 *
 * <p>Thread-safe: the faults in force are an immutable list, replaced under the monitor; a thread
 * of its own delivers what was delayed and ends what is over.
 */
final class FaultPlan implements SegmentTransport, FaultInjection {
    private static final Logger LOG = LoggerFactory.getLogger(FaultPlan.class);

    /** Requests that wait for their time; more are lost, as in a full socket buffer. */
    static final int WAITING_MAX = 10_000;

    /** As good as for ever, and far from an overflow. */
    private static final long LONGEST_NANOS = TimeUnit.DAYS.toNanos(36_500);

    /** A fault in force, with what it holds back if it is a hang. */
    private static final class Rule {
        final Fault fault;
        final FaultTarget target;
        final long endNanos;
        final List<Runnable> parked = new ArrayList<>();
        boolean over;

        Rule(Fault fault, FaultTarget target, long endNanos) {
            this.fault = fault;
            this.target = target;
            this.endNanos = endNanos;
        }
    }

    private final SegmentTransport transport;
    private final AtomicInteger waiting = new AtomicInteger();
    private final ScheduledThreadPoolExecutor timer;
    private volatile List<Rule> rules = List.of();

    FaultPlan(SegmentTransport transport) {
        this.transport = transport;
        this.timer =
                new ScheduledThreadPoolExecutor(
                        1,
                        task -> Thread.ofPlatform().daemon().name("fault-timer").unstarted(task));
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    // ---- faults

    @Override
    public void inject(Fault fault, FaultTarget target, Duration duration) {
        long nanos = Math.clamp(TimeUnit.NANOSECONDS.convert(duration), 0, LONGEST_NANOS);
        Rule rule = new Rule(fault, target, System.nanoTime() + nanos);
        synchronized (this) {
            if (rules.size() >= IN_FORCE_MAX) {
                throw new IllegalStateException(IN_FORCE_MAX + " faults are in force already");
            }
            List<Rule> more = new ArrayList<>(rules);
            more.add(rule);
            rules = List.copyOf(more);
        }
        LOG.warn("fault injected: {} of {} for {}", fault, target, duration);
        timer.schedule(() -> end(rule), nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void endAll() {
        rules.forEach(this::end);
    }

    private void end(Rule rule) {
        List<Runnable> parked;
        synchronized (this) {
            if (rule.over) {
                return;
            }
            rule.over = true;
            rules = rules.stream().filter(other -> other != rule).toList();
            parked = List.copyOf(rule.parked);
            rule.parked.clear();
        }
        LOG.warn("fault over: {} of {}", rule.fault, rule.target);
        for (Runnable send : parked) {
            deliver(send);
        }
    }

    @Override
    public List<InForce> inForce() {
        long now = System.nanoTime();
        return rules.stream()
                .map(rule ->
                        new InForce(
                                rule.fault,
                                rule.target,
                                Math.max(0, (rule.endNanos - now) / 1_000_000)))
                .toList();
    }

    // ---- requests

    @Override
    public void send(SegmentId segment, SegmentRequest request, Consumer<SegmentReply> reply) {
        List<Rule> now = rules;
        if (now.isEmpty()) {
            transport.send(segment, request, reply);
        } else {
            sendThrough(now, segment, request, reply);
        }
    }

    @Override
    public void post(SegmentId segment, SegmentRequest request, Consumer<SegmentReply> reply) {
        List<Rule> now = rules;
        if (now.isEmpty()) {
            transport.post(segment, request, reply);
        } else {
            sendThrough(now, segment, request, reply);
        }
    }

    @Override
    public void deliver() {
        transport.deliver();
    }

    @Override
    public @Nullable SegmentReply readPage(
            SegmentId segment, SegmentRequest.ReadPage request, byte[] into) {
        return rules.isEmpty() ? transport.readPage(segment, request, into) : null;
    }

    private void sendThrough(
            List<Rule> now,
            SegmentId segment,
            SegmentRequest request,
            Consumer<SegmentReply> reply) {
        Rule hang = null;
        long delayMillis = 0;
        String failure = "";
        for (Rule rule : now) {
            if (!rule.target.includes(segment)) {
                continue;
            }
            switch (rule.fault) {
                case Fault.Dead _ -> {
                    return;
                }
                case Fault.Failing(double percent) -> {
                    if (isHit(percent)) {
                        failure = "injected disk failure";
                    }
                }
                case Fault.Full _ -> {
                    if (!isRead(request)) {
                        failure = "No space left on device (injected)";
                    }
                }
                case Fault.Hung _ -> hang = rule;
                case Fault.Slow(double percent, long min, long max) -> {
                    if (isHit(percent)) {
                        delayMillis += ThreadLocalRandom.current().nextLong(min, max + 1);
                    }
                }
            }
        }
        Runnable send = () -> transport.send(segment, request, reply);
        if (!failure.isEmpty()) {
            SegmentReply failed = new SegmentReply.Failed(segment, failure);
            later(0, () -> reply.accept(failed));
        } else if (hang != null) {
            park(hang, send);
        } else if (delayMillis > 0) {
            later(delayMillis, send);
        } else {
            send.run();
        }
    }

    private static boolean isRead(SegmentRequest request) {
        return request instanceof SegmentRequest.ReadPage
                || request instanceof SegmentRequest.FetchLog
                || request instanceof SegmentRequest.FetchPages
                || request instanceof SegmentRequest.Inspect;
    }

    private static boolean isHit(double percent) {
        return ThreadLocalRandom.current().nextDouble(100) < percent;
    }

    private void park(Rule hang, Runnable send) {
        synchronized (this) {
            if (!hang.over) {
                if (hasRoom()) {
                    hang.parked.add(send);
                }
                return;
            }
        }
        send.run();
    }

    private void later(long millis, Runnable send) {
        if (hasRoom()) {
            timer.schedule(() -> deliver(send), millis, TimeUnit.MILLISECONDS);
        }
    }

    private boolean hasRoom() {
        if (waiting.incrementAndGet() <= WAITING_MAX) {
            return true;
        }
        waiting.decrementAndGet();
        return false;
    }

    private void deliver(Runnable send) {
        waiting.decrementAndGet();
        try {
            send.run();
        } catch (RuntimeException e) {
            LOG.error("a delayed request failed", e);
        }
    }

    @Override
    public List<NodeStatistics> statistics() {
        return transport.statistics();
    }

    @Override
    public void close() {
        timer.shutdownNow();
        transport.close();
    }
}
