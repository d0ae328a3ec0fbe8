package io.daybreak.it.torture;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What one writer knows about the database: key to value, both as text, such as {@code kv/17} to
 * {@code v=3 u=90017}. Owned by one thread at a time.
 */
final class Facts {
    private static final int SHOWN_MAX = 8;

    /** Facts below this are the writer's own memory: the database does not hold them. */
    static final String MEMORY = "last/";

    /** Stands for "is not there" in a transaction's changes. */
    private static final String ABSENT = "(absent)";

    private final NavigableMap<String, String> acknowledged = new TreeMap<>();
    private final NavigableMap<String, String> changes = new TreeMap<>();
    private boolean inDoubt;

    /** What this writer reads in its own transaction; null = absent. */
    String value(String key) {
        String changed = changes.get(key);
        if (changed != null) {
            return changed.equals(ABSENT) ? null : changed;
        }
        return acknowledged.get(key);
    }

    void put(String key, String value) {
        changes.put(key, value);
    }

    void remove(String key) {
        changes.put(key, ABSENT);
    }

    /** Everything below a prefix as this writer reads it. */
    NavigableMap<String, String> below(String prefix) {
        NavigableMap<String, String> found = new TreeMap<>();
        found.putAll(acknowledged.subMap(prefix, prefix + Character.MAX_VALUE));
        apply(changes.subMap(prefix, prefix + Character.MAX_VALUE), found);
        return found;
    }

    /** The changes so far, to come back to with {@link #rollbackTo}. */
    Map<String, String> savepoint() {
        return new TreeMap<>(changes);
    }

    void rollbackTo(Map<String, String> savepoint) {
        changes.clear();
        changes.putAll(savepoint);
    }

    /** The server said that the changes are committed. */
    void commit() {
        apply(changes, acknowledged);
        changes.clear();
        inDoubt = false;
    }

    void rollback() {
        changes.clear();
        inDoubt = false;
    }

    /** The server died before it answered: either all of the changes or none. */
    void doubt() {
        inDoubt = true;
    }

    boolean isInDoubt() {
        return inDoubt;
    }

    /**
     * Compares with what the database holds, and settles the doubt.
     *
     * @return what is wrong; empty if nothing is
     */
    List<String> settle(NavigableMap<String, String> actual) {
        List<String> wrong = differences(acknowledged, actual);
        if (wrong.isEmpty() || !inDoubt) {
            rollback();
            return wrong;
        }
        NavigableMap<String, String> after = new TreeMap<>(acknowledged);
        apply(changes, after);
        List<String> wrongAfter = differences(after, actual);
        if (wrongAfter.isEmpty()) {
            commit();
            return wrongAfter;
        }
        List<String> both = new ArrayList<>();
        both.add("against the state before the transaction in doubt:");
        both.addAll(wrong);
        both.add("against the state after it:");
        both.addAll(wrongAfter);
        rollback();
        return both;
    }

    private static void apply(Map<String, String> changes, Map<String, String> to) {
        changes.forEach((key, value) -> {
            if (value.equals(ABSENT)) {
                to.remove(key);
            } else {
                to.put(key, value);
            }
        });
    }

    private static List<String> differences(Map<String, String> want, Map<String, String> have) {
        TreeSet<String> keys = new TreeSet<>(want.keySet());
        keys.addAll(have.keySet());
        List<String> found = new ArrayList<>();
        int more = 0;
        for (String key : keys) {
            if (key.startsWith(MEMORY) || Objects.equals(want.get(key), have.get(key))) {
                continue;
            }
            if (found.size() < SHOWN_MAX) {
                found.add(key + ": expected " + want.get(key) + ", found " + have.get(key));
            } else {
                more++;
            }
        }
        if (more > 0) {
            found.add("and " + more + " more");
        }
        return found;
    }
}
