package io.daybreak.engine.btree;

import io.daybreak.engine.api.StorageFailedException;
import io.daybreak.engine.buffer.Frame;
import io.daybreak.engine.buffer.PageBytes;
import io.daybreak.engine.buffer.PageType;
import io.daybreak.engine.mtr.Mtr;
import io.daybreak.logstorage.api.PageLayout;
import java.util.Arrays;

/**
 * A node of a tree: a slotted page. Big-endian.
 *
 * <pre>
 * offset  length  field
 *      0      32  page header, type {@link PageType#TREE_NODE}
 *     32       1  level, 0 = leaf; 255 = freed
 *     33       1  reserved, zero
 *     34       2  number of entries
 *     36       2  heap top: where the lowest cell starts
 *     38       2  garbage: bytes of dead cells between heap top and the end
 *     40       8  left neighbour on the level, 0 = none
 *     48       8  right neighbour, 0 = none
 *     56       8  root page of the tree
 *     64       2  skip: how many leading bytes all keys between the node's separators share
 *     66       6  reserved, zero
 *     72     6*n  slots in key order: key head (4: the key bytes behind skip, zero-padded), cell offset (2)
 *    ...          free
 *    top          cells, growing down: key length (2), value length (2), key, value
 * </pre>
 *
 * <p>The value of an inner node's entry is the child's page number (8). Static methods over {@code
 * byte[]} and {@link Frame}; no state.
 */
final class Node {
    static final int LEVEL_OFFSET = PageLayout.HEADER_SIZE;
    static final int COUNT_OFFSET = LEVEL_OFFSET + 2;
    static final int TOP_OFFSET = COUNT_OFFSET + 2;
    static final int GARBAGE_OFFSET = TOP_OFFSET + 2;
    static final int LEFT_OFFSET = GARBAGE_OFFSET + 2;
    static final int RIGHT_OFFSET = LEFT_OFFSET + 8;
    static final int TREE_OFFSET = RIGHT_OFFSET + 8;
    static final int SKIP_OFFSET = TREE_OFFSET + 8;
    static final int SLOTS_OFFSET = 72;

    static final int SLOT_SIZE = 6;
    static final int CELL_HEADER = 4;
    static final int CHILD_SIZE = 8;
    static final int LEVEL_FREED = 255;

    /** What slots and cells have together. */
    static final int CAPACITY = PageLayout.PAGE_SIZE - SLOTS_OFFSET;

    private Node() {}

    static int level(byte[] page) {
        return PageBytes.u8(page, LEVEL_OFFSET);
    }

    static int count(byte[] page) {
        return PageBytes.u16(page, COUNT_OFFSET);
    }

    static int top(byte[] page) {
        return PageBytes.u16(page, TOP_OFFSET);
    }

    static int garbage(byte[] page) {
        return PageBytes.u16(page, GARBAGE_OFFSET);
    }

    static long left(byte[] page) {
        return PageBytes.i64(page, LEFT_OFFSET);
    }

    static long right(byte[] page) {
        return PageBytes.i64(page, RIGHT_OFFSET);
    }

    static long tree(byte[] page) {
        return PageBytes.i64(page, TREE_OFFSET);
    }

    static int skip(byte[] page) {
        return PageBytes.u16(page, SKIP_OFFSET);
    }

    static int slot(int index) {
        return SLOTS_OFFSET + SLOT_SIZE * index;
    }

    static int cell(byte[] page, int index) {
        return PageBytes.u16(page, slot(index) + 4);
    }

    static int keyLength(byte[] page, int index) {
        return PageBytes.u16(page, cell(page, index));
    }

    static int keyOffset(byte[] page, int index) {
        return cell(page, index) + CELL_HEADER;
    }

    static int valueLength(byte[] page, int index) {
        return PageBytes.u16(page, cell(page, index) + 2);
    }

    static int valueOffset(byte[] page, int index) {
        int cell = cell(page, index);
        return cell + CELL_HEADER + PageBytes.u16(page, cell);
    }

    static int cellSize(byte[] page, int index) {
        int cell = cell(page, index);
        return CELL_HEADER + PageBytes.u16(page, cell) + PageBytes.u16(page, cell + 2);
    }

    static long child(byte[] page, int index) {
        return PageBytes.i64(page, valueOffset(page, index));
    }

    static byte[] key(byte[] page, int index) {
        int at = keyOffset(page, index);
        return Arrays.copyOfRange(page, at, at + keyLength(page, index));
    }

    /** Bytes for new slots and cells, after compaction if need be. */
    static int free(byte[] page) {
        return top(page) - slot(count(page)) + garbage(page);
    }

    static int used(byte[] page) {
        return CAPACITY - free(page);
    }

    /** What an entry takes in {@link #free}. */
    static int entrySize(int keyLength, int valueLength) {
        return SLOT_SIZE + CELL_HEADER + keyLength + valueLength;
    }

    static void requireNode(byte[] page, long tree) {
        if (PageLayout.type(page) != PageType.TREE_NODE || tree(page) != tree) {
            throw new StorageFailedException(
                    "page "
                            + PageLayout.pageNumber(page)
                            + " is not a node of the tree with root page "
                            + tree);
        }
    }

    private static int head(byte[] key, int offset, int length, int skip) {
        int at = offset + skip;
        int rest = length - skip;
        if (rest >= 4) {
            return PageBytes.i32(key, at);
        }
        int head = 0;
        for (int i = 0; i < rest; i++) {
            head |= (key[at + i] & 0xff) << (24 - 8 * i);
        }
        return head;
    }

    /**
     * Binary search among the entries from {@code from} on.
     *
     * @param key lies between the separators that enclose this node
     * @return the index of the equal key, or {@code -1 - index} of the first greater one
     */
    static int find(byte[] page, int from, byte[] key, int offset, int length) {
        int head = head(key, offset, length, skip(page)) ^ Integer.MIN_VALUE;
        int low = from;
        int high = count(page) - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int slot = slot(middle);
            int there = PageBytes.i32(page, slot) ^ Integer.MIN_VALUE;
            int order;
            if (there != head) {
                order = there < head ? -1 : 1;
            } else {
                int cell = PageBytes.u16(page, slot + 4);
                int start = cell + CELL_HEADER;
                int end = start + PageBytes.u16(page, cell);
                order = Arrays.compareUnsigned(page, start, end, key, offset, offset + length);
            }
            if (order < 0) {
                low = middle + 1;
            } else if (order > 0) {
                high = middle - 1;
            } else {
                return middle;
            }
        }
        return -1 - low;
    }

    /** The child whose subtree holds the key: the last one with a separator at or before it. */
    static int childIndex(byte[] page, byte[] key, int offset, int length) {
        int found = find(page, 1, key, offset, length);
        return found >= 0 ? found : -2 - found;
    }

    /**
     * The child whose subtree may hold keys before the key: the last one with a lower separator.
     */
    static int childIndexBefore(byte[] page, byte[] key, int offset, int length) {
        int found = find(page, 1, key, offset, length);
        return found >= 0 ? found - 1 : -2 - found;
    }

    static int compareKey(byte[] page, int index, byte[] key, int offset, int length) {
        int at = keyOffset(page, index);
        return Arrays.compareUnsigned(
                page, at, at + keyLength(page, index), key, offset, offset + length);
    }

    /**
     * Makes an array read as this node with only some of its entries. Only reads: the space of the
     * others is not free.
     */
    static void copyEntries(byte[] page, int from, int to, byte[] target) {
        System.arraycopy(page, 0, target, 0, SLOTS_OFFSET);
        System.arraycopy(page, slot(from), target, SLOTS_OFFSET, (to - from) * SLOT_SIZE);
        PageBytes.setU16(target, COUNT_OFFSET, to - from);
        for (int i = from; i < to; i++) {
            int cell = cell(page, i);
            System.arraycopy(page, cell, target, cell, cellSize(page, i));
        }
    }

    // ---- images: nodes built in private memory and then written as a whole ----

    static void startImage(byte[] image, int level, long tree, long left, long right, int skip) {
        Arrays.fill(image, LEVEL_OFFSET, SLOTS_OFFSET, (byte) 0);
        PageBytes.setU8(image, LEVEL_OFFSET, level);
        PageBytes.setU16(image, TOP_OFFSET, PageLayout.PAGE_SIZE);
        PageBytes.setI64(image, LEFT_OFFSET, left);
        PageBytes.setI64(image, RIGHT_OFFSET, right);
        PageBytes.setI64(image, TREE_OFFSET, tree);
        PageBytes.setU16(image, SKIP_OFFSET, skip);
    }

    /** Adds an entry behind the others. */
    static void append(
            byte[] image,
            byte[] key,
            int keyOffset,
            int keyLength,
            byte[] value,
            int valueOffset,
            int valueLength) {
        int index = count(image);
        int cell = top(image) - CELL_HEADER - keyLength - valueLength;
        if (cell < slot(index + 1)) {
            throw new IllegalStateException("node image is full");
        }
        PageBytes.setU16(image, cell, keyLength);
        PageBytes.setU16(image, cell + 2, valueLength);
        System.arraycopy(key, keyOffset, image, cell + CELL_HEADER, keyLength);
        System.arraycopy(value, valueOffset, image, cell + CELL_HEADER + keyLength, valueLength);
        PageBytes.setI32(image, slot(index), head(key, keyOffset, keyLength, skip(image)));
        PageBytes.setU16(image, slot(index) + 4, cell);
        PageBytes.setU16(image, TOP_OFFSET, cell);
        PageBytes.setU16(image, COUNT_OFFSET, index + 1);
    }

    /** Adds entries of another node; its key {@code from} is left out if {@code firstKeyless}. */
    static void appendAll(byte[] image, byte[] source, int from, int to, boolean firstKeyless) {
        for (int i = from; i < to; i++) {
            int keyLength = firstKeyless && i == from ? 0 : keyLength(source, i);
            append(
                    image,
                    source,
                    keyOffset(source, i),
                    keyLength,
                    source,
                    valueOffset(source, i),
                    valueLength(source, i));
        }
    }

    /** Sets skip and all key heads of an image. */
    static void setImageSkip(byte[] image, int skip) {
        PageBytes.setU16(image, SKIP_OFFSET, skip);
        int count = count(image);
        for (int i = level(image) == 0 ? 0 : 1; i < count; i++) {
            int head = head(image, keyOffset(image, i), keyLength(image, i), skip);
            PageBytes.setI32(image, slot(i), head);
        }
    }

    /** Writes an image into a frame that was initialised in this mini-transaction. */
    static void writeImage(Mtr mtr, Frame frame, byte[] image) {
        int slotsEnd = slot(count(image));
        int top = top(image);
        mtr.write(frame, LEVEL_OFFSET, image, LEVEL_OFFSET, slotsEnd - LEVEL_OFFSET);
        mtr.write(frame, top, image, top, PageLayout.PAGE_SIZE - top);
    }

    /** Starts an image that continues a compacted node: entries appended go behind its own. */
    static void startMerge(byte[] image, byte[] page) {
        System.arraycopy(page, LEVEL_OFFSET, image, LEVEL_OFFSET, slot(0) - LEVEL_OFFSET);
    }

    /** Writes what was appended since {@link #startMerge}. */
    static void writeMerge(Mtr mtr, Frame frame, byte[] image) {
        byte[] page = frame.bytes();
        int from = slot(count(page));
        int top = top(image);
        mtr.write(frame, from, image, from, slot(count(image)) - from);
        mtr.write(frame, top, image, top, top(page) - top);
        mtr.putU16Pair(frame, COUNT_OFFSET, count(image), top);
    }

    // ---- changes in place ----

    /**
     * Inserts an entry.
     *
     * @param index where; the caller has checked {@link #free}
     */
    static void insert(
            Mtr mtr,
            Frame frame,
            int index,
            byte[] key,
            int keyOffset,
            int keyLength,
            byte[] value,
            int valueOffset,
            int valueLength) {
        byte[] page = frame.bytes();
        int size = CELL_HEADER + keyLength + valueLength;
        if (free(page) < size + SLOT_SIZE) {
            throw new IllegalStateException("no room in page " + frame.page());
        }
        if (top(page) - slot(count(page)) < size + SLOT_SIZE) {
            compact(mtr, frame);
        }
        int count = count(page);
        int cell = top(page) - size;
        mtr.putCell(frame, cell, key, keyOffset, keyLength, value, valueOffset, valueLength);
        int slot = slot(index);
        mtr.move(frame, slot, slot + SLOT_SIZE, slot(count) - slot);
        mtr.putI32U16(frame, slot, head(key, keyOffset, keyLength, skip(page)), cell);
        mtr.putU16Pair(frame, COUNT_OFFSET, count + 1, cell);
    }

    /**
     * Inserts entries side by side: what {@link #insert} of each would leave, in a few operations.
     *
     * @param index where; the caller has checked {@link #free} for all of them
     * @param to exclusive
     */
    static void insertAll(
            Mtr mtr, Frame frame, int index, byte[][] keys, byte[][] values, int from, int to) {
        byte[] page = frame.bytes();
        int size = 0;
        for (int i = from; i < to; i++) {
            size += CELL_HEADER + keys[i].length + values[i].length;
        }
        int slotsSize = (to - from) * SLOT_SIZE;
        if (free(page) < size + slotsSize) {
            throw new IllegalStateException("no room in page " + frame.page());
        }
        if (top(page) - slot(count(page)) < size + slotsSize) {
            compact(mtr, frame);
        }
        int count = count(page);
        int top = top(page) - size;
        int slot = slot(index);
        byte[] cells = new byte[size];
        byte[] slots = new byte[slotsSize];
        int cell = size;
        for (int i = from; i < to; i++) {
            byte[] key = keys[i];
            byte[] value = values[i];
            cell -= CELL_HEADER + key.length + value.length;
            PageBytes.setU16(cells, cell, key.length);
            PageBytes.setU16(cells, cell + 2, value.length);
            System.arraycopy(key, 0, cells, cell + CELL_HEADER, key.length);
            System.arraycopy(value, 0, cells, cell + CELL_HEADER + key.length, value.length);
            int at = (i - from) * SLOT_SIZE;
            PageBytes.setI32(slots, at, head(key, 0, key.length, skip(page)));
            PageBytes.setU16(slots, at + 4, top + cell);
        }
        mtr.write(frame, top, cells, 0, size);
        mtr.move(frame, slot, slot + slotsSize, slot(count) - slot);
        mtr.write(frame, slot, slots, 0, slotsSize);
        mtr.putU16Pair(frame, COUNT_OFFSET, count + to - from, top);
    }

    /** Removes an entry; its cell becomes garbage. */
    static void remove(Mtr mtr, Frame frame, int index) {
        byte[] page = frame.bytes();
        int count = count(page);
        int cell = cell(page, index);
        int size = cellSize(page, index);
        int slot = slot(index);
        mtr.move(frame, slot + SLOT_SIZE, slot, slot(count) - slot - SLOT_SIZE);
        if (count == 1) {
            mtr.putU16Triple(frame, COUNT_OFFSET, 0, PageLayout.PAGE_SIZE, 0);
        } else if (cell == top(page)) {
            mtr.putU16Triple(frame, COUNT_OFFSET, count - 1, cell + size, garbage(page));
        } else {
            mtr.putU16Triple(frame, COUNT_OFFSET, count - 1, top(page), garbage(page) + size);
        }
    }

    /** Removes all entries from {@code from} on. */
    static void truncate(Mtr mtr, Frame frame, int from) {
        byte[] page = frame.bytes();
        int count = count(page);
        if (from == count) {
            return;
        }
        int garbage = garbage(page);
        int top = PageLayout.PAGE_SIZE;
        for (int i = from; i < count; i++) {
            garbage += cellSize(page, i);
        }
        for (int i = 0; i < from; i++) {
            top = Math.min(top, cell(page, i));
        }
        // What lies above the lowest cell that stays is garbage, what lies below is free.
        mtr.putU16Triple(frame, COUNT_OFFSET, from, top, garbage - (top - top(page)));
    }

    /** Slides the cells together so that all free bytes are between slots and cells. */
    static void compact(Mtr mtr, Frame frame) {
        byte[] page = frame.bytes();
        int count = count(page);
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            order[i] = cell(page, i) << 12 | i;
        }
        Arrays.sort(order);
        byte[] slots = Arrays.copyOfRange(page, SLOTS_OFFSET, slot(count));
        int target = PageLayout.PAGE_SIZE;
        int runStart = 0;
        int runTarget = 0;
        int runLength = 0;
        for (int i = count - 1; i >= 0; i--) {
            int cell = order[i] >>> 12;
            int index = order[i] & 0xfff;
            int size = CELL_HEADER + PageBytes.u16(page, cell) + PageBytes.u16(page, cell + 2);
            target -= size;
            PageBytes.setU16(slots, SLOT_SIZE * index + 4, target);
            if (runLength > 0 && cell + size == runStart) {
                runStart = cell;
                runTarget = target;
                runLength += size;
            } else {
                mtr.move(frame, runStart, runTarget, runLength);
                runStart = cell;
                runTarget = target;
                runLength = size;
            }
        }
        mtr.move(frame, runStart, runTarget, runLength);
        mtr.write(frame, SLOTS_OFFSET, slots, 0, slots.length);
        mtr.putU16Triple(frame, COUNT_OFFSET, count, target, 0);
    }

    /** Sets skip and rewrites the key heads. */
    static void setSkip(Mtr mtr, Frame frame, int skip) {
        byte[] page = frame.bytes();
        if (skip == skip(page)) {
            return;
        }
        int count = count(page);
        mtr.putU16(frame, SKIP_OFFSET, skip);
        byte[] slots = Arrays.copyOfRange(page, SLOTS_OFFSET, slot(count));
        for (int i = level(page) == 0 ? 0 : 1; i < count; i++) {
            int head = head(page, keyOffset(page, i), keyLength(page, i), skip);
            PageBytes.setI32(slots, SLOT_SIZE * i, head);
        }
        mtr.write(frame, SLOTS_OFFSET, slots, 0, slots.length);
    }
}
