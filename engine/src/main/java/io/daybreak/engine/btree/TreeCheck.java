package io.daybreak.engine.btree;

import io.daybreak.engine.buffer.Frame;
import io.daybreak.engine.buffer.PageType;
import io.daybreak.engine.mtr.Mtr;
import io.daybreak.logstorage.api.PageLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks a tree and notes what is wrong: node headers, order of keys, separators, slots and cells,
 * links between neighbours. Holds shared latches along its path from the root, so steps of
 * structure cannot happen below it; changes of entries can. One use, one thread.
 */
final class TreeCheck {
    /** Faults found before the walk ends. */
    private final int faultsMax;

    private final BTree tree;
    private final List<String> faults = new ArrayList<>();
    private long pages;
    private long entries;

    /** The node visited last on each level, to be the left neighbour of the next. */
    private final long[] previous = new long[Node.LEVEL_FREED + 1];

    TreeCheck(BTree tree, int faultsMax) {
        this.tree = tree;
        this.faultsMax = faultsMax;
    }

    List<String> run(Mtr mtr) {
        Frame root = tree.pool().shared(tree.rootPage(), mtr.mayBlock());
        try {
            walk(mtr, root, Node.level(root.bytes()), null, null, true);
            if (Node.right(root.bytes()) != 0) {
                fault(root, "the root has a right neighbour");
            }
        } finally {
            root.releaseShared();
        }
        return faults;
    }

    /** Nodes visited. */
    long pages() {
        return pages;
    }

    /** Entries of leaves visited. */
    long entries() {
        return entries;
    }

    private void fault(Frame frame, String what) {
        faults.add("tree " + tree.rootPage() + ", page " + frame.page() + ": " + what);
    }

    private void walk(
            Mtr mtr,
            Frame frame,
            int level,
            byte @Nullable [] low,
            byte @Nullable [] high,
            boolean last) {
        byte[] page = frame.bytes();
        if (PageLayout.type(page) != PageType.TREE_NODE || Node.tree(page) != tree.rootPage()) {
            fault(frame, "is not a node of this tree");
            return;
        }
        if (Node.level(page) != level) {
            fault(frame, "has level " + Node.level(page) + ", should be " + level);
            return;
        }
        pages++;
        entries += level == 0 ? Node.count(page) : 0;
        checkNode(frame, low, high);
        checkLinks(frame, level, last);
        if (level == 0) {
            return;
        }
        int count = Node.count(page);
        if (count == 0) {
            fault(frame, "inner node without children");
        }
        for (int i = 0; i < count && faults.size() < faultsMax; i++) {
            Frame child = tree.pool().shared(Node.child(page, i), mtr.mayBlock());
            try {
                byte @Nullable [] childLow = i == 0 ? low : Node.key(page, i);
                byte @Nullable [] childHigh = i + 1 < count ? Node.key(page, i + 1) : high;
                walk(mtr, child, level - 1, childLow, childHigh, last && i == count - 1);
            } finally {
                child.releaseShared();
            }
        }
    }

    private void checkNode(Frame frame, byte @Nullable [] low, byte @Nullable [] high) {
        byte[] page = frame.bytes();
        int count = Node.count(page);
        int top = Node.top(page);
        if (Node.slot(count) > top || top > PageLayout.PAGE_SIZE) {
            fault(frame, count + " slots and heap top " + top + " overlap");
            return;
        }
        int live = 0;
        int first = Node.level(page) == 0 ? 0 : 1;
        int skipMax = Fences.common(low, high);
        if (Node.skip(page) > skipMax) {
            fault(frame, "skips " + Node.skip(page) + " bytes, keys share " + skipMax);
        }
        byte @Nullable [] before = null;
        for (int i = 0; i < count; i++) {
            int cell = Node.cell(page, i);
            if (cell < top || cell + Node.cellSize(page, i) > PageLayout.PAGE_SIZE) {
                fault(frame, "cell of entry " + i + " lies outside of the heap");
                return;
            }
            live += Node.cellSize(page, i);
            if (i < first) {
                continue;
            }
            byte[] key = Node.key(page, i);
            if (before != null && Arrays.compareUnsigned(before, key) >= 0) {
                fault(frame, "entries " + (i - 1) + " and " + i + " are out of order");
            }
            if (low != null && Arrays.compareUnsigned(key, low) < 0
                    || high != null && Arrays.compareUnsigned(key, high) >= 0) {
                fault(frame, "entry " + i + " is outside of the parent's separators");
            }
            if (Node.find(page, first, key, 0, key.length) != i) {
                fault(frame, "entry " + i + " is not found by its key");
            }
            before = key;
        }
        if (live + Node.garbage(page) != PageLayout.PAGE_SIZE - top) {
            fault(
                    frame,
                    "cells of "
                            + live
                            + " and garbage of "
                            + Node.garbage(page)
                            + " bytes do not fill the heap from "
                            + top);
        }
    }

    private void checkLinks(Frame frame, int level, boolean last) {
        byte[] page = frame.bytes();
        long expected = previous[level];
        long left = Node.left(page);
        if (left != expected && !reaches(expected, frame)) {
            fault(frame, "has left neighbour " + left + ", should be " + expected);
        }
        if (last && Node.right(page) != 0) {
            fault(frame, "is the last of its level and has a right neighbour");
        }
        if (!last && Node.right(page) == 0) {
            fault(frame, "is not the last of its level and has no right neighbour");
        }
        previous[level] = frame.page();
    }

    private static final int SPLITS_MAX = 64;

    /**
     * Whether the node visited before leads to this one by right links: it may have been split, or
     * merged into, since its latch was released. Its page may even be another tree's by now; then
     * nothing can be said.
     */
    private boolean reaches(long from, Frame frame) {
        long at = from;
        for (int i = 0; i < SPLITS_MAX && at != 0; i++) {
            Frame node = tree.pool().tryLatch(at, false);
            if (node == null) {
                return true;
            }
            try {
                byte[] page = node.bytes();
                if (Node.tree(page) != tree.rootPage()
                        || Node.level(page) == Node.LEVEL_FREED
                        || PageLayout.type(page) != PageType.TREE_NODE) {
                    return true;
                }
                at = Node.right(page);
            } finally {
                node.releaseShared();
            }
            if (at == frame.page()) {
                return i > 0;
            }
        }
        return false;
    }
}
