package io.daybreak.sql.expr;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Goal: every function and operator gives what MySQL gives. Method: {@code expressions.golden}
 * holds an expression and MySQL's answer a line; with {@code -Ddaybreak.mysql=host:port
 * -Ddaybreak.golden.rewrite=true} a real MySQL writes the answers anew.
 */
class ExpressionGoldenTest {
    private static final Path FILE =
            Path.of("src/test/resources/io/daybreak/sql/expr/expressions.golden");
    private static final String ARROW = "  =>  ";

    @Test
    void everyExpressionGivesWhatMySqlGives() throws Exception {
        String address = System.getProperty("daybreak.mysql");
        if (address != null && Boolean.getBoolean("daybreak.golden.rewrite")) {
            rewrite(address);
        }
        List<String> wrong = new ArrayList<>();
        int count = 0;
        for (String line : Files.readAllLines(FILE)) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            int arrow = line.indexOf(ARROW);
            String sql = line.substring(0, arrow);
            String expected = line.substring(arrow + ARROW.length());
            String actual = evaluate(sql);
            count++;
            if (!actual.equals(expected)) {
                wrong.add(sql + "\n    expected " + expected + "\n    got      " + actual);
            }
        }
        assertThat(count).isGreaterThan(100);
        assertThat(wrong).as("%s of %s", wrong.size(), count).isEmpty();
    }

    private static String evaluate(String sql) {
        try {
            return Eval.show(sql);
        } catch (RuntimeException | StackOverflowError e) {
            StackTraceElement[] trace = e.getStackTrace();
            return e + (trace.length > 0 ? " at " + trace[0] : "");
        }
    }

    private static void rewrite(String address) throws Exception {
        List<String> lines = new ArrayList<>();
        try (RealMySql mysql = new RealMySql(address)) {
            for (String line : Files.readAllLines(FILE)) {
                if (line.isBlank() || line.startsWith("#")) {
                    lines.add(line);
                } else {
                    String sql = line.split(ARROW, 2)[0];
                    lines.add(sql + ARROW + mysql.show(sql));
                }
            }
        }
        Files.write(FILE, lines);
    }
}
