package io.daybreak.engine.btree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.daybreak.engine.api.WouldBlockException;
import io.daybreak.engine.buffer.BufferPool;
import io.daybreak.engine.mtr.Mtr;
import io.daybreak.engine.space.Space;
import io.daybreak.logstorage.api.RedoKind;
import io.daybreak.quorum.memory.InMemoryVolume;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

final class BTreeTest {
    private static byte[] key(long i) {
        return ByteBuffer.allocate(8).putLong(i).array();
    }

    private static TreeWorld world(int frames) {
        return new TreeWorld(InMemoryVolume.durableAtOnce(40), frames);
    }

    private static TreeStatistics statistics(TreeWorld world) {
        world.mtr.start(true);
        TreeStatistics statistics = world.tree.statistics(world.mtr);
        world.mtr.close();
        return statistics;
    }

    @Test
    void ascendingInsertsFillPages() {
        try (TreeWorld world = world(64)) {
            int rows = 20_000;
            for (int i = 0; i < rows; i++) {
                world.put(key(i), new byte[92]);
            }
            int perLeaf = Node.CAPACITY / Node.entrySize(8, 92);
            TreeStatistics statistics = statistics(world);
            assertThat(statistics.height()).isEqualTo(2);
            assertThat(statistics.leafPages()).isEqualTo((rows + perLeaf - 1) / perLeaf);
            assertThat(statistics.entries()).isBetween(rows * 9 / 10L, rows * 11 / 10L);
        }
    }

    @Test
    void twoInterleavedRunsFillPagesToo() {
        try (TreeWorld world = world(256)) {
            int rows = 20_000;
            for (int i = 0; i < rows; i++) {
                world.put(key((long) (i & 1) << 40 | i), new byte[92]);
            }
            int perLeaf = Node.CAPACITY / Node.entrySize(8, 92);
            assertThat(statistics(world).leafPages()).isLessThan(rows / perLeaf * 12L / 10);
        }
    }

    @Test
    void aSmallUpdateLogsAFewBytes() {
        try (TreeWorld world = world(64)) {
            for (int i = 0; i < 100; i++) {
                world.put(key(i), new byte[80]);
            }
            long before = world.volume.redoBytes.get();
            byte[] value = new byte[80];
            value[40] = 1;
            value[43] = 1;
            world.put(key(50), value);
            assertThat(world.volume.redoBytes.get() - before).isLessThanOrEqualTo(9);
            before = world.volume.redoBytes.get();
            world.put(key(1_000), value);
            assertThat(world.volume.redoBytes.get() - before).isLessThan(8 + 80 + 45);
        }
    }

    @Test
    void rangesAreEstimatedByTwoDives() {
        try (TreeWorld world = world(1_024)) {
            for (int i = 0; i < 50_000; i++) {
                world.put(key(i), new byte[92]);
            }
            world.mtr.start(true);
            assertThat(world.tree.estimateRange(world.mtr, key(10), key(20))).isEqualTo(10);
            assertThat(world.tree.estimateRange(world.mtr, key(20), key(10))).isZero();
            assertThat(world.tree.estimateRange(world.mtr, key(1_000), key(3_000)))
                    .isBetween(1_900L, 2_100L);
            assertThat(world.tree.estimateRange(world.mtr, null, null)).isBetween(45_000L, 55_000L);
            assertThat(world.tree.estimateRange(world.mtr, key(25_000), null))
                    .isBetween(22_000L, 28_000L);
            world.mtr.close();
        }
    }

    @Test
    void aBulkLoadBuildsAWholeTree() {
        try (TreeWorld world = world(64)) {
            BulkLoad load = world.tree.bulkLoad();
            byte[] value = new byte[150];
            for (int i = 0; i < 30_000; i++) {
                load.add(world.mtr, key(2L * i), 0, 8, value, 0, 50 + i % 100);
            }
            load.finish(world.mtr);
            world.mtr.start(true);
            assertThat(world.tree.verify(world.mtr, 10)).isEmpty();
            world.mtr.close();
            for (int i = 0; i < 3_000; i++) {
                world.put(key(20L * i + 1), value);
            }
            int count = 0;
            LeafScan scan = world.tree.scan();
            for (boolean more = scan.first(true); more; more = scan.next()) {
                count++;
            }
            assertThat(count).isEqualTo(33_000);
            world.mtr.start(true);
            assertThat(world.tree.verify(world.mtr, 10)).isEmpty();
            world.mtr.close();
            assertThatThrownBy(
                            () -> {
                                load.add(world.mtr, key(5), 0, 8, value, 0, 1);
                            })
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aDroppedTreeGivesAllItsPagesBack() {
        try (TreeWorld world = world(64)) {
            for (int i = 0; i < 3_000; i++) {
                world.put(key(i * 7919L % 3_000), new byte[2_000]);
            }
            int steps = 0;
            for (boolean gone = false; !gone; steps++) {
                world.mtr.start(true);
                gone = world.tree.freeStep(world.mtr, 16);
                world.mtr.commit();
            }
            assertThat(steps).isGreaterThan(10);
            world.mtr.start(true);
            assertThat(world.space.pagesInUse(world.mtr)).isEqualTo(2);
            world.mtr.close();
        }
    }

    @Test
    void aChangeGivenUpLeavesNoTrace() {
        try (TreeWorld world = world(64)) {
            for (int i = 0; i < 100; i++) {
                world.put(key(i), new byte[50]);
            }
            try (Mtr mtr = world.mtr) {
                mtr.start(true);
                mtr.kind(RedoKind.INSERT);
                assertThat(world.cursor.seekForWrite(mtr, key(1_000), 0, 8, 10)).isFalse();
                world.cursor.insert(key(1_000), 0, 8, new byte[10], 0, 10);
                BTree other = BTree.create(mtr, world.space);
                assertThat(other.rootPage()).isPositive();
            }
            world.mtr.start(true);
            assertThat(world.cursor.find(world.mtr, key(1_000), 0, 8, false)).isFalse();
            assertThat(world.cursor.page()).isNotEmpty();
            world.cursor.leave();
            assertThat(world.tree.verify(world.mtr, 10)).isEmpty();
            assertThat(world.space.pagesInUse(world.mtr)).isEqualTo(3);
            world.mtr.close();
            // The mirror compares the frames with the redo again.
            world.put(key(1_000), new byte[10]);
        }
    }

    @Test
    void whoMayNotBlockIsToldSoAndTreesStayWhole() {
        try (TreeWorld world = world(64)) {
            for (int i = 0; i < 3_000; i++) {
                world.put(key(i), new byte[1_000]);
            }
            int blocked = 0;
            for (int i = 0; i < 3_000; i += 10) {
                try (Mtr mtr = world.mtr) {
                    mtr.start(false);
                    if (world.cursor.seekForWrite(mtr, key(i), 0, 8, 2_000)) {
                        world.cursor.replaceValue(new byte[2_000], 0, 2_000);
                    }
                    mtr.commit();
                } catch (WouldBlockException _) {
                    blocked++;
                    world.put(key(i), new byte[2_000]);
                }
            }
            assertThat(blocked).isBetween(1, 300);
            world.mtr.start(true);
            assertThat(world.tree.verify(world.mtr, 10)).isEmpty();
            world.mtr.close();
        }
    }

    @Test
    void aSavedPositionSurvivesOtherChanges() {
        try (TreeWorld world = world(64)) {
            for (int i = 0; i < 2_000; i++) {
                world.put(key(2L * i), new byte[100]);
            }
            TreeCursor cursor = world.tree.cursor();
            Mtr mtr = new Mtr(world.pool);
            mtr.start(true);
            cursor.find(mtr, key(1_000), 0, 8, false);
            cursor.save();
            mtr.commit();
            for (int i = 400; i < 600; i++) {
                world.put(key(2L * i + 1), new byte[100]);
            }
            mtr.start(true);
            assertThat(cursor.restore(mtr, true)).isTrue();
            assertThat(cursor.key()).isEqualTo(key(1_000));
            mtr.commit();
            world.remove(key(1_000));
            mtr.start(true);
            assertThat(cursor.restore(mtr, false)).isFalse();
            assertThat(cursor.next()).isTrue();
            assertThat(cursor.key()).isEqualTo(key(1_001));
            assertThat(cursor.previous()).isTrue();
            assertThat(cursor.key()).isEqualTo(key(999));
            mtr.commit();
        }
    }

    @Test
    void everythingCommittedIsThereAfterACrash() {
        InMemoryVolume first = InMemoryVolume.durableAtOnce(40);
        TreeWorld world = new TreeWorld(first, 64);
        for (int i = 0; i < 5_000; i++) {
            world.put(key(i * 7919L % 5_000), new byte[300]);
        }
        InMemoryVolume second = first.crash();
        BufferPool pool = new BufferPool(second, 64 * 16_384L);
        Space space = Space.open(pool);
        BTree tree = BTree.open(space, world.tree.rootPage());
        Mtr mtr = new Mtr(pool);
        mtr.start(true);
        assertThat(tree.verify(mtr, 10)).isEmpty();
        mtr.commit();
        int count = 0;
        LeafScan scan = tree.scan();
        for (boolean more = scan.first(true); more; more = scan.next()) {
            assertThat(scan.key()).isEqualTo(key(count++));
        }
        assertThat(count).isEqualTo(5_000);
        TreeWorld.put(tree.cursor(), mtr, key(7_000), new byte[10]);
        second.close();
    }
}
