package io.daybreak.sql.exec;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of the traditional EXPLAIN as the JSON document that EXPLAIN FORMAT=JSON answers. */
public final class ExplainJson {
    private static final int ID = 0;
    private static final int TYPE = 1;
    private static final int TABLE = 2;
    private static final int ACCESS = 4;
    private static final int POSSIBLE = 5;
    private static final int KEY = 6;
    private static final int KEY_LENGTH = 7;
    private static final int REFERENCE = 8;
    private static final int ROWS = 9;
    private static final int FILTERED = 10;
    private static final int EXTRA = 11;

    private ExplainJson() {}

    public static String of(List<@Nullable Object[]> rows) {
        Map<Long, List<@Nullable Object[]>> blocks = new LinkedHashMap<>();
        for (@Nullable Object[] row : rows) {
            long id = row[ID] instanceof Long number ? number : 0;
            blocks.computeIfAbsent(id, _ -> new ArrayList<>()).add(row);
        }
        Map<String, Object> result = new LinkedHashMap<>();
        List<Object> others = new ArrayList<>();
        for (long id : blocks.keySet()) {
            Map<String, Object> block = block(id, java.util.Objects.requireNonNull(blocks.get(id)));
            if (result.isEmpty()) {
                result.put("query_block", block);
            } else {
                others.add(Map.of("query_block", block));
            }
        }
        if (!others.isEmpty()) {
            result.put("materialized_from_subquery", others);
        }
        StringBuilder out = new StringBuilder();
        write(result, 0, out);
        return out.toString();
    }

    private static Map<String, Object> block(long id, List<@Nullable Object[]> rows) {
        Map<String, Object> block = new LinkedHashMap<>();
        block.put("select_id", id);
        String verb = text(rows.get(0), TYPE);
        if (verb.equals("UPDATE") || verb.equals("DELETE")) {
            block.put(verb.equals("UPDATE") ? "update" : "delete", true);
        }
        String first = text(rows.get(0), EXTRA);
        if (rows.get(0)[TABLE] == null) {
            block.put("message", first);
            return block;
        }
        if (first.contains("Using filesort")) {
            block.put("using_filesort", true);
        }
        if (first.contains("Using temporary")) {
            block.put("using_temporary_table", true);
        }
        if (rows.size() == 1) {
            block.put("table", table(rows.get(0)));
        } else {
            block.put(
                    "nested_loop",
                    rows.stream().map(row -> (Object) Map.of("table", table(row))).toList());
        }
        return block;
    }

    private static Map<String, Object> table(@Nullable Object[] row) {
        Map<String, Object> table = new LinkedHashMap<>();
        String extra = text(row, EXTRA);
        table.put("table_name", text(row, TABLE));
        put(table, "access_type", row, ACCESS);
        if (row[POSSIBLE] != null) {
            table.put("possible_keys", List.of((Object[]) text(row, POSSIBLE).split(",")));
        }
        put(table, "key", row, KEY);
        put(table, "key_length", row, KEY_LENGTH);
        if (row[REFERENCE] != null) {
            table.put("ref", List.of((Object[]) text(row, REFERENCE).split(",")));
        }
        if (row[ROWS] instanceof Long scanned) {
            double filtered = row[FILTERED] instanceof Double percent ? percent : 100;
            table.put("rows_examined_per_scan", scanned);
            table.put("rows_produced_per_join", Math.round(scanned * filtered / 100));
            table.put("filtered", String.format(java.util.Locale.ROOT, "%.2f", filtered));
        }
        if (extra.contains("Using index condition")) {
            table.put("using_index_condition", true);
        } else if (extra.contains("Using index")) {
            table.put("using_index", true);
        }
        if (extra.contains("Backward index scan")) {
            table.put("backward_index_scan", true);
        }
        if (extra.contains("hash join")) {
            table.put("using_join_buffer", "hash join");
        }
        if (extra.contains("Using where")) {
            table.put("attached_condition", true);
        }
        return table;
    }

    private static void put(
            Map<String, Object> table, String name, @Nullable Object[] row, int column) {
        if (row[column] != null) {
            table.put(name, text(row, column));
        }
    }

    private static String text(@Nullable Object[] row, int column) {
        return row[column] instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : "";
    }

    private static void write(Object value, int depth, StringBuilder out) {
        String indent = "  ".repeat(depth + 1);
        switch (value) {
            case Map<?, ?> map -> {
                out.append("{\n");
                String comma = "";
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    out.append(comma).append(indent);
                    quote(entry.getKey().toString(), out);
                    out.append(": ");
                    write(entry.getValue(), depth + 1, out);
                    comma = ",\n";
                }
                out.append('\n').append("  ".repeat(depth)).append('}');
            }
            case List<?> list -> {
                out.append("[\n");
                String comma = "";
                for (Object element : list) {
                    out.append(comma).append(indent);
                    write(element, depth + 1, out);
                    comma = ",\n";
                }
                out.append('\n').append("  ".repeat(depth)).append(']');
            }
            case Number number -> out.append(number);
            case Boolean truth -> out.append(truth);
            default -> quote(value.toString(), out);
        }
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format(java.util.Locale.ROOT, "\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
