package io.daybreak.it.torture;

import io.daybreak.it.torture.Session.RolledBack;
import io.daybreak.it.torture.Session.ServerGone;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/** One client that writes until the server is gone. Runs on a thread of its own. */
final class Writer implements Runnable {
    /** Writers that mostly change definitions of their own tables, and of shared ones. */
    static final int DEFINERS = 3;

    static final int SHARED_DEFINER = 2;

    private final Session session;
    private final Tally tally;
    private final AtomicBoolean stop;

    /** What the writers of a run did. Thread-safe. */
    record Tally(
            LongAdder commits, LongAdder rollbacks, LongAdder definitions, LongAdder conflicts) {
        Tally() {
            this(new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder());
        }
    }

    /** What should not have happened; null if nothing did. Read after the thread ended. */
    private SQLException failure;

    Writer(Session session, Tally tally, AtomicBoolean stop) {
        this.session = session;
        this.tally = tally;
        this.stop = stop;
    }

    SQLException failure() {
        return failure;
    }

    @Override
    public void run() {
        try {
            while (!stop.get()) {
                try {
                    transaction();
                } catch (RolledBack _) {
                    tally.conflicts().increment();
                }
            }
        } catch (ServerGone _) {
            // What the round is for.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            failure = e;
        }
    }

    private void transaction() throws SQLException, ServerGone, RolledBack, InterruptedException {
        if (definesNow()) {
            define();
            return;
        }
        int size = session.random.nextInt(10) == 0 ? 40 : 1 + session.random.nextInt(4);
        for (int i = 0; i < size; i++) {
            change().run(session);
        }
        if (session.random.nextInt(60) == 0) {
            // Long enough that the kill finds some transactions in the middle.
            TimeUnit.MILLISECONDS.sleep(session.random.nextInt(1_500));
        }
        if (session.random.nextInt(8) == 0) {
            session.rollback();
            tally.rollbacks().increment();
        } else {
            session.commit();
            tally.commits().increment();
        }
    }

    private boolean definesNow() {
        return switch (session.writer) {
            case SHARED_DEFINER -> session.random.nextInt(60) == 0;
            default -> session.writer < DEFINERS && session.random.nextInt(3) > 0;
        };
    }

    private void define() throws SQLException, ServerGone, RolledBack {
        if (session.writer == SHARED_DEFINER) {
            Definitions.changeShared(session);
        } else {
            Definitions.change(session);
        }
        tally.definitions().increment();
    }

    private Operation change() {
        if (session.writer < SHARED_DEFINER && session.random.nextBoolean()) {
            return Definitions::changeRows;
        }
        return switch (session.random.nextInt(20)) {
            case 0, 1, 2, 3 -> RowOperations::upsert;
            case 4, 5 -> RowOperations::addToRange;
            case 6 -> RowOperations::deleteRange;
            case 7 -> RowOperations::move;
            case 8 -> RowOperations::savepoint;
            case 9, 10 -> RowOperations::writeDoc;
            case 11 -> RowOperations::deleteDoc;
            case 12 -> RowOperations::readBack;
            case 13, 14, 15 -> SharedOperations::transfer;
            case 16 -> SharedOperations::ticket;
            default -> SharedOperations::family;
        };
    }
}
