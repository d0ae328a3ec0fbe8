package io.daybreak.logstorage.segment;

import io.daybreak.logstorage.api.CorruptRedoException;
import io.daybreak.logstorage.api.ExcerptLayout;
import io.daybreak.logstorage.api.NodeStatistics;
import io.daybreak.logstorage.api.PageStore;
import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.logstorage.api.SegmentKind;
import io.daybreak.logstorage.api.SegmentLog;
import io.daybreak.logstorage.api.SegmentReply;
import io.daybreak.logstorage.api.SegmentRequest;
import io.daybreak.logstorage.api.TimelineId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * A storage node without threads and clocks: its segments over one log and one page store. The
 * production shell and the simulator drive it alike:
 *
 * <pre>
 *   open -> { accept* -> append -> the log is forced -> finish -> index -> rollIfDue }*
 *                                       foreground, one thread; {@link #commit} = all but accept
 *           read                        any thread
 *           materialize, imageHotPages  one background thread
 *           collectLog                  the foreground thread, now and then
 * </pre>
 *
 * <p>The force stands between {@link #append} and {@link #finish} so that the owner of several
 * nodes on one disk can force all their logs together. What nobody waits for is left to {@link
 * #index}, so that he can have all of them answer first.
 *
 * <p>A crash is to drop the object; {@link #open} on what log and page store then hold is the
 * restart.
 */
public final class NodeCore {
    /** How much is staged before the foreground has to commit. */
    public static final int STAGED_BYTES_MAX = 1 << 20;

    private static final int DEBT_STEPS = 64;
    private static final long NOWHERE = -1;

    private record Answer(Consumer<SegmentReply> to, SegmentReply reply) {}

    private final SegmentLog log;
    private final PageStore pages;
    private final SegmentLimits limits;
    private final Map<SegmentId, SegmentCore> segments = new ConcurrentHashMap<>();
    private final HeldRedo held = new HeldRedo();
    private final LongAdder damages = new LongAdder();
    private final BatchLoader loader;
    private final Materializer materializer;
    private final Scrubber scrubber;
    private final NodeReader reader;
    private final Hydration hydration;

    private final ExcerptBuilder excerpt = new ExcerptBuilder();
    private final Stage stage = new ExcerptStage();
    private final LogSummary summary = new LogSummary(this::keepsPages);
    private final List<Answer> answers = new ArrayList<>();
    private long sequence;

    /** The position of the round's excerpt between {@link #append} and {@link #index}. */
    private long appendedAt = NOWHERE;

    private long collectedBelow;
    private volatile String failure = "";

    /** As of the last {@link #DEBT_STEPS}th of the bound, or of the last pages made. */
    private volatile PageDebt pageDebt = PageDebt.NONE;

    private long bytesUntilCount;

    /** What {@link #excerptBytes} said; owned by the thread that makes pages. */
    private long hotImagedAtBytes;

    private final LongAdder forces = new LongAdder();
    private final LongAdder excerptBytes = new LongAdder();
    private final LongAdder batches = new LongAdder();

    private final class ExcerptStage implements Stage {
        @Override
        public void batch(SegmentCore segment, LogEntry entry) {
            if (entry.batch == null) {
                throw new IllegalStateException("staged batch without bytes");
            }
            entry.offset = excerpt.add(ExcerptLayout.BATCH, segment.id, entry.batch.bytes());
            excerpt.placed().add(new ExcerptBuilder.Placed(segment, entry));
        }

        @Override
        public void state(SegmentCore segment, boolean restart) {
            excerpt.add(ExcerptLayout.STATE, segment.id, segment.state(restart).encode());
            excerpt.stated().add(segment);
        }
    }

    private NodeCore(SegmentLog log, PageStore pages, SegmentLimits limits) {
        this.log = log;
        this.pages = pages;
        this.limits = limits;
        this.loader = new BatchLoader(log);
        this.materializer = new Materializer(pages, loader, segments, damages, this::countPageDebt);
        this.scrubber = new Scrubber(pages, loader, segments, damages);
        this.reader = new NodeReader(log, pages, segments, materializer, damages);
        this.hydration = new Hydration(pages, loader);
    }

    /** Reads the log and starts a new file of it. */
    public static NodeCore open(SegmentLog log, PageStore pages, SegmentLimits limits)
            throws IOException {
        NodeCore node = new NodeCore(log, pages, limits);
        NodeReplay replay = new NodeReplay(log, pages, limits, node.held, node.segments);
        log.replay(replay);
        replay.finish();
        node.damages.add(replay.damages());
        node.sequence = replay.lastSequence();
        node.writeHead();
        return node;
    }

    private boolean keepsPages(SegmentId id) {
        SegmentCore segment = segments.get(id);
        return segment != null && segment.kind == SegmentKind.FULL;
    }

    /** The segments that live here, in order of group. */
    public List<SegmentId> segments() {
        return segments.keySet().stream()
                .sorted(
                        Comparator.comparingInt((SegmentId id) -> id.group().value())
                                .thenComparingInt(SegmentId::index))
                .toList();
    }

    /** Makes an empty segment; it is durable with the next {@link #commit}. Foreground. */
    public void createSegment(SegmentId id, SegmentKind kind, TimelineId timeline)
            throws IOException {
        if (segments.containsKey(id)) {
            return;
        }
        if (kind == SegmentKind.FULL) {
            // Durable before the segment is: images of an earlier life must not come back.
            int rollbacks = pages.rollbacks();
            pages.clear(id.group());
            pages.flush();
            if (pages.rollbacks() != rollbacks) {
                throw new IOException("images of an earlier life came back; try again");
            }
        }
        SegmentCore segment = new SegmentCore(id, kind, timeline, limits, held);
        stage.state(segment, true);
        segments.put(id, segment);
    }

    // ---- foreground

    /** Takes a request in; it is answered by {@link #finish}. Not between append and index. */
    public void accept(SegmentId id, SegmentRequest request, Consumer<SegmentReply> reply) {
        answers.add(new Answer(reply, handle(id, request)));
    }

    private SegmentReply handle(SegmentId id, SegmentRequest request) {
        SegmentCore segment = segments.get(id);
        if (segment == null) {
            return new SegmentReply.Failed(id, "no such segment on this node");
        }
        return switch (request) {
            case SegmentRequest.ReadPage _,
                    SegmentRequest.FetchLog _,
                    SegmentRequest.FetchPages _ ->
                    reader.read(id, request);
            case SegmentRequest.InstallPages install -> hydration.install(segment, install, stage);
            case SegmentRequest.MendPage mend -> hydration.mend(segment, mend);
            case SegmentRequest.Inspect _ -> segment.status(log.bytes());
            case SegmentRequest.Append _,
                    SegmentRequest.Advance _,
                    SegmentRequest.Fence _,
                    SegmentRequest.Truncate _,
                    SegmentRequest.MendLog _,
                    SegmentRequest.CollectLog _ ->
                    segment.handle(request, stage);
        };
    }

    /** Bytes staged; the shell commits before they exceed {@link #STAGED_BYTES_MAX}. */
    public int stagedBytes() {
        return excerpt.length();
    }

    /** A round of a node that has its disk for itself. */
    public void commit() {
        if (append()) {
            force();
        }
        finish();
        index();
        rollIfDue();
    }

    /**
     * Writes what was staged to the log, in one excerpt. A failure is kept for {@link #finish}.
     *
     * @return whether the log has to be forced, by {@link #force} or with those of other nodes,
     *     before {@link #finish}
     */
    public boolean append() {
        if (excerpt.isEmpty() || !failure.isEmpty()) {
            return false;
        }
        try {
            excerptBytes.add(excerpt.length());
            batches.add(excerpt.placed().size());
            ExcerptLayout.seal(excerpt.bytes(), excerpt.length(), ++sequence);
            appendedAt = log.append(excerpt.bytes(), 0, excerpt.length());
            return true;
        } catch (IOException e) {
            fail(e);
            return false;
        }
    }

    /** Forces the log alone. */
    public void force() {
        try {
            log.force();
        } catch (IOException e) {
            fail(e);
        }
    }

    /**
     * Answers a round: what was appended is on stable storage, or {@link #fail} was called. After a
     * failure every request of the round is answered with {@code Failed}, and so is everything
     * after it.
     */
    public void finish() {
        if (appendedAt != NOWHERE && failure.isEmpty()) {
            forces.increment();
            settle(appendedAt);
        }
        List<Answer> round = List.copyOf(answers);
        answers.clear();
        for (Answer answer : round) {
            answer.to().accept(afterFailure(answer.reply()));
        }
    }

    /** Ends a round: indexes its records and puts them into the log's summary. */
    public void index() {
        if (appendedAt != NOWHERE && failure.isEmpty()) {
            summarize(appendedAt);
            for (ExcerptBuilder.Placed placed : excerpt.placed()) {
                placed.segment().index();
            }
            countPageDebtNowAndThen();
        }
        appendedAt = NOWHERE;
        excerpt.reset();
    }

    /** Whether the current log file is full, so that {@link #rollIfDue} has something to do. */
    public boolean isRollDue() {
        return failure.isEmpty() && log.isRollDue();
    }

    /** Starts a new log file if the current one is full. Between two rounds. */
    public void rollIfDue() {
        if (!isRollDue()) {
            return;
        }
        try {
            keepSummary();
            log.roll();
            writeHead();
        } catch (IOException e) {
            fail(e);
        }
    }

    private SegmentReply afterFailure(SegmentReply reply) {
        if (failure.isEmpty()) {
            return reply;
        }
        return switch (reply) {
            case SegmentReply.PageImage _,
                    SegmentReply.NoSuchPage _,
                    SegmentReply.NotHere _,
                    SegmentReply.LogRange _,
                    SegmentReply.Pages _,
                    SegmentReply.Status _,
                    SegmentReply.StaleEpoch _ ->
                    reply;
            default -> new SegmentReply.Failed(reply.segment(), failure);
        };
    }

    private void settle(long position) {
        for (ExcerptBuilder.Placed placed : excerpt.placed()) {
            placed.segment().written(placed.entry(), position);
        }
        for (ExcerptBuilder.Placed placed : excerpt.placed()) {
            placed.segment().forced();
        }
        for (SegmentCore segment : excerpt.stated()) {
            segment.forced();
        }
    }

    private void countPageDebtNowAndThen() {
        bytesUntilCount -= excerpt.length();
        if (bytesUntilCount <= 0) {
            bytesUntilCount = limits.behindBytesMax() / DEBT_STEPS;
            countPageDebt();
        }
    }

    private void summarize(long position) {
        long file = log.fileOf(position);
        if (summary.file() != file) {
            summary.startFile(file);
        }
        summary.add(position, excerpt.bytes(), 0, excerpt.length());
        if (summary.coveredBytes() >= limits.summaryBytes()) {
            keepSummary();
        }
    }

    /** Without it the next start reads the log instead. */
    private void keepSummary() {
        byte[] part = summary.take();
        if (part.length == 0) {
            return;
        }
        try {
            log.summarize(summary.file(), part);
        } catch (IOException _) {
            summary.giveUp();
        }
    }

    /** Every file starts with the states of all segments, so that older files can go. */
    private void writeHead() throws IOException {
        excerpt.reset();
        for (SegmentId id : segments()) {
            SegmentCore segment = segments.get(id);
            if (segment != null) {
                segment.dropPending();
                stage.state(segment, false);
            }
        }
        ExcerptLayout.seal(excerpt.bytes(), excerpt.length(), ++sequence);
        long position = log.append(excerpt.bytes(), 0, excerpt.length());
        log.force();
        forces.increment();
        summarize(position);
        for (SegmentCore segment : segments.values()) {
            segment.forced();
        }
        excerpt.reset();
    }

    /** Takes no more writes: the log failed, or memory is in doubt. Foreground. */
    public void fail(Throwable cause) {
        if (!failure.isEmpty()) {
            return;
        }
        String reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        failure = "the node failed: " + reason;
        for (SegmentCore segment : segments.values()) {
            segment.fail(failure);
        }
    }

    /** Empty, or why the node takes no writes any more. */
    public String failure() {
        return failure;
    }

    /** Deletes the log files that nobody needs. Foreground. */
    public void collectLog() throws IOException {
        if (!failure.isEmpty()) {
            return;
        }
        boolean forPeers = log.bytes() <= limits.keptLogBytesMax();
        long file = log.currentFile();
        for (SegmentCore segment : segments.values()) {
            // Mostly nothing can go, and the first batch of a long chain says so.
            long position = segment.oldestNeededPosition(forPeers, collectedBelow, log::fileOf);
            if (position != Long.MAX_VALUE) {
                file = Math.min(file, log.fileOf(position));
            }
        }
        if (file == collectedBelow) {
            return;
        }
        log.deleteBelow(file);
        collectedBelow = file;
        for (SegmentCore segment : segments.values()) {
            segment.dropFilesBefore(file, log::fileOf);
        }
    }

    // ---- background and readers

    /** {@code ReadPage}, {@code FetchLog}, {@code FetchPages}, {@code Inspect}; any thread. */
    public SegmentReply read(SegmentId id, SegmentRequest request) {
        return reader.read(id, request);
    }

    /** A page into memory of the caller's; any thread. */
    public SegmentReply readPage(SegmentId id, SegmentRequest.ReadPage request, byte[] into) {
        return reader.readPage(id, request, into);
    }

    /**
     * Whether a log file before the current one holds redo that is not in pages yet, and there is
     * enough redo for images to be worth it.
     */
    public boolean isMaterializationDue() {
        long enough = limits.materializeBytesMin();
        long bytes = 0;
        long records = 0;
        boolean inOldFile = false;
        for (SegmentCore segment : segments.values()) {
            long position = segment.oldestUnmaterializedPosition();
            if (position != Long.MAX_VALUE) {
                inOldFile |= log.fileOf(position) < log.currentFile();
                bytes += segment.unmaterializedBytes(enough);
                records += segment.unmaterializedRecords();
            }
        }
        return inOldFile && (bytes >= enough || records >= limits.materializeRecordsMin());
    }

    /** Whether there was enough redo since the last images of hot pages for others. */
    public boolean isHotImagingDue() {
        return excerptBytes.sum() - hotImagedAtBytes >= limits.hotBytesMin();
    }

    private void countPageDebt() {
        PageDebt debt = PageDebt.NONE;
        for (SegmentCore segment : segments.values()) {
            debt = debt.plus(segment.pageDebt());
        }
        pageDebt = debt;
    }

    /**
     * Makes images of all pages with redo below the read points, one each, and lets go of that
     * redo. One thread at a time.
     *
     * @return how many images were written
     */
    public int materialize() throws IOException {
        return materialize(() -> {});
    }

    /**
     * @param afterPage runs after each page: the thread may rest then, holding nothing that others
     *     need
     */
    public int materialize(Runnable afterPage) throws IOException {
        return materializer.materialize(afterPage);
    }

    /** Whether so much redo waits to be made into pages that the writer may soon have to wait. */
    public boolean isPageMakingUrgent() {
        return pageDebt.isUrgent(limits);
    }

    /**
     * Makes images of the pages that were changed most, without letting go of any redo; by the
     * thread that makes pages.
     *
     * @return how many images were written
     */
    public int imageHotPages() throws IOException {
        hotImagedAtBytes = excerptBytes.sum();
        return materializer.imageHotPages();
    }

    /** Brings redo that the log alone has into memory, as far as that may hold it. Background. */
    public void hold() {
        materializer.hold();
    }

    /**
     * Verifies a stretch of what is kept; goes on where it ended the last time. Background.
     *
     * @param bytes how much to read, about
     */
    public void scrub(long bytes) throws IOException {
        scrubber.walk(bytes);
    }

    /** Damage was found before this node was opened. */
    public void damageFound() {
        damages.increment();
    }

    /** Whether the page store loses what is put there, so that it has to be reset. */
    public boolean takePagesSuspicion() {
        return hydration.takeSuspicion();
    }

    /**
     * If a force of the page store failed: has it take back what was not flushed, which is made
     * again from redo then; nobody let go of that. Background.
     */
    public void rollBackPages() throws IOException {
        if (!pages.isInDoubt()) {
            return;
        }
        List<SegmentCore> full = lockFull();
        try {
            full.forEach(SegmentCore::pagesRollBack);
            pages.rollBack();
        } finally {
            // Also if it fails: the store may have taken them back before.
            full.forEach(SegmentCore::pagesRolledBack);
            full.forEach(segment -> segment.materializing.unlock());
        }
    }

    /**
     * Before the log is read anew with the help of what the page store says: puts that on disk, or
     * takes it back. A round that a full disk ended may have left marks which nobody has forced.
     */
    public void settlePages() throws IOException {
        rollBackPages();
        if (segments.values().stream().anyMatch(each -> each.kind == SegmentKind.FULL)) {
            pages.flush();
        }
    }

    /** All segments with pages, when nobody is in the middle of writing images of them. */
    private List<SegmentCore> lockFull() {
        List<SegmentCore> full = new ArrayList<>();
        for (SegmentCore segment : segments.values()) {
            if (segment.kind == SegmentKind.FULL) {
                segment.materializing.lock();
                full.add(segment);
            }
        }
        return full;
    }

    /** Starts the page store anew, empty: the pages are to be had from peers. Background. */
    public void resetPages() throws IOException {
        List<SegmentCore> full = lockFull();
        try {
            damages.increment();
            pages.reset();
            // All of them first: who does not know it would say that a page does not exist.
            full.forEach(SegmentCore::pagesLost);
            full.forEach(this::rebuildFromLog);
        } finally {
            full.forEach(segment -> segment.materializing.unlock());
        }
    }

    private void rebuildFromLog(SegmentCore segment) {
        try {
            segment.rebuildFromLog(loader);
        } catch (CorruptRedoException _) {
            // Noted in the segment, which gets pages and the log's stretch from peers.
            damages.increment();
        }
    }

    public NodeStatistics statistics() {
        PageDebt debt = pageDebt;
        return new NodeStatistics(
                forces.sum(),
                forces.sum(),
                excerptBytes.sum(),
                batches.sum(),
                log.bytes(),
                materializer.imagesWritten(),
                reader.pageReads(),
                held.bytes(),
                log.writtenBytes(),
                pages.writtenBytes(),
                damages.sum(),
                hydration.mended(),
                scrubber.bytes(),
                scrubber.rounds(),
                debt.bytes(),
                debt.exceeds(limits),
                0,
                "");
    }
}
