package io.daybreak.sql.plan;

import io.daybreak.sql.ast.Expression;
import io.daybreak.sql.ast.Query;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which of the query blocks around an aggregate computes it: the innermost one whose columns it
 * reads, as in {@code SELECT (SELECT SUM(t.a) FROM u) FROM t}, which is one row. Where that one may
 * not aggregate (in its WHERE), the next one further in does. Confined to one planning run.
 */
final class AggregateHome {
    private final Scope written;

    /**
     * @param written the block in which the aggregate is written
     */
    AggregateHome(Scope written) {
        this.written = written;
    }

    /**
     * Null if no block can compute it.
     *
     * @param allowed whether the clause it is written in may aggregate
     */
    @Nullable Scope of(Expression.Aggregate aggregate, boolean allowed) {
        Scope home = allowed ? written : null;
        Scope read = innermostRead(aggregate);
        if (read == written || (read == null && allowed)) {
            return home;
        }
        for (Scope s = written.outer; s != null; s = s.outer) {
            if (s == read && s.aggregating) {
                return null;
            }
            if (s.aggregation != null && !s.aggregating) {
                home = s;
            }
            if (s == read || (read == null && home != null)) {
                break;
            }
        }
        return home;
    }

    /** Null if it reads no column, as COUNT(*). With a subquery inside it stays where it is. */
    private @Nullable Scope innermostRead(Expression.Aggregate aggregate) {
        List<Expression.Column> names = new ArrayList<>();
        boolean[] subquery = {false};
        AstWalk.visitAll(
                aggregate,
                node -> {
                    subquery[0] |= node instanceof Query;
                    if (node instanceof Expression.Column name) {
                        names.add(name);
                    }
                    return !(node instanceof Query);
                });
        if (names.isEmpty() && !subquery[0]) {
            return null;
        }
        for (Scope s = written; s != null && !subquery[0]; s = s.outer) {
            for (Expression.Column name : names) {
                if (knows(s, name)) {
                    return s;
                }
            }
        }
        return written;
    }

    private static boolean knows(Scope scope, Expression.Column name) {
        try {
            return scope.find(name) != null;
        } catch (Scope.AmbiguousName _) {
            return true;
        }
    }
}
