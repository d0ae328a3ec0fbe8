package io.daybreak.sql.show;

import io.daybreak.sql.api.*;
import io.daybreak.sql.ast.*;
import io.daybreak.sql.parse.*;
import io.daybreak.sql.session.*;

public final class Maintenance {
    public static long run(Statement.Maintenance s, StatementContext c, ResultSink k) {
        throw new SqlException(MySqlError.ER_NOT_SUPPORTED_YET, "show");
    }
}
