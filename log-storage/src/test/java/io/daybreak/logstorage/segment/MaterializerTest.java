package io.daybreak.logstorage.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.logstorage.api.Lsn;
import io.daybreak.logstorage.api.MiniTransaction;
import io.daybreak.logstorage.api.PageId;
import io.daybreak.logstorage.api.PageStore;
import io.daybreak.logstorage.api.ProtectionGroupId;
import io.daybreak.logstorage.api.RedoBatch;
import io.daybreak.logstorage.api.RedoBatchEncoder;
import io.daybreak.logstorage.api.RedoKind;
import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.logstorage.api.SegmentKind;
import io.daybreak.logstorage.api.SegmentLog;
import io.daybreak.logstorage.api.SegmentReply;
import io.daybreak.logstorage.api.SegmentRequest;
import io.daybreak.logstorage.api.TimelineId;
import io.daybreak.logstorage.memory.MemoryPageStore;
import io.daybreak.logstorage.memory.MemorySegmentLog;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class MaterializerTest {
    private static final int BATCHES = 40;
    private static final SegmentId SEGMENT = new SegmentId(GroupModel.GROUP, 0);

    private final GroupModel model = new GroupModel(new Random(11));
    private final List<String> calls = new ArrayList<>();
    private Consumer<String> onCall = calls::add;

    /** Tells of each call before it is made. */
    private <T> T watched(Class<T> type, T target) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (_, method, arguments) -> {
                            onCall.accept(type.getSimpleName() + "." + method.getName());
                            try {
                                return method.invoke(target, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        }));
    }

    private NodeCore node(SegmentLimits limits) throws IOException {
        return node(limits, new MemorySegmentLog(1 << 20), new MemoryPageStore());
    }

    private NodeCore open(SegmentLimits limits, SegmentLog log, PageStore pages)
            throws IOException {
        return NodeCore.open(
                watched(SegmentLog.class, log), watched(PageStore.class, pages), limits);
    }

    private NodeCore node(SegmentLimits limits, SegmentLog log, PageStore pages)
            throws IOException {
        NodeCore node = open(limits, log, pages);
        node.createSegment(SEGMENT, SegmentKind.FULL, TimelineId.FIRST);
        ask(node, SEGMENT, new SegmentRequest.Truncate(model.epoch, List.of()));
        return node;
    }

    private static SegmentReply ask(NodeCore node, SegmentId id, SegmentRequest request) {
        List<SegmentReply> replies = new ArrayList<>();
        node.accept(id, request, replies::add);
        node.commit();
        return replies.getFirst();
    }

    private void append(NodeCore node) {
        Lsn before = new Lsn(model.last());
        RedoBatch batch = model.write(model.last());
        ask(node, SEGMENT, new SegmentRequest.Append(model.epoch, batch, before, before));
    }

    private void write(NodeCore node, int batches) {
        for (int i = 0; i < batches; i++) {
            append(node);
        }
        Lsn last = new Lsn(model.last());
        ask(node, SEGMENT, new SegmentRequest.Advance(model.epoch, last, last));
        // The VDL counts once the log has it.
        append(node);
    }

    private static SegmentLimits limits(long heldBytesMax, long materializeBytesMin) {
        return new SegmentLimits(20, 1 << 16, heldBytesMax, 1 << 20, materializeBytesMin, 1 << 30);
    }

    @Test
    void readsABatchOfTheLogOnceHoweverManyOfItsRecordsItNeeds() throws IOException {
        NodeCore node = node(limits(0, 1 << 30));
        write(node, BATCHES);
        calls.clear();
        List<String> seen = new ArrayList<>();
        onCall =
                call -> {
                    if (call.equals("PageStore.markComplete") && !seen.contains(call)) {
                        seen.add(call);
                        // The log goes on, and memory lets go of what is above its bound.
                        append(node);
                    }
                    seen.add(call);
                };
        assertThat(node.materialize()).isGreaterThanOrEqualTo(GroupModel.PAGES);
        assertThat(seen.stream().filter(call -> call.equals("SegmentLog.append"))).hasSize(1);
        assertThat(seen.stream().filter(call -> call.equals("SegmentLog.read")))
                .hasSizeBetween(BATCHES / 2, BATCHES);
    }

    @Test
    void flushesOnceForAllSegments() throws IOException {
        NodeCore node = node(limits(1 << 20, 1 << 30));
        List<SegmentId> ids = new ArrayList<>();
        for (int group = 10; group < 15; group++) {
            SegmentId id = new SegmentId(new ProtectionGroupId(group), 0);
            node.createSegment(id, SegmentKind.FULL, TimelineId.FIRST);
            ask(node, id, new SegmentRequest.Truncate(model.epoch, List.of()));
            ids.add(id);
        }
        for (SegmentId id : ids) {
            for (int i = 0; i < 2; i++) {
                RedoBatch batch = OneRecord.batch(id, i + 1);
                Lsn durable = new Lsn(i);
                ask(node, id, new SegmentRequest.Append(model.epoch, batch, durable, durable));
            }
        }
        calls.clear();
        assertThat(node.materialize()).isEqualTo(ids.size());
        assertThat(calls.stream().filter(call -> call.equals("PageStore.flush"))).hasSize(1);
    }

    @Test
    void saysThatPagesAreBehindUntilTheyAreMade() throws IOException {
        NodeCore node = node(limits(0, 1000));
        assertThat(node.statistics().pagesBehind()).isFalse();
        write(node, BATCHES);
        assertThat(node.statistics().pagesBehind()).isTrue();
        assertThat(node.statistics().pageDebtBytes()).isGreaterThan(2000);
        node.materialize();
        assertThat(node.statistics().pagesBehind()).isFalse();
    }

    @Test
    void redoThatAReaderHoldsUpIsNoDebt() throws IOException {
        NodeCore node = node(limits(0, 1000));
        for (int i = 0; i < BATCHES; i++) {
            Lsn before = new Lsn(model.last());
            RedoBatch batch = model.write(model.last());
            ask(node, SEGMENT, new SegmentRequest.Append(model.epoch, batch, before, Lsn.ZERO));
        }
        assertThat(node.statistics().pagesBehind()).isFalse();
    }

    /** More than are looked at in one go, some of them above what pages are made of. */
    @Test
    void makesAPageOfThousandsOfRecords() throws IOException {
        NodeCore node = node(limits(1 << 20, 1 << 30));
        byte[] expected = writeToOnePage(node, 12, 9_000);
        assertThat(node.materialize()).isEqualTo(1);
        assertThat(slots(read(node, 9_000))).isEqualTo(expected);
    }

    /** Most of the redo is read by nobody then, before a restart and after it. */
    @Test
    void readsAPageThatAlwaysChangesFromItsLastImage() throws IOException {
        MemorySegmentLog log = new MemorySegmentLog(1 << 20);
        MemoryPageStore pages = new MemoryPageStore();
        NodeCore node = node(limits(0, 1 << 30), log, pages);
        byte[] expected = writeToOnePage(node, 40, 38_000);
        assertThat(node.imageHotPages()).isEqualTo(1);
        assertThat(node.imageHotPages()).isZero();

        calls.clear();
        assertThat(slots(read(node, 38_000))).isEqualTo(expected);
        assertThat(logReads()).isZero();

        NodeCore restarted = open(limits(0, 1 << 30), log, pages);
        calls.clear();
        assertThat(slots(read(restarted, 38_000))).isEqualTo(expected);
        assertThat(logReads()).isZero();

        byte[] newest = new byte[SLOTS];
        for (int lsn = 1; lsn <= 40_000; lsn++) {
            newest[slot(lsn)] = value(lsn);
        }
        assertThat(slots(read(restarted, 40_000))).isEqualTo(newest);
        // The last batch is above the VDL, and so in memory.
        assertThat(logReads()).isEqualTo(1);
    }

    /** A crash may leave a read point below the one that images were made for. */
    @Test
    void makesNoImageBelowOneOfBeforeTheStart() throws IOException {
        MemorySegmentLog log = new MemorySegmentLog(1 << 20);
        MemoryPageStore pages = new MemoryPageStore();
        NodeCore node = node(limits(0, 1 << 30), log, pages);
        byte[] expected = writeToOnePage(node, 40, 38_000);
        assertThat(node.imageHotPages()).isEqualTo(1);

        NodeCore restarted = open(limits(0, 1 << 30), log, pages);
        Lsn low = new Lsn(5_000);
        ask(restarted, SEGMENT, new SegmentRequest.Advance(model.epoch, low, low));
        assertThat(restarted.materialize()).isZero();
        assertThat(slots(read(restarted, 38_000))).isEqualTo(expected);
    }

    /** The round's redo is not in memory either; each batch comes when its records are applied. */
    @Test
    void aPageOfManyBatchesBecomesHotRightAfterAStart() throws IOException {
        MemorySegmentLog log = new MemorySegmentLog(1 << 20);
        MemoryPageStore pages = new MemoryPageStore();
        NodeCore node = node(limits(0, 1 << 30), log, pages);
        byte[] expected = writeToOnePage(node, 40, 38_000);

        NodeCore restarted = open(limits(0, 1 << 30), log, pages);
        calls.clear();
        assertThat(slots(read(restarted, 38_000))).isEqualTo(expected);
        assertThat(logReads()).isBetween(30L, 40L);
        Lsn readPoint = new Lsn(38_000);
        ask(restarted, SEGMENT, new SegmentRequest.Advance(model.epoch, readPoint, readPoint));
        assertThat(restarted.materialize()).isEqualTo(1);
        assertThat(slots(read(restarted, 38_000))).isEqualTo(expected);
    }

    /** What the image made unnecessary is needed again once an older one takes its place. */
    @Test
    void doesNotServeAPageWhoseImageWentAway() throws IOException {
        MemoryPageStore pages = new MemoryPageStore();
        NodeCore node = node(limits(0, 1 << 30), new MemorySegmentLog(1 << 20), pages);
        writeToOnePage(node, 12, 9_000);
        assertThat(node.imageHotPages()).isEqualTo(1);
        pages.remove(GroupModel.GROUP, TimelineId.FIRST, BUSY_PAGE);
        assertThat(read(node, 9_000)).isInstanceOf(SegmentReply.Failed.class);
    }

    private static final long BUSY_PAGE = 7;
    private static final int SLOTS = 500;

    private static int slot(long lsn) {
        return (int) (lsn * 7919 % SLOTS);
    }

    private static byte value(long lsn) {
        return (byte) (lsn * 31);
    }

    /**
     * Each batch has a thousand records.
     *
     * @param readPoint nobody reads below
     * @return what the page has as of the read point
     */
    private byte[] writeToOnePage(NodeCore node, int batches, long readPoint) {
        RedoBatchEncoder encoder =
                new RedoBatchEncoder(GroupModel.GROUP, TimelineId.FIRST, Lsn.ZERO);
        MiniTransaction mtr = new MiniTransaction();
        byte[] slots = new byte[SLOTS];
        byte[] expected = slots;
        long lsn = 0;
        for (int batch = 0; batch < batches; batch++) {
            Lsn before = new Lsn(lsn);
            for (int i = 0; i < 1_000; i++) {
                lsn++;
                mtr.reset();
                mtr.record(BUSY_PAGE, RedoKind.OTHER);
                if (lsn == 1) {
                    mtr.init(1);
                }
                byte[] value = {value(lsn)};
                slots[slot(lsn)] = value[0];
                mtr.write(1000 + slot(lsn), value, 0, 1);
                encoder.add(lsn, mtr, 0);
            }
            RedoBatch redo = encoder.close(model.epoch, 0, before.value());
            Lsn minReadPoint = new Lsn(Math.min(before.value(), readPoint));
            ask(node, SEGMENT, new SegmentRequest.Append(model.epoch, redo, before, minReadPoint));
            if (lsn == readPoint) {
                expected = slots.clone();
            }
        }
        return expected;
    }

    private SegmentReply read(NodeCore node, long asOf) {
        return node.read(
                SEGMENT,
                new SegmentRequest.ReadPage(
                        model.epoch, TimelineId.FIRST, new PageId(BUSY_PAGE), new Lsn(asOf)));
    }

    private static byte[] slots(SegmentReply reply) {
        assertThat(reply).isInstanceOf(SegmentReply.PageImage.class);
        return Arrays.copyOfRange(((SegmentReply.PageImage) reply).image(), 1000, 1000 + SLOTS);
    }

    private long logReads() {
        return calls.stream().filter(call -> call.equals("SegmentLog.read")).count();
    }
}
