package io.daybreak.sql.fake;

import io.daybreak.engine.Engines;
import io.daybreak.engine.api.EngineConfig;
import io.daybreak.engine.api.StorageEngine;
import io.daybreak.quorum.memory.InMemoryVolume;
import io.daybreak.sql.fake.FakeSession.Answer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs sqllogictest files on the fake engine: a judge of binder, planner and expressions that needs
 * no server. {@code main(show, file or folder ...)}.
 */
public final class SqlLogicFiles {
    private SqlLogicFiles() {}

    public static void main(String[] args) throws Exception {
        int show = Integer.parseInt(args[0]);
        long right = 0;
        long run = 0;
        for (String arg : Arrays.asList(args).subList(1, args.length)) {
            try (Stream<Path> walk = Files.walk(Path.of(arg))) {
                for (Path file :
                        walk.filter(p -> p.toString().endsWith(".test")).sorted().toList()) {
                    long started = System.nanoTime();
                    long[] result = file(file, show);
                    right += result[0];
                    run += result[1];
                    System.out.printf(
                            "%s %d / %d (%.1f s)%n",
                            file, result[0], result[1], (System.nanoTime() - started) / 1e9);
                }
            }
        }
        System.out.printf("right %d of %d%n", right, run);
    }

    private static long[] file(Path file, int show) throws Exception {
        StorageEngine engine =
                Boolean.getBoolean("real")
                        ? Engines.open(
                                InMemoryVolume.durableAtOnce(), new EngineConfig(1L << 27, 1))
                        : new FakeEngine();
        FakeSession session = new FakeSession(engine);
        session.sqlMode &= ~io.daybreak.sql.types.SqlMode.ONLY_FULL_GROUP_BY.bit();
        long right = 0;
        long run = 0;
        int shown = 0;
        List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        int at = 0;
        while (at < lines.size()) {
            if (lines.get(at).isBlank()) {
                at++;
                continue;
            }
            int end = at;
            while (end < lines.size() && !lines.get(end).isBlank()) {
                end++;
            }
            List<String> record = new ArrayList<>();
            for (String line : lines.subList(at, end)) {
                if (!line.startsWith("#")) {
                    record.add(line);
                }
            }
            int lineNumber = at + 1;
            at = end;
            boolean skip = false;
            while (!record.isEmpty()
                    && (record.get(0).startsWith("skipif") || record.get(0).startsWith("onlyif"))) {
                String[] words = record.removeFirst().split("\\s+");
                skip |= words[0].equals("skipif") == words[1].equals("mysql");
            }
            if (record.isEmpty() || skip || record.get(0).startsWith("hash-threshold")) {
                continue;
            }
            if (record.get(0).startsWith("halt")) {
                break;
            }
            run++;
            long started = System.nanoTime();
            String wrong =
                    record.get(0).startsWith("statement")
                            ? statement(session, record)
                            : query(session, record);
            long millis = (System.nanoTime() - started) / 1_000_000;
            if (millis > 2000) {
                System.out.println("  slow " + millis + " ms: " + file + ":" + lineNumber);
            }
            if (wrong == null) {
                right++;
            } else if (shown++ < show) {
                System.out.println(
                        "  "
                                + file
                                + ":"
                                + lineNumber
                                + ": "
                                + wrong
                                + "\n    "
                                + String.join(" ", sqlOf(record)));
            }
        }
        engine.close();
        return new long[] {right, run};
    }

    private static List<String> sqlOf(List<String> record) {
        int separator = record.indexOf("----");
        return record.subList(1, separator < 0 ? record.size() : separator);
    }

    private static @Nullable String statement(FakeSession session, List<String> record) {
        boolean wantError = record.get(0).split("\\s+")[1].equals("error");
        try {
            session.run(String.join("\n", sqlOf(record)));
            return wantError ? "expected an error" : null;
        } catch (RuntimeException e) {
            return wantError ? null : trace(e);
        }
    }

    private static String trace(Throwable e) {
        StackTraceElement[] frames = e.getStackTrace();
        return e
                + (frames.length > 0
                        ? " at " + frames[0] + " " + frames[Math.min(1, frames.length - 1)]
                        : "");
    }

    private static @Nullable String query(FakeSession session, List<String> record)
            throws Exception {
        String[] head = record.get(0).split("\\s+");
        String types = head[1];
        List<String> values = new ArrayList<>();
        try {
            Answer answer = session.run(String.join("\n", sqlOf(record)));
            for (List<@Nullable String> row : answer.rows()) {
                for (int c = 0; c < types.length(); c++) {
                    values.add(format(row.get(c), types.charAt(c)));
                }
            }
        } catch (RuntimeException | StackOverflowError e) {
            return trace(e);
        }
        sort(values, head.length > 2 ? head[2] : "nosort", types.length());
        int separator = record.indexOf("----");
        List<String> expected =
                separator < 0 ? List.of() : record.subList(separator + 1, record.size());
        if (expected.size() == 1 && expected.get(0).contains(" values hashing to ")) {
            String[] words = expected.get(0).split("\\s+");
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            values.forEach(v -> md5.update((v + "\n").getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(md5.digest()).equals(words[words.length - 1])
                    ? null
                    : "hash differs, "
                            + values.size()
                            + " for "
                            + words[0]
                            + " values "
                            + values.subList(0, Math.min(6, values.size()));
        }
        return values.equals(expected)
                ? null
                : "expected "
                        + expected.subList(0, Math.min(6, expected.size()))
                        + " got "
                        + values.subList(0, Math.min(6, values.size()));
    }

    private static String format(@Nullable String text, char type) {
        if (text == null) {
            return "NULL";
        }
        return switch (type) {
            case 'I' -> {
                try {
                    yield new BigDecimal(text.trim()).toBigInteger().toString();
                } catch (NumberFormatException _) {
                    yield "0";
                }
            }
            case 'R' -> {
                try {
                    double d = Double.parseDouble(text);
                    yield String.format("%.3f", d == 0 ? 0.0 : d);
                } catch (NumberFormatException _) {
                    yield "0.000";
                }
            }
            default -> text.isEmpty() ? "(empty)" : text.replaceAll("[^\\x20-\\x7e]", "@");
        };
    }

    private static void sort(List<String> values, String mode, int columns) {
        switch (mode) {
            case "valuesort" -> values.sort(Comparator.naturalOrder());
            case "rowsort" -> {
                String[][] rows = new String[values.size() / columns][];
                for (int r = 0; r < rows.length; r++) {
                    rows[r] = values.subList(r * columns, (r + 1) * columns).toArray(String[]::new);
                }
                Arrays.sort(rows, Arrays::compare);
                values.clear();
                for (String[] row : rows) {
                    values.addAll(Arrays.asList(row));
                }
            }
            default -> {}
        }
    }
}
