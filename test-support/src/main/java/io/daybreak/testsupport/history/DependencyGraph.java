package io.daybreak.testsupport.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who depends on whom, and how. Used by one thread. */
final class DependencyGraph {
    static final int WRITE_WRITE = 1;
    static final int WRITE_READ = 2;
    static final int READ_WRITE = 4;

    private final Map<Integer, Map<Integer, Integer>> edges = new LinkedHashMap<>();

    void add(int from, int to, int kind) {
        edges.computeIfAbsent(from, _ -> new LinkedHashMap<>()).merge(to, kind, (a, b) -> a | b);
    }

    /**
     * A shortest cycle.
     *
     * @param kinds edges that may be used
     * @param once if not 0: an edge of this kind must be used exactly once, besides the others
     * @return its transactions in order; empty if there is none
     */
    List<Integer> cycle(int kinds, int once) {
        if (once == 0) {
            for (int start : onCycles(kinds)) {
                return path(start, start, kinds);
            }
            return List.of();
        }
        for (Map.Entry<Integer, Map<Integer, Integer>> from : edges.entrySet()) {
            for (Map.Entry<Integer, Integer> to : from.getValue().entrySet()) {
                if ((to.getValue() & once) != 0) {
                    List<Integer> back = path(to.getKey(), from.getKey(), kinds);
                    if (!back.isEmpty()) {
                        return back;
                    }
                }
            }
        }
        return List.of();
    }

    /** What is left when transactions that nothing leads to are taken away again and again. */
    private List<Integer> onCycles(int kinds) {
        Map<Integer, Integer> incoming = new HashMap<>();
        edges.forEach((from, targets) -> {
            incoming.putIfAbsent(from, 0);
            targets.forEach((to, kind) -> {
                if ((kind & kinds) != 0) {
                    incoming.merge(to, 1, Integer::sum);
                }
            });
        });
        ArrayDeque<Integer> free = new ArrayDeque<>();
        incoming.forEach((id, count) -> {
            if (count == 0) {
                free.add(id);
            }
        });
        while (!free.isEmpty()) {
            int gone = free.remove();
            incoming.remove(gone);
            edges.getOrDefault(gone, Map.of())
                    .forEach((to, kind) -> {
                        if ((kind & kinds) != 0 && incoming.merge(to, -1, Integer::sum) == 0) {
                            free.add(to);
                        }
                    });
        }
        List<Integer> left = new ArrayList<>();
        for (int id : incoming.keySet()) {
            if (!path(id, id, kinds).isEmpty()) {
                left.add(id);
                break;
            }
        }
        return left;
    }

    /**
     * The transactions of a shortest way, the start first and the end left out if it is the start.
     */
    private List<Integer> path(int start, int end, int kinds) {
        Map<Integer, Integer> cameFrom = new HashMap<>();
        ArrayDeque<Integer> todo = new ArrayDeque<>(List.of(start));
        while (!todo.isEmpty()) {
            int at = todo.remove();
            for (Map.Entry<Integer, Integer> edge : edges.getOrDefault(at, Map.of()).entrySet()) {
                int to = edge.getKey();
                if ((edge.getValue() & kinds) == 0) {
                    continue;
                }
                if (to == end) {
                    List<Integer> way = new ArrayList<>();
                    for (Integer id = at; id != null && id != start; id = cameFrom.get(id)) {
                        way.add(id);
                    }
                    way.add(start);
                    Collections.reverse(way);
                    return way;
                }
                if (to != start && cameFrom.putIfAbsent(to, at) == null) {
                    todo.add(to);
                }
            }
        }
        return List.of();
    }
}
