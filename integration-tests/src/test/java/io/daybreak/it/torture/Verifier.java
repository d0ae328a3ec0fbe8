package io.daybreak.it.torture;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Reads the whole database back in one snapshot and compares it with every writer's facts, then
 * checks what belongs to nobody: sums, references, the indexes of every table, the owners of pages.
 * Owned by the thread that runs the rounds, while no writer runs.
 */
final class Verifier {
    private static final long PAGES_PATIENCE_NANOS = 30_000_000_000L;

    private final Connection connection;
    private final List<String> wrong = new ArrayList<>();
    private final Map<Integer, NavigableMap<String, String>> actual = new HashMap<>();
    private final List<String> tables = new ArrayList<>(Schema.TABLES);

    Verifier(Connection connection) {
        this.connection = connection;
    }

    /**
     * @return what is wrong; empty if nothing is
     */
    List<String> verify(List<Facts> writers) throws SQLException {
        connection.setAutoCommit(false);
        readTables();
        readDefinitions();
        for (int writer = 0; writer < writers.size(); writer++) {
            NavigableMap<String, String> found = actual.remove(writer);
            List<String> differences =
                    writers.get(writer).settle(found == null ? new TreeMap<>() : found);
            for (String difference : differences) {
                wrong.add("writer " + writer + ": " + difference);
            }
        }
        actual.forEach((writer, found) ->
                wrong.add("rows of writer " + writer + ", whom nobody knows: " + found));
        checkSums();
        connection.commit();
        checkTables();
        connection.setAutoCommit(true);
        checkPages();
        return wrong;
    }

    private interface Rows {
        void row(ResultSet row) throws SQLException;
    }

    private void query(String sql, Rows rows) throws SQLException {
        try (Statement s = connection.createStatement();
                ResultSet result = s.executeQuery(sql)) {
            while (result.next()) {
                rows.row(result);
            }
        }
    }

    private void fact(int writer, String key, String value) {
        String old = actual.computeIfAbsent(writer, _ -> new TreeMap<>()).put(key, value);
        if (old != null) {
            wrong.add("writer " + writer + ": " + key + " twice: " + old + " and " + value);
        }
    }

    // ---- rows

    private void readTables() throws SQLException {
        query(
                "SELECT writer, k, v, u, CRC32(pad) FROM kv",
                r ->
                        fact(
                                r.getInt(1),
                                RowOperations.kv(r.getInt(2)),
                                RowOperations.kvValue(r.getLong(3), r.getLong(4), r.getLong(5))));
        query(
                "SELECT writer, id, LENGTH(body), CRC32(body), crc FROM doc",
                r -> {
                    fact(
                            r.getInt(1),
                            RowOperations.doc(r.getInt(2)),
                            r.getLong(3) + " " + r.getLong(4));
                    if (r.getLong(4) != r.getLong(5)) {
                        wrong.add("doc " + r.getInt(1) + "/" + r.getInt(2) + " is half a version");
                    }
                });
        query(
                "SELECT writer, seq, id, src, dst, amount FROM transfer",
                r ->
                        fact(
                                r.getInt(1),
                                SharedOperations.transfer(r.getLong(2)),
                                r.getLong(3)
                                        + " "
                                        + r.getInt(4)
                                        + " "
                                        + r.getInt(5)
                                        + " "
                                        + r.getInt(6)));
        query(
                "SELECT writer, account, net FROM settled",
                r -> fact(r.getInt(1), SharedOperations.settled(r.getInt(2)), r.getString(3)));
        query(
                "SELECT writer, id, note FROM parent",
                r -> fact(r.getInt(1), SharedOperations.parent(r.getLong(2)), r.getString(3)));
        query(
                "SELECT p.writer, c.id, c.parent, c.val FROM child c LEFT JOIN parent p"
                        + " ON p.id = c.parent",
                r -> {
                    if (r.getString(1) == null) {
                        wrong.add("child " + r.getLong(2) + " lost parent " + r.getLong(3));
                    } else {
                        fact(
                                r.getInt(1),
                                SharedOperations.child(r.getLong(2)),
                                r.getLong(3) + " " + r.getInt(4));
                    }
                });
        query(
                "SELECT writer, id FROM ticket",
                r -> fact(r.getInt(1), SharedOperations.ticket(r.getLong(2)), "here"));
    }

    // ---- definitions

    private void readDefinitions() throws SQLException {
        Map<String, List<String>> columns = new TreeMap<>();
        Map<String, List<String>> indexes = new TreeMap<>();
        query(
                "SELECT TABLE_NAME, COLUMN_NAME, COLUMN_TYPE FROM information_schema.COLUMNS"
                        + " WHERE TABLE_SCHEMA = '"
                        + Schema.NAME
                        + "' ORDER BY TABLE_NAME, ORDINAL_POSITION",
                r ->
                        columns.computeIfAbsent(r.getString(1), _ -> new ArrayList<>())
                                .add(r.getString(2) + " " + r.getString(3)));
        query(
                "SELECT DISTINCT TABLE_NAME, INDEX_NAME FROM information_schema.STATISTICS"
                        + " WHERE TABLE_SCHEMA = '"
                        + Schema.NAME
                        + "'",
                r ->
                        indexes.computeIfAbsent(r.getString(1), _ -> new ArrayList<>())
                                .add(r.getString(2)));
        for (Map.Entry<String, List<String>> table : columns.entrySet()) {
            definition(
                    table.getKey(),
                    new Shape(table.getValue(), indexes.getOrDefault(table.getKey(), List.of())));
        }
    }

    private void definition(String name, Shape shape) throws SQLException {
        if (Schema.TABLES.contains(name)) {
            if (name.equals("kv") && shape.hasIndex("extra")) {
                fact(Writer.SHARED_DEFINER, "shared/kv.extra", "there");
            }
            if (name.equals("doc") && shape.columns().contains("note int")) {
                fact(Writer.SHARED_DEFINER, "shared/doc.note", "there");
            }
            return;
        }
        if (!name.matches("d\\d+_[0-9a-z]+")) {
            wrong.add("a table that nobody made: " + name + " " + shape);
            return;
        }
        tables.add(name);
        int writer = Integer.parseInt(name.substring(1, name.indexOf('_')));
        fact(writer, Definitions.table(name), shape.toString());
        query(
                "SELECT * FROM " + name,
                r -> {
                    StringBuilder cells = new StringBuilder();
                    for (int i = 1; i <= shape.columns().size(); i++) {
                        cells.append(i == 1 ? "" : ",").append(r.getString(i));
                    }
                    fact(writer, Definitions.row(name, r.getInt(1)), cells.toString());
                });
    }

    // ---- what belongs to nobody

    private void checkSums() throws SQLException {
        Map<Integer, Long> balances = new TreeMap<>();
        query("SELECT id, balance FROM account", r -> balances.put(r.getInt(1), r.getLong(2)));
        Map<Integer, Long> expected = new TreeMap<>();
        for (int id = 0; id < Schema.ACCOUNTS; id++) {
            expected.put(id, Schema.BALANCE);
        }
        query(
                "SELECT src, dst, amount FROM transfer",
                r -> {
                    expected.merge(r.getInt(1), -r.getLong(3), Long::sum);
                    expected.merge(r.getInt(2), r.getLong(3), Long::sum);
                });
        query(
                "SELECT account, net FROM settled",
                r -> expected.merge(r.getInt(1), r.getLong(2), Long::sum));
        if (!expected.equals(balances)) {
            wrong.add("balances " + balances + ", by the transfers " + expected);
        }
        same(
                "kv by its indexes",
                "SELECT COUNT(*), SUM(v), SUM(u) FROM kv FORCE INDEX (%s)",
                "PRIMARY",
                "v",
                "u");
        same(
                "doc by its indexes",
                "SELECT COUNT(*), SUM(crc) FROM doc FORCE INDEX (%s)",
                "PRIMARY",
                "crc");
    }

    private void same(String what, String sql, String... indexes) throws SQLException {
        List<String> answers = new ArrayList<>();
        for (String index : indexes) {
            query(
                    sql.formatted(index),
                    r -> {
                        StringBuilder answer = new StringBuilder(index).append(':');
                        for (int i = 1; i <= r.getMetaData().getColumnCount(); i++) {
                            answer.append(' ').append(r.getString(i));
                        }
                        answers.add(answer.toString());
                    });
        }
        long different = answers.stream().map(a -> a.substring(a.indexOf(':'))).distinct().count();
        if (different != 1) {
            wrong.add(what + ": " + answers);
        }
    }

    /**
     * No page may be lost by a crash, or belong to two. Nobody writes; what the crash left
     * unfinished is rolled back and purged meanwhile, and dropped tables are freed.
     */
    private void checkPages() throws SQLException {
        long deadline = System.nanoTime() + PAGES_PATIENCE_NANOS;
        List<String> faults = pageFaults();
        while (!faults.isEmpty() && System.nanoTime() - deadline < 0) {
            pause();
            faults = pageFaults();
        }
        faults.forEach(wrong::add);
    }

    private List<String> pageFaults() throws SQLException {
        List<String> faults = new ArrayList<>();
        query(
                "SELECT page, fault FROM information_schema.daybreak_page_faults LIMIT 10",
                r -> faults.add("page " + r.getString(1) + " " + r.getString(2)));
        return faults;
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(100);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void checkTables() throws SQLException {
        query(
                "CHECK TABLE " + String.join(", ", tables),
                r -> {
                    if (!r.getString("Msg_type").equals("status")
                            || !r.getString("Msg_text").equals("OK")) {
                        wrong.add(
                                "CHECK TABLE "
                                        + r.getString(1)
                                        + ": "
                                        + r.getString(3)
                                        + " "
                                        + r.getString(4));
                    }
                });
    }
}
