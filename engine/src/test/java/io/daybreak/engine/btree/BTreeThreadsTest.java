package io.daybreak.engine.btree;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.engine.api.WouldBlockException;
import io.daybreak.engine.mtr.Mtr;
import io.daybreak.quorum.memory.InMemoryVolume;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Many threads on one tree, with a pool far smaller than the tree and redo that becomes durable
 * late. Each writer owns the keys of its last byte and knows what it put there; anchor keys are
 * never removed, and every scan must meet all of them in order.
 */
final class BTreeThreadsTest {
    private static final int WRITERS = 4;
    private static final int ANCHORS = 2_000;

    @ParameterizedTest
    @CsvSource({"1, false, 8", "2, true, 8", "3, false, 900", "4, true, 300"})
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void writersAndScannersShareOneTree(long seed, boolean virtual, int padding) throws Exception {
        InMemoryVolume volume = InMemoryVolume.durableAfter(Duration.ofMillis(1), 40);
        try (TreeWorld world = new TreeWorld(volume, 64);
                ExecutorService threads =
                        virtual
                                ? Executors.newVirtualThreadPerTaskExecutor()
                                : Executors.newCachedThreadPool()) {
            for (int i = 0; i < ANCHORS; i++) {
                world.put(anchor(i), new byte[20]);
            }
            AtomicBoolean stop = new AtomicBoolean();
            List<Future<NavigableMap<byte[], byte[]>>> writers = new ArrayList<>();
            for (int w = 0; w < WRITERS; w++) {
                writers.add(threads.submit(writer(world, seed * 100 + w, w + 1, padding)));
            }
            List<Future<Integer>> scanners = new ArrayList<>();
            for (int s = 0; s < 4; s++) {
                int kind = s;
                scanners.add(threads.submit(() -> scanUntil(world, stop, kind)));
            }
            NavigableMap<byte[], byte[]> expected = new TreeMap<>(Arrays::compareUnsigned);
            try {
                for (Future<NavigableMap<byte[], byte[]>> writer : writers) {
                    expected.putAll(writer.get());
                }
            } finally {
                stop.set(true);
            }
            for (Future<Integer> scanner : scanners) {
                assertThat(scanner.get()).as("seed %d: scans", seed).isPositive();
            }
            for (int i = 0; i < ANCHORS; i++) {
                expected.put(anchor(i), new byte[20]);
            }
            compare(world, expected, seed);
        }
    }

    /** Trees of several threads share the space maps and the pool, and give everything back. */
    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void treesComeAndGoAtTheSameTime() throws Exception {
        InMemoryVolume volume = InMemoryVolume.durableAfter(Duration.ofMillis(1), 40);
        try (TreeWorld world = new TreeWorld(volume, 64);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> futures = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                Random random = new Random(t);
                futures.add(threads.submit(() -> comeAndGo(world, random)));
            }
            for (Future<?> future : futures) {
                future.get();
            }
            world.mtr.start(true);
            assertThat(world.space.pagesInUse(world.mtr)).isEqualTo(3);
            world.mtr.close();
        }
    }

    private static void comeAndGo(TreeWorld world, Random random) {
        Mtr mtr = new Mtr(world.pool);
        for (int round = 0; round < 8; round++) {
            mtr.start(true);
            BTree tree = BTree.create(mtr, world.space);
            mtr.commit();
            TreeCursor cursor = tree.cursor();
            int keys = random.nextInt(800);
            for (int i = 0; i < keys; i++) {
                byte[] key = ByteBuffer.allocate(4).putInt(random.nextInt()).array();
                TreeWorld.put(cursor, mtr, key, TreeWorld.random(random, 1_500));
            }
            mtr.start(true);
            assertThat(tree.verify(mtr, 10)).isEmpty();
            mtr.close();
            for (boolean gone = false; !gone; ) {
                mtr.start(true);
                gone = tree.freeStep(mtr, 1 + random.nextInt(20));
                mtr.commit();
            }
        }
    }

    private static void compare(TreeWorld world, NavigableMap<byte[], byte[]> expected, long seed) {
        world.mtr.start(true);
        assertThat(world.tree.verify(world.mtr, 10)).as("seed %d", seed).isEmpty();
        world.mtr.close();
        LeafScan scan = world.tree.scan();
        boolean there = scan.first(true);
        for (Map.Entry<byte[], byte[]> entry : expected.entrySet()) {
            assertThat(there).isTrue();
            assertThat(scan.key()).as("seed %d", seed).isEqualTo(entry.getKey());
            assertThat(scan.value()).as("seed %d", seed).isEqualTo(entry.getValue());
            there = scan.next();
        }
        assertThat(there).isFalse();
        assertThat(world.pool.framesUsed()).isLessThanOrEqualTo(64);
    }

    private static byte[] anchor(int i) {
        return ByteBuffer.allocate(5).putInt(i * (Integer.MAX_VALUE / ANCHORS)).array();
    }

    private static Callable<NavigableMap<byte[], byte[]>> writer(
            TreeWorld world, long seed, int owner, int padding) {
        return () -> {
            Random random = new Random(seed);
            NavigableMap<byte[], byte[]> mine = new TreeMap<>(Arrays::compareUnsigned);
            Mtr mtr = new Mtr(world.pool);
            TreeCursor cursor = world.tree.cursor();
            for (int step = 0; step < 4_000; step++) {
                byte[] key =
                        ByteBuffer.allocate(5)
                                .putInt(random.nextInt(Integer.MAX_VALUE))
                                .put((byte) owner)
                                .array();
                byte[] near = mine.ceilingKey(key);
                boolean shrinking = step / 800 % 2 == 1;
                if (near != null && random.nextInt(10) < (shrinking ? 9 : 3)) {
                    if (!TreeWorld.remove(world.tree, cursor, mtr, near)) {
                        throw new AssertionError("seed " + seed + ": own key is gone");
                    }
                    mine.remove(near);
                } else {
                    byte[] value = TreeWorld.random(random, padding);
                    if (random.nextInt(8) == 0) {
                        giveUp(cursor, mtr, key, value);
                    } else {
                        TreeWorld.put(cursor, mtr, key, value);
                        mine.put(key, value);
                    }
                }
            }
            return mine;
        };
    }

    /** An insert that is put back, or refused on the way because it may not block. */
    private static void giveUp(TreeCursor cursor, Mtr mtr, byte[] key, byte[] value) {
        try (mtr) {
            mtr.start(false);
            if (!cursor.seekForWrite(mtr, key, 0, key.length, value.length)) {
                cursor.insert(key, 0, key.length, value, 0, value.length);
                cursor.remove();
                cursor.insert(key, 0, key.length, value, 0, value.length);
            }
        } catch (WouldBlockException _) {
            // Nothing was changed, which is what this is about.
        }
    }

    private static int scanUntil(TreeWorld world, AtomicBoolean stop, int kind) {
        int scans = 0;
        Mtr mtr = new Mtr(world.pool);
        while (!stop.get() || scans == 0) {
            switch (kind) {
                case 0 -> scanForward(world.tree.scan());
                case 1 -> scanBackward(world.tree.scan());
                case 2 -> seekAnchors(world.tree.scan());
                default -> cursorBackward(world.tree.cursor(), mtr);
            }
            scans++;
            // Virtual threads share carriers only when they wait.
            LockSupport.parkNanos(1);
        }
        return scans;
    }

    private static void scanForward(LeafScan scan) {
        byte[] before = null;
        int anchors = 0;
        for (boolean more = scan.first(true); more; more = scan.next()) {
            byte[] key = scan.key();
            if (before != null && Arrays.compareUnsigned(before, key) >= 0) {
                throw new AssertionError("keys are out of order");
            }
            anchors += key[4] == 0 ? 1 : 0;
            before = key;
        }
        assertThat(anchors).isEqualTo(ANCHORS);
    }

    /** From every anchor to behind the next one. */
    private static void seekAnchors(LeafScan scan) {
        for (int i = 0; i + 1 < ANCHORS; i++) {
            byte[] next = anchor(i + 1);
            boolean there = scan.seek(anchor(i), 0, next.length, SeekMode.AT_OR_AFTER, true);
            assertThat(there).isTrue();
            assertThat(scan.key()).isEqualTo(anchor(i));
            byte[] before = anchor(i);
            while (Arrays.compareUnsigned(before, next) < 0) {
                assertThat(scan.next()).isTrue();
                byte[] key = scan.key();
                assertThat(Arrays.compareUnsigned(before, key)).isNegative();
                assertThat(Arrays.compareUnsigned(key, next)).isNotPositive();
                before = key;
            }
        }
    }

    private static void scanBackward(LeafScan scan) {
        byte[] before = null;
        int anchors = 0;
        for (boolean more = scan.last(true); more; more = scan.previous()) {
            byte[] key = scan.key();
            if (before != null && Arrays.compareUnsigned(before, key) <= 0) {
                throw new AssertionError("keys are out of order");
            }
            anchors += key[4] == 0 ? 1 : 0;
            before = key;
        }
        assertThat(anchors).isEqualTo(ANCHORS);
    }

    /** Gives the latch up every few entries and comes back by the saved position. */
    private static void cursorBackward(TreeCursor cursor, Mtr mtr) {
        byte[] before = null;
        int anchors = 0;
        mtr.startNested(true);
        boolean more = cursor.last(mtr, false);
        for (int i = 1; more; i++) {
            byte[] key = cursor.key();
            if (before != null && Arrays.compareUnsigned(before, key) <= 0) {
                throw new AssertionError("keys are out of order");
            }
            anchors += key[4] == 0 ? 1 : 0;
            before = key;
            if (i % 7 == 0) {
                cursor.save();
                mtr.commit();
                mtr.startNested(true);
                if (!cursor.restore(mtr, false)) {
                    mtr.commit();
                    mtr.startNested(true);
                    more = cursor.seek(mtr, key, 0, key.length, SeekMode.BEFORE, false);
                    continue;
                }
            }
            more = cursor.previous();
        }
        mtr.commit();
        assertThat(anchors).isEqualTo(ANCHORS);
    }
}
