package io.daybreak.quorum.volume;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.daybreak.logstorage.api.ProtectionGroupId;
import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.logstorage.api.SegmentKind;
import io.daybreak.logstorage.api.StorageNode;
import io.daybreak.logstorage.api.TimelineId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the six storage nodes of a volume and makes the segments that they lack. What does not
 * work, on a full disk say, is tried again until it does, while the volume recovers and as long as
 * it is open; whoever hangs holds nobody else up. Thread-safe.
 *
 * <p>A start needs a write quorum, one of them with pages: these are opened first, side by side.
 * Full segments take longest by far, as they read where in their logs the redo of each page stands,
 * and one of them answers the first queries. The others follow a moment later, when the first
 * statements need the processors no longer; at once if one of the first does not open. The recovery
 * and the writer know them as nodes that were away.
 *
 * <p>A thread of its own looks after the nodes; each attempt has another, since it may hang.
 */
final class NodeOpening implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeOpening.class);
    private static final long LOOK_MILLIS = 500;

    /** How long the others are left alone when the first are open, and when they are not. */
    private static final long OTHERS_MILLIS = 1_000;

    private static final long OTHERS_MILLIS_MAX = 2_000;

    private static final long PAUSE_MILLIS_MIN = 500;
    private static final long PAUSE_MILLIS_MAX = 10_000;

    /** How long a write quorum of nodes waits for the others to open. */
    private static final long GRACE_MILLIS = 5_000;

    private static final long SAY_MILLIS = 10_000;
    private static final long JOIN_MILLIS = 10_000;
    private static final long JOIN_GRACE_MILLIS = 300;
    private static final long CLOSE_MILLIS = 10_000;

    /** Opens a node. */
    interface Opening {
        StorageNode open(int node) throws IOException;
    }

    /** How a node stands. Guarded by the opening's monitor. */
    private static final class Place {
        boolean busy;
        boolean tried;
        boolean failing;
        long pauseMillis = PAUSE_MILLIS_MIN;
        long dueNanos;
    }

    private final InJvmTransport nodes;
    private final Opening opening;
    private final SegmentKind[] kinds;
    private final BitSet first;
    private final long startNanos = System.nanoTime();
    private final CountDownLatch closed = new CountDownLatch(1);

    @GuardedBy("this")
    private final Place[] places = new Place[SegmentId.REPLICAS];

    /** When the first were open; 0 before. */
    @GuardedBy("this")
    private long firstOpenNanos;

    @GuardedBy("this")
    private boolean othersDue;

    /** The groups that every node is to have segments of. */
    private volatile int groups;

    /**
     * @param first the nodes that a start waits for, see {@link #needed}
     */
    NodeOpening(
            InJvmTransport nodes, Opening opening, SegmentKind[] kinds, int groups, BitSet first) {
        this.nodes = nodes;
        this.opening = opening;
        this.kinds = kinds.clone();
        this.first = (BitSet) first.clone();
        this.groups = groups;
        for (int node = 0; node < places.length; node++) {
            places[node] = new Place();
        }
    }

    /** All six. */
    static BitSet all() {
        BitSet all = new BitSet();
        all.set(0, SegmentId.REPLICAS);
        return all;
    }

    /** One with pages, those without, and more of the others up to a write quorum. */
    static BitSet needed(SegmentKind[] kinds) {
        BitSet needed = new BitSet();
        for (int node = 0; node < kinds.length; node++) {
            needed.set(node, kinds[node] == SegmentKind.TAIL);
        }
        for (int node = 0; node < kinds.length; node++) {
            if (kinds[node] == SegmentKind.FULL) {
                needed.set(node);
                if (needed.cardinality() >= Quorum.WRITE) {
                    break;
                }
            }
        }
        return needed;
    }

    NodeOpening start() {
        look();
        Thread.ofPlatform().daemon().name("node-opening").start(this::run);
        return this;
    }

    /**
     * The volume has grown to so many groups; whose segments could not be made, gets them later.
     */
    void grown(int now) {
        groups = now;
    }

    /**
     * Waits until each node that was begun with has its segments or failed once; when a write
     * quorum has, not long for those that do neither.
     */
    synchronized void await() throws InterruptedException {
        long began = System.nanoTime();
        long said = began;
        long quorumSince = 0;
        for (List<Integer> hanging = hanging(); !hanging.isEmpty(); hanging = hanging()) {
            long now = System.nanoTime();
            if (complete() >= Quorum.WRITE) {
                quorumSince = quorumSince == 0 ? now : quorumSince;
                if (now - quorumSince >= TimeUnit.MILLISECONDS.toNanos(GRACE_MILLIS)) {
                    LOG.warn("storage nodes {} do not open in time; they join later", hanging);
                    return;
                }
            } else if (now - said >= TimeUnit.MILLISECONDS.toNanos(SAY_MILLIS)) {
                said = now;
                LOG.warn(
                        "waiting for storage nodes {} to open, {} s so far",
                        hanging,
                        TimeUnit.NANOSECONDS.toSeconds(now - began));
            }
            wait(LOOK_MILLIS);
        }
    }

    @GuardedBy("this")
    private List<Integer> hanging() {
        List<Integer> hanging = new ArrayList<>();
        for (int node = 0; node < places.length; node++) {
            if (!places[node].tried && isDue(node)) {
                hanging.add(node);
            }
        }
        return hanging;
    }

    @GuardedBy("this")
    private int complete() {
        int complete = 0;
        for (Place place : places) {
            complete += place.tried && !place.failing ? 1 : 0;
        }
        return complete;
    }

    // ---- attempts

    private void run() {
        try {
            while (!closed.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void look() {
        if (closed.getCount() == 0) {
            return;
        }
        othersDue |= mayOthersBegin(System.nanoTime());
        for (int index = 0; index < places.length; index++) {
            Place place = places[index];
            if (place.busy
                    || !isDue(index)
                    || place.failing && System.nanoTime() - place.dueNanos < 0
                    || needsNothing(index)) {
                continue;
            }
            place.busy = true;
            int node = index;
            Thread.ofPlatform().daemon().name("open-node-" + node).start(() -> attempt(node));
        }
    }

    @GuardedBy("this")
    private boolean isDue(int node) {
        return othersDue || first.get(node);
    }

    @GuardedBy("this")
    private boolean mayOthersBegin(long now) {
        for (int node = 0; node < places.length; node++) {
            if (first.get(node) && places[node].failing) {
                return true;
            }
        }
        return now - startNanos >= TimeUnit.MILLISECONDS.toNanos(OTHERS_MILLIS_MAX)
                || firstOpenNanos != 0
                        && now - firstOpenNanos >= TimeUnit.MILLISECONDS.toNanos(OTHERS_MILLIS);
    }

    @GuardedBy("this")
    private boolean areFirstTried() {
        for (int node = 0; node < places.length; node++) {
            if (first.get(node) && !places[node].tried) {
                return false;
            }
        }
        return true;
    }

    /** One whose log fails opens that by itself; what it has then is looked at again. */
    private boolean needsNothing(int index) {
        StorageNode node = nodes.node(index);
        return node != null && (node.isFailing() || missing(node, index, groups).isEmpty());
    }

    private static List<SegmentId> missing(StorageNode node, int index, int groups) {
        Set<SegmentId> present = new HashSet<>(node.segments());
        List<SegmentId> missing = new ArrayList<>();
        for (int group = 0; group < groups; group++) {
            SegmentId segment = new SegmentId(new ProtectionGroupId(group), index);
            if (!present.contains(segment)) {
                missing.add(segment);
            }
        }
        return missing;
    }

    private void attempt(int index) {
        boolean failed = true;
        try {
            StorageNode open = nodes.node(index);
            StorageNode node = open == null ? admit(index) : open;
            for (SegmentId segment : missing(node, index, groups)) {
                node.createSegment(segment, kinds[index], TimelineId.FIRST);
            }
            failed = false;
        } catch (IOException | RuntimeException | Error e) {
            say(index, e);
        } finally {
            ended(index, failed);
        }
    }

    private StorageNode admit(int index) throws IOException {
        StorageNode node = opening.open(index);
        if (!nodes.admit(index, node)) {
            node.close();
            throw new IOException("the volume is closed");
        }
        return node;
    }

    private void say(int index, Throwable e) {
        boolean known;
        synchronized (this) {
            known = places[index].failing;
        }
        boolean open = nodes.node(index) != null;
        if (!open) {
            nodes.refuse(index, e.toString());
        }
        if (known || closed.getCount() == 0) {
            LOG.debug("storage node {} is not complete yet", index, e);
        } else if (open) {
            LOG.error("storage node {} cannot make its segments, and tries again", index, e);
        } else {
            LOG.error("storage node {} does not open, and is tried again", index, e);
        }
    }

    private synchronized void ended(int index, boolean failed) {
        Place place = places[index];
        if (place.failing && !failed) {
            LOG.info("storage node {} is open now, with all segments", index);
        }
        if (failed) {
            place.dueNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(place.pauseMillis);
            place.pauseMillis = Math.min(PAUSE_MILLIS_MAX, place.pauseMillis * 2);
        } else {
            place.pauseMillis = PAUSE_MILLIS_MIN;
        }
        place.failing = failed;
        place.busy = false;
        place.tried = true;
        if (firstOpenNanos == 0 && areFirstTried()) {
            firstOpenNanos = System.nanoTime();
        }
        if (failed) {
            // Others may be needed instead.
            look();
        }
        notifyAll();
    }

    // ---- growth

    /**
     * Makes the segments of a new group. Waits for a write quorum of nodes, and a moment for the
     * others: a node that hangs makes its segment when it wakes up, and it joins then.
     */
    void makeGroup(int group) throws InterruptedException {
        CountDownLatch quorum = new CountDownLatch(Quorum.WRITE);
        CountDownLatch all = new CountDownLatch(SegmentId.REPLICAS);
        for (int i = 0; i < SegmentId.REPLICAS; i++) {
            SegmentId segment = new SegmentId(new ProtectionGroupId(group), i);
            Thread.ofVirtual()
                    .name("create-segment-" + i)
                    .start(() -> {
                        make(segment);
                        quorum.countDown();
                        all.countDown();
                    });
        }
        if (!quorum.await(JOIN_MILLIS, TimeUnit.MILLISECONDS)
                || !all.await(JOIN_GRACE_MILLIS, TimeUnit.MILLISECONDS)) {
            LOG.warn("not all storage nodes made their segments in time");
        }
    }

    private void make(SegmentId segment) {
        StorageNode node = nodes.node(segment.index());
        if (node == null) {
            return;
        }
        try {
            node.createSegment(segment, kinds[segment.index()], TimelineId.FIRST);
        } catch (RuntimeException e) {
            LOG.error("{} cannot be made yet: {}", segment, e.toString());
        }
    }

    /** Attempts under way end first, but for those that hang. */
    @Override
    public synchronized void close() {
        closed.countDown();
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSE_MILLIS);
        try {
            while (isBusy() && System.nanoTime() - end < 0) {
                wait(LOOK_MILLIS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @GuardedBy("this")
    private boolean isBusy() {
        for (Place place : places) {
            if (place.busy) {
                return true;
            }
        }
        return false;
    }
}
