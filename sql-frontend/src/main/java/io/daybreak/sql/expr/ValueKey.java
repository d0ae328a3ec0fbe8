package io.daybreak.sql.expr;

import io.daybreak.sql.types.SqlType;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values as a key of a hash table: equal when the values are equal as SQL compares them. */
record ValueKey(byte[] bytes) {
    /** Null if any value is null and {@code nulls} is false. */
    static @Nullable ValueKey of(List<Expr> expressions, EvalContext ctx, boolean nulls) {
        if (expressions.size() == 1 && !nulls) {
            // Keys of several values are never compared with those of one.
            Object value = expressions.get(0).eval(ctx);
            return value == null ? null : new ValueKey(bytes(value, expressions.get(0).type()));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(32);
        for (Expr expression : expressions) {
            Object value = expression.eval(ctx);
            if (value == null) {
                if (!nulls) {
                    return null;
                }
                out.write(0);
                continue;
            }
            out.write(1);
            byte[] part = bytes(value, expression.type());
            writeInt(part.length, out);
            out.write(part, 0, part.length);
        }
        return new ValueKey(out.toByteArray());
    }

    private static void writeInt(int value, ByteArrayOutputStream out) {
        out.write(value >>> 24);
        out.write(value >>> 16);
        out.write(value >>> 8);
        out.write(value);
    }

    static byte[] bytes(Object value, SqlType type) {
        return switch (value) {
            case Long l -> longBytes(l);
            case Double d -> longBytes(Double.doubleToLongBits(d == 0 ? 0.0 : d));
            case BigDecimal d ->
                    d.stripTrailingZeros()
                            .toString()
                            .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            case byte[] b -> type.collation().sortKey(b, 0, b.length);
            default -> throw new IllegalArgumentException(value.getClass().getName());
        };
    }

    private static byte[] longBytes(long value) {
        byte[] bytes = new byte[8];
        for (int i = 0; i < 8; i++) {
            bytes[i] = (byte) (value >>> 56 - 8 * i);
        }
        return bytes;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ValueKey(byte[] theirs) && Arrays.equals(bytes, theirs);
    }

    @Override
    public int hashCode() {
        return io.daybreak.sql.types.ByteHash.of(bytes);
    }
}
