package io.daybreak.engine.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.testsupport.history.Anomaly;
import io.daybreak.testsupport.history.HistoryCheck;
import io.daybreak.testsupport.history.Operation;
import io.daybreak.testsupport.history.Operation.Append;
import io.daybreak.testsupport.history.Operation.Read;
import io.daybreak.testsupport.history.TransactionRecord;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The checker finds each anomaly in a history made to have it, and none in one that has none. */
class HistoryCheckTest {
    private final List<TransactionRecord> history = new ArrayList<>();

    private static Operation append(int key, long value) {
        return new Append(key, value);
    }

    private static Operation read(int key, Long... values) {
        return new Read(key, List.of(values), false);
    }

    private static Operation lockedRead(int key, Long... values) {
        return new Read(key, List.of(values), true);
    }

    private void committed(Operation... operations) {
        int id = history.size() + 1;
        // All at the same time, so that nobody is obliged to see anybody.
        history.add(new TransactionRecord(id, true, List.of(operations), 0, 100));
    }

    private void aborted(Operation... operations) {
        history.add(new TransactionRecord(history.size() + 1, false, List.of(operations), 0, 100));
    }

    private Set<Anomaly> anomalies(Set<Anomaly> forbidden) {
        Set<Anomaly> found = EnumSet.noneOf(Anomaly.class);
        HistoryCheck.of(history, forbidden).forEach(f -> found.add(f.anomaly()));
        return found;
    }

    private Set<Anomaly> anomalies() {
        return anomalies(EnumSet.allOf(Anomaly.class));
    }

    @Test
    void findsNothingInASerialHistory() {
        committed(append(1, 10L), append(2, 11L));
        aborted(append(1, 12L));
        committed(read(1, 10L), append(1, 13L), read(1, 10L, 13L));
        committed(lockedRead(2, 11L), append(2, 14L));
        committed(read(1, 10L, 13L), read(2, 11L, 14L));
        assertThat(anomalies()).isEmpty();
    }

    @Test
    void findsDirtyWrites() {
        committed(append(1, 10L), append(2, 11L));
        committed(append(1, 20L), append(2, 21L));
        committed(read(1, 10L, 20L), read(2, 21L, 11L));
        assertThat(anomalies()).contains(Anomaly.DIRTY_WRITE_G0);
    }

    @Test
    void findsAbortedReads() {
        aborted(append(1, 10L));
        committed(read(1, 10L));
        assertThat(anomalies()).contains(Anomaly.ABORTED_READ_G1A);
    }

    @Test
    void findsIntermediateReads() {
        committed(append(1, 10L), append(1, 11L));
        committed(read(1, 10L));
        committed(read(1, 10L, 11L));
        assertThat(anomalies()).contains(Anomaly.INTERMEDIATE_READ_G1B);
    }

    @Test
    void findsCircularInformationFlow() {
        committed(append(1, 10L), read(2, 20L));
        committed(append(2, 20L), read(1, 10L));
        committed(read(1, 10L), read(2, 20L));
        assertThat(anomalies()).contains(Anomaly.CIRCULAR_INFORMATION_FLOW_G1C);
    }

    @Test
    void findsLostUpdates() {
        committed(append(1, 5L));
        committed(lockedRead(1, 5L), append(1, 10L));
        committed(lockedRead(1, 5L), append(1, 11L));
        committed(read(1, 5L, 10L, 11L));
        assertThat(anomalies()).contains(Anomaly.LOST_UPDATE);
    }

    @Test
    void findsPhantomsWhereGapsAreLocked() {
        committed(lockedRead(1), append(1, 10L));
        committed(lockedRead(1), append(1, 11L));
        committed(read(1, 10L, 11L));
        assertThat(anomalies(Anomaly.alwaysForbidden())).isEmpty();
        assertThat(anomalies(Anomaly.forbiddenUnderRepeatableRead()))
                .containsExactly(Anomaly.PHANTOM);
    }

    @Test
    void findsWritesThatAreGone() {
        committed(append(1, 10L));
        committed(append(1, 11L));
        committed(read(1, 11L));
        assertThat(anomalies()).containsExactly(Anomaly.LOST_WRITE);
    }

    @Test
    void findsReadsThatDisagree() {
        committed(append(1, 10L));
        committed(append(1, 11L));
        committed(read(1, 11L));
        committed(read(1, 10L, 11L));
        assertThat(anomalies()).contains(Anomaly.LOST_WRITE);
    }

    @Test
    void findsReadsThatMissOwnWrites() {
        committed(append(1, 10L), read(1));
        committed(read(1, 10L));
        assertThat(anomalies()).contains(Anomaly.INTERNAL);
    }

    @Test
    void findsFracturedSnapshots() {
        committed(append(1, 10L), append(2, 11L));
        committed(read(1, 10L), read(2));
        committed(read(1, 10L), read(2, 11L));
        assertThat(anomalies(Anomaly.forbiddenUnderRepeatableRead()))
                .containsExactly(Anomaly.FRACTURED_SNAPSHOT);
    }

    @Test
    void findsReadsThatDoNotRepeat() {
        committed(append(1, 10L));
        committed(read(1), read(1, 10L));
        assertThat(anomalies(Anomaly.forbiddenUnderRepeatableRead()))
                .containsExactly(Anomaly.FRACTURED_SNAPSHOT);
    }

    @Test
    void findsWriteSkewOnlyWhereItIsForbidden() {
        committed(read(1), append(2, 20L));
        committed(read(2), append(1, 10L));
        committed(read(1, 10L), read(2, 20L));
        assertThat(anomalies(Anomaly.forbiddenUnderRepeatableRead())).isEmpty();
        assertThat(anomalies(Anomaly.forbiddenUnderSerializable()))
                .containsExactly(Anomaly.WRITE_SKEW_G2);
    }

    @Test
    void findsStaleReads() {
        history.add(new TransactionRecord(1, true, List.of(append(1, 10L)), 0, 5));
        history.add(new TransactionRecord(2, true, List.of(read(1)), 6, 9));
        history.add(new TransactionRecord(3, true, List.of(read(1, 10L)), 6, 9));
        assertThat(anomalies(Anomaly.forbiddenUnderRepeatableRead()))
                .containsExactly(Anomaly.STALE_READ);
    }
}
