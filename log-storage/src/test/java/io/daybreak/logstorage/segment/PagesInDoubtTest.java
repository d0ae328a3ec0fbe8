package io.daybreak.logstorage.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.daybreak.logstorage.api.Lsn;
import io.daybreak.logstorage.api.PageId;
import io.daybreak.logstorage.api.PageLayout;
import io.daybreak.logstorage.api.RedoBatch;
import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.logstorage.api.SegmentKind;
import io.daybreak.logstorage.api.SegmentReply;
import io.daybreak.logstorage.api.SegmentRequest;
import io.daybreak.logstorage.api.TimelineId;
import io.daybreak.logstorage.memory.MemoryPageStore;
import io.daybreak.logstorage.memory.MemorySegmentLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A page store whose forces fail: what it takes back is made again from redo, which was kept. */
final class PagesInDoubtTest {
    /** Few records make a page hot. */
    private static final SegmentLimits LIMITS =
            new SegmentLimits(20, 1 << 16, 1 << 20, 1 << 20, 1 << 10, 1 << 20);

    private static final SegmentId FULL = new SegmentId(GroupModel.GROUP, 0);
    private static final SegmentId OTHER = new SegmentId(GroupModel.GROUP, 2);

    private final GroupModel model = new GroupModel(new Random(6));

    private final class Node {
        final SegmentId id;
        final MemorySegmentLog log = new MemorySegmentLog(20_000);
        final MemoryPageStore pages = new MemoryPageStore();
        NodeCore core;

        Node(SegmentId id) throws IOException {
            this.id = id;
            core = NodeCore.open(log, pages, LIMITS);
            core.createSegment(id, SegmentKind.FULL, TimelineId.FIRST);
            ask(new SegmentRequest.Truncate(model.epoch, List.of()));
        }

        SegmentReply ask(SegmentRequest request) {
            List<SegmentReply> replies = new ArrayList<>();
            core.accept(id, request, replies::add);
            core.commit();
            return replies.getFirst();
        }

        void append(RedoBatch batch) {
            Lsn before = batch.previous();
            assertThat(ask(new SegmentRequest.Append(model.epoch, batch, before, before)))
                    .isInstanceOf(SegmentReply.Durable.class);
        }

        void advance() {
            Lsn last = new Lsn(model.last());
            ask(new SegmentRequest.Advance(model.epoch, last, last));
        }

        void checkAllPages() {
            checkAllPages(model.last());
        }

        void checkAllPages(long asOf) {
            for (int page = 0; page < GroupModel.PAGES; page++) {
                SegmentReply reply =
                        core.read(
                                id,
                                new SegmentRequest.ReadPage(
                                        model.epoch,
                                        TimelineId.FIRST,
                                        new PageId(100L + page),
                                        new Lsn(asOf)));
                assertThat(reply).isInstanceOf(SegmentReply.PageImage.class);
                assertThat(((SegmentReply.PageImage) reply).image())
                        .isEqualTo(model.page(page, asOf));
            }
        }
    }

    private void write(Node node, int batches) {
        for (int i = 0; i < batches; i++) {
            node.append(model.write(model.last()));
        }
        node.advance();
        // The VDL counts once the log has it.
        node.append(model.write(model.last()));
        node.advance();
    }

    @Test
    void redoIsKeptUntilItsPagesAreForced() throws IOException {
        Node node = new Node(FULL);
        write(node, 100);
        node.core.materialize();
        for (int round = 0; round < 5; round++) {
            write(node, 100);
            node.pages.forcesFail(true);
            assertThatThrownBy(node.core::materialize).isInstanceOf(IOException.class);
            // Readers learn of images that are taken back afterwards.
            node.checkAllPages();
            assertThatThrownBy(node.core::rollBackPages).isInstanceOf(IOException.class);
            node.core.collectLog();
            node.checkAllPages();

            node.pages.forcesFail(false);
            assertThatThrownBy(node.core::materialize).isInstanceOf(IOException.class);
            node.core.rollBackPages();
            node.core.collectLog();
            node.checkAllPages();
            assertThat(node.core.materialize()).isPositive();
            node.checkAllPages();
        }
        assertThat(node.core.statistics().damages()).isZero();
        node.core.collectLog();
        node.pages.crash(0);
        node.log.crash(0, false);
        node.core = NodeCore.open(node.log, node.pages, LIMITS);
        node.checkAllPages();
    }

    @Test
    void hotPagesWhoseImagesWereTakenBackAreReadFromTheirRedo() throws IOException {
        Node node = new Node(FULL);
        write(node, 300);
        node.pages.forcesFail(true);
        assertThatThrownBy(node.core::imageHotPages).isInstanceOf(IOException.class);
        node.checkAllPages();
        node.pages.forcesFail(false);
        node.core.rollBackPages();
        node.checkAllPages();
        write(node, 100);
        assertThat(node.core.imageHotPages()).isPositive();
        node.checkAllPages();
        node.core.materialize();
        node.checkAllPages();
        assertThat(node.core.statistics().damages()).isZero();
    }

    @Test
    void whoReadsWhileImagesAreTakenBackFindsNoDamage() throws IOException {
        Node node = new Node(FULL);
        write(node, 300);
        node.pages.forcesFail(true);
        assertThatThrownBy(node.core::imageHotPages).isInstanceOf(IOException.class);
        node.checkAllPages();
        node.pages.forcesFail(false);
        node.pages.afterRollBack(node::checkAllPages);
        node.core.rollBackPages();
        node.checkAllPages();
        assertThat(node.core.statistics().damages()).isZero();
    }

    /** It left a mark and images that are not on disk; the log opened anew must not count on it. */
    @Test
    void aRoundThatAFullDiskEndedIsNoneForALogOpenedAnew() throws IOException {
        Node node = new Node(FULL);
        write(node, 100);
        node.pages.isFull(true);
        assertThatThrownBy(node.core::materialize).isInstanceOf(IOException.class);
        node.core.fail(new IOException("disk full"));
        assertThatThrownBy(node.core::settlePages).isInstanceOf(IOException.class);
        node.pages.isFull(false);
        node.core.settlePages();
        node.core = NodeCore.open(node.log, node.pages, LIMITS);
        write(node, 2);
        node.core.collectLog();

        node.pages.crash(0);
        node.log.crash(0, false);
        node.core = NodeCore.open(node.log, node.pages, LIMITS);
        node.checkAllPages();
    }

    @Test
    void aHydrationThatALogOpenedAnewDoesNotKnowBeginsAnew() throws IOException {
        Node peer = new Node(FULL);
        write(peer, 200);
        peer.core.materialize();
        Node node = new Node(OTHER);
        SegmentReply.Pages pages = fetch(peer, 0);
        assertThat(install(node, pages, true)).isInstanceOf(SegmentReply.Durable.class);

        node.pages.crash(0);
        node.core = NodeCore.open(node.log, node.pages, LIMITS);

        long next = PageLayout.pageNumber(pages.images().getLast()) + 1;
        assertThat(install(node, fetch(peer, next), false)).isInstanceOf(SegmentReply.Failed.class);
    }

    @Test
    void aHydrationWhoseFirstImagesWereTakenBackBeginsAnew() throws IOException {
        Node peer = new Node(FULL);
        write(peer, 200);
        peer.core.materialize();
        Node node = new Node(OTHER);
        SegmentReply.Pages pages = fetch(peer, 0);
        assertThat(install(node, pages, true)).isInstanceOf(SegmentReply.Durable.class);

        node.pages.forcesFail(true);
        assertThatThrownBy(node.pages::flush).isInstanceOf(IOException.class);
        node.pages.forcesFail(false);
        node.core.rollBackPages();

        long next = PageLayout.pageNumber(pages.images().getLast()) + 1;
        assertThat(install(node, fetch(peer, next), false)).isInstanceOf(SegmentReply.Failed.class);
        long from = 0;
        do {
            pages = fetch(peer, from);
            assertThat(install(node, pages, from == 0)).isInstanceOf(SegmentReply.Durable.class);
            from = PageLayout.pageNumber(pages.images().getLast()) + 1;
        } while (!pages.last());
        node.checkAllPages(pages.complete().value());
    }

    private SegmentReply.Pages fetch(Node peer, long from) {
        return (SegmentReply.Pages)
                peer.core.read(
                        peer.id,
                        new SegmentRequest.FetchPages(
                                model.epoch, new PageId(from), GroupModel.PAGES - 1));
    }

    private SegmentReply install(Node node, SegmentReply.Pages pages, boolean first) {
        return node.ask(
                new SegmentRequest.InstallPages(
                        model.epoch, pages.images(), pages.complete(), first, pages.last()));
    }
}
