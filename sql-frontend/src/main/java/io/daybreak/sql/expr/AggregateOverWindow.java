package io.daybreak.sql.expr;

import io.daybreak.engine.api.RowReader;
import io.daybreak.sql.types.SqlType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An aggregate over window frames. Frames that only grow are continued, others start again; the
 * running state belongs to the partition that was asked last in this context.
 */
final class AggregateOverWindow implements WindowFunction {
    private final AggregateFunction function;

    AggregateOverWindow(AggregateFunction function) {
        this.function = function;
    }

    @Override
    public String name() {
        return function.name();
    }

    @Override
    public SqlType type() {
        return function.type().kept();
    }

    @Override
    public boolean nullable() {
        return function.nullable() || !function.name().equals("COUNT");
    }

    @Override
    public List<Expr> arguments() {
        return function.arguments();
    }

    @Override
    public @Nullable Object value(
            WindowPartition partition, EvalContext ctx, int row, int frameStart, int frameEnd) {
        Running running = ctx.windowState(this, Running.class);
        if (running == null || running.partition != partition) {
            running = new Running(partition, function.newAggregator());
            ctx.setWindowState(this, running);
        }
        int end = Math.max(frameStart, frameEnd);
        if (frameStart == running.start && end == running.end && running.filled) {
            return running.value;
        }
        RowReader before = ctx.rows[0];
        if (frameStart != running.start || end < running.end) {
            running.restart(ctx, frameStart);
        }
        for (int i = running.end; i < end; i++) {
            ctx.rows[0] = partition.row(i);
            running.aggregator.add(ctx);
        }
        running.end = end;
        running.value = running.aggregator.result(ctx);
        running.filled = true;
        ctx.rows[0] = before;
        return running.value;
    }

    private static final class Running {
        final WindowPartition partition;
        final Aggregator aggregator;
        int start;
        int end;
        boolean filled;
        @Nullable Object value;

        Running(WindowPartition partition, Aggregator aggregator) {
            this.partition = partition;
            this.aggregator = aggregator;
        }

        void restart(EvalContext ctx, int newStart) {
            if (newStart > start && newStart <= end && slide(ctx, newStart)) {
                return;
            }
            aggregator.reset();
            start = newStart;
            end = newStart;
        }

        private boolean slide(EvalContext ctx, int newStart) {
            while (start < newStart) {
                ctx.rows[0] = partition.row(start);
                if (!aggregator.remove(ctx)) {
                    return false;
                }
                start++;
            }
            return true;
        }
    }
}
