package io.daybreak.engine.btree;

import io.daybreak.engine.buffer.Frame;
import java.util.function.LongConsumer;

/** Names the pages of a tree, for tests that count who owns what. The tree must be at rest. */
public final class TreePages {
    private TreePages() {}

    public static void forEach(BTree tree, LongConsumer page) {
        walk(tree, tree.rootPage(), page);
    }

    private static void walk(BTree tree, long number, LongConsumer page) {
        page.accept(number);
        byte[] copy;
        Frame frame = tree.pool().shared(number, true);
        try {
            copy = frame.bytes().clone();
        } finally {
            frame.releaseShared();
        }
        if (Node.level(copy) > 0) {
            for (int i = 0; i < Node.count(copy); i++) {
                walk(tree, Node.child(copy, i), page);
            }
        }
    }
}
