package io.daybreak.sql.session;

import io.daybreak.engine.collation.Collation;
import io.daybreak.engine.collation.Collations;
import io.daybreak.sql.account.AccountEntry;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.ResultColumn;
import io.daybreak.sql.api.ResultSink;
import io.daybreak.sql.api.SqlDatabase;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.api.SqlSession;
import io.daybreak.sql.catalog.TemporaryTables;
import io.daybreak.sql.parse.Digest;
import io.daybreak.sql.parse.LiteralRows;
import io.daybreak.sql.parse.ParseOptions;
import io.daybreak.sql.parse.Statements;
import io.daybreak.sql.types.CharacterSet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A client's session: takes texts and prepared statements to {@link StatementRunner}. */
final class Session implements SqlSession {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    private static final int STATUS_IN_TRANSACTION = 0x0001;
    private static final int STATUS_AUTOCOMMIT = 0x0002;
    private static final int STATUS_NO_BACKSLASH_ESCAPES = 0x0200;
    private static final int STATUS_IN_READ_ONLY_TRANSACTION = 0x2000;

    /** Statements that run where they are read: they are short, and never planned. */
    private static final int INLINE_BYTES_MAX = 200;

    private final Database database;
    private final SessionContext context;
    private final SessionTransactions transactions;
    private final StatementRunner runner;
    private final BulkInserts bulkInserts;
    private final Digest digest = new Digest();
    private final List<StateChange> changes = new ArrayList<>();

    Session(Database database, AccountEntry account, SqlDatabase.ConnectionInfo connection) {
        this.database = database;
        this.context = new SessionContext(database, account, connection);
        this.transactions = new SessionTransactions(context);
        this.runner = new StatementRunner(this, context, transactions);
        this.bulkInserts = new BulkInserts(context, runner);
        startVariables(connection);
    }

    private void startVariables(SqlDatabase.ConnectionInfo connection) {
        if (connection.interactive()) {
            SystemVariable wait = SystemVariables.find("wait_timeout");
            if (wait != null) {
                context.variables.set(wait, context.variables.value("interactive_timeout"));
            }
        }
    }

    @Override
    public Progress query(
            byte[] sql,
            int offset,
            int length,
            boolean multiStatements,
            ResultSink sink,
            boolean mayBlock) {
        context.clearInterrupt();
        byte[] text = sql;
        int from = offset;
        int to = offset + length;
        CharacterSet charset = context.variables.clientCharset();
        if (charset != null && !charset.isUtf8()) {
            text = charset.toUtf8(java.util.Arrays.copyOfRange(sql, from, to));
            from = 0;
            to = text.length;
        }
        ParseOptions options = context.variables.parseOptions();
        if (!mayBlock && bulkInserts.mayTake(text, from, to)) {
            // Where it may block, it is read once for all; here it would be read for nothing.
            return Progress.WOULD_BLOCK;
        }
        if (!multiStatements || !hasSemicolon(text, from, to)) {
            return one(text, from, to, sink, mayBlock, false);
        }
        List<Statements.Span> spans = Statements.split(text, from, to, options);
        if (spans.size() <= 1) {
            return one(text, from, to, sink, mayBlock, false);
        }
        if (!mayBlock) {
            return Progress.WOULD_BLOCK;
        }
        return several(text, spans, sink);
    }

    /**
     * Each but the last says that more follows and waits until it is durable; an error ends them.
     */
    private Progress several(byte[] text, List<Statements.Span> spans, ResultSink sink) {
        for (int i = 0; i < spans.size(); i++) {
            Statements.Span span = spans.get(i);
            boolean more = i + 1 < spans.size();
            FailureSeen guarded = new FailureSeen(sink);
            Progress progress = one(text, span.from(), span.to(), guarded, true, more);
            if (guarded.failed() || !more) {
                return progress;
            }
        }
        return Progress.COMPLETE;
    }

    private static boolean hasSemicolon(byte[] text, int from, int to) {
        for (int i = from; i < to - 1; i++) {
            if (text[i] == ';') {
                return true;
            }
        }
        return false;
    }

    private Progress one(
            byte[] text, int from, int to, ResultSink sink, boolean mayBlock, boolean more) {
        if (mayBlock) {
            LiteralRows rows = bulkInserts.rows(text, from, to);
            if (rows != null) {
                Progress progress = bulkInserts.run(rows, text, from, digest, sink, more);
                if (progress != null) {
                    return progress;
                }
            }
        }
        boolean cacheable = digest.read(text, from, to, context.variables.parseOptions());
        if (cacheable) {
            CachedPlan cached = database.plans().find(digest, context.environment());
            if (cached != null) {
                return runner.runCached(cached, digest, text, from, to, sink, mayBlock, more);
            }
        }
        if (!mayBlock && !isInline(text, from, to)) {
            return Progress.WOULD_BLOCK;
        }
        return runner.parseAndRun(text, from, to, cacheable ? digest : null, sink, mayBlock, more);
    }

    private boolean isInline(byte[] text, int from, int to) {
        if (to - from > INLINE_BYTES_MAX) {
            return false;
        }
        String word = Statements.firstKeyword(text, from, to, context.variables.parseOptions());
        return word != null
                && switch (word) {
                    case "BEGIN", "COMMIT", "START", "SAVEPOINT", "RELEASE" -> true;
                    case "ROLLBACK" -> !transactions.hasChanges();
                    default -> false;
                };
    }

    @Override
    public @Nullable Prepared prepare(byte[] sql, int offset, int length, boolean mayBlock) {
        context.clearInterrupt();
        byte[] text = java.util.Arrays.copyOfRange(sql, offset, offset + length);
        CharacterSet charset = context.variables.clientCharset();
        if (charset != null && !charset.isUtf8()) {
            text = charset.toUtf8(text);
        }
        return runner.prepared().prepare(text, mayBlock);
    }

    @Override
    public Progress execute(
            Prepared statement, Parameter[] parameters, ResultSink sink, boolean mayBlock) {
        context.clearInterrupt();
        return runner.prepared().run((PreparedText) statement, parameters, sink, mayBlock);
    }

    @Override
    public void useSchema(String schema) {
        String known = database.schemaName(schema);
        if (known == null) {
            throw new SqlException(MySqlError.ER_BAD_DB_ERROR, schema);
        }
        if (!context.grants().seesSchema(known) && !Database.isInformationSchema(known)) {
            throw new SqlException(
                    MySqlError.ER_DBACCESS_DENIED_ERROR,
                    context.account().user(),
                    context.connection().clientHost(),
                    schema);
        }
        context.schema(known);
        if (context.variables.isOn("session_track_schema")) {
            changed(1, "", known);
        }
    }

    @Override
    public ResultColumn[] fieldList(String table, String wildcard) {
        return runner.prepared()
                .columnsOf("SELECT * FROM `" + table.replace("`", "``") + "` LIMIT 0");
    }

    @Override
    public void reset() {
        transactions.abandon();
        context.tableLocks.releaseAll();
        dropTemporaryTables();
        context.releaseAllLocks();
        context.reset();
        runner.prepared().deallocateAll();
    }

    /** Not on this thread: dropping tables may wait. What is left the next start drops. */
    private void dropTemporaryTables() {
        List<String> names = context.temporaryTables().takeAll();
        if (!names.isEmpty()) {
            Thread.ofVirtual()
                    .name("drop-temporary-tables")
                    .start(() -> {
                        try {
                            TemporaryTables.drop(database.engine(), names);
                        } catch (RuntimeException e) {
                            LOG.warn("temporary tables are left until the next start", e);
                        }
                    });
        }
    }

    @Override
    public void changeUser(SqlDatabase.Account account, @Nullable String schema) {
        reset();
        AccountEntry entry = database.accounts().find(account.user(), account.host());
        if (entry == null) {
            throw new SqlException(
                    MySqlError.ER_ACCESS_DENIED_ERROR,
                    account.user(),
                    context.connection().clientHost(),
                    "YES");
        }
        context.account(entry);
        context.schema(null);
        if (schema != null && !schema.isEmpty()) {
            useSchema(schema);
        }
    }

    @Override
    public void setCollation(int collationId) {
        Collation collation = Collations.byId(collationId);
        VariableRules.names(context, collation == null ? Collations.UTF8MB4_0900_AI_CI : collation);
    }

    @Override
    public String statistics() {
        return database.statistics(context.connection().registry());
    }

    @Override
    public int statusFlags() {
        int flags = context.variables.autocommit() ? STATUS_AUTOCOMMIT : 0;
        if (transactions.isOpen()) {
            flags |= STATUS_IN_TRANSACTION;
            if (transactions.isReadOnly()) {
                flags |= STATUS_IN_READ_ONLY_TRANSACTION;
            }
        }
        if (context.variables.parseOptions().noBackslashEscapes()) {
            flags |= STATUS_NO_BACKSLASH_ESCAPES;
        }
        return flags;
    }

    @Override
    public int warningCount() {
        return context.warnings.count();
    }

    @Override
    public @Nullable String schema() {
        return context.schema();
    }

    @Override
    public boolean mayExceedConnectionLimit() {
        return context.grants().global(io.daybreak.sql.account.Privilege.SUPER);
    }

    @Override
    public int resultCollation() {
        return context.variables.resultCollation().id();
    }

    @Override
    public @Nullable String variable(String name) {
        return context.variable(name);
    }

    void changed(int type, String name, String value) {
        changes.add(new StateChange(type, name, value));
    }

    @Override
    public List<StateChange> takeStateChanges() {
        if (changes.isEmpty()) {
            return List.of();
        }
        List<StateChange> taken = List.copyOf(changes);
        changes.clear();
        return taken;
    }

    @Override
    public void interrupt() {
        context.interrupt();
    }

    @Override
    public void close() {
        transactions.abandon();
        context.tableLocks.releaseAll();
        dropTemporaryTables();
        context.releaseAllLocks();
        runner.prepared().deallocateAll();
    }

    SessionContext context() {
        return context;
    }
}
