package io.daybreak.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.engine.api.DeadlockException;
import io.daybreak.engine.api.EngineConfig;
import io.daybreak.engine.api.Isolation;
import io.daybreak.engine.api.LockTableFullException;
import io.daybreak.engine.api.LockWaitTimeoutException;
import io.daybreak.engine.api.StatementInterruptedException;
import io.daybreak.engine.api.Table;
import io.daybreak.engine.api.TableChangedException;
import io.daybreak.engine.api.Transaction;
import io.daybreak.engine.api.WouldBlockException;
import io.daybreak.quorum.api.VolumeClosedException;
import io.daybreak.quorum.memory.InMemoryVolume;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * One engine under many threads, stopped by crashes; see {@link StormTest}. A round ends by a crash
 * or in peace, and then everything is checked.
 */
final class Storm implements AutoCloseable {
    static final int OWNERS = 4;
    private static final int CHANGERS = 3;
    private static final int READERS = 3;

    /** How commits become durable. */
    enum Durability {
        LATE,
        /** Not for a while, then all at once. */
        IN_STALLS
    }

    /** The statement cannot go on, and is rolled back. */
    static final class GaveUp extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    interface Body {
        void run(Transaction txn);
    }

    private final long seed;
    private final Random random;
    private final Durability durability;
    private final EngineConfig config;
    private final Thread stalls;
    private volatile boolean closed;
    private volatile InMemoryVolume volume;
    private Engine engine;
    private final List<StormRows> owners = new ArrayList<>();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final ConcurrentHashMap<Thread, Transaction> running = new ConcurrentHashMap<>();

    Storm(long seed) {
        this.seed = seed;
        random = new Random(seed);
        durability = random.nextInt(3) == 0 ? Durability.IN_STALLS : Durability.LATE;
        volume =
                durability == Durability.LATE
                        ? InMemoryVolume.durableAfter(Duration.ofMillis(1), 4096)
                        : InMemoryVolume.durableOnDemand(4096);
        config = new EngineConfig((random.nextBoolean() ? 64 : 1024) * 16384L, 2);
        engine = (Engine) Engines.open(volume, config);
        Random dice = new Random(random.nextLong());
        stalls = Thread.ofPlatform().daemon().unstarted(() -> stall(dice));
        if (durability == Durability.IN_STALLS) {
            stalls.start();
        }
        setUp();
        for (int i = 0; i < OWNERS; i++) {
            owners.add(new StormRows(this, new Random(seed * 31 + i), i + 1));
        }
    }

    private void setUp() {
        Transaction txn = engine.begin(Isolation.REPEATABLE_READ, false);
        txn.beginStatement();
        txn.ddl().createSchema("test", new byte[0]);
        StormAccounts.fill(txn, txn.ddl().createTable(StormAccounts.spec()));
        txn.ddl().createTable(StormRows.spec());
        txn.commit();
        for (int i = 0; i < StormTables.TABLES; i++) {
            new StormTables(this, new Random(i)).create("d" + i);
        }
        makeDurable();
    }

    Engine engine() {
        return engine;
    }

    void makeDurable() {
        volume.makeDurable(volume.lastLsn());
    }

    long durableLsn() {
        return volume.durableLsn();
    }

    Table table(String name) {
        return Objects.requireNonNull(engine.table("test", name));
    }

    /** Waits as a session does before it answers; false if the volume went away. */
    boolean awaitDurable(long lsn) {
        while (volume.durableLsn() < lsn) {
            if (stopped.get()) {
                return false;
            }
            LockSupport.parkNanos(50_000);
        }
        return true;
    }

    void pause(Random dice) {
        if (dice.nextInt(3) == 0) {
            LockSupport.parkNanos(dice.nextInt(1_000_000));
        }
    }

    // ---- a round ----

    void round(int millis, boolean crash) throws Exception {
        stopped.set(false);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (StormRows owner : owners) {
                all.add(threads.submit(() -> guarded(owner::work)));
            }
            for (int i = 0; i < CHANGERS; i++) {
                Random dice = new Random(random.nextLong());
                all.add(threads.submit(() -> guarded(() -> change(dice))));
            }
            for (int i = 0; i < READERS; i++) {
                Random dice = new Random(random.nextLong());
                all.add(threads.submit(() -> guarded(() -> read(dice))));
            }
            for (int i = 0; i < 2; i++) {
                StormTables tables = new StormTables(this, new Random(random.nextLong()));
                boolean ddl = i == 0;
                all.add(threads.submit(() -> guarded(() -> tables.work(ddl))));
            }
            all.add(threads.submit(() -> guarded(() -> interrupt(new Random(seed)))));
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
            while (System.nanoTime() < end && !stopped.get()) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
            InMemoryVolume after = crash ? volume.crash() : null;
            stopped.set(true);
            for (Future<?> one : all) {
                one.get();
            }
            if (after == null) {
                makeDurable();
                owners.forEach(o -> o.survived(volume.durableLsn()));
            } else {
                engine.close();
                volume = after;
                owners.forEach(o -> o.survived(volume.durableLsn()));
                engine = (Engine) Engines.open(volume, config);
            }
        }
        new StormCheck(this, seed).run();
    }

    List<StormRows> owners() {
        return owners;
    }

    private void guarded(Runnable body) {
        try {
            while (!stopped.get()) {
                body.run();
            }
        } catch (VolumeClosedException _) {
            // The crash.
        } catch (Throwable e) {
            if (!(e.getCause() instanceof VolumeClosedException)) {
                stopped.set(true);
                throw e;
            }
        }
    }

    private void change(Random dice) {
        StormAccounts accounts = new StormAccounts(this, dice);
        transaction(
                dice,
                Isolation.values()[dice.nextInt(4)],
                txn -> {
                    for (int n = dice.nextInt(3); n >= 0; n--) {
                        statement(txn, dice, accounts::change);
                    }
                });
    }

    private void read(Random dice) {
        Isolation isolation = Isolation.values()[dice.nextInt(4)];
        Transaction txn = engine.begin(isolation, true);
        txn.lockWaitTimeoutMillis(1_500);
        txn.mayReadPast(dice.nextInt(4) > 0);
        running.put(Thread.currentThread(), txn);
        try {
            new StormAccounts(this, dice).read(txn, isolation);
            txn.commit();
        } catch (DeadlockException _) {
            // Rolled back.
        } catch (LockWaitTimeoutException | StatementInterruptedException _) {
            txn.rollback();
        } catch (Throwable e) {
            undo(txn, e);
            throw e;
        } finally {
            running.remove(Thread.currentThread());
        }
    }

    private void interrupt(Random dice) {
        LockSupport.parkNanos(dice.nextInt(20_000_000));
        running.values().stream()
                .skip(dice.nextInt(8))
                .findFirst()
                .ifPresent(Transaction::interrupt);
    }

    private void stall(Random dice) {
        while (!closed) {
            LockSupport.parkNanos(dice.nextInt(dice.nextInt(10) == 0 ? 60_000_000 : 3_000_000));
            try {
                volume.makeDurable(volume.lastLsn() - dice.nextInt(2));
            } catch (VolumeClosedException _) {
                // The crash; the next one comes.
            }
        }
    }

    // ---- what a session does ----

    /**
     * @return the LSN of the commit; -1 if it was rolled back
     */
    long transaction(Random dice, Isolation isolation, Body body) {
        Transaction txn = engine.begin(isolation, false);
        txn.lockWaitTimeoutMillis(dice.nextInt(4) == 0 ? 30 : 1_500);
        running.put(Thread.currentThread(), txn);
        try {
            body.run(txn);
            if (dice.nextInt(8) > 0) {
                return txn.commit();
            }
            txn.rollback();
        } catch (DeadlockException | LockTableFullException _) {
            // Rolled back as a whole.
        } catch (GaveUp
                | LockWaitTimeoutException
                | StatementInterruptedException
                | TableChangedException _) {
            txn.rollback();
        } catch (Throwable e) {
            undo(txn, e);
            throw e;
        } finally {
            running.remove(Thread.currentThread());
        }
        return -1;
    }

    /** The others would wait for its locks, and hide what happened. */
    private static void undo(Transaction txn, Throwable cause) {
        try {
            txn.rollback();
        } catch (Throwable t) {
            cause.addSuppressed(t);
        }
    }

    /** As an event loop does: without waiting, and if that fails, again. */
    void statement(Transaction txn, Random dice, Body body) {
        if (dice.nextBoolean()) {
            txn.mayBlock(false);
            txn.beginStatement();
            try {
                body.run(txn);
                txn.endStatement();
                txn.mayBlock(true);
                return;
            } catch (WouldBlockException _) {
                txn.mayBlock(true);
                txn.rollbackStatement();
            } catch (GaveUp | LockWaitTimeoutException | StatementInterruptedException e) {
                txn.mayBlock(true);
                txn.rollbackStatement();
                throw e;
            }
        }
        txn.beginStatement();
        try {
            body.run(txn);
            txn.endStatement();
        } catch (GaveUp | LockWaitTimeoutException | StatementInterruptedException e) {
            txn.rollbackStatement();
            throw e;
        }
    }

    @Override
    public void close() {
        closed = true;
        engine.close();
        volume.close();
        assertThat(stopped.get()).isTrue();
    }
}
