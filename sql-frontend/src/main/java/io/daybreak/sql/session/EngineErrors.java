package io.daybreak.sql.session;

import io.daybreak.engine.api.DeadlockException;
import io.daybreak.engine.api.DuplicateKeyException;
import io.daybreak.engine.api.EngineException;
import io.daybreak.engine.api.LockTableFullException;
import io.daybreak.engine.api.LockWaitTimeoutException;
import io.daybreak.engine.api.RowTooLargeException;
import io.daybreak.engine.api.StatementInterruptedException;
import io.daybreak.engine.api.StorageFailedException;
import io.daybreak.engine.api.TableChangedException;
import io.daybreak.engine.api.TemporaryFileException;
import io.daybreak.engine.api.WouldBlockException;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;

/** From the engine's operating errors to MySQL's. */
final class EngineErrors {
    private EngineErrors() {}

    /** Whether the engine has rolled the whole transaction back. */
    static boolean endedTransaction(Throwable failure) {
        return failure instanceof DeadlockException || failure instanceof LockTableFullException;
    }

    static SqlException translate(EngineException error) {
        return switch (error) {
            case DeadlockException _ -> new SqlException(MySqlError.ER_LOCK_DEADLOCK);
            case LockTableFullException _ -> new SqlException(MySqlError.ER_LOCK_TABLE_FULL);
            case LockWaitTimeoutException timeout ->
                    new SqlException(
                            timeout.noWait()
                                    ? MySqlError.ER_LOCK_NOWAIT
                                    : MySqlError.ER_LOCK_WAIT_TIMEOUT);
            case DuplicateKeyException duplicate ->
                    new SqlException(
                            MySqlError.ER_DUP_ENTRY,
                            "?",
                            duplicate.index().table().spec().name()
                                    + "."
                                    + duplicate.index().spec().name());
            case RowTooLargeException _ -> new SqlException(MySqlError.ER_TOO_BIG_ROWSIZE, 8126);
            case StatementInterruptedException _ ->
                    new SqlException(MySqlError.ER_QUERY_INTERRUPTED);
            case StorageFailedException failed ->
                    new SqlException(
                            MySqlError.ER_GET_ERRNO, "168", String.valueOf(failed.getMessage()));
            case TemporaryFileException _ ->
                    new SqlException(MySqlError.ER_TEMP_FILE_WRITE_FAILURE);
            case TableChangedException _ -> new SqlException(MySqlError.ER_TABLE_DEF_CHANGED);
            case WouldBlockException would -> throw would;
        };
    }
}
