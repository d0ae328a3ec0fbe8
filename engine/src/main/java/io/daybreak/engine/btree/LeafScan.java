package io.daybreak.engine.btree;

import io.daybreak.engine.buffer.BufferPool;
import io.daybreak.engine.buffer.Frame;
import io.daybreak.logstorage.api.PageLayout;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A read-only position in a tree that works on private copies of leaves, so that nothing is latched
 * between calls: for scans. An entry shows the state of its leaf at the time of the copy; entries
 * are met in key order, each at most once, and an entry that is there all the time is met. Reused;
 * owned by one thread.
 */
public final class LeafScan {
    private static final byte[] EMPTY = new byte[0];

    private final BTree tree;
    private final BufferPool pool;
    private final byte[] page = new byte[PageLayout.PAGE_SIZE];
    private int index;
    private int count;
    private boolean mayBlock;

    private @Nullable Frame source;
    private long sourcePage;
    private long sourceVersion;

    /** A bound of everything seen: the key of the edge entry of the last copy that had entries. */
    private byte[] bound = new byte[64];

    private int boundLength = -1;

    /**
     * The copy lacks the entries of its leaf before, or after, those that it has: who looks for a
     * key often wants a few entries, and a whole leaf takes longer to copy than to find.
     */
    private boolean lacksBefore;

    private boolean lacksAfter;

    /** Entries copied for who looks for a key. */
    private static final int FEW = 8;

    private static final int COPIES_PER_LOOK = 16;

    /** How long a scan runs before it lets others. */
    private static final long RUN_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private int copies;
    private long pausedAt = System.nanoTime();

    LeafScan(BTree tree) {
        this.tree = tree;
        this.pool = tree.pool();
    }

    /**
     * Looks for an entry by a key.
     *
     * @param mayBlock whether this call and the moves that follow may wait for pages
     * @return whether it stands on an entry
     */
    public boolean seek(byte[] key, int offset, int length, SeekMode mode, boolean mayBlock) {
        this.mayBlock = mayBlock;
        if (mode.isBackward()) {
            keepBound(key, offset, length);
            return seekBackward(mode == SeekMode.AT_OR_BEFORE);
        }
        if (seekInCopy(key, offset, length, mode == SeekMode.AT_OR_AFTER)) {
            return true;
        }
        keepBound(key, offset, length);
        return seekForward(mode == SeekMode.AT_OR_AFTER);
    }

    /**
     * Joins and lists of ranges often look for a key next to the last one: if it lies between two
     * entries of the copy, and the leaf has not changed since, no descent and no copy is needed.
     */
    private boolean seekInCopy(byte[] key, int offset, int length, boolean inclusive) {
        if (source == null
                || count < 2
                || Node.compareKey(page, 0, key, offset, length) > 0
                || Node.compareKey(page, count - 1, key, offset, length) <= 0
                || !isCurrent()) {
            return false;
        }
        keepBound(key, offset, length);
        stand(inclusive);
        return true;
    }

    public boolean first(boolean mayBlock) {
        this.mayBlock = mayBlock;
        boundLength = -1;
        return seekForward(true);
    }

    public boolean last(boolean mayBlock) {
        this.mayBlock = mayBlock;
        boundLength = -1;
        return seekBackward(false);
    }

    /** Goes to the next entry; false at the end. */
    public boolean next() {
        return ++index < count || settleForward();
    }

    /** Goes to the entry before; false at the start. */
    public boolean previous() {
        if (--index >= 0) {
            return true;
        }
        if (lacksBefore) {
            if (count > 0) {
                keepBound(page, Node.keyOffset(page, 0), Node.keyLength(page, 0));
            }
            return seekBackward(false);
        }
        if (Node.left(page) == 0) {
            index = -1;
            return false;
        }
        if (count > 0) {
            keepBound(page, Node.keyOffset(page, 0), Node.keyLength(page, 0));
        }
        return copyLeftNeighbour() || seekBackward(false);
    }

    private void keepBound(byte[] key, int offset, int length) {
        if (bound.length < length) {
            bound = new byte[Math.max(length, bound.length * 2)];
        }
        System.arraycopy(key, offset, bound, 0, length);
        boundLength = length;
    }

    /** Copies the leaf and releases it. */
    private void copy(Frame leaf) {
        byte[] bytes = leaf.bytes();
        count = Node.count(bytes);
        System.arraycopy(bytes, 0, page, 0, Node.slot(count));
        int top = Node.top(bytes);
        System.arraycopy(bytes, top, page, top, PageLayout.PAGE_SIZE - top);
        lacksBefore = false;
        lacksAfter = false;
        copied(leaf);
    }

    /** Copies some entries of the leaf, as if it had no others, and releases it. */
    private void copyFew(Frame leaf, int from) {
        byte[] bytes = leaf.bytes();
        int to = Math.min(from + FEW, Node.count(bytes));
        Node.copyEntries(bytes, from, to, page);
        count = to - from;
        lacksBefore = from > 0;
        lacksAfter = to < Node.count(bytes);
        copied(leaf);
    }

    private void copied(Frame leaf) {
        source = leaf;
        sourcePage = leaf.page();
        sourceVersion = leaf.version();
        leaf.releaseShared();
        if (++copies % COPIES_PER_LOOK == 0 && mayBlock) {
            letOthersRun();
        }
    }

    /**
     * A virtual thread keeps its carrier until it waits, and {@link Thread#yield} only goes to the
     * end of a queue that the carrier empties before it looks at others: so a long scan waits for a
     * moment from time to time.
     */
    private void letOthersRun() {
        long now = System.nanoTime();
        if (now - pausedAt > RUN_NANOS && Thread.currentThread().isVirtual()) {
            LockSupport.parkNanos(1);
            pausedAt = System.nanoTime();
        }
    }

    private boolean settleForward() {
        Frame fetched = null;
        try {
            while (index >= count) {
                if (!lacksAfter && Node.right(page) == 0) {
                    index = count;
                    return false;
                }
                raiseBound();
                if (lacksAfter) {
                    copyRest();
                } else if (!copyRightNeighbour()) {
                    Frame before = fetched;
                    fetched = pool.fetch(Node.right(page), mayBlock);
                    if (before != null) {
                        before.unpin();
                    }
                    land(false, false);
                }
            }
            return true;
        } finally {
            if (fetched != null) {
                fetched.unpin();
            }
        }
    }

    /** To the last key of the copy, unless the bound is beyond it, as a sought key may be. */
    private void raiseBound() {
        int last = count - 1;
        if (last >= 0
                && (boundLength < 0 || Node.compareKey(page, last, bound, 0, boundLength) > 0)) {
            keepBound(page, Node.keyOffset(page, last), Node.keyLength(page, last));
        }
    }

    /** The whole leaf of which the copy has a part, to go on behind the bound. */
    private void copyRest() {
        Frame here = Objects.requireNonNull(source);
        if (pool.relatch(here, sourcePage, sourceVersion, false)) {
            copy(here);
            stand(false);
        } else {
            land(false, false);
        }
    }

    /** The next leaf by the link, if this one has not changed since and the next is in the pool. */
    private boolean copyRightNeighbour() {
        Frame here = Objects.requireNonNull(source);
        if (!pool.relatch(here, sourcePage, sourceVersion, false)) {
            return false;
        }
        Frame next;
        try {
            next = pool.latchIfResident(Node.right(page), false, mayBlock);
        } finally {
            here.releaseShared();
        }
        if (next == null) {
            return false;
        }
        copy(next);
        index = 0;
        return true;
    }

    private boolean copyLeftNeighbour() {
        Frame here = Objects.requireNonNull(source);
        if (!pool.relatch(here, sourcePage, sourceVersion, false)) {
            return false;
        }
        Frame next = pool.tryLatch(Node.left(page), false);
        here.releaseShared();
        if (next == null) {
            return false;
        }
        if (Node.count(next.bytes()) == 0) {
            next.releaseShared();
            return false;
        }
        copy(next);
        index = count - 1;
        return true;
    }

    private boolean seekForward(boolean inclusive) {
        land(inclusive, true);
        return settleForward();
    }

    /**
     * By a descent to the bound; without a bound, to the first leaf.
     *
     * @param few whether a few entries may do
     */
    private void land(boolean inclusive, boolean few) {
        if (boundLength < 0) {
            copy(tree.descendToEdge(BTree.Path.FIRST, 0, false, mayBlock));
            index = 0;
            return;
        }
        Frame leaf = tree.descendToLeaf(BTree.Path.KEY, bound, 0, boundLength, false, mayBlock);
        if (few && !isSource(leaf)) {
            copyFew(leaf, behindBound(leaf.bytes(), inclusive));
            index = 0;
        } else {
            // Looked for here before: the next key may be in this leaf, too.
            copy(leaf);
            stand(inclusive);
        }
    }

    private boolean isSource(Frame leaf) {
        return leaf == source && leaf.page() == sourcePage && leaf.version() == sourceVersion;
    }

    private void stand(boolean inclusive) {
        index = behindBound(page, inclusive);
    }

    /** The first entry behind the bound, or at it. */
    private int behindBound(byte[] leaf, boolean inclusive) {
        int found = Node.find(leaf, 0, bound, 0, boundLength);
        return found < 0 ? -1 - found : inclusive ? found : found + 1;
    }

    /** By descents from separator to separator; a bound of -1 is plus infinity. */
    private boolean seekBackward(boolean inclusive) {
        byte @Nullable [] key = boundLength < 0 ? null : Arrays.copyOf(bound, boundLength);
        Fences fences = new Fences();
        boolean equal = inclusive;
        for (; ; ) {
            BTree.Path path =
                    key == null ? BTree.Path.LAST : equal ? BTree.Path.KEY : BTree.Path.BEFORE_KEY;
            byte[] wanted = key == null ? EMPTY : key;
            Frame leaf = tree.descend(path, wanted, 0, wanted.length, 0, false, mayBlock, fences);
            copy(Objects.requireNonNull(leaf));
            if (key == null) {
                index = count - 1;
            } else {
                int found = Node.find(page, 0, wanted, 0, wanted.length);
                index = found >= 0 ? (equal ? found : found - 1) : -2 - found;
            }
            if (index >= 0) {
                return true;
            }
            key = fences.low;
            equal = false;
            if (key == null) {
                return false;
            }
        }
    }

    // ---- reading ----

    /** The copy; changed by the next move. */
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

    /** Which entry of the copy it stands on. */
    public int entry() {
        return index;
    }

    /** How many entries the copy has. */
    public int entries() {
        return count;
    }

    /** Stands on another entry of the copy. */
    public void standOn(int entry) {
        index = entry;
    }

    public int keyOffset(int entry) {
        return Node.keyOffset(page, entry);
    }

    public int keyLength(int entry) {
        return Node.keyLength(page, entry);
    }

    public int valueOffset(int entry) {
        return Node.valueOffset(page, entry);
    }

    /** A copy. */
    public byte[] key() {
        return Node.key(page, index);
    }

    /** A copy. */
    public byte[] value() {
        int at = valueOffset();
        return Arrays.copyOfRange(page, at, at + valueLength());
    }

    public int compareKey(byte[] key, int offset, int length) {
        return Node.compareKey(page, index, key, offset, length);
    }

    /**
     * Whether the leaf that the entry was copied from is unchanged: then the entry is what a
     * latched cursor would see now.
     */
    public boolean isCurrent() {
        Frame here = source;
        if (here == null || !pool.relatch(here, sourcePage, sourceVersion, false)) {
            return false;
        }
        here.releaseShared();
        return true;
    }
}
