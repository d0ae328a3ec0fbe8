package io.daybreak.sql.client;

import io.daybreak.sql.api.ResultColumn;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Keeps the text form of one value. */
public final class TextOutput implements ResultColumn.ByteOutput {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    public String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    public byte[] bytes() {
        return bytes.toByteArray();
    }

    @Override
    public void writeByte(int value) {
        bytes.write(value);
    }

    @Override
    public void writeShort(int value) {
        throw new UnsupportedOperationException("text has no binary numbers");
    }

    @Override
    public void writeInt(int value) {
        throw new UnsupportedOperationException("text has no binary numbers");
    }

    @Override
    public void writeLong(long value) {
        throw new UnsupportedOperationException("text has no binary numbers");
    }

    @Override
    public void writeBytes(byte[] source, int offset, int length) {
        bytes.write(source, offset, length);
    }

    @Override
    public void writeLength(long length) {
        // Only the bytes matter.
    }

    @Override
    public void accept(byte[] source, int offset, int length) {
        bytes.write(source, offset, length);
    }
}
