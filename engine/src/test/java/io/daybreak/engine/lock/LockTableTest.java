package io.daybreak.engine.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.engine.api.DeadlockException;
import io.daybreak.engine.api.StatementInterruptedException;
import io.daybreak.engine.api.WaitPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nobody looks again here: who is not woken waits until its time is out. */
@Timeout(60)
class LockTableTest {
    private static final long SPACE = 7;
    private static final byte[] HOT = {1};
    private static final byte[] OTHER = {2};

    private final LockTable table = new LockTable(1 << 20, TimeUnit.HOURS.toNanos(1));
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void close() {
        threads.shutdownNow();
    }

    private static LockOwner owner() {
        LockOwner owner = new LockOwner();
        owner.timeoutMillis(TimeUnit.MINUTES.toMillis(2));
        return owner;
    }

    private void lock(LockOwner owner, byte[] key, boolean exclusive) {
        table.lock(owner, SPACE, key, 0, key.length, exclusive, WaitPolicy.WAIT);
    }

    /** Locks in a thread of its own, and returns when it waits. */
    private Future<?> lockLater(LockOwner owner, byte[] key, boolean exclusive) {
        Future<?> locking = threads.submit(() -> lock(owner, key, exclusive));
        while (owner.waiting() == null) {
            Thread.onSpinWait();
        }
        return locking;
    }

    @Test
    void aHotRecordDeadlocksNobodyAndEveryoneIsWoken() throws Exception {
        int[] changes = {0};
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            all.add(
                    threads.submit(() -> {
                        for (int j = 0; j < 2_000; j++) {
                            LockOwner owner = owner();
                            lock(owner, HOT, true);
                            changes[0]++;
                            table.releaseAll(owner);
                        }
                    }));
        }
        for (Future<?> each : all) {
            each.get();
        }
        assertThat(changes[0]).isEqualTo(64 * 2_000);
        assertThat(table.deadlockCount()).isZero();
    }

    @Test
    void aDeadlockIsFoundThoughOthersWaitInBetween() throws Exception {
        for (boolean holderIsLast : new boolean[] {true, false}) {
            LockOwner holder = owner();
            LockOwner last = owner();
            lock(holder, HOT, true);
            lock(last, OTHER, true);
            // Whoever of the two searches first, the one with nothing to lose gives in.
            (holderIsLast ? last : holder).weight(1);
            List<LockOwner> others = new ArrayList<>();
            List<Future<?>> waiting = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                others.add(owner());
                waiting.add(lockLater(others.getLast(), HOT, true));
            }
            long deadlocks = table.deadlockCount();
            Future<?> first =
                    holderIsLast ? lockLater(last, HOT, true) : lockLater(holder, OTHER, true);
            LockOwner closing = holderIsLast ? holder : last;
            boolean victim = false;
            try {
                lock(closing, holderIsLast ? OTHER : HOT, true);
            } catch (DeadlockException _) {
                victim = true;
                table.releaseAll(closing);
            }
            assertThat(victim).isTrue();
            assertThat(table.deadlockCount()).isEqualTo(deadlocks + 1);
            if (!holderIsLast) {
                first.get();
                table.releaseAll(holder);
            }
            for (int i = 0; i < others.size(); i++) {
                waiting.get(i).get();
                table.releaseAll(others.get(i));
            }
            first.get();
            table.releaseAll(last);
        }
    }

    @Test
    void whoeverMayShareWaitsForTheOneAhead() throws Exception {
        LockOwner reader = owner();
        LockOwner writer = owner();
        lock(reader, HOT, false);
        lock(writer, OTHER, true);
        Future<?> writing = lockLater(writer, HOT, true);
        LockOwner third = owner();
        Future<?> sharing = lockLater(third, HOT, false);
        table.releaseAll(reader);
        writing.get();
        table.releaseAll(writer);
        sharing.get();
        table.releaseAll(third);
        assertThat(table.deadlockCount()).isZero();
    }

    @Test
    void oneWhoUpgradesAndOneWhoUpgradesTooAreADeadlock() throws Exception {
        LockOwner one = owner();
        LockOwner two = owner();
        lock(one, HOT, false);
        lock(two, HOT, false);
        one.weight(1);
        Future<?> waiting = lockLater(one, HOT, true);
        boolean victim = false;
        try {
            lock(two, HOT, true);
        } catch (DeadlockException _) {
            victim = true;
        }
        assertThat(victim).isTrue();
        table.releaseAll(two);
        waiting.get();
    }

    @Test
    void aKillReachesOneOfMany() throws Exception {
        LockOwner holder = owner();
        lock(holder, HOT, true);
        for (int i = 0; i < 200; i++) {
            LockOwner killed = owner();
            Future<?> waiting = lockLater(killed, HOT, true);
            killed.interrupt();
            try {
                waiting.get();
                throw new AssertionError("locked what another has");
            } catch (ExecutionException e) {
                assertThat(e).hasCauseInstanceOf(StatementInterruptedException.class);
            }
            table.releaseAll(killed);
        }
    }

    /**
     * Nobody waits for a record below one that it holds, so there are no deadlocks. But as records
     * are freed early, who was waited for may soon wait itself, for the same transaction: who reads
     * the one wait before and the other behind it sees a cycle that never was.
     */
    @Test
    void whoFreesRecordsEarlyAndLocksInOrderDeadlocksNobody() throws Exception {
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            SplittableRandom random = new SplittableRandom(i);
            all.add(threads.submit(() -> lockInOrder(random)));
        }
        for (Future<?> each : all) {
            each.get();
        }
        assertThat(table.deadlockCount()).isZero();
    }

    private void lockInOrder(SplittableRandom random) {
        for (int round = 0; round < 2_000; round++) {
            LockOwner owner = owner();
            owner.weight(random.nextInt(4));
            TreeSet<Byte> held = new TreeSet<>();
            for (int step = 0; step < 20; step++) {
                byte next = (byte) random.nextInt(6);
                if (held.isEmpty() || next > held.getLast()) {
                    lock(owner, new byte[] {next}, true);
                    held.add(next);
                } else {
                    byte freed = held.pollLast();
                    table.release(owner, SPACE, new byte[] {freed}, 0, 1, true);
                }
            }
            table.releaseAll(owner);
        }
    }
}
