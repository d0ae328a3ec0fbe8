package io.daybreak.it.faults;

import java.util.ArrayList;
import java.util.List;

/**
 * A fault as the table names it.
 *
 * @param statements what follows {@code ALTER SYSTEM SIMULATE}
 * @param isQuorumLost whether commits wait
 */
record Ailment(String name, String place, List<String> statements, boolean isQuorumLost) {
    private static final String LATE =
            "100 PERCENT DISK CONGESTION BETWEEN 100 AND 100 MILLISECONDS IN ";

    static List<Ailment> all() {
        List<Ailment> all = new ArrayList<>();
        for (String place : List.of("SEGMENT 0", "NODE 1", "AZ 'az2'")) {
            all.add(one("dead", "CRASH IN ", place));
            all.add(one("hung", "HANG IN ", place));
            all.add(one("100 ms late", LATE, place));
            all.add(one("failing disk", "100 PERCENT DISK FAILURE IN ", place));
        }
        all.add(dead("NODE 0, NODE 3", false, 0, 3));
        all.add(dead("AZ 'az1', NODE 2", true, 0, 1, 2));
        // All full segments among them: no page can be read but those in memory.
        all.add(dead("NODE 0, 1, 2, 4", true, 0, 1, 2, 4));
        return all;
    }

    private static Ailment one(String name, String fault, String place) {
        return new Ailment(name, place, List.of(fault + place), false);
    }

    private static Ailment dead(String place, boolean isQuorumLost, int... nodes) {
        List<String> statements = new ArrayList<>();
        for (int node : nodes) {
            statements.add("CRASH IN NODE " + node);
        }
        return new Ailment("dead", place, List.copyOf(statements), isQuorumLost);
    }

    @Override
    public String toString() {
        return name + " " + place;
    }
}
