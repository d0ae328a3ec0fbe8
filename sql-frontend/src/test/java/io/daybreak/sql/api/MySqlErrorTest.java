package io.daybreak.sql.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MySqlErrorTest {
    @Test
    void everyNumberHasOneEntry() {
        Set<Integer> seen = new HashSet<>();
        List<MySqlError> again = new ArrayList<>();
        for (MySqlError error : MySqlError.values()) {
            if (!seen.add(error.code())) {
                again.add(error);
            }
        }
        // One number with two texts: a value alone, and a value of a column.
        assertThat(again).containsExactly(MySqlError.ER_TRUNCATED_WRONG_VALUE_IN_COLUMN);
    }

    @Test
    void everyTextTakesTheArgumentsThatItCounts() {
        for (MySqlError error : MySqlError.values()) {
            Object[] arguments = new Object[error.parameters()];
            for (int i = 0; i < arguments.length; i++) {
                arguments[i] = "a" + i;
            }
            assertThat(error.message(arguments)).as(error.name()).isNotEmpty().doesNotContain("%s");
            assertThat(error.sqlState()).as(error.name()).hasSize(5);
        }
    }

    @Test
    void textsAreMySqls() {
        assertThat(MySqlError.ER_NO_SUCH_TABLE.message("db", "t"))
                .isEqualTo("Table 'db.t' doesn't exist");
        assertThat(MySqlError.ER_DUP_ENTRY.message("1", "t.PRIMARY"))
                .isEqualTo("Duplicate entry '1' for key 't.PRIMARY'");
        assertThat(MySqlError.byCode(1213)).isEqualTo(MySqlError.ER_LOCK_DEADLOCK);
        assertThat(MySqlError.ER_LOCK_DEADLOCK.sqlState()).isEqualTo("40001");
    }
}
