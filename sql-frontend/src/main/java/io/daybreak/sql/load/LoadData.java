package io.daybreak.sql.load;

import io.daybreak.engine.api.Transaction;
import io.daybreak.engine.collation.Collations;
import io.daybreak.sql.account.Privilege;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.ResultSink;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.Expression;
import io.daybreak.sql.ast.Statement;
import io.daybreak.sql.catalog.CatalogTable;
import io.daybreak.sql.catalog.ColumnDefinition;
import io.daybreak.sql.exec.ExecutionResult;
import io.daybreak.sql.exec.Insert;
import io.daybreak.sql.exec.InsertRun;
import io.daybreak.sql.exec.ValueRows;
import io.daybreak.sql.expr.EvalContext;
import io.daybreak.sql.parse.Parsed;
import io.daybreak.sql.plan.InsertPlan;
import io.daybreak.sql.plan.Plan;
import io.daybreak.sql.session.StatementContext;
import io.daybreak.sql.types.CharacterSet;
import io.daybreak.sql.types.SqlType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One run of LOAD DATA: an INSERT of one row, planned once, that is run for each record. Where the
 * statement names columns only, a record's fields go straight to them; where it names user
 * variables or has SET, the fields are put into user variables, with names that nobody writes for
 * the columns among them, and the row's expressions are evaluated. Owned by the statement's thread.
 */
public final class LoadData {
    private static final long TEXT_CHARACTERS_MAX = 16_383;

    private final Statement.LoadData statement;
    private final Parsed parsed;
    private final StatementContext context;
    private final ResultSink sink;
    private final boolean ignore;
    private final List<Expression> targets;
    private final SqlType text;
    private final @Nullable CharacterSet charset;
    private final boolean direct;
    private final Map<Integer, Insert> inserts = new HashMap<>();

    /** The INSERT that runs, for so many fields; another number of fields ends it. */
    private @Nullable InsertRun run;

    private int runFields;
    private long rows;
    private long deleted;
    private long skipped;
    private long generated;

    private LoadData(
            Statement.LoadData statement,
            Parsed parsed,
            StatementContext context,
            ResultSink sink,
            CatalogTable table) {
        this.statement = statement;
        this.parsed = parsed;
        this.context = context;
        this.sink = sink;
        // The client cannot be told to stop sending, so duplicates are passed over.
        this.ignore = statement.duplicates() != Statement.LoadDuplicates.REPLACE;
        this.targets = statement.columns().isEmpty() ? visibleColumns(table) : statement.columns();
        this.direct =
                statement.assignments().isEmpty()
                        && targets.stream().allMatch(t -> t instanceof Expression.Column);
        this.charset = charset(statement, context);
        this.text =
                SqlType.string(
                        TEXT_CHARACTERS_MAX,
                        charset == CharacterSet.BINARY
                                ? Collations.BINARY
                                : context.planning().bindContext().connection());
    }

    /**
     * Runs the statement in the running transaction.
     *
     * @throws SqlException 3948 if the client or {@code local_infile} does not allow it, 1290 for a
     *     file of the server
     */
    public static ExecutionResult run(
            Statement.LoadData statement,
            Parsed parsed,
            StatementContext context,
            ResultSink sink) {
        if (!statement.local()) {
            throw new SqlException(MySqlError.ER_OPTION_PREVENTS_STATEMENT, "--secure-file-priv");
        }
        String allowed = context.variable("local_infile");
        if (!context.connection().localFiles()
                || !("ON".equalsIgnoreCase(allowed) || "1".equals(allowed))) {
            throw new SqlException(MySqlError.ER_CLIENT_LOCAL_FILES_DISABLED);
        }
        String schema = context.schemaOf(statement.table());
        String name = statement.table().name();
        context.requireTable(Privilege.INSERT, schema, name);
        if (statement.duplicates() == Statement.LoadDuplicates.REPLACE) {
            context.requireTable(Privilege.DELETE, schema, name);
        }
        if (!context.holdsForChange(schema, name)) {
            context.execution()
                    .transaction()
                    .lockMetadata(
                            schema,
                            name,
                            Transaction.MetadataLock.SHARED_WRITE,
                            context.execution().metadataLockTimeoutMillis());
        }
        CatalogTable table = context.catalog().table(schema, name);
        if (table == null) {
            throw new SqlException(MySqlError.ER_NO_SUCH_TABLE, schema, name);
        }
        return new LoadData(statement, parsed, context, sink, table).run();
    }

    private static List<Expression> visibleColumns(CatalogTable table) {
        List<Expression> columns = new ArrayList<>();
        for (ColumnDefinition column : table.definition().columns()) {
            if (column.visible() && !column.isGenerated()) {
                columns.add(new Expression.Column(null, null, column.name(), 0, 0));
            }
        }
        return columns;
    }

    private static @Nullable CharacterSet charset(
            Statement.LoadData statement, StatementContext context) {
        String name = statement.charset();
        if (name == null) {
            name = context.variable("character_set_database");
        }
        CharacterSet found = name == null ? null : CharacterSet.byName(name);
        if (found == null && name != null && statement.charset() != null) {
            throw new SqlException(MySqlError.ER_UNKNOWN_CHARACTER_SET, name);
        }
        return found;
    }

    private ExecutionResult run() {
        long skip =
                statement.ignoreLines() instanceof Expression.Literal literal
                                && literal.value() instanceof Long lines
                        ? lines
                        : 0;
        try {
            start(targets.size());
            RecordReader reader = new RecordReader(statement.format(), skip, this::insert);
            sink.requestLocalFile(statement.file(), reader::take);
            reader.finish();
            end();
        } catch (InterruptedException _) {
            throw new SqlException(MySqlError.ER_QUERY_INTERRUPTED);
        } finally {
            if (run != null) {
                run.close();
            }
        }
        String info =
                String.format(
                        "Records: %d  Deleted: %d  Skipped: %d  Warnings: %d",
                        rows, deleted, skipped, context.execution().warningCount());
        return new ExecutionResult(0, rows - skipped + deleted, generated, generated, info);
    }

    private InsertRun start(int fields) {
        if (!direct) {
            for (int i = 0; i < targets.size(); i++) {
                set(variable(i), null);
            }
        }
        InsertRun started = InsertRun.open(statementFor(fields), context.execution(), rows);
        if (direct) {
            started.beginBulk();
        }
        run = started;
        runFields = fields;
        return started;
    }

    private void end() {
        InsertRun ended = run;
        if (ended != null) {
            run = null;
            try (ended) {
                ended.endBulk();
                if (generated == 0) {
                    generated = ended.firstGenerated();
                }
            }
        }
    }

    private void insert(List<byte @Nullable []> fields) {
        int given = Math.min(fields.size(), targets.size());
        InsertRun current = run;
        if (current == null || given != runFields) {
            end();
            current = start(given);
        }
        rows++;
        if (fields.size() > targets.size()) {
            context.execution().warn(MySqlError.ER_WARN_TOO_MANY_RECORDS, rows);
        } else if (fields.size() < targets.size()) {
            context.execution().warn(MySqlError.ER_WARN_TOO_FEW_RECORDS, rows);
        }
        long before = current.affected();
        if (direct) {
            current.add(new Fields(fields));
        } else {
            for (int i = 0; i < targets.size(); i++) {
                set(variable(i), i < given ? utf8(fields.get(i)) : null);
            }
            current.addOwnRow();
        }
        long affected = current.affected() - before;
        if (affected == 0) {
            skipped++;
        } else {
            deleted += affected - 1;
        }
    }

    /** A record's fields as the values of a row. */
    private final class Fields implements ValueRows {
        private final List<byte @Nullable []> fields;

        Fields(List<byte @Nullable []> fields) {
            this.fields = fields;
        }

        @Override
        public long count() {
            return 1;
        }

        @Override
        public boolean next() {
            return false;
        }

        @Override
        public @Nullable Object value(int column) {
            return utf8(fields.get(column));
        }

        @Override
        public SqlType type(int column) {
            return text;
        }
    }

    private byte @Nullable [] utf8(byte @Nullable [] value) {
        return value == null
                        || charset == null
                        || charset.isUtf8()
                        || charset == CharacterSet.BINARY
                ? value
                : charset.toUtf8(value);
    }

    private void set(String variable, byte @Nullable [] utf8) {
        context.execution().setUserVariable(variable, new EvalContext.UserVariable(utf8, text));
    }

    /** The variable that holds a field: the statement's own, or one for the column. */
    private String variable(int field) {
        return targets.get(field) instanceof Expression.UserVariable own
                ? own.name()
                : "load data field " + field;
    }

    /** The INSERT of a record with so many fields; the columns of the others get defaults. */
    private Insert statementFor(int fields) {
        Insert known = inserts.get(fields);
        if (known != null) {
            return known;
        }
        List<Expression.Column> columns = new ArrayList<>();
        List<Expression> values = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
            if (targets.get(i) instanceof Expression.Column column) {
                if (!direct) {
                    columns.add(column);
                    values.add(
                            i < fields
                                    ? new Expression.UserVariable(variable(i), 0, 0)
                                    : new Expression.DefaultValue(0, 0));
                } else if (i < fields) {
                    columns.add(column);
                    values.add(new Expression.DefaultValue(0, 0));
                }
            }
        }
        for (Statement.Assignment assignment : statement.assignments()) {
            columns.add(assignment.column());
            values.add(assignment.value());
        }
        Statement.Insert insert =
                new Statement.Insert(
                        statement.duplicates() == Statement.LoadDuplicates.REPLACE,
                        Statement.Priority.NORMAL,
                        ignore,
                        statement.table(),
                        statement.partitions(),
                        columns,
                        List.of(values),
                        null,
                        null,
                        List.of(),
                        false,
                        statement.start(),
                        statement.end());
        Plan plan = context.planner().plan(parsed, insert, context.planning());
        if (!(plan instanceof InsertPlan planned)) {
            throw new IllegalStateException("the plan of an INSERT is " + plan.explainTree());
        }
        inserts.put(fields, planned.statement());
        return planned.statement();
    }
}
