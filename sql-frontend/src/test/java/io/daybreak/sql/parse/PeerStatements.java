package io.daybreak.sql.parse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Reads SQL statements from the scripts of MySQL's installed test suite. */
final class PeerStatements {
    private static final Set<String> VERBS =
            Set.of(
                    "select",
                    "insert",
                    "update",
                    "delete",
                    "replace",
                    "with",
                    "values",
                    "table",
                    "create",
                    "alter",
                    "drop",
                    "truncate",
                    "rename",
                    "set",
                    "show",
                    "use",
                    "desc",
                    "describe",
                    "explain",
                    "begin",
                    "start",
                    "commit",
                    "rollback",
                    "savepoint",
                    "release",
                    "lock",
                    "unlock",
                    "flush",
                    "kill",
                    "prepare",
                    "execute",
                    "deallocate",
                    "grant",
                    "revoke",
                    "load",
                    "do",
                    "call",
                    "check",
                    "analyze",
                    "optimize",
                    "repair",
                    "checksum");

    private PeerStatements() {}

    /** All different statements below a folder, in the order of the files' names. */
    static List<String> readAll(Path folder) throws IOException {
        Set<String> all = new LinkedHashSet<>();
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> scripts =
                    files.filter(f ->
                                    f.toString().endsWith(".test") || f.toString().endsWith(".inc"))
                            .sorted()
                            .toList();
            for (Path script : scripts) {
                byte[] bytes = Files.readAllBytes(script);
                String text = new String(bytes, StandardCharsets.UTF_8);
                if (text.indexOf('\ufffd') < 0) {
                    all.addAll(read(text));
                }
            }
        }
        return new ArrayList<>(all);
    }

    static List<String> read(String script) {
        List<String> statements = new ArrayList<>();
        String delimiter = ";";
        StringBuilder current = new StringBuilder();
        for (String line : script.split("\n", -1)) {
            String stripped = line.strip();
            if (current.isEmpty()) {
                String lower = stripped.toLowerCase(Locale.ROOT);
                if (lower.startsWith("delimiter ") || lower.startsWith("--delimiter ")) {
                    String[] words = stripped.split("\\s+");
                    String next = words[1];
                    if (next.length() > delimiter.length() && next.endsWith(delimiter)) {
                        next = next.substring(0, next.length() - delimiter.length());
                    }
                    delimiter = next;
                    continue;
                }
                if (stripped.isEmpty()
                        || stripped.startsWith("#")
                        || stripped.startsWith("--")
                        || stripped.startsWith("{")
                        || stripped.startsWith("}")) {
                    continue;
                }
            }
            current.append(current.isEmpty() ? "" : "\n").append(line);
            if (stripped.endsWith(delimiter)) {
                String statement = current.toString().strip();
                statement = statement.substring(0, statement.length() - delimiter.length()).strip();
                if (isSql(statement)) {
                    statements.add(statement);
                }
                current.setLength(0);
            } else if (current.length() > 20_000) {
                current.setLength(0);
            }
        }
        return statements;
    }

    private static boolean isSql(String statement) {
        if (statement.indexOf('$') >= 0 || statement.isEmpty()) {
            return false;
        }
        String first = statement.split("[^A-Za-z]", 2)[0].toLowerCase(Locale.ROOT);
        return VERBS.contains(first) || statement.charAt(0) == '(';
    }
}
