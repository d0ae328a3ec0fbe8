package io.daybreak.engine.mvcc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ActiveTransactionsTest {
    private final AtomicLong durable = new AtomicLong(100);
    private final ActiveTransactions active =
            new ActiveTransactions(1, new long[0], _ -> {}, durable::get);

    @Test
    void whoOnlyReadsDoesNotSeeCommitsThatAreNotDurable() {
        long early = commit(100);
        long late = commit(101);
        Snapshot reading = active.openForReading();
        assertThat(reading.sees(early)).isTrue();
        assertThat(reading.sees(late)).isFalse();
        assertThat(reading.commitLsn()).isEqualTo(100);
        Snapshot writing = active.open();
        assertThat(writing.sees(late)).isTrue();
        assertThat(writing.commitLsn()).isEqualTo(101);
        durable.set(101);
        Snapshot after = active.openForReading();
        assertThat(after.sees(late)).isTrue();
        assertThat(after.commitLsn()).isEqualTo(101);
    }

    @Test
    void aViewMadeOnceServesAllWhoReadTheSame() {
        commit(101);
        Snapshot first = active.openForReading();
        assertThat(active.openForReading()).isSameAs(first);
        commit(102);
        assertThat(active.openForReading()).isNotSameAs(first);
    }

    @Test
    void purgeKeepsWhatACommitReplacedUntilItIsDurableAndEverybodySeesIt() {
        long id = commit(101);
        Snapshot first = active.openOldest();
        assertThat(first.sees(id)).as("not durable").isFalse();
        first.close();
        Snapshot reading = active.openForReading();
        durable.set(101);
        long later = commit(101);
        Snapshot second = active.openOldest();
        assertThat(second.sees(id)).as("a view without it is open").isFalse();
        second.close();
        reading.close();
        Snapshot oldest = active.openOldest();
        assertThat(oldest.sees(id)).isTrue();
        assertThat(oldest.sees(later)).isTrue();
    }

    @Test
    void keepsOrderOverManyUndurableCommits() {
        long first = commit(101);
        long last = first;
        for (int lsn = 102; lsn <= 400; lsn++) {
            last = commit(lsn);
        }
        durable.set(250);
        Snapshot reading = active.openForReading();
        assertThat(reading.sees(first + 149)).isTrue();
        assertThat(reading.sees(first + 150)).isFalse();
        assertThat(reading.sees(last)).isFalse();
    }

    @Test
    void seesADurableCommitThatALaterOneOvertook() {
        long later = commit(102);
        long earlier = commit(101);
        Snapshot before = active.openForReading();
        assertThat(before.sees(earlier)).isFalse();
        durable.set(101);
        Snapshot after = active.openForReading();
        assertThat(after.sees(earlier)).as("acknowledged").isTrue();
        assertThat(after.sees(later)).isFalse();
        assertThat(active.openOldest().sees(earlier)).as("a view without it is open").isFalse();
    }

    @Test
    void theOldestViewIsItselfOneThatPurgeWaitsFor() {
        long id = commit(101);
        Snapshot undoing = active.openOldest();
        assertThat(undoing.sees(id)).isFalse();
        durable.set(101);
        Snapshot purging = active.openOldest();
        assertThat(purging.sees(id)).as("a view without it is open").isFalse();
        purging.close();
        undoing.close();
        assertThat(active.openOldest().sees(id)).isTrue();
    }

    @Test
    void leavesOutARollbackThatMayStandOnACommitThatItLeavesOut() {
        long id = commit(101);
        long undone = active.begin();
        active.endUndone(undone, 102);
        Snapshot reading = active.openForReading();
        assertThat(reading.sees(id)).isFalse();
        assertThat(reading.sees(undone)).isFalse();
        durable.set(101);
        assertThat(active.lastCommitLsn()).as("nobody waits for a rollback").isEqualTo(101);
        assertThat(active.openForReading().sees(undone)).isTrue();
    }

    @Test
    void theOldestViewDoesNotSeeWhatIsBetweenAnOlderViewAndAnUndurableCommit() {
        Snapshot reading = active.open();
        long between = commit(50);
        long late = commit(101);
        Snapshot oldest = active.openOldest();
        assertThat(reading.sees(between)).isFalse();
        assertThat(oldest.sees(between)).isFalse();
        assertThat(oldest.sees(late)).isFalse();
    }

    private long commit(long lsn) {
        long id = active.begin();
        active.end(id, lsn);
        return id;
    }
}
