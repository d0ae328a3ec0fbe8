package io.daybreak.sql.exec;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.engine.collation.Collation;
import io.daybreak.engine.collation.Collations;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Keys whose text has not been made into weights to its end compare like those that have. */
class SortKeyTest {
    private static final long SEED = 20261121;
    private static final String[] PIECES = {
        "a", "A", "ä", "ß", "0", " ", "-", "\0", "\u0001", "\u00AD", "\u200B", "語", "한", "𝒜", "😀"
    };

    @Test
    void keysCompareLikeTheWholeOnes() {
        Random random = new Random(SEED);
        int cut = 0;
        int completed = 0;
        for (Collation collation :
                new Collation[] {
                    null,
                    collation("utf8mb4_0900_ai_ci"),
                    collation("utf8mb4_0900_as_cs"),
                    collation("utf8mb4_0900_bin"),
                    collation("utf8mb4_general_ci"),
                    collation("utf8mb4_unicode_ci")
                }) {
            for (int i = 0; i < 4000; i++) {
                boolean descending = random.nextBoolean();
                KeyPartCodec number = new KeyPartCodec(KeyPartCodec.Kind.SIGNED, null, false);
                KeyPartCodec text =
                        new KeyPartCodec(KeyPartCodec.Kind.BYTES, collation, descending);
                Long leading = random.nextInt(3) == 0 ? (Long) (long) random.nextInt(2) : null;
                byte[] start = text(random, random.nextInt(12));
                Side a = side(number, leading, text, value(random, start, collation));
                Side b = side(number, leading, text, value(random, start, collation));
                int expected = Arrays.compareUnsigned(a.whole, b.whole);
                assertThat(Integer.signum(a.key.compareTo(b.key)))
                        .as("seed %d, %s, pair %d", SEED, collation, i)
                        .isEqualTo(Integer.signum(expected));
                assertThat(a.key.bytes()).isEqualTo(a.whole);
                cut += a.isCut ? 1 : 0;
                completed += a.isCut && expected == 0 ? 1 : 0;
            }
        }
        assertThat(cut).isPositive();
        assertThat(completed).isPositive();
    }

    private record Side(SortKey key, byte[] whole, boolean isCut) {}

    private static Side side(
            KeyPartCodec number,
            @Nullable Long leading,
            KeyPartCodec codec,
            byte @Nullable [] value) {
        KeyBytes buffer = new KeyBytes();
        if (leading != null) {
            number.encode(leading, buffer);
        }
        int textStart = buffer.length();
        boolean isCut = value != null && codec.encodeStart(value, buffer);
        if (!isCut) {
            codec.encode(value, buffer);
        }
        byte[] bytes = buffer.copy();
        SortKey key =
                value != null && isCut
                        ? new SortKey(bytes, value, textStart, codec)
                        : new SortKey(bytes);
        buffer.clear();
        if (leading != null) {
            number.encode(leading, buffer);
        }
        codec.encode(value, buffer);
        return new Side(key, buffer.copy(), isCut);
    }

    private static byte @Nullable [] value(
            Random random, byte[] start, @Nullable Collation collation) {
        if (random.nextInt(20) == 0) {
            return null;
        }
        byte[] rest = text(random, random.nextInt(20));
        byte[] value = Arrays.copyOf(start, start.length + rest.length);
        System.arraycopy(rest, 0, value, start.length, rest.length);
        // The same text in another case, or a byte that is no text.
        for (int i = 0; i < value.length; i++) {
            if (value[i] == 'a' && random.nextInt(4) == 0) {
                value[i] = 'A';
            }
            if (collation == null && random.nextInt(10) == 0) {
                value[i] = (byte) random.nextInt();
            }
        }
        return value;
    }

    private static byte[] text(Random random, int pieces) {
        StringBuilder text = new StringBuilder();
        boolean ignorable = random.nextInt(4) == 0;
        for (int i = 0; i < pieces; i++) {
            int piece = ignorable ? 7 + random.nextInt(4) : random.nextInt(PIECES.length);
            text.append(PIECES[piece]);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Collation collation(String name) {
        return java.util.Objects.requireNonNull(Collations.byName(name));
    }
}
