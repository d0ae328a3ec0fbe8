package io.daybreak.quorum.volume;

import io.daybreak.logstorage.api.Lsn;
import io.daybreak.logstorage.api.PageId;
import io.daybreak.logstorage.api.PageLayout;
import io.daybreak.logstorage.api.RedoBatch;
import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.logstorage.api.SegmentKind;
import io.daybreak.logstorage.api.SegmentReply;
import io.daybreak.logstorage.api.SegmentRequest;
import io.daybreak.logstorage.api.TimelineId;
import io.daybreak.logstorage.api.VolumeEpoch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings one segment up to its peers: fetches the records that it misses from a peer's log, or, if
 * no peer's log reaches back far enough, a full peer's pages and then the log.
 *
 * <pre>
 *            chase                 records                  all stored
 *   IDLE ------------> FETCHING ------------> STORING ----------------------> IDLE
 *                       |    ^                                                 (chase again)
 *    nobody has the log |    | next peer
 *                       v    |
 *                    FETCHING_PAGES of a full peer, a stretch at a time
 *                       |    ^
 *                       v    |
 *                    ADVANCING (the last time), STORING_PAGES ------------------> IDLE
 *
 *            mend                       the page, or the log
 *   IDLE ------------> FETCHING_TO_MEND --------------------> MENDING ----------> IDLE
 * </pre>
 *
 * <p>Every state ends by itself after {@link #TIMEOUT_NANOS} without an answer; the next peer is
 * asked then. Only one request or one handful of records is under way, so memory is bounded by
 * {@link #FETCH_BYTES}.
 *
 * <p>No threads, clocks, I/O; not thread-safe.
 */
final class GossipCore {
    static final long TIMEOUT_NANOS = 500_000_000;

    /** After a peer that could not help, the next one is asked so much later. */
    static final long PAUSE_NANOS = 50_000_000;

    static final int FETCH_BYTES = 1 << 20;
    static final int FETCH_BYTES_MIN = 8 << 10;
    static final int PAGES_PER_FETCH = 64;

    private enum State {
        IDLE,
        FETCHING,
        STORING,
        FETCHING_PAGES,
        ADVANCING,
        STORING_PAGES,
        FETCHING_TO_MEND,
        MENDING
    }

    private final SegmentId self;
    private final SegmentKind[] kinds;
    private final VolumeEpoch epoch;
    private final Outbox outbox;

    private State state = State.IDLE;
    private long sinceNanos;
    private long notBeforeNanos = Long.MIN_VALUE;
    private int peer;
    private @Nullable SegmentRequest awaited;
    private long asked;
    private SegmentRequest.@Nullable InstallPages install;

    /** Peers whose log does not reach back far enough, or who failed to answer. */
    private int unhelpfulPeers;

    private int fetchBytes = FETCH_BYTES;

    /** Last LSN of the records sent to the segment; 0 if it is known what became of them. */
    private long sentUpTo;

    private long hydratedUpTo;
    private boolean hydrationFirst;
    private boolean hydrationLast;
    private long nextPage;
    private long filled;
    private SegmentReply.@Nullable Damage mended;
    private long mendedAsOf;
    private boolean pagesTurn = true;
    private boolean logTurn;

    GossipCore(SegmentId self, SegmentKind[] kinds, VolumeEpoch epoch, Outbox outbox) {
        this.self = self;
        this.kinds = kinds.clone();
        this.epoch = epoch;
        this.outbox = outbox;
        this.peer = self.index();
    }

    boolean isIdle() {
        return state == State.IDLE;
    }

    /** How many batches and pages this core has moved; for metrics and the history of a run. */
    long filled() {
        return filled;
    }

    /**
     * Starts or goes on, unless something is under way.
     *
     * @param scl SCL of every segment of the group, -1 for those that have not joined
     */
    void chase(long[] scl, long nowNanos) {
        if (scl[self.index()] < 0) {
            return;
        }
        if (!mayStart(nowNanos)) {
            return;
        }
        int next = nextPeer(scl, false, true);
        if (next < 0) {
            return;
        }
        peer = next;
        if (isUnhelpful(peer)) {
            hydrate(scl, true, nowNanos);
            return;
        }
        asked = scl[self.index()];
        adaptTo(asked);
        SegmentRequest.FetchLog fetch =
                new SegmentRequest.FetchLog(epoch, new Lsn(asked), new Lsn(scl[peer]), fetchBytes);
        ask(State.FETCHING, fetch, nowNanos);
    }

    /**
     * A segment holds records that came out of order only so long as they fit, and until its next
     * log file. Where it could not keep what it was sent, less is sent at a time.
     */
    private void adaptTo(long reached) {
        if (sentUpTo > 0) {
            fetchBytes =
                    reached >= sentUpTo
                            ? Math.min(FETCH_BYTES, fetchBytes * 2)
                            : Math.max(FETCH_BYTES_MIN, fetchBytes / 2);
            sentUpTo = 0;
        }
    }

    /** Whether something may start now; what waits for an answer for too long is given up. */
    private boolean mayStart(long nowNanos) {
        if (state != State.IDLE && nowNanos - sinceNanos >= TIMEOUT_NANOS) {
            rest();
        }
        return state == State.IDLE && nowNanos >= notBeforeNanos;
    }

    /**
     * Starts to fetch all pages from a full peer although the log is here. They fit only where the
     * log behind them is whole, so its holes are mended first; in turn, because a stretch that no
     * peer has any more is in their pages.
     */
    void chasePages(SegmentReply.Damage damage, long[] scl, long pageLsn, long nowNanos) {
        if (!mayStart(nowNanos)) {
            return;
        }
        logTurn = damage.batches() > 0 && !logTurn;
        if (logTurn) {
            mend(damage, scl, pageLsn, nowNanos);
        } else {
            hydrate(scl, false, nowNanos);
        }
    }

    /**
     * Starts to mend what the segment found to be damaged: a page or a stretch of its log, in turn.
     * Another peer is asked each time.
     *
     * @param pageLsn as of which LSN a page is asked for: this segment's images are not ahead of it
     */
    void mend(SegmentReply.Damage damage, long[] scl, long pageLsn, long nowNanos) {
        if (!mayStart(nowNanos)) {
            return;
        }
        boolean page = damage.page() >= 0 && pageLsn > 0 && (damage.batches() == 0 || pagesTurn);
        pagesTurn = !page;
        if (!page && damage.batches() == 0) {
            return;
        }
        int source = mendingPeer(scl, page, page ? pageLsn : damage.upTo().value());
        if (source < 0) {
            return;
        }
        peer = source;
        mended = damage;
        mendedAsOf = pageLsn;
        ask(
                State.FETCHING_TO_MEND,
                page
                        ? new SegmentRequest.ReadPage(
                                epoch,
                                TimelineId.FIRST,
                                new PageId(damage.page()),
                                new Lsn(pageLsn))
                        : new SegmentRequest.FetchLog(
                                epoch, damage.after(), damage.upTo(), FETCH_BYTES),
                nowNanos);
    }

    private int mendingPeer(long[] scl, boolean fullOnly, long lsn) {
        for (int step = 1; step <= SegmentId.REPLICAS; step++) {
            int candidate = (peer + step) % SegmentId.REPLICAS;
            if (candidate != self.index()
                    && scl[candidate] >= lsn
                    && (!fullOnly || kinds[candidate] == SegmentKind.FULL)) {
                return candidate;
            }
        }
        return -1;
    }

    /** The next peer that is ahead, those that may have the log first. */
    private int nextPeer(long[] scl, boolean fullOnly, boolean ahead) {
        int unhelpful = -1;
        for (int step = 1; step <= SegmentId.REPLICAS; step++) {
            int candidate = (peer + step) % SegmentId.REPLICAS;
            if (candidate == self.index()
                    || scl[candidate] < scl[self.index()]
                    || ahead && scl[candidate] == scl[self.index()]
                    || fullOnly && kinds[candidate] != SegmentKind.FULL) {
                continue;
            }
            if (!isUnhelpful(candidate)) {
                return candidate;
            }
            unhelpful = candidate;
        }
        return unhelpful;
    }

    private boolean isUnhelpful(int index) {
        return (unhelpfulPeers & 1 << index) != 0;
    }

    /**
     * @param ahead whether only a peer helps that has more: two that fell behind together would
     *     take each other's pages for ever
     */
    private void hydrate(long[] scl, boolean ahead, long nowNanos) {
        unhelpfulPeers = 0;
        int source = nextPeer(scl, true, ahead);
        if (source < 0) {
            return;
        }
        peer = source;
        hydratedUpTo = Long.MAX_VALUE;
        hydrationFirst = true;
        // A tail segment takes no pages; the answer for the last page says where to start.
        nextPage = kinds[self.index()] == SegmentKind.FULL ? 0 : PageId.MAX_NUMBER;
        fetchPages(nowNanos);
    }

    private void fetchPages(long nowNanos) {
        ask(
                State.FETCHING_PAGES,
                new SegmentRequest.FetchPages(epoch, new PageId(nextPage), PAGES_PER_FETCH),
                nowNanos);
    }

    private void ask(State next, SegmentRequest request, long nowNanos) {
        state = next;
        sinceNanos = nowNanos;
        awaited = request;
        outbox.send(new SegmentId(self.group(), peer), request);
    }

    private void rest() {
        state = State.IDLE;
        awaited = null;
    }

    /**
     * An answer, if it is to a request of this core: to this very request, not to an equal one that
     * was sent before.
     *
     * @param durableLsn the writer's VDL, passed on with the records
     * @param minReadPoint the group's PGMRPL, likewise
     * @return whether it was
     */
    @SuppressWarnings("ReferenceEquality")
    boolean onReply(
            SegmentRequest request,
            SegmentReply reply,
            long durableLsn,
            long minReadPoint,
            long nowNanos) {
        if (request != awaited) {
            return false;
        }
        awaited = null;
        switch (reply) {
            case SegmentReply.LogRange range when state == State.FETCHING_TO_MEND ->
                    mendLog(range, nowNanos);
            case SegmentReply.PageImage(_, PageId page, byte[] image)
                    when state == State.FETCHING_TO_MEND ->
                    mendPage(page, image, nowNanos);
            case SegmentReply.NoSuchPage(_, PageId page) when state == State.FETCHING_TO_MEND ->
                    mendPage(page, null, nowNanos);
            case SegmentReply.LogRange range ->
                    onLogRange(range, durableLsn, minReadPoint, nowNanos);
            case SegmentReply.Pages pages -> onPages(pages, durableLsn, minReadPoint, nowNanos);
            case SegmentReply.Durable _ when state == State.ADVANCING && install != null ->
                    tell(State.STORING_PAGES, install, nowNanos);
            case SegmentReply.Durable _ when state == State.STORING_PAGES -> {
                if (hydrationLast) {
                    rest();
                } else {
                    fetchPages(nowNanos);
                }
            }
            case SegmentReply.Durable _ -> {
                if (state == State.STORING) {
                    // From here on other logs may reach back far enough.
                    unhelpfulPeers = 0;
                }
                rest();
            }
            default -> {
                if (state == State.FETCHING || state == State.FETCHING_PAGES) {
                    unhelpfulPeers |= 1 << peer;
                }
                rest();
                notBeforeNanos = nowNanos + PAUSE_NANOS;
            }
        }
        return true;
    }

    private void mendPage(PageId page, byte @Nullable [] image, long nowNanos) {
        tell(
                State.MENDING,
                new SegmentRequest.MendPage(epoch, page, image, new Lsn(mendedAsOf)),
                nowNanos);
        filled++;
    }

    private void mendLog(SegmentReply.LogRange range, long nowNanos) {
        List<RedoBatch> batches = range.batches();
        if (mended == null
                || batches.isEmpty()
                || batches.getFirst().previous().value() > mended.after().value()) {
            rest();
            notBeforeNanos = nowNanos + PAUSE_NANOS;
            return;
        }
        tell(State.MENDING, new SegmentRequest.MendLog(epoch, batches), nowNanos);
        filled += batches.size();
    }

    private void onLogRange(
            SegmentReply.LogRange range, long durableLsn, long minReadPoint, long nowNanos) {
        List<RedoBatch> batches = range.batches();
        long after =
                state == State.FETCHING && !batches.isEmpty()
                        ? batches.getFirst().previous().value()
                        : Long.MAX_VALUE;
        if (after > asked) {
            unhelpfulPeers |= 1 << peer;
            rest();
            notBeforeNanos = nowNanos + PAUSE_NANOS;
            return;
        }
        state = State.STORING;
        sinceNanos = nowNanos;
        filled += batches.size();
        sentUpTo = batches.isEmpty() ? 0 : batches.getLast().last().value();
        for (RedoBatch batch : batches) {
            SegmentRequest.Append append =
                    new SegmentRequest.Append(
                            epoch, batch, new Lsn(durableLsn), new Lsn(minReadPoint));
            // A segment answers in order: the last answer says that all are stored.
            awaited = append;
            outbox.send(self, append);
        }
    }

    private void onPages(
            SegmentReply.Pages pages, long durableLsn, long minReadPoint, long nowNanos) {
        if (kinds[self.index()] == SegmentKind.FULL && !pages.images().isEmpty()) {
            nextPage = PageLayout.pageNumber(pages.images().getLast()) + 1;
        }
        hydratedUpTo = Math.min(hydratedUpTo, pages.complete().value());
        hydrationLast = pages.last() || pages.images().isEmpty();
        filled += pages.images().size();
        install =
                new SegmentRequest.InstallPages(
                        epoch,
                        pages.images(),
                        new Lsn(hydratedUpTo),
                        hydrationFirst,
                        hydrationLast);
        hydrationFirst = false;
        if (hydrationLast) {
            // The chain starts anew at hydratedUpTo. The segment records VDL with that: it must
            // not report a lower one, and nothing in between, to the next recovery.
            tell(
                    State.ADVANCING,
                    new SegmentRequest.Advance(epoch, new Lsn(durableLsn), new Lsn(minReadPoint)),
                    nowNanos);
        } else {
            tell(State.STORING_PAGES, install, nowNanos);
        }
    }

    private void tell(State next, SegmentRequest request, long nowNanos) {
        state = next;
        sinceNanos = nowNanos;
        awaited = request;
        outbox.send(self, request);
    }
}
