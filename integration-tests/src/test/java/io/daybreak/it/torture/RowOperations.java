package io.daybreak.it.torture;

import io.daybreak.it.torture.Session.RolledBack;
import io.daybreak.it.torture.Session.ServerGone;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.zip.CRC32;

/** Changes of the writer's rows in {@code kv} and {@code doc}: indexes, long values, savepoints. */
final class RowOperations {
    static final int KEYS = 200;
    private static final int DOCS = 30;
    private static final int DOC_BYTES_MAX = 300_000;

    private RowOperations() {}

    static String kv(int k) {
        return String.format("kv/%05d", k);
    }

    static String doc(int id) {
        return String.format("doc/%03d", id);
    }

    static String kvValue(long v, long u, long padCrc) {
        return "v=" + v + " u=" + u + " pad=" + padCrc;
    }

    private static long[] parseKv(String value) {
        String[] parts = value.split("[= ]");
        return new long[] {
            Long.parseLong(parts[1]), Long.parseLong(parts[3]), Long.parseLong(parts[5])
        };
    }

    static long crc(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return crc.getValue();
    }

    static void upsert(Session s) throws SQLException, ServerGone, RolledBack {
        int k = s.random.nextInt(KEYS);
        long v = s.random.nextInt(1_000);
        // Unique over all writers and rounds, whatever k it stands under.
        long u = s.writer * 1_000_000_000_000_000L + s.random.nextLong(1L << 48);
        String pad = text(s, s.random.nextInt(300));
        String key = kv(k);
        if (s.facts.value(key) == null) {
            s.update(
                    "INSERT INTO kv (writer, k, v, u, pad) VALUES (?, ?, ?, ?, ?)",
                    s.writer,
                    k,
                    v,
                    u,
                    pad);
        } else {
            s.update(
                    "UPDATE kv SET v = ?, u = ?, pad = ? WHERE writer = ? AND k = ?",
                    v,
                    u,
                    pad,
                    s.writer,
                    k);
        }
        s.facts.put(key, kvValue(v, u, crc(pad.getBytes(StandardCharsets.UTF_8))));
    }

    static void addToRange(Session s) throws SQLException, ServerGone, RolledBack {
        int from = s.random.nextInt(KEYS);
        int to = from + s.random.nextInt(60);
        int add = s.random.nextInt(100) - 50;
        int changed =
                s.update(
                        "UPDATE kv SET v = v + ?, u = u + 1 WHERE writer = ? AND k BETWEEN ? AND ?"
                                + " ORDER BY k DESC",
                        add,
                        s.writer,
                        from,
                        to);
        Map<String, String> range =
                new TreeMap<>(s.facts.below("kv/")).subMap(kv(from), kv(to + 1));
        expect(s, "rows updated", range.size(), changed);
        range.forEach((key, value) -> {
            long[] old = parseKv(value);
            s.facts.put(key, kvValue(old[0] + add, old[1] + 1, old[2]));
        });
    }

    static void deleteRange(Session s) throws SQLException, ServerGone, RolledBack {
        int from = s.random.nextInt(KEYS);
        int to = from + s.random.nextInt(12);
        int deleted =
                s.update(
                        "DELETE FROM kv WHERE writer = ? AND k BETWEEN ? AND ?",
                        s.writer,
                        from,
                        to);
        Map<String, String> range =
                new TreeMap<>(s.facts.below("kv/")).subMap(kv(from), kv(to + 1));
        expect(s, "rows deleted", range.size(), deleted);
        range.keySet().forEach(s.facts::remove);
    }

    /** Moves a row to another primary key. */
    static void move(Session s) throws SQLException, ServerGone, RolledBack {
        NavigableMap<String, String> rows = s.facts.below("kv/");
        int target = s.random.nextInt(KEYS);
        if (rows.isEmpty() || rows.containsKey(kv(target))) {
            return;
        }
        String from = rows.ceilingKey(kv(s.random.nextInt(KEYS)));
        if (from == null) {
            return;
        }
        s.update(
                "UPDATE kv SET k = ? WHERE writer = ? AND k = ?",
                target,
                s.writer,
                Integer.parseInt(from.substring(3)));
        s.facts.remove(from);
        s.facts.put(kv(target), rows.get(from));
    }

    static void savepoint(Session s) throws SQLException, ServerGone, RolledBack {
        upsert(s);
        s.control("SAVEPOINT here");
        Map<String, String> before = s.facts.savepoint();
        addToRange(s);
        writeDoc(s);
        deleteRange(s);
        s.control("ROLLBACK TO SAVEPOINT here");
        s.facts.rollbackTo(before);
        upsert(s);
    }

    static void writeDoc(Session s) throws SQLException, ServerGone, RolledBack {
        int id = s.random.nextInt(DOCS);
        byte[] body = text(s, docLength(s)).getBytes(StandardCharsets.UTF_8);
        if (s.facts.value(doc(id)) == null) {
            s.update(
                    "INSERT INTO doc (writer, id, crc, body) VALUES (?, ?, ?, ?)",
                    s.writer,
                    id,
                    crc(body),
                    body);
        } else {
            s.update(
                    "UPDATE doc SET crc = ?, body = ? WHERE writer = ? AND id = ?",
                    crc(body),
                    body,
                    s.writer,
                    id);
        }
        s.facts.put(doc(id), body.length + " " + crc(body));
    }

    static void deleteDoc(Session s) throws SQLException, ServerGone, RolledBack {
        int id = s.random.nextInt(DOCS);
        s.update("DELETE FROM doc WHERE writer = ? AND id = ?", s.writer, id);
        s.facts.remove(doc(id));
    }

    /** Reads what this writer wrote, in the middle of things. */
    static void readBack(Session s) throws SQLException, ServerGone, RolledBack {
        long[] found = new long[2];
        s.query(
                row -> {
                    found[0] = row.getLong(1);
                    found[1] = row.getLong(2);
                },
                "SELECT COUNT(*), COALESCE(SUM(v), 0) FROM kv WHERE writer = ?",
                s.writer);
        NavigableMap<String, String> rows = s.facts.below("kv/");
        expect(s, "own rows", rows.size(), found[0]);
        long sum = rows.values().stream().mapToLong(value -> parseKv(value)[0]).sum();
        expect(s, "sum of own rows", sum, found[1]);
    }

    static void expect(Session s, String what, long expected, long found) throws SQLException {
        if (expected != found) {
            throw new SQLException(
                    "writer "
                            + s.writer
                            + ": "
                            + what
                            + ": expected "
                            + expected
                            + ", found "
                            + found);
        }
    }

    private static int docLength(Session s) {
        int kind = s.random.nextInt(100);
        return s.random.nextInt(kind < 8 ? DOC_BYTES_MAX : kind < 50 ? 40_000 : 4_000);
    }

    static String text(Session s, int length) {
        byte[] bytes = new byte[length];
        long bits = s.random.nextLong();
        for (int i = 0; i < length; i++) {
            bits = bits * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
            bytes[i] = (byte) ('a' + Math.floorMod(bits >>> 33, 26));
        }
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
