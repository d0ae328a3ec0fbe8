package io.daybreak.sql.session;

import io.daybreak.engine.Engines;
import io.daybreak.engine.api.EngineConfig;
import io.daybreak.engine.api.StorageEngine;
import io.daybreak.quorum.memory.InMemoryVolume;
import io.daybreak.sql.account.SqlClient;
import io.daybreak.sql.api.SqlConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A database on a volume in memory, and its sessions of root, the first of which is {@link #db}.
 */
final class TestDatabase implements AutoCloseable {
    private final InMemoryVolume volume = InMemoryVolume.durableAtOnce();
    final StorageEngine engine = Engines.open(volume, new EngineConfig(32 << 20, 1));
    final Database database;
    private final List<SqlClient> clients = new ArrayList<>();
    final SqlClient db;

    TestDatabase(Path directory) {
        database = Database.open(engine, new SqlConfig("8.4.0", 3306, directory, "here"));
        db = client();
        db.one("CREATE DATABASE d");
        db.one("USE d");
    }

    /** Another session of root, in schema d. */
    SqlClient client() {
        SqlClient client = new SqlClient(database, "root", "localhost");
        clients.add(client);
        client.one("USE d");
        return client;
    }

    /** What CHECK TABLE finds in a table of schema d. */
    List<String> check(String table) {
        return engine.check(Objects.requireNonNull(engine.table("d", table)));
    }

    @Override
    public void close() {
        clients.forEach(SqlClient::close);
        database.close();
        engine.close();
        volume.close();
    }
}
