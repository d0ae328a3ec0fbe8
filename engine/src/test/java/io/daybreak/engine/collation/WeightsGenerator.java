package io.daybreak.engine.collation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Makes the three {@code .weights} resources from what a MySQL says of every code point. Arguments:
 * the dump, and the folder of the resources. The dump is the output, tab-separated without column
 * names, of
 *
 * <pre>
 * SET cte_max_recursion_depth = 2000000;
 * WITH RECURSIVE n AS (SELECT 0 cp UNION ALL SELECT cp + 1 FROM n WHERE cp &lt; 0x10ffff),
 *   c AS (SELECT cp, CONVERT(CHAR(cp USING utf32) USING utf8mb4) ch FROM n
 *         WHERE cp &lt; 0xd800 OR cp &gt; 0xdfff)
 * SELECT HEX(cp), HEX(WEIGHT_STRING(ch COLLATE utf8mb4_0900_as_cs)),
 *   HEX(WEIGHT_STRING(ch COLLATE utf8mb4_unicode_ci)), HEX(WEIGHT_STRING(ch COLLATE utf8mb4_general_ci))
 * FROM c
 * </pre>
 *
 * <p>Code points whose weights {@link UcaWeights} computes by formula are left out.
 */
final class WeightsGenerator {
    private final Map<Integer, List<List<Integer>>> uca900 = new TreeMap<>();
    private final Map<Integer, List<List<Integer>>> uca400 = new TreeMap<>();
    private final Map<Integer, Integer> general = new TreeMap<>();

    public static void main(String[] arguments) throws IOException {
        WeightsGenerator generator = new WeightsGenerator();
        try (var lines = Files.lines(Path.of(arguments[0]))) {
            lines.forEach(generator::read);
        }
        Path folder = Path.of(arguments[1]);
        generator.writeUca(generator.uca900, 3, folder.resolve("uca900.weights"));
        generator.writeUca(generator.uca400, 1, folder.resolve("uca400.weights"));
        generator.writeGeneral(folder.resolve("general_ci.weights"));
    }

    private void read(String line) {
        String[] fields = line.split("\t", -1);
        int codePoint = Integer.parseInt(fields[0], 16);
        uca900.put(codePoint, levels(fields[1], 3));
        uca400.put(codePoint, levels(fields[2], 1));
        general.put(codePoint, Integer.parseInt(fields[3], 16));
    }

    /** Weights between zeros. */
    private static List<List<Integer>> levels(String hex, int count) {
        List<List<Integer>> levels = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            levels.add(new ArrayList<>());
        }
        int level = 0;
        for (int i = 0; i < hex.length(); i += 4) {
            int weight = Integer.parseInt(hex.substring(i, i + 4), 16);
            if (weight != 0) {
                levels.get(level).add(weight);
            } else if (count > 1) {
                level++;
            }
        }
        return levels;
    }

    private static List<List<Integer>> computed(
            Map<Integer, List<List<Integer>>> table, int codePoint, int levels) {
        List<List<Integer>> result = new ArrayList<>();
        boolean hangul = levels > 1 && codePoint >= 0xAC00 && codePoint <= 0xD7A3;
        for (int level = 0; level < levels; level++) {
            List<Integer> weights = new ArrayList<>();
            if (hangul) {
                int syllable = codePoint - 0xAC00;
                weights.addAll(known(table, 0x1100 + syllable / 588).get(level));
                weights.addAll(known(table, 0x1161 + syllable % 588 / 28).get(level));
                if (syllable % 28 != 0) {
                    weights.addAll(known(table, 0x11A7 + syllable % 28).get(level));
                }
            } else if (level > 0) {
                weights.add(level == 1 ? 0x20 : 2);
            } else if (levels == 1 && codePoint > 0xFFFF) {
                weights.add(0xFFFD);
            } else {
                weights.add(base(codePoint, levels > 1 ? 0x9FD5 : 0x9FA5) + (codePoint >> 15));
                weights.add(0x8000 | (codePoint & 0x7FFF));
            }
            result.add(weights);
        }
        return result;
    }

    private static List<List<Integer>> known(
            Map<Integer, List<List<Integer>>> table, int codePoint) {
        return Objects.requireNonNull(table.get(codePoint));
    }

    private static int base(int c, int lastIdeograph) {
        if (c >= 0x4E00 && c <= lastIdeograph) {
            return 0xFB40;
        }
        boolean extension =
                (c >= 0x3400 && c <= 0x4DB5)
                        || (c >= 0x20000 && c <= 0x2A6D6)
                        || (c >= 0x2A700 && c <= 0x2B734)
                        || (c >= 0x2B740 && c <= 0x2B81D)
                        || (c >= 0x2B820 && c <= 0x2CEA1);
        return extension ? 0xFB80 : 0xFBC0;
    }

    private void writeUca(Map<Integer, List<List<Integer>>> table, int levels, Path file)
            throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        varint(levels, out);
        int previous = -1;
        for (var entry : table.entrySet()) {
            if (entry.getValue().equals(computed(table, entry.getKey(), levels))) {
                continue;
            }
            varint(entry.getKey() - previous, out);
            previous = entry.getKey();
            for (List<Integer> level : entry.getValue()) {
                varint(level.size(), out);
                level.forEach(weight -> varint(weight, out));
            }
        }
        varint(0, out);
        write(out, file);
    }

    private void writeGeneral(Path file) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int previous = -1;
        for (var entry : general.entrySet()) {
            if (entry.getKey() <= 0xFFFF && !entry.getKey().equals(entry.getValue())) {
                varint(entry.getKey() - previous, out);
                previous = entry.getKey();
                varint(entry.getValue(), out);
            }
        }
        varint(0, out);
        write(out, file);
    }

    private static void varint(int value, ByteArrayOutputStream out) {
        int rest = value;
        while (rest >= 0x80) {
            out.write(rest & 0x7F | 0x80);
            rest >>= 7;
        }
        out.write(rest);
    }

    private static void write(ByteArrayOutputStream content, Path file) throws IOException {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try (OutputStream out = new DeflaterOutputStream(Files.newOutputStream(file), deflater)) {
            content.writeTo(out);
        } finally {
            deflater.end();
        }
    }
}
