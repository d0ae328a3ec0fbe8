package io.daybreak.testsupport.history;

import io.daybreak.testsupport.history.Operation.Append;
import io.daybreak.testsupport.history.Operation.Read;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the anomalies of a history, whose last transaction reads every list. Used by one thread,
 * once.
 *
 * <p>The order of a list's appends is that of the longest committed read of it. From the orders
 * come dependencies between transactions: write-write (its append stands right before mine),
 * write-read (I read its append as the last one), read-write (I read the list up to the append
 * before its own); cycles are strongly connected components of the graph with the edges of the
 * level in question.
 */
public final class HistoryCheck {
    /** One finding, for people. */
    public record Finding(Anomaly anomaly, String text) {}

    private final List<TransactionRecord> history;
    private final Set<Anomaly> forbidden;
    private final List<Finding> findings = new ArrayList<>();
    private final Map<Long, TransactionRecord> writers = new HashMap<>();
    private final Map<Integer, List<Long>> orders = new HashMap<>();
    private final DependencyGraph graph = new DependencyGraph();

    private HistoryCheck(List<TransactionRecord> history, Set<Anomaly> forbidden) {
        this.history = history;
        this.forbidden = forbidden;
    }

    /** The forbidden anomalies of the history; empty if there are none. */
    public static List<Finding> of(List<TransactionRecord> history, Set<Anomaly> forbidden) {
        HistoryCheck check = new HistoryCheck(history, forbidden);
        check.run();
        return check.findings;
    }

    private void run() {
        for (TransactionRecord transaction : history) {
            for (Operation operation : transaction.operations()) {
                if (operation instanceof Append append
                        && writers.put(append.value(), transaction) != null) {
                    throw new IllegalArgumentException(append.value() + " is appended twice");
                }
            }
        }
        findOrders();
        for (TransactionRecord transaction : history) {
            if (transaction.committed()) {
                checkInternal(transaction);
                checkReads(transaction);
            }
        }
        checkNothingLost();
        checkLostUpdates();
        addEdges();
        checkCycles();
        if (forbidden.contains(Anomaly.FRACTURED_SNAPSHOT)) {
            history.stream().filter(TransactionRecord::committed).forEach(this::checkSnapshot);
        }
    }

    private void found(Anomaly anomaly, String text) {
        if (forbidden.contains(anomaly)) {
            findings.add(new Finding(anomaly, text));
        }
    }

    // ---- orders

    private void findOrders() {
        for (TransactionRecord transaction : history) {
            if (!transaction.committed()) {
                continue;
            }
            for (Operation operation : transaction.operations()) {
                if (operation instanceof Read(int key, List<Long> values, boolean _)) {
                    List<Long> longest = orders.getOrDefault(key, List.of());
                    List<Long> shorter = longest.size() < values.size() ? longest : values;
                    List<Long> longer = shorter == longest ? values : longest;
                    if (!longer.subList(0, shorter.size()).equals(shorter)) {
                        found(
                                Anomaly.LOST_WRITE,
                                "list " + key + " was " + shorter + " and " + longer);
                    }
                    orders.put(key, longer);
                }
            }
        }
    }

    // ---- single transactions

    /** A transaction's reads hold its own appends so far, at the end and in order. */
    private void checkInternal(TransactionRecord transaction) {
        Map<Integer, List<Long>> own = new HashMap<>();
        for (Operation operation : transaction.operations()) {
            switch (operation) {
                case Append(int key, long value) ->
                        own.computeIfAbsent(key, _ -> new ArrayList<>()).add(value);
                case Read(int key, List<Long> values, boolean _) -> {
                    List<Long> mine = own.getOrDefault(key, List.of());
                    int from = values.size() - mine.size();
                    if (from < 0 || !values.subList(from, values.size()).equals(mine)) {
                        found(
                                Anomaly.INTERNAL,
                                transaction.id() + " wrote " + mine + " and read " + values);
                    }
                }
            }
        }
    }

    private void checkReads(TransactionRecord transaction) {
        for (Operation operation : transaction.operations()) {
            if (!(operation instanceof Read(int key, List<Long> values, boolean _))) {
                continue;
            }
            for (long value : values) {
                TransactionRecord writer = writers.get(value);
                if (writer == null) {
                    found(
                            Anomaly.INTERNAL,
                            transaction.id() + " read " + value + ", which nobody wrote");
                } else if (!writer.committed()) {
                    found(
                            Anomaly.ABORTED_READ_G1A,
                            transaction.id() + " read " + value + " of aborted " + writer.id());
                }
            }
            checkIntermediate(transaction, key, values);
        }
    }

    private void checkIntermediate(TransactionRecord reader, int key, List<Long> values) {
        if (values.isEmpty()) {
            return;
        }
        TransactionRecord writer = writers.get(values.getLast());
        if (writer != null && writer != reader && lastAppend(writer, key) != values.getLast()) {
            found(
                    Anomaly.INTERMEDIATE_READ_G1B,
                    reader.id()
                            + " read "
                            + values.getLast()
                            + ", not the last append of "
                            + writer.id());
        }
    }

    private static long lastAppend(TransactionRecord transaction, int key) {
        long last = -1;
        for (Operation operation : transaction.operations()) {
            if (operation instanceof Append append && append.key() == key) {
                last = append.value();
            }
        }
        return last;
    }

    private void checkNothingLost() {
        for (TransactionRecord transaction : history) {
            for (Operation operation : transaction.operations()) {
                if (transaction.committed()
                        && operation instanceof Append(int key, long value)
                        && !orders.getOrDefault(key, List.of()).contains(value)) {
                    found(
                            Anomaly.LOST_WRITE,
                            value + " of " + transaction.id() + " is not in list " + key);
                }
            }
        }
    }

    // ---- pairs

    /**
     * Reads with locks of a list that is then written: no two transactions may start from the same
     * list.
     */
    private void checkLostUpdates() {
        Map<String, Integer> from = new HashMap<>();
        for (TransactionRecord transaction : history) {
            if (!transaction.committed()) {
                continue;
            }
            for (Operation operation : transaction.operations()) {
                if (operation instanceof Read(int key, List<Long> values, boolean locking)
                        && locking
                        && lastAppend(transaction, key) >= 0
                        && (values.isEmpty() || writers.get(values.getLast()) != transaction)) {
                    String start = key + " at " + (values.isEmpty() ? "nothing" : values.getLast());
                    Integer other = from.putIfAbsent(start, transaction.id());
                    if (other != null && other != transaction.id()) {
                        found(
                                values.isEmpty() ? Anomaly.PHANTOM : Anomaly.LOST_UPDATE,
                                other
                                        + " and "
                                        + transaction.id()
                                        + " both went on from list "
                                        + start);
                    }
                }
            }
        }
    }

    private void addEdges() {
        for (List<Long> order : orders.values()) {
            TransactionRecord before = null;
            for (long value : order) {
                TransactionRecord writer = writers.get(value);
                if (writer != null && before != null && before != writer) {
                    graph.add(before.id(), writer.id(), DependencyGraph.WRITE_WRITE);
                }
                before = writer == null ? before : writer;
            }
        }
        for (TransactionRecord reader : history) {
            if (!reader.committed()) {
                continue;
            }
            for (Operation operation : reader.operations()) {
                if (operation instanceof Read(int key, List<Long> values, boolean _)) {
                    readEdges(reader, values, orders.getOrDefault(key, List.of()));
                }
            }
        }
    }

    private void readEdges(TransactionRecord reader, List<Long> values, List<Long> order) {
        if (!values.isEmpty()) {
            TransactionRecord writer = writers.get(values.getLast());
            if (writer != null && writer != reader) {
                graph.add(writer.id(), reader.id(), DependencyGraph.WRITE_READ);
            }
        }
        for (int i = values.size(); i < order.size(); i++) {
            TransactionRecord next = writers.get(order.get(i));
            if (next != null && next != reader) {
                graph.add(reader.id(), next.id(), DependencyGraph.READ_WRITE);
                break;
            }
        }
    }

    private void checkCycles() {
        cycle(Anomaly.DIRTY_WRITE_G0, DependencyGraph.WRITE_WRITE, 0);
        cycle(
                Anomaly.CIRCULAR_INFORMATION_FLOW_G1C,
                DependencyGraph.WRITE_WRITE | DependencyGraph.WRITE_READ,
                0);
        int all =
                DependencyGraph.WRITE_WRITE
                        | DependencyGraph.WRITE_READ
                        | DependencyGraph.READ_WRITE;
        cycle(Anomaly.WRITE_SKEW_G2, all, 0);
        if (forbidden.contains(Anomaly.READ_SKEW_G_SINGLE)
                && !forbidden.contains(Anomaly.WRITE_SKEW_G2)) {
            cycle(
                    Anomaly.READ_SKEW_G_SINGLE,
                    DependencyGraph.WRITE_WRITE | DependencyGraph.WRITE_READ,
                    DependencyGraph.READ_WRITE);
        }
    }

    private void cycle(Anomaly anomaly, int edges, int once) {
        if (!forbidden.contains(anomaly)) {
            return;
        }
        List<Integer> cycle = graph.cycle(edges, once);
        if (!cycle.isEmpty()) {
            found(anomaly, "cycle of " + describe(cycle));
        }
    }

    private String describe(List<Integer> ids) {
        Set<Integer> wanted = new TreeSet<>(ids);
        StringBuilder text = new StringBuilder(ids.toString());
        for (TransactionRecord transaction : history) {
            if (wanted.contains(transaction.id())) {
                text.append("\n  ").append(transaction);
            }
        }
        return text.toString();
    }

    // ---- snapshots

    /**
     * Consistent reads, those before own appends to the list, belong to one moment: if one of them
     * shows a transaction, all show it; and what was acknowledged before the transaction began is
     * shown.
     */
    private void checkSnapshot(TransactionRecord reader) {
        Map<Integer, List<Long>> seen = new HashMap<>();
        Set<Integer> written = new TreeSet<>();
        for (Operation operation : reader.operations()) {
            switch (operation) {
                case Append append -> written.add(append.key());
                case Read(int key, List<Long> values, boolean locking) -> {
                    if (!locking && !written.contains(key)) {
                        List<Long> before = seen.putIfAbsent(key, values);
                        if (before != null && !before.equals(values)) {
                            found(
                                    Anomaly.FRACTURED_SNAPSHOT,
                                    reader.id()
                                            + " read list "
                                            + key
                                            + " as "
                                            + before
                                            + " and "
                                            + values);
                        }
                    }
                }
            }
        }
        seen.forEach((key, values) -> checkSeen(reader, seen, key, values));
    }

    private void checkSeen(
            TransactionRecord reader, Map<Integer, List<Long>> seen, int key, List<Long> values) {
        for (long value : values) {
            TransactionRecord writer = writers.get(value);
            if (writer == null || writer == reader) {
                continue;
            }
            for (Operation operation : writer.operations()) {
                if (operation instanceof Append append
                        && seen.containsKey(append.key())
                        && !seen.getOrDefault(append.key(), List.of()).contains(append.value())) {
                    found(
                            Anomaly.FRACTURED_SNAPSHOT,
                            reader.id()
                                    + " saw "
                                    + value
                                    + " of "
                                    + writer.id()
                                    + " and not its "
                                    + append.value());
                }
            }
        }
        List<Long> order = orders.getOrDefault(key, List.of());
        if (values.size() < order.size()) {
            TransactionRecord missed = writers.get(order.get(values.size()));
            if (missed != null && missed != reader && missed.ended() < reader.began()) {
                found(
                        Anomaly.STALE_READ,
                        reader.id()
                                + " does not see "
                                + missed.id()
                                + ", which ended before it began");
            }
        }
    }
}
