package io.daybreak.server.net;

import io.daybreak.server.wire.ParameterDecoder;
import io.daybreak.sql.api.SqlSession;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A prepared statement as the protocol knows it: id, parameter types and streamed values, an open
 * cursor. Used by the thread that runs the connection's command.
 */
final class PreparedStatement {
    final int id;
    final SqlSession.Prepared prepared;
    final ParameterDecoder decoder;
    private @Nullable LongData @Nullable [] longData;
    private long longDataBytes;
    private boolean longDataTooLong;
    @Nullable CursorRows cursor;

    PreparedStatement(int id, SqlSession.Prepared prepared) {
        this.id = id;
        this.prepared = prepared;
        this.decoder = new ParameterDecoder(prepared.parameterCount());
    }

    /**
     * Appends to a parameter; what exceeds the maximum is dropped and told at execution.
     *
     * @param bytesMax of one parameter
     * @param allMax of all parameters of the statement
     */
    void appendLongData(
            int parameter, byte[] array, int offset, int length, long bytesMax, long allMax) {
        if (longData == null) {
            longData = new LongData[prepared.parameterCount()];
        }
        if (parameter >= longData.length || longDataTooLong) {
            return;
        }
        LongData data = longData[parameter];
        if (data == null) {
            data = new LongData();
            longData[parameter] = data;
        }
        if (data.length + (long) length > bytesMax || longDataBytes + length > allMax) {
            forgetLongData();
            longDataTooLong = true;
            return;
        }
        data.append(array, offset, length);
        longDataBytes += length;
    }

    /** A value that comes in pieces; doubles, so that many small ones cost no more than few. */
    private static final class LongData {
        byte[] bytes = {};
        int length;

        void append(byte[] array, int offset, int count) {
            if (bytes.length - length < count) {
                long doubled = Math.min(2L * bytes.length, Integer.MAX_VALUE - 64);
                bytes = Arrays.copyOf(bytes, (int) Math.max(doubled, length + count));
            }
            System.arraycopy(array, offset, bytes, length, count);
            length += count;
        }
    }

    byte @Nullable [] @Nullable [] longData() {
        if (longData == null) {
            return null;
        }
        byte @Nullable [] @Nullable [] values = new byte[longData.length][];
        for (int i = 0; i < values.length; i++) {
            LongData data = longData[i];
            values[i] = data == null ? null : Arrays.copyOf(data.bytes, data.length);
        }
        return values;
    }

    boolean isLongDataTooLong() {
        return longDataTooLong;
    }

    void forgetLongData() {
        longData = null;
        longDataBytes = 0;
        longDataTooLong = false;
    }

    void closeCursor() {
        CursorRows open = cursor;
        cursor = null;
        if (open != null) {
            open.close();
        }
    }
}
