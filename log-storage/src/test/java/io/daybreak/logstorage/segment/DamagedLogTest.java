package io.daybreak.logstorage.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.logstorage.api.Lsn;
import io.daybreak.logstorage.api.PageId;
import io.daybreak.logstorage.api.PageStore;
import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.logstorage.api.SegmentKind;
import io.daybreak.logstorage.api.SegmentReply;
import io.daybreak.logstorage.api.SegmentRequest;
import io.daybreak.logstorage.api.TimelineId;
import io.daybreak.logstorage.api.VolumeEpoch;
import io.daybreak.logstorage.memory.MemoryPageStore;
import io.daybreak.logstorage.memory.MemorySegmentLog;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the simulator found about nodes whose log is torn or damaged, as scenarios. */
final class DamagedLogTest {
    /** Nothing is held in memory once it is durable: redo is read back from the log. */
    private static final SegmentLimits LIMITS =
            new SegmentLimits(20, 1 << 16, 0, 0, 1 << 30, 1 << 30);

    private static final SegmentId SEGMENT = new SegmentId(GroupModel.GROUP, 0);

    private final GroupModel model = new GroupModel(new Random(11));
    private final MemorySegmentLog log = new MemorySegmentLog(1 << 20);
    private final MemoryPageStore pages = new MemoryPageStore();

    /** The power cut comes before a flush is through. */
    private boolean cutBeforeFlush;

    private NodeCore node = open();

    private NodeCore open() {
        try {
            return NodeCore.open(log, flushingUntilTheCut(), LIMITS);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private SegmentReply ask(SegmentRequest request) {
        List<SegmentReply> replies = new ArrayList<>();
        node.accept(SEGMENT, request, replies::add);
        node.commit();
        return replies.getFirst();
    }

    private void write(int batches) throws IOException {
        node.createSegment(SEGMENT, SegmentKind.FULL, TimelineId.FIRST);
        ask(new SegmentRequest.Truncate(model.epoch, List.of()));
        for (int i = 0; i < batches; i++) {
            Lsn before = new Lsn(model.last());
            SegmentReply reply =
                    ask(
                            new SegmentRequest.Append(
                                    model.epoch, model.write(before.value()), before, Lsn.ZERO));
            assertThat(reply).isInstanceOf(SegmentReply.Durable.class);
        }
        Lsn last = new Lsn(model.last());
        ask(new SegmentRequest.Advance(model.epoch, last, Lsn.ZERO));
    }

    /** Power goes while an excerpt is written: half of it reaches the disk. */
    private void tearAWrite() throws IOException {
        byte[] excerpt = log.read(1L << 32);
        log.append(excerpt, 0, excerpt.length);
        log.crash(0, true);
    }

    @Test
    void aTornTailOfAnEarlierStartIsNoDamage() throws IOException {
        write(3);
        tearAWrite();
        for (int starts = 0; starts < 3; starts++) {
            node = open();
        }
        assertThat(node.statistics().damages()).isZero();
        SegmentReply fenced = ask(new SegmentRequest.Fence(new VolumeEpoch(9)));
        assertThat(fenced)
                .isInstanceOfSatisfying(
                        SegmentReply.Fenced.class,
                        reply -> {
                            assertThat(reply.joined()).isEqualTo(model.epoch);
                            assertThat(reply.scl().value()).isEqualTo(model.last());
                        });
    }

    @Test
    void aTornFirstWriteOfADiskIsNoDamage() throws IOException {
        byte[] head = log.read(1L << 32);
        MemorySegmentLog fresh = new MemorySegmentLog(1 << 20);
        fresh.append(head, 0, head.length);
        fresh.crash(0, true);
        NodeCore.open(fresh, pages, LIMITS);
        assertThat(NodeCore.open(fresh, pages, LIMITS).statistics().damages()).isZero();
    }

    @Test
    void aMissingExcerptIsDamageAndTheSegmentHasToJoinAgain() throws IOException {
        write(3);
        log.damage(2, 777);
        node = open();
        assertThat(node.statistics().damages()).isPositive();
        assertThat(ask(new SegmentRequest.Fence(new VolumeEpoch(9))))
                .isInstanceOfSatisfying(
                        SegmentReply.Fenced.class,
                        reply -> assertThat(reply.joined()).isEqualTo(VolumeEpoch.NONE));
    }

    @Test
    void aHydrationThatCannotReadItsOwnLogHidesNoRecords() throws IOException {
        write(12);
        log.damage(7, 8 * 100);
        assertThat(
                        ask(
                                new SegmentRequest.InstallPages(
                                        model.epoch, List.of(), Lsn.ZERO, true, true)))
                .isInstanceOf(SegmentReply.Failed.class);
        int refused = 0;
        for (int page = 0; page < GroupModel.PAGES; page++) {
            SegmentReply reply =
                    ask(
                            new SegmentRequest.ReadPage(
                                    model.epoch,
                                    TimelineId.FIRST,
                                    new PageId(100L + page),
                                    new Lsn(model.last())));
            if (reply instanceof SegmentReply.PageImage(_, _, byte[] image)) {
                assertThat(image).isEqualTo(model.page(page, model.last()));
            } else if (reply instanceof SegmentReply.NoSuchPage) {
                assertThat(model.page(page, model.last())).as("page %d", page).isNull();
            } else {
                assertThat(reply).isInstanceOf(SegmentReply.Failed.class);
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    private PageStore flushingUntilTheCut() {
        return (PageStore)
                Proxy.newProxyInstance(
                        PageStore.class.getClassLoader(),
                        new Class<?>[] {PageStore.class},
                        (_, method, arguments) ->
                                cutBeforeFlush && method.getName().equals("flush")
                                        ? null
                                        : method.invoke(pages, arguments));
    }

    private SegmentReply read(int page) {
        return ask(
                new SegmentRequest.ReadPage(
                        model.epoch,
                        TimelineId.FIRST,
                        new PageId(100L + page),
                        new Lsn(model.last())));
    }

    /** Mends a damaged image; returns how many writes of the page store a power cut could lose. */
    private int mendAPage() throws IOException {
        write(6);
        Lsn last = new Lsn(model.last());
        ask(new SegmentRequest.Advance(model.epoch, last, last));
        // The VDL must be in the log before pages are made up to it.
        ask(new SegmentRequest.Append(model.epoch, model.write(last.value()), last, last));
        node.materialize();
        pages.damage(0, 8 * 5_000);
        cutBeforeFlush = true;
        for (int page = 0; page < GroupModel.PAGES; page++) {
            if (read(page) instanceof SegmentReply.Failed) {
                assertThat(
                                ask(
                                        new SegmentRequest.MendPage(
                                                model.epoch,
                                                new PageId(100L + page),
                                                model.page(page, last.value()),
                                                last)))
                        .isInstanceOf(SegmentReply.Durable.class);
                return pages.unflushed();
            }
        }
        throw new AssertionError("no page is damaged");
    }

    @Test
    void aMendedPageSurvivesAPowerCutWholeOrNotAtAll() throws IOException {
        int writes = new DamagedLogTest().mendAPage();
        assertThat(writes).isPositive();
        for (int survivors = 0; survivors <= writes; survivors++) {
            DamagedLogTest cut = new DamagedLogTest();
            cut.mendAPage();
            cut.log.crash(0, false);
            cut.pages.crash(survivors);
            cut.node = cut.open();
            for (int page = 0; page < GroupModel.PAGES; page++) {
                byte[] expected = cut.model.page(page, cut.model.last());
                switch (cut.read(page)) {
                    case SegmentReply.PageImage(_, _, byte[] image) ->
                            assertThat(image).isEqualTo(expected);
                    case SegmentReply.NoSuchPage _ -> assertThat(expected).isNull();
                    case SegmentReply reply ->
                            assertThat(reply).isInstanceOf(SegmentReply.Failed.class);
                }
            }
        }
    }

    @Test
    void aLogThatLostItsBeginningForgetsAnnulledRecordsToo() throws IOException {
        write(3);
        long durable = model.last();
        // Records above the VDL, then a file whose head knows of them.
        ask(
                new SegmentRequest.Append(
                        model.epoch, model.write(durable), new Lsn(durable), Lsn.ZERO));
        node = open();
        log.forgetSummaries();
        for (int excerpt = 0; excerpt < log.excerpts() - 1; excerpt++) {
            log.damage(excerpt, 8 * 5);
        }
        node = open();
        SegmentReply.Truncation range =
                new SegmentReply.Truncation(
                        new VolumeEpoch(2), new Lsn(durable + 1), new Lsn(durable + 1_000));
        assertThat(ask(new SegmentRequest.Truncate(new VolumeEpoch(2), List.of(range))))
                .isInstanceOfSatisfying(
                        SegmentReply.Truncated.class,
                        reply -> assertThat(reply.scl().value()).isLessThanOrEqualTo(durable));
    }
}
