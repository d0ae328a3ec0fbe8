package io.daybreak.engine.collation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CollationsTest {
    private static final String LETTERS = "aAbBzZ _-\t0é\u0301É\u00dfæøØ\u4e00\uac00\u3042日ıiﬁ😀";

    @Test
    void sortKeysAreTheWeightsOfUnicode() {
        // From WEIGHT_STRING() of MySQL.
        assertThat(key("utf8mb4_0900_ai_ci", "aB é")).isEqualTo("1C471C6002091CAA");
        assertThat(key("utf8mb4_0900_ai_ci", "😀一")).isEqualTo("15FBFB40CE00");
        assertThat(key("utf8mb4_0900_as_cs", "가")).isEqualTo("3BF53C73000000200020000000020002");
    }

    private static String key(String collation, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return HexFormat.of()
                .withUpperCase()
                .formatHex(named(collation).sortKey(bytes, 0, bytes.length));
    }

    private static Collation named(String name) {
        return Objects.requireNonNull(Collations.byName(name));
    }

    @Test
    void comparisonSortKeyAndHashAgree() {
        long seed = 20261121;
        Random random = new Random(seed);
        for (Collation collation : Collations.all()) {
            for (int i = 0; i < 3000; i++) {
                byte[] a = text(random);
                byte[] b = random.nextInt(4) == 0 ? withSpaces(a) : text(random);
                int order = Integer.signum(collation.compare(a, 0, a.length, b, 0, b.length));
                int keys =
                        Integer.signum(
                                Arrays.compareUnsigned(
                                        collation.sortKey(a, 0, a.length),
                                        collation.sortKey(b, 0, b.length)));
                assertThat(keys)
                        .as("%s of '%s' and '%s', seed %d", collation, string(a), string(b), seed)
                        .isEqualTo(order);
                if (order == 0) {
                    assertThat(collation.hash(a, 0, a.length))
                            .as(
                                    "%s of '%s' and '%s', seed %d",
                                    collation, string(a), string(b), seed)
                            .isEqualTo(collation.hash(b, 0, b.length));
                }
            }
        }
    }

    private static byte[] text(Random random) {
        StringBuilder out = new StringBuilder();
        int length = random.nextInt(6);
        int[] points = LETTERS.codePoints().toArray();
        for (int i = 0; i < length; i++) {
            out.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] withSpaces(byte[] text) {
        byte[] result = Arrays.copyOf(text, text.length + 2);
        Arrays.fill(result, text.length, result.length, (byte) ' ');
        return result;
    }

    private static String string(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    @Test
    void trailingSpacesCountOnlyWithoutPadding() {
        assertThat(compare("utf8mb4_0900_ai_ci", "a", "a ")).isNegative();
        assertThat(compare("utf8mb4_general_ci", "a", "a ")).isZero();
        assertThat(compare("utf8mb4_general_ci", "a\t", "a")).isNegative();
        assertThat(compare("utf8mb4_unicode_ci", "a", "a!")).isNegative();
        assertThat(compare("latin1_swedish_ci", "Ä", "ä")).isZero();
        assertThat(compare("latin1_swedish_ci", "z", "å")).isNegative();
    }

    private static int compare(String collation, String a, String b) {
        byte[] x = a.getBytes(StandardCharsets.UTF_8);
        byte[] y = b.getBytes(StandardCharsets.UTF_8);
        return named(collation).compare(x, 0, x.length, y, 0, y.length);
    }
}
