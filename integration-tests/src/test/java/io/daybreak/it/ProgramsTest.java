package io.daybreak.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The {@code mysql} and {@code mysqldump} programs, MariaDB's or MySQL's, if installed. */
class ProgramsTest {
    @TempDir Path directory;

    private static void assumeInstalled(String program) {
        boolean found =
                List.of(System.getenv("PATH").split(":")).stream()
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        Assumptions.assumeTrue(found, program + " is not installed");
    }

    private String run(DaybreakServer server, String program, String input, String... arguments)
            throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                program,
                                "--host=127.0.0.1",
                                "--port=" + server.port(),
                                "--user=root"));
        command.addAll(List.of(arguments));
        Path in = Files.writeString(directory.resolve("in.sql"), input);
        Path out = directory.resolve("out.txt");
        Path err = directory.resolve("err.txt");
        Process process =
                new ProcessBuilder(command)
                        .redirectInput(in.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("in time").isTrue();
        assertThat(process.exitValue()).as(Files.readString(err)).isZero();
        return Files.readString(out, StandardCharsets.UTF_8);
    }

    private static final String SHOP =
            """
            CREATE TABLE customer (id INT AUTO_INCREMENT PRIMARY KEY, name VARCHAR(80) NOT NULL,
              note TEXT, born DATE, UNIQUE KEY name (name)) COMMENT='who buys';
            CREATE TABLE purchase (id INT PRIMARY KEY, customer_id INT NOT NULL, total DECIMAL(12,2)
              DEFAULT 0.00, at DATETIME(3) DEFAULT CURRENT_TIMESTAMP(3), raw BLOB,
              KEY by_customer (customer_id, at),
              CONSTRAINT fk_customer FOREIGN KEY (customer_id) REFERENCES customer (id));
            INSERT INTO customer VALUES (1,'Ada','likes \\'quotes\\' and \\\\','1815-12-10'),
              (2,'Grüße 🎉',NULL,NULL);
            INSERT INTO purchase VALUES (1,1,12.50,'2026-01-02 03:04:05.678',0x00FF27),
              (2,1,0.01,'2026-01-03',NULL),(3,2,99999.99,'2026-02-01',x'0a0d');
            """;

    @Test
    void runsTheMysqlProgram() throws Exception {
        assumeInstalled("mysql");
        DaybreakServer server = SharedServer.withSchema("shop");
        run(server, "mysql", SHOP, "shop");
        String out =
                run(
                        server,
                        "mysql",
                        "SELECT c.name, SUM(p.total) FROM customer c JOIN purchase p ON p.customer_id ="
                                + " c.id GROUP BY c.name ORDER BY 2;\nSHOW TABLES;\nstatus\n",
                        "--default-character-set=utf8mb4",
                        "shop");
        assertThat(out).contains("Ada\t12.51\nGrüße 🎉\t99999.99\n", "customer\npurchase\n");
        assertThat(run(server, "mysql", "", "--table", "-e", "SELECT 1 AS one"))
                .isEqualTo("+-----+\n| one |\n+-----+\n|   1 |\n+-----+\n");
    }

    @Test
    void dumpsAndRestores() throws Exception {
        assumeInstalled("mysql");
        assumeInstalled("mysqldump");
        DaybreakServer server = SharedServer.withSchema("shop");
        run(server, "mysql", SHOP, "--default-character-set=utf8mb4", "shop");
        String[] options = {"--default-character-set=utf8mb4", "--skip-dump-date", "--hex-blob"};
        String dump = dump(server, options, "shop");
        assertThat(dump).contains("CREATE TABLE `purchase`", "Grüße 🎉", "0x00FF27");
        SharedServer.withSchema("restored");
        run(server, "mysql", dump, "--default-character-set=utf8mb4", "restored");
        assertThat(dump(server, options, "restored").replace("restored", "shop")).isEqualTo(dump);
    }

    private String dump(DaybreakServer server, String[] options, String schema) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.add(schema);
        return run(server, "mysqldump", "", arguments.toArray(String[]::new));
    }
}
