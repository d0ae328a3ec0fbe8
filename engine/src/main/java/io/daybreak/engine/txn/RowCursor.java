package io.daybreak.engine.txn;

import io.daybreak.engine.api.Cursor;
import io.daybreak.engine.api.KeyRange;
import io.daybreak.engine.api.LockMode;
import io.daybreak.engine.api.RowId;
import io.daybreak.engine.api.StorageFailedException;
import io.daybreak.engine.api.WaitPolicy;
import io.daybreak.engine.btree.LeafScan;
import io.daybreak.engine.btree.SeekMode;
import io.daybreak.engine.key.ByteWriter;
import io.daybreak.engine.key.KeyCodec;
import io.daybreak.engine.lock.LockTable.Outcome;
import io.daybreak.engine.lock.RangeLock;
import io.daybreak.engine.mvcc.Snapshot;
import io.daybreak.engine.row.OverflowReference;
import io.daybreak.engine.row.RecordHeader;
import io.daybreak.engine.row.RowLayout;
import io.daybreak.engine.table.EngineIndex;
import io.daybreak.logstorage.api.PageLayout;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A position in an index. Owned by its transaction's thread; reused by the transaction.
 *
 * <p>A consistent read takes entries from private copies of leaves. A locking read locks what it
 * finds there, extends the range lock, and then reads the record again under its latch; if the leaf
 * changed meanwhile it looks again from where it was.
 */
final class RowCursor implements Cursor {
    private static final int ROWS_PER_COUNT = 1024;
    private static final long NOBODY = -1;

    private @Nullable EngineTransaction transaction;
    private @Nullable Kernel itsKernel;
    private @Nullable EngineIndex index;
    private LockMode mode = LockMode.NONE;
    private WaitPolicy policy = WaitPolicy.WAIT;
    private KeyRange range = KeyRange.ALL;
    private boolean backward;
    private static final int STEPS_IN_A_ROW = 512;

    private int steps;
    private boolean started;
    private boolean done;

    /** The range is one full key of the clustered index. */
    private boolean point;

    /** The range is one full key of a unique index, so there is one row at most. */
    private boolean single;

    /** Whose changes this range has found visible last: neighbours often are one writer's. */
    private long seenId = NOBODY;

    private @Nullable LeafScan scan;
    private @Nullable RangeLock rangeLock;

    // the entry: its key, and that of the clustered record
    private byte[] key = new byte[0];
    private int keyAt;
    private int keyLength;
    private byte[] lockedKey = new byte[0];
    private byte[] rowKey = new byte[0];
    private int rowKeyAt;
    private int rowKeyLength;
    private final ByteWriter lastKey = new ByteWriter(64);
    private boolean hasLastKey;
    private boolean lockedEntry;
    private boolean lockedRow;

    // the row, once loaded
    private int rowsRead;
    private boolean hasRow;
    private byte[] row = new byte[0];
    private int rowAt;
    private final RowImage image = new RowImage();
    private final ByteWriter scratch = new ByteWriter(64);
    private int[] partOffsets = new int[8];
    private int partsKnown;
    private boolean rowKeyKnown;

    boolean wasOn(EngineIndex other) {
        EngineIndex old = index;
        return old != null && old.tree().rootPage() == other.tree().rootPage();
    }

    private EngineTransaction txn() {
        return Objects.requireNonNull(transaction);
    }

    private Kernel kernel() {
        return Objects.requireNonNull(itsKernel);
    }

    void open(
            EngineTransaction newTransaction,
            Kernel newKernel,
            EngineIndex newIndex,
            LockMode newMode,
            WaitPolicy newPolicy) {
        transaction = newTransaction;
        itsKernel = newKernel;
        LeafScan s = scan;
        EngineIndex old = index;
        if (s != null && (old == null || old.tree().rootPage() != newIndex.tree().rootPage())) {
            scan = null;
        }
        index = newIndex;
        mode = newMode;
        policy = newPolicy;
        done = true;
        started = false;
        hasRow = false;
        rangeLock = null;
        if (newMode == LockMode.NONE) {
            txn().requireInView(newIndex);
        }
    }

    private EngineIndex index() {
        return Objects.requireNonNull(index);
    }

    private LeafScan scan() {
        LeafScan s = scan;
        if (s == null) {
            s = index().tree().scan();
            scan = s;
        }
        return s;
    }

    private boolean mayBlock() {
        return txn().isBlockingAllowed();
    }

    // ---- moving ----

    @Override
    public void seek(KeyRange newRange, boolean newBackward) {
        range = newRange;
        backward = newBackward;
        started = false;
        done = false;
        hasRow = false;
        hasLastKey = false;
        rangeLock = null;
        seenId = NOBODY;
        single = isFullUniqueKey();
        point = single && index().isClustered();
        if (mode != LockMode.NONE && !point) {
            txn().lockedRead();
        }
    }

    private boolean isFullUniqueKey() {
        byte[] low = range.low();
        byte[] high = range.high();
        EngineIndex i = index();
        if (low == null
                || high == null
                || !range.lowInclusive()
                || !range.highInclusive()
                || !i.isUnique()
                || !Arrays.equals(low, high)) {
            return false;
        }
        KeyCodec codec = i.ownParts();
        int at = 0;
        for (int part = 0; part < codec.partCount(); part++) {
            if (at >= low.length || codec.isNull(part, low, at)) {
                return false;
            }
            at = codec.skipWhole(part, low, at);
            if (at < 0) {
                return false;
            }
        }
        return at == low.length;
    }

    @Override
    public boolean next() {
        if (done) {
            return false;
        }
        hasRow = false;
        lockedEntry = false;
        lockedRow = false;
        partsKnown = 0;
        rowKeyKnown = false;
        boolean found;
        if (mode == LockMode.NONE) {
            found = point ? pointRead() : nextVisible();
        } else {
            found = txn().orRollBack(() -> point ? pointLocked() : nextLocked());
        }
        if (!found || single) {
            done = true;
        }
        if (found && ++rowsRead == ROWS_PER_COUNT) {
            countRows();
        }
        return found;
    }

    /** The counter is shared by all threads, so it is not touched for every row. */
    private void countRows() {
        kernel().rowsRead.add(rowsRead);
        rowsRead = 0;
    }

    private boolean pointRead() {
        byte[] wanted = Objects.requireNonNull(range.low());
        Snapshot view = txn().view();
        if (!fetchRow(index(), wanted, 0, wanted.length)
                || !makeVisible(view, index(), wanted, 0, wanted.length)) {
            return false;
        }
        stand(wanted, 0, wanted.length);
        useImage();
        return true;
    }

    private boolean fetchRow(EngineIndex clustered, byte[] bytes, int at, int length) {
        return Versions.fetch(txn().workspace(), clustered, bytes, at, length, mayBlock(), image);
    }

    private boolean makeVisible(
            Snapshot view, EngineIndex clustered, byte[] bytes, int at, int length) {
        return Versions.makeVisible(
                kernel(),
                txn().workspace().versionUndo,
                clustered,
                bytes,
                at,
                length,
                mayBlock(),
                view,
                txn().id(),
                image);
    }

    private void stand(byte[] bytes, int at, int length) {
        key = bytes;
        keyAt = at;
        keyLength = length;
        if (index().isClustered()) {
            standRow(bytes, at, length);
        }
    }

    private void standRow(byte[] bytes, int at, int length) {
        rowKey = bytes;
        rowKeyAt = at;
        rowKeyLength = length;
        rowKeyKnown = true;
    }

    private void useImage() {
        row = image.bytes();
        rowAt = 0;
        hasRow = true;
    }

    /** Moves the scan; false at the end of the range. */
    private boolean step() {
        if ((++steps & STEPS_IN_A_ROW - 1) == 0 && mayBlock()) {
            giveWay();
        }
        LeafScan s = scan();
        boolean found;
        if (started) {
            found = backward ? s.previous() : s.next();
        } else {
            started = true;
            found = backward ? seekHigh(s) : seekLow(s);
        }
        return found && isInRange(s);
    }

    /**
     * Virtual threads share few carriers and are not preempted: two long scans would stop everybody
     * else. No latch is held here.
     */
    @SuppressWarnings("ThreadPriorityCheck") // Fairness is meant, not an order of execution.
    private void giveWay() {
        txn().owner().throwIfInterrupted();
        Thread.yield();
    }

    private boolean isInRange(LeafScan s) {
        if (range == KeyRange.ALL) {
            return true;
        }
        byte[] page = s.page();
        int at = s.keyOffset();
        int length = s.keyLength();
        return backward
                ? KeyBounds.isAboveLow(range, page, at, length)
                : KeyBounds.isBelowHigh(range, page, at, length);
    }

    private boolean seekLow(LeafScan s) {
        byte[] low = range.low();
        if (low == null) {
            return s.first(mayBlock());
        }
        byte[] from = range.lowInclusive() ? low : KeyBounds.after(low);
        return from != null && s.seek(from, 0, from.length, SeekMode.AT_OR_AFTER, mayBlock());
    }

    private boolean seekHigh(LeafScan s) {
        byte[] high = range.high();
        if (high == null) {
            return s.last(mayBlock());
        }
        byte[] before = range.highInclusive() ? KeyBounds.after(high) : high;
        return before == null
                ? s.last(mayBlock())
                : s.seek(before, 0, before.length, SeekMode.BEFORE, mayBlock());
    }

    // ---- consistent reads ----

    private boolean nextVisible() {
        Snapshot view = txn().view();
        long own = txn().id();
        LeafScan s = scan();
        EngineIndex i = index();
        boolean clustered = i.isClustered();
        while (step()) {
            byte[] page = s.page();
            int value = s.valueOffset();
            long word = RecordHeader.word(page, value);
            long id = word & RecordHeader.ID_MASK;
            if (id == seenId || view.sees(id) || id == own && own != 0) {
                seenId = id;
                if ((word & RecordHeader.DELETED) != 0) {
                    continue;
                }
                stand(page, s.keyOffset(), s.keyLength());
                if (clustered) {
                    row = page;
                    rowAt = value + RecordHeader.CLUSTERED_LENGTH;
                    hasRow = true;
                }
                return true;
            }
            stand(page, s.keyOffset(), s.keyLength());
            if (clustered) {
                image.load(page, value, s.valueLength());
                if (makeVisible(view, i, key, keyAt, keyLength)) {
                    useImage();
                    return true;
                }
            } else if (loadVisible(view) && hasThisEntry()) {
                useImage();
                return true;
            }
        }
        return false;
    }

    /** Whether the row in the image has the entry that the cursor stands on. */
    private boolean hasThisEntry() {
        EngineIndex i = index();
        int ownLength = rowKeyAt - keyAt;
        scratch.reset();
        RowKeys.ownParts(
                i, image.bytes(), 0, scratch, kernel().overflow, mayBlock(), kernel().pool);
        return Arrays.equals(scratch.bytes(), 0, scratch.length(), key, keyAt, keyAt + ownLength);
    }

    private void findRowKey() {
        if (!rowKeyKnown) {
            int at = index().clusteredKeyOffset(key, keyAt);
            standRow(key, at, keyAt + keyLength - at);
        }
    }

    /** Reads the clustered version for a secondary entry into the image. */
    private boolean loadVisible(Snapshot view) {
        rowKeyKnown = false;
        findRowKey();
        EngineIndex clustered = index().table().clustered();
        return fetchRow(clustered, rowKey, rowKeyAt, rowKeyLength)
                && makeVisible(view, clustered, rowKey, rowKeyAt, rowKeyLength);
    }

    // ---- locking reads ----

    private boolean isExclusive() {
        return mode == LockMode.EXCLUSIVE;
    }

    private boolean pointLocked() {
        byte[] wanted = Objects.requireNonNull(range.low());
        while (true) {
            boolean alive = lockRow(index(), wanted, 0, wanted.length);
            if (alive) {
                stand(wanted, 0, wanted.length);
                useImage();
            }
            if (alive || skipped || !txn().locksRanges() || rangeLock != null) {
                noteSeen();
                return alive;
            }
            rangeLock = index().ranges().open(txn().owner(), wanted, true, wanted, true);
        }
    }

    /** Tells the transaction what a locking read of one key has found, which may not be durable. */
    private void noteSeen() {
        if (skipped) {
            txn().lockedRead();
        } else if (isThere) {
            txn().lockedVersion(image.transactionId());
        } else {
            txn().lockedNothing(image.pageLsn);
        }
    }

    /** Set by a lock attempt that SKIP LOCKED gave up. */
    private boolean skipped;

    /** Whether the last lock attempt found a record, alive or not. */
    private boolean isThere;

    /**
     * Locks a clustered record and reads it into the image.
     *
     * @return false if there is none that is alive, or it was skipped
     */
    private boolean lockRow(EngineIndex clustered, byte[] bytes, int at, int length) {
        skipped = false;
        Outcome outcome =
                kernel().locks
                        .lock(
                                txn().owner(),
                                clustered.id(),
                                bytes,
                                at,
                                length,
                                isExclusive(),
                                policy);
        while (outcome != Outcome.SKIPPED) {
            lockedRow |= outcome != Outcome.HELD;
            boolean there = fetchRow(clustered, bytes, at, length);
            isThere = there;
            outcome = there ? awaitWriter(clustered, bytes, at, length, image.word) : Outcome.HELD;
            if (outcome == Outcome.HELD) {
                boolean alive = there && !image.isDeleted();
                if (!alive && lockedRow && (!there || !txn().locksRanges())) {
                    release(clustered, bytes, at, length);
                    lockedRow = false;
                }
                return alive;
            }
        }
        skipped = true;
        return false;
    }

    private Outcome awaitWriter(EngineIndex of, byte[] bytes, int at, int length, long word) {
        return RowLocks.waitForWriter(
                kernel(),
                txn().owner(),
                txn().id(),
                of,
                bytes,
                at,
                length,
                word,
                isExclusive(),
                policy);
    }

    private void release(EngineIndex of, byte[] bytes, int at, int length) {
        kernel().locks.release(txn().owner(), of.id(), bytes, at, length, isExclusive());
    }

    private boolean nextLocked() {
        boolean ranges = txn().locksRanges() && !single;
        if (ranges && rangeLock == null) {
            openRange();
        }
        while (true) {
            boolean found = ranges ? stepLocked() : step();
            if (!found) {
                if (single && txn().locksRanges() && rangeLock == null) {
                    // No such row: keep it so, and look once more.
                    rangeLock =
                            index().ranges()
                                    .open(txn().owner(), range.low(), true, range.high(), true);
                    started = false;
                    continue;
                }
                return false;
            }
            LeafScan s = scan();
            lockedEntry = false;
            lockedRow = false;
            lockedKey = s.key();
            lastKey.reset();
            lastKey.bytes(lockedKey);
            hasLastKey = true;
            if (index().isClustered()) {
                if (lockRow(index(), lockedKey, 0, lockedKey.length)) {
                    stand(lockedKey, 0, lockedKey.length);
                    useImage();
                    return true;
                }
            } else if (lockEntryAndRow()) {
                return true;
            }
        }
    }

    private void openRange() {
        byte[] none = new byte[0];
        byte[] low = range.low();
        byte[] high = range.high();
        rangeLock =
                backward
                        ? index().ranges()
                                .open(
                                        txn().owner(),
                                        high == null ? none : high,
                                        false,
                                        high,
                                        range.highInclusive())
                        : index().ranges()
                                .open(
                                        txn().owner(),
                                        low,
                                        range.lowInclusive(),
                                        low == null ? none : low,
                                        false);
        if (backward && high == null) {
            // Nothing is above an empty prefix that is left out.
            index().ranges().extendLow(Objects.requireNonNull(rangeLock), none, false);
        }
    }

    /** Moves, and locks the range up to where it stands. */
    private boolean stepLocked() {
        LeafScan s = scan();
        long before = started ? PageLayout.pageNumber(s.page()) : -1;
        boolean found = step();
        boolean sameLeaf = before == PageLayout.pageNumber(s.page());
        while (true) {
            extend(found);
            if (sameLeaf && s.isCurrent()) {
                return found;
            }
            // Up to the limit no key can come any more, so a look from now on is exact.
            byte @Nullable [] limit = found ? s.key() : null;
            found = stepAgain(s);
            if (limit == null || found && isCovered(s, limit)) {
                return found;
            }
            sameLeaf = false;
        }
    }

    private boolean isCovered(LeafScan s, byte[] was) {
        int order = s.compareKey(was, 0, was.length);
        return backward ? order >= 0 : order <= 0;
    }

    /** Seeks anew behind the last entry that was dealt with. */
    private boolean stepAgain(LeafScan s) {
        if (!hasLastKey) {
            started = false;
            return step();
        }
        boolean found =
                s.seek(
                        lastKey.bytes(),
                        0,
                        lastKey.length(),
                        backward ? SeekMode.BEFORE : SeekMode.AFTER,
                        mayBlock());
        return found && isInRange(s);
    }

    private void extend(boolean found) {
        RangeLock lock = Objects.requireNonNull(rangeLock);
        if (backward) {
            index().ranges()
                    .extendLow(
                            lock,
                            found ? scan().key() : range.low(),
                            found || range.lowInclusive());
        } else {
            index().ranges()
                    .extendHigh(
                            lock,
                            found ? scan().key() : range.high(),
                            found || range.highInclusive());
        }
    }

    private boolean lockEntryAndRow() {
        EngineIndex i = index();
        byte[] entry = lockedKey;
        skipped = false;
        Outcome outcome =
                kernel().locks
                        .lock(txn().owner(), i.id(), entry, 0, entry.length, isExclusive(), policy);
        Long word = null;
        while (outcome != Outcome.SKIPPED) {
            lockedEntry |= outcome != Outcome.HELD;
            word = Versions.entryWord(txn().workspace(), i, entry, 0, entry.length, mayBlock());
            outcome = word == null ? Outcome.HELD : awaitWriter(i, entry, 0, entry.length, word);
            if (outcome == Outcome.HELD) {
                break;
            }
        }
        if (outcome == Outcome.SKIPPED) {
            return false;
        }
        if (word == null || (word & RecordHeader.DELETED) != 0) {
            releaseEntry();
            return false;
        }
        stand(entry, 0, entry.length);
        rowKeyKnown = false;
        findRowKey();
        EngineIndex clustered = i.table().clustered();
        if (lockRow(clustered, rowKey, rowKeyAt, rowKeyLength) && hasThisEntry()) {
            useImage();
            return true;
        }
        releaseEntry();
        return false;
    }

    private void releaseEntry() {
        if (lockedEntry && !txn().locksRanges()) {
            kernel().locks
                    .release(
                            txn().owner(),
                            index().id(),
                            lockedKey,
                            0,
                            lockedKey.length,
                            isExclusive());
            lockedEntry = false;
        }
    }

    @Override
    public void releaseRow() {
        if (txn().locksRanges() || mode == LockMode.NONE) {
            return;
        }
        if (lockedRow) {
            kernel().locks
                    .release(
                            txn().owner(),
                            index().table().clustered().id(),
                            rowKey,
                            rowKeyAt,
                            rowKeyLength,
                            isExclusive());
            lockedRow = false;
        }
        releaseEntry();
    }

    @Override
    public RowId rowId() {
        findRowKey();
        return new RowId(Arrays.copyOfRange(rowKey, rowKeyAt, rowKeyAt + rowKeyLength));
    }

    @Override
    public void close() {
        done = true;
        hasRow = false;
        EngineTransaction t = transaction;
        if (t != null) {
            countRows();
            transaction = null;
            t.closed(this);
        }
    }

    // ---- reading ----

    private RowLayout layout() {
        return index().table().layout();
    }

    /** The part of the entry's key that gives the column, or -1 after loading the row. */
    private int partOrRow(int column) {
        if (hasRow) {
            return -1;
        }
        int part = index().isClustered() ? -1 : index().decodablePart(column);
        if (part < 0) {
            loadRow();
        }
        return part;
    }

    private void loadRow() {
        if (!loadVisible(txn().view())) {
            throw new StorageFailedException("an entry of " + index() + " has no row");
        }
        useImage();
    }

    private int partOffset(int part) {
        if (partsKnown == 0) {
            partOffsets[0] = keyAt;
            partsKnown = 1;
        }
        KeyCodec codec = index().entryParts();
        if (partOffsets.length <= codec.partCount()) {
            partOffsets = Arrays.copyOf(partOffsets, codec.partCount() + 1);
        }
        while (partsKnown <= part) {
            partOffsets[partsKnown] = codec.skip(partsKnown - 1, key, partOffsets[partsKnown - 1]);
            partsKnown++;
        }
        return partOffsets[part];
    }

    @Override
    public boolean isNull(int column) {
        int part = partOrRow(column);
        return part >= 0
                ? index().entryParts().isNull(part, key, partOffset(part))
                : layout().isNull(row, rowAt, column);
    }

    @Override
    public long getLong(int column) {
        int part = partOrRow(column);
        return part >= 0
                ? index().entryParts().decodeLong(part, key, partOffset(part))
                : layout().longAt(row, rowAt, column);
    }

    @Override
    public double getDouble(int column) {
        int part = partOrRow(column);
        if (part >= 0) {
            Object value = index().entryParts().decode(part, key, partOffset(part));
            return value == null ? 0 : ((Number) value).doubleValue();
        }
        return layout().doubleAt(row, rowAt, column);
    }

    @Override
    public @Nullable BigDecimal getDecimal(int column) {
        int part = partOrRow(column);
        return part >= 0
                ? (BigDecimal) index().entryParts().decode(part, key, partOffset(part))
                : layout().decimalAt(row, rowAt, column);
    }

    @Override
    public byte @Nullable [] getBytes(int column) {
        int part = partOrRow(column);
        if (part >= 0) {
            return (byte[]) index().entryParts().decode(part, key, partOffset(part));
        }
        Object value = layout().valueAt(row, rowAt, column);
        if (value instanceof OverflowReference reference) {
            return RowKeys.read(reference, kernel().overflow, mayBlock(), kernel().pool);
        }
        return (byte[]) value;
    }

    @Override
    public @Nullable Object get(int column) {
        int part = partOrRow(column);
        if (part >= 0) {
            return index().entryParts().decode(part, key, partOffset(part));
        }
        return layout().isVariable(column)
                ? getBytes(column)
                : layout().valueAt(row, rowAt, column);
    }

    @Override
    public boolean copyBytes(int column, ByteSink sink) {
        if (partOrRow(column) >= 0) {
            byte[] value = getBytes(column);
            if (value == null) {
                return false;
            }
            sink.accept(value, 0, value.length);
            return true;
        }
        long slice = layout().variableSlice(row, rowAt, column);
        if (slice == RowLayout.NOT_IN_ROW) {
            return false;
        }
        sink.accept(row, (int) (slice >>> 32), (int) slice);
        return true;
    }
}
