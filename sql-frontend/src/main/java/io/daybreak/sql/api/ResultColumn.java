package io.daybreak.sql.api;

/**
 * A column definition as the protocol sends it.
 *
 * @param typeCode the protocol's type, such as 0x03 for LONG
 * @param collation id; 63 for numbers, dates and binary strings
 * @param length maximum display length in bytes
 * @param flags NOT_NULL 1, PRI_KEY 2, UNIQUE_KEY 4, MULTIPLE_KEY 8, BLOB 16, UNSIGNED 32, ZEROFILL
 *     64, BINARY 128, ENUM 256, AUTO_INCREMENT 512, …
 * @param decimals 0x1f for double and text of any number of decimals
 * @param format how the value of a row becomes text
 */
public record ResultColumn(
        String schema,
        String table,
        String originalTable,
        String name,
        String originalName,
        int typeCode,
        int collation,
        long length,
        int flags,
        int decimals,
        ValueFormat format) {

    /**
     * Turns an engine value into the protocol's text and binary forms; one per SQL type.
     * Implemented by {@code sql.types}; the server calls it for each column of each row, so it
     * allocates nothing for integers and bytes.
     */
    public interface ValueFormat {
        /** Writes the text form of a non-null column, without a length, to {@code out}. */
        void text(io.daybreak.engine.api.RowReader row, int column, ByteOutput out);

        /**
         * Writes the binary-protocol form of a non-null column; strings with their length prefix.
         */
        void binary(io.daybreak.engine.api.RowReader row, int column, ByteOutput out);
    }

    /** Where formats write: over a network buffer in the server. Little-endian, as the protocol. */
    public interface ByteOutput extends io.daybreak.engine.api.RowReader.ByteSink {
        void writeByte(int value);

        void writeShort(int value);

        void writeInt(int value);

        void writeLong(long value);

        void writeBytes(byte[] source, int offset, int length);

        /** A length-encoded integer. */
        void writeLength(long length);
    }
}
