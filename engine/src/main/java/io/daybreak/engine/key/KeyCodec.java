package io.daybreak.engine.key;

import io.daybreak.engine.api.PhysicalType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The key of one index: its parts one after the other. Immutable.
 *
 * <pre>
 * part        = [null byte, if nullable] [value]     all bits inverted if descending
 * null byte   = 00 null, no value follows | 01
 * value       = {@link ScalarCodec} | the collation's sort key with 00 escaped as 00 ff, then 00 01
 * </pre>
 */
public final class KeyCodec {
    private static final int BINARY_COLLATION_ID = 63;

    /**
     * @param prefixLength characters; 0 for all
     */
    public record Part(
            int column, PhysicalType type, boolean nullable, int prefixLength, boolean descending) {
        /** Whether the value can be had back from the key. */
        boolean isDecodable() {
            return switch (type) {
                case PhysicalType.Bytes b ->
                        prefixLength == 0 && b.collation().id() == BINARY_COLLATION_ID;
                case PhysicalType.Int _,
                        PhysicalType.Float32 _,
                        PhysicalType.Float64 _,
                        PhysicalType.Decimal _ ->
                        true;
            };
        }
    }

    private final Part[] parts;

    /** Of each part's value; -1 for a variable one. */
    private final int[] widths;

    public KeyCodec(List<Part> parts) {
        this.parts = parts.toArray(Part[]::new);
        this.widths = parts.stream().mapToInt(p -> ScalarCodec.width(p.type())).toArray();
    }

    public int partCount() {
        return parts.length;
    }

    public Part part(int index) {
        return parts[index];
    }

    /** Which part holds the column so that it can be decoded; -1 if none. */
    public int decodablePartOf(int column) {
        for (int i = 0; i < parts.length; i++) {
            if (parts[i].column() == column && parts[i].isDecodable()) {
                return i;
            }
        }
        return -1;
    }

    /** Appends the leading parts. */
    public void encode(@Nullable Object[] values, int count, ByteWriter to) {
        for (int i = 0; i < count; i++) {
            encodePart(i, values[i], to);
        }
    }

    /** Appends one part. */
    public void encodePart(int index, @Nullable Object value, ByteWriter to) {
        Part part = parts[index];
        int start = to.length();
        if (value == null) {
            if (!part.nullable()) {
                throw new IllegalArgumentException("null in a key part that has none");
            }
            to.u8(0);
        } else {
            if (part.nullable()) {
                to.u8(1);
            }
            if (part.type() instanceof PhysicalType.Bytes bytes) {
                byte[] text = (byte[]) value;
                encodeBytes(part, bytes, text, 0, text.length, to);
            } else {
                int at = to.reserve(ScalarCodec.width(part.type()));
                ScalarCodec.put(to.bytes(), at, part.type(), value);
            }
        }
        if (part.descending()) {
            invert(to.bytes(), start, to.length());
        }
    }

    /** Appends one part of fixed width whose bytes are those of {@link ScalarCodec} already. */
    public void encodeScalarBytes(int index, byte[] source, int offset, ByteWriter to) {
        Part part = parts[index];
        int start = to.length();
        if (part.nullable()) {
            to.u8(1);
        }
        to.bytes(source, offset, ScalarCodec.width(part.type()));
        if (part.descending()) {
            invert(to.bytes(), start, to.length());
        }
    }

    /** Appends one part of variable width. */
    public void encodeText(int index, byte[] source, int offset, int length, ByteWriter to) {
        Part part = parts[index];
        int start = to.length();
        if (part.nullable()) {
            to.u8(1);
        }
        encodeBytes(part, (PhysicalType.Bytes) part.type(), source, offset, length, to);
        if (part.descending()) {
            invert(to.bytes(), start, to.length());
        }
    }

    private static void encodeBytes(
            Part part,
            PhysicalType.Bytes type,
            byte[] text,
            int offset,
            int length,
            ByteWriter to) {
        int count =
                part.prefixLength() == 0
                        ? length
                        : type.collation().prefixBytes(text, offset, length, part.prefixLength());
        if (type.collation().id() == BINARY_COLLATION_ID) {
            escape(text, offset, count, to);
        } else {
            byte[] weights = type.collation().sortKey(text, offset, count);
            escape(weights, 0, weights.length, to);
        }
        to.u16(0x0001);
    }

    private static void escape(byte[] source, int offset, int length, ByteWriter to) {
        int from = offset;
        int end = offset + length;
        for (int i = offset; i < end; i++) {
            if (source[i] == 0) {
                to.bytes(source, from, i + 1 - from);
                to.u8(0xff);
                from = i + 1;
            }
        }
        to.bytes(source, from, end - from);
    }

    private static void invert(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            bytes[i] = (byte) ~bytes[i];
        }
    }

    /** As {@link #skip}, in a bound of a range, which may end within a part: negative then. */
    public int skipWhole(int index, byte[] bound, int at) {
        byte zero = (byte) (parts[index].descending() ? 0xff : 0);
        if (widths[index] < 0 && !isNull(index, bound, at)) {
            int position = parts[index].nullable() ? at + 1 : at;
            while (position + 1 < bound.length && !isEnd(bound, position, zero)) {
                position += bound[position] == zero ? 2 : 1;
            }
            return position + 1 < bound.length ? position + 2 : -1;
        }
        int end = skip(index, bound, at);
        return end <= bound.length ? end : -1;
    }

    private static boolean isEnd(byte[] key, int position, byte zero) {
        return key[position] == zero && key[position + 1] == (byte) (zero ^ 1);
    }

    /** Where the part that starts at {@code at} ends, exclusive. */
    public int skip(int index, byte[] key, int at) {
        Part part = parts[index];
        int flip = part.descending() ? 0xff : 0;
        int position = at;
        if (part.nullable()) {
            if (((key[position] ^ flip) & 0xff) == 0) {
                return position + 1;
            }
            position++;
        }
        int width = widths[index];
        if (width >= 0) {
            return position + width;
        }
        byte zero = (byte) flip;
        byte one = (byte) (1 ^ flip);
        while (true) {
            while (key[position] != zero) {
                position++;
            }
            if (key[position + 1] == one) {
                return position + 2;
            }
            position += 2;
        }
    }

    /** Where the leading {@code count} parts end, exclusive. */
    public int skipParts(int count, byte[] key, int at) {
        int position = at;
        for (int i = 0; i < count; i++) {
            position = skip(i, key, position);
        }
        return position;
    }

    /** Whether any of the leading parts is null. */
    public boolean hasNull(byte[] key, int at) {
        int position = at;
        for (int i = 0; i < parts.length; i++) {
            if (isNull(i, key, position)) {
                return true;
            }
            position = skip(i, key, position);
        }
        return false;
    }

    public boolean isNull(int index, byte[] key, int at) {
        Part part = parts[index];
        return part.nullable() && key[at] == (part.descending() ? (byte) 0xff : 0);
    }

    /** The integer of a part that starts at {@code at}; 0 if null. */
    public long decodeLong(int index, byte[] key, int at) {
        Part part = parts[index];
        if (isNull(index, key, at)) {
            return 0;
        }
        int from = part.nullable() ? at + 1 : at;
        PhysicalType.Int type = (PhysicalType.Int) part.type();
        if (!part.descending()) {
            return ScalarCodec.getInt(key, from, type.bytes(), type.unsigned());
        }
        byte[] plain = Arrays.copyOfRange(key, from, from + type.bytes());
        invert(plain, 0, plain.length);
        return ScalarCodec.getInt(plain, 0, type.bytes(), type.unsigned());
    }

    /** The value of a decodable part that starts at {@code at}. */
    public @Nullable Object decode(int index, byte[] key, int at) {
        Part part = parts[index];
        if (isNull(index, key, at)) {
            return null;
        }
        if (part.type() instanceof PhysicalType.Int) {
            return decodeLong(index, key, at);
        }
        byte[] plain = Arrays.copyOfRange(key, at, skip(index, key, at));
        if (part.descending()) {
            invert(plain, 0, plain.length);
        }
        int from = part.nullable() ? 1 : 0;
        if (widths[index] >= 0) {
            return ScalarCodec.get(plain, from, part.type());
        }
        byte[] text = new byte[plain.length];
        int length = 0;
        for (int i = from; i < plain.length - 2; i++) {
            text[length++] = plain[i];
            if (plain[i] == 0) {
                i++;
            }
        }
        return Arrays.copyOf(text, length);
    }
}
