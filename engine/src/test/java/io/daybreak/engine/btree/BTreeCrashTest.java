package io.daybreak.engine.btree;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.engine.buffer.BufferPool;
import io.daybreak.engine.mtr.Mtr;
import io.daybreak.engine.space.Space;
import io.daybreak.logstorage.api.PageLayout;
import io.daybreak.logstorage.api.RedoKind;
import io.daybreak.quorum.memory.InMemoryVolume;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The volume is killed again and again, and comes back with redo up to some consistency point,
 * which may lie in the middle of a split. The tree must then hold exactly what was committed up to
 * there, be whole, and own every page that is in use.
 */
final class BTreeCrashTest {
    private static final int CRASHES = 12;
    private static final int FRAMES = 2_000;

    private record Change(long lsn, byte[] key, byte @Nullable [] before) {}

    private InMemoryVolume volume = InMemoryVolume.durableOnDemand(40);
    private BufferPool pool = pool();

    private BufferPool pool() {
        return new BufferPool(volume, (long) FRAMES * PageLayout.PAGE_SIZE);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyConsistencyPointIsAWholeTree(long seed) {
        Random random = new Random(seed);
        Mtr mtr = new Mtr(pool);
        Space space = Space.format(pool);
        mtr.start(true);
        BTree tree = BTree.create(mtr, space);
        mtr.commit();
        volume.makeDurable(volume.lastLsn());
        NavigableMap<byte[], byte[]> model = new TreeMap<>(Arrays::compareUnsigned);
        for (int crash = 0; crash < CRASHES; crash++) {
            List<Change> changes = new ArrayList<>();
            int steps = 50 + random.nextInt(600);
            for (int i = 0; i < steps; i++) {
                changes.add(change(tree, mtr, model, random, crash % 3 == 2));
            }
            long from = volume.durableLsn();
            long to = volume.lastLsn();
            volume.makeDurable(from + (long) (random.nextDouble() * (to - from)));
            volume = volume.crash(volume.durableLsn() + random.nextInt(50));
            long cut = volume.durableLsn();
            undoAfter(cut, changes, model);
            pool = pool();
            mtr = new Mtr(pool);
            space = Space.open(pool);
            tree = BTree.open(space, tree.rootPage());
            check(tree, space, mtr, model, seed, crash);
        }
        volume.close();
    }

    /** Returns the state before the change, with the LSN of the change. */
    private static Change change(
            BTree tree,
            Mtr mtr,
            NavigableMap<byte[], byte[]> model,
            Random random,
            boolean shrinking) {
        byte[] key = TreeWorld.random(random, 20);
        TreeCursor cursor = tree.cursor();
        byte[] near = model.ceilingKey(key);
        if (near != null && random.nextInt(10) < (shrinking ? 9 : 3)) {
            byte @Nullable [] old = model.get(near);
            mtr.start(true);
            cursor.find(mtr, near, 0, near.length, true);
            boolean underfull = cursor.remove();
            long lsn = mtr.commit();
            if (underfull) {
                tree.shrink(mtr, true, near, 0, near.length);
            }
            model.remove(near);
            return new Change(lsn, near, old);
        }
        byte[] value = TreeWorld.random(random, 900);
        byte @Nullable [] old = model.get(key);
        mtr.start(true);
        mtr.kind(RedoKind.INSERT);
        if (cursor.seekForWrite(mtr, key, 0, key.length, value.length)) {
            cursor.replaceValue(value, 0, value.length);
        } else {
            cursor.insert(key, 0, key.length, value, 0, value.length);
        }
        long lsn = mtr.commit();
        model.put(key, value);
        return new Change(lsn == 0 ? Long.MAX_VALUE : lsn, key, old);
    }

    private static void undoAfter(
            long cut, List<Change> changes, NavigableMap<byte[], byte[]> model) {
        for (Change change : changes.reversed()) {
            if (change.lsn > cut) {
                if (change.before == null) {
                    model.remove(change.key);
                } else {
                    model.put(change.key, change.before);
                }
            }
        }
    }

    private static void check(
            BTree tree,
            Space space,
            Mtr mtr,
            NavigableMap<byte[], byte[]> model,
            long seed,
            int crash) {
        mtr.start(true);
        TreeCheck check = new TreeCheck(tree, 10);
        assertThat(check.run(mtr)).as("seed %d crash %d", seed, crash).isEmpty();
        assertThat(space.pagesInUse(mtr)).as("seed %d", seed).isEqualTo(check.pages() + 2);
        assertThat(check.entries()).as("seed %d", seed).isEqualTo(model.size());
        mtr.close();
        LeafScan scan = tree.scan();
        boolean there = scan.first(true);
        for (Map.Entry<byte[], byte[]> entry : model.entrySet()) {
            assertThat(there).isTrue();
            assertThat(scan.key()).as("seed %d", seed).isEqualTo(entry.getKey());
            assertThat(scan.value()).as("seed %d", seed).isEqualTo(entry.getValue());
            there = scan.next();
        }
    }
}
