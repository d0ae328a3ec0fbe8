package io.daybreak.sql.expr;

import io.daybreak.engine.collation.Collation;
import io.daybreak.engine.collation.Collations;
import io.daybreak.engine.collation.Utf8;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.TypeKind;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * GROUP_CONCAT. The result is cut at {@code group_concat_max_len}, so what cannot reach it is not
 * kept: in an order, no more than about twice what the result can hold.
 */
record GroupConcat(
        List<Expr> arguments,
        boolean distinct,
        List<Aggregates.SortKey> order,
        byte[] separator,
        SqlType type)
        implements AggregateFunction {
    static AggregateFunction of(
            List<Expr> arguments,
            boolean distinct,
            List<Aggregates.SortKey> order,
            byte[] separator,
            BindContext bind) {
        Collation collation = CollationMix.of("group_concat", arguments, bind).collation();
        boolean binary = collation.id() == Collations.BINARY.id();
        SqlType type =
                new SqlType(
                        binary ? TypeKind.BLOB : TypeKind.TEXT,
                        0,
                        0,
                        false,
                        false,
                        collation,
                        List.of());
        return new GroupConcat(arguments, distinct, order, separator, type);
    }

    @Override
    public String name() {
        return "GROUP_CONCAT";
    }

    @Override
    public boolean nullable() {
        return true;
    }

    @Override
    public boolean grows() {
        return true;
    }

    /** The arguments and behind them the sort keys. */
    @Override
    public List<Expr> arguments() {
        List<Expr> all = new ArrayList<>(arguments);
        order.forEach(key -> all.add(key.expression()));
        return all;
    }

    @Override
    public AggregateFunction withArguments(List<Expr> all) {
        int n = arguments.size();
        List<Aggregates.SortKey> keys = new ArrayList<>();
        for (int i = 0; i < order.size(); i++) {
            keys.add(new Aggregates.SortKey(all.get(n + i), order.get(i).descending()));
        }
        return new GroupConcat(
                List.copyOf(all.subList(0, n)), distinct, List.copyOf(keys), separator, type);
    }

    @Override
    public Aggregator newAggregator() {
        State all = new State();
        return distinct ? new DistinctValues(arguments, all) : all;
    }

    private record Entry(byte[] text, @Nullable Object[] keys) {
        private static final long OVERHEAD_BYTES = 64;
        private static final long KEY_BYTES = 40;

        long memoryBytes() {
            long bytes = OVERHEAD_BYTES + text.length + KEY_BYTES * keys.length;
            for (Object key : keys) {
                bytes += key instanceof byte[] value ? value.length : 0;
            }
            return bytes;
        }
    }

    private class State implements Aggregator {
        /** More bytes of a text than the maximum has, so that it is seen to be cut. */
        private static final int BEHIND_MAXIMUM = 4;

        private final List<Entry> entries = new ArrayList<>();
        private final ByteArrayOutputStream direct = new ByteArrayOutputStream();
        private boolean any;
        private long bytes;

        /** What the entries and their separators take in the result. */
        private long length;

        @Override
        public void add(EvalContext ctx) {
            byte[] text = concatenated(ctx);
            if (text == null) {
                return;
            }
            if (order.isEmpty()) {
                // Without an order nothing behind the maximum can matter.
                if (direct.size() <= ctx.groupConcatMaxLength()) {
                    if (any) {
                        direct.write(separator, 0, separator.length);
                    }
                    direct.write(text, 0, text.length);
                    bytes += text.length;
                }
                any = true;
                return;
            }
            @Nullable Object[] keys = new Object[order.size()];
            for (int i = 0; i < keys.length; i++) {
                keys[i] = order.get(i).expression().eval(ctx);
            }
            any = true;
            if (text.length + separator.length > 0) {
                keep(new Entry(text, keys), ctx.groupConcatMaxLength());
            }
        }

        private void keep(Entry entry, int most) {
            byte[] text = entry.text;
            long longest = (long) most + BEHIND_MAXIMUM;
            Entry kept =
                    text.length <= longest
                            ? entry
                            : new Entry(Arrays.copyOf(text, (int) longest), entry.keys);
            entries.add(kept);
            bytes += kept.memoryBytes();
            length += kept.text.length + separator.length;
            if (length > 2 * longest + separator.length) {
                leaveOut(most);
            }
        }

        /** Forgets the entries that come behind the maximum. */
        private void leaveOut(int most) {
            entries.sort(GroupConcat.this::compare);
            int kept = 0;
            length = 0;
            bytes = 0;
            while (kept < entries.size() && length <= (long) most + separator.length) {
                length += entries.get(kept).text.length + separator.length;
                bytes += entries.get(kept).memoryBytes();
                kept++;
            }
            entries.subList(kept, entries.size()).clear();
        }

        private byte @Nullable [] concatenated(EvalContext ctx) {
            if (arguments.size() == 1) {
                return arguments.getFirst().evalBytes(ctx);
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            for (Expr argument : arguments) {
                byte[] part = argument.evalBytes(ctx);
                if (part == null) {
                    return null;
                }
                out.write(part, 0, part.length);
            }
            return out.toByteArray();
        }

        @Override
        public @Nullable Object result(EvalContext ctx) {
            if (!any) {
                return null;
            }
            if (order.isEmpty()) {
                return cut(direct.toByteArray(), ctx);
            }
            entries.sort(GroupConcat.this::compare);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            for (int i = 0; i < entries.size() && out.size() <= ctx.groupConcatMaxLength(); i++) {
                if (i > 0) {
                    out.write(separator, 0, separator.length);
                }
                byte[] text = entries.get(i).text();
                out.write(text, 0, text.length);
            }
            return cut(out.toByteArray(), ctx);
        }

        private byte[] cut(byte[] text, EvalContext ctx) {
            int most = ctx.groupConcatMaxLength();
            if (text.length <= most) {
                return text;
            }
            ctx.warn(MySqlError.ER_CUT_VALUE_GROUP_CONCAT, "1", "group_concat()");
            int end = most;
            if (type.collation().id() != Collations.BINARY.id()) {
                end = Math.min(most, Utf8.firstInvalid(text, 0, most));
            }
            return Arrays.copyOf(text, end);
        }

        @Override
        public void reset() {
            entries.clear();
            direct.reset();
            any = false;
            bytes = 0;
            length = 0;
        }

        @Override
        public long memoryBytes() {
            return bytes;
        }
    }

    private int compare(Entry a, Entry b) {
        for (int i = 0; i < order.size(); i++) {
            int c = Comparing.order(a.keys()[i], b.keys()[i], order.get(i).expression().type());
            if (c != 0) {
                return order.get(i).descending() ? -c : c;
            }
        }
        return 0;
    }
}
