package io.daybreak.testsupport.sim;

import java.util.ArrayDeque;
import java.util.PriorityQueue;

/**
 * Virtual time and the events that are to come. Events at the same time run in an order that the
 * seed chooses. Every step and every note goes into the log, whose hash tells two runs apart.
 */
public final class Simulation {
    private static final int NOTES_KEPT = 400;

    private record Event(long time, long tieBreak, long sequence, Runnable action)
            implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(time, other.time);
            if (byTime != 0) {
                return byTime;
            }
            int byTie = Long.compare(tieBreak, other.tieBreak);
            return byTie != 0 ? byTie : Long.compare(sequence, other.sequence);
        }
    }

    private final SimRandom random;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final ArrayDeque<String> notes = new ArrayDeque<>();
    private long now;
    private long sequence;
    private long steps;
    private long hash = 0xcbf29ce484222325L;

    public Simulation(SimRandom random) {
        this.random = random;
    }

    /** Virtual nanoseconds since the start. */
    public long now() {
        return now;
    }

    /** Runs the action after the delay. */
    public void after(long delayNanos, Runnable action) {
        if (delayNanos < 0) {
            throw new IllegalArgumentException("negative delay " + delayNanos);
        }
        events.add(new Event(now + delayNanos, random.nextLong(), sequence++, action));
    }

    /** Runs the next event; false if there is none. */
    public boolean step() {
        Event event = events.poll();
        if (event == null) {
            return false;
        }
        now = event.time;
        steps++;
        mix(now);
        event.action.run();
        return true;
    }

    /** Writes into the history of the run. */
    public void note(String text) {
        for (int i = 0; i < text.length(); i++) {
            mix(text.charAt(i));
        }
        if (notes.size() == NOTES_KEPT) {
            notes.removeFirst();
        }
        notes.addLast(now / 1_000 + " us  " + text);
    }

    private void mix(long value) {
        hash = (hash ^ value) * 0x100000001b3L;
    }

    public long steps() {
        return steps;
    }

    /** Differs as soon as two runs differ in time or text of any event. */
    public long logHash() {
        return hash;
    }

    /** The last notes, for people. */
    public String log() {
        return String.join("\n", notes);
    }
}
