package io.daybreak.server.net;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * The compressed protocol: the packet stream, cut anywhere into compressed packets.
 *
 * <table>
 * <caption>Compressed packet, little-endian</caption>
 * <tr><td>0<td>3<td>length of the payload as sent
 * <tr><td>3<td>1<td>sequence number of compressed packets
 * <tr><td>4<td>3<td>length before compression; 0: the payload is not compressed
 * <tr><td>7<td>n<td>payload: zlib stream or zstd frame
 * </table>
 *
 * Owned by the channel's event loop. Memory is bounded by 16 MB a packet each way.
 */
final class Compression extends ChannelDuplexHandler {
    private static final int HEADER = 7;
    private static final int PAYLOAD_MAX = 0xffffff;

    /** Deflate makes nothing shorter than by this factor. */
    private static final long EXPANSION_MAX = 1040;

    private static final int PAYLOAD_SMALL = 64;

    /** MySQL's MIN_COMPRESS_LENGTH: shorter payloads are sent as they are. */
    private static final int COMPRESS_MIN = 50;

    /** Payloads are compressed in pieces of this size: bounded buffers, early first bytes. */
    private static final int PIECE_MAX = 1 << 20;

    private final boolean zstd;
    private final int level;
    private final Inflater inflater = new Inflater();
    private final Deflater deflater = new Deflater();
    private byte[] input = new byte[4096];
    private int inputEnd;
    private int sequence;

    Compression(boolean zstd, int level) {
        this.zstd = zstd;
        this.level = level < 1 || level > 22 ? 3 : level;
    }

    /** The codec's stream is damaged; the connection ends. */
    static final class DamagedStreamException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        DamagedStreamException(String message) {
            super(message, null, false, false);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            int length = bytes.readableBytes();
            if (input.length - inputEnd < length) {
                input = Arrays.copyOf(input, Math.max(input.length * 2, inputEnd + length));
            }
            bytes.readBytes(input, inputEnd, length);
            inputEnd += length;
        } finally {
            bytes.release();
        }
        int at = 0;
        while (inputEnd - at >= HEADER) {
            int length = medium(at);
            if (inputEnd - at - HEADER < length) {
                break;
            }
            sequence = (input[at + 3] & 0xff) + 1;
            int plainLength = medium(at + 4);
            at += HEADER;
            ByteBuf plain =
                    plainLength == 0
                            ? plain(ctx, at, length)
                            : expand(ctx, at, length, plainLength);
            at += length;
            ctx.fireChannelRead(plain);
        }
        if (at > 0) {
            System.arraycopy(input, at, input, 0, inputEnd - at);
            inputEnd -= at;
            if (input.length > 1 << 16 && inputEnd == 0) {
                input = new byte[4096];
            }
        }
    }

    private int medium(int at) {
        return input[at] & 0xff | (input[at + 1] & 0xff) << 8 | (input[at + 2] & 0xff) << 16;
    }

    private ByteBuf plain(ChannelHandlerContext ctx, int at, int length) {
        return ctx.alloc().heapBuffer(length).writeBytes(input, at, length);
    }

    private ByteBuf expand(ChannelHandlerContext ctx, int at, int length, int plainLength) {
        if (!zstd && plainLength > length * EXPANSION_MAX + PAYLOAD_SMALL
                || zstd && Zstd.getFrameContentSize(input, at, length) > plainLength) {
            // What cannot be true is not made room for.
            throw new DamagedStreamException("compressed packet of wrong length");
        }
        byte[] plain = new byte[plainLength];
        int got;
        try {
            if (zstd) {
                got = (int) Zstd.decompressByteArray(plain, 0, plainLength, input, at, length);
            } else {
                inflater.reset();
                inflater.setInput(input, at, length);
                got = inflater.inflate(plain);
            }
        } catch (DataFormatException | ZstdException e) {
            throw new DamagedStreamException("cannot uncompress: " + e.getMessage());
        }
        if (got != plainLength) {
            throw new DamagedStreamException("compressed packet of wrong length");
        }
        return ctx.alloc().heapBuffer(plainLength).writeBytes(plain);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            ByteBuf out = ctx.alloc().heapBuffer(bytes.readableBytes() / 2 + 64);
            while (bytes.isReadable()) {
                writePiece(bytes, Math.min(bytes.readableBytes(), PIECE_MAX), out);
            }
            ctx.write(out, promise);
        } finally {
            bytes.release();
        }
    }

    private void writePiece(ByteBuf bytes, int length, ByteBuf out) {
        byte[] plain = new byte[length];
        bytes.readBytes(plain);
        byte[] packed = plain;
        int packedLength = length;
        int plainLength = 0;
        if (length >= COMPRESS_MIN) {
            byte[] target = new byte[length];
            int got = compress(plain, target);
            if (got > 0 && got < length && got <= PAYLOAD_MAX) {
                packed = target;
                packedLength = got;
                plainLength = length;
            }
        }
        out.writeMediumLE(packedLength);
        out.writeByte(sequence++);
        out.writeMediumLE(plainLength);
        out.writeBytes(packed, 0, packedLength);
    }

    /** Bytes written to {@code target}; 0 if they do not fit, so that sending plain is better. */
    private int compress(byte[] plain, byte[] target) {
        if (zstd) {
            try {
                return (int)
                        Zstd.compressByteArray(
                                target, 0, target.length, plain, 0, plain.length, level);
            } catch (ZstdException _) {
                return 0; // The frame is longer than the plain bytes.
            }
        }
        deflater.reset();
        deflater.setInput(plain);
        deflater.finish();
        int got = deflater.deflate(target);
        return deflater.finished() ? got : 0;
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        inflater.end();
        deflater.end();
    }
}
