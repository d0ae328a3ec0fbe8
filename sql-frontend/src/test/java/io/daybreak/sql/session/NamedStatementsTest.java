package io.daybreak.sql.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.sql.account.SqlClient;
import io.daybreak.sql.api.ConnectionRegistry;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PREPARE, EXECUTE and DEALLOCATE PREPARE, and that the server counts what they hold. */
class NamedStatementsTest {
    private static final int MAX = 3;

    @TempDir Path directory;

    private TestDatabase test;
    private SqlClient db;
    private int count;

    @BeforeEach
    void open() {
        test = new TestDatabase(directory);
        db = new SqlClient(test.database, "root", "localhost", registry());
    }

    @AfterEach
    void close() {
        test.close();
    }

    /** Counts what is prepared; nothing else is asked of it. */
    private ConnectionRegistry registry() {
        return (ConnectionRegistry)
                Proxy.newProxyInstance(
                        ConnectionRegistry.class.getClassLoader(),
                        new Class<?>[] {ConnectionRegistry.class},
                        (_, method, arguments) -> {
                            if (method.getName().equals("reservePreparedStatement")) {
                                if (count == MAX) {
                                    throw new SqlException(
                                            MySqlError.ER_MAX_PREPARED_STMT_COUNT_REACHED, MAX);
                                }
                                count++;
                            } else {
                                count -= (int) arguments[0];
                            }
                            return null;
                        });
    }

    @Test
    void countsForTheServersLimit() {
        db.one("PREPARE a FROM 'SELECT 1'");
        db.one("PREPARE A FROM 'SELECT 2'");
        assertThat(count).isEqualTo(1);
        assertThat(db.one("EXECUTE a")).isEqualTo("2");
        db.one("PREPARE b FROM 'SELECT 3'");
        db.one("PREPARE c FROM 'SELECT 4'");
        assertThat(db.one("PREPARE d FROM 'SELECT 5'"))
                .isEqualTo(
                        "ERROR 1461 Can't create more than max_prepared_stmt_count statements (current value: 3)");
        assertThat(db.one("EXECUTE d"))
                .isEqualTo("ERROR 1243 Unknown prepared statement handler (d) given to EXECUTE");
        // One that replaces another needs no more room.
        assertThat(db.one("PREPARE c FROM 'SELECT 6'")).startsWith("OK");
        assertThat(db.one("EXECUTE c")).isEqualTo("6");
        db.one("DEALLOCATE PREPARE b");
        assertThat(db.one("DEALLOCATE PREPARE b")).startsWith("ERROR 1243");
        assertThat(count).isEqualTo(2);
        db.reset();
        assertThat(count).isZero();
        assertThat(db.one("EXECUTE a")).startsWith("ERROR 1243");
        db.one("PREPARE a FROM 'SELECT 1'");
        assertThat(count).isEqualTo(1);
        db.close();
        assertThat(count).isZero();
    }

    @Test
    void oneThatFailsCountsForNothingAndTakesItsNameAway() {
        db.one("PREPARE a FROM 'SELECT 1'");
        assertThat(db.one("PREPARE a FROM 'SELECT'")).startsWith("ERROR 1064");
        assertThat(db.one("EXECUTE a")).startsWith("ERROR 1243");
        assertThat(db.one("PREPARE a FROM 'SELECT * FROM nowhere.t'")).startsWith("ERROR 1049");
        assertThat(count).isZero();
    }
}
