package io.daybreak.sql.session;

import io.daybreak.quorum.api.Volume;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.ResultSink;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.api.SqlSession.Progress;
import java.util.concurrent.ExecutionException;

/** Sends what ends an answer, once everything it shows is durable. No state. */
final class Answers {
    private Answers() {}

    /**
     * Runs {@code answer} when the VDL has reached the LSN.
     *
     * @param wait whether to wait here: more answers follow this one
     */
    static Progress whenDurable(
            Volume volume, long lsn, boolean wait, ResultSink sink, Runnable answer) {
        if (lsn == 0 || volume.durableLsn() >= lsn) {
            answer.run();
            return Progress.COMPLETE;
        }
        if (wait) {
            await(volume, lsn);
            answer.run();
            return Progress.COMPLETE;
        }
        volume.onDurable(lsn, answer, () -> sink.error(lost()));
        return Progress.COMMITTING;
    }

    /** Blocks until the LSN is durable. */
    static void await(Volume volume, long lsn) {
        if (lsn == 0 || volume.durableLsn() >= lsn) {
            return;
        }
        try {
            volume.whenDurable(new io.daybreak.logstorage.api.Lsn(lsn)).toCompletableFuture().get();
        } catch (InterruptedException _) {
            // A kill cannot take back a commit that is on its way; the session sees the flag later.
            Thread.currentThread().interrupt();
            throw lost();
        } catch (ExecutionException e) {
            throw lost();
        }
    }

    private static SqlException lost() {
        return new SqlException(
                MySqlError.ER_ERROR_DURING_COMMIT,
                1,
                "the volume closed before the commit was durable");
    }
}
