package io.daybreak.sql.types;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.engine.collation.Collations;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What MySQL 9.7 answered to the same INSERTs. */
class ColumnStoreTest {
    private static final SqlType TEXT = SqlType.varchar(100, Collations.UTF8MB4_0900_AI_CI);

    private final Context ctx = new Context();

    private String store(SqlType type, @Nullable Object value, SqlType from) {
        ctx.warnings.clear();
        try {
            Object stored = new ColumnStore(type, "s", "c").store(value, from, ctx);
            String shown = stored == null ? "NULL" : Values.shown(stored, type);
            return ctx.warnings.isEmpty() ? shown : shown + " " + ctx.warnings;
        } catch (SqlException e) {
            return e.code() + " " + e.getMessage();
        }
    }

    private String store(SqlType type, String text) {
        return store(type, Values.utf8(text), TEXT);
    }

    private String storeLong(SqlType type, long value) {
        return store(type, value, SqlType.BIGINT);
    }

    @Test
    void integersTakeWhatFitsAndRefuseTheRest() {
        assertThat(store(SqlType.INT, "abc"))
                .isEqualTo("1366 Incorrect integer value: 'abc' for column 'c' at row 1");
        assertThat(store(SqlType.INT, "12abc"))
                .isEqualTo("1265 Data truncated for column 'c' at row 1");
        assertThat(store(SqlType.INT, "12.6")).isEqualTo("13");
        assertThat(store(SqlType.INT, ""))
                .isEqualTo("1366 Incorrect integer value: '' for column 'c' at row 1");
        assertThat(storeLong(SqlType.INT, 99_999_999_999L))
                .isEqualTo("1264 Out of range value for column 'c' at row 1");
        assertThat(storeLong(SqlType.integer(TypeKind.TINYINT, true), -1))
                .isEqualTo("1264 Out of range value for column 'c' at row 1");
        assertThat(store(SqlType.INT, 1.5, SqlType.DOUBLE)).isEqualTo("2");
        ctx.strict = false;
        assertThat(storeLong(SqlType.integer(TypeKind.TINYINT, false), 300))
                .isEqualTo("127 [1264 Out of range value for column 'c' at row 1]");
    }

    @Test
    void decimalsAreRoundedWithANote() {
        SqlType type = SqlType.decimal(5, 2);
        assertThat(store(type, "1.2abc"))
                .isEqualTo("1366 Incorrect decimal value: '1.2abc' for column 'c' at row 1");
        assertThat(store(type, new BigDecimal("1.239"), SqlType.decimal(4, 3)))
                .isEqualTo("1.24 [1265 Data truncated for column 'c' at row 1]");
        assertThat(storeLong(type, 12345))
                .isEqualTo("1264 Out of range value for column 'c' at row 1");
    }

    @Test
    void textsKeepTheirLength() {
        SqlType varchar = SqlType.varchar(3, Collations.UTF8MB4_0900_AI_CI);
        assertThat(store(varchar, "abc  "))
                .isEqualTo("abc [1265 Data truncated for column 'c' at row 1]");
        assertThat(store(varchar, "abcd")).isEqualTo("1406 Data too long for column 'c' at row 1");
        assertThat(store(varchar, "äöü")).isEqualTo("äöü");
        SqlType latin1 =
                SqlType.varchar(9, Objects.requireNonNull(Collations.byName("latin1_swedish_ci")));
        assertThat(store(latin1, "日本"))
                .isEqualTo(
                        "1366 Incorrect string value: '\\xE6\\x97\\xA5\\xE6\\x9C\\xAC' for column 'c' at row 1");
        assertThat(store(varchar, new byte[] {(byte) 0xFF}, SqlType.binary(1)))
                .isEqualTo("1366 Incorrect string value: '\\xFF' for column 'c' at row 1");
    }

    @Test
    void datesAreReadLeniently() {
        assertThat(store(SqlType.DATE, "2020-02-30"))
                .isEqualTo("1292 Incorrect date value: '2020-02-30' for column 'c' at row 1");
        assertThat(store(SqlType.DATE, "0000-00-00"))
                .isEqualTo("1292 Incorrect date value: '0000-00-00' for column 'c' at row 1");
        assertThat(store(SqlType.DATE, "2020-01-01 10:00:00"))
                .isEqualTo(
                        "2020-01-01 [1292 Incorrect date value: '2020-01-01 10:00:00' for column 'c' at row 1]");
        assertThat(storeLong(SqlType.DATE, 20200101)).isEqualTo("2020-01-01");
        assertThat(store(SqlType.timestamp(0), "1960-01-01"))
                .isEqualTo("1292 Incorrect datetime value: '1960-01-01' for column 'c' at row 1");
        assertThat(store(SqlType.time(0), "900:00:00"))
                .isEqualTo("1292 Incorrect time value: '900:00:00' for column 'c' at row 1");
    }

    @Test
    void timestampsAreStoredInUtc() {
        ctx.zone = ZoneOffset.ofHours(2);
        assertThat(store(SqlType.timestamp(0), "2020-01-01 02:00:00"))
                .isEqualTo("2020-01-01 00:00:00");
    }

    @Test
    void membersAreFoundByTextOrNumber() {
        SqlType type =
                new SqlType(
                        TypeKind.ENUM,
                        0,
                        0,
                        false,
                        false,
                        Collations.UTF8MB4_0900_AI_CI,
                        List.of("a", "b"));
        assertThat(store(type, "B")).isEqualTo("b");
        assertThat(store(type, "2")).isEqualTo("b");
        assertThat(store(type, "c")).isEqualTo("1265 Data truncated for column 'c' at row 1");
        assertThat(storeLong(type, 3)).isEqualTo("1265 Data truncated for column 'c' at row 1");
    }

    @Test
    void jsonIsNormalised() {
        assertThat(store(SqlType.JSON, "{\"bb\":1,\"a\":[1,2]}"))
                .isEqualTo("{\"a\": [1, 2], \"bb\": 1}");
        assertThat(store(SqlType.JSON, "{a"))
                .isEqualTo(
                        "3140 Invalid JSON text: \"Missing a name for object member.\" at position 1 in value for column 's.c'.");
    }

    private static final class Context implements StoreContext {
        final List<String> warnings = new ArrayList<>();
        boolean strict = true;
        ZoneId zone = ZoneOffset.UTC;

        @Override
        public boolean isStrict() {
            return strict;
        }

        @Override
        public long row() {
            return 1;
        }

        @Override
        public ZoneId timeZone() {
            return zone;
        }

        @Override
        public long sqlMode() {
            return SqlMode.DEFAULT;
        }

        @Override
        public long nowMicros() {
            return 1_700_000_000_000_000L;
        }

        @Override
        public void warn(MySqlError error, Object... arguments) {
            warnings.add(error.code() + " " + error.message(arguments));
        }

        @Override
        public void note(MySqlError error, Object... arguments) {
            warn(error, arguments);
        }
    }
}
