package io.daybreak.sql.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatementsTest {
    private static List<String> split(String sql) {
        byte[] text = sql.getBytes(StandardCharsets.UTF_8);
        return Statements.split(text, 0, text.length, ParseOptions.DEFAULT).stream()
                .map(s -> new String(text, s.from(), s.to() - s.from(), StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void splitsAtSemicolonsOutsideOfTexts() {
        assertThat(split("SELECT ';'; SELECT `;` /* ; */; "))
                .containsExactly("SELECT ';'", " SELECT `;` /* ; */");
        assertThat(split("SELECT 1")).containsExactly("SELECT 1");
        assertThat(split("")).containsExactly("");
        assertThat(split("SELECT 1;; SELECT 2")).containsExactly("SELECT 1", "", " SELECT 2");
    }

    @Test
    void keepsStoredProgramsWhole() {
        String program = "CREATE DEFINER=`a`@`b` PROCEDURE p() BEGIN SELECT 1; SELECT 2; END";
        assertThat(split("SELECT 1;" + program)).containsExactly("SELECT 1", program);
        assertThat(split("CREATE TABLE event (a INT); SELECT 1")).hasSize(2);
    }

    @Test
    void findsTheFirstKeyword() {
        byte[] text = "/* x */ ((select 1))".getBytes(StandardCharsets.UTF_8);
        assertThat(Statements.firstKeyword(text, 0, text.length, ParseOptions.DEFAULT))
                .isEqualTo("SELECT");
    }
}
