package io.daybreak.engine.btree;

import io.daybreak.engine.mtr.Mtr;
import io.daybreak.logstorage.api.PageLayout;
import java.util.Arrays;

/**
 * Fills a tree from input in ascending key order, behind all keys that are there, leaf by leaf:
 * each leaf is one mini-transaction, after which the tree is whole. Leaves are left with a
 * sixteenth free. Owned by one thread; nobody else inserts behind the last key meanwhile.
 */
public final class BulkLoad {
    private static final int RESERVE = Node.CAPACITY / 16;

    private final BTree tree;
    private final byte[] image = new byte[PageLayout.PAGE_SIZE];
    private byte[] lastKey = new byte[64];
    private int lastLength = -1;

    BulkLoad(BTree tree) {
        this.tree = tree;
        startLeaf();
    }

    private void startLeaf() {
        Node.startImage(image, 0, tree.rootPage(), 0, 0, 0);
    }

    /**
     * Adds an entry.
     *
     * @param mtr idle; used when a leaf is full
     */
    public void add(
            Mtr mtr,
            byte[] key,
            int keyOffset,
            int keyLength,
            byte[] value,
            int valueOffset,
            int valueLength) {
        if (keyLength > BTree.KEY_LENGTH_MAX || keyLength + valueLength > BTree.ENTRY_SIZE_MAX) {
            throw new IllegalArgumentException(
                    "entry of " + keyLength + " + " + valueLength + " bytes");
        }
        if (lastLength >= 0
                && Arrays.compareUnsigned(
                                lastKey, 0, lastLength, key, keyOffset, keyOffset + keyLength)
                        >= 0) {
            throw new IllegalArgumentException("keys are not ascending");
        }
        int size = Node.entrySize(keyLength, valueLength);
        if (Node.count(image) > 0 && Node.free(image) - size < RESERVE) {
            flush(mtr);
        }
        Node.append(image, key, keyOffset, keyLength, value, valueOffset, valueLength);
        if (lastKey.length < keyLength) {
            lastKey = new byte[Math.max(keyLength, lastKey.length * 2)];
        }
        System.arraycopy(key, keyOffset, lastKey, 0, keyLength);
        lastLength = keyLength;
    }

    /** Writes what is left; the load may go on afterwards. */
    public void finish(Mtr mtr) {
        if (Node.count(image) > 0) {
            flush(mtr);
        }
    }

    private void flush(Mtr mtr) {
        if (!tree.structure().appendLeaf(mtr, image)) {
            insertSingly(mtr);
        }
        startLeaf();
    }

    /** The way into a tree whose last leaf was emptied. */
    private void insertSingly(Mtr mtr) {
        TreeCursor cursor = tree.cursor();
        int count = Node.count(image);
        for (int i = 0; i < count; i++) {
            int key = Node.keyOffset(image, i);
            int keyLength = Node.keyLength(image, i);
            int value = Node.valueOffset(image, i);
            int valueLength = Node.valueLength(image, i);
            try (mtr) {
                mtr.start(true);
                if (cursor.seekForWrite(mtr, image, key, keyLength, valueLength)) {
                    throw new IllegalStateException("key is there already");
                }
                cursor.insert(image, key, keyLength, image, value, valueLength);
                mtr.commit();
            }
        }
    }
}
