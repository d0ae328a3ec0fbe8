package io.daybreak.sql.ddl;

import io.daybreak.sql.api.*;
import io.daybreak.sql.ast.*;
import io.daybreak.sql.parse.*;
import io.daybreak.sql.session.*;

public final class DdlStatements {
    public static DdlResult execute(DdlStatement s, Parsed p, StatementContext c) {
        throw new SqlException(MySqlError.ER_NOT_SUPPORTED_YET, "ddl");
    }
}
