package io.daybreak.logstorage.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.logstorage.api.Lsn;
import io.daybreak.logstorage.api.PageId;
import io.daybreak.logstorage.api.PageLayout;
import io.daybreak.logstorage.api.RedoBatch;
import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.logstorage.api.SegmentKind;
import io.daybreak.logstorage.api.SegmentLog;
import io.daybreak.logstorage.api.SegmentReply;
import io.daybreak.logstorage.api.SegmentRequest;
import io.daybreak.logstorage.api.TimelineId;
import io.daybreak.logstorage.api.VolumeEpoch;
import io.daybreak.logstorage.memory.MemoryPageStore;
import io.daybreak.logstorage.memory.MemorySegmentLog;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class NodeCoreFailureTest {
    private static final SegmentLimits LIMITS =
            new SegmentLimits(20, 1 << 16, 1 << 20, 1 << 20, 1 << 16, 1 << 20);
    private static final SegmentId FULL = new SegmentId(GroupModel.GROUP, 0);
    private static final SegmentId TAIL = new SegmentId(GroupModel.GROUP, 1);

    private final GroupModel model = new GroupModel(new Random(5));

    /** A node with its disks. */
    private final class Node {
        final SegmentId id;
        final MemorySegmentLog log = new MemorySegmentLog(20_000);
        final MemoryPageStore pages = new MemoryPageStore();
        NodeCore core;

        Node(SegmentId id, SegmentLog around) throws IOException {
            this.id = id;
            core = NodeCore.open(around, pages, LIMITS);
            core.createSegment(
                    id,
                    id.index() % 2 == 0 ? SegmentKind.FULL : SegmentKind.TAIL,
                    TimelineId.FIRST);
            ask(new SegmentRequest.Truncate(model.epoch, List.of()));
        }

        Node(SegmentId id) throws IOException {
            this.id = id;
            core = NodeCore.open(log, pages, LIMITS);
            core.createSegment(
                    id,
                    id.index() % 2 == 0 ? SegmentKind.FULL : SegmentKind.TAIL,
                    TimelineId.FIRST);
            ask(new SegmentRequest.Truncate(model.epoch, List.of()));
        }

        SegmentReply ask(SegmentRequest request) {
            List<SegmentReply> replies = new ArrayList<>();
            core.accept(id, request, replies::add);
            core.commit();
            return replies.getFirst();
        }

        SegmentReply append(RedoBatch batch) {
            Lsn before = batch.previous();
            return ask(new SegmentRequest.Append(model.epoch, batch, before, before));
        }

        void reopen() throws IOException {
            log.crash(0, false);
            core = NodeCore.open(log, pages, LIMITS);
        }

        SegmentReply.Status status() {
            return (SegmentReply.Status) ask(new SegmentRequest.Inspect(VolumeEpoch.NONE));
        }

        SegmentReply read(int page, long asOf) {
            return core.read(
                    id,
                    new SegmentRequest.ReadPage(
                            model.epoch, TimelineId.FIRST, new PageId(100L + page), new Lsn(asOf)));
        }

        void checkAllPages() {
            for (int page = 0; page < GroupModel.PAGES; page++) {
                SegmentReply reply = read(page, model.last());
                assertThat(reply).isInstanceOf(SegmentReply.PageImage.class);
                assertThat(((SegmentReply.PageImage) reply).image())
                        .isEqualTo(model.page(page, model.last()));
            }
        }
    }

    private void write(Node node, int batches) {
        for (int i = 0; i < batches; i++) {
            assertThat(node.append(model.write(model.last())))
                    .isInstanceOf(SegmentReply.Durable.class);
        }
        Lsn last = new Lsn(model.last());
        node.ask(new SegmentRequest.Advance(model.epoch, last, last));
    }

    private void hydrate(Node node, Node peer) {
        PageId from = new PageId(0);
        long complete = Long.MAX_VALUE;
        while (true) {
            SegmentReply.Pages pages =
                    (SegmentReply.Pages)
                            peer.core.read(
                                    peer.id, new SegmentRequest.FetchPages(model.epoch, from, 5));
            complete = Math.min(complete, pages.complete().value());
            assertThat(
                            node.ask(
                                    new SegmentRequest.InstallPages(
                                            model.epoch,
                                            pages.images(),
                                            new Lsn(complete),
                                            from.number() == 0,
                                            pages.last())))
                    .isInstanceOf(SegmentReply.Durable.class);
            if (pages.last()) {
                return;
            }
            from = new PageId(PageLayout.pageNumber(pages.images().getLast()) + 1);
        }
    }

    @Test
    void aFullDiskFailsTheNodeAndNothingIsAcknowledged() throws IOException {
        AtomicBoolean full = new AtomicBoolean();
        MemorySegmentLog disk = new MemorySegmentLog(1 << 20);
        SegmentLog log =
                (SegmentLog)
                        Proxy.newProxyInstance(
                                SegmentLog.class.getClassLoader(),
                                new Class<?>[] {SegmentLog.class},
                                (_, method, arguments) -> {
                                    if (full.get() && method.getName().equals("append")) {
                                        throw new IOException("No space left on device");
                                    }
                                    return method.invoke(disk, arguments);
                                });
        Node node = new Node(FULL, log);
        write(node, 5);
        long last = model.last();
        full.set(true);
        SegmentReply reply = node.append(model.write(last));
        assertThat(reply).isInstanceOf(SegmentReply.Failed.class);
        assertThat(((SegmentReply.Failed) reply).reason()).contains("No space left on device");
        full.set(false);
        assertThat(node.append(model.write(last))).isInstanceOf(SegmentReply.Failed.class);
        assertThat(node.status().failure()).contains("No space left");

        NodeCore again = NodeCore.open(disk, node.pages, LIMITS);
        node.core = again;
        assertThat(node.status().scl()).isEqualTo(new Lsn(last));
    }

    @Test
    void aDamagedImageIsNotServedAndComesBackFromAPeer() throws IOException {
        Node node = new Node(FULL);
        Node peer = new Node(new SegmentId(GroupModel.GROUP, 2));
        for (int i = 0; i < 60; i++) {
            RedoBatch batch = model.write(model.last());
            node.append(batch);
            peer.append(batch);
        }
        Lsn last = new Lsn(model.last());
        node.ask(new SegmentRequest.Advance(model.epoch, last, last));
        peer.ask(new SegmentRequest.Advance(model.epoch, last, last));
        node.core.materialize();
        peer.core.materialize();
        node.checkAllPages();

        node.pages.damage(3, 40_000);
        SegmentReply reply = node.read(3, model.last());
        assertThat(reply).isInstanceOf(SegmentReply.Failed.class);
        SegmentReply.Status status = node.status();
        assertThat(status.isWhole()).isFalse();
        assertThat(status.damage().page()).isEqualTo(103);
        assertThat(node.core.statistics().damages()).isEqualTo(1);

        assertThat(mendPage(node, peer, 3)).isInstanceOf(SegmentReply.Durable.class);
        assertThat(node.status().isWhole()).isTrue();
        assertThat(node.core.statistics().mendedPages()).isEqualTo(1);
        assertThat(node.pages.unflushed()).as("what a crash brings back").isZero();
        node.checkAllPages();
    }

    private SegmentReply mendPage(Node node, Node peer, int page) {
        SegmentReply.PageImage image = (SegmentReply.PageImage) peer.read(page, model.last());
        return node.ask(
                new SegmentRequest.MendPage(
                        model.epoch, image.page(), image.image(), new Lsn(model.last())));
    }

    @Test
    void theScrubFindsADamagedImageThatNobodyReads() throws IOException {
        Node node = new Node(FULL);
        write(node, 60);
        node.core.materialize();
        node.core.scrub(Long.MAX_VALUE);
        assertThat(node.status().isWhole()).isTrue();
        assertThat(node.core.statistics().scrubRounds()).isEqualTo(1);

        node.pages.damage(7, 99_999);
        node.core.scrub(Long.MAX_VALUE);
        assertThat(node.status().damage().page()).isEqualTo(107);
    }

    /** Else a writer that is faster than the scrub would keep it from the images. */
    @Test
    void theScrubComesToTheImagesThoughTheLogGrowsFasterThanItWalks() throws IOException {
        Node node = new Node(FULL);
        write(node, 60);
        node.core.materialize();
        node.pages.damage(7, 99_999);
        for (int i = 0; i < 30 && node.status().isWhole(); i++) {
            write(node, 40);
            node.core.scrub(1);
        }
        assertThat(node.status().damage().page()).isEqualTo(107);
    }

    @Test
    void aDamagedStretchOfTheLogIsFoundByTheScrubAndMendedFromAPeer() throws IOException {
        Node node = new Node(TAIL);
        Node peer = new Node(FULL);
        for (int i = 0; i < 60; i++) {
            RedoBatch batch = model.write(model.last());
            node.append(batch);
            peer.append(batch);
        }
        node.log.damage(20, 3333);
        node.core.scrub(Long.MAX_VALUE);
        SegmentReply.Damage damage = node.status().damage();
        assertThat(damage.batches()).isEqualTo(1);

        SegmentReply.LogRange range =
                (SegmentReply.LogRange)
                        peer.core.read(
                                peer.id,
                                new SegmentRequest.FetchLog(
                                        model.epoch, damage.after(), damage.upTo(), 1 << 20));
        node.ask(new SegmentRequest.MendLog(model.epoch, range.batches()));
        assertThat(node.status().isWhole()).isTrue();
        assertThat(fetchAll(node)).isEqualTo(fetchAll(peer, node.id));
        node.reopen();
        node.core.scrub(Long.MAX_VALUE);
        assertThat(node.status().isWhole()).isTrue();
        assertThat(node.status().scl()).isEqualTo(new Lsn(model.last()));
        assertThat(fetchAll(node)).isEqualTo(fetchAll(peer, node.id));
    }

    private Object fetchAll(Node node) {
        return fetchAll(node, node.id);
    }

    /** The redo that the node's log has, or why it has not. */
    private Object fetchAll(Node node, SegmentId as) {
        SegmentReply reply =
                node.core.read(
                        node.id,
                        new SegmentRequest.FetchLog(
                                model.epoch, Lsn.ZERO, new Lsn(model.last()), 1 << 30));
        return reply instanceof SegmentReply.LogRange range
                ? as + " " + range.batches().stream().map(b -> Arrays.hashCode(b.bytes())).toList()
                : reply;
    }

    @Test
    void redoThatIsDamagedBeforeItIsInPagesCostsOnlyThesePages() throws IOException {
        Node node = new Node(FULL);
        Node peer = new Node(new SegmentId(GroupModel.GROUP, 2));
        for (int i = 0; i < 60; i++) {
            RedoBatch batch = model.write(model.last());
            node.append(batch);
            peer.append(batch);
        }
        node.reopen();
        node.log.damage(52, 3333);
        Lsn last = new Lsn(model.last());
        node.ask(new SegmentRequest.Advance(model.epoch, last, last));
        node.core.materialize();
        SegmentReply.Damage damage = node.status().damage();
        assertThat(damage.pages()).isBetween(1, GroupModel.PAGES - 1);
        for (int page = 0; page < GroupModel.PAGES; page++) {
            if (node.read(page, model.last()) instanceof SegmentReply.Failed) {
                assertThat(mendPage(node, peer, page)).isInstanceOf(SegmentReply.Durable.class);
            }
        }
        assertThat(node.status().damage().pages()).isZero();
        node.checkAllPages();
    }

    @Test
    void aLostPageStoreIsFoundAndHydrated() throws IOException {
        Node node = new Node(FULL);
        Node peer = new Node(new SegmentId(GroupModel.GROUP, 2));
        for (int round = 0; round < 4; round++) {
            for (int i = 0; i < 30; i++) {
                RedoBatch batch = model.write(model.last());
                node.append(batch);
                peer.append(batch);
            }
            Lsn last = new Lsn(model.last());
            for (Node each : List.of(node, peer)) {
                each.ask(new SegmentRequest.Advance(model.epoch, last, last));
                each.core.materialize();
                each.ask(new SegmentRequest.CollectLog(model.epoch, last));
                each.core.collectLog();
            }
        }
        node.pages.wipe();
        node.reopen();
        assertThat(node.status().needsPages()).isTrue();
        assertThat(node.read(1, model.last())).isInstanceOf(SegmentReply.NotHere.class);
        long scl = node.status().scl().value();
        hydrate(node, peer);
        assertThat(node.status().scl().value()).isEqualTo(scl);
        node.checkAllPages();
        node.reopen();
        assertThat(node.status().needsPages()).isFalse();
        node.checkAllPages();
    }

    /** Found by the damage test: the others said that their pages do not exist. */
    @Test
    void aDamagedLogKeepsNoOtherSegmentFromKnowingThatThePagesAreLost() throws IOException {
        SegmentId other = new SegmentId(GroupModel.GROUP, 2);
        for (int damaged = 10; damaged < 30; damaged++) {
            Node node = new Node(FULL);
            node.core.createSegment(other, SegmentKind.FULL, TimelineId.FIRST);
            askAs(node, other, new SegmentRequest.Truncate(model.epoch, List.of()));
            for (RedoBatch batch : model.batches) {
                Lsn before = batch.previous();
                node.append(batch);
                askAs(node, other, new SegmentRequest.Append(model.epoch, batch, before, before));
            }
            for (int i = 0; i < 30; i++) {
                RedoBatch batch = model.write(model.last());
                Lsn before = batch.previous();
                node.append(batch);
                askAs(node, other, new SegmentRequest.Append(model.epoch, batch, before, before));
            }
            Lsn last = new Lsn(model.last());
            node.ask(new SegmentRequest.Advance(model.epoch, last, last));
            askAs(node, other, new SegmentRequest.Advance(model.epoch, last, last));
            node.core.materialize();
            node.reopen();
            node.log.damage(damaged, 3333);
            node.core.resetPages();
            for (SegmentId id : List.of(FULL, other)) {
                for (int page = 0; page < GroupModel.PAGES; page++) {
                    SegmentReply reply =
                            node.core.read(
                                    id,
                                    new SegmentRequest.ReadPage(
                                            model.epoch,
                                            TimelineId.FIRST,
                                            new PageId(100L + page),
                                            last));
                    assertThat(reply)
                            .as("excerpt %d", damaged)
                            .isNotInstanceOf(SegmentReply.NoSuchPage.class);
                }
            }
        }
    }

    private static SegmentReply askAs(Node node, SegmentId id, SegmentRequest request) {
        List<SegmentReply> replies = new ArrayList<>();
        node.core.accept(id, request, replies::add);
        node.core.commit();
        return replies.getFirst();
    }

    /** Found by the simulator, seed 2694. */
    @Test
    void aSegmentThatGotSomeOfItsPeersPagesDoesNotServeWhatTheyReplaced() throws IOException {
        Node node = new Node(FULL);
        write(node, 40);
        node.core.materialize();
        // Of these it has the redo only: an image of before is under them.
        write(node, 5);
        long here = model.last();
        Node peer = new Node(new SegmentId(GroupModel.GROUP, 2));
        for (RedoBatch batch : model.batches) {
            peer.append(batch);
        }
        write(peer, 40);
        peer.core.materialize();

        SegmentReply.Pages some =
                (SegmentReply.Pages)
                        peer.core.read(
                                peer.id,
                                new SegmentRequest.FetchPages(model.epoch, new PageId(0), 5));
        assertThat(some.last()).isFalse();
        node.ask(
                new SegmentRequest.InstallPages(
                        model.epoch, some.images(), some.complete(), true, false));

        for (int page = 0; page < GroupModel.PAGES; page++) {
            assertThat(node.read(page, here)).isInstanceOf(SegmentReply.NotHere.class);
        }
        node.reopen();
        for (int page = 0; page < GroupModel.PAGES; page++) {
            assertThat(node.read(page, here)).isInstanceOf(SegmentReply.NotHere.class);
        }
        hydrate(node, peer);
        for (RedoBatch batch : model.batches) {
            node.append(batch);
        }
        node.checkAllPages();
    }

    /** The chain starts at the pages and goes on with what waited; a start must not skip that. */
    @Test
    void redoThatWaitedForPagesIsThereAfterAReopening() throws IOException {
        Node peer = new Node(FULL);
        write(peer, 40);
        List<SegmentReply.Pages> pages = new ArrayList<>();
        PageId from = new PageId(0);
        do {
            pages.add(
                    (SegmentReply.Pages)
                            peer.core.read(
                                    peer.id, new SegmentRequest.FetchPages(model.epoch, from, 5)));
            from = new PageId(PageLayout.pageNumber(pages.getLast().images().getLast()) + 1);
        } while (!pages.getLast().last());

        Node node = new Node(new SegmentId(GroupModel.GROUP, 2));
        node.append(model.batches.getLast());
        for (int i = 0; i < 5; i++) {
            node.append(model.write(model.last()));
        }
        assertThat(node.status().scl()).isEqualTo(Lsn.ZERO);
        for (SegmentReply.Pages some : pages) {
            node.ask(
                    new SegmentRequest.InstallPages(
                            model.epoch,
                            some.images(),
                            some.complete(),
                            some.equals(pages.getFirst()),
                            some.last()));
        }
        assertThat(node.status().scl()).isEqualTo(new Lsn(model.last()));

        node.reopen();
        assertThat(node.status().needsPages()).isFalse();
        assertThat(node.status().scl()).isEqualTo(new Lsn(model.last()));
        node.checkAllPages();
    }

    @Test
    void aNewSegmentIsHydratedAndGoesOnWithTheLog() throws IOException {
        Node peer = new Node(FULL);
        write(peer, 40);
        peer.core.materialize();
        Node node = new Node(new SegmentId(GroupModel.GROUP, 2));
        hydrate(node, peer);
        assertThat(node.status().scl()).isEqualTo(peer.status().pagesComplete());
        for (RedoBatch batch : model.batches) {
            node.append(batch);
        }
        write(node, 10);
        node.checkAllPages();
        node.reopen();
        node.checkAllPages();

        Node tail = new Node(TAIL);
        node.core.materialize();
        Lsn complete = node.status().pagesComplete();
        tail.ask(new SegmentRequest.InstallPages(model.epoch, List.of(), complete, true, true));
        assertThat(tail.status().scl()).isEqualTo(complete);
        tail.reopen();
        assertThat(tail.status().scl()).isEqualTo(complete);
        assertThat(tail.append(model.batches.getLast())).isInstanceOf(SegmentReply.Durable.class);
    }

    @Test
    void aDamagedLogRecordIsFoundAtOpeningAndTheSegmentMustJoinAgain() throws IOException {
        Node node = new Node(TAIL);
        write(node, 30);
        long last = model.last();
        node.log.damage(node.log.excerpts() - 3, 3333);
        node.log.forgetSummaries();
        node.reopen();
        assertThat(node.core.statistics().damages()).isPositive();
        assertThat(node.status().scl().value()).isLessThan(last);
        assertThat(node.append(model.write(last))).isInstanceOf(SegmentReply.NotJoined.class);
        node.ask(new SegmentRequest.Truncate(model.epoch, List.of()));
        for (RedoBatch batch : model.batches) {
            node.append(batch);
        }
        assertThat(node.status().scl()).isEqualTo(new Lsn(model.last()));
        node.reopen();
        assertThat(node.status().scl()).isEqualTo(new Lsn(model.last()));
    }

    @Test
    void damageBeforeAStateOfTheSegmentCostsRedoButNotItsMembership() throws IOException {
        Node node = new Node(TAIL);
        write(node, 60);
        long last = model.last();
        node.log.damage(5, 3333);
        node.log.forgetSummaries();
        node.reopen();
        assertThat(node.core.statistics().damages()).isPositive();
        assertThat(node.status().scl().value()).isLessThan(last);
        for (RedoBatch batch : model.batches) {
            assertThat(node.append(batch)).isInstanceOf(SegmentReply.Durable.class);
        }
        assertThat(node.status().scl()).isEqualTo(new Lsn(last));
        node.reopen();
        assertThat(node.status().scl()).isEqualTo(new Lsn(last));
    }

    @Test
    void anUnknownSegmentIsRefused() throws IOException {
        Node node = new Node(FULL);
        List<SegmentReply> replies = new ArrayList<>();
        node.core.accept(TAIL, new SegmentRequest.Fence(model.epoch), replies::add);
        node.core.commit();
        assertThat(replies).singleElement().isInstanceOf(SegmentReply.Failed.class);
    }
}
