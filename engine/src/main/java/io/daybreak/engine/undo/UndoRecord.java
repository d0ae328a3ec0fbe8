package io.daybreak.engine.undo;

import io.daybreak.engine.key.BigEndian;
import io.daybreak.engine.key.ByteWriter;
import io.daybreak.engine.row.OverflowReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One undo record: built here before it is appended, and read here from a copy of its bytes.
 * Reusable. Not thread-safe.
 */
public final class UndoRecord {
    private static final int CONTENT = 3;
    private static final int KEY = CONTENT + 10;

    private final ByteWriter bytes = new ByteWriter(512);
    private long pointer;

    byte[] bytes() {
        return bytes.bytes();
    }

    int length() {
        return bytes.length();
    }

    /** Upper bound of the room an update with the whole old row needs. */
    public static int fullLength(int keyLength, int rowLength, int references) {
        return UndoLayout.RECORD_OVERHEAD + 10 + keyLength + 18 + 16 * references + rowLength;
    }

    private void start(UndoType type) {
        bytes.reset();
        bytes.u16(0);
        bytes.u8(type.code());
    }

    /** Sets the length; the trailing start offset is written when the place is known. */
    private UndoRecord finish() {
        bytes.u16(0);
        if (bytes.length() > UndoLayout.RECORD_MAX) {
            throw new IllegalArgumentException("undo record of " + bytes.length() + " bytes");
        }
        BigEndian.u16(bytes.bytes(), 0, bytes.length());
        return this;
    }

    void placeAt(int offset) {
        BigEndian.u16(bytes.bytes(), bytes.length() - 2, offset);
    }

    UndoRecord transaction(UndoType type, long transactionId) {
        start(type);
        bytes.i64(transactionId);
        return finish();
    }

    UndoRecord undone(long page, int offset) {
        start(UndoType.UNDONE);
        bytes.i64(page);
        bytes.u16(offset);
        return finish();
    }

    UndoRecord unowned(long firstPage) {
        start(UndoType.UNOWNED);
        bytes.i64(firstPage);
        return finish();
    }

    /** Where, from the record's start, the first page of an UNOWNED stands. */
    static int unownedOffset() {
        return CONTENT;
    }

    private void row(UndoType type, long indexId, byte[] key, int keyOffset, int keyLength) {
        start(type);
        bytes.i64(indexId);
        bytes.u16(keyLength);
        bytes.bytes(key, keyOffset, keyLength);
    }

    public UndoRecord insert(long indexId, byte[] key, int keyOffset, int keyLength) {
        row(UndoType.INSERT, indexId, key, keyOffset, keyLength);
        return finish();
    }

    public UndoRecord deleteMark(
            long indexId, byte[] key, int keyOffset, int keyLength, long word, long rollPointer) {
        row(UndoType.DELETE_MARK, indexId, key, keyOffset, keyLength);
        bytes.i64(word);
        bytes.i64(rollPointer);
        return finish();
    }

    /** Inserted over a deleted row. */
    public UndoRecord insertOver(
            long indexId,
            byte[] key,
            int keyOffset,
            int keyLength,
            long word,
            long rollPointer,
            List<OverflowReference> replaced,
            byte[] oldRow,
            int oldLength) {
        row(UndoType.UPDATE_FULL, indexId, key, keyOffset, keyLength);
        bytes.i64(word);
        bytes.i64(rollPointer);
        return full(replaced, oldRow, oldLength);
    }

    /**
     * An update, as short as what purge needs of it allows.
     *
     * @param replaced the overflow values that the new row does not name any more
     * @param oldEntries the entries that the update takes away, each its index (8), its length (2)
     *     and its own parts
     */
    public UndoRecord update(
            long indexId,
            byte[] key,
            int keyOffset,
            int keyLength,
            long word,
            long rollPointer,
            List<OverflowReference> replaced,
            ByteWriter oldEntries,
            byte[] oldRow,
            int oldLength,
            byte[] newRow,
            int newOffset,
            int newLength) {
        int prefix = prefix(oldRow, oldLength, newRow, newOffset, newLength);
        int suffix = suffix(oldRow, oldLength, newRow, newOffset, newLength, prefix);
        int middle = oldLength - prefix - suffix;
        UndoType type =
                oldEntries.length() == 0 ? UndoType.UPDATE_DIFF : UndoType.UPDATE_DIFF_AND_ENTRIES;
        if (!replaced.isEmpty() || oldEntries.length() + middle + 4 > oldLength) {
            type = UndoType.UPDATE_FULL;
        }
        row(type, indexId, key, keyOffset, keyLength);
        bytes.i64(word);
        bytes.i64(rollPointer);
        if (type == UndoType.UPDATE_FULL) {
            return full(replaced, oldRow, oldLength);
        }
        if (type == UndoType.UPDATE_DIFF_AND_ENTRIES) {
            bytes.u16(oldEntries.length());
            bytes.bytes(oldEntries.bytes(), 0, oldEntries.length());
        }
        bytes.u16(prefix);
        bytes.u16(suffix);
        bytes.bytes(oldRow, prefix, middle);
        return finish();
    }

    private UndoRecord full(List<OverflowReference> replaced, byte[] oldRow, int oldLength) {
        bytes.u16(replaced.size());
        for (OverflowReference reference : replaced) {
            bytes.i64(reference.firstPage());
            bytes.i64(reference.length());
        }
        bytes.bytes(oldRow, 0, oldLength);
        return finish();
    }

    private static int prefix(byte[] old, int oldLength, byte[] now, int from, int length) {
        int different = Arrays.mismatch(old, 0, oldLength, now, from, from + length);
        return different < 0 ? oldLength : different;
    }

    private static int suffix(
            byte[] old, int oldLength, byte[] now, int from, int length, int prefix) {
        int most = Math.min(oldLength, length) - prefix;
        int suffix = 0;
        while (suffix < most && old[oldLength - 1 - suffix] == now[from + length - 1 - suffix]) {
            suffix++;
        }
        return suffix;
    }

    /** Takes a copy of a record from a page. */
    void load(byte[] page, int offset, long at) {
        bytes.reset();
        bytes.bytes(page, offset, BigEndian.u16(page, offset));
        pointer = at;
    }

    /** The roll pointer of the loaded record, without the insert flag. */
    public long pointer() {
        return pointer;
    }

    public UndoType type() {
        return UndoType.of(bytes.bytes()[2]);
    }

    public long transactionId() {
        return BigEndian.i64(bytes.bytes(), CONTENT);
    }

    long undonePage() {
        return BigEndian.i64(bytes.bytes(), CONTENT);
    }

    int undoneOffset() {
        return BigEndian.u16(bytes.bytes(), CONTENT + 8);
    }

    public long indexId() {
        return BigEndian.i64(bytes.bytes(), CONTENT);
    }

    private int keyLength() {
        return BigEndian.u16(bytes.bytes(), CONTENT + 8);
    }

    public byte[] key() {
        return Arrays.copyOfRange(bytes.bytes(), KEY, KEY + keyLength());
    }

    /** Whether the loaded record belongs to this row: a guard against a stray pointer. */
    public boolean isOf(long indexId, byte[] key, int offset, int length) {
        return indexId == indexId()
                && Arrays.equals(
                        bytes.bytes(), KEY, KEY + keyLength(), key, offset, offset + length);
    }

    private int afterKey() {
        return KEY + keyLength();
    }

    /** Flags and transaction id that the row had before. */
    public long oldWord() {
        return BigEndian.i64(bytes.bytes(), afterKey());
    }

    public long oldRollPointer() {
        return BigEndian.i64(bytes.bytes(), afterKey() + 8);
    }

    /** The overflow values that the update replaced, of an UPDATE_FULL. */
    public List<OverflowReference> replaced() {
        int at = afterKey() + 16;
        int count = BigEndian.u16(bytes.bytes(), at);
        List<OverflowReference> list = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            list.add(OverflowReference.read(bytes.bytes(), at + 2 + 16 * i));
        }
        return list;
    }

    /** Where, from the record's start, the reference to a replaced value stands. */
    int replacedOffset(int index) {
        return afterKey() + 18 + 16 * index;
    }

    /** Turns the row that the record's change made into the one before it. */
    public void undoRow(ByteWriter row) {
        byte[] b = bytes.bytes();
        int end = bytes.length() - 2;
        int at = afterKey() + 16;
        switch (type()) {
            case UPDATE_FULL -> {
                int from = at + 2 + 16 * BigEndian.u16(b, at);
                row.truncate(0);
                row.bytes(b, from, end - from);
            }
            case UPDATE_DIFF -> undoDiff(row, at);
            case UPDATE_DIFF_AND_ENTRIES -> undoDiff(row, at + 2 + BigEndian.u16(b, at));
            case DELETE_MARK -> {
                // the mark left the row as it was
            }
            case BEGIN, COMMIT, ROLLED_BACK, INSERT, UNDONE, UNOWNED ->
                    throw new IllegalStateException("no older row in " + type());
        }
    }

    private void undoDiff(ByteWriter row, int at) {
        byte[] b = bytes.bytes();
        int prefix = BigEndian.u16(b, at);
        int suffix = BigEndian.u16(b, at + 2);
        int middle = bytes.length() - 2 - at - 4;
        int oldLength = row.length();
        int newLength = prefix + middle + suffix;
        if (newLength > oldLength) {
            row.reserve(newLength - oldLength);
        }
        byte[] r = row.bytes();
        System.arraycopy(r, oldLength - suffix, r, newLength - suffix, suffix);
        System.arraycopy(b, at + 4, r, prefix, middle);
        row.truncate(newLength);
    }

    /** Is given an index entry without the clustered key that ends it. */
    public interface EntryConsumer {
        void accept(long indexId, byte[] bytes, int offset, int length);
    }

    /** The entries that the update took away, of an UPDATE_DIFF_AND_ENTRIES. */
    public void oldEntries(EntryConsumer consumer) {
        byte[] b = bytes.bytes();
        int at = afterKey() + 18;
        int end = at + BigEndian.u16(b, at - 2);
        while (at < end) {
            int length = BigEndian.u16(b, at + 8);
            consumer.accept(BigEndian.i64(b, at), b, at + 10, length);
            at += 10 + length;
        }
    }
}
