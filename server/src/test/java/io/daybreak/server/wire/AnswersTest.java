package io.daybreak.server.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.ResultColumn;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.api.SqlSession;
import io.daybreak.sql.types.Temporal;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Packets as a MySQL 8.4 server sends and takes them, byte by byte. */
class AnswersTest {
    private static final int MODERN =
            Capability.PROTOCOL_41 | Capability.DEPRECATE_EOF | Capability.SESSION_TRACK;
    private static final int OLD = Capability.PROTOCOL_41;

    private static String hex(Consumer<PacketWriter> write) {
        PacketWriter out = new PacketWriter(UnpooledByteBufAllocator.DEFAULT);
        out.sequence(1);
        write.accept(out);
        ByteBuf bytes = out.take();
        assertThat(bytes).isNotNull();
        String hex = ByteBufUtil.hexDump(bytes);
        bytes.release();
        return hex;
    }

    @Test
    void writesOk() {
        assertThat(hex(out -> Answers.ok(out, MODERN, 0, 1, 300, 2, 3, "", List.of())))
                // length 9, sequence 1; OK; 1 row; id 300; autocommit; 3 warnings
                .isEqualTo("09000001" + "00" + "01" + "fc2c01" + "0200" + "0300");
        assertThat(hex(out -> Answers.ok(out, OLD, 0, 0, 0, 2, 0, "Rows", List.of())))
                .isEqualTo("0c000001" + "00" + "00" + "00" + "0200" + "0000" + "04526f7773");
    }

    @Test
    void tellsSessionStateOnlyToClientsThatAskedForIt() {
        var changes =
                List.of(
                        new SqlSession.StateChange(1, "", "db"),
                        new SqlSession.StateChange(0, "a", "1"));
        assertThat(hex(out -> Answers.ok(out, MODERN, 0, 0, 0, 2, 0, "", changes)))
                .isEqualTo(
                        "14000001"
                                + "0000000240"
                                + "0000"
                                + "00"
                                + "0b"
                                // schema: "db"; variable: "a", "1"
                                + "0103026462"
                                + "00040161"
                                + "0131");
        assertThat(hex(out -> Answers.ok(out, OLD, 0, 0, 0, 2, 0, "", changes)))
                .isEqualTo("07000001" + "00000002000000");
    }

    @Test
    void endsRowsAsTheClientWantsIt() {
        assertThat(hex(out -> Answers.eof(out, OLD, 5, 2, List.of())))
                .isEqualTo("05000001" + "fe" + "0500" + "0200");
        assertThat(hex(out -> Answers.eof(out, MODERN, 5, 2, List.of())))
                .isEqualTo("07000001" + "fe" + "0000" + "0200" + "0500");
    }

    @Test
    void writesErrors() {
        SqlException error = new SqlException(MySqlError.ER_UNKNOWN_COM_ERROR);
        assertThat(hex(out -> Answers.error(out, OLD, error)))
                // 1047, #08S01, "Unknown command"
                .isEqualTo(
                        "18000001"
                                + "ff"
                                + "1704"
                                + "233038533031"
                                + "556e6b6e6f776e20636f6d6d616e64");
    }

    @Test
    void writesColumnDefinitions() {
        ResultColumn column =
                new ResultColumn("db", "t", "t0", "a", "b", 253, 8, 400, 1, 0, new NoFormat());
        assertThat(hex(out -> Answers.column(out, column, 255)))
                .isEqualTo(
                        "1d000001"
                                + "03646566"
                                + "026462"
                                + "0174"
                                + "027430"
                                + "0161"
                                + "0162"
                                + "0c"
                                + "ff00"
                                + "90010000"
                                + "fd"
                                + "0100"
                                + "00"
                                + "0000");
    }

    private static final class NoFormat implements ResultColumn.ValueFormat {
        @Override
        public void text(
                io.daybreak.engine.api.RowReader row, int column, ResultColumn.ByteOutput out) {
            throw new AssertionError();
        }

        @Override
        public void binary(
                io.daybreak.engine.api.RowReader row, int column, ResultColumn.ByteOutput out) {
            throw new AssertionError();
        }
    }

    /** What COM_STMT_EXECUTE carries after its header: bitmap, flag, types, values. */
    private static final String PARAMETERS =
            "0400"
                    + "01" // the third is null; types follow
                    + "0100"
                    + "0180"
                    + "0300"
                    + "0800"
                    + "0500"
                    + "f600"
                    + "0a00"
                    + "0c00"
                    + "0b00"
                    + "ff" // -1 TINY
                    + "ff" // 255 TINY UNSIGNED
                    + "feffffffffffffff" // -2 LONGLONG
                    + "000000000000e03f" // 0.5 DOUBLE
                    + "04312e3530" // 1.50 NEWDECIMAL
                    + "04ea070b15" // 2026-11-21 DATE
                    + "0bea070b15061e0f01000000" // 2026-11-21 06:30:15.000001 DATETIME
                    + "080101000000020304"; // -26:03:04 TIME

    private static SqlSession.Parameter[] decode(byte[] bytes) {
        return new ParameterDecoder(9).decode(new PayloadReader(bytes), 9, false, null);
    }

    @Test
    void decodesParametersAndRefusesEveryTruncation() {
        byte[] bytes = HexFormat.of().parseHex(PARAMETERS);
        List<@Nullable Object> values =
                Arrays.stream(decode(bytes))
                        .<@Nullable Object>map(SqlSession.Parameter::value)
                        .toList();
        assertThat(values)
                .containsExactly(
                        -1L,
                        255L,
                        null,
                        -2L,
                        0.5,
                        new BigDecimal("1.50"),
                        Temporal.packDate(2026, 11, 21),
                        Temporal.packDatetime(2026, 11, 21, 6, 30, 15, 1),
                        Temporal.packTime(true, 26, 3, 4, 0));
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> decode(cut))
                    .as("%d bytes", length)
                    .isInstanceOf(MalformedPacketException.class);
        }
    }
}
