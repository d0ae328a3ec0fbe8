package io.daybreak.server.net;

import io.daybreak.server.wire.Answers;
import io.daybreak.server.wire.PacketWriter;
import io.daybreak.sql.api.ResultColumn;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the bytes of column definitions by the identity of the column array, which a cached
 * plan keeps from run to run: sending them again is one copy. A direct-mapped table of {@link
 * #SLOTS} entries. Used by the thread that runs the connection's command.
 */
final class DefinitionCache {
    private static final int SLOTS = 16;
    private static final int BYTES_MAX = 8 * 1024;

    private final ResultColumn[] @Nullable [] keys = new ResultColumn[SLOTS][];
    private final byte[] @Nullable [] bytes = new byte[SLOTS][];
    private final int[] collations = new int[SLOTS];
    private final int[] sequences = new int[SLOTS];

    @SuppressWarnings("ReferenceEquality") // the plan's own array, not an equal one
    void write(
            PacketWriter out,
            ResultColumn[] columns,
            int collation,
            boolean metadataPrefix,
            boolean eof,
            int statusFlags) {
        int slot = System.identityHashCode(columns) & SLOTS - 1;
        byte[] cached = bytes[slot];
        if (cached != null
                && keys[slot] == columns
                && collations[slot] == collation
                && sequences[slot] == out.sequence()) {
            out.writeBytes(cached, 0, cached.length);
            out.sequence(out.sequence() + 1 + columns.length);
        } else {
            int begin = out.size();
            int sequence = out.sequence();
            writeNow(out, columns, collation, metadataPrefix);
            if (out.size() - begin <= BYTES_MAX) {
                keys[slot] = columns;
                bytes[slot] = out.copyValue(begin);
                collations[slot] = collation;
                sequences[slot] = sequence;
            }
        }
        if (eof) {
            Answers.plainEof(out, 0, statusFlags);
        }
    }

    private static void writeNow(
            PacketWriter out, ResultColumn[] columns, int collation, boolean metadataPrefix) {
        out.beginPacket();
        if (metadataPrefix) {
            out.writeByte(1);
        }
        out.writeLength(columns.length);
        out.endPacket();
        for (ResultColumn column : columns) {
            Answers.column(out, column, collation);
        }
    }
}
