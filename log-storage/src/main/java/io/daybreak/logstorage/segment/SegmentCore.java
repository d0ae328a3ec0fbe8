package io.daybreak.logstorage.segment;

import io.daybreak.logstorage.api.CorruptRedoException;
import io.daybreak.logstorage.api.Lsn;
import io.daybreak.logstorage.api.RedoBatch;
import io.daybreak.logstorage.api.RedoBatchCodec;
import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.logstorage.api.SegmentKind;
import io.daybreak.logstorage.api.SegmentReply;
import io.daybreak.logstorage.api.SegmentReply.Truncation;
import io.daybreak.logstorage.api.SegmentRequest;
import io.daybreak.logstorage.api.TimelineId;
import io.daybreak.logstorage.api.VolumeEpoch;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The protocol of one segment: a state machine without threads, clocks or I/O.
 *
 * <pre>
 *   epoch     --Fence(E > epoch)-->       epoch E, not joined: only Fence, Truncate, Inspect
 *             --Truncate(E >= epoch)-->   epoch E, joined: ranges replaced, annulled records gone
 *
 *   a batch   previous == SCL  --> linked: SCL = its last LSN, then pending batches that follow;
 *                                  a full segment indexes its records afterwards
 *             previous >  SCL  --> pending until gossip or the writer brings what is missing
 *             last     <= SCL  --> duplicate, nothing to do
 *             else             --> cut at the SCL and linked
 * </pre>
 *
 * <p>Whatever changes goes to the {@link Stage} first, and the answer returned goes out only after
 * the stage is forced; then {@link #forced} follows. State in memory may be ahead of the disk in
 * between: nobody is told before.
 *
 * <p>{@link PageRedo} finds the records of pages, {@link PendingBatches} keeps what waits for
 * others.
 *
 * <p>Thread-safe by its monitor. Foreground requests belong to one thread.
 */
final class SegmentCore {
    /** Records that are looked at in one go while appends wait: some tens of microseconds. */
    private static final int STEP_RECORDS = 2048;

    final SegmentId id;
    final SegmentKind kind;
    final TimelineId timeline;

    /** A batch that was linked and whose records are not indexed yet. */
    private record Linked(LogEntry entry, RedoBatch batch) {}

    /** Held by whoever changes the segment's part of the page store. Taken before the monitor. */
    final ReentrantLock materializing = new ReentrantLock();

    final HotPages hotPages;

    private VolumeEpoch epoch = VolumeEpoch.NONE;
    private VolumeEpoch joined = VolumeEpoch.NONE;
    private Truncations truncations = Truncations.NONE;
    private long durableLsn;

    /** The VDL that the log holds or is about to hold, and the one that it holds durably. */
    private long stagedDurableLsn;

    /**
     * Redo above this stays in the log and out of the pages: after a crash the segment knows no
     * greater VDL, and must be able to report every LSN above the one that it knows.
     */
    private long loggedDurableLsn;

    private long minReadPoint;
    private long collectBelow;

    private final BatchChain chain = new BatchChain(0);

    /** To be had from {@link #pageRedo()}. */
    private final PageRedo indexedRedo;

    private final Queue<Linked> unindexed = new ArrayDeque<>();
    private final PendingBatches pending;
    private final HeldBatches held;
    private long forcedScl;

    private long pagesComplete;
    private long readableFrom;

    /** Up to here the page store may have images that the index was not told of. */
    private long foundImagesUpTo;

    private boolean needsPages;

    /** Changes whenever log or page store are not what the page maker left and the writer sent. */
    private int pageStoreVersion;

    /** Images that readers find may be taken back at any moment. */
    private boolean rollingBack;

    private final Damages damages = new Damages();
    private String failure = "";
    private String refusal = "";
    private boolean replaying;

    SegmentCore(
            SegmentId id,
            SegmentKind kind,
            TimelineId timeline,
            SegmentLimits limits,
            HeldRedo heldByNode) {
        this.id = id;
        this.kind = kind;
        this.timeline = timeline;
        this.held = new HeldBatches(this, limits, chain, heldByNode);
        this.indexedRedo = new PageRedo(limits);
        this.pending = new PendingBatches(limits);
        this.hotPages = new HotPages(this, limits.hotRecordsMin());
    }

    // ---- foreground

    /**
     * Takes a request that may write.
     *
     * @return the answer, to be sent once everything staged is forced
     */
    synchronized SegmentReply handle(SegmentRequest request, Stage stage) {
        if (!failure.isEmpty() && !(request instanceof SegmentRequest.Inspect)) {
            return new SegmentReply.Failed(id, failure);
        }
        if (request instanceof SegmentRequest.Inspect) {
            return status(0);
        }
        if (request.epoch().compareTo(epoch) < 0) {
            return new SegmentReply.StaleEpoch(id, epoch);
        }
        return switch (request) {
            case SegmentRequest.Fence fence -> fence(fence, stage);
            case SegmentRequest.Truncate truncate -> truncate(truncate, stage);
            default -> joined.equals(request.epoch()) ? joinedRequest(request, stage) : notJoined();
        };
    }

    private SegmentReply notJoined() {
        return new SegmentReply.NotJoined(id, joined);
    }

    private SegmentReply joinedRequest(SegmentRequest request, Stage stage) {
        return switch (request) {
            case SegmentRequest.Append append -> append(append, stage);
            case SegmentRequest.Advance advance -> {
                advance(advance.durableLsn().value(), advance.minReadPoint().value());
                yield durable();
            }
            case SegmentRequest.MendLog mend -> mendLog(mend, stage);
            case SegmentRequest.CollectLog collect -> {
                collectBelow = Math.max(collectBelow, collect.below().value());
                yield status(0);
            }
            default ->
                    new SegmentReply.Failed(
                            id, request.getClass().getSimpleName() + " is not for the log thread");
        };
    }

    private SegmentReply durable() {
        return new SegmentReply.Durable(id, new Lsn(scl()));
    }

    private void advance(long newDurableLsn, long newMinReadPoint) {
        durableLsn = Math.max(durableLsn, newDurableLsn);
        minReadPoint = Math.max(minReadPoint, newMinReadPoint);
    }

    private SegmentReply append(SegmentRequest.Append append, Stage stage) {
        RedoBatch batch = append.batch();
        if (!batch.group().equals(id.group()) || !batch.timeline().equals(timeline)) {
            return new SegmentReply.Failed(id, "a batch of another group or timeline");
        }
        if (!RedoBatchCodec.isSound(batch)) {
            return new SegmentReply.Failed(id, "a damaged batch arrived");
        }
        advance(append.durableLsn().value(), append.minReadPoint().value());
        LogEntry entry = admit(batch);
        if (entry != null) {
            stage.batch(this, entry);
        } else if (!refusal.isEmpty()) {
            return new SegmentReply.Failed(id, refusal);
        }
        return durable();
    }

    private SegmentReply fence(SegmentRequest.Fence fence, Stage stage) {
        if (fence.epoch().compareTo(epoch) > 0) {
            epoch = fence.epoch();
            stage.state(this, false);
        }
        return new SegmentReply.Fenced(
                id,
                kind,
                epoch,
                new Lsn(scl()),
                new Lsn(durableLsn),
                tail(),
                joined,
                truncations.ranges());
    }

    private SegmentReply truncate(SegmentRequest.Truncate truncate, Stage stage) {
        boolean known =
                epoch.equals(truncate.epoch())
                        && joined.equals(epoch)
                        && truncations.ranges().equals(truncate.ranges());
        if (!known) {
            epoch = truncate.epoch();
            joined = epoch;
            replaceTruncations(truncate.ranges());
            stage.state(this, false);
        }
        return failure.isEmpty()
                ? new SegmentReply.Truncated(id, new Lsn(scl()))
                : new SegmentReply.Failed(id, failure);
    }

    private List<SegmentReply.Run> tail() {
        TailRuns runs = new TailRuns(durableLsn);
        for (int i = chain.indexAfter(durableLsn); i < chain.size(); i++) {
            runs.add(held.bytesOf(chain.at(i)));
        }
        return runs.take();
    }

    // ---- the chain

    long scl() {
        return chain.end();
    }

    /** Takes a batch in; the caller logs the entry that it returns. */
    private @Nullable LogEntry admit(RedoBatch whole) {
        refusal = "";
        RedoBatch batch = truncations.cut(whole);
        if (batch == null || batch.last().value() <= scl()) {
            return null;
        }
        if (batch.previous().value() > scl()) {
            return admitPending(batch);
        }
        RedoBatch rest = RedoBatchCodec.slice(batch, scl(), Long.MAX_VALUE);
        if (rest == null || rest.previous().value() != scl()) {
            refusal = "batch after LSN " + batch.previous() + " forks the chain at " + scl();
            return null;
        }
        LogEntry entry = new LogEntry(rest);
        link(entry);
        linkPending();
        return entry;
    }

    private @Nullable LogEntry admitPending(RedoBatch batch) {
        LogEntry known = pending.after(batch.previous().value());
        if (known != null && known.last >= batch.last().value()) {
            return null;
        }
        // What stands in the log was within the bounds when it came, and may have been
        // acknowledged.
        if (!replaying && !pending.hasRoomFor(batch.bytes().length)) {
            return null;
        }
        LogEntry entry = new LogEntry(batch);
        pending.add(entry);
        return entry;
    }

    private void link(LogEntry entry) {
        chain.add(entry);
        RedoBatch batch = entry.batch;
        if (batch == null) {
            return;
        }
        held.added(entry);
        stagedDurableLsn = Math.max(stagedDurableLsn, RedoBatchCodec.durableLsn(batch.bytes()));
        durableLsn = Math.max(durableLsn, stagedDurableLsn);
        if (kind == SegmentKind.FULL && entry.last > pagesComplete) {
            if (replaying) {
                pageRedo().replayed(entry, batch);
            } else {
                unindexed.add(new Linked(entry, batch));
            }
        }
    }

    /**
     * Indexes the records of what was linked. That takes longer than all else that an append needs,
     * and no commit waits for it, but whoever looks for a page's records does.
     */
    synchronized void index() {
        for (Linked next = unindexed.peek(); next != null; next = unindexed.peek()) {
            indexedRedo.add(next.entry(), next.batch(), pagesComplete);
            unindexed.remove();
        }
    }

    private PageRedo pageRedo() {
        index();
        return indexedRedo;
    }

    private void linkPending() {
        LogEntry entry;
        while ((entry = pending.takeUpTo(scl())) != null) {
            // One that overlaps what came in between is not in the log under the cut that it
            // needs, so it is let go; gossip brings the rest again.
            if (entry.previous == scl()) {
                link(entry);
            }
        }
    }

    /**
     * Lets go of the batches that wait for others; they come again. At the head of a log file, so
     * that whatever is linked behind the SCL noted there stands in that file or a later one.
     */
    synchronized void dropPending() {
        pending.clear();
    }

    // ---- truncation

    private void replaceTruncations(List<Truncation> ranges) {
        truncations = new Truncations(ranges);
        for (Truncation range : truncations.ranges()) {
            annul(range.from().value(), range.to().value());
        }
        linkPending();
    }

    private void annul(long from, long to) {
        int at = chain.indexAfter(from - 1);
        if (at < chain.size() && chain.at(at).first <= to) {
            if (from <= pagesComplete && !replaying) {
                failure = "annulled records from LSN " + from + " are in pages already";
                return;
            }
            cutChain(at, from);
        }
        if (!replaying && chain.base() >= from && chain.base() <= to) {
            // Damage took the beginning of the log, and what is left of it began behind records
            // that never were: only the pages are certain.
            restart(kind == SegmentKind.FULL ? pagesComplete : 0);
            needsPages = false;
        }
        for (LogEntry entry : pending.overlapping(from, to)) {
            if (entry.first >= from) {
                pending.remove(entry);
            } else {
                held.cut(entry, from);
            }
        }
        forcedScl = Math.min(forcedScl, scl());
    }

    private void cutChain(int at, long from) {
        held.cutChain(at, from);
        pageRedo().dropFrom(from);
        damages.logCut(from);
    }

    // ---- after the force

    /** SCL as it is on disk. */
    synchronized Lsn forcedLsn() {
        return new Lsn(forcedScl);
    }

    /** Everything staged so far is forced. */
    synchronized void forced() {
        forcedScl = scl();
        loggedDurableLsn = stagedDurableLsn;
        held.releaseExcess(durableLsn);
    }

    synchronized void written(LogEntry entry, long position) {
        entry.position = position;
    }

    /**
     * What goes into the log with the next force. Where the chain starts anew, batches that waited
     * may be linked by now: they stand in the log before this, and are linked again when it is
     * read.
     */
    synchronized SegmentState state(boolean restart) {
        stagedDurableLsn = durableLsn;
        return new SegmentState(
                kind,
                restart,
                timeline,
                epoch,
                joined,
                restart ? chain.base() : scl(),
                durableLsn,
                minReadPoint,
                collectBelow,
                truncations.ranges());
    }

    synchronized void fail(String reason) {
        if (failure.isEmpty()) {
            failure = reason;
        }
    }

    // ---- replay

    /** What the page store has, told before the log is replayed. */
    synchronized void pagesFound(long complete, long from) {
        pagesComplete = complete;
        readableFrom = from;
        foundImagesUpTo = from;
    }

    synchronized void replayStart(SegmentState state) {
        replaying = true;
        chain.restart(state.scl());
        replayState(state);
    }

    synchronized void replayState(SegmentState state) {
        epoch = max(epoch, state.epoch());
        // The last word counts: a segment whose log was damaged has lost its membership.
        joined = state.joined();
        durableLsn = Math.max(durableLsn, state.durableLsn());
        stagedDurableLsn = durableLsn;
        minReadPoint = Math.max(minReadPoint, state.minReadPoint());
        collectBelow = Math.max(collectBelow, state.collectBelow());
        replaceTruncations(state.truncations());
        // A chain whose older files are gone may begin with records that this state annuls.
        if (state.restart() || chain.base() > state.scl()) {
            restart(state.scl());
        }
    }

    private static VolumeEpoch max(VolumeEpoch a, VolumeEpoch b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    /** Where a replay finds the bytes of what a summary tells of. */
    synchronized void source(BatchLoader loader) {
        held.source(loader);
    }

    synchronized void replayBatch(RedoBatch batch, long position, int offset) {
        LogEntry entry = admit(batch);
        if (entry != null) {
            entry.position = position;
            entry.offset = offset;
            entry.storedBytes = batch.bytes().length;
        } else {
            chain.relocate(
                    batch.previous().value(),
                    batch.last().value(),
                    new LogPlace(position, offset, batch.bytes().length, 0, 0));
        }
        forced();
        held.releaseUpTo(Math.min(pagesComplete, durableLsn));
    }

    /**
     * Takes a batch that comes where it should without a look at its bytes: its records stay in the
     * table of the summary's part, if all batches of the part follow what is there.
     */
    synchronized void replaySummarized(SummarizedBatch batch, SummaryPart part) {
        boolean indexed = kind == SegmentKind.FULL && batch.last > pagesComplete;
        SummaryPart.Run run = part.run(id);
        if (run.fresh) {
            run.fresh = false;
            run.table = takesTable(run) ? part.table(run) : null;
            if (run.table != null) {
                pageRedo().replayed(run.table);
            }
        }
        boolean plain =
                batch.previous == scl()
                        && pending.isEmpty()
                        && !truncations.overlap(batch.first, batch.last)
                        && (!indexed || run.table != null);
        LogPlace place =
                new LogPlace(
                        batch.position,
                        batch.offset,
                        batch.lengthBytes,
                        batch.previous,
                        batch.last);
        if (!plain) {
            if (batch.last > scl()) {
                RedoBatch bytes = held.source().load(this, place);
                replayBatch(bytes, batch.position, batch.offset);
            } else {
                chain.relocate(batch.previous, batch.last, place);
            }
            return;
        }
        LogEntry entry = new LogEntry(batch);
        chain.add(entry);
        stagedDurableLsn = Math.max(stagedDurableLsn, batch.durableLsn);
        durableLsn = Math.max(durableLsn, stagedDurableLsn);
        if (run.table != null) {
            run.table.add(entry);
        }
        forcedScl = scl();
        loggedDurableLsn = stagedDurableLsn;
    }

    private boolean takesTable(SummaryPart.Run run) {
        return kind == SegmentKind.FULL
                && run.last > pagesComplete
                && run.hasTable()
                && run.previous == scl()
                && pending.isEmpty()
                && !truncations.overlap(run.first, run.last);
    }

    /**
     * The log is read.
     *
     * @param damaged whether something behind the last state in it could not be read, so that
     *     truncations may be unknown
     * @return how many batches of the end, which must be in memory, turned out to be damaged
     */
    synchronized int replayed(boolean damaged) {
        replaying = false;
        pageRedo().complete(pagesComplete);
        if (damaged) {
            joined = VolumeEpoch.NONE;
        }
        if (kind == SegmentKind.FULL) {
            if (pagesComplete > scl()) {
                restart(pagesComplete);
            }
            needsPages = pagesComplete < chain.base();
            held.releaseUpTo(Math.min(pagesComplete, durableLsn));
        }
        int lost = holdTail();
        forced();
        return lost;
    }

    /** Brings the redo above the VDL into memory; the chain ends before what is damaged. */
    private int holdTail() {
        int damaged = held.holdAbove(durableLsn);
        if (damaged < 0) {
            return 0;
        }
        cutChain(damaged, chain.at(damaged).first);
        forcedScl = scl();
        return 1;
    }

    // ---- pages

    private void restart(long base) {
        held.restart(base);
        pageRedo().clear();
        pageStoreVersion++;
        damages.logCut(0);
        LogEntry gone;
        do {
            gone = pending.takeUpTo(base - 1);
        } while (gone != null);
        linkPending();
    }

    /**
     * Prepares a read of a page.
     *
     * @param into receives the page's records up to the LSN
     * @param recordsMax the list is cut short behind so many
     * @return null, or the answer that refuses the read
     */
    synchronized @Nullable SegmentReply startRead(
            SegmentRequest.ReadPage request, RecordList into, int recordsMax) {
        SegmentReply refused = refuse(request.epoch());
        if (refused != null) {
            return refused;
        }
        long asOf = request.asOf().value();
        long page = request.page().number();
        if (kind != SegmentKind.FULL) {
            return notHere("a tail segment keeps no pages");
        }
        if (!request.timeline().equals(timeline)) {
            return notHere("another timeline");
        }
        if (asOf > scl()) {
            return notHere("not complete");
        }
        if (needsPages) {
            return notHere("pages are lost and not repaired yet");
        }
        if (asOf < readableFrom) {
            return notHere("collected up to " + readableFrom);
        }
        if (damages.hasPage(page)) {
            return new SegmentReply.Failed(id, "the image of page " + page + " is damaged");
        }
        pageRedo().collect(page, asOf, recordsMax, into);
        return null;
    }

    /** The answer to a read of an epoch that may not read here; null if it may. */
    synchronized @Nullable SegmentReply refuse(VolumeEpoch caller) {
        if (caller.compareTo(epoch) < 0) {
            return new SegmentReply.StaleEpoch(id, epoch);
        }
        return joined.equals(caller) ? null : notJoined();
    }

    private SegmentReply notHere(String reason) {
        return new SegmentReply.NotHere(id, new Lsn(scl()), reason);
    }

    /**
     * The page's records up to an LSN that pages can be made of, newest first. For the page maker,
     * whose lock keeps those records here: in steps, because whoever appends would wait meanwhile.
     */
    void collectInSteps(long page, long upTo, RecordList into) {
        long at = collectStep(page, upTo, newestOf(page), into);
        while (at >= 0) {
            letOthersIn();
            at = collectStep(page, upTo, at, into);
        }
        for (int number = 0; !into.isEnded() && collectStep(page, upTo, number, into); number++) {
            letOthersIn();
        }
    }

    /** All records up to an LSN that pages can be made of; as {@link #collectInSteps}. */
    RoundRecords recordsUpTo(long upTo) {
        RoundRecords round = startRound(upTo);
        while (roundStep(round)) {
            letOthersIn();
        }
        return round;
    }

    private synchronized RoundRecords startRound(long upTo) {
        return pageRedo().startRound(upTo);
    }

    private synchronized boolean roundStep(RoundRecords round) {
        return pageRedo().roundStep(round, STEP_RECORDS);
    }

    /** A monitor is not fair: whoever waits for it needs a moment in which nobody asks. */
    private void letOthersIn() {
        LockSupport.parkNanos(this, 1);
    }

    private synchronized long newestOf(long page) {
        return pageRedo().newest(page);
    }

    private synchronized long collectStep(long page, long upTo, long from, RecordList into) {
        return pageRedo().collectStep(page, upTo, from, STEP_RECORDS, into);
    }

    /** One table; returns whether there may be more in the next one. */
    private synchronized boolean collectStep(long page, long upTo, int number, RecordList into) {
        return pageRedo().collectTable(page, upTo, number, into);
    }

    // ---- hot pages

    /** Pages that many records have changed since they had an image. */
    synchronized long[] takeHotPages() {
        return pageRedo().takeHot();
    }

    /** The page store has an image of the page with this LSN, and it verifies. */
    synchronized void imaged(long page, long lsn) {
        pageRedo().imaged(page, lsn);
    }

    /** The same of an image that was read while the page store had this version. */
    synchronized void imaged(long page, long lsn, int version) {
        if (version == pageStoreVersion && !rollingBack) {
            imaged(page, lsn);
        }
    }

    synchronized int pageStoreVersion() {
        return pageStoreVersion;
    }

    // ---- making pages

    /**
     * Up to where pages can be made: durable everywhere it must be, and not read below.
     *
     * @param bytesMax about so much redo at most
     */
    synchronized long materializableUpTo(long bytesMax) {
        if (kind != SegmentKind.FULL || needsPages || !failure.isEmpty()) {
            return pagesComplete;
        }
        long upTo = makeableUpTo();
        int from = chain.indexAfter(pagesComplete);
        int end = Math.max(from + 1, chain.indexWithin(from, bytesMax));
        if (end < chain.size()) {
            upTo = Math.min(upTo, chain.at(end).previous);
        }
        long newest = pageRedo().newestUpTo(upTo);
        if (newest >= 0) {
            return newest;
        }
        return pageRedo().hasNoTables()
                ? pagesComplete
                : Math.max(pagesComplete, endOfBatchUpTo(upTo));
    }

    /** The last LSN of the last batch that has none above this one. */
    private long endOfBatchUpTo(long upTo) {
        int above = chain.indexAfter(upTo);
        return above == 0 ? chain.base() : chain.at(above - 1).last;
    }

    /** Durable here and in what a crash leaves, and below every read. */
    private long makeableUpTo() {
        return Math.min(Math.min(minReadPoint, loggedDurableLsn), forcedScl);
    }

    /** The batches above the LSN and up to another that are not in memory, a few at a time. */
    synchronized List<LogPlace> unheld(long after, long upTo, int countMax) {
        return chain.places(
                after, upTo, countMax, entry -> entry.batch == null && isReadable(entry));
    }

    /** The SCL, for others than the owner. */
    synchronized long logEnd() {
        return scl();
    }

    /** Where the log has the batches above the LSN, a few at a time; not those known as damaged. */
    synchronized List<LogPlace> places(long after, int countMax) {
        return chain.places(after, Long.MAX_VALUE, countMax, this::isReadable);
    }

    private boolean isReadable(LogEntry entry) {
        return entry.position >= 0 && !damages.hasLog(entry.previous);
    }

    /** A batch read back from the log is to be kept in memory until it is in pages. */
    synchronized void hold(LogPlace place, RedoBatch batch) {
        held.hold(place, batch, pagesComplete);
    }

    /** Whether the node may hold more redo in memory. */
    boolean mayHold() {
        return held.hasRoom();
    }

    /** The images of everything up to the LSN are on disk. */
    synchronized void materialized(long complete) {
        pagesComplete = complete;
        readableFrom = Math.max(readableFrom, complete);
        pageRedo().dropUpTo(complete);
        held.releaseUpTo(complete);
    }

    /** From now on reads below are refused: images up to here replace older ones. */
    synchronized void materializing(long upTo) {
        readableFrom = Math.max(readableFrom, upTo);
    }

    synchronized long pagesComplete() {
        return pagesComplete;
    }

    synchronized long readableFrom() {
        return readableFrom;
    }

    synchronized long foundImagesUpTo() {
        return foundImagesUpTo;
    }

    synchronized boolean needsPages() {
        return needsPages;
    }

    // ---- damage

    /** A page's image does not verify. */
    synchronized void pageDamaged(long page) {
        pageStoreVersion++;
        if (!damages.addPage(page)) {
            needsPages = true;
        }
    }

    synchronized boolean isDamaged(long page) {
        return damages.hasPage(page);
    }

    /** The log does not have a batch as it was written there. */
    synchronized void logDamaged(LogPlace place) {
        int at = chain.indexAfter(place.previous());
        if (at < chain.size()) {
            LogEntry entry = chain.at(at);
            // Mended meanwhile it stands elsewhere.
            if (entry.position == place.position() && entry.previous == place.previous()) {
                damages.addLog(entry.previous, entry.last);
            }
        }
    }

    /** Stores a peer's copy of a damaged stretch of the log anew. */
    private SegmentReply mendLog(SegmentRequest.MendLog mend, Stage stage) {
        if (mend.batches().isEmpty()) {
            return durable();
        }
        for (RedoBatch batch : mend.batches()) {
            if (!batch.group().equals(id.group()) || !RedoBatchCodec.isSound(batch)) {
                return new SegmentReply.Failed(id, "a damaged batch arrived");
            }
        }
        long from = mend.batches().getFirst().previous().value();
        long to = mend.batches().getLast().last().value();
        for (int i = chain.indexAfter(from); i < chain.size() && chain.at(i).last <= to; i++) {
            LogEntry entry = chain.at(i);
            if (entry.previous < from || !damages.hasLog(entry.previous)) {
                continue;
            }
            RedoBatch whole = RedoBatchCodec.join(mend.batches(), entry.previous, entry.last);
            if (whole == null) {
                return new SegmentReply.Failed(id, "redo up to LSN " + entry.last + " has holes");
            }
            held.mend(i, whole);
            stage.batch(this, entry);
            damages.logMended(entry.previous);
        }
        return durable();
    }

    /** Whether a page with all redo up to the LSN fits behind what the log has here. */
    synchronized boolean fitsPages(long asOf) {
        return asOf >= pagesComplete && asOf <= scl();
    }

    /** From now on reads below are refused, and the page is whole again. */
    synchronized void pageMended(long page, long asOf) {
        readableFrom = Math.max(readableFrom, asOf);
        foundImagesUpTo = Math.max(foundImagesUpTo, asOf);
        damages.pageMended(page);
        pageRedo().forgetImage(page);
        pageStoreVersion++;
    }

    /**
     * The page store is about to take back what was not flushed: from here on nobody counts on an
     * image that he has read. Before: the {@code materializing} lock.
     */
    synchronized void pagesRollBack() {
        rollingBack = true;
        pageRedo().forgetImages();
        pageStoreVersion++;
    }

    /** It did, or could not. */
    synchronized void pagesRolledBack() {
        rollingBack = false;
        pageStoreVersion++;
    }

    /** The page store lost all it had. Before: its {@code materializing} lock. */
    synchronized void pagesLost() {
        if (needsPages && pagesComplete == 0) {
            return;
        }
        damages.allPagesMended();
        pageStoreVersion++;
        pagesComplete = 0;
        needsPages = true;
    }

    /**
     * Makes do without a peer's pages if the log goes back to the first. Before: its {@code
     * materializing} lock.
     *
     * @throws CorruptRedoException if it is damaged, which is noted; the pages are still needed
     */
    synchronized void rebuildFromLog(BatchLoader from) {
        if (needsPages && pagesComplete == 0 && chain.base() == 0) {
            pageRedo().rebuild(this, chain, 0, from);
            needsPages = false;
        }
    }

    // ---- hydration

    /**
     * Whether a peer's pages that are complete up to here, and this segment's log, leave no gap.
     */
    synchronized boolean canStartAt(long complete) {
        return complete >= chain.base() || kind == SegmentKind.TAIL;
    }

    /**
     * A peer's images are on disk.
     *
     * @param from gives the batches of this segment's log that are not in memory
     * @param newest no image is newer
     */
    synchronized SegmentReply installed(long complete, long newest, BatchLoader from, Stage stage) {
        pageStoreVersion++;
        if (complete > scl()) {
            pagesComplete = Math.max(pagesComplete, complete);
            readableFrom = Math.max(readableFrom, newest);
            foundImagesUpTo = Math.max(foundImagesUpTo, newest);
            restart(complete);
            needsPages = false;
            damages.allPagesMended();
            stage.state(this, true);
            return durable();
        }
        if (kind == SegmentKind.FULL) {
            pageRedo().rebuild(this, chain, complete, from);
            pagesComplete = complete;
            readableFrom = Math.max(Math.max(readableFrom, complete), newest);
            foundImagesUpTo = Math.max(foundImagesUpTo, newest);
            needsPages = false;
            damages.allPagesMended();
        }
        return durable();
    }

    // ---- gossip

    /** The entries of the chain above the LSN, until they are about so many bytes. */
    synchronized RecordList chainAfter(long after, long upTo, int maxBytes) {
        return chain.list(after, upTo, forcedScl, maxBytes);
    }

    synchronized long oldest() {
        return chain.base();
    }

    // ---- log files

    /**
     * The position of the oldest excerpt that this segment still needs; {@code Long.MAX_VALUE} if
     * none.
     *
     * @param forPeers whether to keep log for peers that may need it
     * @param oldestFile a position in this file or before it will do
     */
    synchronized long oldestNeededPosition(
            boolean forPeers, long oldestFile, LongUnaryOperator fileOf) {
        long oldest = chain.oldestPosition(droppable(forPeers), oldestFile, fileOf);
        for (LogEntry entry : pending.all()) {
            oldest = Math.min(oldest, entry.neededPosition());
        }
        return oldest;
    }

    private long droppable(boolean forPeers) {
        if (kind == SegmentKind.TAIL) {
            return Math.min(collectBelow, loggedDurableLsn);
        }
        long own = Math.min(pagesComplete, loggedDurableLsn);
        return forPeers ? Math.min(own, collectBelow) : own;
    }

    /** The log files before this one are gone; what is told apart by the file of a position. */
    synchronized void dropFilesBefore(long file, LongUnaryOperator fileOf) {
        held.dropFirst(chain.countBefore(file, fileOf));
        damages.logDropped(chain.base());
    }

    /** Position of the oldest redo that is not in the page store; MAX_VALUE if there is none. */
    synchronized long oldestUnmaterializedPosition() {
        if (!pageRedo().hasNoTables()) {
            int oldest = chain.indexAfter(pagesComplete);
            return oldest == chain.size() ? Long.MAX_VALUE : chain.at(oldest).neededPosition();
        }
        LogEntry oldest = pageRedo().oldest();
        return oldest == null ? Long.MAX_VALUE : oldest.neededPosition();
    }

    /** Bytes of redo that is not in the page store, or the bound if there is more. */
    synchronized long unmaterializedBytes(long bound) {
        return Math.min(bound, chain.bytes(chain.indexAfter(pagesComplete), chain.size()));
    }

    /** Records that are not in the page store. */
    synchronized long unmaterializedRecords() {
        return pageRedo().records();
    }

    /**
     * The redo that pages can be made of now, and are not yet. What a reader holds up does not
     * count: to wait for it would help nobody.
     */
    synchronized PageDebt pageDebt() {
        if (kind != SegmentKind.FULL || needsPages) {
            return PageDebt.NONE;
        }
        long upTo = makeableUpTo();
        int end = chain.indexAfter(upTo);
        long bytes = chain.bytes(chain.indexAfter(pagesComplete), end);
        return new PageDebt(bytes, pageRedo().records(upTo));
    }

    synchronized SegmentReply.Status status(long logBytes) {
        return new SegmentReply.Status(
                id,
                kind,
                epoch,
                new Lsn(forcedScl),
                new Lsn(durableLsn),
                new Lsn(minReadPoint),
                new Lsn(kind == SegmentKind.TAIL ? forcedScl : pagesComplete),
                new Lsn(chain.base()),
                logBytes,
                needsPages,
                damages.next(),
                failure);
    }
}
