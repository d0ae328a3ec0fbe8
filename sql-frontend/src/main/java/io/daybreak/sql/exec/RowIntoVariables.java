package io.daybreak.sql.exec;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.expr.EvalContext;
import io.daybreak.sql.types.SqlType;
import java.util.List;

/** SELECT … INTO @a, @b: the one row of a query becomes values of user variables. */
public final class RowIntoVariables {
    private RowIntoVariables() {}

    /**
     * @param outputs slots of the values, as many as there are names
     */
    public static ExecutionResult run(
            PlanNode root,
            int[] outputs,
            SqlType[] types,
            List<String> names,
            int slotCount,
            ExecutionContext context) {
        try (Execution execution = new Execution(context, slotCount)) {
            Operator operator = execution.operator(root);
            try {
                operator.open();
                if (!operator.next()) {
                    context.warn(MySqlError.ER_SP_FETCH_NO_DATA);
                    return ExecutionResult.ofChanges(0, 0, "");
                }
                for (int i = 0; i < outputs.length; i++) {
                    context.setUserVariable(
                            names.get(i),
                            new EvalContext.UserVariable(
                                    LateColumn.resolve(execution.frame()[outputs[i]]), types[i]));
                }
                if (operator.next()) {
                    throw new SqlException(MySqlError.ER_TOO_MANY_ROWS);
                }
                return ExecutionResult.ofChanges(1, 0, "");
            } finally {
                operator.close();
            }
        } finally {
            context.clearWindowStates();
        }
    }
}
