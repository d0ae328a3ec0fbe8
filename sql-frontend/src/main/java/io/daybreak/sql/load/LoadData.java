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
import io.daybreak.sql.exec.ExecutionContext;
import io.daybreak.sql.exec.ExecutionResult;
import io.daybreak.sql.expr.EvalContext;
import io.daybreak.sql.parse.Parsed;
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
 * One run of LOAD DATA: for each record an INSERT whose values are user variables with names that
 * nobody writes. Owned by the statement's thread.
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
    private final Map<Integer, Plan> plans = new HashMap<>();

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
        ExecutionContext execution = context.execution();
        execution
                .transaction()
                .lockMetadata(
                        schema,
                        name,
                        Transaction.MetadataLock.SHARED,
                        execution.metadataLockTimeoutMillis());
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
        for (int i = 0; i < targets.size(); i++) {
            set(variable(i), null);
        }
        plan(targets.size());
        RecordReader reader = new RecordReader(statement.format(), skip, this::insert);
        try {
            sink.requestLocalFile(statement.file(), reader::take);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new SqlException(MySqlError.ER_QUERY_INTERRUPTED);
        }
        reader.finish();
        String info =
                String.format(
                        "Records: %d  Deleted: %d  Skipped: %d  Warnings: %d",
                        rows, deleted, skipped, context.execution().warningCount());
        return new ExecutionResult(0, rows - skipped + deleted, generated, generated, info);
    }

    private void insert(List<byte @Nullable []> fields) {
        rows++;
        if (fields.size() > targets.size()) {
            context.execution().warn(MySqlError.ER_WARN_TOO_MANY_RECORDS, rows);
        } else if (fields.size() < targets.size()) {
            context.execution().warn(MySqlError.ER_WARN_TOO_FEW_RECORDS, rows);
        }
        int given = Math.min(fields.size(), targets.size());
        for (int i = 0; i < targets.size(); i++) {
            set(variable(i), i < given ? fields.get(i) : null);
        }
        ExecutionResult result = plan(given).execute(context.execution(), sink);
        if (result.affectedRows() == 0) {
            skipped++;
        } else {
            deleted += result.affectedRows() - 1;
        }
        if (generated == 0) {
            generated = result.generatedId();
        }
    }

    private void set(String variable, byte @Nullable [] value) {
        byte[] utf8 =
                value == null
                                || charset == null
                                || charset.isUtf8()
                                || charset == CharacterSet.BINARY
                        ? value
                        : charset.toUtf8(value);
        context.execution().setUserVariable(variable, new EvalContext.UserVariable(utf8, text));
    }

    /** The variable that holds a field: the statement's own, or one for the column. */
    private String variable(int field) {
        return targets.get(field) instanceof Expression.UserVariable own
                ? own.name()
                : "load data field " + field;
    }

    /** The INSERT of a record with so many fields; the columns of the others get defaults. */
    private Plan plan(int fields) {
        Plan known = plans.get(fields);
        if (known != null) {
            return known;
        }
        List<Expression.Column> columns = new ArrayList<>();
        List<Expression> values = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
            if (targets.get(i) instanceof Expression.Column column) {
                columns.add(column);
                values.add(
                        i < fields
                                ? new Expression.UserVariable(variable(i), 0, 0)
                                : new Expression.DefaultValue(0, 0));
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
        plans.put(fields, plan);
        return plan;
    }
}
