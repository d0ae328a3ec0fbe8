package io.daybreak.sql.exec;

import io.daybreak.sql.expr.Expr;
import org.jspecify.annotations.Nullable;

/**
 * How a key is made from the row in the frame: one expression and one codec per part. Immutable.
 */
public record RowKeys(Expr[] parts, KeyPartCodec[] codecs) {
    /** The key's bytes, for sorting and grouping; nulls are values. */
    byte[] bytes(Execution execution, KeyBytes buffer) {
        buffer.clear();
        for (int i = 0; i < parts.length; i++) {
            codecs[i].encode(execution.eval(parts[i]), buffer);
        }
        return buffer.copy();
    }

    /** The key for an equality join; null if a part is null, because null equals nothing. */
    @Nullable Key joinKey(Execution execution, KeyBytes buffer) {
        buffer.clear();
        for (int i = 0; i < parts.length; i++) {
            Object value = execution.eval(parts[i]);
            if (value == null) {
                return null;
            }
            codecs[i].encode(value, buffer);
        }
        return new Key(buffer.copy());
    }

    Key groupKey(Execution execution, KeyBytes buffer) {
        return new Key(bytes(execution, buffer));
    }
}
