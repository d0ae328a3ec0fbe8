package io.daybreak.sql.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.engine.Engines;
import io.daybreak.engine.api.EngineConfig;
import io.daybreak.engine.api.StorageEngine;
import io.daybreak.quorum.memory.InMemoryVolume;
import io.daybreak.sql.fake.FakeSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The same statements on the engine itself, over a volume in memory. */
class RealEngineTest {
    private final StorageEngine engine =
            Engines.open(InMemoryVolume.durableAtOnce(), new EngineConfig(1L << 24, 1));
    private final FakeSession db = new FakeSession(engine);

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void readsATableWithoutAPrimaryKey() {
        db.run("CREATE TABLE h (a INT, b VARCHAR(10))");
        db.run("INSERT INTO h VALUES (1, 'x'), (2, 'y')");
        db.run("INSERT INTO h VALUES (3, 'z')");
        assertThat(db.query("SELECT a FROM h ORDER BY a")).containsExactly("1", "2", "3");
        db.run("UPDATE h SET b = 'w' WHERE a = 2");
        db.run("DELETE FROM h WHERE a = 1");
        assertThat(db.query("SELECT * FROM h ORDER BY a")).containsExactly("2,w", "3,z");
    }

    @Test
    void readsByIndexesAndChangesRows() {
        db.run(
                "CREATE TABLE t (id INT PRIMARY KEY AUTO_INCREMENT, a INT, b VARCHAR(20), KEY k (a))");
        db.run("INSERT INTO t (a, b) VALUES (10, 'x'), (20, 'y'), (NULL, 'z'), (20, NULL)");
        assertThat(db.query("SELECT id FROM t WHERE a = 20 ORDER BY id")).containsExactly("2", "4");
        assertThat(db.query("SELECT id FROM t WHERE a IS NULL")).containsExactly("3");
        assertThat(db.query("SELECT id FROM t WHERE id > 1 AND id <= 3 ORDER BY id DESC"))
                .containsExactly("3", "2");
        assertThat(db.query("SELECT id FROM t WHERE id IN (4, 1, 9) ORDER BY id"))
                .containsExactly("1", "4");
        db.run("UPDATE t SET a = a + 1 WHERE a >= 20");
        assertThat(db.query("SELECT id, a FROM t WHERE a > 15 ORDER BY id"))
                .containsExactly("2,21", "4,21");
        db.run("INSERT INTO t VALUES (1, 5, 'n') ON DUPLICATE KEY UPDATE a = VALUES(a), b = 'dup'");
        db.run("REPLACE INTO t VALUES (2, 7, 'rep')");
        assertThat(db.query("SELECT * FROM t WHERE id < 3 ORDER BY id"))
                .containsExactly("1,5,dup", "2,7,rep");
    }
}
