package io.daybreak.engine.btree;

import io.daybreak.engine.api.WouldBlockException;
import io.daybreak.engine.buffer.BufferPool;
import io.daybreak.engine.buffer.Frame;
import io.daybreak.engine.buffer.PageBytes;
import io.daybreak.engine.buffer.PageType;
import io.daybreak.engine.mtr.LatchLevel;
import io.daybreak.engine.mtr.Mtr;
import io.daybreak.engine.space.Space;
import io.daybreak.logstorage.api.PageLayout;
import io.daybreak.logstorage.api.RedoKind;
import org.jspecify.annotations.Nullable;

/**
 * The steps that change a tree's shape, each a mini-transaction: split a node, merge two, add a
 * level under the root, take one away, append a leaf, free. Thread-safe.
 *
 * <p>A step latches the parent (found by a descent), the node, its right neighbour, all
 * exclusively, then the space map; it changes nothing before it has them all. If a page is not in
 * the pool the step gives everything back, fetches the page and starts again.
 */
final class TreeStructure {
    /** Two nodes are merged if the result is at most this full. */
    private static final int MERGED_BYTES_MAX = Node.CAPACITY * 9 / 10;

    private static final long NO_PAGE = -1;

    private final BTree tree;
    private final BufferPool pool;
    private final Space space;

    TreeStructure(BTree tree) {
        this.tree = tree;
        this.pool = tree.pool();
        this.space = tree.space();
    }

    /** What a split is for. */
    private record Demand(byte[] key, int offset, int length, int entryBytes, boolean ascending) {}

    /** Splits the leaf of a key, so that an entry of that key and size finds room. */
    void makeRoom(
            Mtr mtr,
            boolean mayBlock,
            byte[] key,
            int offset,
            int length,
            int entryBytes,
            boolean ascending) {
        makeRoom(mtr, mayBlock, new Demand(key, offset, length, entryBytes, ascending), 0);
    }

    private void makeRoom(Mtr mtr, boolean mayBlock, Demand demand, int level) {
        Retry retry = new Retry();
        try (mtr;
                retry) {
            for (; ; ) {
                mtr.start(mayBlock);
                long parentNeeds = trySplit(mtr, demand, level, retry);
                if (parentNeeds == DONE) {
                    return;
                }
                mtr.close();
                if (parentNeeds > 0) {
                    Demand above =
                            new Demand(
                                    demand.key,
                                    demand.offset,
                                    demand.length,
                                    (int) parentNeeds,
                                    demand.ascending);
                    makeRoom(mtr, mayBlock, above, level + 1);
                } else {
                    retry.fetch(pool, mayBlock);
                }
            }
        }
    }

    private static final long DONE = 0;
    private static final long AGAIN = -1;

    /** A page to fetch before the next try; keeps it in the pool until then. */
    private static final class Retry implements AutoCloseable {
        private long page = NO_PAGE;
        private @Nullable Frame pinned;

        void want(long wanted) {
            page = wanted;
        }

        void fetch(BufferPool pool, boolean mayBlock) {
            if (page != NO_PAGE) {
                Frame frame = pool.fetch(page, mayBlock);
                close();
                pinned = frame;
                page = NO_PAGE;
            }
        }

        @Override
        public void close() {
            Frame frame = pinned;
            if (frame != null) {
                frame.unpin();
                pinned = null;
            }
        }
    }

    /** Latches a page into the mini-transaction, or leaves word to fetch it. */
    private @Nullable Frame latch(Mtr mtr, long page, Retry retry) {
        Frame frame = pool.latchIfResident(page, true, mtr.mayBlock());
        if (frame == null) {
            retry.want(page);
            return null;
        }
        mtr.adopt(frame, true, LatchLevel.TREE);
        Node.requireNode(frame.bytes(), tree.rootPage());
        return frame;
    }

    /**
     * One try at splitting the node of {@code level} on the way to the key.
     *
     * @return {@link #DONE}; {@link #AGAIN}; or how much room the parent must have first
     */
    private long trySplit(Mtr mtr, Demand demand, int level, Retry retry) {
        Fences fences = new Fences();
        Frame parent =
                tree.descend(
                        BTree.Path.KEY,
                        demand.key,
                        demand.offset,
                        demand.length,
                        level + 1,
                        true,
                        mtr.mayBlock(),
                        fences);
        if (parent == null) {
            return addLevel(mtr, level, demand.entryBytes) ? AGAIN : DONE;
        }
        mtr.adopt(parent, true, LatchLevel.TREE);
        int at = Node.childIndex(parent.bytes(), demand.key, demand.offset, demand.length);
        fences.enter(parent.bytes(), at);
        Frame node = latch(mtr, Node.child(parent.bytes(), at), retry);
        if (node == null) {
            return AGAIN;
        }
        if (Node.free(node.bytes()) >= demand.entryBytes) {
            return DONE;
        }
        Split split =
                Split.plan(
                        node.bytes(),
                        demand.key,
                        demand.offset,
                        demand.length,
                        demand.entryBytes,
                        demand.ascending);
        if (split == null) {
            return DONE;
        }
        int parentNeeds = Node.entrySize(split.separator().length, Node.CHILD_SIZE);
        if (Node.free(parent.bytes()) < parentNeeds) {
            return parentNeeds;
        }
        Frame neighbour = null;
        long right = Node.right(node.bytes());
        if (right != 0) {
            neighbour = latch(mtr, right, retry);
            if (neighbour == null) {
                return AGAIN;
            }
        }
        mtr.kind(RedoKind.PAGE_SPLIT);
        split(mtr, parent, at, node, neighbour, split, fences);
        mtr.commit();
        return DONE;
    }

    private void split(
            Mtr mtr,
            Frame parent,
            int at,
            Frame node,
            @Nullable Frame neighbour,
            Split split,
            Fences fences) {
        byte[] page = node.bytes();
        int level = Node.level(page);
        int count = Node.count(page);
        byte[] separator = split.separator();
        long newPage = space.allocate(mtr);
        byte[] image = new byte[PageLayout.PAGE_SIZE];
        int rightSkip = Fences.common(separator, fences.high);
        Node.startImage(image, level, tree.rootPage(), node.page(), Node.right(page), rightSkip);
        Node.appendAll(image, page, split.at(), count, level > 0);
        Frame sibling = mtr.create(newPage, PageType.TREE_NODE, LatchLevel.TREE);
        Node.writeImage(mtr, sibling, image);
        Node.truncate(mtr, node, split.at());
        mtr.putI64(node, Node.RIGHT_OFFSET, newPage);
        Node.setSkip(mtr, node, Fences.common(fences.low, separator));
        if (neighbour != null) {
            mtr.putI64(neighbour, Node.LEFT_OFFSET, newPage);
        }
        insertChild(mtr, parent, at + 1, separator, newPage);
        node.hint(0);
        if (split.at() == count) {
            // The run of ascending inserts goes on in the new leaf.
            sibling.hint(2 << 16);
        }
    }

    private static void insertChild(Mtr mtr, Frame parent, int at, byte[] separator, long child) {
        byte[] value = new byte[Node.CHILD_SIZE];
        PageBytes.setI64(value, 0, child);
        Node.insert(mtr, parent, at, separator, 0, separator.length, value, 0, value.length);
    }

    /**
     * Moves the root's entries into a new child.
     *
     * @return whether the caller goes on; false if the root has got room meanwhile
     */
    private boolean addLevel(Mtr mtr, int level, int entryBytes) {
        Frame root = pool.exclusive(tree.rootPage(), mtr.mayBlock());
        mtr.adopt(root, true, LatchLevel.TREE);
        byte[] page = root.bytes();
        if (Node.level(page) != level) {
            return true;
        }
        if (Node.free(page) >= entryBytes) {
            return false;
        }
        mtr.kind(RedoKind.PAGE_SPLIT);
        long childPage = space.allocate(mtr);
        byte[] image = new byte[PageLayout.PAGE_SIZE];
        Node.startImage(image, level, tree.rootPage(), 0, 0, Node.skip(page));
        Node.appendAll(image, page, 0, Node.count(page), false);
        Frame child = mtr.create(childPage, PageType.TREE_NODE, LatchLevel.TREE);
        Node.writeImage(mtr, child, image);
        child.hint(root.hint());
        writeRoot(mtr, root, level + 1, childPage);
        mtr.commit();
        return true;
    }

    private void writeRoot(Mtr mtr, Frame root, int level, long onlyChild) {
        byte[] image = new byte[PageLayout.PAGE_SIZE];
        Node.startImage(image, level, tree.rootPage(), 0, 0, 0);
        byte[] value = new byte[Node.CHILD_SIZE];
        PageBytes.setI64(value, 0, onlyChild);
        Node.append(image, value, 0, 0, value, 0, value.length);
        mtr.init(root, PageType.TREE_NODE);
        Node.writeImage(mtr, root, image);
    }

    // ---- merging ----

    void shrink(Mtr mtr, boolean mayBlock, byte[] key, int offset, int length) {
        Retry retry = new Retry();
        try (mtr;
                retry) {
            int level = 0;
            while (level >= 0) {
                mtr.start(mayBlock);
                int next = tryMerge(mtr, key, offset, length, level, retry);
                mtr.close();
                if (next == level) {
                    retry.fetch(pool, mayBlock);
                }
                level = next;
            }
        } catch (WouldBlockException _) {
            // A tree that stays fat is correct; the next removal tries again.
            mtr.close();
        }
    }

    /**
     * One try at merging the node of {@code level} on the way to the key with a neighbour.
     *
     * @return the level to go on with; negative if there is nothing to do
     */
    private int tryMerge(Mtr mtr, byte[] key, int offset, int length, int level, Retry retry) {
        Fences fences = new Fences();
        Frame parent =
                tree.descend(
                        BTree.Path.KEY,
                        key,
                        offset,
                        length,
                        level + 1,
                        true,
                        mtr.mayBlock(),
                        fences);
        if (parent == null) {
            return -1;
        }
        mtr.adopt(parent, true, LatchLevel.TREE);
        byte[] above = parent.bytes();
        int children = Node.count(above);
        if (children == 1) {
            return parent.page() == tree.rootPage()
                    ? removeLevel(mtr, parent, retry, level)
                    : level + 1;
        }
        int at = Node.childIndex(above, key, offset, length);
        int leftAt = at + 1 < children ? at : at - 1;
        Frame left = latch(mtr, Node.child(above, leftAt), retry);
        if (left == null) {
            return level;
        }
        Frame right = latch(mtr, Node.child(above, leftAt + 1), retry);
        if (right == null) {
            return level;
        }
        boolean underfull =
                Node.used((at == leftAt ? left : right).bytes()) < TreeCursor.UNDERFULL_BYTES;
        byte[] separator = Node.key(above, leftAt + 1);
        int together =
                Node.used(left.bytes())
                        + Node.used(right.bytes())
                        + (level > 0 ? separator.length : 0);
        if (!underfull || together > MERGED_BYTES_MAX) {
            return -1;
        }
        Frame neighbour = null;
        long beyond = Node.right(right.bytes());
        if (beyond != 0) {
            neighbour = latch(mtr, beyond, retry);
            if (neighbour == null) {
                return level;
            }
        }
        byte @Nullable [] low = leftAt > 0 ? Node.key(above, leftAt) : fences.low;
        byte @Nullable [] high = leftAt + 2 < children ? Node.key(above, leftAt + 2) : fences.high;
        mtr.kind(RedoKind.PAGE_MERGE);
        merge(mtr, parent, leftAt, left, right, neighbour, Fences.common(low, high));
        boolean parentUnderfull = Node.used(above) < TreeCursor.UNDERFULL_BYTES;
        mtr.commit();
        return parentUnderfull ? level + 1 : -1;
    }

    private void merge(
            Mtr mtr,
            Frame parent,
            int leftAt,
            Frame left,
            Frame right,
            @Nullable Frame neighbour,
            int skip) {
        byte[] image = new byte[PageLayout.PAGE_SIZE];
        byte[] from = right.bytes();
        int level = Node.level(from);
        byte[] separator = Node.key(parent.bytes(), leftAt + 1);
        Node.setSkip(mtr, left, skip);
        if (Node.top(left.bytes()) - Node.slot(Node.count(left.bytes()))
                < Node.used(from) + separator.length) {
            Node.compact(mtr, left);
        }
        Node.startMerge(image, left.bytes());
        int first = 0;
        if (level > 0) {
            Node.append(
                    image,
                    separator,
                    0,
                    separator.length,
                    from,
                    Node.valueOffset(from, 0),
                    Node.CHILD_SIZE);
            first = 1;
        }
        Node.appendAll(image, from, first, Node.count(from), false);
        Node.writeMerge(mtr, left, image);
        mtr.putI64(left, Node.RIGHT_OFFSET, Node.right(from));
        if (neighbour != null) {
            mtr.putI64(neighbour, Node.LEFT_OFFSET, left.page());
        }
        Node.remove(mtr, parent, leftAt + 1);
        left.hint(0);
        free(mtr, right);
    }

    /** Frees a node; the mark tells whoever finds a stale pointer to it. */
    private void free(Mtr mtr, Frame node) {
        mtr.putU8(node, Node.LEVEL_OFFSET, Node.LEVEL_FREED);
        space.free(mtr, node.page());
    }

    /** Takes the entries of the root's only child into the root. */
    private int removeLevel(Mtr mtr, Frame root, Retry retry, int level) {
        Frame child = latch(mtr, Node.child(root.bytes(), 0), retry);
        if (child == null) {
            return level;
        }
        mtr.kind(RedoKind.PAGE_MERGE);
        byte[] page = child.bytes();
        byte[] image = new byte[PageLayout.PAGE_SIZE];
        Node.startImage(image, level, tree.rootPage(), 0, 0, 0);
        Node.appendAll(image, page, 0, Node.count(page), level > 0);
        mtr.init(root, PageType.TREE_NODE);
        Node.writeImage(mtr, root, image);
        free(mtr, child);
        mtr.commit();
        return level - 1;
    }

    // ---- appending whole leaves ----

    /**
     * Appends a leaf behind all others.
     *
     * @param image a leaf with entries, skip 0; neighbours are set here
     * @return false if it cannot be done this way: the tree's last leaf is empty
     */
    boolean appendLeaf(Mtr mtr, byte[] image) {
        byte[] key = Node.key(image, 0);
        Retry retry = new Retry();
        try (mtr;
                retry) {
            for (; ; ) {
                mtr.start(true);
                Fences fences = new Fences();
                Frame parent =
                        tree.descend(BTree.Path.KEY, key, 0, key.length, 1, true, true, fences);
                if (parent == null) {
                    if (fillRoot(mtr, image)) {
                        return true;
                    }
                    continue;
                }
                mtr.adopt(parent, true, LatchLevel.TREE);
                int at = Node.count(parent.bytes()) - 1;
                Frame last = latch(mtr, Node.child(parent.bytes(), at), retry);
                if (last == null) {
                    mtr.close();
                    retry.fetch(pool, true);
                    continue;
                }
                int count = Node.count(last.bytes());
                if (count == 0 || Node.right(last.bytes()) != 0) {
                    return false;
                }
                byte[] before = Node.key(last.bytes(), count - 1);
                byte[] separator = Fences.separator(before, 0, before.length, key, 0, key.length);
                int parentNeeds = Node.entrySize(separator.length, Node.CHILD_SIZE);
                if (Node.free(parent.bytes()) < parentNeeds) {
                    mtr.close();
                    makeRoom(mtr, true, new Demand(key, 0, key.length, parentNeeds, true), 1);
                    continue;
                }
                fences.enter(parent.bytes(), at);
                link(mtr, parent, last, image, separator, fences.low);
                mtr.commit();
                return true;
            }
        }
    }

    private void link(
            Mtr mtr,
            Frame parent,
            Frame last,
            byte[] image,
            byte[] separator,
            byte @Nullable [] low) {
        mtr.kind(RedoKind.PAGE_CREATE);
        long page = space.allocate(mtr);
        Frame leaf = mtr.create(page, PageType.TREE_NODE, LatchLevel.TREE);
        PageBytes.setI64(image, Node.TREE_OFFSET, tree.rootPage());
        PageBytes.setI64(image, Node.LEFT_OFFSET, last.page());
        Node.writeImage(mtr, leaf, image);
        mtr.putI64(last, Node.RIGHT_OFFSET, page);
        Node.setSkip(mtr, last, Fences.common(low, separator));
        insertChild(mtr, parent, Node.count(parent.bytes()), separator, page);
    }

    /** The root is the only leaf: takes the image if it is empty, else gets a child. */
    private boolean fillRoot(Mtr mtr, byte[] image) {
        Frame root = pool.exclusive(tree.rootPage(), true);
        mtr.adopt(root, true, LatchLevel.TREE);
        int level = Node.level(root.bytes());
        if (level == 0 && Node.count(root.bytes()) == 0) {
            mtr.kind(RedoKind.PAGE_CREATE);
            PageBytes.setI64(image, Node.TREE_OFFSET, tree.rootPage());
            PageBytes.setI64(image, Node.LEFT_OFFSET, 0);
            mtr.init(root, PageType.TREE_NODE);
            Node.writeImage(mtr, root, image);
            mtr.commit();
            return true;
        }
        mtr.close();
        if (level == 0) {
            mtr.start(true);
            addLevel(mtr, 0, Integer.MAX_VALUE);
            mtr.close();
        }
        return false;
    }

    // ---- freeing the tree ----

    boolean freeStep(Mtr mtr, int pagesMax) {
        mtr.kind(RedoKind.PAGE_FREE);
        Frame node = mtr.exclusive(tree.rootPage(), LatchLevel.TREE);
        Node.requireNode(node.bytes(), tree.rootPage());
        int levels = Node.level(node.bytes());
        if (levels == 0 || Node.count(node.bytes()) == 0) {
            free(mtr, node);
            return true;
        }
        Frame[] path = new Frame[levels + 1];
        path[levels] = node;
        for (int level = levels; level > 1; level--) {
            byte[] page = path[level].bytes();
            path[level - 1] =
                    mtr.exclusive(Node.child(page, Node.count(page) - 1), LatchLevel.TREE);
            Node.requireNode(path[level - 1].bytes(), tree.rootPage());
        }
        byte[] page = path[1].bytes();
        int count = Node.count(page);
        int from = Math.max(0, count - pagesMax);
        for (int i = from; i < count; i++) {
            space.free(mtr, Node.child(page, i));
        }
        Node.truncate(mtr, path[1], from);
        for (int level = 1; level < levels && Node.count(path[level].bytes()) == 0; level++) {
            Frame above = path[level + 1];
            free(mtr, path[level]);
            Node.truncate(mtr, above, Node.count(above.bytes()) - 1);
        }
        return false;
    }
}
