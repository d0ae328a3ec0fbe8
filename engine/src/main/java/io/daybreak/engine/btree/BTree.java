package io.daybreak.engine.btree;

import io.daybreak.engine.buffer.BufferPool;
import io.daybreak.engine.buffer.Frame;
import io.daybreak.engine.buffer.PageType;
import io.daybreak.engine.mtr.LatchLevel;
import io.daybreak.engine.mtr.Mtr;
import io.daybreak.engine.space.Space;
import io.daybreak.logstorage.api.PageLayout;
import io.daybreak.logstorage.api.RedoKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One B+tree, named by its root page. Thread-safe; holds no state but the names, so that any number
 * of instances may be open on one tree.
 *
 * <p>Reading and changing entries: {@link TreeCursor} (latched) and {@link LeafScan} (on private
 * copies of leaves). Long input in key order: {@link BulkLoad}.
 */
public final class BTree {
    /** Key and value of one entry together, in bytes: two entries fit on a page. */
    public static final int ENTRY_SIZE_MAX = 8_000;

    /** The longest key: an inner node takes two of them besides its first child. */
    public static final int KEY_LENGTH_MAX = 7_900;

    private final Space space;
    private final BufferPool pool;
    private final long rootPage;
    private final TreeStructure structure;

    private BTree(Space space, long rootPage) {
        this.space = space;
        this.pool = space.pool();
        this.rootPage = rootPage;
        this.structure = new TreeStructure(this);
    }

    /**
     * Makes an empty tree in the caller's mini-transaction, which allocates its root page: no tree
     * is descended into afterwards in it.
     */
    public static BTree create(Mtr mtr, Space space) {
        long root = space.allocate(mtr);
        RedoKind kind = mtr.kind();
        mtr.kind(RedoKind.PAGE_CREATE);
        Frame frame = mtr.create(root, PageType.TREE_NODE, LatchLevel.TREE);
        mtr.putU16(frame, Node.TOP_OFFSET, PageLayout.PAGE_SIZE);
        mtr.putI64(frame, Node.TREE_OFFSET, root);
        mtr.kind(kind);
        return new BTree(space, root);
    }

    public static BTree open(Space space, long rootPage) {
        return new BTree(space, rootPage);
    }

    public long rootPage() {
        return rootPage;
    }

    Space space() {
        return space;
    }

    BufferPool pool() {
        return pool;
    }

    TreeStructure structure() {
        return structure;
    }

    /** A latched cursor, to be reused. */
    public TreeCursor cursor() {
        return new TreeCursor(this);
    }

    /** A cursor on private copies of leaves, to be reused. */
    public LeafScan scan() {
        return new LeafScan(this);
    }

    /** Input in ascending key order behind all keys that are there. */
    public BulkLoad bulkLoad() {
        return new BulkLoad(this);
    }

    /**
     * Merges the leaf of a key with a neighbour if it is underfull, and so on upwards, in
     * mini-transactions of their own; to be called after {@link TreeCursor#remove} said so. Best
     * effort: gives up silently where it would block and may not.
     *
     * @param mtr idle
     */
    public void shrink(Mtr mtr, boolean mayBlock, byte[] key, int offset, int length) {
        structure.shrink(mtr, mayBlock, key, offset, length);
    }

    /**
     * About how many entries have {@code low <= key < high}; exact if both are on one leaf. By two
     * dives.
     *
     * @param low null: from the start
     * @param high null: to the end
     */
    public long estimateRange(Mtr mtr, byte @Nullable [] low, byte @Nullable [] high) {
        return new TreeEstimate(this).range(mtr, low, high);
    }

    /** Height, pages and entries, from a sample of leaves. */
    public TreeStatistics statistics(Mtr mtr) {
        return new TreeEstimate(this).statistics(mtr);
    }

    /**
     * Walks the whole tree; other threads may change it meanwhile.
     *
     * @param mtr active, without latches
     * @param faultsMax stops after so many
     * @return a line per fault; empty if all is well
     */
    public List<String> verify(Mtr mtr, int faultsMax) {
        return new TreeCheck(this, faultsMax).run(mtr);
    }

    /**
     * Frees pages of a tree that nobody uses any more; to be repeated, also after a crash, until it
     * returns true. The root page goes last, so the caller forgets the root page in the
     * mini-transaction of the last step.
     *
     * @param mtr active, without latches and changes
     * @param pagesMax about how many pages to free in this step
     * @return whether the tree is gone, root page and all
     */
    public boolean freeStep(Mtr mtr, int pagesMax) {
        return structure.freeStep(mtr, pagesMax);
    }

    /** Whether only the root page is left; then the next {@link #freeStep} is the last. */
    public boolean isLone(Mtr mtr) {
        byte[] page = mtr.shared(rootPage, LatchLevel.TREE).bytes();
        Node.requireNode(page, rootPage);
        return Node.level(page) == 0 || Node.count(page) == 0;
    }

    // ---- descents ----

    /** Which way a descent takes. */
    enum Path {
        KEY,
        /** To the node that may hold keys before the key. */
        BEFORE_KEY,
        FIRST,
        LAST
    }

    private static final byte[] NO_KEY = new byte[0];

    Frame descendToEdge(Path path, int targetLevel, boolean exclusive, boolean mayBlock) {
        Frame frame = descend(path, NO_KEY, 0, 0, targetLevel, exclusive, mayBlock, null);
        if (frame == null) {
            throw new IllegalStateException("tree is lower than level " + targetLevel);
        }
        return frame;
    }

    Frame descendToLeaf(
            Path path, byte[] key, int offset, int length, boolean exclusive, boolean mayBlock) {
        Frame frame = descend(path, key, offset, length, 0, exclusive, mayBlock, null);
        if (frame == null) {
            throw new IllegalStateException("a tree has a level 0");
        }
        return frame;
    }

    /**
     * Latches the node of a level that is on the way to a key; no other latch is held on return,
     * and the frame is not in a mini-transaction yet.
     *
     * @param fences receives the separators around the node
     * @return null if the tree is lower than that
     */
    @Nullable Frame descend(
            Path path,
            byte[] key,
            int offset,
            int length,
            int targetLevel,
            boolean exclusive,
            boolean mayBlock,
            @Nullable Fences fences) {
        Frame fetched = null;
        try {
            for (; ; ) {
                Frame node = latchRoot(targetLevel, exclusive, mayBlock);
                if (node == null) {
                    return null;
                }
                if (fences != null) {
                    fences.reset();
                }
                long missing = NONE_MISSING;
                int level = Node.level(node.bytes());
                while (level > targetLevel) {
                    byte[] page = node.bytes();
                    int index = choose(path, page, key, offset, length);
                    long childPage = Node.child(page, index);
                    Frame child =
                            latchChild(
                                    node,
                                    childPage,
                                    exclusive && level - 1 == targetLevel,
                                    mayBlock);
                    if (child == null) {
                        missing = childPage;
                        break;
                    }
                    if (fences != null) {
                        fences.enter(page, index);
                    }
                    node.releaseShared();
                    node = child;
                    level--;
                }
                if (missing == NONE_MISSING) {
                    return node;
                }
                node.releaseShared();
                Frame before = fetched;
                fetched = pool.fetch(missing, mayBlock);
                if (before != null) {
                    before.unpin();
                }
            }
        } finally {
            if (fetched != null) {
                fetched.unpin();
            }
        }
    }

    private static final long NONE_MISSING = -1;

    private @Nullable Frame latchRoot(int targetLevel, boolean exclusive, boolean mayBlock) {
        for (; ; ) {
            Frame root = pool.shared(rootPage, mayBlock);
            int level;
            try {
                Node.requireNode(root.bytes(), rootPage);
                level = Node.level(root.bytes());
            } catch (Throwable e) {
                root.releaseShared();
                throw e;
            }
            if (level < targetLevel) {
                root.releaseShared();
                return null;
            }
            if (level > targetLevel || !exclusive) {
                return root;
            }
            root.releaseShared();
            root = pool.exclusive(rootPage, mayBlock);
            if (Node.level(root.bytes()) == targetLevel) {
                return root;
            }
            root.releaseExclusive();
        }
    }

    private static int choose(Path path, byte[] page, byte[] key, int offset, int length) {
        return switch (path) {
            case KEY -> Node.childIndex(page, key, offset, length);
            case BEFORE_KEY -> Node.childIndexBefore(page, key, offset, length);
            case FIRST -> 0;
            case LAST -> Node.count(page) - 1;
        };
    }

    /** Latches a child under the latch of its parent, which is released if this fails. */
    private @Nullable Frame latchChild(
            Frame parent, long childPage, boolean exclusive, boolean mayBlock) {
        try {
            Frame child = pool.latchIfResident(childPage, exclusive, mayBlock);
            if (child != null) {
                try {
                    Node.requireNode(child.bytes(), rootPage);
                } catch (Throwable e) {
                    unlatch(child, exclusive);
                    throw e;
                }
            }
            return child;
        } catch (Throwable e) {
            parent.releaseShared();
            throw e;
        }
    }

    static void unlatch(Frame frame, boolean exclusive) {
        if (exclusive) {
            frame.releaseExclusive();
        } else {
            frame.releaseShared();
        }
    }
}
