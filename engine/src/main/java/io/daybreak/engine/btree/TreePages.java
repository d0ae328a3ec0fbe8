package io.daybreak.engine.btree;

import io.daybreak.engine.buffer.Frame;
import io.daybreak.engine.buffer.PageType;
import io.daybreak.logstorage.api.PageLayout;
import java.util.function.LongConsumer;

/** Names the pages of a tree, for a census of pages. The tree must be at rest. */
public final class TreePages {
    private TreePages() {}

    public static void forEach(BTree tree, LongConsumer page) {
        walk(tree, tree.rootPage(), page);
    }

    private static void walk(BTree tree, long number, LongConsumer page) {
        byte[] copy;
        Frame frame = tree.pool().shared(number, true);
        try {
            copy = frame.bytes().clone();
        } finally {
            frame.releaseShared();
        }
        if (PageLayout.type(copy) != PageType.TREE_NODE || Node.tree(copy) != tree.rootPage()) {
            // Somebody changes the tree after all, or it is damaged: CHECK TABLE says that.
            return;
        }
        page.accept(number);
        if (Node.level(copy) > 0) {
            for (int i = 0; i < Node.count(copy); i++) {
                walk(tree, Node.child(copy, i), page);
            }
        }
    }
}
