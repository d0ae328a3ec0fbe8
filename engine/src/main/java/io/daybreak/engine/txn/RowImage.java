package io.daybreak.engine.txn;

import io.daybreak.engine.key.ByteWriter;
import io.daybreak.engine.row.RecordHeader;

/** A private copy of one version of a clustered record's value. Reusable. */
final class RowImage {
    long word;
    long rollPointer;

    /** Of the page that the record was last looked for in. */
    long pageLsn;

    final ByteWriter row = new ByteWriter(512);

    void load(byte[] value, int offset, int length) {
        word = RecordHeader.word(value, offset);
        rollPointer = RecordHeader.rollPointer(value, offset);
        row.truncate(0);
        row.bytes(
                value,
                offset + RecordHeader.CLUSTERED_LENGTH,
                length - RecordHeader.CLUSTERED_LENGTH);
    }

    void copy(RowImage other) {
        word = other.word;
        rollPointer = other.rollPointer;
        row.truncate(0);
        row.bytes(other.row.bytes(), 0, other.row.length());
    }

    /** Whether the record there is still the version that was copied. */
    boolean isVersionAt(byte[] value, int offset) {
        return RecordHeader.word(value, offset) == word
                && RecordHeader.rollPointer(value, offset) == rollPointer;
    }

    long transactionId() {
        return word & RecordHeader.ID_MASK;
    }

    boolean isDeleted() {
        return (word & RecordHeader.DELETED) != 0;
    }

    byte[] bytes() {
        return row.bytes();
    }

    int length() {
        return row.length();
    }
}
