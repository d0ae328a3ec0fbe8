package io.daybreak.sql.plan;

import io.daybreak.sql.ast.Expression;
import io.daybreak.sql.ast.Query;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Queries in FROM that are nothing but a join of tables with conditions, so that the block around
 * them can take the tables over: then its own conditions, order and limit reach their indexes.
 */
final class PlainBlock {
    private PlainBlock() {}

    /** The block of a query that may be plain, by what is written; null if it cannot be. */
    static Query.Body.@Nullable Select of(Query query) {
        boolean one =
                query.with() == null
                        && query.orderBy().isEmpty()
                        && query.limit() == null
                        && query.locking().isEmpty()
                        && query.into() == null;
        return one
                        && query.body() instanceof Query.Body.Select select
                        && !select.distinct()
                        && select.options().isEmpty()
                        && select.hints().isEmpty()
                        && !select.from().isEmpty()
                        && select.groupBy() == null
                        && select.having() == null
                        && select.windows().isEmpty()
                        && !readsMore(select.where())
                ? select
                : null;
    }

    /** Subqueries and user variables are left where they are. */
    private static boolean readsMore(@Nullable Expression where) {
        boolean[] found = {false};
        AstWalk.visitAll(
                where,
                node -> {
                    found[0] |= node instanceof Query || node instanceof Expression.UserVariable;
                    return !found[0];
                });
        return found[0];
    }

    /** Whether all that was found when it was bound can be taken over. */
    static boolean isMergeable(BoundSelect block) {
        return !block.aggregates()
                && block.windows().isEmpty()
                && block.existences().isEmpty()
                && block.outerSlots().isEmpty()
                && block.where().stream().allMatch(Bound::stable)
                && tables(block.from()) > 0
                && showsColumns(block.outputs());
    }

    private static boolean showsColumns(List<BoundQuery.Output> outputs) {
        BitSet seen = new BitSet();
        for (BoundQuery.Output output : outputs) {
            int slot = output.value().slot();
            if (slot < 0 || seen.get(slot)) {
                return false;
            }
            seen.set(slot);
        }
        return true;
    }

    static int tables(FromTree tree) {
        return switch (tree) {
            case FromTree.Nothing _ -> 0;
            case FromTree.Leaf _ -> 1;
            case FromTree.Inner inner -> tables(inner.left()) + tables(inner.right());
            case FromTree.Left left -> tables(left.left()) + tables(left.right());
        };
    }
}
