package io.daybreak.engine.btree;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.engine.mtr.Mtr;
import io.daybreak.quorum.memory.InMemoryVolume;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A tree and a {@link TreeMap} get the same random operations and must always hold the same. Every
 * mini-transaction's redo is replayed and compared with the frames by the volume.
 */
final class BTreeModelTest {
    private static final Comparator<byte[]> UNSIGNED = Arrays::compareUnsigned;

    private record Shape(int keyMax, int valueMax, int alphabet, int steps, int keysMax) {
        static Shape of(Random random) {
            return switch (random.nextInt(5)) {
                case 0 -> new Shape(8, 20, 256, 6_000, 1_000_000);
                case 1 -> new Shape(3_000, 200, 4, 1_200, 150);
                case 2 -> new Shape(12, 5_000, 3, 1_500, 300);
                case 3 -> new Shape(40, 300, 2, 5_000, 3_000);
                default -> new Shape(1_500, 6_000, 256, 800, 100);
            };
        }

        byte[] key(Random random) {
            byte[] key = new byte[1 + random.nextInt(keyMax)];
            for (int i = 0; i < key.length; i++) {
                key[i] = (byte) random.nextInt(alphabet);
            }
            return key;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void holdsWhatATreeMapHolds(long seed) {
        Random random = new Random(seed);
        Shape shape = Shape.of(random);
        NavigableMap<byte[], byte[]> model = new TreeMap<>(UNSIGNED);
        List<byte[]> keys = new ArrayList<>();
        int put = 0;
        try (TreeWorld world = new TreeWorld(InMemoryVolume.durableAtOnce(40), 64)) {
            for (int step = 0; step < shape.steps; step++) {
                boolean shrinking = model.size() > shape.keysMax || step / 500 % 3 == 2;
                byte[] key = shape.key(random);
                if (shrinking && random.nextInt(4) != 0 && !model.isEmpty()) {
                    key = someKey(model, key);
                    assertThat(world.remove(key)).as("seed %d step %d", seed, step).isTrue();
                    model.remove(key);
                } else {
                    if (random.nextInt(4) == 0 && !model.isEmpty()) {
                        key = someKey(model, key);
                    }
                    byte[] value = TreeWorld.random(random, shape.valueMax);
                    byte[] from = model.isEmpty() ? null : someKey(model, shape.key(random));
                    if (from != null && random.nextBoolean() && putFrom(world, from, key, value)) {
                        put++;
                    } else {
                        world.put(key, value);
                    }
                    model.put(key, value);
                    keys.add(key);
                }
                if (step % 97 == 0) {
                    seekEverywhere(world, model, shape.key(random), seed);
                }
                if (step % 400 == 0) {
                    compare(world, model, seed);
                }
            }
            compare(world, model, seed);
            assertThat(put).as("seed %d: put from another entry's leaf", seed).isPositive();
            for (byte[] key : keys) {
                assertThat(world.remove(key)).isEqualTo(model.remove(key) != null);
            }
            compare(world, model, seed);
            world.mtr.start(true);
            assertThat(world.tree.statistics(world.mtr).height()).as("seed %d", seed).isEqualTo(1);
            assertThat(world.space.pagesInUse(world.mtr)).isEqualTo(3);
            world.mtr.close();
        }
    }

    /** Puts an entry where the cursor gets to from another one; false if that is elsewhere. */
    private static boolean putFrom(TreeWorld world, byte[] from, byte[] key, byte[] value) {
        TreeCursor cursor = world.cursor;
        try (Mtr mtr = world.mtr) {
            mtr.start(true);
            assertThat(cursor.find(mtr, from, 0, from.length, true)).isTrue();
            if (!cursor.moveForWrite(key, 0, key.length, value.length)) {
                return false;
            }
            if (!cursor.isOnEntry()) {
                cursor.insert(key, 0, key.length, value, 0, value.length);
            } else if (cursor.fits(value.length)) {
                cursor.replaceValue(value, 0, value.length);
            } else {
                return false;
            }
            mtr.commit();
            return true;
        }
    }

    private static byte[] someKey(NavigableMap<byte[], byte[]> model, byte[] near) {
        byte[] key = model.ceilingKey(near);
        return key == null ? model.firstKey() : key;
    }

    private static void compare(TreeWorld world, NavigableMap<byte[], byte[]> model, long seed) {
        world.mtr.start(true);
        assertThat(world.tree.verify(world.mtr, 10)).as("seed %d", seed).isEmpty();
        world.mtr.close();
        world.mtr.start(true);
        TreeCursor cursor = world.cursor;
        boolean there = cursor.first(world.mtr, false);
        for (Map.Entry<byte[], byte[]> entry : model.entrySet()) {
            assertThat(there).isTrue();
            assertThat(cursor.key()).as("seed %d", seed).isEqualTo(entry.getKey());
            assertThat(cursor.value()).as("seed %d", seed).isEqualTo(entry.getValue());
            there = cursor.next();
        }
        assertThat(there).isFalse();
        world.mtr.close();
        world.mtr.start(true);
        there = cursor.last(world.mtr, false);
        LeafScan scan = world.tree.scan();
        boolean scanned = scan.last(true);
        for (byte[] key : model.descendingKeySet()) {
            assertThat(there).isTrue();
            assertThat(scanned).isTrue();
            assertThat(cursor.key()).as("seed %d", seed).isEqualTo(key);
            assertThat(scan.key()).as("seed %d", seed).isEqualTo(key);
            there = cursor.previous();
            scanned = scan.previous();
        }
        assertThat(there).isFalse();
        assertThat(scanned).isFalse();
        world.mtr.close();
        int count = 0;
        for (boolean more = scan.first(true); more; more = scan.next()) {
            count++;
        }
        assertThat(count).isEqualTo(model.size());
    }

    private static void seekEverywhere(
            TreeWorld world, NavigableMap<byte[], byte[]> model, byte[] wanted, long seed) {
        LeafScan scan = world.tree.scan();
        byte[] there = model.isEmpty() ? wanted : someKey(model, wanted);
        for (byte[] key : List.of(wanted, there)) {
            for (SeekMode mode : SeekMode.values()) {
                byte[] expected =
                        switch (mode) {
                            case AT_OR_AFTER -> model.ceilingKey(key);
                            case AFTER -> model.higherKey(key);
                            case AT_OR_BEFORE -> model.floorKey(key);
                            case BEFORE -> model.lowerKey(key);
                        };
                world.mtr.start(true);
                boolean found = world.cursor.seek(world.mtr, key, 0, key.length, mode, false);
                boolean scanned = scan.seek(key, 0, key.length, mode, true);
                assertThat(found).as("seed %d %s", seed, mode).isEqualTo(expected != null);
                assertThat(scanned).as("seed %d %s", seed, mode).isEqualTo(expected != null);
                if (expected != null) {
                    assertThat(world.cursor.key()).as("seed %d", seed).isEqualTo(expected);
                    assertThat(scan.key()).as("seed %d", seed).isEqualTo(expected);
                    walk(scan, model, expected, mode, seed);
                    world.cursor.save();
                }
                world.mtr.close();
                if (expected != null) {
                    world.mtr.start(true);
                    assertThat(world.cursor.restore(world.mtr, true)).isTrue();
                    assertThat(world.cursor.key()).isEqualTo(expected);
                    world.mtr.close();
                }
            }
        }
    }

    /** A few entries on in the seek's direction, and back. */
    private static void walk(
            LeafScan scan,
            NavigableMap<byte[], byte[]> model,
            byte[] from,
            SeekMode mode,
            long seed) {
        boolean backward = mode.isBackward();
        byte[] at = from;
        for (int step = 0; step < 30; step++) {
            byte[] next = backward ? model.lowerKey(at) : model.higherKey(at);
            assertThat(backward ? scan.previous() : scan.next())
                    .as("seed %d %s", seed, mode)
                    .isEqualTo(next != null);
            if (next == null) {
                return;
            }
            assertThat(scan.key()).as("seed %d %s", seed, mode).isEqualTo(next);
            assertThat(scan.value()).as("seed %d %s", seed, mode).isEqualTo(model.get(next));
            at = next;
        }
        byte[] before = backward ? model.higherKey(at) : model.lowerKey(at);
        assertThat(backward ? scan.next() : scan.previous()).isTrue();
        assertThat(scan.key()).as("seed %d %s", seed, mode).isEqualTo(before);
    }
}
