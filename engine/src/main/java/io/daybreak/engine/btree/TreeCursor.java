package io.daybreak.engine.btree;

import io.daybreak.engine.buffer.BufferPool;
import io.daybreak.engine.buffer.Frame;
import io.daybreak.engine.mtr.LatchLevel;
import io.daybreak.engine.mtr.Mtr;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A position in a tree on a latched leaf; reads entries in place and changes them. The latch
 * belongs to the mini-transaction that the cursor was positioned with, and with its end the
 * position is gone, unless {@link #save}d before. Reused; owned by one thread.
 *
 * <p>Every positioning call wants a mini-transaction that holds no latches. Entries are read by
 * {@link #page} and offsets; they are valid until the next change of the leaf or the end of the
 * mini-transaction. All changes want an exclusively latched leaf and write redo of the kind that
 * {@link Mtr#kind} says.
 *
 * <pre>{@code
 * mtr.start(mayBlock);
 * if (!cursor.seekForWrite(mtr, key, 0, key.length, value.length)) {
 *     ... write undo in the same mini-transaction ...
 *     cursor.insert(key, 0, key.length, value, 0, value.length);
 * }
 * mtr.commit();
 * }</pre>
 */
public final class TreeCursor {
    /** A leaf with less than this is merged with a neighbour if both fit on one page. */
    static final int UNDERFULL_BYTES = Node.CAPACITY * 2 / 5;

    private static final int RUN_MAX = 1 << 10;

    private final BTree tree;
    private final BufferPool pool;
    private @Nullable Mtr mtr;
    private @Nullable Frame frame;
    private byte[] page = new byte[0];
    private int index;
    private boolean exclusive;
    private boolean onEntry;

    /** Whether the latch was given up on the way right, to fetch a page. */
    private boolean cameBack;

    private byte[] savedKey = new byte[64];
    private int savedLength;
    private @Nullable Frame savedFrame;
    private long savedPage;
    private long savedVersion;
    private int savedIndex;

    TreeCursor(BTree tree) {
        this.tree = tree;
        this.pool = tree.pool();
    }

    public BTree tree() {
        return tree;
    }

    // ---- positioning ----

    /**
     * Looks for a key.
     *
     * @return whether it is there; if not, the cursor stands between entries, where it would be
     */
    public boolean find(Mtr mtr, byte[] key, int offset, int length, boolean exclusive) {
        requireNoLatches(mtr);
        Frame leaf =
                tree.descendToLeaf(BTree.Path.KEY, key, offset, length, exclusive, mtr.mayBlock());
        stand(mtr, leaf, exclusive);
        int found = Node.find(page, 0, key, offset, length);
        onEntry = found >= 0;
        index = found >= 0 ? found : -1 - found;
        return onEntry;
    }

    /** Looks for an entry by a key; false, and no position, if there is none. */
    public boolean seek(
            Mtr mtr, byte[] key, int offset, int length, SeekMode mode, boolean exclusive) {
        if (mode.isBackward()) {
            boolean found = find(mtr, key, offset, length, exclusive);
            if (!found || mode == SeekMode.BEFORE) {
                index--;
            }
            return settleBackward(key, offset, length);
        }
        for (; ; ) {
            cameBack = false;
            if (find(mtr, key, offset, length, exclusive) && mode == SeekMode.AFTER) {
                index++;
            }
            if (!settleForward()) {
                return false;
            }
            if (!cameBack || isBeyond(key, offset, length, mode)) {
                return true;
            }
            leave();
        }
    }

    /** Who came back by a smaller key may meet an entry that was inserted before the sought one. */
    private boolean isBeyond(byte[] key, int offset, int length, SeekMode mode) {
        int order = compareKey(key, offset, length);
        return order > 0 || order == 0 && mode == SeekMode.AT_OR_AFTER;
    }

    /** Goes to the first entry; false if the tree is empty. */
    public boolean first(Mtr mtr, boolean exclusive) {
        requireNoLatches(mtr);
        stand(mtr, tree.descendToEdge(BTree.Path.FIRST, 0, exclusive, mtr.mayBlock()), exclusive);
        index = 0;
        return settleForward();
    }

    /** Goes to the last entry; false if the tree is empty. */
    public boolean last(Mtr mtr, boolean exclusive) {
        requireNoLatches(mtr);
        stand(mtr, tree.descendToEdge(BTree.Path.LAST, 0, exclusive, mtr.mayBlock()), exclusive);
        index = Node.count(page) - 1;
        return settleBackward(null, 0, 0);
    }

    private static final byte[] EMPTY = new byte[0];

    /** Goes to the next entry; false, and no position, if there is none. */
    public boolean next() {
        if (onEntry) {
            index++;
        }
        return settleForward();
    }

    /** Goes to the entry before; false, and no position, if there is none. */
    public boolean previous() {
        if (Node.count(page) == 0) {
            throw new IllegalStateException("no entry to go left from: seek with a key");
        }
        index--;
        return settleBackward(null, 0, 0);
    }

    /**
     * Looks for a key on an exclusively latched leaf that has room: for an insert of the key with a
     * value of the given length, or, if the key is there, for {@link #replaceValue} by one of that
     * length. Splits pages before if need be, in mini-transactions of their own.
     *
     * @param mtr active, without latches and changes
     * @return whether the key is there
     */
    public boolean seekForWrite(Mtr mtr, byte[] key, int offset, int length, int valueLength) {
        if (length > BTree.KEY_LENGTH_MAX || length + valueLength > BTree.ENTRY_SIZE_MAX) {
            throw new IllegalArgumentException(
                    "entry of " + length + " + " + valueLength + " bytes");
        }
        for (; ; ) {
            boolean found = find(mtr, key, offset, length, true);
            int need = Node.entrySize(length, valueLength);
            if (found) {
                need -= Node.SLOT_SIZE + Node.cellSize(page, index);
            }
            if (need <= Node.free(page)) {
                return found;
            }
            boolean ascending = frame().hint() >>> 16 >= 2 && (frame().hint() & 0xffff) == index;
            int entryBytes = Node.entrySize(length, valueLength);
            leave();
            tree.structure()
                    .makeRoom(
                            mtr.inner(),
                            mtr.mayBlock(),
                            key,
                            offset,
                            length,
                            entryBytes,
                            ascending);
        }
    }

    private void requireNoLatches(Mtr mtr) {
        if (mtr.latches() != 0) {
            throw new IllegalStateException("a descent starts without latches");
        }
    }

    private void stand(Mtr mtr, Frame leaf, boolean exclusive) {
        mtr.adopt(leaf, exclusive, LatchLevel.TREE);
        this.mtr = mtr;
        this.exclusive = exclusive;
        frame = leaf;
        page = leaf.bytes();
    }

    private Frame frame() {
        Frame result = frame;
        if (result == null) {
            throw new IllegalStateException("cursor has no position");
        }
        return result;
    }

    private Mtr mtr() {
        Mtr result = mtr;
        if (result == null) {
            throw new IllegalStateException("cursor has no position");
        }
        return result;
    }

    /** Gives up the position and the latch of an unchanged leaf. */
    public void leave() {
        mtr().release(frame());
        forget();
    }

    private void forget() {
        onEntry = false;
        frame = null;
        page = EMPTY;
    }

    /** From {@code index}, or the leaves to the right if it is behind the last entry. */
    private boolean settleForward() {
        while (index >= Node.count(page)) {
            long right = Node.right(page);
            if (right == 0) {
                onEntry = false;
                return false;
            }
            stepRight(right);
        }
        onEntry = true;
        return true;
    }

    private void stepRight(long right) {
        Mtr m = mtr();
        Frame here = frame();
        if (m.hasChanges()) {
            stand(m, latchHolding(m, right), exclusive);
            index = 0;
            return;
        }
        Frame sibling = pool.latchIfResident(right, exclusive, m.mayBlock());
        int count = Node.count(page);
        if (sibling == null && count == 0) {
            // No key to come back by: the page is fetched under the latch for once.
            sibling = latchHolding(m, right);
        }
        if (sibling != null) {
            m.release(here);
            stand(m, sibling, exclusive);
            index = 0;
            return;
        }
        byte[] key = Node.key(page, count - 1);
        m.release(here);
        cameBack = true;
        Frame fetched = pool.fetch(right, m.mayBlock());
        try {
            if (find(m, key, 0, key.length, exclusive)) {
                index++;
            }
        } finally {
            fetched.unpin();
        }
    }

    private Frame latchHolding(Mtr m, long right) {
        return exclusive ? pool.exclusive(right, m.mayBlock()) : pool.shared(right, m.mayBlock());
    }

    /**
     * From {@code index}, or the leaves to the left if it is before the first entry.
     *
     * @param key the entries wanted are before it; null for those before the leaf's first entry,
     *     or, if it is empty, the last of the tree
     */
    private boolean settleBackward(byte @Nullable [] key, int offset, int length) {
        if (index >= 0 && index < Node.count(page)) {
            onEntry = true;
            return true;
        }
        byte @Nullable [] bound =
                key == null ? null : Arrays.copyOfRange(key, offset, offset + length);
        onEntry = false;
        while (index < 0) {
            long left = Node.left(page);
            if (left == 0) {
                return false;
            }
            if (bound == null && Node.count(page) > 0) {
                bound = Node.key(page, 0);
            }
            Mtr m = mtr();
            if (m.hasChanges()) {
                throw new IllegalStateException("a cursor does not go left after a change");
            }
            Frame sibling = pool.tryLatch(left, exclusive);
            if (sibling == null) {
                m.release(frame());
                forget();
                return seekBefore(m, bound, left);
            }
            m.release(frame());
            stand(m, sibling, exclusive);
            index = Node.count(page) - 1;
        }
        onEntry = true;
        return true;
    }

    /** Goes left by descents, from separator to separator, with {@code page} held in the pool. */
    private boolean seekBefore(Mtr m, byte @Nullable [] key, long fetch) {
        byte @Nullable [] bound = key;
        Frame fetched = pool.fetch(fetch, m.mayBlock());
        try {
            Fences fences = new Fences();
            for (; ; ) {
                BTree.Path path = bound == null ? BTree.Path.LAST : BTree.Path.BEFORE_KEY;
                byte[] wanted = bound == null ? EMPTY : bound;
                Frame leaf =
                        tree.descend(
                                path, wanted, 0, wanted.length, 0, exclusive, m.mayBlock(), fences);
                stand(m, Objects.requireNonNull(leaf), exclusive);
                if (bound == null) {
                    index = Node.count(page) - 1;
                } else {
                    int found = Node.find(page, 0, wanted, 0, wanted.length);
                    index = (found >= 0 ? found : -1 - found) - 1;
                }
                if (index >= 0) {
                    onEntry = true;
                    return true;
                }
                bound = fences.low;
                if (bound == null) {
                    return false;
                }
                m.release(frame());
            }
        } finally {
            fetched.unpin();
        }
    }

    // ---- reading ----

    /** Whether it stands on an entry. */
    public boolean isOnEntry() {
        return onEntry;
    }

    /** The bytes of the leaf. */
    public byte[] page() {
        return page;
    }

    public int keyOffset() {
        return Node.keyOffset(page, index);
    }

    public int keyLength() {
        return Node.keyLength(page, index);
    }

    public int valueOffset() {
        return Node.valueOffset(page, index);
    }

    public int valueLength() {
        return Node.valueLength(page, index);
    }

    /** A copy. */
    public byte[] key() {
        requireEntry();
        return Node.key(page, index);
    }

    /** A copy. */
    public byte[] value() {
        requireEntry();
        int at = valueOffset();
        return Arrays.copyOfRange(page, at, at + valueLength());
    }

    /** Negative, zero or positive as the entry's key is before, at or after the given one. */
    public int compareKey(byte[] key, int offset, int length) {
        return Node.compareKey(page, index, key, offset, length);
    }

    /** Whether the entry is the greatest of the tree; false may mean that it is not known. */
    public boolean isLast() {
        return onEntry && index == Node.count(page) - 1 && Node.right(page) == 0;
    }

    private void requireEntry() {
        if (!onEntry) {
            throw new IllegalStateException("cursor stands on no entry");
        }
    }

    // ---- changing ----

    private Frame changing() {
        if (!exclusive) {
            throw new IllegalStateException("leaf is latched shared");
        }
        return frame();
    }

    /**
     * Inserts at the place that {@link #seekForWrite} found for this key, and stands on the new
     * entry.
     */
    public void insert(
            byte[] key,
            int keyOffset,
            int keyLength,
            byte[] value,
            int valueOffset,
            int valueLength) {
        Frame leaf = changing();
        if (onEntry) {
            throw new IllegalStateException("the key is there already");
        }
        Node.insert(mtr(), leaf, index, key, keyOffset, keyLength, value, valueOffset, valueLength);
        noteRun(leaf, 1);
        onEntry = true;
    }

    /**
     * How many of these entries go, one behind the other, where {@link #seekForWrite} found the
     * place of the first, with no entry between them, and have room there together.
     *
     * @param to exclusive
     */
    public int fitting(byte[][] keys, byte[][] values, int from, int to) {
        changing();
        boolean last = index == Node.count(page);
        int room = Node.free(page) - Node.entrySize(keys[from].length, values[from].length);
        int next = from + 1;
        // Behind the last entry of a leaf may begin what belongs to its neighbour.
        while (next < to && !(last && Node.right(page) != 0)) {
            byte[] key = keys[next];
            room -= Node.entrySize(key.length, values[next].length);
            if (room < 0
                    || Arrays.compareUnsigned(keys[next - 1], key) >= 0
                    || !last && Node.compareKey(page, index, key, 0, key.length) <= 0) {
                break;
            }
            next++;
        }
        return next - from;
    }

    /**
     * Inserts so many of these entries as are {@link #fitting}, at least one, and stands on the
     * last.
     */
    public void insertAll(byte[][] keys, byte[][] values, int from, int to) {
        if (to - from == 1) {
            insert(keys[from], 0, keys[from].length, values[from], 0, values[from].length);
            return;
        }
        Frame leaf = changing();
        if (onEntry) {
            throw new IllegalStateException("the key is there already");
        }
        Node.insertAll(mtr(), leaf, index, keys, values, from, to);
        noteRun(leaf, to - from);
        index += to - from - 1;
        onEntry = true;
    }

    /** Remembers with the leaf that entries came one behind the other: where it is split best. */
    private void noteRun(Frame leaf, int entries) {
        int hint = leaf.hint();
        boolean goesOn = (hint & 0xffff) == index;
        int run = goesOn ? (hint >>> 16) + entries : entries - 1;
        leaf.hint(Math.min(RUN_MAX, run) << 16 | index + entries);
    }

    /** Whether {@link #replaceValue} by a value of this length needs no split. */
    public boolean fits(int valueLength) {
        requireEntry();
        return valueLength - valueLength() <= Node.free(page);
    }

    /** Replaces part of the value in place. */
    public void writeValue(int offsetInValue, byte[] source, int offset, int length) {
        requireEntry();
        if (offsetInValue < 0 || offsetInValue + length > valueLength()) {
            throw new IllegalArgumentException("outside of the value");
        }
        mtr().write(changing(), valueOffset() + offsetInValue, source, offset, length);
    }

    /** Replaces the value; logs only what differs if the length stays. See {@link #fits}. */
    public void replaceValue(byte[] value, int offset, int length) {
        requireEntry();
        Frame leaf = changing();
        int old = valueLength();
        if (length == old) {
            writeDifferences(leaf, valueOffset(), value, offset, length);
        } else if (length < old) {
            int cell = Node.cell(page, index);
            mtr().write(leaf, valueOffset(), value, offset, length);
            mtr().putU16(leaf, cell + 2, length);
            mtr().putU16(leaf, Node.GARBAGE_OFFSET, Node.garbage(page) + old - length);
        } else {
            byte[] key = Node.key(page, index);
            if (length - old > Node.free(page)) {
                throw new IllegalStateException("no room in page " + leaf.page());
            }
            Node.remove(mtr(), leaf, index);
            Node.insert(mtr(), leaf, index, key, 0, key.length, value, offset, length);
        }
    }

    /** Equal bytes between two differences that are worth a write operation of their own. */
    private static final int GAP_MIN = 6;

    private void writeDifferences(Frame leaf, int at, byte[] value, int offset, int length) {
        int from = 0;
        while (from < length) {
            int skip =
                    Arrays.mismatch(
                            page, at + from, at + length, value, offset + from, offset + length);
            if (skip < 0) {
                return;
            }
            from += skip;
            int end = from + 1;
            int equal = 0;
            for (int i = end; i < length && equal < GAP_MIN; i++) {
                if (page[at + i] == value[offset + i]) {
                    equal++;
                } else {
                    equal = 0;
                    end = i + 1;
                }
            }
            mtr().write(leaf, at + from, value, offset + from, end - from);
            from = end;
        }
    }

    /**
     * Removes the entry; the cursor then stands before the one that followed.
     *
     * @return whether the leaf is underfull now: then {@link BTree#shrink} is worth a call after
     *     the mini-transaction
     */
    public boolean remove() {
        requireEntry();
        Node.remove(mtr(), changing(), index);
        onEntry = false;
        return Node.used(page) < UNDERFULL_BYTES;
    }

    /**
     * From an entry to where another key belongs, if that is on this leaf for certain, and there is
     * room for it as {@link #seekForWrite} wants it. {@link #isOnEntry} tells whether the key is
     * there.
     *
     * @return false if it belongs elsewhere, maybe, or has no room; the position is gone then
     */
    public boolean moveForWrite(byte[] key, int offset, int length, int valueLength) {
        requireEntry();
        changing();
        int from = Node.compareKey(page, index, key, offset, length) <= 0 ? index : 0;
        onEntry = false;
        if (!isBetweenEdges(key, offset, length)) {
            return false;
        }
        int found = Node.find(page, from, key, offset, length);
        onEntry = found >= 0;
        index = onEntry ? found : -1 - found;
        return onEntry || Node.entrySize(length, valueLength) <= Node.free(page);
    }

    /** What is beyond the leaf's entries may belong to a neighbour, if there is one. */
    private boolean isBetweenEdges(byte[] key, int offset, int length) {
        int last = Node.count(page) - 1;
        return (Node.right(page) == 0 || Node.compareKey(page, last, key, offset, length) >= 0)
                && (Node.left(page) == 0 || Node.compareKey(page, 0, key, offset, length) <= 0);
    }

    // ---- keeping the place without a latch ----

    /** Remembers the entry it stands on, for {@link #restore} in a later mini-transaction. */
    public void save() {
        requireEntry();
        int length = keyLength();
        if (savedKey.length < length) {
            savedKey = new byte[Math.max(length, savedKey.length * 2)];
        }
        System.arraycopy(page, keyOffset(), savedKey, 0, length);
        savedLength = length;
        Frame here = frame();
        savedFrame = here;
        savedPage = here.page();
        savedVersion = here.version();
        savedIndex = index;
    }

    /**
     * Goes back to the saved entry: at once if its leaf has not changed, else by a search.
     *
     * @return whether the entry is still there; if not, the cursor stands where it would be, and
     *     {@link #next} and {@link #previous} go to its neighbours
     */
    public boolean restore(Mtr mtr, boolean exclusive) {
        requireNoLatches(mtr);
        Frame leaf = savedFrame;
        if (leaf == null) {
            throw new IllegalStateException("no saved position");
        }
        if (pool.relatch(leaf, savedPage, savedVersion, exclusive)) {
            stand(mtr, leaf, exclusive);
            index = savedIndex;
            onEntry = true;
            return true;
        }
        return find(mtr, savedKey, 0, savedLength, exclusive);
    }

    /** The bytes that hold the key of the saved entry; valid until the next {@link #save}. */
    public byte[] savedKey() {
        return savedKey;
    }

    public int savedKeyLength() {
        return savedLength;
    }
}
