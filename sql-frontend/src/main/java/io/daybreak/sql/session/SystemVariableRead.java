package io.daybreak.sql.session;

import io.daybreak.engine.collation.Collations;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.VariableScope;
import io.daybreak.sql.expr.EvalContext;
import io.daybreak.sql.expr.Expr;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.Values;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** {@code @@name}: reads the variable when it is evaluated. */
final class SystemVariableRead extends Expr {
    private final SystemVariable variable;
    private final boolean global;

    private SystemVariableRead(SystemVariable variable, boolean global) {
        super(typeOf(variable), variable.type() == SystemVariable.Type.STRING);
        this.variable = variable;
        this.global = global;
    }

    /**
     * @throws SqlException 1193 for an unknown name, 1238 for a scope that it does not have
     */
    static Expr of(String name, VariableScope scope) {
        SystemVariable variable = SystemVariables.find(name);
        if (variable == null) {
            throw new SqlException(MySqlError.ER_UNKNOWN_SYSTEM_VARIABLE, name);
        }
        boolean wantsGlobal = scope != VariableScope.DEFAULT && scope != VariableScope.SESSION;
        if (wantsGlobal && !variable.hasGlobal()) {
            throw new SqlException(MySqlError.ER_INCORRECT_GLOBAL_LOCAL_VAR, name, "SESSION");
        }
        if (scope == VariableScope.SESSION && !variable.hasSession()) {
            throw new SqlException(MySqlError.ER_INCORRECT_GLOBAL_LOCAL_VAR, name, "GLOBAL");
        }
        return new SystemVariableRead(variable, wantsGlobal || !variable.hasSession());
    }

    private static SqlType typeOf(SystemVariable variable) {
        return switch (variable.type()) {
            case BOOL -> SqlType.BIGINT;
            case INT -> SqlType.BIGINT_UNSIGNED;
            case DECIMAL -> SqlType.decimal(20, 6);
            case ENUM, SET, SQLMODE, STRING -> SqlType.varchar(1024, Collations.UTF8MB4_0900_AI_CI);
        };
    }

    @Override
    public @Nullable Object eval(EvalContext ctx) {
        String text = ((SessionContext) ctx).systemVariable(variable, global);
        return switch (variable.type()) {
            case BOOL -> text.equals("ON") ? 1L : 0L;
            case INT -> text.isEmpty() ? 0L : new BigInteger(text).longValue();
            case DECIMAL -> new BigDecimal(text).setScale(6, java.math.RoundingMode.HALF_UP);
            case ENUM, SET, SQLMODE -> Values.utf8(text);
            case STRING ->
                    text.isEmpty() && variable.name().startsWith("character_set_results")
                            ? null
                            : Values.utf8(text);
        };
    }

    @Override
    public boolean isConstant() {
        return false;
    }

    @Override
    public int coercibility() {
        return type().hasCollation() ? 3 : 5;
    }

    @Override
    public String toString() {
        return "@@" + variable.name();
    }
}
