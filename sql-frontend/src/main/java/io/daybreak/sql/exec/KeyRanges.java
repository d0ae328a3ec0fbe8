package io.daybreak.sql.exec;

import io.daybreak.engine.api.Index;
import io.daybreak.engine.api.KeyPart;
import io.daybreak.engine.api.KeyRange;
import io.daybreak.sql.expr.EvalContext;
import io.daybreak.sql.expr.Expr;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Key ranges whose bounds are expressions, evaluated each time the scan is opened; then sorted and
 * merged, so that no row is read twice and rows come in key order. Immutable.
 */
public record KeyRanges(Index index, List<Template> templates) {
    static final KeyRange[] EVERYTHING = {KeyRange.ALL};
    private static final KeyRange[] NOTHING = {};

    /**
     * @param nullSafe null is a key value too: IS NULL and {@code <=>}
     */
    public record Part(Expr value, KeyConverter converter, boolean nullSafe) {}

    /**
     * Equal values of the first parts, then perhaps a range of the next.
     *
     * @param point whether the equal parts are all of a unique key: at most one row
     */
    public record Template(
            Part[] equal,
            @Nullable Part low,
            boolean lowInclusive,
            @Nullable Part high,
            boolean highInclusive,
            boolean point) {}

    public KeyRanges {
        templates = List.copyOf(templates);
    }

    /** Whether it is one lookup by a whole unique key. */
    public boolean isPoint() {
        return templates.size() == 1 && templates.get(0).point();
    }

    /** Whether each range is of one key: so its size hardly depends on the values. */
    public boolean isEquality() {
        for (Template template : templates) {
            if (template.low != null || template.high != null) {
                return false;
            }
        }
        return true;
    }

    /** Whether the bounds are known before any row is read. */
    public boolean isConstant() {
        for (Template template : templates) {
            for (Part part : template.equal) {
                if (!part.value.isConstant()) {
                    return false;
                }
            }
            if ((template.low != null && !template.low.value.isConstant())
                    || (template.high != null && !template.high.value.isConstant())) {
                return false;
            }
        }
        return true;
    }

    public KeyRange[] evaluate(EvalContext values) {
        if (templates.size() == 1) {
            KeyRange range = range(templates.get(0), values);
            return range == null ? NOTHING : new KeyRange[] {range};
        }
        List<KeyRange> ranges = new ArrayList<>(templates.size());
        for (Template template : templates) {
            KeyRange range = range(template, values);
            if (range != null) {
                ranges.add(range);
            }
        }
        return merge(ranges);
    }

    /** Null if nothing can match. */
    private @Nullable KeyRange range(Template template, EvalContext values) {
        int equal = template.equal.length;
        boolean ranged = template.low != null || template.high != null;
        @Nullable Object[] prefix = new Object[equal];
        for (int i = 0; i < equal; i++) {
            Part part = template.equal[i];
            Object value = part.value.eval(values);
            if (value == null) {
                if (!part.nullSafe || !isNullable(i)) {
                    return null;
                }
                continue;
            }
            Object key = part.converter.equal(value, part.value.type().unsigned());
            if (key == KeyConverter.NOTHING) {
                return null;
            }
            prefix[i] = key;
        }
        return ranged
                ? bounded(template, prefix, values)
                : KeyRange.prefix(index.encodeKey(prefix));
    }

    private @Nullable KeyRange bounded(
            Template template, @Nullable Object[] prefix, EvalContext values) {
        if (template.low != null && template.low.converter.kind() == KeyConverter.Kind.LIKE) {
            Object pattern = template.low.value.eval(values);
            return pattern == null
                    ? null
                    : LikePrefix.range(index, prefix, (byte[]) pattern, isNullable(prefix.length));
        }
        KeyPart part = index.spec().parts().get(prefix.length);
        @Nullable Object[] key = Arrays.copyOf(prefix, prefix.length + 1);
        byte @Nullable [] all = prefix.length == 0 ? null : index.encodeKey(prefix);
        // Nulls are below all values and match no comparison.
        boolean nullable = isNullable(prefix.length);
        byte @Nullable [] low = nullable ? index.encodeKey(key) : all;
        boolean lowInclusive = !nullable;
        byte @Nullable [] high = all;
        boolean highInclusive = true;
        if (template.low != null) {
            Object bound = bound(template.low, values, true);
            if (bound == null || bound == KeyConverter.NOTHING) {
                return null;
            }
            if (bound != KeyConverter.UNKNOWN) {
                boolean moved = bound instanceof KeyConverter.Moved;
                key[prefix.length] =
                        bound instanceof KeyConverter.Moved(Object value) ? value : bound;
                low = index.encodeKey(key);
                lowInclusive = moved || template.lowInclusive || part.prefixLength() > 0;
            }
        }
        if (template.high != null) {
            Object bound = bound(template.high, values, false);
            if (bound == null || bound == KeyConverter.NOTHING) {
                return null;
            }
            if (bound != KeyConverter.UNKNOWN) {
                boolean moved = bound instanceof KeyConverter.Moved;
                key[prefix.length] =
                        bound instanceof KeyConverter.Moved(Object value) ? value : bound;
                high = index.encodeKey(key);
                highInclusive = moved || template.highInclusive || part.prefixLength() > 0;
            }
        }
        return part.descending()
                ? descending(template, prefix, low, lowInclusive, high, highInclusive)
                : new KeyRange(low, lowInclusive, high, highInclusive);
    }

    private boolean isNullable(int part) {
        int column = index.spec().parts().get(part).column();
        return index.table().spec().columns().get(column).nullable();
    }

    /** Where the part descends, great values come first and nulls last. */
    private KeyRange descending(
            Template template,
            @Nullable Object[] prefix,
            byte @Nullable [] low,
            boolean lowInclusive,
            byte @Nullable [] high,
            boolean highInclusive) {
        byte @Nullable [] all = prefix.length == 0 ? null : index.encodeKey(prefix);
        return new KeyRange(
                template.high == null ? all : high,
                template.high == null || highInclusive,
                low,
                lowInclusive);
    }

    private static @Nullable Object bound(Part part, EvalContext values, boolean low) {
        Object value = part.value.eval(values);
        return value == null
                ? null
                : part.converter.bound(value, part.value.type().unsigned(), low, values.timeZone());
    }

    private static KeyRange[] merge(List<KeyRange> ranges) {
        if (ranges.size() < 2) {
            return ranges.toArray(KeyRange[]::new);
        }
        ranges.sort((a, b) -> compareStarts(start(a), start(b)));
        List<KeyRange> merged = new ArrayList<>();
        KeyRange current = ranges.get(0);
        for (KeyRange next : ranges.subList(1, ranges.size())) {
            byte[] end = end(current);
            if (end != null && compareStarts(start(next), end) >= 0) {
                merged.add(current);
                current = next;
            } else if (end != null) {
                byte[] nextEnd = end(next);
                if (nextEnd == null || Arrays.compareUnsigned(nextEnd, end) > 0) {
                    current =
                            new KeyRange(
                                    current.low(),
                                    current.lowInclusive(),
                                    next.high(),
                                    next.highInclusive());
                }
            }
        }
        merged.add(current);
        return merged.toArray(KeyRange[]::new);
    }

    private static int compareStarts(byte @Nullable [] a, byte @Nullable [] b) {
        if (a == null || b == null) {
            return a == b ? 0 : a == null ? -1 : 1;
        }
        return Arrays.compareUnsigned(a, b);
    }

    /** First key in the range, inclusive; null for the start of the index. */
    private static byte @Nullable [] start(KeyRange range) {
        byte[] low = range.low();
        return low == null || range.lowInclusive() ? low : afterPrefix(low);
    }

    /** First key after the range; null if it has no end. */
    private static byte @Nullable [] end(KeyRange range) {
        byte[] high = range.high();
        return high == null || !range.highInclusive() ? high : afterPrefix(high);
    }

    /** The least bytes above all that start with the prefix; null if there are none. */
    private static byte @Nullable [] afterPrefix(byte[] prefix) {
        int length = prefix.length;
        while (length > 0 && prefix[length - 1] == (byte) 0xFF) {
            length--;
        }
        if (length == 0) {
            return null;
        }
        byte[] next = Arrays.copyOf(prefix, length);
        next[length - 1]++;
        return next;
    }
}
