package io.daybreak.engine.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.engine.api.Isolation;
import io.daybreak.testsupport.history.Anomaly;
import io.daybreak.testsupport.history.HistoryCheck;
import io.daybreak.testsupport.history.ListWorkload;
import io.daybreak.testsupport.history.TransactionRecord;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Many clients append to lists and read them; no level shows an anomaly that it forbids. */
class IsolationHistoryTest {
    private static final int THREADS = 8;
    private static final int PER_THREAD = 40;

    private static Set<Anomaly> forbidden(Isolation isolation) {
        return switch (isolation) {
            case READ_UNCOMMITTED, READ_COMMITTED -> Anomaly.alwaysForbidden();
            case REPEATABLE_READ -> Anomaly.forbiddenUnderRepeatableRead();
            case SERIALIZABLE -> Anomaly.forbiddenUnderSerializable();
        };
    }

    private static void run(Isolation isolation, int poolPages, int transactions) throws Exception {
        long seed = Long.getLong("daybreak.seed", System.nanoTime());
        int committed = 0;
        try (EngineLists lists = new EngineLists(poolPages)) {
            ListWorkload workload =
                    new ListWorkload(() -> lists.client(isolation), THREADS, PER_THREAD);
            for (int done = 0; done < transactions; done += THREADS * PER_THREAD) {
                List<TransactionRecord> history = workload.round(seed + done);
                assertThat(HistoryCheck.of(history, forbidden(isolation)))
                        .as("%s, seed %d", isolation, seed + done)
                        .isEmpty();
                committed += (int) history.stream().filter(TransactionRecord::committed).count();
            }
            assertThat(lists.engine.check(lists.table)).isEmpty();
            assertThat(lists.engine.status().activeTransactions()).isZero();
        }
        assertThat(committed).isGreaterThan(transactions / 4);
    }

    @ParameterizedTest
    @Timeout(120)
    @CsvSource({
        "READ_UNCOMMITTED, 64",
        "READ_COMMITTED, 4096",
        "READ_COMMITTED, 64",
        "REPEATABLE_READ, 4096",
        "REPEATABLE_READ, 64",
        "SERIALIZABLE, 4096",
        "SERIALIZABLE, 64"
    })
    void noAnomalyThatTheLevelForbids(Isolation isolation, int poolPages) throws Exception {
        run(isolation, poolPages, 2_500);
    }

    @ParameterizedTest
    @Tag("slow")
    @CsvSource({
        "READ_UNCOMMITTED, 64",
        "READ_COMMITTED, 4096",
        "REPEATABLE_READ, 64",
        "SERIALIZABLE, 64"
    })
    void noAnomalyInAHundredThousandTransactions(Isolation isolation, int poolPages)
            throws Exception {
        run(isolation, poolPages, 100_000);
    }
}
