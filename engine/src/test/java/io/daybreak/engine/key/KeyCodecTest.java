package io.daybreak.engine.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.engine.api.PhysicalType;
import io.daybreak.engine.collation.Collations;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Bytes order as values do, and give the values back where they can. */
class KeyCodecTest {
    private static final int PAIRS = 20_000;

    private static KeyCodec codec(PhysicalType type, boolean descending) {
        return new KeyCodec(
                List.of(
                        new KeyCodec.Part(0, type, true, 0, descending),
                        new KeyCodec.Part(
                                1, new PhysicalType.Int(2, false), false, 0, descending)));
    }

    private static byte[] encode(KeyCodec codec, @Nullable Object a, long b) {
        ByteWriter writer = new ByteWriter();
        @Nullable Object[] values = {a, b};
        codec.encode(values, 2, writer);
        return writer.toArray();
    }

    private static <T> void check(
            PhysicalType type,
            Function<Random, T> make,
            Comparator<? super T> order,
            boolean decodes) {
        long seed = 42;
        Random random = new Random(seed);
        for (boolean descending : new boolean[] {false, true}) {
            KeyCodec codec = codec(type, descending);
            for (int i = 0; i < PAIRS; i++) {
                T a = random.nextInt(20) == 0 ? null : make.apply(random);
                T b = random.nextInt(20) == 0 ? null : make.apply(random);
                long x = random.nextLong(5) - 2;
                long y = random.nextLong(5) - 2;
                int expected = Comparator.<T>nullsFirst(order).compare(a, b);
                if (expected == 0) {
                    expected = Long.compare(x, y);
                }
                byte[] first = encode(codec, a, x);
                byte[] second = encode(codec, b, y);
                int actual = Arrays.compareUnsigned(first, second);
                assertThat(Integer.signum(descending ? -actual : actual))
                        .as("seed %d: %s,%d against %s,%d", seed, a, x, b, y)
                        .isEqualTo(Integer.signum(expected));
                int split = codec.skip(0, first, 0);
                assertThat(codec.skip(1, first, split)).isEqualTo(first.length);
                assertThat(codec.skipWhole(0, first, 0)).isEqualTo(split);
                for (int end = 1; end < split; end++) {
                    assertThat(codec.skipWhole(0, Arrays.copyOf(first, end), 0)).isEqualTo(-1);
                }
                assertThat(codec.decodeLong(1, first, split)).isEqualTo(x);
                if (decodes) {
                    assertThat(codec.decode(0, first, 0)).isEqualTo(a);
                }
            }
        }
    }

    @Test
    void integersOfEveryWidth() {
        for (int bytes = 1; bytes <= 8; bytes++) {
            int width = bytes;
            int shift = 64 - width * 8;
            check(
                    new PhysicalType.Int(width, false),
                    r -> r.nextLong() >> shift >> r.nextInt(width * 8),
                    Long::compare,
                    true);
            check(
                    new PhysicalType.Int(width, true),
                    r -> r.nextLong() >>> shift >>> r.nextInt(width * 8),
                    Long::compareUnsigned,
                    true);
        }
    }

    @Test
    void floatingPointNumbers() {
        check(
                new PhysicalType.Float64(),
                r -> r.nextInt(5) == 0 ? 0.0 : r.nextGaussian() * Math.pow(10, r.nextInt(40) - 20),
                Double::compare,
                true);
        check(
                new PhysicalType.Float32(),
                r -> (double) (float) r.nextGaussian(),
                Double::compare,
                true);
    }

    @Test
    void decimals() {
        for (int precision : new int[] {1, 9, 10, 18, 19, 38, 65}) {
            int scale = Math.min(precision / 3, 30);
            check(
                    new PhysicalType.Decimal(precision, scale),
                    r -> {
                        BigInteger limit = BigInteger.TEN.pow(1 + r.nextInt(precision));
                        BigInteger digits = new BigInteger(230, r).mod(limit);
                        return new BigDecimal(r.nextBoolean() ? digits : digits.negate(), scale);
                    },
                    BigDecimal::compareTo,
                    true);
        }
    }

    @Test
    void byteStringsWithZeros() {
        check(
                new PhysicalType.Bytes(Collations.BINARY, 100),
                r -> {
                    byte[] bytes = new byte[r.nextInt(4)];
                    for (int i = 0; i < bytes.length; i++) {
                        bytes[i] = (byte) (r.nextInt(4) - 2);
                    }
                    return bytes;
                },
                Arrays::compareUnsigned,
                true);
    }
}
