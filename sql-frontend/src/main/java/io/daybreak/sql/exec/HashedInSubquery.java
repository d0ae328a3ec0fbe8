package io.daybreak.sql.exec;

import io.daybreak.sql.expr.EvalContext;
import io.daybreak.sql.expr.Expr;
import io.daybreak.sql.types.SqlType;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code value [NOT] IN (query)} where the query reads nothing around it: a set, made once. */
public final class HashedInSubquery extends Expr {
    private final SubqueryRun query;
    private final Expr value;
    private final RowKeys inner;
    private final KeyPartCodec codec;
    private final boolean negated;

    /**
     * @param inner the query's column
     * @param codec of both sides
     */
    public HashedInSubquery(
            SubqueryRun query, Expr value, RowKeys inner, KeyPartCodec codec, boolean negated) {
        super(SqlType.BOOLEAN, true);
        this.query = query;
        this.value = value;
        this.inner = inner;
        this.codec = codec;
        this.negated = negated;
    }

    private record Members(Set<Key> keys, boolean hasNull) {}

    @Override
    public @Nullable Object eval(EvalContext ctx) {
        Members members =
                (Members)
                        java.util.Objects.requireNonNull(
                                query.run(this, ctx, operator -> read(operator, ctx)));
        if (members.keys.isEmpty() && !members.hasNull) {
            return negated ? 1L : 0L;
        }
        Object left = value.eval(ctx);
        if (left == null) {
            return null;
        }
        KeyBytes buffer = new KeyBytes();
        codec.encode(left, buffer);
        if (members.keys.contains(new Key(buffer.copy()))) {
            return negated ? 0L : 1L;
        }
        return members.hasNull ? null : negated ? 1L : 0L;
    }

    private Members read(Operator operator, EvalContext ctx) {
        Execution execution = java.util.Objects.requireNonNull(((ExecutionContext) ctx).execution);
        Set<Key> keys = new HashSet<>();
        boolean hasNull = false;
        KeyBytes buffer = new KeyBytes();
        while (operator.next()) {
            Key key = inner.joinKey(execution, buffer);
            if (key == null) {
                hasNull = true;
            } else if (keys.add(key)) {
                execution.memory().reserve(key.bytes().length + 80);
            }
        }
        return new Members(keys, hasNull);
    }

    @Override
    public boolean isConstant() {
        return false;
    }
}
