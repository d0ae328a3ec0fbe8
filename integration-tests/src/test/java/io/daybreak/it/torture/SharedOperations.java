package io.daybreak.it.torture;

import io.daybreak.it.torture.Session.RolledBack;
import io.daybreak.it.torture.Session.ServerGone;
import java.sql.SQLException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Changes of what writers share or what refers to other rows: transfers, families, tickets. */
final class SharedOperations {
    private static final int TRANSFERS_KEPT = 200;
    private static final int FAMILIES = 60;
    private static final long FAMILY_SPACE = 1_000_000;
    private static final int CHILDREN = 8;
    private static final int TICKETS_KEPT = 40;

    private SharedOperations() {}

    static String transfer(long seq) {
        return String.format("transfer/%09d", seq);
    }

    static String settled(int account) {
        return String.format("settled/%04d", account);
    }

    static String parent(long id) {
        return String.format("parent/%012d", id);
    }

    static String child(long id) {
        return String.format("child/%012d", id);
    }

    static String ticket(long id) {
        return String.format("ticket/%012d", id);
    }

    // ---- money

    static void transfer(Session s) throws SQLException, ServerGone, RolledBack {
        NavigableMap<String, String> known = s.facts.below("transfer/");
        if (known.size() > TRANSFERS_KEPT) {
            settle(s, known);
            return;
        }
        int src = s.random.nextInt(Schema.ACCOUNTS);
        int dst = (src + 1 + s.random.nextInt(Schema.ACCOUNTS - 1)) % Schema.ACCOUNTS;
        int amount = 1 + s.random.nextInt(20);
        s.update(
                "UPDATE account SET balance = balance - ?, touched = touched + 1 WHERE id = ?",
                amount,
                src);
        s.update(
                "UPDATE account SET balance = balance + ?, touched = touched + 1 WHERE id = ?",
                amount,
                dst);
        String last = s.facts.value(Facts.MEMORY + "seq");
        long seq = last == null ? 1 : Long.parseLong(last) + 1;
        long id =
                s.insert(
                        "INSERT INTO transfer (writer, seq, src, dst, amount)"
                                + " VALUES (?, ?, ?, ?, ?)",
                        s.writer,
                        seq,
                        src,
                        dst,
                        amount);
        checkAscending(s, "transfer id", id);
        s.facts.put(transfer(seq), id + " " + src + " " + dst + " " + amount);
        s.facts.put(Facts.MEMORY + "seq", Long.toString(seq));
    }

    /** Folds the older half of the transfers into sums. */
    private static void settle(Session s, NavigableMap<String, String> known)
            throws SQLException, ServerGone, RolledBack {
        long upTo = 0;
        int count = 0;
        Map<Integer, Long> net = new TreeMap<>();
        for (Map.Entry<String, String> entry : known.entrySet()) {
            if (count++ == TRANSFERS_KEPT / 2) {
                break;
            }
            String[] parts = entry.getValue().split(" ");
            net.merge(Integer.parseInt(parts[1]), -Long.parseLong(parts[3]), Long::sum);
            net.merge(Integer.parseInt(parts[2]), Long.parseLong(parts[3]), Long::sum);
            upTo = Long.parseLong(entry.getKey().substring("transfer/".length()));
            s.facts.remove(entry.getKey());
        }
        int deleted =
                s.update("DELETE FROM transfer WHERE writer = ? AND seq <= ?", s.writer, upTo);
        RowOperations.expect(s, "transfers settled", TRANSFERS_KEPT / 2, deleted);
        for (Map.Entry<Integer, Long> entry : net.entrySet()) {
            s.update(
                    "INSERT INTO settled (writer, account, net) VALUES (?, ?, ?)"
                            + " ON DUPLICATE KEY UPDATE net = net + VALUES(net)",
                    s.writer,
                    entry.getKey(),
                    entry.getValue());
            String key = settled(entry.getKey());
            String old = s.facts.value(key);
            long sum = entry.getValue() + (old == null ? 0 : Long.parseLong(old));
            s.facts.put(key, Long.toString(sum));
        }
    }

    /** Generated ids ascend, over restarts too: an id that was given out never comes again. */
    private static void checkAscending(Session s, String what, long id) throws SQLException {
        String key = Facts.MEMORY + what;
        String last = s.facts.value(key);
        if (last != null && id <= Long.parseLong(last)) {
            throw new SQLException(what + " " + id + " comes after " + last);
        }
        s.facts.put(key, Long.toString(id));
    }

    static void ticket(Session s) throws SQLException, ServerGone, RolledBack {
        long id = s.insert("INSERT INTO ticket (writer) VALUES (?)", s.writer);
        checkAscending(s, "ticket id", id);
        s.facts.put(ticket(id), "here");
        // The newest id goes: after a restart it must not come again.
        NavigableMap<String, String> tickets = s.facts.below("ticket/");
        String gone = s.random.nextBoolean() ? tickets.lastKey() : tickets.firstKey();
        if (s.random.nextInt(3) == 0 || tickets.size() > TICKETS_KEPT) {
            long number = Long.parseLong(gone.substring("ticket/".length()));
            int deleted = s.update("DELETE FROM ticket WHERE id = ?", number);
            RowOperations.expect(s, "tickets deleted", 1, deleted);
            s.facts.remove(gone);
        }
    }

    // ---- parents and children

    static void family(Session s) throws SQLException, ServerGone, RolledBack {
        long id = s.writer * FAMILY_SPACE + s.random.nextInt(FAMILIES);
        if (s.facts.value(parent(id)) == null) {
            addFamily(s, id);
        } else if (s.random.nextInt(3) == 0) {
            moveFamily(s, id);
        } else {
            removeFamily(s, id);
        }
    }

    private static void addFamily(Session s, long id) throws SQLException, ServerGone, RolledBack {
        String note = RowOperations.text(s, 1 + s.random.nextInt(39));
        s.update("INSERT INTO parent (id, writer, note) VALUES (?, ?, ?)", id, s.writer, note);
        s.facts.put(parent(id), note);
        for (int i = 0; i < CHILDREN; i++) {
            long child = id * CHILDREN + i;
            // One that came with another parent may have the number.
            if (s.facts.value(child(child)) == null && s.random.nextInt(3) > 0) {
                int val = s.random.nextInt(1_000);
                s.update("INSERT INTO child (id, parent, val) VALUES (?, ?, ?)", child, id, val);
                s.facts.put(child(child), id + " " + val);
            }
        }
    }

    private static void removeFamily(Session s, long id)
            throws SQLException, ServerGone, RolledBack {
        int deleted = s.update("DELETE FROM parent WHERE id = ?", id);
        RowOperations.expect(s, "parents deleted", 1, deleted);
        s.facts.remove(parent(id));
        s.facts
                .below("child/")
                .forEach((key, value) -> {
                    if (value.startsWith(id + " ")) {
                        s.facts.remove(key);
                    }
                });
    }

    private static void moveFamily(Session s, long id) throws SQLException, ServerGone, RolledBack {
        long target = s.writer * FAMILY_SPACE + s.random.nextInt(FAMILIES);
        if (s.facts.value(parent(target)) != null) {
            return;
        }
        s.update("UPDATE parent SET id = ? WHERE id = ?", target, id);
        s.facts.put(parent(target), s.facts.value(parent(id)));
        s.facts.remove(parent(id));
        s.facts
                .below("child/")
                .forEach((key, value) -> {
                    if (value.startsWith(id + " ")) {
                        s.facts.put(key, target + value.substring(Long.toString(id).length()));
                    }
                });
    }
}
