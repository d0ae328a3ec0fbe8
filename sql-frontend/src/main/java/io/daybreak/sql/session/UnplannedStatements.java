package io.daybreak.sql.session;

import io.daybreak.engine.api.Transaction;
import io.daybreak.sql.account.AccountStatements;
import io.daybreak.sql.account.Privilege;
import io.daybreak.sql.api.ConnectionRegistry;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.ResultSink;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.api.SqlSession.Progress;
import io.daybreak.sql.ast.AccountStatement;
import io.daybreak.sql.ast.DdlStatement;
import io.daybreak.sql.ast.Show;
import io.daybreak.sql.ast.Statement;
import io.daybreak.sql.ast.TableName;
import io.daybreak.sql.ddl.DdlResult;
import io.daybreak.sql.ddl.DdlStatements;
import io.daybreak.sql.exec.ExecutionResult;
import io.daybreak.sql.load.LoadData;
import io.daybreak.sql.parse.Parsed;
import io.daybreak.sql.show.DescribeTable;
import io.daybreak.sql.show.Maintenance;
import io.daybreak.sql.show.ShowStatements;
import io.daybreak.sql.types.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Statements that the planner does not run: transactions, SET, prepared text, administration, DDL,
 * SHOW. Owned by the session's thread.
 */
final class UnplannedStatements {
    private final Session session;
    private final SessionContext context;
    private final SessionTransactions transactions;
    private final StatementRunner runner;
    private final SetStatements sets;

    UnplannedStatements(
            Session session,
            SessionContext context,
            SessionTransactions transactions,
            StatementRunner runner) {
        this.session = session;
        this.context = context;
        this.transactions = transactions;
        this.runner = runner;
        this.sets = new SetStatements(session, context, transactions);
    }

    /** Whether the planner makes a plan of it. */
    static boolean isPlanned(Statement statement) {
        return switch (statement) {
            case Statement.Select _,
                    Statement.Insert _,
                    Statement.Update _,
                    Statement.Delete _,
                    Statement.Do _,
                    Statement.Explain _ ->
                    true;
            default -> false;
        };
    }

    Progress run(Parsed parsed, ResultSink sink, boolean more) {
        context.warnings.begin();
        context.warnings.addAll(parsed.deprecations());
        return switch (parsed.statement()) {
            case Statement.Session statement -> session(parsed, statement, sink, more);
            case Show show -> show(parsed, show, sink, more);
            case Statement.Describe describe ->
                    rows(_ -> DescribeTable.run(describe, context, sink), sink, more);
            case DdlStatement ddl -> ddl(parsed, ddl, sink, more);
            case AccountStatement account -> account(account, sink, more);
            case Statement.LoadData load -> load(parsed, load, sink, more);
            case Statement.Data data ->
                    throw new SqlException(
                            MySqlError.ER_NOT_SUPPORTED_YET, firstWord(parsed.text(data)));
        };
    }

    private static String firstWord(String text) {
        return text.split("\\s+", 2)[0].toUpperCase(Locale.ROOT);
    }

    private Progress session(
            Parsed parsed, Statement.Session statement, ResultSink sink, boolean more) {
        return switch (statement) {
            case Statement.Begin begin -> {
                long lsn = transactions.commit();
                context.tableLocks.unlock();
                transactions.begin(begin.consistentSnapshot(), begin.readOnly());
                yield ok(lsn, sink, more);
            }
            case Statement.Commit commit ->
                    end(transactions.commit(), commit.chain(), commit.release(), sink, more);
            case Statement.Rollback rollback -> {
                transactions.rollback();
                yield end(0, rollback.chain(), rollback.release(), sink, more);
            }
            case Statement.Savepoint savepoint -> {
                Transaction open = transactions.openOne();
                if (open == null && !context.variables.autocommit()) {
                    open = transactions.forStatement();
                }
                if (open != null) {
                    open.savepoint(savepoint.name().toLowerCase(Locale.ROOT));
                }
                yield ok(0, sink, more);
            }
            case Statement.RollbackTo rollback -> {
                Transaction open = transactions.openOne();
                if (open == null
                        || !open.rollbackTo(rollback.savepoint().toLowerCase(Locale.ROOT))) {
                    throw new SqlException(
                            MySqlError.ER_SP_DOES_NOT_EXIST, "SAVEPOINT", rollback.savepoint());
                }
                yield ok(0, sink, more);
            }
            case Statement.ReleaseSavepoint release -> {
                Transaction open = transactions.openOne();
                if (open == null || !open.release(release.name().toLowerCase(Locale.ROOT))) {
                    throw new SqlException(
                            MySqlError.ER_SP_DOES_NOT_EXIST, "SAVEPOINT", release.name());
                }
                yield ok(0, sink, more);
            }
            case Statement.Set set -> ok(sets.run(parsed, set), sink, more);
            case Statement.SetTransaction set -> {
                sets.transaction(set);
                yield ok(0, sink, more);
            }
            case Statement.Use use -> {
                session.useSchema(use.schema());
                yield ok(0, sink, more);
            }
            case Statement.Prepare prepare -> {
                // As in MySQL: also if the new one fails.
                runner.prepared().deallocate(prepare.name());
                Object text = sets.value(parsed, prepare.text());
                runner.prepared()
                        .prepareNamed(
                                prepare.name(),
                                text instanceof byte[] bytes
                                        ? bytes
                                        : Values.utf8(String.valueOf(text)));
                yield ok(0, sink, more, "Statement prepared");
            }
            case Statement.Execute execute -> runner.prepared().executeNamed(execute, sink, more);
            case Statement.Deallocate deallocate -> {
                if (!runner.prepared().deallocate(deallocate.name())) {
                    throw new SqlException(
                            MySqlError.ER_UNKNOWN_STMT_HANDLER,
                            deallocate.name(),
                            "DEALLOCATE PREPARE");
                }
                yield ok(0, sink, more);
            }
            case Statement.Kill kill -> {
                kill(parsed, kill);
                yield ok(0, sink, more);
            }
            case Statement.Maintenance maintenance ->
                    rows(_ -> Maintenance.run(maintenance, context, sink), sink, more);
            case Statement.LockTables lock -> {
                long lsn = transactions.commit();
                context.tableLocks.lock(held(lock));
                yield ok(lsn, sink, more);
            }
            case Statement.UnlockTables _ -> {
                long lsn = context.tableLocks.isActive() ? transactions.commit() : 0;
                context.tableLocks.releaseAll();
                yield ok(lsn, sink, more);
            }
            case Statement.LockInstance _ -> ok(0, sink, more);
            case Statement.Flush flush -> flush(flush, sink, more);
            case Statement.SystemStatement system -> {
                SystemStatements.run(system, context);
                yield ok(0, sink, more);
            }
            case Statement.Unsupported unsupported ->
                    throw new SqlException(MySqlError.ER_NOT_SUPPORTED_YET, unsupported.what());
        };
    }

    /** COMMIT and ROLLBACK with their CHAIN and RELEASE. */
    private Progress end(
            long lsn,
            @Nullable Boolean chain,
            @Nullable Boolean release,
            ResultSink sink,
            boolean more) {
        String completion = context.variables.value("completion_type");
        if (chain != null ? chain : completion.equals("CHAIN")) {
            transactions.begin(false, null);
        }
        Progress progress = ok(lsn, sink, more);
        if (release != null ? release : completion.equals("RELEASE")) {
            context.connection().disconnect();
        }
        return progress;
    }

    private List<TableLocks.Held> held(Statement.LockTables lock) {
        List<TableLocks.Held> wanted = new ArrayList<>();
        for (Statement.TableLock table : lock.locks()) {
            boolean write = table.kind() == Statement.TableLockKind.WRITE;
            String alias = table.alias() == null ? table.table().name() : table.alias();
            if (wanted.stream().anyMatch(w -> w.alias().equals(alias))) {
                throw new SqlException(MySqlError.ER_NONUNIQ_TABLE, alias);
            }
            TableLocks.Held held = held(table.table(), alias, write);
            if (held != null) {
                wanted.add(held);
            }
        }
        if (context.tableLocks.isGlobal() && wanted.stream().anyMatch(TableLocks.Held::write)) {
            throw new SqlException(MySqlError.ER_CANT_UPDATE_WITH_READLOCK);
        }
        return wanted;
    }

    /** Null for a table without storage: there is nothing to lock. */
    private TableLocks.@Nullable Held held(TableName name, String alias, boolean write) {
        String schema = context.schemaOf(name);
        context.requireSchema(Privilege.LOCK_TABLES, schema);
        if (context.planning().virtualTable(schema, name.name()) != null
                || context.temporaryTables().covers(schema, name.name())) {
            return null;
        }
        context.requireTable(Privilege.SELECT, schema, name.name());
        if (context.database.engine().table(schema, name.name()) == null) {
            throw new SqlException(MySqlError.ER_NO_SUCH_TABLE, schema, name.name());
        }
        return new TableLocks.Held(schema, name.name(), alias, write);
    }

    private Progress flush(Statement.Flush flush, ResultSink sink, boolean more) {
        context.requireGlobal(Privilege.RELOAD);
        long lsn = transactions.commit();
        if (flush.what().contains("PRIVILEGES")) {
            context.accounts().reload();
        }
        if (flush.readLock() || flush.forExport()) {
            if (flush.tables().isEmpty()) {
                context.tableLocks.lockGlobally();
            } else {
                List<TableLocks.Held> wanted = new ArrayList<>();
                for (TableName table : flush.tables()) {
                    TableLocks.Held held = held(table, table.name(), false);
                    if (held != null) {
                        wanted.add(held);
                    }
                }
                context.tableLocks.lock(wanted);
            }
        }
        return ok(lsn, sink, more);
    }

    private void kill(Parsed parsed, Statement.Kill kill) {
        if (!(sets.value(parsed, kill.id()) instanceof Long id)) {
            throw new SqlException(MySqlError.ER_NO_SUCH_THREAD, parsed.text(kill.id()));
        }
        ConnectionRegistry registry = context.connection().registry();
        ConnectionRegistry.ClientProcess process = registry.process(id);
        if (process == null) {
            throw new SqlException(MySqlError.ER_NO_SUCH_THREAD, id);
        }
        if (!process.user().equals(context.account().user())
                && !context.grants().global(Privilege.SUPER)) {
            throw new SqlException(MySqlError.ER_KILL_DENIED_ERROR, id);
        }
        if (kill.queryOnly()) {
            registry.killQuery(id);
        } else {
            registry.killConnection(id);
        }
    }

    private Progress show(Parsed parsed, Show show, ResultSink sink, boolean more) {
        if (show.kind() == Show.Kind.WARNINGS || show.kind() == Show.Kind.ERRORS) {
            long found = context.foundRows();
            Progress progress =
                    rows(_ -> ShowStatements.run(show, parsed, context, sink), sink, more);
            context.counts(-1, found);
            context.warnings.keepPrevious();
            return progress;
        }
        return rows(_ -> ShowStatements.run(show, parsed, context, sink), sink, more);
    }

    /** A statement with rows that only reads: in the open transaction, else in one of its own. */
    private Progress rows(ToLongFunction<Transaction> statement, ResultSink sink, boolean more) {
        boolean alone = !transactions.isOpen();
        Transaction transaction = alone ? transactions.alone() : transactions.forStatement();
        long lsn = 0;
        try {
            transaction.beginStatement();
            long rows = statement.applyAsLong(transaction);
            transaction.endStatement();
            context.counts(-1, rows);
        } catch (RuntimeException e) {
            if (alone) {
                transaction.rollback();
            } else {
                transaction.rollbackStatement();
            }
            throw e;
        } finally {
            if (alone) {
                context.transaction(null, false);
            }
        }
        if (alone) {
            lsn = transaction.commit();
        }
        int warnings = context.warnings.count();
        int status = session.statusFlags();
        return Answers.whenDurable(
                context.database.engine().volume(),
                lsn,
                more,
                sink,
                () -> sink.end(warnings, status, more));
    }

    private static boolean isTemporary(DdlStatement statement) {
        return switch (statement) {
            case DdlStatement.CreateTable create -> create.temporary();
            case DdlStatement.CreateTableLike create -> create.temporary();
            case DdlStatement.DropTable drop -> drop.temporary();
            default -> false;
        };
    }

    /** DDL of temporary tables ends no transaction. */
    private Progress temporaryDdl(
            Parsed parsed, DdlStatement statement, ResultSink sink, boolean more) {
        DdlResult[] result = new DdlResult[1];
        long made = alone(() -> result[0] = DdlStatements.execute(statement, parsed, context));
        Supplier<DdlResult> rest = result[0].rest();
        long[] filled = {0};
        if (rest != null) {
            boolean named = false;
            try {
                filled[0] = inStatement(() -> result[0] = rest.get());
                named = true;
            } finally {
                if (!named) {
                    context.temporaryTables()
                            .retireUnnamed(java.util.Objects.requireNonNull(result[0].unnamed()));
                }
            }
        }
        if (!transactions.isOpen()) {
            context.temporaryTables().dropRetired();
        }
        return answer(result[0], Math.max(made, filled[0]), sink, more);
    }

    /** In the session's transaction, or one for this alone; returns the LSN to wait for. */
    private long inStatement(Runnable change) {
        Transaction transaction = transactions.forStatement();
        boolean alone = !transactions.isOpen();
        try {
            transaction.lockWaitTimeoutMillis(context.variables.lockWaitTimeoutMillis());
            transaction.beginStatement();
            change.run();
            transaction.endStatement();
        } catch (io.daybreak.engine.api.DeadlockException e) {
            throw e; // The engine rolled it back.
        } catch (RuntimeException e) {
            if (alone) {
                transaction.rollback();
            } else {
                transaction.rollbackStatement();
            }
            throw e;
        } finally {
            if (alone) {
                context.transaction(null, false);
            }
        }
        return alone ? transaction.commit() : 0;
    }

    private Progress ddl(Parsed parsed, DdlStatement statement, ResultSink sink, boolean more) {
        if (isTemporary(statement)) {
            return temporaryDdl(parsed, statement, sink, more);
        }
        DdlResult[] result = new DdlResult[1];
        String schema = context.schema();
        long lsn =
                inOwnTransaction(
                        () -> result[0] = DdlStatements.execute(statement, parsed, context));
        if (schema != null && !context.database.hasSchema(schema)) {
            context.schema(null);
        }
        context.temporaryTables().dropRetired();
        return answer(result[0], lsn, sink, more);
    }

    private Progress answer(DdlResult result, long lsn, ResultSink sink, boolean more) {
        context.counts(result.affectedRows(), -1);
        int warnings = context.warnings.count();
        int status = session.statusFlags();
        return Answers.whenDurable(
                context.database.engine().volume(),
                lsn,
                more,
                sink,
                () -> sink.ok(result.affectedRows(), 0, warnings, status, result.info(), more));
    }

    private Progress load(
            Parsed parsed, Statement.LoadData statement, ResultSink sink, boolean more) {
        context.enterWrite();
        try {
            return loadEntered(parsed, statement, sink, more);
        } finally {
            context.exitWrite();
        }
    }

    private Progress loadEntered(
            Parsed parsed, Statement.LoadData statement, ResultSink sink, boolean more) {
        Transaction transaction = transactions.forStatement();
        boolean alone = !transactions.isOpen();
        long lsn = 0;
        ExecutionResult result;
        try {
            if (transaction.isReadOnly()) {
                throw new SqlException(MySqlError.ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION);
            }
            transaction.lockWaitTimeoutMillis(context.variables.lockWaitTimeoutMillis());
            transaction.beginStatement();
            result = LoadData.run(statement, parsed, context, sink);
            transaction.endStatement();
        } catch (io.daybreak.engine.api.DeadlockException
                | io.daybreak.engine.api.LockTableFullException e) {
            throw e; // The engine rolled it back.
        } catch (RuntimeException e) {
            if (alone) {
                transaction.rollback();
            } else {
                transaction.rollbackStatement();
            }
            throw e;
        } finally {
            if (alone) {
                context.transaction(null, false);
            }
        }
        if (alone) {
            lsn = transaction.commit();
        }
        context.counts(result.affectedRows(), -1);
        context.generated(result.generatedId());
        int warnings = context.warnings.count();
        int status = session.statusFlags();
        return Answers.whenDurable(
                context.database.engine().volume(),
                lsn,
                more,
                sink,
                () ->
                        sink.ok(
                                result.affectedRows(),
                                result.lastInsertId(),
                                warnings,
                                status,
                                result.info(),
                                more));
    }

    private Progress account(AccountStatement statement, ResultSink sink, boolean more) {
        long lsn = inOwnTransaction(() -> AccountStatements.execute(statement, context));
        context.accounts().reload();
        return ok(lsn, sink, more);
    }

    /**
     * Commits what is open, then runs the change in a transaction of its own and commits it.
     * Returns the LSN to wait for.
     */
    private long inOwnTransaction(Runnable change) {
        return Math.max(transactions.commit(), alone(change));
    }

    /** In a transaction of its own. Returns the LSN to wait for. */
    private long alone(Runnable change) {
        context.enterWrite();
        try {
            return inOwnTransactionEntered(change);
        } finally {
            context.exitWrite();
        }
    }

    private long inOwnTransactionEntered(Runnable change) {
        Transaction transaction = transactions.alone();
        try {
            transaction.lockWaitTimeoutMillis(context.variables.lockWaitTimeoutMillis());
            transaction.beginStatement();
            change.run();
            transaction.endStatement();
        } catch (io.daybreak.engine.api.DeadlockException
                | io.daybreak.engine.api.LockTableFullException e) {
            throw e; // The engine rolled it back.
        } catch (RuntimeException e) {
            transaction.rollback();
            throw e;
        } finally {
            context.transaction(null, false);
        }
        return transaction.commit();
    }

    private Progress ok(long lsn, ResultSink sink, boolean more) {
        return ok(lsn, sink, more, "");
    }

    private Progress ok(long lsn, ResultSink sink, boolean more, String info) {
        context.counts(0, -1);
        int warnings = context.warnings.count();
        int status = session.statusFlags();
        return Answers.whenDurable(
                context.database.engine().volume(),
                lsn,
                more,
                sink,
                () -> sink.ok(0, 0, warnings, status, info, more));
    }
}
