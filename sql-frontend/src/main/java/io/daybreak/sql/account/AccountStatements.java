package io.daybreak.sql.account;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.AccountStatement;
import io.daybreak.sql.session.StatementContext;
import java.util.List;

/** Runs the statements about users and privileges. Stateless. */
public final class AccountStatements {
    private AccountStatements() {}

    /**
     * Changes the rows of the account tables in the statement's transaction; the snapshot shows it
     * after {@link Accounts#reload}.
     */
    public static void execute(AccountStatement statement, StatementContext context) {
        throw new SqlException(
                MySqlError.ER_NOT_SUPPORTED_YET, statement.getClass().getSimpleName());
    }

    /** The rows of SHOW GRANTS. */
    public static List<String> showGrants(AccountEntry account) {
        return List.of();
    }

    /** The row of SHOW CREATE USER. */
    public static String showCreateUser(AccountEntry account) {
        return "CREATE USER " + account.quoted();
    }
}
