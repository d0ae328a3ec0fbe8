package io.daybreak.server.net;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is remembered of client hosts: connection errors in a row, for blocking ({@code
 * max_connect_errors}), and failed logins in a row, for slowing guessing down. Thread-safe (one
 * lock, held briefly). At most {@link #HOSTS_MAX} hosts, the least recently used forgotten first.
 */
final class HostRecord {
    static final int HOSTS_MAX = 1024;

    /** Failed logins without delay, as MySQL's connection_control plugin has by default. */
    private static final int FREE_FAILURES = 3;

    private static final long DELAY_STEP_MILLIS = 500;
    private static final long DELAY_MAX_MILLIS = 5000;

    private final Map<String, int[]> hosts =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, int[]> eldest) {
                    return size() > HOSTS_MAX;
                }
            };

    private static final int CONNECT_ERRORS = 0;
    private static final int FAILED_LOGINS = 1;

    synchronized boolean isBlocked(String host, long errorsMax) {
        int[] counts = hosts.get(host);
        return counts != null && counts[CONNECT_ERRORS] >= errorsMax;
    }

    /** A handshake that was not completed. Loopback is never blocked, as in MySQL. */
    synchronized void connectError(String host) {
        if (!host.equals("localhost")) {
            counts(host)[CONNECT_ERRORS]++;
        }
    }

    /**
     * A wrong password.
     *
     * @return how long the answer should wait
     */
    synchronized long failedLogin(String host, String user) {
        int failures = ++counts(key(host, user))[FAILED_LOGINS];
        return failures <= FREE_FAILURES
                ? 0
                : Math.min(DELAY_MAX_MILLIS, (failures - FREE_FAILURES) * DELAY_STEP_MILLIS);
    }

    synchronized void login(String host, String user) {
        hosts.remove(host);
        hosts.remove(key(host, user));
    }

    synchronized void forgetAll() {
        hosts.clear();
    }

    private static String key(String host, String user) {
        return user + "@" + host;
    }

    private int[] counts(String host) {
        return hosts.computeIfAbsent(host, _ -> new int[2]);
    }
}
