package io.daybreak.simulator;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Virtual time and the events that are to come. Events at the same time run in an order that the
 * seed chooses. Every step and every note goes into the log, whose hash tells two runs apart.
 */
final class Simulation {
    private static final int NOTES_KEPT = 600;

    private final SimRandom random;
    private final @Nullable Consumer<String> trace;
    private final ArrayDeque<String> notes = new ArrayDeque<>();

    /** A binary heap: the time of each event, what decides between equal ones, and the event. */
    private long[] times = new long[256];

    private long[] tieBreaks = new long[256];
    private @Nullable Runnable[] actions = new Runnable[256];
    private int size;

    private long now;
    private long steps;
    private long hash = 0xcbf29ce484222325L;

    /**
     * @param trace gets every note at once; null = nobody listens
     */
    Simulation(SimRandom random, @Nullable Consumer<String> trace) {
        this.random = random;
        this.trace = trace;
    }

    /** Virtual nanoseconds since the start. */
    long now() {
        return now;
    }

    /** Runs the action after the delay. */
    void after(long delayNanos, Runnable action) {
        if (delayNanos < 0) {
            throw new IllegalArgumentException("negative delay " + delayNanos);
        }
        if (size == times.length) {
            times = Arrays.copyOf(times, size * 2);
            tieBreaks = Arrays.copyOf(tieBreaks, size * 2);
            actions = Arrays.copyOf(actions, size * 2);
        }
        long time = now + delayNanos;
        long tieBreak = random.nextLong();
        int at = size++;
        while (at > 0 && isBefore(time, tieBreak, (at - 1) / 2)) {
            move((at - 1) / 2, at);
            at = (at - 1) / 2;
        }
        put(at, time, tieBreak, action);
    }

    /** Runs the next event; false if there is none. */
    boolean step() {
        if (size == 0) {
            return false;
        }
        now = times[0];
        Runnable action = actions[0];
        removeFirst();
        steps++;
        mix(now);
        if (action != null) {
            action.run();
        }
        return true;
    }

    private void removeFirst() {
        size--;
        long time = times[size];
        long tieBreak = tieBreaks[size];
        Runnable action = actions[size];
        actions[size] = null;
        if (size == 0) {
            return;
        }
        int at = 0;
        for (int child = 1; child < size; child = 2 * at + 1) {
            if (child + 1 < size && isBefore(times[child + 1], tieBreaks[child + 1], child)) {
                child++;
            }
            if (isBefore(time, tieBreak, child)) {
                break;
            }
            move(child, at);
            at = child;
        }
        put(at, time, tieBreak, action);
    }

    private boolean isBefore(long time, long tieBreak, int other) {
        return time < times[other] || time == times[other] && tieBreak < tieBreaks[other];
    }

    private void move(int from, int to) {
        times[to] = times[from];
        tieBreaks[to] = tieBreaks[from];
        actions[to] = actions[from];
    }

    private void put(int at, long time, long tieBreak, @Nullable Runnable action) {
        times[at] = time;
        tieBreaks[at] = tieBreak;
        actions[at] = action;
    }

    /** Writes into the history of the run. */
    void note(String text) {
        for (int i = 0; i < text.length(); i++) {
            mix(text.charAt(i));
        }
        if (notes.size() == NOTES_KEPT) {
            notes.removeFirst();
        }
        String line = now / 1_000_000 + "." + now / 1_000 % 1_000 / 100 + " ms  " + text;
        notes.addLast(line);
        if (trace != null) {
            trace.accept(line);
        }
    }

    /** Whether somebody listens, so that details are worth their strings. */
    boolean isTraced() {
        return trace != null;
    }

    /** A detail for whoever listens; no part of the history. */
    void detail(String text) {
        if (trace != null) {
            trace.accept("          " + now / 1_000 + " us  " + text);
        }
    }

    private void mix(long value) {
        hash = (hash ^ value) * 0x100000001b3L;
    }

    long steps() {
        return steps;
    }

    /** Differs as soon as two runs differ in time or text of any event. */
    long logHash() {
        return hash;
    }

    /** The last notes, for people. */
    String log() {
        return String.join("\n", notes);
    }
}
