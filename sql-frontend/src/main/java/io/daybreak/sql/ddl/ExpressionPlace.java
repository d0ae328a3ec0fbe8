package io.daybreak.sql.ddl;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import org.jspecify.annotations.Nullable;

/** Where an expression stands in a table's definition, and how MySQL says what may not be there. */
enum ExpressionPlace {
    /** {@code DEFAULT (…)}. */
    DEFAULT(
            MySqlError.ER_DEFAULT_VAL_GENERATED_FUNCTION_IS_NOT_ALLOWED,
            MySqlError.ER_DEFAULT_VAL_GENERATED_NAMED_FUNCTION_IS_NOT_ALLOWED,
            MySqlError.ER_DEFAULT_VAL_GENERATED_VARIABLES,
            MySqlError.ER_DEFAULT_VAL_GENERATED_ROW_VALUE),

    /** {@code AS (…)}, whether stored or not. MySQL takes the text for variables from defaults. */
    GENERATED(
            MySqlError.ER_GENERATED_COLUMN_FUNCTION_IS_NOT_ALLOWED,
            MySqlError.ER_GENERATED_COLUMN_NAMED_FUNCTION_IS_NOT_ALLOWED,
            MySqlError.ER_DEFAULT_VAL_GENERATED_VARIABLES,
            MySqlError.ER_GENERATED_COLUMN_ROW_VALUE),

    /** {@code CHECK (…)}. A row is not of boolean type, and that is looked for first. */
    CHECK(
            MySqlError.ER_CHECK_CONSTRAINT_FUNCTION_IS_NOT_ALLOWED,
            MySqlError.ER_CHECK_CONSTRAINT_NAMED_FUNCTION_IS_NOT_ALLOWED,
            MySqlError.ER_CHECK_CONSTRAINT_VARIABLES,
            MySqlError.ER_NON_BOOLEAN_EXPR_FOR_CHECK_CONSTRAINT);

    private final MySqlError function;
    private final MySqlError namedFunction;
    private final MySqlError variable;
    private final MySqlError row;

    ExpressionPlace(
            MySqlError function, MySqlError namedFunction, MySqlError variable, MySqlError row) {
        this.function = function;
        this.namedFunction = namedFunction;
        this.variable = variable;
        this.row = row;
    }

    /**
     * @param owner the column or the constraint
     * @param name of the function as the text shows it; null if it shows none
     */
    SqlException function(String owner, @Nullable String name) {
        return name == null
                ? new SqlException(function, owner)
                : new SqlException(namedFunction, owner, name);
    }

    SqlException variable(String owner) {
        return new SqlException(variable, owner);
    }

    SqlException row(String owner) {
        return new SqlException(row, owner);
    }
}
