package io.daybreak.engine.collation;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/** The collations that there are, by MySQL's ids and names. Thread-safe. */
public final class Collations {
    /** {@code binary}: bytes without a character set. */
    public static final Collation BINARY =
            new BytewiseCollation(63, "binary", "binary", false, true);

    /** {@code utf8mb4_bin}. */
    public static final Collation UTF8MB4_BIN =
            new BytewiseCollation(46, "utf8mb4_bin", "utf8mb4", true, false);

    /** {@code utf8mb4_0900_ai_ci}: the default. */
    public static final Collation UTF8MB4_0900_AI_CI;

    private static final Map<Integer, Collation> BY_ID = new LinkedHashMap<>();
    private static final Map<String, Collation> BY_NAME = new LinkedHashMap<>();

    static {
        UcaWeights uca9 = UcaWeights.load(900);
        UcaWeights uca4 = UcaWeights.load(400);
        char[] general = generalWeights();
        char[] asciiUpper = asciiUpper();
        UTF8MB4_0900_AI_CI = uca("utf8mb4_0900_ai_ci", 255, 1, uca9);
        List<Collation> all = new ArrayList<>();
        all.add(BINARY);
        all.add(UTF8MB4_0900_AI_CI);
        all.add(uca("utf8mb4_0900_as_ci", 305, 2, uca9));
        all.add(uca("utf8mb4_0900_as_cs", 278, 3, uca9));
        all.add(new BytewiseCollation(309, "utf8mb4_0900_bin", "utf8mb4", false, false));
        all.add(UTF8MB4_BIN);
        all.add(simple("utf8mb4_general_ci", 45, "utf8mb4", general));
        all.add(new UcaCollation(224, "utf8mb4_unicode_ci", "utf8mb4", true, 1, uca4));
        all.add(simple("utf8mb3_general_ci", 33, "utf8mb3", general));
        all.add(new BytewiseCollation(83, "utf8mb3_bin", "utf8mb3", true, false));
        all.add(new UcaCollation(192, "utf8mb3_unicode_ci", "utf8mb3", true, 1, uca4));
        all.add(
                simple(
                        "latin1_swedish_ci",
                        8,
                        "latin1",
                        Latin1.byCodePoint(Latin1.swedishWeights())));
        all.add(simple("latin1_bin", 47, "latin1", Latin1.byCodePoint(Latin1.byteOrder())));
        all.add(simple("ascii_general_ci", 11, "ascii", asciiUpper));
        all.add(new BytewiseCollation(65, "ascii_bin", "ascii", true, false));
        for (Collation collation : all) {
            BY_ID.put(collation.id(), collation);
            BY_NAME.put(collation.name(), collation);
        }
        for (String alias : List.of("general_ci", "bin", "unicode_ci")) {
            BY_NAME.put("utf8_" + alias, named("utf8mb3_" + alias));
        }
    }

    private Collations() {}

    private static Collation uca(String name, int id, int levels, UcaWeights weights) {
        return new UcaCollation(id, name, "utf8mb4", false, levels, weights);
    }

    private static Collation simple(String name, int id, String charset, char[] weights) {
        return new SimpleCollation(id, name, charset, weights, '\uFFFD');
    }

    private static Collation named(String name) {
        Collation collation = BY_NAME.get(name);
        if (collation == null) {
            throw new IllegalStateException(name);
        }
        return collation;
    }

    public static @Nullable Collation byId(int id) {
        return BY_ID.get(id);
    }

    /** Case does not matter. */
    public static @Nullable Collation byName(String name) {
        return BY_NAME.get(name.toLowerCase(Locale.ROOT));
    }

    /** The default collation of a character set, or null if there is no such set. */
    public static @Nullable Collation defaultOf(String charset) {
        return switch (charset.toLowerCase(Locale.ROOT)) {
            case "utf8mb4" -> UTF8MB4_0900_AI_CI;
            case "utf8mb3", "utf8" -> byName("utf8mb3_general_ci");
            case "latin1" -> byName("latin1_swedish_ci");
            case "ascii" -> byName("ascii_general_ci");
            case "binary" -> BINARY;
            default -> null;
        };
    }

    /** The {@code _bin} collation of a character set, or null if there is no such set. */
    public static @Nullable Collation binaryOf(String charset) {
        return switch (charset.toLowerCase(Locale.ROOT)) {
            case "utf8mb4" -> UTF8MB4_BIN;
            case "utf8mb3", "utf8" -> byName("utf8mb3_bin");
            case "latin1" -> byName("latin1_bin");
            case "ascii" -> byName("ascii_bin");
            case "binary" -> BINARY;
            default -> null;
        };
    }

    /** All of them, in no order that means anything but always the same. */
    public static Collection<Collation> all() {
        return Collections.unmodifiableCollection(BY_ID.values());
    }

    private static char[] asciiUpper() {
        char[] weights = new char[128];
        for (int c = 0; c < 128; c++) {
            weights[c] = (char) (c >= 'a' && c <= 'z' ? c - 32 : c);
        }
        return weights;
    }

    /**
     * Reads the code points of the basic plane whose weight is not themselves: distance and weight
     * as varints, a distance of 0 at the end.
     */
    private static char[] generalWeights() {
        char[] weights = new char[0x10000];
        for (int c = 0; c < weights.length; c++) {
            weights[c] = (char) c;
        }
        try (InputStream file = Collations.class.getResourceAsStream("general_ci.weights")) {
            if (file == null) {
                throw new IllegalStateException("general_ci.weights is missing from the build");
            }
            InputStream in = new BufferedInputStream(new InflaterInputStream(file));
            int codePoint = -1;
            for (int distance = varint(in); distance != 0; distance = varint(in)) {
                codePoint += distance;
                weights[codePoint] = (char) varint(in);
            }
            return weights;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read general_ci.weights", e);
        }
    }

    private static int varint(InputStream in) throws IOException {
        int value = 0;
        for (int shift = 0; ; shift += 7) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("the resource ends too early");
            }
            value |= (b & 0x7F) << shift;
            if (b < 0x80) {
                return value;
            }
        }
    }
}
