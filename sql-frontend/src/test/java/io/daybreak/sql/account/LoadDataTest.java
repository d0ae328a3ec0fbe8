package io.daybreak.sql.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.engine.Engines;
import io.daybreak.engine.api.EngineConfig;
import io.daybreak.engine.api.StorageEngine;
import io.daybreak.quorum.memory.InMemoryVolume;
import io.daybreak.sql.SqlDatabases;
import io.daybreak.sql.api.SqlConfig;
import io.daybreak.sql.api.SqlDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadDataTest {
    @TempDir Path directory;

    @Test
    void loadsWhatTheClientSends() {
        try (InMemoryVolume volume = InMemoryVolume.durableAtOnce();
                StorageEngine engine = Engines.open(volume, new EngineConfig(16 << 20, 1));
                SqlDatabase database =
                        SqlDatabases.open(engine, new SqlConfig("8.0", 3306, directory, "here"));
                SqlClient root = new SqlClient(database, "root", "localhost")) {
            assertThat(root.one("CREATE DATABASE d")).startsWith("OK");
            assertThat(root.one("CREATE TABLE d.t (a INT PRIMARY KEY, b VARCHAR(20), c INT)"))
                    .startsWith("OK");
            assertThat(root.one("LOAD DATA INFILE 'x' INTO TABLE d.t")).startsWith("ERROR 1290");
            assertThat(root.one("SET GLOBAL local_infile = OFF")).startsWith("OK");
            assertThat(root.one("LOAD DATA LOCAL INFILE 'x' INTO TABLE d.t"))
                    .startsWith("ERROR 3948");
            assertThat(root.one("SET GLOBAL local_infile = ON")).startsWith("OK");
            root.file = "1\tone\t10\n2\t\\N\t20\n3\tt\\th\t30".getBytes(StandardCharsets.UTF_8);
            assertThat(root.one("LOAD DATA LOCAL INFILE 'x' INTO TABLE d.t"))
                    .isEqualTo("OK 3 Records: 3  Deleted: 0  Skipped: 0  Warnings: 0");
            root.file =
                    "a,b\r\n3,\"x\"\"y\",1\r\n4,\"p,q\",NULL\r\n".getBytes(StandardCharsets.UTF_8);
            assertThat(
                            root.one(
                                    "LOAD DATA LOCAL INFILE 'x' REPLACE INTO TABLE d.t"
                                            + " FIELDS TERMINATED BY ',' OPTIONALLY ENCLOSED BY '\"'"
                                            + " LINES TERMINATED BY '\\r\\n' IGNORE 1 LINES"
                                            + " (a, @b, c) SET b = UPPER(@b)"))
                    .isEqualTo("OK 3 Records: 2  Deleted: 1  Skipped: 0  Warnings: 0");
            assertThat(root.run("SELECT * FROM d.t ORDER BY a"))
                    .containsExactly("1\tone\t10", "2\tnull\t20", "3\tX\"Y\t1", "4\tP,Q\tnull");
            root.file = "4\tz\t1\n5\tz\n".getBytes(StandardCharsets.UTF_8);
            assertThat(root.one("LOAD DATA LOCAL INFILE 'x' INTO TABLE d.t"))
                    .startsWith("OK 1 Records: 2  Deleted: 0  Skipped: 1");
        }
    }
}
