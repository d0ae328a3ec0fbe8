package io.daybreak.sql.session;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/** The global values of the system variables while the server runs. Thread-safe. */
final class GlobalVariables {
    private final ConcurrentMap<String, String> changed = new ConcurrentHashMap<>();
    private final AtomicLong version = new AtomicLong();

    String value(SystemVariable variable) {
        return changed.getOrDefault(variable.name(), variable.defaultValue());
    }

    void set(SystemVariable variable, String value) {
        changed.put(variable.name(), value);
        version.incrementAndGet();
    }

    /** Grows with each change, after the value is there. */
    long version() {
        return version.get();
    }

    /**
     * For what is known only at start: port, host name, version. The name must be one of the list.
     */
    void initialize(String name, String value) {
        if (SystemVariables.find(name) == null) {
            throw new IllegalArgumentException("no such system variable: " + name);
        }
        changed.put(name, value);
    }
}
