package io.daybreak.sql.plan;

import io.daybreak.sql.ast.Expression.BinaryOperator;
import io.daybreak.sql.exec.SlotValue;
import io.daybreak.sql.exec.ValuesNode;
import io.daybreak.sql.expr.Expr;
import io.daybreak.sql.types.SqlType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Orders a join of tables that do not exist, so that Calcite's classes are loaded and its metadata
 * handlers compiled before a client waits for them.
 */
final class WarmUp {
    private static final int TABLES = 4;
    private static final int ROUNDS = 20;

    private WarmUp() {}

    static void run() {
        for (int round = 0; round < ROUNDS; round++) {
            List<JoinUnit> units = new ArrayList<>();
            List<Bound> conditions = new ArrayList<>();
            for (int i = 0; i < TABLES; i++) {
                ScopeTable table = new ScopeTable("warm", "t" + i);
                table.own(2 * i);
                table.own(2 * i + 1);
                units.add(
                        new JoinUnit.Table(
                                new FromTree.Leaf(
                                        table,
                                        new LeafSource.Derived(ValuesNode.ONE_ROW, new BitSet()))));
                if (i > 0) {
                    conditions.add(equality(2 * i - 1, 2 * i));
                }
            }
            new CalciteJoinOrder(units, conditions, new Guess()).order();
        }
    }

    private static Bound equality(int a, int b) {
        Bound left = ExpressionBinder.slot(a, SqlType.BIGINT, true, "a");
        Bound right = ExpressionBinder.slot(b, SqlType.BIGINT, true, "b");
        Expr never = new SlotValue(a, SqlType.BOOLEAN, true, 5);
        return new Bound(
                never,
                ExpressionBinder.union(left, right),
                new Shape.Comparison(BinaryOperator.EQUAL, left, right),
                true,
                "a = b");
    }

    private static final class Guess implements CalciteJoinOrder.Estimates {
        @Override
        public double rows(JoinUnit unit) {
            return 1000;
        }

        @Override
        public double distinct(int slot) {
            return 100;
        }
    }
}
