package io.daybreak.sql.plan;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.Expression;
import io.daybreak.sql.ast.OrderItem;
import io.daybreak.sql.ast.Window;
import io.daybreak.sql.ast.Window.BoundKind;
import io.daybreak.sql.ast.Window.Frame;
import io.daybreak.sql.exec.KeyCodecs;
import io.daybreak.sql.exec.KeyPartCodec;
import io.daybreak.sql.exec.PlanNode;
import io.daybreak.sql.exec.RowKeys;
import io.daybreak.sql.exec.Slots;
import io.daybreak.sql.exec.WindowFrame;
import io.daybreak.sql.exec.WindowNode;
import io.daybreak.sql.expr.Aggregates;
import io.daybreak.sql.expr.Expr;
import io.daybreak.sql.expr.WindowFunction;
import io.daybreak.sql.expr.WindowFunctions;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The window functions of one query block, by window. Confined to one planning run. */
final class Windows {
    private final PlanningRun run;
    private final List<Window.Definition> definitions;
    private final List<Bucket> buckets = new ArrayList<>();
    private final BitSet inputSlots = new BitSet();

    Windows(PlanningRun run, List<Window.Definition> definitions) {
        this.run = run;
        this.definitions = definitions;
    }

    /** The functions over one window. */
    private record Bucket(
            Window.Specification window,
            List<Bound> partition,
            List<Bound> order,
            List<Boolean> descending,
            WindowFrame frame,
            List<WindowFunction> functions,
            List<Integer> results) {}

    boolean isEmpty() {
        return buckets.isEmpty();
    }

    BitSet inputSlots() {
        return inputSlots;
    }

    Bound add(Expression e, Window over, ExpressionBinder binder) {
        Window.Specification window = resolve(over, new HashSet<>());
        List<Expr> arguments = new ArrayList<>();
        WindowFunction function;
        if (e instanceof Expression.WindowFunction call) {
            for (Expression argument : call.arguments()) {
                arguments.add(argument(argument, binder));
            }
            function = WindowFunctions.resolve(call.name(), arguments, run.context.bindContext());
        } else {
            Expression.Aggregate call = (Expression.Aggregate) e;
            if (call.distinct()) {
                throw new SqlException(
                        MySqlError.ER_NOT_SUPPORTED_YET, "<window function>(DISTINCT ..)");
            }
            for (Expression argument : call.arguments()) {
                arguments.add(argument(argument, binder));
            }
            function =
                    Aggregates.asWindow(
                            Aggregates.resolve(
                                    call.name(), arguments, false, run.context.bindContext()));
        }
        Bucket bucket = bucket(window, binder);
        int slot = run.slots.next();
        bucket.functions.add(function);
        bucket.results.add(slot);
        return ExpressionBinder.slot(slot, function.type(), function.nullable(), binder.text(e));
    }

    private Expr argument(Expression argument, ExpressionBinder binder) {
        Bound bound = binder.bind(argument);
        inputSlots.or(bound.slots());
        return bound.expr();
    }

    private Bucket bucket(Window.Specification window, ExpressionBinder binder) {
        for (Bucket bucket : buckets) {
            if (SameExpression.same(bucket.window, window)) {
                return bucket;
            }
        }
        List<Bound> partition = new ArrayList<>();
        for (Expression key : window.partitionBy()) {
            partition.add(binder.bind(key));
        }
        List<Bound> order = new ArrayList<>();
        List<Boolean> descending = new ArrayList<>();
        for (OrderItem item : window.orderBy()) {
            order.add(binder.bind(item.expression()));
            descending.add(item.descending());
        }
        partition.forEach(key -> inputSlots.or(key.slots()));
        order.forEach(key -> inputSlots.or(key.slots()));
        Bucket bucket =
                new Bucket(
                        window,
                        partition,
                        order,
                        descending,
                        frame(window, order, binder),
                        new ArrayList<>(),
                        new ArrayList<>());
        buckets.add(bucket);
        return bucket;
    }

    private Window.Specification resolve(Window over, Set<String> seen) {
        return switch (over) {
            case Window.Named named -> definition(named.name(), seen);
            case Window.Specification window ->
                    window.base() == null ? window : merge(definition(window.base(), seen), window);
        };
    }

    private Window.Specification definition(String name, Set<String> seen) {
        if (!seen.add(name)) {
            throw new SqlException(MySqlError.ER_WINDOW_CIRCULARITY_IN_WINDOW_GRAPH);
        }
        for (Window.Definition definition : definitions) {
            if (definition.name().equalsIgnoreCase(name)) {
                return resolve(definition.window(), seen);
            }
        }
        throw new SqlException(MySqlError.ER_WINDOW_NO_SUCH_WINDOW, name);
    }

    private static Window.Specification merge(
            Window.Specification base, Window.Specification window) {
        return new Window.Specification(
                null,
                base.partitionBy(),
                base.orderBy().isEmpty() ? window.orderBy() : base.orderBy(),
                window.frame() == null ? base.frame() : window.frame(),
                window.start(),
                window.end());
    }

    private WindowFrame frame(
            Window.Specification window, List<Bound> order, ExpressionBinder binder) {
        Frame frame = window.frame();
        if (frame == null) {
            return order.isEmpty() ? WindowFrame.PARTITION : WindowFrame.UP_TO_PEERS;
        }
        if (frame.unit() == Window.FrameUnit.GROUPS || frame.exclude()) {
            throw new SqlException(MySqlError.ER_NOT_SUPPORTED_YET, "GROUPS");
        }
        boolean rows = frame.unit() == Window.FrameUnit.ROWS;
        return new WindowFrame(
                rows,
                bound(frame.from(), order, rows, true, window, binder),
                bound(frame.to(), order, rows, false, window, binder));
    }

    private WindowFrame.Bound bound(
            Window.Bound bound,
            List<Bound> order,
            boolean rows,
            boolean start,
            Window.Specification window,
            ExpressionBinder binder) {
        boolean preceding =
                bound.kind() == BoundKind.PRECEDING
                        || bound.kind() == BoundKind.UNBOUNDED_PRECEDING;
        return switch (bound.kind()) {
            case UNBOUNDED_PRECEDING, UNBOUNDED_FOLLOWING ->
                    new WindowFrame.Bound(WindowFrame.Kind.UNBOUNDED, preceding, null, null);
            case CURRENT_ROW -> new WindowFrame.Bound(WindowFrame.Kind.CURRENT, start, null, null);
            case PRECEDING, FOLLOWING -> {
                Expression syntax = java.util.Objects.requireNonNull(bound.offset());
                if (rows) {
                    yield new WindowFrame.Bound(
                            WindowFrame.Kind.OFFSET, preceding, binder.bind(syntax).expr(), null);
                }
                checkRange(order, bound.unit() != null);
                yield new WindowFrame.Bound(
                        WindowFrame.Kind.OFFSET,
                        preceding,
                        null,
                        limit(bound, syntax, order.get(0), window, binder, preceding));
            }
        };
    }

    /** RANGE with a distance needs one sort key to which the distance can be added. */
    private static void checkRange(List<Bound> order, boolean interval) {
        if (order.size() != 1) {
            throw new SqlException(MySqlError.ER_WINDOW_RANGE_FRAME_ORDER_TYPE, "<unnamed window>");
        }
        MySqlError wrong =
                switch (order.get(0).type().kind()) {
                    case DATE, TIME, DATETIME, TIMESTAMP ->
                            interval ? null : MySqlError.ER_WINDOW_RANGE_FRAME_TEMPORAL_TYPE;
                    case TINYINT, SMALLINT, MEDIUMINT, INT, BIGINT, DECIMAL, FLOAT, DOUBLE, YEAR ->
                            interval ? MySqlError.ER_WINDOW_RANGE_FRAME_NUMERIC_TYPE : null;
                    case NULL, BIT, ENUM, SET, JSON, GEOMETRY ->
                            MySqlError.ER_WINDOW_RANGE_FRAME_ORDER_TYPE;
                    case CHAR, VARCHAR, TINYTEXT, TEXT, MEDIUMTEXT, LONGTEXT ->
                            MySqlError.ER_WINDOW_RANGE_FRAME_ORDER_TYPE;
                    case BINARY, VARBINARY, TINYBLOB, BLOB, MEDIUMBLOB, LONGBLOB ->
                            MySqlError.ER_WINDOW_RANGE_FRAME_ORDER_TYPE;
                };
        if (wrong != null) {
            throw new SqlException(wrong, "<unnamed window>");
        }
    }

    /** The value of the sort key at which a RANGE frame begins or ends. */
    private Expr limit(
            Window.Bound bound,
            Expression syntax,
            Bound key,
            Window.Specification window,
            ExpressionBinder binder,
            boolean preceding) {
        boolean minus = preceding != window.orderBy().get(0).descending();
        if (bound.unit() != null) {
            return binder.bind(
                            new Expression.IntervalArithmetic(
                                    window.orderBy().get(0).expression(),
                                    syntax,
                                    bound.unit(),
                                    minus,
                                    syntax.start(),
                                    syntax.end()))
                    .expr();
        }
        return binder.functions().call(minus ? "-" : "+", key.expr(), binder.bind(syntax).expr());
    }

    PlanNode plan(PlanNode input, BitSet usedAbove) {
        PlanNode node = input;
        BitSet kept = (BitSet) usedAbove.clone();
        kept.or(inputSlots);
        for (Bucket bucket : buckets) {
            RowKeys partition = keys(bucket.partition, List.of());
            RowKeys order = keys(bucket.order, bucket.descending);
            node =
                    new WindowNode(
                            node,
                            partition,
                            order,
                            Slots.retain(node.slots(), kept),
                            bucket.frame,
                            bucket.functions.toArray(WindowFunction[]::new),
                            bucket.results.stream().mapToInt(Integer::intValue).toArray());
            bucket.results.forEach(kept::set);
        }
        return node;
    }

    private static RowKeys keys(List<Bound> keys, List<Boolean> descending) {
        Expr[] parts = new Expr[keys.size()];
        KeyPartCodec[] codecs = new KeyPartCodec[keys.size()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = keys.get(i).expr();
            codecs[i] =
                    KeyCodecs.of(keys.get(i).type(), !descending.isEmpty() && descending.get(i));
        }
        return new RowKeys(parts, codecs);
    }
}
