package io.daybreak.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/**
 * MySQL's sample database of a film rental: its schema with views and a spatial column, its 47,000
 * rows, and reports of its kind with the answers that MySQL 9.7 gave. To record new ones, add a
 * line {@code # query} to the file and run with {@code -Ddaybreak.mysql=HOST:PORT
 * -Ddaybreak.golden.rewrite=true} against a MySQL whose schema sakila may be replaced.
 */
class SakilaTest {
    private static final Path REPORTS =
            Path.of("src/test/resources/io/daybreak/it/sakila/reports.golden");

    /** The script's triggers would do this. */
    private static final String FILL_TEXTS =
            "INSERT INTO film_text SELECT film_id, title, description FROM film";

    @Test
    void reportsWhatMySqlReports() throws Exception {
        List<String> queries =
                Files.readAllLines(REPORTS).stream().filter(l -> l.startsWith("# ")).toList();
        assertThat(queries).hasSizeGreaterThan(40);
        String mysql = System.getProperty("daybreak.mysql");
        if (mysql != null && Boolean.getBoolean("daybreak.golden.rewrite")) {
            try (Connection c = DriverManager.getConnection(mysqlUrl(mysql), "root", "")) {
                load(c);
                Files.write(REPORTS, reports(c, queries));
            }
        }
        DaybreakServer server = SharedServer.withSchema("sakila");
        try (Connection c = server.connect("sakila")) {
            load(c);
            List<String> golden = Files.readAllLines(REPORTS);
            assertThat(reports(c, queries)).isEqualTo(golden);
            assertThat(checked(c)).allMatch(line -> line.endsWith("status OK"));
        }
    }

    private static String mysqlUrl(String address) {
        return "jdbc:mysql://" + address + "/?useSSL=false&allowPublicKeyRetrieval=true";
    }

    private static void load(Connection c) throws SQLException, IOException {
        try (Statement s = c.createStatement()) {
            for (String statement : script().split(";\\s*\n")) {
                s.execute(statement);
            }
            s.execute(FILL_TEXTS);
            s.execute("COMMIT");
        }
    }

    /** No text in it has a semicolon at the end of a line. */
    private static String script() throws IOException {
        try (InputStream packed =
                        Objects.requireNonNull(
                                SakilaTest.class.getResourceAsStream("sakila/sakila.sql.gz"));
                InputStream in = new GZIPInputStream(packed)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replaceAll("(?m)^--.*\n", "")
                    .strip();
        }
    }

    private static List<String> reports(Connection c, List<String> queries) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Statement s = c.createStatement()) {
            for (String query : queries) {
                lines.add(query);
                lines.addAll(rows(s, query.substring(2)));
            }
        }
        return lines;
    }

    private static List<String> rows(Statement s, String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (ResultSet r = s.executeQuery(query)) {
            while (r.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= r.getMetaData().getColumnCount(); i++) {
                    row.append(i > 1 ? "\t" : "").append(r.getString(i));
                }
                rows.add(row.toString().replace("\\", "\\\\").replace("\n", "\\n"));
            }
        } catch (SQLException e) {
            rows.add("ERROR " + e.getErrorCode() + " " + e.getMessage());
        }
        return rows;
    }

    private static List<String> checked(Connection c) throws SQLException {
        List<String> answers = new ArrayList<>();
        try (Statement s = c.createStatement()) {
            for (String table : rows(s, "SHOW FULL TABLES WHERE table_type = 'BASE TABLE'")) {
                String name = table.substring(0, table.indexOf('\t'));
                answers.addAll(rows(s, "CHECK TABLE " + name));
            }
        }
        assertThat(answers).hasSize(16);
        return answers.stream().map(line -> line.replace('\t', ' ')).toList();
    }
}
