package io.daybreak.sql.expr;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.engine.api.RowReader;
import io.daybreak.engine.collation.Collations;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.Values;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AggregatesTest {
    private static final SqlType TEXT = SqlType.varchar(20, Collations.UTF8MB4_0900_AI_CI);

    private static String run(AggregateFunction function, @Nullable Object... values) {
        Eval.Context ctx = new Eval.Context();
        Aggregator state = function.newAggregator();
        for (Object value : values) {
            ctx.rows = new RowReader[] {new Eval.OneValue(value)};
            state.add(ctx);
        }
        return Values.shown(state.result(ctx), function.type());
    }

    private static AggregateFunction of(String name, SqlType type, boolean distinct) {
        return Aggregates.resolve(
                name, List.of(Exprs.slot(0, 0, type, true)), distinct, BindContext.DEFAULT);
    }

    @Test
    void sumsOfIntegersAreExactBeyondLongs() {
        assertThat(run(of("SUM", SqlType.BIGINT, false), Long.MAX_VALUE, Long.MAX_VALUE, 1L, null))
                .isEqualTo("18446744073709551615");
        assertThat(run(of("SUM", SqlType.BIGINT, false), (Object) null)).isEqualTo("NULL");
    }

    @Test
    void averagesHaveFourMoreDecimals() {
        assertThat(run(of("AVG", SqlType.INT, false), 1L, 2L, 2L)).isEqualTo("1.6667");
        assertThat(
                        run(
                                of("AVG", SqlType.decimal(5, 2), false),
                                new BigDecimal("1.10"),
                                new BigDecimal("2.20")))
                .isEqualTo("1.650000");
    }

    @Test
    void distinctGoesByCollation() {
        assertThat(
                        run(
                                of("COUNT", TEXT, true),
                                Values.utf8("a"),
                                Values.utf8("A"),
                                Values.utf8("b"),
                                null))
                .isEqualTo("2");
    }

    @Test
    void extremesGoByCollation() {
        assertThat(
                        run(
                                of("MAX", TEXT, false),
                                Values.utf8("a"),
                                Values.utf8("B"),
                                Values.utf8("c")))
                .isEqualTo("c");
        assertThat(run(of("MIN", SqlType.BIGINT_UNSIGNED, false), -1L, 5L)).isEqualTo("5");
    }

    @Test
    void groupConcatSortsAndCuts() {
        Expr column = Exprs.slot(0, 0, TEXT, true);
        AggregateFunction function =
                Aggregates.groupConcat(
                        List.of(column),
                        true,
                        List.of(new Aggregates.SortKey(column, true)),
                        Values.utf8("; "),
                        BindContext.DEFAULT);
        assertThat(
                        run(
                                function,
                                Values.utf8("a"),
                                Values.utf8("c"),
                                null,
                                Values.utf8("b"),
                                Values.utf8("A")))
                .isEqualTo("c; b; a");
    }
}
