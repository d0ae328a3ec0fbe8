package io.daybreak.sql.session;

import io.daybreak.engine.api.Isolation;
import io.daybreak.sql.account.Privilege;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.Expression;
import io.daybreak.sql.ast.Query;
import io.daybreak.sql.ast.Statement;
import io.daybreak.sql.ast.VariableScope;
import io.daybreak.sql.parse.Parsed;
import io.daybreak.sql.plan.Plan;
import io.daybreak.sql.types.Values;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** SET of variables, names and transaction characteristics. Owned by the session's thread. */
final class SetStatements {
    private final Session session;
    private final SessionContext context;
    private final SessionTransactions transactions;

    SetStatements(Session session, SessionContext context, SessionTransactions transactions) {
        this.session = session;
        this.context = context;
        this.transactions = transactions;
    }

    /**
     * @return the LSN to wait for: SET autocommit = 1 commits
     */
    long run(Parsed parsed, Statement.Set statement) {
        long lsn = 0;
        for (Statement.SetItem item : statement.items()) {
            switch (item) {
                case Statement.SetItem.User user -> assign(parsed, user);
                case Statement.SetItem.Names names -> {
                    String charset = names.charset() == null ? "utf8mb4" : names.charset();
                    VariableRules.names(
                            context,
                            VariableRules.collation(
                                    VariableRules.charset(charset), names.collation()));
                }
                case Statement.SetItem.CharacterSet set ->
                        VariableRules.characterSet(
                                context,
                                VariableRules.charset(
                                        set.charset() == null ? "utf8mb4" : set.charset()));
                case Statement.SetItem.Variable variable ->
                        lsn = Math.max(lsn, variable(parsed, variable));
            }
        }
        return lsn;
    }

    private void assign(Parsed parsed, Statement.SetItem.User user) {
        Expression.UserVariable target =
                new Expression.UserVariable(user.name(), user.value().start(), user.value().end());
        value(
                parsed,
                new Expression.Assign(
                        target, user.value(), user.value().start(), user.value().end()));
    }

    private long variable(Parsed parsed, Statement.SetItem.Variable item) {
        SystemVariable variable = SystemVariables.find(item.name());
        if (variable == null) {
            throw new SqlException(MySqlError.ER_UNKNOWN_SYSTEM_VARIABLE, item.name());
        }
        boolean global =
                item.scope() == VariableScope.GLOBAL
                        || item.scope() == VariableScope.PERSIST
                        || item.scope() == VariableScope.PERSIST_ONLY;
        checkScope(variable, global);
        Object wanted = wanted(parsed, variable, item.value(), global);
        if (variable.name().equals("timestamp")) {
            timestamp(wanted);
            return 0;
        }
        SystemVariable.Checked checked = variable.check(wanted);
        if (checked.clamped()) {
            context.warn(
                    MySqlError.ER_TRUNCATED_WRONG_VALUE, variable.name(), String.valueOf(wanted));
        }
        String value = VariableRules.refine(variable, checked.value());
        if (global) {
            context.requireGlobal(Privilege.SUPER);
            context.database.globals().set(variable, value);
            VariableRules.follow(variable, value, context.database.globals()::set);
            return 0;
        }
        return setSession(variable, value);
    }

    private long setSession(SystemVariable variable, String value) {
        switch (variable.name()) {
            case "transaction_isolation", "transaction_read_only" -> {
                // Takes effect with the next transaction; allowed while one is open, as SET SESSION
                // is.
            }
            case "last_insert_id", "identity" -> {
                context.setLastInsertId(Long.parseUnsignedLong(value));
                return 0;
            }
            default -> {
                // Only stored.
            }
        }
        boolean autocommitBefore = context.variables.autocommit();
        context.variables.set(variable, value);
        VariableRules.follow(variable, value, context.variables::set);
        if (context.variables.isOn("session_track_schema") && isTracked(variable.name())) {
            session.changed(0, variable.name(), value);
        }
        return !autocommitBefore && context.variables.autocommit() ? transactions.commit() : 0;
    }

    private boolean isTracked(String name) {
        String tracked = context.variables.value("session_track_system_variables");
        return tracked.equals("*")
                || List.of(tracked.toLowerCase(Locale.ROOT).split("\\s*,\\s*", -1)).contains(name);
    }

    private static void checkScope(SystemVariable variable, boolean global) {
        if (!variable.dynamic()) {
            throw new SqlException(
                    MySqlError.ER_INCORRECT_GLOBAL_LOCAL_VAR, variable.name(), "read only");
        }
        if (global && !variable.hasGlobal()) {
            throw new SqlException(MySqlError.ER_LOCAL_VARIABLE, variable.name());
        }
        if (!global && !variable.hasSession()) {
            throw new SqlException(MySqlError.ER_GLOBAL_VARIABLE, variable.name());
        }
    }

    private @Nullable Object wanted(
            Parsed parsed, SystemVariable variable, Expression value, boolean global) {
        if (value instanceof Expression.DefaultValue) {
            return defaultOf(variable, global);
        }
        if (value instanceof Expression.Column word && word.table() == null) {
            return word.name();
        }
        Object result = value(parsed, value);
        return switch (result) {
            case byte[] text -> Values.string(text);
            case BigDecimal decimal
                    when decimal.scale() <= 0 && variable.type() == SystemVariable.Type.INT ->
                    decimal.toBigInteger();
            case null, default -> result;
        };
    }

    /** The value in the class that {@link SystemVariable#check} takes. */
    private @Nullable Object defaultOf(SystemVariable variable, boolean global) {
        String text =
                global || !variable.hasGlobal()
                        ? variable.defaultValue()
                        : context.database.globals().value(variable);
        return switch (variable.type()) {
            case INT -> new java.math.BigInteger(text);
            case DECIMAL -> new BigDecimal(text);
            case BOOL, ENUM, SET, SQLMODE, STRING -> text;
        };
    }

    private void timestamp(@Nullable Object value) {
        switch (value) {
            case Long seconds ->
                    context.variables.fixTimestamp(seconds == 0 ? -1 : seconds * 1_000_000);
            case BigDecimal seconds ->
                    context.variables.fixTimestamp(seconds.movePointRight(6).longValue());
            case Double seconds -> context.variables.fixTimestamp((long) (seconds * 1e6));
            case String text when text.isEmpty() -> context.variables.fixTimestamp(-1);
            case null, default ->
                    throw new SqlException(MySqlError.ER_WRONG_TYPE_FOR_VAR, "timestamp");
        }
    }

    /**
     * The value of an expression: a query of one row, run in a transaction of its own statement.
     */
    @Nullable Object value(Parsed parsed, Expression expression) {
        Query.SelectItem.Expr item =
                new Query.SelectItem.Expr(
                        expression,
                        null,
                        expression.start(),
                        expression.end(),
                        expression.start(),
                        expression.end());
        Query.Body.Select select =
                new Query.Body.Select(
                        false,
                        List.of(),
                        List.of(item),
                        List.of(),
                        null,
                        null,
                        null,
                        List.of(),
                        List.of(),
                        item.start(),
                        item.end());
        Query query =
                new Query(null, select, List.of(), null, List.of(), null, item.start(), item.end());
        Plan plan =
                context.planner()
                        .plan(
                                parsed,
                                new Statement.Select(query, item.start(), item.end()),
                                context.planning());
        ValueSink sink = new ValueSink();
        var transaction = transactions.alone();
        try {
            for (Plan.Dependency table : plan.dependencies()) {
                if (table.id() != 0) {
                    context.requireTable(Privilege.SELECT, table.schema(), table.table());
                }
            }
            transaction.beginStatement();
            plan.execute(context, sink);
            transaction.endStatement();
            transaction.commit();
        } catch (RuntimeException e) {
            transaction.rollback();
            throw e;
        } finally {
            context.transaction(null, false);
        }
        return sink.value;
    }

    void transaction(Statement.SetTransaction statement) {
        Isolation isolation =
                statement.isolation() == null
                        ? null
                        : Isolation.valueOf(statement.isolation().name());
        if (statement.scope() == VariableScope.DEFAULT) {
            transactions.next(isolation, statement.readOnly());
            return;
        }
        boolean global = statement.scope() == VariableScope.GLOBAL;
        if (global) {
            context.requireGlobal(Privilege.SUPER);
        }
        if (isolation != null) {
            set("transaction_isolation", isolation.name().replace('_', '-'), global);
        }
        if (statement.readOnly() != null) {
            set("transaction_read_only", statement.readOnly() ? "ON" : "OFF", global);
        }
    }

    private void set(String name, String value, boolean global) {
        SystemVariable variable = SystemVariables.find(name);
        if (variable == null) {
            throw new IllegalStateException("no variable " + name);
        }
        if (global) {
            context.database.globals().set(variable, value);
        } else {
            context.variables.set(variable, value);
        }
    }
}
