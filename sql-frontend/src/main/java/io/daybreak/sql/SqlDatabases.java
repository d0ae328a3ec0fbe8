package io.daybreak.sql;

import io.daybreak.engine.api.StorageEngine;
import io.daybreak.sql.api.SqlConfig;
import io.daybreak.sql.api.SqlDatabase;
import io.daybreak.sql.session.Database;

/** Opens the SQL side of a server. */
public final class SqlDatabases {
    private SqlDatabases() {}

    /** Opens the SQL side on an engine. Closing it does not close the engine. */
    public static SqlDatabase open(StorageEngine engine, SqlConfig config) {
        return Database.open(engine, config);
    }
}
