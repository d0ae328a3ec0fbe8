package io.daybreak.sql.expr;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.TypeKind;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bit operators and aggregates of binary strings, byte by byte; operands are of equal length.
 * Literals as {@code x'…'} are numbers unless a binary string stands beside them.
 */
final class BinaryBits {
    private static final int AGGREGATED_BYTES_MAX = 511;

    private BinaryBits() {}

    /** Whether the operator works on bytes, not on a number. */
    static boolean applies(Expr operand) {
        return operand.type().isBinaryString() && !Arithmetic.isBits(operand);
    }

    static boolean applies(Expr left, Expr right) {
        return (applies(left) && isBinary(right)) || (applies(right) && isBinary(left));
    }

    private static boolean isBinary(Expr expr) {
        return expr.type().isBinaryString() || expr.type().kind() == TypeKind.NULL;
    }

    static Expr combine(String name, List<Expr> args, BindContext bind) {
        long bytes =
                Math.max(args.get(0).type().maxCharacters(), args.get(1).type().maxCharacters());
        char operation = name.charAt(0);
        return Results.binary(
                name,
                args,
                bind,
                bytes,
                (x, ctx) -> {
                    byte[] a = x[0].evalBytes(ctx);
                    byte[] b = a == null ? null : x[1].evalBytes(ctx);
                    if (a == null || b == null) {
                        return null;
                    }
                    byte[] result = a.clone();
                    combine(operation, result, b);
                    return result;
                });
    }

    private static void combine(char operation, byte[] into, byte[] with) {
        if (into.length != with.length) {
            throw new SqlException(MySqlError.ER_INVALID_BITWISE_OPERANDS_SIZE);
        }
        for (int i = 0; i < into.length; i++) {
            switch (operation) {
                case '&' -> into[i] &= with[i];
                case '|' -> into[i] |= with[i];
                default -> into[i] ^= with[i];
            }
        }
    }

    static Expr complement(List<Expr> args, BindContext bind) {
        return Results.binary(
                "~",
                args,
                bind,
                args.getFirst().type().maxCharacters(),
                (x, ctx) -> {
                    byte[] value = x[0].evalBytes(ctx);
                    if (value == null) {
                        return null;
                    }
                    byte[] result = new byte[value.length];
                    for (int i = 0; i < result.length; i++) {
                        result[i] = (byte) ~value[i];
                    }
                    return result;
                });
    }

    /** {@code <<} and {@code >>}: the length stays. */
    static Expr shift(String name, List<Expr> args, BindContext bind) {
        boolean left = name.equals("<<");
        return Results.binary(
                name,
                args,
                bind,
                args.getFirst().type().maxCharacters(),
                (x, ctx) -> {
                    byte[] value = x[0].evalBytes(ctx);
                    if (value == null) {
                        return null;
                    }
                    long count = Arithmetic.bitsOf(x[1], ctx);
                    return ctx.wasNull ? null : shifted(value, count, left);
                });
    }

    private static byte[] shifted(byte[] value, long count, boolean left) {
        byte[] result = new byte[value.length];
        if (Long.compareUnsigned(count, value.length * 8L) >= 0) {
            return result;
        }
        int bytes = (int) (count / 8);
        int bits = (int) (count % 8);
        for (int i = 0; i + bytes < value.length; i++) {
            if (left) {
                int from = i + bytes;
                int next = from + 1 < value.length ? value[from + 1] & 0xFF : 0;
                result[i] = (byte) ((value[from] & 0xFF) << bits | next >>> 8 - bits);
            } else {
                int before = i > 0 ? value[i - 1] & 0xFF : 0;
                result[i + bytes] = (byte) (before << 8 - bits | (value[i] & 0xFF) >>> bits);
            }
        }
        return result;
    }

    // ---- aggregates ----------------------------------------------------------------------

    /** The type of an aggregate's result. */
    static SqlType aggregateType(Expr argument) {
        long bytes = argument.type().maxCharacters();
        if (bytes > AGGREGATED_BYTES_MAX && argument.isColumn()) {
            throw new SqlException(MySqlError.ER_INVALID_BITWISE_AGGREGATE_OPERANDS_SIZE);
        }
        // What functions make is often shorter than their types say.
        return SqlType.binary(Math.min(bytes, AGGREGATED_BYTES_MAX));
    }

    /** BIT_AND, BIT_OR or BIT_XOR; over no values bytes of the type's length. */
    static final class Aggregate implements Aggregator {
        private final Expr argument;
        private final char operation;
        private byte @Nullable [] bits;

        /**
         * @param operation {@code &}, {@code |} or {@code ^}
         */
        Aggregate(Expr argument, char operation) {
            this.argument = argument;
            this.operation = operation;
        }

        @Override
        public void add(EvalContext ctx) {
            byte[] value = argument.evalBytes(ctx);
            if (value == null) {
                return;
            }
            if (value.length > AGGREGATED_BYTES_MAX) {
                throw new SqlException(MySqlError.ER_INVALID_BITWISE_AGGREGATE_OPERANDS_SIZE);
            }
            if (bits == null) {
                bits = value.clone();
            } else {
                combine(operation, bits, value);
            }
        }

        @Override
        public Object result(EvalContext ctx) {
            if (bits != null) {
                return bits.clone();
            }
            byte[] none = new byte[(int) aggregateType(argument).maxCharacters()];
            Arrays.fill(none, (byte) (operation == '&' ? 0xFF : 0));
            return none;
        }

        @Override
        public void reset() {
            bits = null;
        }
    }
}
