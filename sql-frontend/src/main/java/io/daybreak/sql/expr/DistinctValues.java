package io.daybreak.sql.expr;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lets each combination of values through to an aggregator once; none with a null. */
final class DistinctValues implements DistinctAggregator {
    private final List<Expr> arguments;
    private final Aggregator target;
    private final SeenKeys seen = new SeenKeys();

    DistinctValues(List<Expr> arguments, Aggregator target) {
        this.arguments = arguments;
        this.target = target;
    }

    @Override
    public byte @Nullable [] key(EvalContext ctx) {
        ValueKey key = ValueKey.of(arguments, ctx, false);
        return key == null ? null : key.bytes();
    }

    @Override
    public boolean hasSeen(byte[] key) {
        return seen.has(key);
    }

    @Override
    public void remember(byte[] key) {
        seen.add(key);
    }

    @Override
    public void addNew(EvalContext ctx) {
        target.add(ctx);
    }

    @Override
    public long forgetSeen() {
        return seen.clear();
    }

    @Override
    public @Nullable Object result(EvalContext ctx) {
        return target.result(ctx);
    }

    @Override
    public void reset() {
        seen.clear();
        target.reset();
    }

    @Override
    public long memoryBytes() {
        return seen.bytes() + target.memoryBytes();
    }
}
