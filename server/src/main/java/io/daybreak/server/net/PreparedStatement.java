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
    private byte @Nullable [] @Nullable [] longData;
    private boolean longDataTooLong;
    @Nullable CursorRows cursor;

    PreparedStatement(int id, SqlSession.Prepared prepared) {
        this.id = id;
        this.prepared = prepared;
        this.decoder = new ParameterDecoder(prepared.parameterCount());
    }

    /** Appends to a parameter; what exceeds the maximum is dropped and told at execution. */
    void appendLongData(int parameter, byte[] array, int offset, int length, long bytesMax) {
        if (longData == null) {
            longData = new byte[prepared.parameterCount()][];
        }
        if (parameter >= longData.length) {
            return;
        }
        byte[] old = longData[parameter];
        int oldLength = old == null ? 0 : old.length;
        if ((long) oldLength + length > bytesMax) {
            longDataTooLong = true;
            return;
        }
        byte[] all = old == null ? new byte[length] : Arrays.copyOf(old, oldLength + length);
        System.arraycopy(array, offset, all, oldLength, length);
        longData[parameter] = all;
    }

    byte @Nullable [] @Nullable [] longData() {
        return longData;
    }

    boolean isLongDataTooLong() {
        return longDataTooLong;
    }

    void forgetLongData() {
        longData = null;
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
