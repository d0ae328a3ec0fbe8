package io.daybreak.it.differential;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * What a server said to a statement.
 *
 * @param error its number and text; empty if there was none
 * @param columns name and type of each column
 * @param affected rows; -1 for a query
 */
record Answer(
        int errorCode,
        String error,
        List<String> columns,
        List<List<String>> rows,
        long affected,
        List<Integer> warnings) {

    static Answer of(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            boolean query = statement.execute(sql);
            List<String> columns = new ArrayList<>();
            List<List<String>> rows = new ArrayList<>();
            if (query) {
                try (ResultSet result = statement.getResultSet()) {
                    read(result, columns, rows);
                }
            }
            long affected = query ? -1 : statement.getLargeUpdateCount();
            return new Answer(0, "", columns, rows, affected, warnings(statement));
        } catch (SQLException e) {
            if (e.getErrorCode() == 0) {
                throw e;
            }
            return new Answer(
                    e.getErrorCode(),
                    e.getErrorCode() + " " + e.getMessage(),
                    List.of(),
                    List.of(),
                    -1,
                    List.of());
        }
    }

    private static void read(ResultSet result, List<String> columns, List<List<String>> rows)
            throws SQLException {
        ResultSetMetaData meta = result.getMetaData();
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            columns.add(meta.getColumnLabel(i) + " " + meta.getColumnTypeName(i));
        }
        while (result.next()) {
            List<String> row = new ArrayList<>();
            for (int i = 1; i <= columns.size(); i++) {
                byte[] value = result.getBytes(i);
                String text = value == null ? "NULL" : new String(value, StandardCharsets.UTF_8);
                // MySQL shows the year zero as a number or as a year, depending on the plan.
                row.add(text.equals("0000") ? "0" : text);
            }
            rows.add(row);
        }
    }

    private static List<Integer> warnings(Statement statement) throws SQLException {
        List<Integer> codes = new ArrayList<>();
        for (SQLWarning w = statement.getWarnings(); w != null; w = w.getNextWarning()) {
            codes.add(w.getErrorCode());
        }
        return codes;
    }

    // ---- comparison ----

    /**
     * Says in what the two answers differ; empty if in nothing.
     *
     * @param ordered whether the order of rows is given
     * @param loose whether of values that a collation takes for equal any may stand for the others
     */
    String difference(Answer other, boolean ordered, boolean loose) {
        if (errorCode != other.errorCode) {
            return "error " + errorCode + " / " + other.errorCode;
        }
        if (affected != other.affected) {
            return "affected rows";
        }
        if (!sameRows(other, ordered, loose)) {
            return "rows";
        }
        if (!columns.equals(other.columns)) {
            return columnDifference(other);
        }
        if (affected >= 0 && !warnings.equals(other.warnings)) {
            return "warnings";
        }
        if (affected < 0 && warnings.isEmpty() != other.warnings.isEmpty()) {
            return "warnings of a query";
        }
        return "";
    }

    private String columnDifference(Answer other) {
        for (int i = 0; i < columns.size(); i++) {
            String mine = columns.get(i);
            String its = i < other.columns.size() ? other.columns.get(i) : "none";
            if (!mine.equals(its)) {
                String myType = mine.substring(mine.lastIndexOf(' ') + 1);
                String itsType = its.substring(its.lastIndexOf(' ') + 1);
                return myType.equals(itsType)
                        ? "column name"
                        : "column type " + typeOf(mine) + " / " + typeOf(its);
            }
        }
        return "column count";
    }

    private static String typeOf(String column) {
        return column.replaceFirst("^.* (?=[A-Z]+( UNSIGNED)?$)", "");
    }

    private boolean sameRows(Answer other, boolean ordered, boolean loose) {
        if (rows.size() != other.rows.size()) {
            return false;
        }
        List<List<String>> mine = normal(rows, loose);
        List<List<String>> its = normal(other.rows, loose);
        if (!ordered) {
            mine.sort(java.util.Comparator.comparing(Object::toString));
            its.sort(java.util.Comparator.comparing(Object::toString));
        }
        return mine.equals(its);
    }

    private static List<List<String>> normal(List<List<String>> rows, boolean loose) {
        List<List<String>> result = new ArrayList<>();
        for (List<String> row : rows) {
            List<String> values = new ArrayList<>();
            for (String value : row) {
                values.add(loose ? fold(rounded(value)) : rounded(value));
            }
            result.add(values);
        }
        return result;
    }

    /** Doubles agree in twelve digits: sums depend on their order. */
    private static String rounded(String value) {
        if (!value.matches("-?\\d+(\\.\\d+)?(e[+-]?\\d+)?") || !value.matches(".*[.e].*")) {
            return value;
        }
        return String.format(Locale.ROOT, "%.11e", Double.parseDouble(value));
    }

    private static String fold(String value) {
        String plain = Normalizer.normalize(value, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
        return plain.toLowerCase(Locale.ROOT).replace("ß", "ss").stripTrailing();
    }

    List<String> shown() {
        List<String> lines = new ArrayList<>();
        if (!error.isEmpty()) {
            lines.add(error);
            return lines;
        }
        lines.add(
                columns + (affected >= 0 ? " affected " + affected : "") + " warnings " + warnings);
        List<String> all = new ArrayList<>();
        rows.forEach(r -> all.add(r.toString()));
        Collections.sort(all);
        lines.addAll(all.subList(0, Math.min(12, all.size())));
        return lines;
    }
}
