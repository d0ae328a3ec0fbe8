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

    /** The key for sorting; the weights of a long text at its end are made when they are needed. */
    SortKey sortKey(Execution execution, KeyBytes buffer) {
        buffer.clear();
        int last = parts.length - 1;
        for (int i = 0; i < last; i++) {
            codecs[i].encode(execution.eval(parts[i]), buffer);
        }
        if (last < 0) {
            return new SortKey(buffer.copy());
        }
        Object value = execution.eval(parts[last]);
        int start = buffer.length();
        if (value instanceof byte[] text && codecs[last].encodeStart(text, buffer)) {
            return new SortKey(buffer.copy(), text, start, codecs[last]);
        }
        codecs[last].encode(value, buffer);
        return new SortKey(buffer.copy());
    }

    /** Whether the same rows have equal keys, in whatever order the parts stand. */
    public boolean equates(RowKeys other) {
        return hasPartsOf(other) && other.hasPartsOf(this);
    }

    private boolean hasPartsOf(RowKeys other) {
        for (int i = 0; i < other.parts.length; i++) {
            boolean found = false;
            for (int k = 0; k < parts.length && !found; k++) {
                found = parts[k] == other.parts[i] && codecs[k].equates(other.codecs[i]);
            }
            if (!found) {
                return false;
            }
        }
        return true;
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
