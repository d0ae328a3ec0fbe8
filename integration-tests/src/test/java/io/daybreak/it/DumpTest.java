package io.daybreak.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

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
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code mysqldump} writes of a schema with every type of column, keys, foreign keys,
 * generated columns, checks and views goes into Daybreak and into MariaDB again, and contents are
 * equal.
 */
class DumpTest {
    private static final Set<String> BYTES =
            Set.of(
                    "char",
                    "varchar",
                    "tinytext",
                    "text",
                    "mediumtext",
                    "longtext",
                    "binary",
                    "varbinary",
                    "tinyblob",
                    "blob",
                    "mediumblob",
                    "longblob",
                    "geometry",
                    "point",
                    "linestring",
                    "polygon",
                    "geomcollection",
                    "enum",
                    "set",
                    "json");

    @TempDir Path directory;

    @BeforeEach
    void assumePrograms() {
        for (String program : List.of("mysql", "mysqldump")) {
            boolean found =
                    Stream.of(System.getenv("PATH").split(":"))
                            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
            assumeThat(found).as(program + " is installed").isTrue();
        }
    }

    @Test
    void restoresIntoDaybreakWithAllOptionsOfTheDump() throws Exception {
        DaybreakServer server = filled();
        Map<String, List<String>> before = contents(server, "dump_source");
        List<List<String>> options =
                List.of(
                        List.of("--hex-blob", "--single-transaction"),
                        List.of(
                                "--complete-insert",
                                "--skip-extended-insert",
                                "--order-by-primary"),
                        List.of("--routines", "--events", "--triggers", "--flush-privileges"),
                        List.of("--skip-opt", "--create-options", "--quick", "--replace"),
                        List.of("--compact", "--skip-quote-names"));
        for (List<String> some : options) {
            String script = dump(server, some, "dump_source");
            SharedServer.withSchema("dump_target");
            // --compact leaves out the order of tables and views that restoring needs.
            restore(server.port(), "SET foreign_key_checks = 0;\n" + script, "dump_target");
            assertThat(contents(server, "dump_target")).as("with %s", some).isEqualTo(before);
        }
    }

    @Test
    void restoresSchemasByName() throws Exception {
        DaybreakServer server = filled();
        Map<String, List<String>> before = contents(server, "dump_source");
        String script = dump(server, List.of("--databases", "--add-drop-database"), "dump_source");
        try (Connection c = server.connect("");
                Statement s = c.createStatement()) {
            s.execute("DROP DATABASE dump_source");
        }
        restore(server.port(), script, "");
        assertThat(contents(server, "dump_source")).isEqualTo(before);
    }

    @Test
    void restoresIntoMariaDb() throws Exception {
        assumeThat(MariaDbServer.isInstalled()).as("mariadbd is installed").isTrue();
        DaybreakServer server = filled();
        // Views name the collation of the connection that shows them.
        String script =
                dump(server, List.of("--hex-blob"), "dump_source")
                        .replace("utf8mb4_0900_ai_ci", "utf8mb4_unicode_ci");
        try (MariaDbServer mariaDb = MariaDbServer.in(directory)) {
            try (Connection c = mariaDb.connect("");
                    Statement s = c.createStatement()) {
                s.execute("CREATE DATABASE dump_target");
            }
            restore(mariaDb.port(), script, "dump_target");
            try (Connection c = mariaDb.connect("dump_target")) {
                assertThat(contents(c)).isEqualTo(contents(server, "dump_source"));
            }
        }
    }

    private static DaybreakServer filled() throws Exception {
        DaybreakServer server = SharedServer.withSchema("dump_source");
        try (Connection c = server.connect("dump_source", "allowMultiQueries=true");
                Statement s = c.createStatement()) {
            // MariaDB knows no collation of MySQL 8.
            s.execute("ALTER DATABASE dump_source COLLATE utf8mb4_unicode_ci");
            String script =
                    new String(
                            Objects.requireNonNull(
                                            DumpTest.class.getResourceAsStream("dump/schema.sql"))
                                    .readAllBytes(),
                            StandardCharsets.UTF_8);
            for (String statement : script.split(";\n")) {
                s.execute(statement);
            }
            byte[] large = new byte[3_000_000];
            for (int i = 0; i < large.length; i++) {
                large[i] = (byte) (i * 31 + i / 256);
            }
            try (var insert = c.prepareStatement("INSERT INTO large VALUES (1, ?, ?)")) {
                insert.setBytes(1, large);
                insert.setString(2, "Grüße 🎉 ".repeat(100_000));
                insert.execute();
            }
        }
        return server;
    }

    // ---- contents

    private static Map<String, List<String>> contents(DaybreakServer server, String schema)
            throws SQLException {
        try (Connection c =
                DriverManager.getConnection(server.mariaDbUrl(schema, ""), "root", "")) {
            return contents(c);
        }
    }

    /** All rows of all tables and views of the schema, by table. */
    private static Map<String, List<String>> contents(Connection c) throws SQLException {
        TreeMap<String, List<String>> tables = new TreeMap<>();
        try (Statement s = c.createStatement()) {
            s.execute("SET time_zone = '+00:00'");
            for (String table : rows(s, "SHOW TABLES")) {
                List<String> values = new ArrayList<>();
                String columns =
                        "SELECT CONCAT(data_type, ' ', column_name) FROM information_schema.columns"
                                + " WHERE table_schema = DATABASE() AND table_name = '"
                                + table
                                + "' ORDER BY ordinal_position";
                for (String column : rows(s, columns)) {
                    String[] words = column.toLowerCase(Locale.ROOT).split(" ");
                    String name = "`" + words[1] + "`";
                    values.add(text(words[0], name));
                }
                String list = String.join(", ", values);
                tables.put(table, rows(s, "SELECT " + list + " FROM `" + table + "` ORDER BY 1"));
            }
        }
        return tables;
    }

    private static String text(String type, String column) {
        if (type.equals("bit")) {
            return column + " + 0";
        }
        return BYTES.contains(type) ? "HEX(" + column + ")" : "CONCAT(" + column + ", '')";
    }

    private static List<String> rows(Statement s, String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (ResultSet r = s.executeQuery(query)) {
            while (r.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= r.getMetaData().getColumnCount(); i++) {
                    row.append(i > 1 ? "|" : "").append(r.getString(i));
                }
                rows.add(row.toString());
            }
        }
        return rows;
    }

    // ---- programs

    private String dump(DaybreakServer server, List<String> options, String schema)
            throws Exception {
        List<String> arguments = new ArrayList<>(options);
        arguments.add(schema);
        return run("mysqldump", server.port(), "", arguments);
    }

    private void restore(int port, String script, String schema) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("--max-allowed-packet=64M"));
        if (!schema.isEmpty()) {
            arguments.add(schema);
        }
        run("mysql", port, script, arguments);
    }

    private String run(String program, int port, String input, List<String> arguments)
            throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                program,
                                "--no-defaults",
                                "--host=127.0.0.1",
                                "--port=" + port,
                                "--user=root",
                                "--default-character-set=utf8mb4"));
        command.addAll(arguments);
        // Without --hex-blob a dump is not text: bytes go through as they are.
        Path in =
                Files.writeString(directory.resolve("in.sql"), input, StandardCharsets.ISO_8859_1);
        Path out = directory.resolve("out.txt");
        Path err = directory.resolve("err.txt");
        Process process =
                new ProcessBuilder(command)
                        .redirectInput(in.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("in time").isTrue();
        assertThat(process.exitValue()).as("%s: %s", command, Files.readString(err)).isZero();
        return Files.readString(out, StandardCharsets.ISO_8859_1);
    }
}
