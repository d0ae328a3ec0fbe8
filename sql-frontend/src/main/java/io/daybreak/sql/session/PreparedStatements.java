package io.daybreak.sql.session;

import io.daybreak.sql.api.ConnectionRegistry;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.ResultColumn;
import io.daybreak.sql.api.ResultSink;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.api.SqlSession.Parameter;
import io.daybreak.sql.api.SqlSession.Progress;
import io.daybreak.sql.ast.Statement;
import io.daybreak.sql.expr.EvalContext;
import io.daybreak.sql.parse.Parsed;
import io.daybreak.sql.parse.Parser;
import io.daybreak.sql.plan.Plan;
import io.daybreak.sql.types.CharacterSet;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.ValueFormats;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Prepares statements, those of the protocol and PREPARE's, and finds the plans of their runs.
 * Owned by the session's thread.
 */
final class PreparedStatements {
    private static final @Nullable Object[] NO_VALUES = {};
    private static final ResultColumn[] NO_COLUMNS = {};

    private final SessionContext context;
    private final SessionTransactions transactions;
    private final StatementRunner runner;
    private final Map<String, PreparedText> named = new HashMap<>();

    PreparedStatements(
            SessionContext context, SessionTransactions transactions, StatementRunner runner) {
        this.context = context;
        this.transactions = transactions;
        this.runner = runner;
    }

    /**
     * @param text not to be changed any more
     * @return null only if not {@code mayBlock}: to be called again where it may
     */
    @Nullable PreparedText prepare(byte[] text, boolean mayBlock) {
        PreparedCache cache = context.database.prepared();
        Preparation preparation = cache.find(text, context);
        if (preparation != null) {
            context.begin(NO_VALUES, mayBlock);
            context.warnings.begin();
            context.require(preparation.needs);
            return new PreparedText(preparation);
        }
        if (!mayBlock) {
            return null;
        }
        preparation = make(text);
        // Whoever finds it would have to be warned, too; variables have types of their own in each
        // session, and temporary tables come and go without the dictionary.
        if (preparation.warnings == 0
                && context.temporaryTables().isEmpty()
                && !StatementRunner.namesVariables(preparation.parsed)) {
            cache.put(preparation);
        }
        return new PreparedText(preparation);
    }

    private Preparation make(byte[] text) {
        Parsed parsed = parse(text);
        context.begin(NO_VALUES, true);
        context.warnings.begin();
        context.warnings.addAll(parsed.deprecations());
        ResultColumn[] columns = NO_COLUMNS;
        List<Plan.Dependency> tables = List.of();
        List<CachedPlan.Need> needs = List.of();
        if (parsed.statement() instanceof Statement.Data statement
                && UnplannedStatements.isPlanned(statement)) {
            Plan plan = describe(parsed, statement);
            columns = plan.columns();
            tables = plan.dependencies();
            needs = Needs.of(statement, plan, context.schema());
            context.require(needs);
        } else if (parsed.statement() instanceof Statement.Prepare
                || parsed.statement() instanceof Statement.Execute
                || parsed.statement() instanceof Statement.Deallocate) {
            throw new SqlException(MySqlError.ER_UNSUPPORTED_PS);
        }
        ResultColumn[] parameters = new ResultColumn[parsed.parameterCount()];
        Arrays.fill(
                parameters,
                ValueFormats.column(
                        "?",
                        SqlType.varchar(16_383, context.environment().connection()),
                        true,
                        context.environment().results()));
        return new Preparation(
                parsed,
                context.environment(),
                parameters,
                columns,
                context.warnings.count(),
                tables,
                needs);
    }

    private Parsed parse(byte[] text) {
        return Parser.parse(text, 0, text.length, context.variables.parseOptions());
    }

    private Plan describe(Parsed parsed, Statement.Data statement) {
        try {
            return context.database
                    .planner()
                    .plan(parsed, statement, new SessionPlanning(context, false, null, false));
        } catch (StackOverflowError e) {
            throw runner.describe(e);
        }
    }

    ResultColumn[] columnsOf(String sql) {
        Parsed parsed = parse(sql.getBytes(StandardCharsets.UTF_8));
        Statement.Data statement = (Statement.Data) parsed.statement();
        Plan plan = describe(parsed, statement);
        context.require(Needs.of(statement, plan, context.schema()));
        return plan.columns();
    }

    Progress run(PreparedText prepared, Parameter[] parameters, ResultSink sink, boolean mayBlock) {
        if (parameters.length != prepared.parameterCount()) {
            return runner.fail(new SqlException(MySqlError.ER_WRONG_ARGUMENTS, "EXECUTE"), sink);
        }
        SqlType[] types = new SqlType[parameters.length];
        @Nullable Object[] values = new Object[parameters.length];
        CharacterSet client = context.variables.clientCharset();
        for (int i = 0; i < parameters.length; i++) {
            types[i] =
                    ParameterTypes.of(
                            parameters[i], prepared.types[i], context.environment().connection());
            Object value = parameters[i].value();
            values[i] =
                    value instanceof byte[] text
                                    && client != null
                                    && !client.isUtf8()
                                    && !types[i].isBinaryString()
                            ? client.toUtf8(text)
                            : value;
        }
        return run(prepared, types, values, sink, mayBlock, false);
    }

    private Progress run(
            PreparedText prepared,
            SqlType[] types,
            @Nullable Object[] values,
            ResultSink sink,
            boolean mayBlock,
            boolean more) {
        Parsed parsed = prepared.preparation.parsed;
        if (!UnplannedStatements.isPlanned(parsed.statement())) {
            return mayBlock || isInline(parsed.statement())
                    ? runner.dispatch(parsed, null, sink, mayBlock, more)
                    : Progress.WOULD_BLOCK;
        }
        for (int attempt = 0; attempt < StatementRunner.PLANNING_ATTEMPTS_MAX; attempt++) {
            CachedPlan plan = knownPlan(prepared, types);
            if (plan == null) {
                if (!mayBlock) {
                    return Progress.WOULD_BLOCK;
                }
                try {
                    plan = plan(prepared, types, values);
                } catch (RuntimeException | StackOverflowError e) {
                    context.warnings.begin();
                    return runner.fail(runner.describe(e), sink);
                }
            }
            StatementRunner.Outcome outcome = runner.run(plan, values, sink, mayBlock, more);
            if (outcome != StatementRunner.Outcome.STALE) {
                return outcome.progress();
            }
            prepared.plan = null;
            context.database.prepared().forgetPlan(prepared.preparation, plan);
        }
        return runner.fail(new SqlException(MySqlError.ER_TABLE_DEF_CHANGED), sink);
    }

    private boolean isInline(Statement statement) {
        return switch (statement) {
            case Statement.Begin _, Statement.Commit _, Statement.Savepoint _ -> true;
            case Statement.Rollback _, Statement.RollbackTo _ -> !transactions.hasChanges();
            default -> false;
        };
    }

    /** The plan for parameters of these types, if one is known. */
    private @Nullable CachedPlan knownPlan(PreparedText prepared, SqlType[] types) {
        PlanEnvironment environment = context.environment();
        if (prepared.plan != null
                && Arrays.equals(types, prepared.types)
                && environment.equals(prepared.environment)) {
            return prepared.plan;
        }
        CachedPlan known =
                environment.equals(prepared.preparation.environment)
                        ? context.database.prepared().findPlan(prepared.preparation, types)
                        : null;
        if (known != null) {
            remember(prepared, types, known);
        }
        return known;
    }

    private CachedPlan plan(PreparedText prepared, SqlType[] types, @Nullable Object[] values) {
        context.begin(values, true);
        Parsed parsed = prepared.preparation.parsed;
        Statement.Data statement = (Statement.Data) parsed.statement();
        Plan plan =
                context.database
                        .planner()
                        .plan(parsed, statement, new SessionPlanning(context, false, types, true));
        CachedPlan cached = runner.unbound(statement, plan, List.of());
        remember(prepared, types, cached);
        // What EXPLAIN answers depends on the values.
        if (StatementRunner.namesVariables(parsed) || statement instanceof Statement.Explain) {
            prepared.plan = null;
        } else if (context.environment().equals(prepared.preparation.environment)) {
            context.database.prepared().keepPlan(prepared.preparation, types, cached);
        }
        return cached;
    }

    private void remember(PreparedText prepared, SqlType[] types, CachedPlan plan) {
        System.arraycopy(types, 0, prepared.types, 0, types.length);
        prepared.environment = context.environment();
        prepared.plan = plan;
    }

    /**
     * PREPARE name FROM, for a name that is free.
     *
     * @throws SqlException 1461 if the server has too many prepared statements
     */
    void prepareNamed(String name, byte[] text) {
        registry().reservePreparedStatement();
        PreparedText prepared = null;
        try {
            prepared = Objects.requireNonNull(prepare(text, true));
        } finally {
            if (prepared == null) {
                registry().releasePreparedStatements(1);
            }
        }
        named.put(key(name), prepared);
    }

    /** EXECUTE name USING. */
    Progress executeNamed(Statement.Execute execute, ResultSink sink, boolean more) {
        PreparedText prepared = named.get(key(execute.name()));
        if (prepared == null) {
            throw new SqlException(MySqlError.ER_UNKNOWN_STMT_HANDLER, execute.name(), "EXECUTE");
        }
        int count = prepared.parameterCount();
        if (execute.using().size() != count) {
            throw new SqlException(MySqlError.ER_WRONG_ARGUMENTS, "EXECUTE");
        }
        SqlType[] types = new SqlType[count];
        @Nullable Object[] values = new Object[count];
        for (int i = 0; i < count; i++) {
            EvalContext.UserVariable variable = context.userVariable(execute.using().get(i).name());
            types[i] = variable == null ? prepared.types[i] : variable.type();
            values[i] = variable == null ? null : variable.value();
        }
        return run(prepared, types, values, sink, true, more);
    }

    /** DEALLOCATE PREPARE. False if nothing has the name. */
    boolean deallocate(String name) {
        boolean known = named.remove(key(name)) != null;
        if (known) {
            registry().releasePreparedStatements(1);
        }
        return known;
    }

    /** What PREPARE made; the protocol's statements are its own. */
    void deallocateAll() {
        registry().releasePreparedStatements(named.size());
        named.clear();
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private ConnectionRegistry registry() {
        return context.connection().registry();
    }
}
