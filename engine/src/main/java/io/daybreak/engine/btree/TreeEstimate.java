package io.daybreak.engine.btree;

import io.daybreak.engine.buffer.Frame;
import io.daybreak.engine.mtr.Mtr;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Estimates by dives. Reads with shared latches, one node at a time. One use, one thread. */
final class TreeEstimate {
    private static final int SAMPLES = 20;

    /** One node on the way of a dive: which entry was taken, of how many. */
    private record Step(long page, int index, int count) {}

    private final BTree tree;

    TreeEstimate(BTree tree) {
        this.tree = tree;
    }

    long range(Mtr mtr, byte @Nullable [] low, byte @Nullable [] high) {
        List<Step> from = dive(mtr, low, BTree.Path.FIRST);
        List<Step> to = dive(mtr, high, BTree.Path.LAST);
        int levels = Math.min(from.size(), to.size());
        double between = 0;
        boolean apart = false;
        for (int i = 0; i < levels; i++) {
            Step a = from.get(i);
            Step b = to.get(i);
            boolean leaf = i == levels - 1;
            if (!apart && a.page == b.page) {
                if (leaf) {
                    return Math.max(0, b.index - a.index);
                }
                if (a.index > b.index) {
                    return 0;
                }
                apart = a.index != b.index;
                between = apart ? b.index - a.index - 1 : 0;
                continue;
            }
            apart = true;
            double average = Math.max(1, (a.count + b.count) / 2.0);
            between = between * average + (a.count - a.index - (leaf ? 0 : 1)) + b.index;
        }
        return Math.round(between);
    }

    private List<Step> dive(Mtr mtr, byte @Nullable [] key, BTree.Path edge) {
        List<Step> steps = new ArrayList<>();
        BTree.Path path = key == null ? edge : BTree.Path.KEY;
        byte[] bytes = key == null ? new byte[0] : key;
        Frame top = tree.pool().shared(tree.rootPage(), mtr.mayBlock());
        int level = Node.level(top.bytes());
        top.releaseShared();
        for (; level >= 0; level--) {
            Frame node =
                    tree.descend(path, bytes, 0, bytes.length, level, false, mtr.mayBlock(), null);
            if (node == null) {
                steps.clear();
                continue;
            }
            steps.add(step(node, path, bytes));
            node.releaseShared();
        }
        return steps;
    }

    private static Step step(Frame node, BTree.Path path, byte[] key) {
        byte[] page = node.bytes();
        int count = Node.count(page);
        boolean leaf = Node.level(page) == 0;
        int index =
                switch (path) {
                    case FIRST -> 0;
                    case LAST -> leaf ? count : count - 1;
                    case KEY, BEFORE_KEY -> {
                        if (!leaf) {
                            yield Node.childIndex(page, key, 0, key.length);
                        }
                        int found = Node.find(page, 0, key, 0, key.length);
                        yield found >= 0 ? found : -1 - found;
                    }
                };
        return new Step(node.page(), index, count);
    }

    TreeStatistics statistics(Mtr mtr) {
        Frame root = tree.pool().shared(tree.rootPage(), mtr.mayBlock());
        int levels = Node.level(root.bytes()) + 1;
        int rootCount = Node.count(root.bytes());
        root.releaseShared();
        double[] fanOut = new double[levels];
        double[] bytes = new double[1];
        int samples = levels == 1 ? 1 : Math.min(SAMPLES, rootCount * 4);
        for (int i = 0; i < samples; i++) {
            sample(mtr, fanOut, bytes);
        }
        double nodes = 1;
        double inner = 0;
        for (int level = levels - 1; level > 0; level--) {
            inner += nodes;
            nodes *= level == levels - 1 ? rootCount : fanOut[level] / samples;
        }
        double entries = nodes * fanOut[0] / samples;
        return new TreeStatistics(
                levels,
                Math.round(nodes),
                Math.round(inner),
                Math.round(entries),
                Math.round(nodes * bytes[0] / samples));
    }

    /** A dive along random children; adds up the entries of the nodes it meets, by level. */
    private void sample(Mtr mtr, double[] fanOut, double[] bytes) {
        long page = tree.rootPage();
        for (int level = fanOut.length - 1; level >= 0; level--) {
            Frame node = tree.pool().shared(page, mtr.mayBlock());
            try {
                byte[] node0 = node.bytes();
                int count = Node.count(node0);
                // The node may have become another one since its parent was released.
                if (Node.tree(node0) != tree.rootPage()
                        || Node.level(node0) != level
                        || level > 0 && count == 0) {
                    return;
                }
                fanOut[level] += count;
                if (level == 0) {
                    bytes[0] +=
                            Node.used(node0) - (double) count * (Node.SLOT_SIZE + Node.CELL_HEADER);
                } else {
                    page = Node.child(node0, ThreadLocalRandom.current().nextInt(count));
                }
            } finally {
                node.releaseShared();
            }
        }
    }
}
