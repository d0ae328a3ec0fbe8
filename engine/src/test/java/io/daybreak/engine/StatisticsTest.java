package io.daybreak.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.engine.api.Table;
import io.daybreak.engine.api.TableStatistics;
import io.daybreak.engine.api.Transaction;
import io.daybreak.engine.table.EngineTable;
import io.daybreak.engine.table.TableState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * When statistics are taken anew, and by whom. How many rows they find is an estimate by random
 * samples; what is added to it is counted.
 */
class StatisticsTest {
    private final EngineFixture engine = new EngineFixture();

    @AfterEach
    void close() {
        engine.close();
    }

    private void insert(Table table, int from, int to) {
        Transaction txn = engine.begin();
        for (int i = from; i < to; i++) {
            EngineFixture.insert(txn, table, i, i, null);
        }
        txn.commit();
    }

    @Test
    void manyChangesMakeThemAnew() {
        Table table = engine.create(EngineFixture.usual("t"));
        insert(table, 0, 500);
        TableStatistics first = engine.engine.statistics(table);
        insert(table, 500, 600);
        TableStatistics few = engine.engine.statistics(table);
        assertThat(few.rows()).isEqualTo(first.rows() + 100);
        assertThat(few.distinct()).isSameAs(first.distinct());
        insert(table, 600, 800);
        TableStatistics many = engine.engine.statistics(table);
        assertThat(many.distinct()).isNotSameAs(first.distinct());
    }

    @Test
    void whileOneTakesThemTheOthersGoOnWithWhatIsKnown() {
        Table table = engine.create(EngineFixture.usual("t"));
        insert(table, 0, 500);
        TableStatistics first = engine.engine.statistics(table);
        TableState state = ((EngineTable) table).state();
        assertThat(state.beginSampling()).isTrue();
        insert(table, 500, 1000);
        TableStatistics meanwhile = engine.engine.statistics(table);
        assertThat(meanwhile.rows()).isEqualTo(first.rows() + 500);
        assertThat(meanwhile.distinct()).isSameAs(first.distinct());
        state.endSampling();
        assertThat(engine.engine.statistics(table).distinct()).isNotSameAs(first.distinct());
        assertThat(state.beginSampling()).isTrue();
    }
}
