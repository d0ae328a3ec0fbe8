package io.daybreak.engine.btree;

import org.jspecify.annotations.Nullable;

/**
 * Where to split a node.
 *
 * @param at the first entry that moves to the new right node; the number of entries if none does
 * @param separator what the parent tells the two apart by
 */
record Split(int at, byte[] separator) {
    /**
     * Plans a split that makes room for one more or longer entry.
     *
     * <p>Input in ascending order fills pages: when the new entry goes behind the last one of the
     * level, or a run of ascending inserts was seen, nothing moves that lies before it. Otherwise
     * the bytes are halved.
     *
     * @param entryBytes size of the new entry
     * @param ascending whether the node has seen a run of ascending inserts that goes on here
     * @return null if there is nothing to split
     */
    static @Nullable Split plan(
            byte[] page, byte[] key, int offset, int length, int entryBytes, boolean ascending) {
        return Node.level(page) == 0
                ? planLeaf(page, key, offset, length, entryBytes, ascending)
                : planInner(page, key, offset, length, entryBytes);
    }

    private static @Nullable Split planLeaf(
            byte[] page, byte[] key, int offset, int length, int entryBytes, boolean ascending) {
        int count = Node.count(page);
        int found = Node.find(page, 0, key, offset, length);
        boolean exact = found >= 0;
        int place = exact ? found : -1 - found;
        int at;
        if (!exact && place == count && count > 0 && (ascending || Node.right(page) == 0)) {
            at = count;
        } else if (!exact && ascending && place > 0 && fitsBehind(page, place, entryBytes)) {
            at = place;
        } else {
            int last = !exact && place == count ? count : count - 1;
            at = halve(page, last, place, entryBytes, exact);
        }
        if (at < 1) {
            return null;
        }
        int before = at - 1;
        int beforeOffset = Node.keyOffset(page, before);
        int beforeLength = Node.keyLength(page, before);
        byte[] separator =
                !exact && place == at
                        ? Fences.separator(page, beforeOffset, beforeLength, key, offset, length)
                        : Fences.separator(
                                page,
                                beforeOffset,
                                beforeLength,
                                page,
                                Node.keyOffset(page, at),
                                Node.keyLength(page, at));
        return new Split(at, separator);
    }

    private static boolean fitsBehind(byte[] page, int place, int entryBytes) {
        int bytes = entryBytes;
        for (int i = place; i < Node.count(page); i++) {
            bytes += Node.SLOT_SIZE + Node.cellSize(page, i);
        }
        return bytes <= Node.CAPACITY;
    }

    private static @Nullable Split planInner(
            byte[] page, byte[] key, int offset, int length, int entryBytes) {
        int count = Node.count(page);
        int place = Node.childIndex(page, key, offset, length) + 1;
        int at =
                place == count && Node.right(page) == 0
                        ? count - 1
                        : halve(page, count - 1, place - 1, entryBytes, false);
        return at < 1 ? null : new Split(at, Node.key(page, at));
    }

    /**
     * The split point in {@code [1, last]} that makes the greater half smallest.
     *
     * @param place the new entry counts for the left half when the split point is above this
     * @param replaced whether the entry at {@code place} is replaced, not joined, by the new one
     * @return 0 if there is no split point
     */
    private static int halve(byte[] page, int last, int place, int entryBytes, boolean replaced) {
        int count = Node.count(page);
        int total = replaced ? 0 : entryBytes;
        for (int i = 0; i < count; i++) {
            total += replaced && i == place ? entryBytes : Node.SLOT_SIZE + Node.cellSize(page, i);
        }
        int best = 0;
        int bestSize = Integer.MAX_VALUE;
        int left = 0;
        for (int at = 1; at <= last; at++) {
            int i = at - 1;
            left += replaced && i == place ? entryBytes : Node.SLOT_SIZE + Node.cellSize(page, i);
            int leftSize = !replaced && place < at ? left + entryBytes : left;
            int size = Math.max(leftSize, total - leftSize);
            if (size < bestSize) {
                bestSize = size;
                best = at;
            }
        }
        return best;
    }
}
