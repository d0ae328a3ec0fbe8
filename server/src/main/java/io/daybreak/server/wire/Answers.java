package io.daybreak.server.wire;

import io.daybreak.sql.api.ResultColumn;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.api.SqlSession;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The generic answers: OK, EOF, ERR and column definitions. Stateless. */
public final class Answers {
    private static final int BINARY_COLLATION = 63;
    private static final int MESSAGE_MAX = 512;

    private Answers() {}

    /**
     * @param header 0x00, or 0xFE where an EOF packet stood before CLIENT_DEPRECATE_EOF
     */
    public static void ok(
            PacketWriter out,
            int capabilities,
            int header,
            long affectedRows,
            long lastInsertId,
            int statusFlags,
            int warnings,
            String info,
            List<SqlSession.StateChange> changes) {
        int status = statusFlags & ~StatusFlag.SESSION_STATE_CHANGED;
        boolean track = (capabilities & Capability.SESSION_TRACK) != 0;
        if (track && !changes.isEmpty()) {
            status |= StatusFlag.SESSION_STATE_CHANGED;
        }
        out.beginPacket();
        out.writeByte(header);
        out.writeLength(affectedRows);
        out.writeLength(lastInsertId);
        out.writeShort(status);
        out.writeShort(Math.min(warnings, 0xffff));
        if (track && !changes.isEmpty()) {
            out.writeLengthEncoded(info);
            int begin = out.beginValue();
            for (SqlSession.StateChange change : changes) {
                stateChange(out, change);
            }
            out.endValue(begin);
        } else if (!info.isEmpty()) {
            // Documented as the packet's rest; MySQL sends it with its length, and drivers want it
            // so.
            out.writeLengthEncoded(info);
        }
        out.endPacket();
    }

    private static void stateChange(PacketWriter out, SqlSession.StateChange change) {
        out.writeByte(change.type());
        int begin = out.beginValue();
        if (change.type() == 0) {
            out.writeLengthEncoded(change.name());
        }
        out.writeLengthEncoded(change.value());
        out.endValue(begin);
    }

    /** The end of rows or definitions: EOF, or the OK that replaces it. */
    public static void eof(
            PacketWriter out,
            int capabilities,
            int warnings,
            int statusFlags,
            List<SqlSession.StateChange> changes) {
        if ((capabilities & Capability.DEPRECATE_EOF) != 0) {
            ok(out, capabilities, 0xfe, 0, 0, statusFlags, warnings, "", changes);
        } else {
            plainEof(out, warnings, statusFlags);
        }
    }

    /** The EOF packet of old. */
    public static void plainEof(PacketWriter out, int warnings, int statusFlags) {
        out.beginPacket();
        out.writeByte(0xfe);
        out.writeShort(Math.min(warnings, 0xffff));
        out.writeShort(statusFlags & ~StatusFlag.SESSION_STATE_CHANGED);
        out.endPacket();
    }

    public static void error(PacketWriter out, int capabilities, SqlException error) {
        error(
                out,
                capabilities,
                error.code(),
                error.sqlState(),
                String.valueOf(error.getMessage()));
    }

    public static void error(
            PacketWriter out, int capabilities, int code, String sqlState, String message) {
        out.beginPacket();
        out.writeByte(0xff);
        out.writeShort(code);
        if ((capabilities & Capability.PROTOCOL_41) != 0) {
            out.writeByte('#');
            out.writeText(sqlState);
        }
        // MySQL's message buffer holds 512 bytes; cut at a character.
        String text = message.length() > MESSAGE_MAX ? message.substring(0, MESSAGE_MAX) : message;
        out.writeText(text);
        out.endPacket();
    }

    /**
     * A column definition.
     *
     * @param resultCollation what text columns are sent in; 63 leaves each column's own
     */
    public static void column(PacketWriter out, ResultColumn column, int resultCollation) {
        out.beginPacket();
        columnBody(out, column, resultCollation);
        out.endPacket();
    }

    /** A column definition in an answer to COM_FIELD_LIST: with the default value, here NULL. */
    public static void columnWithDefault(
            PacketWriter out, ResultColumn column, int resultCollation) {
        out.beginPacket();
        columnBody(out, column, resultCollation);
        out.writeByte(0xfb);
        out.endPacket();
    }

    private static void columnBody(PacketWriter out, ResultColumn column, int resultCollation) {
        out.writeLengthEncoded(DEF);
        out.writeLengthEncoded(column.schema());
        out.writeLengthEncoded(column.table());
        out.writeLengthEncoded(column.originalTable());
        out.writeLengthEncoded(column.name());
        out.writeLengthEncoded(column.originalName());
        out.writeByte(0x0c);
        boolean own = column.collation() == BINARY_COLLATION || resultCollation == BINARY_COLLATION;
        out.writeShort(own ? column.collation() : resultCollation);
        out.writeInt((int) Math.min(column.length(), 0xffffffffL));
        out.writeByte(column.typeCode());
        out.writeShort(column.flags());
        out.writeByte(column.decimals());
        out.writeShort(0);
    }

    private static final byte[] DEF = "def".getBytes(StandardCharsets.US_ASCII);
}
