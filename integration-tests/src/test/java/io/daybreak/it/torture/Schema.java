package io.daybreak.it.torture;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The tables that the writers share, each row of which belongs to one writer or to sums. */
final class Schema {
    static final String NAME = "torture";
    static final int ACCOUNTS = 48;
    static final long BALANCE = 1_000;

    /** Shared tables; those of the writers that change definitions come on top. */
    static final List<String> TABLES =
            List.of("account", "transfer", "settled", "kv", "doc", "parent", "child", "ticket");

    private static final List<String> DEFINITIONS =
            List.of(
                    "CREATE TABLE account (id INT PRIMARY KEY, balance BIGINT NOT NULL,"
                            + " touched BIGINT NOT NULL DEFAULT 0, KEY balance (balance))",
                    "CREATE TABLE transfer (id BIGINT AUTO_INCREMENT PRIMARY KEY,"
                            + " writer INT NOT NULL, seq BIGINT NOT NULL, src INT NOT NULL,"
                            + " dst INT NOT NULL, amount INT NOT NULL,"
                            + " UNIQUE KEY who (writer, seq),"
                            + " FOREIGN KEY (src) REFERENCES account (id),"
                            + " FOREIGN KEY (dst) REFERENCES account (id))",
                    "CREATE TABLE settled (writer INT, account INT, net BIGINT NOT NULL,"
                            + " PRIMARY KEY (writer, account))",
                    "CREATE TABLE kv (writer INT, k INT, v INT NOT NULL, u BIGINT NOT NULL,"
                            + " pad VARCHAR(300) NOT NULL, PRIMARY KEY (writer, k),"
                            + " UNIQUE KEY u (u), KEY v (v), KEY pad (pad(20), v))",
                    "CREATE TABLE doc (writer INT, id INT, crc BIGINT NOT NULL,"
                            + " body LONGBLOB NOT NULL, PRIMARY KEY (writer, id), KEY crc (crc),"
                            + " KEY body (body(40)))",
                    "CREATE TABLE parent (id BIGINT PRIMARY KEY, writer INT NOT NULL,"
                            + " note VARCHAR(40) NOT NULL, KEY note (note))",
                    "CREATE TABLE child (id BIGINT PRIMARY KEY, parent BIGINT NOT NULL,"
                            + " val INT NOT NULL, KEY val (val), FOREIGN KEY (parent)"
                            + " REFERENCES parent (id) ON DELETE CASCADE ON UPDATE CASCADE)",
                    "CREATE TABLE ticket (id BIGINT AUTO_INCREMENT PRIMARY KEY,"
                            + " writer INT NOT NULL, KEY writer (writer))");

    private Schema() {}

    static void create(Connection connection) throws SQLException {
        try (Statement s = connection.createStatement()) {
            s.execute("CREATE DATABASE " + NAME);
            s.execute("USE " + NAME);
            for (String definition : DEFINITIONS) {
                s.execute(definition);
            }
        }
        String insert = "INSERT INTO account (id, balance) VALUES (?, " + BALANCE + ")";
        try (PreparedStatement s = connection.prepareStatement(insert)) {
            for (int id = 0; id < ACCOUNTS; id++) {
                s.setInt(1, id);
                s.execute();
            }
        }
    }
}
