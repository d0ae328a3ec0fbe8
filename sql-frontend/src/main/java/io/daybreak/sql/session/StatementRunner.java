package io.daybreak.sql.session;

import io.daybreak.engine.api.EngineException;
import io.daybreak.engine.api.StorageEngine;
import io.daybreak.engine.api.Table;
import io.daybreak.engine.api.Transaction;
import io.daybreak.engine.api.WouldBlockException;
import io.daybreak.quorum.api.Volume;
import io.daybreak.quorum.api.VolumeClosedException;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.ResultSink;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.api.SqlSession.Progress;
import io.daybreak.sql.api.TemporaryFileErrors;
import io.daybreak.sql.ast.Statement;
import io.daybreak.sql.exec.ExecutionResult;
import io.daybreak.sql.parse.Deprecation;
import io.daybreak.sql.parse.Digest;
import io.daybreak.sql.parse.Parsed;
import io.daybreak.sql.parse.Parser;
import io.daybreak.sql.plan.Plan;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs statements: finds the plan, begins the engine's statement, executes, ends or undoes it,
 * commits if it stands alone, and answers when that is durable. Owned by the session's thread.
 */
final class StatementRunner {
    private static final Logger LOG = LoggerFactory.getLogger(StatementRunner.class);
    private static final @Nullable Object[] NO_VALUES = {};
    private static final long[] NO_ROWS = {};

    /**
     * A plan that goes stale between planning and locking its tables is made again, so often at
     * most.
     */
    static final int PLANNING_ATTEMPTS_MAX = 10;

    private final Session session;
    private final SessionContext context;
    private final SessionTransactions transactions;
    private final UnplannedStatements unplanned;
    private final PreparedStatements prepared;

    StatementRunner(Session session, SessionContext context, SessionTransactions transactions) {
        this.session = session;
        this.context = context;
        this.transactions = transactions;
        this.unplanned = new UnplannedStatements(session, context, transactions, this);
        this.prepared = new PreparedStatements(context, transactions, this);
    }

    PreparedStatements prepared() {
        return prepared;
    }

    // ---- Texts

    Progress runCached(
            CachedPlan cached,
            Digest digest,
            byte[] text,
            int from,
            int to,
            ResultSink sink,
            boolean mayBlock,
            boolean more) {
        Outcome outcome = run(cached, values(digest), sink, mayBlock, more);
        if (outcome != Outcome.STALE) {
            return outcome.progress();
        }
        context.database.plans().removeStale(digest, context.environment());
        return mayBlock
                ? parseAndRun(text, from, to, digest, sink, true, more)
                : Progress.WOULD_BLOCK;
    }

    /**
     * @param digest of the text if its plan may be kept, else null
     */
    Progress parseAndRun(
            byte[] text,
            int from,
            int to,
            @Nullable Digest digest,
            ResultSink sink,
            boolean mayBlock,
            boolean more) {
        Parsed parsed;
        try {
            parsed =
                    Parser.parseWithoutMarkers(
                            text, from, to, context.variables.parseOptions(), context::pause);
        } catch (SqlException e) {
            context.begin(NO_VALUES, mayBlock);
            context.warnings.begin();
            return fail(e, sink);
        }
        return dispatch(parsed, digest, sink, mayBlock, more);
    }

    /** The plan of a text that is part of a statement; kept in the cache. */
    CachedPlan planFirst(byte[] text, int from, int to, Digest digest) {
        context.begin(NO_VALUES, true);
        Parsed parsed = Parser.parse(text, from, to, context.variables.parseOptions());
        return plan(parsed, (Statement.Data) parsed.statement(), digest);
    }

    /** Runs a plan where it may block; null if it is stale, and nothing happened. */
    @Nullable Progress runOnce(CachedPlan plan, ResultSink sink, boolean more) {
        Outcome outcome = run(plan, NO_VALUES, sink, true, more);
        return outcome == Outcome.STALE ? null : outcome.progress();
    }

    Progress dispatch(
            Parsed parsed,
            @Nullable Digest digest,
            ResultSink sink,
            boolean mayBlock,
            boolean more) {
        if (UnplannedStatements.isPlanned(parsed.statement())) {
            // What EXPLAIN answers depends on the literals' values.
            Digest kept = parsed.statement() instanceof Statement.Explain ? null : digest;
            return planAndRun(
                    parsed, (Statement.Data) parsed.statement(), kept, sink, mayBlock, more);
        }
        context.begin(NO_VALUES, mayBlock);
        try {
            return unplanned.run(parsed, sink, more);
        } catch (WouldBlockException e) {
            return Progress.WOULD_BLOCK;
        } catch (RuntimeException | StackOverflowError e) {
            return fail(describe(e), sink);
        }
    }

    private Progress planAndRun(
            Parsed parsed,
            Statement.Data statement,
            @Nullable Digest digest,
            ResultSink sink,
            boolean mayBlock,
            boolean more) {
        for (int attempt = 0; attempt < PLANNING_ATTEMPTS_MAX; attempt++) {
            CachedPlan plan;
            try {
                context.begin(digest == null ? NO_VALUES : values(digest), mayBlock);
                if (statement instanceof Statement.Select) {
                    context.limitTime(context.variables.maxExecutionMillis());
                }
                plan = plan(parsed, statement, digest);
            } catch (RuntimeException | StackOverflowError e) {
                context.warnings.begin();
                return fail(describe(e), sink);
            }
            Outcome outcome =
                    run(plan, digest == null ? NO_VALUES : values(digest), sink, mayBlock, more);
            if (outcome != Outcome.STALE) {
                return outcome.progress();
            }
        }
        return fail(new SqlException(MySqlError.ER_TABLE_DEF_CHANGED), sink);
    }

    private CachedPlan plan(Parsed parsed, Statement.Data statement, @Nullable Digest digest) {
        Plan plan =
                context.database
                        .planner()
                        .plan(
                                parsed,
                                statement,
                                new SessionPlanning(context, digest != null, null, true));
        if (digest == null) {
            return unbound(statement, plan, parsed.deprecations());
        }
        List<CachedPlan.Need> needs = Needs.of(statement, plan, context.schema());
        int[] fixed = union(plan.structuralLiterals(), parsed.fixedLiterals());
        @Nullable Object[] values = new Object[fixed.length];
        for (int i = 0; i < fixed.length; i++) {
            values[i] = digest.literal(fixed[i]);
        }
        CachedPlan cached =
                CachedPlan.of(
                        statement, plan, needs, fixed, values, rows(plan), parsed.deprecations());
        if (!namesVariables(parsed)) {
            context.database.plans().put(digest, context.environment(), cached);
        }
        return cached;
    }

    /** A plan that is not for certain values of literals. */
    CachedPlan unbound(Statement.Data statement, Plan plan, List<Deprecation> deprecations) {
        return CachedPlan.of(
                statement,
                plan,
                Needs.of(statement, plan, context.schema()),
                new int[0],
                NO_VALUES,
                rows(plan),
                deprecations);
    }

    private long[] rows(Plan plan) {
        if (plan.isShort()) {
            return NO_ROWS;
        }
        List<Plan.Dependency> tables = plan.dependencies();
        long[] rows = new long[tables.size()];
        for (int i = 0; i < rows.length; i++) {
            Table table = context.database.engine().table(tables.get(i).id());
            rows[i] = table == null ? 0 : context.database.engine().statistics(table).rows();
        }
        return rows;
    }

    /** The type of a user variable is part of a plan, so such a plan is not kept. */
    static boolean namesVariables(Parsed parsed) {
        for (int i = parsed.statement().start(); i < parsed.statement().end(); i++) {
            if (parsed.text()[i] == '@') {
                return true;
            }
        }
        return false;
    }

    private static int[] union(int[] a, int[] b) {
        int[] all = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, all, a.length, b.length);
        return Arrays.stream(all).sorted().distinct().toArray();
    }

    private static @Nullable Object[] values(Digest digest) {
        int count = digest.literalCount();
        if (count == 0) {
            return NO_VALUES;
        }
        @Nullable Object[] values = new Object[count];
        for (int i = 0; i < count; i++) {
            values[i] = digest.literal(i);
        }
        return values;
    }

    // ---- Execution

    enum Outcome {
        COMPLETE(Progress.COMPLETE),
        COMMITTING(Progress.COMMITTING),
        WOULD_BLOCK(Progress.WOULD_BLOCK),
        /** The tables changed since the plan was made; nothing happened. */
        STALE(Progress.WOULD_BLOCK);

        private final Progress progress;

        Outcome(Progress progress) {
            this.progress = progress;
        }

        Progress progress() {
            return progress;
        }

        static Outcome of(Progress progress) {
            return switch (progress) {
                case COMPLETE -> COMPLETE;
                case COMMITTING -> COMMITTING;
                case WOULD_BLOCK -> WOULD_BLOCK;
            };
        }
    }

    Outcome run(
            CachedPlan cached,
            @Nullable Object[] values,
            ResultSink sink,
            boolean mayBlock,
            boolean more) {
        Plan plan = cached.plan();
        if (!mayBlock && !cached.runs().isTrusted()) {
            return Outcome.WOULD_BLOCK;
        }
        context.begin(values, mayBlock);
        context.warnings.begin();
        context.warnings.addAll(cached.deprecations());
        boolean writes = !plan.isReadOnly() && plan.columns().length == 0;
        try {
            if (writes) {
                context.enterWrite();
            }
        } catch (WouldBlockException _) {
            return Outcome.WOULD_BLOCK;
        } catch (SqlException e) {
            return Outcome.of(fail(e, sink));
        }
        try {
            return run(cached, sink, mayBlock, more);
        } finally {
            if (writes) {
                context.exitWrite();
            }
        }
    }

    private Outcome run(CachedPlan cached, ResultSink sink, boolean mayBlock, boolean more) {
        Plan plan = cached.plan();
        Transaction transaction = transactions.forStatement();
        boolean alone = !transactions.isOpen();
        boolean begun = false;
        ExecutionResult result;
        try {
            check(cached, transaction);
            transaction.mayBlock(mayBlock);
            transaction.lockWaitTimeoutMillis(context.variables.lockWaitTimeoutMillis());
            if (!lockTables(cached, transaction) || (mayBlock && !plan.isStillGood(context))) {
                undo(transaction, false, alone);
                return Outcome.STALE;
            }
            transaction.mayReadPast(plan.isReadOnly() && plan.columns().length > 0);
            transaction.beginStatement();
            begun = true;
            context.limitTime(plan.isReadOnly() ? context.variables.maxExecutionMillis() : 0);
            context.checkInterrupted();
            result = plan.execute(context, sink);
            transaction.endStatement();
            cached.runs().ran(context.readFewRows());
        } catch (WouldBlockException _) {
            // Not an error: the server runs the statement again where it may wait.
            undo(transaction, begun, alone);
            context.warnings.clearCurrent();
            return Outcome.WOULD_BLOCK;
        } catch (RuntimeException | StackOverflowError e) {
            return Outcome.of(failed(e, transaction, begun, alone, sink));
        }
        return Outcome.of(finish(result, transaction, alone, sink, more));
    }

    private void check(CachedPlan cached, Transaction transaction) {
        if (transaction.isReadOnly()
                && cached.plan().columns().length == 0
                && !cached.plan().isReadOnly()) {
            throw new SqlException(MySqlError.ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION);
        }
        context.require(cached.needs());
    }

    /**
     * Takes the metadata locks; false if a table is another than the plan was made for, or has
     * grown or shrunk much since.
     */
    private boolean lockTables(CachedPlan cached, Transaction transaction) {
        StorageEngine engine = context.database.engine();
        boolean locked = context.tableLocks.isActive();
        if (locked) {
            context.tableLocks.check(cached);
        }
        List<Plan.Dependency> tables = cached.plan().dependencies();
        for (int i = 0; i < tables.size(); i++) {
            Plan.Dependency table = tables.get(i);
            if (table.id() == 0) {
                continue;
            }
            if (!context.temporaryTables().covers(table.schema(), table.table())
                    && !(locked && context.tableLocks.covers(table.schema(), table.table()))) {
                transaction.lockMetadata(
                        table.schema(),
                        table.table(),
                        cached.locks()[i],
                        context.variables.metadataLockTimeoutMillis());
            }
        }
        // Under the locks: what changes one of the tables from here on waits. Temporary tables may
        // change their names without the dictionary.
        long version = engine.dictionaryVersion();
        boolean fits =
                (cached.rows().length == 0 || !context.mayBlock())
                                && context.temporaryTables().isEmpty()
                                && cached.runs().wasChecked(version)
                        || areTheSame(tables, cached, engine);
        if (fits) {
            cached.runs().checked(version);
        }
        return fits;
    }

    private boolean areTheSame(
            List<Plan.Dependency> tables, CachedPlan cached, StorageEngine engine) {
        for (int i = 0; i < tables.size(); i++) {
            Plan.Dependency table = tables.get(i);
            if (table.id() == 0) {
                continue;
            }
            Table now = context.storedTable(table.schema(), table.table());
            if (now == null || now.id() != table.id() || now.version() != table.version()) {
                return false;
            }
            // Statistics may be taken anew, which waits for pages.
            if (context.mayBlock()
                    && cached.rows().length > 0
                    && !cached.fits(i, engine.statistics(now).rows())) {
                return false;
            }
        }
        return true;
    }

    private Progress finish(
            ExecutionResult result,
            Transaction transaction,
            boolean alone,
            ResultSink sink,
            boolean more) {
        long lsn = 0;
        if (alone) {
            try {
                lsn = transaction.commit();
            } catch (RuntimeException e) {
                return failed(e, transaction, false, true, sink);
            } finally {
                context.transaction(null, false);
            }
        }
        boolean rows = result.affectedRows() < 0;
        if (!alone && rows) {
            lsn = transaction.seenLsn();
        }
        boolean finds = rows || result.rows() > 0;
        context.counts(result.affectedRows(), finds ? result.rows() : -1);
        context.generated(result.generatedId());
        int warnings = context.warnings.count();
        int status = session.statusFlags();
        return rows
                ? Answers.whenDurable(
                        volume(), lsn, more, sink, () -> sink.end(warnings, status, more))
                : Answers.whenDurable(
                        volume(),
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

    private Volume volume() {
        return context.database.engine().volume();
    }

    private Progress failed(
            Throwable failure,
            Transaction transaction,
            boolean begun,
            boolean alone,
            ResultSink sink) {
        if (EngineErrors.endedTransaction(failure)) {
            transactions.forget(); // The engine rolled it back.
        } else {
            try {
                undo(transaction, begun, alone);
            } catch (RuntimeException e) {
                LOG.error("rolling back a failed statement failed", e);
                transactions.forget();
            }
        }
        return fail(LiftedLiterals.shownIn(describe(failure), context.parameters()), sink);
    }

    private void undo(Transaction transaction, boolean begun, boolean alone) {
        transaction.mayBlock(true);
        if (alone) {
            context.transaction(null, false);
            transaction.rollback();
        } else if (begun) {
            transaction.rollbackStatement();
        }
    }

    /** The error that the client sees. */
    SqlException describe(Throwable failure) {
        return switch (failure) {
            case SqlException error -> error;
            case EngineException error -> EngineErrors.translate(error);
            case VolumeClosedException _ -> new SqlException(MySqlError.ER_SERVER_SHUTDOWN);
            case UncheckedIOException files ->
                    TemporaryFileErrors.writing(Objects.requireNonNull(files.getCause()));
            case StackOverflowError _ ->
                    new SqlException(MySqlError.ER_STACK_OVERRUN_NEED_MORE, 0, 0, 0);
            default -> {
                LOG.error("a statement of connection {} failed", context.connectionId(), failure);
                yield new SqlException(
                        MySqlError.ER_UNKNOWN_ERROR,
                        "internal error: " + failure.getClass().getSimpleName());
            }
        };
    }

    Progress fail(SqlException error, ResultSink sink) {
        context.counts(-1, -1);
        context.warnings.add(error);
        sink.error(error);
        return Progress.COMPLETE;
    }
}
