package io.daybreak.logstorage.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.logstorage.api.Lsn;
import io.daybreak.logstorage.api.PageId;
import io.daybreak.logstorage.api.PageLayout;
import io.daybreak.logstorage.api.RedoBatch;
import io.daybreak.logstorage.api.RedoBatchCodec;
import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.logstorage.api.SegmentKind;
import io.daybreak.logstorage.api.SegmentReply;
import io.daybreak.logstorage.api.SegmentReply.Truncation;
import io.daybreak.logstorage.api.SegmentRequest;
import io.daybreak.logstorage.api.TimelineId;
import io.daybreak.logstorage.api.VolumeEpoch;
import io.daybreak.logstorage.memory.MemoryPageStore;
import io.daybreak.logstorage.memory.MemorySegmentLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: whatever comes in whatever order, with crashes, recoveries, pages made and log deleted, a
 * segment forgets nothing it acknowledged, keeps nothing that was annulled, and serves every page
 * at every LSN as the redo says. Method: random steps against {@link GroupModel}.
 */
class NodeCoreModelTest {
    private static final SegmentLimits LIMITS =
            new SegmentLimits(20, 1 << 16, 6000, 1000, 1, 1 << 20);

    private static final class Run {
        final Random random;
        final SegmentKind kind;
        final SegmentId id;
        final GroupModel model;
        final MemorySegmentLog log = new MemorySegmentLog(5000);
        final MemoryPageStore pages = new MemoryPageStore();
        final List<Truncation> ranges = new ArrayList<>();
        final List<RedoBatch> annulled = new ArrayList<>();
        NodeCore node;
        long acknowledged;
        long durable;
        long minReadPoint;

        Run(long seed, SegmentKind kind) throws IOException {
            random = new Random(seed);
            this.kind = kind;
            id = new SegmentId(GroupModel.GROUP, kind == SegmentKind.FULL ? 0 : 1);
            model = new GroupModel(random);
            node = NodeCore.open(log, pages, LIMITS);
            node.createSegment(id, kind, TimelineId.FIRST);
            join();
        }

        SegmentReply ask(SegmentRequest request) {
            List<SegmentReply> replies = new ArrayList<>();
            node.accept(id, request, replies::add);
            assertThat(replies).isEmpty();
            node.commit();
            return replies.getFirst();
        }

        void join() {
            ask(new SegmentRequest.Fence(model.epoch));
            assertThat(ask(new SegmentRequest.Truncate(model.epoch, ranges)))
                    .isInstanceOf(SegmentReply.Truncated.class);
        }

        void send(RedoBatch batch) {
            SegmentReply reply =
                    ask(
                            new SegmentRequest.Append(
                                    model.epoch, batch, new Lsn(durable), new Lsn(minReadPoint)));
            assertThat(reply).isInstanceOf(SegmentReply.Durable.class);
            long scl = ((SegmentReply.Durable) reply).scl().value();
            assertThat(scl).isGreaterThanOrEqualTo(acknowledged);
            assertThat(scl == 0 || model.chain.containsKey(scl)).as("SCL %s", scl).isTrue();
            acknowledged = scl;
        }

        void step() throws IOException {
            int dice = random.nextInt(100);
            if (dice < 25) {
                model.write(durable);
            } else if (dice < 60) {
                deliver();
            } else if (dice < 65 && !annulled.isEmpty()) {
                send(annulled.get(random.nextInt(annulled.size())));
            } else if (dice < 73) {
                advance();
            } else if (dice < 78) {
                node.materialize();
            } else if (dice < 82) {
                ask(new SegmentRequest.CollectLog(model.epoch, new Lsn(durable)));
                node.collectLog();
            } else if (dice < 86) {
                crash();
            } else if (dice < 88) {
                recover();
            } else if (dice < 91) {
                fetch();
            } else {
                read();
            }
        }

        void deliver() {
            if (model.batches.isEmpty()) {
                return;
            }
            if (random.nextInt(3) > 0) {
                for (RedoBatch batch : model.batches) {
                    if (batch.last().value() > acknowledged) {
                        send(batch);
                        return;
                    }
                }
            }
            int size = model.batches.size();
            send(model.batches.get(Math.max(0, size - 1 - random.nextInt(10))));
        }

        void advance() {
            durable = Math.max(durable, random.nextLong(acknowledged + 1));
            minReadPoint = Math.max(minReadPoint, random.nextLong(durable + 1));
            ask(new SegmentRequest.Advance(model.epoch, new Lsn(durable), new Lsn(minReadPoint)));
        }

        void crash() throws IOException {
            log.crash(random.nextInt(3), random.nextBoolean());
            pages.crash(random.nextInt(pages.unflushed() + 1));
            node = NodeCore.open(log, pages, LIMITS);
            assertThat(node.statistics().damages()).isZero();
            SegmentReply.Status status =
                    (SegmentReply.Status) ask(new SegmentRequest.Inspect(VolumeEpoch.NONE));
            assertThat(status.scl().value()).isGreaterThanOrEqualTo(acknowledged);
            assertThat(status.needsPages()).isFalse();
            assertThat(status.epoch()).isEqualTo(model.epoch);
        }

        void recover() {
            long to = Math.max(model.last(), durable) + 1 + random.nextInt(50);
            VolumeEpoch next = model.epoch.next();
            SegmentReply.Fenced fenced = (SegmentReply.Fenced) ask(new SegmentRequest.Fence(next));
            checkTail(fenced);
            assertThat(ask(new SegmentRequest.Advance(model.epoch, new Lsn(durable), Lsn.ZERO)))
                    .isInstanceOf(SegmentReply.StaleEpoch.class);
            assertThat(ask(new SegmentRequest.Advance(next, new Lsn(durable), Lsn.ZERO)))
                    .isInstanceOf(SegmentReply.NotJoined.class);
            for (RedoBatch batch : model.batches) {
                if (batch.last().value() > durable) {
                    annulled.add(batch);
                }
            }
            model.truncate(durable, to, next);
            ranges.add(new Truncation(next, new Lsn(durable + 1), new Lsn(to)));
            Long end = model.chain.isEmpty() ? Long.valueOf(0) : model.chain.lastKey();
            acknowledged = Math.min(acknowledged, end);
            join();
        }

        void checkTail(SegmentReply.Fenced fenced) {
            List<Long> expected = new ArrayList<>();
            List<Long> points = new ArrayList<>();
            model.chain
                    .subMap(
                            fenced.durableLsn().value(),
                            false,
                            Math.max(fenced.scl().value(), fenced.durableLsn().value()),
                            true)
                    .forEach((lsn, point) -> {
                        expected.add(lsn);
                        if (point) {
                            points.add(lsn);
                        }
                    });
            List<Long> found = new ArrayList<>();
            List<Long> foundPoints = new ArrayList<>();
            for (SegmentReply.Run run : fenced.tail()) {
                for (long lsn = run.first(); lsn <= run.last(); lsn++) {
                    found.add(lsn);
                }
                for (long point : run.consistencyPoints()) {
                    foundPoints.add(point);
                }
            }
            assertThat(found).isEqualTo(expected);
            assertThat(foundPoints).isEqualTo(points);
        }

        void fetch() {
            long after = random.nextLong(acknowledged + 1);
            SegmentReply.LogRange range =
                    (SegmentReply.LogRange)
                            node.read(
                                    id,
                                    new SegmentRequest.FetchLog(
                                            model.epoch,
                                            new Lsn(after),
                                            new Lsn(acknowledged),
                                            1 + random.nextInt(3000)));
            long previous = -1;
            for (RedoBatch batch : range.batches()) {
                assertThat(RedoBatchCodec.isSound(batch)).isTrue();
                assertThat(previous == -1 || batch.previous().value() == previous).isTrue();
                previous = batch.last().value();
                assertThat(model.chain).containsKey(previous);
            }
            if (after >= range.oldest().value() && after < acknowledged) {
                assertThat(range.batches()).isNotEmpty();
                assertThat(range.batches().getFirst().previous().value())
                        .isLessThanOrEqualTo(after);
            }
        }

        void read() {
            int page = random.nextInt(GroupModel.PAGES);
            long asOf =
                    minReadPoint + random.nextLong(Math.max(0, acknowledged - minReadPoint) + 1);
            Long point = model.chain.floorKey(asOf);
            if (point == null) {
                return;
            }
            SegmentReply reply =
                    node.read(
                            id,
                            new SegmentRequest.ReadPage(
                                    model.epoch,
                                    TimelineId.FIRST,
                                    new PageId(100L + page),
                                    new Lsn(point)));
            byte[] expected = model.page(page, point);
            switch (reply) {
                case SegmentReply.PageImage image -> {
                    assertThat(PageLayout.isSealed(image.image())).isTrue();
                    assertThat(image.image()).as("page %s at %s", page, point).isEqualTo(expected);
                }
                case SegmentReply.NoSuchPage _ -> assertThat(expected).isNull();
                case SegmentReply.NotHere notHere ->
                        assertThat(kind).as(notHere.toString()).isEqualTo(SegmentKind.TAIL);
                default -> throw new AssertionError(reply.toString());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void aFullSegmentDoesAsTheModel(int start) throws IOException {
        run(start, SegmentKind.FULL);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aTailSegmentDoesAsTheModel(int start) throws IOException {
        run(start, SegmentKind.TAIL);
    }

    private void run(int start, SegmentKind kind) throws IOException {
        for (long seed = start * 1000L + 1; seed <= start * 1000L + 25; seed++) {
            try {
                Run run = new Run(seed, kind);
                for (int i = 0; i < 400; i++) {
                    run.step();
                }
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }
}
