package io.daybreak.server.wire;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The client's answer to the greeting (HandshakeResponse41), or the same fields of COM_CHANGE_USER.
 *
 * @param capabilities the client's flags, cut to what the server offered
 * @param plugin the plugin that made {@code authResponse}; empty if the client names none
 */
public record HandshakeResponse(
        int capabilities,
        long packetMax,
        int collation,
        String user,
        byte[] authResponse,
        @Nullable String schema,
        String plugin,
        Map<String, String> attributes,
        int zstdLevel) {
    /** MySQL refuses more than 64 KiB of attributes. */
    private static final int ATTRIBUTES_MAX = 64 * 1024;

    public static final int TLS_REQUEST_LENGTH = 32;

    /** The client's capability flags, with which every answer begins. */
    public static int capabilities(PayloadReader in) {
        if (in.remaining() < TLS_REQUEST_LENGTH) {
            throw new MalformedPacketException("handshake response too short");
        }
        return in.readInt() & Capability.SERVER;
    }

    /** Reads what follows the capability flags. */
    public static HandshakeResponse read(PayloadReader in, int capabilities) {
        if ((capabilities & Capability.PROTOCOL_41) == 0) {
            throw new MalformedPacketException("client before MySQL 4.1");
        }
        long packetMax = in.readInt() & 0xffffffffL;
        int collation = in.readByte();
        in.skip(23);
        String user = in.readTerminatedText();
        byte[] response;
        if ((capabilities & Capability.PLUGIN_AUTH_LENENC) != 0) {
            response = in.readLengthEncodedBytes();
        } else if ((capabilities & Capability.SECURE_CONNECTION) != 0) {
            response = in.readBytes(in.readByte());
        } else {
            response = in.readTerminatedBytes();
        }
        String schema = null;
        if ((capabilities & Capability.CONNECT_WITH_DB) != 0) {
            schema = in.readTextToZeroOrEnd();
        }
        String plugin = "";
        if ((capabilities & Capability.PLUGIN_AUTH) != 0 && in.remaining() > 0) {
            plugin = in.readTextToZeroOrEnd();
        }
        Map<String, String> attributes = attributes(in, capabilities);
        int level = 3;
        if ((capabilities & Capability.ZSTD_COMPRESSION) != 0 && in.remaining() > 0) {
            level = in.readByte();
        }
        return new HandshakeResponse(
                capabilities,
                packetMax,
                collation,
                user,
                response,
                emptyToNull(schema),
                plugin,
                attributes,
                level);
    }

    /** COM_CHANGE_USER, after its command byte. */
    public static HandshakeResponse readChangeUser(PayloadReader in, int capabilities) {
        String user = in.readTerminatedText();
        byte[] response = in.readBytes(in.readByte());
        String schema = in.readTerminatedText();
        int collation = in.remaining() >= 2 ? in.readShort() : 255;
        String plugin = "";
        if ((capabilities & Capability.PLUGIN_AUTH) != 0 && in.remaining() > 0) {
            plugin = in.readTextToZeroOrEnd();
        }
        return new HandshakeResponse(
                capabilities,
                0,
                collation,
                user,
                response,
                emptyToNull(schema),
                plugin,
                attributes(in, capabilities),
                0);
    }

    private static @Nullable String emptyToNull(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    private static Map<String, String> attributes(PayloadReader in, int capabilities) {
        Map<String, String> attributes = new LinkedHashMap<>();
        if ((capabilities & Capability.CONNECT_ATTRS) == 0 || in.remaining() == 0) {
            return attributes;
        }
        int length = in.readLength();
        if (length > ATTRIBUTES_MAX) {
            throw new MalformedPacketException("connection attributes over 64 KiB");
        }
        PayloadReader pairs = new PayloadReader();
        pairs.reset(in.array(), in.position(), length);
        in.skip(length);
        while (pairs.remaining() > 0) {
            attributes.put(pairs.readLengthEncodedText(), pairs.readLengthEncodedText());
        }
        return attributes;
    }

    /** No secrets. */
    @Override
    public String toString() {
        return "HandshakeResponse[user=" + user + ", plugin=" + plugin + "]";
    }

    /** The greeting (HandshakeV10). */
    public static void writeGreeting(
            PacketWriter out, String version, long connectionId, byte[] scramble, int status) {
        out.beginPacket();
        out.writeByte(10);
        out.writeTerminated(version);
        out.writeInt((int) connectionId);
        out.writeBytes(scramble, 0, 8);
        out.writeByte(0);
        out.writeShort(Capability.SERVER);
        out.writeByte(255);
        out.writeShort(status);
        out.writeShort(Capability.SERVER >>> 16);
        out.writeByte(scramble.length + 1);
        out.writeZeros(10);
        out.writeBytes(scramble, 8, scramble.length - 8);
        out.writeByte(0);
        byte[] plugin = "caching_sha2_password".getBytes(StandardCharsets.US_ASCII);
        out.writeBytes(plugin, 0, plugin.length);
        out.writeByte(0);
        out.endPacket();
    }
}
