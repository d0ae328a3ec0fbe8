package io.daybreak.sql.exec;

import io.daybreak.sql.expr.EvalContext;
import io.daybreak.sql.expr.Expr;
import org.jspecify.annotations.Nullable;

/**
 * The key of the row in the frame: its bytes, and its values for a group that is new. Integers are
 * boxed for those only. Owned by one operator.
 */
final class GroupKey {
    /** Sorts behind all values of a part. */
    private static final int SUMMED_OVER = 0xFF;

    private final Execution execution;
    private final RowKeys keys;
    private final boolean[] integer;
    private final boolean[] nulls;
    private final long[] longs;
    private final @Nullable Object[] values;
    private final KeyBytes bytes = new KeyBytes();

    GroupKey(Execution execution, RowKeys keys) {
        this.execution = execution;
        this.keys = keys;
        int count = keys.parts().length;
        this.integer = new boolean[count];
        this.nulls = new boolean[count];
        this.longs = new long[count];
        this.values = new Object[count];
        for (int i = 0; i < count; i++) {
            integer[i] = keys.parts()[i].type().isInteger() && keys.codecs()[i].isOfIntegers();
        }
    }

    /** Evaluates the parts for the row in the frame. */
    void load() {
        EvalContext context = execution.context();
        Expr[] parts = keys.parts();
        for (int i = 0; i < parts.length; i++) {
            if (integer[i]) {
                longs[i] = parts[i].evalLong(context);
                nulls[i] = context.wasNull;
            } else {
                values[i] = parts[i].eval(context);
            }
        }
    }

    /** The bytes for the loaded values; valid until the next call. */
    KeyBytes encode() {
        bytes.clear();
        encodeFirst(keys.parts().length);
        return bytes;
    }

    /**
     * The bytes for the first parts, where those behind are summed over: such a key sorts behind
     * the groups that it sums up.
     */
    KeyBytes encodeLevel(int parts) {
        bytes.clear();
        encodeFirst(parts);
        if (parts < keys.parts().length) {
            bytes.put(SUMMED_OVER);
        }
        return bytes;
    }

    private void encodeFirst(int parts) {
        for (int i = 0; i < parts; i++) {
            KeyPartCodec codec = keys.codecs()[i];
            if (integer[i] && !nulls[i]) {
                codec.encodeInteger(longs[i], bytes);
            } else {
                codec.encode(integer[i] ? null : values[i], bytes);
            }
        }
    }

    /** The loaded values of the first parts, null for the others. */
    @Nullable Object[] values(int parts) {
        @Nullable Object[] all = new Object[values.length];
        for (int i = 0; i < parts; i++) {
            all[i] = !integer[i] ? values[i] : nulls[i] ? null : (Object) longs[i];
        }
        return all;
    }
}
