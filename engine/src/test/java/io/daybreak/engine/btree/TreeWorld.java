package io.daybreak.engine.btree;

import io.daybreak.engine.buffer.BufferPool;
import io.daybreak.engine.buffer.MirrorVolume;
import io.daybreak.engine.mtr.Mtr;
import io.daybreak.engine.space.Space;
import io.daybreak.logstorage.api.PageLayout;
import io.daybreak.logstorage.api.RedoKind;
import io.daybreak.quorum.memory.InMemoryVolume;
import java.util.Random;

/** A formatted volume with a pool and one tree, for tests. */
final class TreeWorld implements AutoCloseable {
    final MirrorVolume volume;
    final BufferPool pool;
    final Space space;
    final BTree tree;
    final Mtr mtr;
    final TreeCursor cursor;

    TreeWorld(InMemoryVolume inner, int frames) {
        volume = new MirrorVolume(inner);
        pool = new BufferPool(volume, (long) frames * PageLayout.PAGE_SIZE);
        volume.attach(pool);
        space = Space.format(pool);
        mtr = new Mtr(pool);
        mtr.start(true);
        tree = BTree.create(mtr, space);
        mtr.commit();
        cursor = tree.cursor();
    }

    /** Inserts or replaces. */
    static void put(TreeCursor cursor, Mtr mtr, byte[] key, byte[] value) {
        try (mtr) {
            mtr.start(true);
            mtr.kind(RedoKind.INSERT);
            if (cursor.seekForWrite(mtr, key, 0, key.length, value.length)) {
                cursor.replaceValue(value, 0, value.length);
            } else {
                cursor.insert(key, 0, key.length, value, 0, value.length);
            }
            mtr.commit();
        }
    }

    static boolean remove(BTree tree, TreeCursor cursor, Mtr mtr, byte[] key) {
        boolean underfull;
        try (mtr) {
            mtr.start(true);
            mtr.kind(RedoKind.PURGE);
            if (!cursor.find(mtr, key, 0, key.length, true)) {
                return false;
            }
            underfull = cursor.remove();
            mtr.commit();
        }
        if (underfull) {
            tree.shrink(mtr, true, key, 0, key.length);
        }
        return true;
    }

    void put(byte[] key, byte[] value) {
        put(cursor, mtr, key, value);
    }

    boolean remove(byte[] key) {
        return remove(tree, cursor, mtr, key);
    }

    static byte[] random(Random random, int lengthMax) {
        byte[] bytes = new byte[random.nextInt(lengthMax) + 1];
        random.nextBytes(bytes);
        return bytes;
    }

    @Override
    public void close() {
        volume.close();
    }
}
