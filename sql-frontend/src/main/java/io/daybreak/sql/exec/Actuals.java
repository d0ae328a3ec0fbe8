package io.daybreak.sql.exec;

import java.util.IdentityHashMap;
import java.util.Locale;

/**
 * What the parts of a plan really did in one run, for EXPLAIN ANALYZE. Owned by the thread that
 * runs the statement.
 */
public final class Actuals {
    private static final double NANOS_PER_MILLI = 1e6;

    private final IdentityHashMap<PlanNode, Counter> counters = new IdentityHashMap<>();

    /** Of one node; times include its inputs. */
    private static final class Counter {
        long loops;
        long rows;
        long firstRowNanos;
        long totalNanos;
    }

    /** Runs a query, throws its rows away, and answers its plan with what was measured. */
    public static String run(PlanNode root, int slotCount, ExecutionContext context) {
        Actuals actuals = new Actuals();
        Actuals before = context.actuals;
        context.actuals = actuals;
        try (Execution execution = new Execution(context, slotCount)) {
            Operator operator = execution.operator(root);
            try {
                operator.open();
                while (operator.next()) {
                    execution.tick();
                }
            } finally {
                operator.close();
            }
        } finally {
            context.actuals = before;
            context.clearWindowStates();
        }
        return PlanText.tree(root, actuals);
    }

    Operator watch(PlanNode node, Operator operator) {
        Counter counter = counters.computeIfAbsent(node, _ -> new Counter());
        return new Operator() {
            private long openedNanos;
            private boolean first;

            @Override
            public void open() {
                long start = System.nanoTime();
                operator.open();
                openedNanos = System.nanoTime() - start;
                counter.totalNanos += openedNanos;
                counter.loops++;
                first = true;
            }

            @Override
            public boolean next() {
                long start = System.nanoTime();
                boolean found = operator.next();
                long nanos = System.nanoTime() - start;
                counter.totalNanos += nanos;
                if (first) {
                    counter.firstRowNanos += openedNanos + nanos;
                    first = false;
                }
                if (found) {
                    counter.rows++;
                }
                return found;
            }

            @Override
            public void close() {
                operator.close();
            }
        };
    }

    /** As MySQL prints it: times to the first and to all rows, and rows, per loop. */
    String text(PlanNode node) {
        Counter counter = counters.get(node);
        if (counter == null || counter.loops == 0) {
            return " (never executed)";
        }
        return String.format(
                Locale.ROOT,
                " (actual time=%.3g..%.3g rows=%s loops=%d)",
                counter.firstRowNanos / NANOS_PER_MILLI / counter.loops,
                counter.totalNanos / NANOS_PER_MILLI / counter.loops,
                PlanText.number((double) counter.rows / counter.loops),
                counter.loops);
    }
}
